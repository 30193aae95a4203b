//! Which working order a bar's path meets next (docs/semantics/execution.md, 4).

use crate::block::Block;
use crate::fill::Place;
use crate::order::{Order, Style, Wait};
use crate::pricing::Touch;
use crate::simulation::{Bar, Simulation};
use base::{Direction, Stamp};
use events::{EventSink, OrderState, RunError};
use market::QuoteColumns;
use std::ops::Range;

/// Prices that no working price order is met strictly between.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach {
    /// By whatever trades: on bars buyers and sellers meet one price.
    all: Band,
    buys: Band,
    sells: Band,
}

#[derive(Clone, Copy, Debug)]
struct Band {
    /// Highest price that meets an order from above.
    below: f64,
    /// Lowest price that meets an order from below.
    above: f64,
}

/// The next order on the way.
#[derive(Clone, Copy)]
pub(crate) struct Meeting {
    pub(crate) index: usize,
    pub(crate) price: f64,
    pub(crate) is_stop: bool,
}

impl Band {
    const NONE: Self = Self {
        below: f64::NEG_INFINITY,
        above: f64::INFINITY,
    };

    const fn add(&mut self, wait: &Wait) {
        if wait.is_above {
            self.above = self.above.min(wait.price);
        } else {
            self.below = self.below.max(wait.price);
        }
    }

    fn is_touched(&self, low: f64, high: f64) -> bool {
        low <= self.below || high >= self.above
    }
}

impl Reach {
    fn of(working: &[Order]) -> Self {
        let mut reach = Self {
            all: Band::NONE,
            buys: Band::NONE,
            sells: Band::NONE,
        };
        working.iter().for_each(|order| reach.add(order));
        reach
    }

    /// One more order works.
    pub(crate) fn add(&mut self, order: &Order) {
        let Some(wait) = order.wait() else { return };
        self.all.add(&wait);
        match order.direction {
            Direction::Long => self.buys.add(&wait),
            Direction::Short => self.sells.add(&wait),
        }
    }

    fn is_touched(&self, low: f64, high: f64) -> bool {
        self.all.is_touched(low, high)
    }

    /// Whether a quote of the bar at `index` may meet an order.
    pub(crate) fn is_touched_by(&self, quotes: &QuoteColumns<'_>, index: usize) -> bool {
        (self.buys).is_touched(quotes.lowest_ask[index], quotes.highest_ask[index])
            || (self.sells).is_touched(quotes.lowest_bid[index], quotes.highest_bid[index])
    }

    /// Whether a quote meets an order.
    pub(crate) fn is_met_at(&self, touch: Touch) -> bool {
        self.buys.is_touched(touch.ask, touch.ask) || self.sells.is_touched(touch.bid, touch.bid)
    }
}

/// Where the path goes after the open.
fn path(bar: &Bar) -> [f64; 3] {
    if (bar.high - bar.open).abs() < (bar.open - bar.low).abs() {
        [bar.high, bar.low, bar.close]
    } else {
        [bar.low, bar.high, bar.close]
    }
}

impl<S: EventSink> Simulation<S> {
    pub(crate) fn reach(&mut self) -> Reach {
        *self.reach.get_or_insert_with(|| Reach::of(&self.working))
    }

    /// How many bars from the start of `rows` on touch no working order.
    pub fn untouched(&mut self, block: &Block<'_>, rows: Range<usize>) -> usize {
        if self.working.is_empty() {
            return rows.len();
        }
        if self.market_orders > 0 {
            return 0;
        }
        let reach = self.reach();
        if let Some(quotes) = self.quotes(block) {
            let count = rows.len();
            let touched = |index| reach.is_touched_by(&quotes, index);
            return rows.into_iter().position(touched).unwrap_or(count);
        }
        let (low, high) = (&block.low[rows.clone()], &block.high[rows]);
        let touched = |(low, high): (&f64, &f64)| reach.is_touched(*low, *high);
        low.iter().zip(high).position(touched).unwrap_or(low.len())
    }

    /// Fills working orders along the bar's path.
    pub(crate) fn walk_path(&mut self) -> Result<(), RunError> {
        let bar = self.bar;
        if self.working.is_empty() {
            self.ledger.widen(bar.low, bar.high);
            return Ok(());
        }
        self.ledger.widen(bar.open, bar.open);
        self.fill_market_orders(Touch::at(bar.open), self.at_open())?;
        if !self.reach().is_touched(bar.low, bar.high) {
            self.ledger.widen(bar.low, bar.high);
            return Ok(());
        }
        self.segment(bar.open, bar.open, self.at_open())?;
        let mut from = bar.open;
        for to in path(&bar) {
            self.segment(from, to, self.on_segment())?;
            self.ledger.widen(to, to);
            from = to;
        }
        Ok(())
    }

    /// Market orders among the working ones fill at the prices that stand at the close.
    pub(crate) fn fill_at_close(&mut self) -> Result<(), RunError> {
        let place = Place {
            stamp: self.decision_stamp(),
            price: Stamp::new(self.bar.close_time, self.pricing.stands()),
            is_segment: false,
            quote: self.last_quote,
        };
        self.fill_market_orders(self.touch, place)
    }

    pub(crate) fn fill_market_orders(
        &mut self,
        touch: Touch,
        place: Place,
    ) -> Result<(), RunError> {
        while self.market_orders > 0 {
            // They are among the last: orders that wait for a price may be thousands.
            let market = self.working.iter().rev().filter(|order| order.is_market());
            let Some(order) = market.take(self.market_orders).last() else {
                break;
            };
            let (number, price) = (order.number, touch.trades(order.direction));
            self.fill(number, price, place)?;
        }
        Ok(())
    }

    /// Meets price orders from `from` to `to`, until there is none on the rest of the way.
    fn segment(&mut self, from: f64, to: f64, place: Place) -> Result<(), RunError> {
        let mut now = from;
        while let Some(meeting) = self.next_on(now, to) {
            now = meeting.price;
            self.meet(meeting, place)?;
        }
        Ok(())
    }

    pub(crate) fn meet(&mut self, meeting: Meeting, place: Place) -> Result<(), RunError> {
        let order = &mut self.working[meeting.index];
        if order.style != Style::StopLimit {
            let number = order.number;
            return self.fill(number, meeting.price, place);
        }
        order.style = Style::Limit;
        let transition = order.transition(place.stamp, OrderState::Triggered);
        self.reach = None;
        self.sink.order(&transition);
        Ok(())
    }

    fn next_on(&self, now: f64, to: f64) -> Option<Meeting> {
        let mut first: Option<Meeting> = None;
        for (index, order) in self.working.iter().enumerate() {
            let Some(wait) = order.wait() else { continue };
            let Some(price) = met_price(&wait, now, to) else {
                continue;
            };
            let meeting = Meeting {
                index,
                price,
                is_stop: wait.is_stop,
            };
            if first.is_none_or(|first| meeting.comes_before(&first, to > now)) {
                first = Some(meeting);
            }
        }
        first
    }

    fn at_open(&self) -> Place {
        Place {
            stamp: self.market_stamp(),
            price: self.market_stamp(),
            is_segment: false,
            quote: 0,
        }
    }

    fn on_segment(&self) -> Place {
        Place {
            is_segment: true,
            ..self.at_open()
        }
    }
}

/// Where a waiting order is met on the way from `now` to `to`.
fn met_price(wait: &Wait, now: f64, to: f64) -> Option<f64> {
    if wait.is_met_at(now) {
        Some(now)
    } else if wait.is_met_at(to) {
        Some(wait.price)
    } else {
        None
    }
}

impl Meeting {
    /// Nearer on the way, else stop before limit; equal ones keep the order of creation.
    fn comes_before(&self, other: &Self, is_rising: bool) -> bool {
        if self.price == other.price {
            self.is_stop && !other.is_stop
        } else {
            (self.price < other.price) == is_rising
        }
    }
}
