//! Fills at quotes, row by row (docs/semantics/ticks.md, 3).

use crate::block::{Block, closing_range};
use crate::fill::Place;
use crate::matching::Meeting;
use crate::pricing::{Pricing, Touch};
use crate::simulation::Simulation;
use base::{Phase, Stamp};
use events::{EventSink, RunError};
use market::{QuoteColumns, TickPrices};
use std::ops::Range;

impl<S: EventSink> Simulation<S> {
    /// The quotes that decide fills, where they do.
    pub(crate) fn quotes<'b>(&self, block: &Block<'b>) -> Option<QuoteColumns<'b>> {
        match self.pricing {
            Pricing::Path => None,
            Pricing::Quotes | Pricing::QuotesByCount => block.quotes,
        }
    }

    /// Meets working orders with the quotes of the bar at `index`, one after the other.
    pub(crate) fn walk_quotes(
        &mut self,
        quotes: &QuoteColumns<'_>,
        index: usize,
    ) -> Result<(), RunError> {
        self.touch = Touch {
            bid: quotes.bid[index],
            ask: quotes.ask[index],
        };
        let rows = quotes.rows(index);
        self.last_quote = rows.end - 1;
        let is_met = self.market_orders > 0
            || !self.working.is_empty() && self.reach().is_touched_by(quotes, index);
        if !is_met {
            self.widen_by(quotes, index);
            return Ok(());
        }
        let mut row = rows.start;
        while row < rows.end {
            if self.market_orders == 0 {
                row = self.pass_untouched(quotes.prices, row..rows.end);
            }
            if row < rows.end {
                self.meet_quote(quotes.prices, row)?;
                row += 1;
            }
        }
        Ok(())
    }

    fn widen_by(&mut self, quotes: &QuoteColumns<'_>, index: usize) {
        if let Some(direction) = self.ledger.direction() {
            let (low, high) = closing_range(quotes, direction, index..index + 1);
            self.ledger.widen(low, high);
        }
    }

    /// First of `rows` that meets an order, their end when there is none; open trades see the rows
    /// before it.
    fn pass_untouched(&mut self, prices: TickPrices<'_>, rows: Range<usize>) -> usize {
        let direction = self.ledger.direction();
        if self.working.is_empty() && direction.is_none() {
            return rows.end;
        }
        let reach = self.reach();
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut found = rows.end;
        for row in rows {
            let touch = Touch::of(prices, row);
            if reach.is_met_at(touch) {
                found = row;
                break;
            }
            let price = touch.closes(direction);
            low = if price < low { price } else { low };
            high = if price > high { price } else { high };
        }
        if low <= high {
            self.ledger.widen(low, high);
        }
        found
    }

    /// The rule "At the open" with the quote of `row`.
    fn meet_quote(&mut self, prices: TickPrices<'_>, row: usize) -> Result<(), RunError> {
        let touch = Touch::of(prices, row);
        let price = touch.closes(self.ledger.direction());
        self.ledger.widen(price, price);
        let stamp = Stamp::new(prices.time(row), Phase::Market);
        let place = Place {
            stamp,
            price: stamp,
            is_segment: false,
            quote: row,
        };
        self.fill_market_orders(touch, place)?;
        while let Some(meeting) = self.first_met(touch) {
            self.meet(meeting, place)?;
        }
        Ok(())
    }

    /// Of the working price orders that a quote satisfies: stops before limits, then by creation.
    fn first_met(&mut self, touch: Touch) -> Option<Meeting> {
        if self.working.is_empty() || !self.reach().is_met_at(touch) {
            return None;
        }
        let mut first: Option<Meeting> = None;
        for (index, order) in self.working.iter().enumerate() {
            let Some(wait) = order.wait() else { continue };
            let price = touch.trades(order.direction);
            let comes_first = first.as_ref().is_none_or(|_| wait.is_stop);
            if !wait.is_met_at(price) || !comes_first {
                continue;
            }
            first = Some(Meeting {
                index,
                price,
                is_stop: wait.is_stop,
            });
            if wait.is_stop {
                break;
            }
        }
        first
    }
}

impl Touch {
    fn of(prices: TickPrices<'_>, row: usize) -> Self {
        Self {
            bid: prices.bid(row),
            ask: prices.ask(row),
        }
    }
}
