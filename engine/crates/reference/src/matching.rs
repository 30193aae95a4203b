//! Working orders on the path of a bar (docs/semantics/execution.md, 4) and at each of its quotes
//! (docs/semantics/ticks.md, 3).

use crate::bar::Bar;
use crate::book::{Order, Role, Waits};
use crate::broker::Broker;
use crate::feed::Touch;
use crate::journal::Moment;
use base::Direction;
use events::OrderState;

impl Broker {
    /// The fills of a bar.
    pub(crate) fn trade_bar(&mut self, bar: &Bar, moment: &Moment) {
        let (open, high, low, close) = (bar.open, bar.high, bar.low, bar.close);
        self.trade_point(Touch::at(open), moment);
        let corners = if (high - open).abs() < (open - low).abs() {
            [open, high, low, close]
        } else {
            [open, low, high, close]
        };
        for ends in corners.windows(2) {
            self.trade_segment(ends[0], ends[1], bar, moment);
        }
    }

    /// The fills at one moment: market orders, then price orders until nothing more happens.
    pub(crate) fn trade_point(&mut self, touch: Touch, moment: &Moment) {
        self.reach(touch);
        self.fill_market_orders(touch, moment);
        while let Some((number, price)) = self.satisfied(touch) {
            self.meet(number, price, moment);
        }
    }

    fn trade_segment(&mut self, from: f64, to: f64, bar: &Bar, moment: &Moment) {
        let mut price = from;
        loop {
            let satisfied = self.satisfied(Touch::at(price));
            let Some((number, at)) = satisfied.or_else(|| self.first_met(price, to)) else {
                break;
            };
            price = at;
            self.note_ambiguity(number, bar, moment);
            let fills_before = self.journal.fills.len();
            self.meet(number, price, moment);
            self.journal.path_fills += (self.journal.fills.len() - fills_before) as u32;
        }
        self.reach(Touch::at(to));
    }

    /// An order's price is met: it fills there, or a stop-limit is triggered.
    fn meet(&mut self, number: u32, price: f64, moment: &Moment) {
        let order = self.orders.iter_mut().find(|order| order.number == number);
        match order {
            Some(order) if order.limit.is_some() && matches!(order.waits(), Waits::Stop(_)) => {
                order.is_triggered = true;
                let (facts, quantity) = (order.facts(), order.quantity);
                self.journal
                    .order(moment.stamp, &facts, OrderState::Triggered, quantity);
            }
            _ => self.fill(number, price, moment),
        }
    }

    /// The first order that its price satisfies, and that price: stops before limits, then by
    /// creation.
    fn satisfied(&self, touch: Touch) -> Option<(u32, f64)> {
        let price = |order: &Order| touch.trades(order.direction);
        let stop = self
            .orders
            .iter()
            .find(|order| is_stop_satisfied(order, price(order)));
        let limit = self
            .orders
            .iter()
            .find(|order| is_limit_satisfied(order, price(order)));
        stop.or(limit).map(|order| (order.number, price(order)))
    }

    /// The first order met on the way from one price (not included) to another (included).
    fn first_met(&self, from: f64, to: f64) -> Option<(u32, f64)> {
        let side = if to > from { 1.0 } else { -1.0 };
        let mut first: Option<(f64, bool, u32)> = None;
        for order in &self.orders {
            if let Some((price, is_limit)) = price_on_the_way(order, from, to) {
                let place = (price * side, is_limit, order.number);
                if first.is_none_or(|best| place < best) {
                    first = Some(place);
                }
            }
        }
        first.map(|(price, _, number)| (number, price * side))
    }

    /// A leg is about to fill on a segment while its partner could have filled in the same bar.
    fn note_ambiguity(&mut self, number: u32, bar: &Bar, moment: &Moment) {
        let Some(order) = self.order(number) else {
            return;
        };
        let Role::Leg { rule, trade } = order.role else {
            return;
        };
        let is_inside = |price: f64| bar.low <= price && price <= bar.high;
        let partner = self
            .orders
            .iter()
            .find(|other| other.is_leg_of(rule, trade) && other.number != number);
        if partner.is_some_and(|partner| partner.limit.or(partner.stop).is_some_and(is_inside)) {
            self.journal.ambiguous(moment.row, number);
        }
    }
}

fn is_stop_satisfied(order: &Order, price: f64) -> bool {
    match (order.waits(), order.direction) {
        (Waits::Stop(stop), Direction::Long) => stop <= price,
        (Waits::Stop(stop), Direction::Short) => stop >= price,
        _ => false,
    }
}

fn is_limit_satisfied(order: &Order, price: f64) -> bool {
    match (order.waits(), order.direction) {
        (Waits::Limit(limit), Direction::Long) => limit >= price,
        (Waits::Limit(limit), Direction::Short) => limit <= price,
        _ => false,
    }
}

/// Price of an order between two prices, and whether it is a limit.
fn price_on_the_way(order: &Order, from: f64, to: f64) -> Option<(f64, bool)> {
    let (price, is_limit) = match order.waits() {
        Waits::Market => return None,
        Waits::Stop(stop) => (stop, false),
        Waits::Limit(limit) => (limit, true),
    };
    let waits_above = is_limit == (order.direction == Direction::Short);
    let is_between = if waits_above {
        from < price && price <= to
    } else {
        to <= price && price < from
    };
    is_between.then_some((price, is_limit))
}
