//! Exit rules: which trades they reserve, and the legs that follow from it.

use crate::book::{Amount, ExitTerms, Levels, Role, Rule};
use crate::broker::{Broker, NewOrder};
use crate::ledger::OpenTrade;
use base::{Direction, Stamp};
use events::OrderState;

impl Broker {
    /// Whether there is a trade, or an order that may become one, for a rule of that entry.
    pub(crate) fn concerns_any(&self, rule: &Rule) -> bool {
        let trades = self.ledger.open.iter().map(|trade| &trade.id);
        let orders = self.orders.iter().filter(|order| order.is_named());
        trades
            .chain(orders.map(|order| &order.id))
            .any(|id| rule.applies_to(id))
    }

    /// Drops rules that concern nothing, then allocates anew: after each fill, cancel and refusal.
    pub(crate) fn settle(&mut self, stamp: Stamp) {
        for index in 0..self.rules.len() {
            if !self.concerns_any(&self.rules[index]) {
                self.rules[index].is_gone = true;
            }
        }
        self.allocate(stamp);
    }

    /// Shares the open trades out among the rules, and cancels and places legs accordingly.
    pub(crate) fn allocate(&mut self, stamp: Stamp) {
        let shares = self.shares();
        for (index, share) in shares.iter().enumerate() {
            let mut trades: Vec<u32> = share.iter().map(|(trade, _)| *trade).collect();
            trades.extend(self.rules[index].pairs.iter().map(|(trade, _)| *trade));
            trades.sort_unstable();
            trades.dedup();
            for trade in trades {
                let found = share.iter().find(|(number, _)| *number == trade);
                let quantity = found.map_or(0.0, |(_, quantity)| *quantity);
                self.set_pair(index, trade, quantity, stamp);
            }
        }
        self.rules.retain(|rule| !rule.is_gone);
    }

    /// Per rule, what it reserves of each open trade.
    fn shares(&self) -> Vec<Vec<(u32, f64)>> {
        let mut shares: Vec<Vec<(u32, f64)>> = Vec::new();
        for rule in &self.rules {
            let mut share: Vec<(u32, f64)> = Vec::new();
            for trade in &self.ledger.open {
                if rule.is_gone || !rule.applies_to(&trade.id) {
                    continue;
                }
                let quantity =
                    without_dust(wanted(rule, trade, &share), free(trade, &shares), trade);
                if let Some(quantity) = quantity {
                    share.push((trade.number, quantity));
                }
            }
            shares.push(share);
        }
        shares
    }

    fn set_pair(&mut self, index: usize, trade: u32, quantity: f64, stamp: Stamp) {
        let rule = self.rules[index].number;
        let had = self.rules[index].pair(trade).is_some();
        match (had, quantity > 0.0) {
            (false, false) => {}
            (true, false) => {
                self.rules[index]
                    .pairs
                    .retain(|(number, _)| *number != trade);
                self.withdraw(stamp, OrderState::Cancelled, |order| {
                    order.is_leg_of(rule, trade)
                });
            }
            (true, true) => {
                let pairs = self.rules[index].pairs.iter_mut();
                pairs
                    .filter(|(number, _)| *number == trade)
                    .for_each(|pair| pair.1 = quantity);
                let legs = self.orders.iter_mut();
                legs.filter(|order| order.is_leg_of(rule, trade))
                    .for_each(|leg| leg.quantity = Some(quantity));
            }
            (false, true) => {
                self.rules[index].pairs.push((trade, quantity));
                self.place_legs(index, trade, quantity, stamp);
            }
        }
    }

    fn place_legs(&mut self, index: usize, trade: u32, quantity: f64, stamp: Stamp) {
        let rule = self.rules[index].clone();
        let tick_size = self.instrument.tick_size.unwrap_or(f64::NAN);
        let Some(open) = self.ledger.trade_mut(trade) else {
            return;
        };
        let direction = open.direction.opposite();
        let target = target_price(&rule.terms.levels, open, tick_size);
        let stop = stop_price(&rule.terms.levels, open, tick_size);
        let leg = |limit: Option<f64>, stop: Option<f64>| NewOrder {
            statement: rule.statement,
            id: rule.id.clone(),
            role: Role::Leg {
                rule: rule.number,
                trade,
            },
            direction,
            quantity: Some(quantity),
            limit,
            stop,
        };
        if target.is_some() {
            self.place(stamp, leg(target, None));
        }
        if let Some(price) = stop {
            self.place(stamp, leg(None, stop));
            if rule.first_stop(trade).is_none() {
                self.rules[index].first_stops.push((trade, price));
            }
        }
    }

    /// New terms for a rule that is there: its legs go, new ones come.
    pub(crate) fn change_rule(
        &mut self,
        index: usize,
        statement: u32,
        terms: ExitTerms,
        stamp: Stamp,
    ) {
        let rule = &mut self.rules[index];
        rule.terms = terms;
        rule.statement = statement;
        let number = rule.number;
        let mut pairs: Vec<u32> = rule.pairs.drain(..).map(|(trade, _)| trade).collect();
        pairs.sort_unstable();
        for trade in pairs {
            self.withdraw(stamp, OrderState::Replaced, |order| {
                order.is_leg_of(number, trade)
            });
        }
        self.allocate(stamp);
    }
}

/// What a rule wants of a trade, given its share of older ones.
fn wanted(rule: &Rule, trade: &OpenTrade, older: &[(u32, f64)]) -> f64 {
    match rule.terms.amount {
        Amount::Quantity(quantity) => {
            let mut left = quantity - rule.closed;
            for (_, allocation) in older {
                left -= allocation;
            }
            left
        }
        Amount::Percent(percent) => {
            (percent / 100.0) * trade.original - rule.closed_for(trade.number)
        }
    }
}

/// The allocation, nothing when it is dust, everything when it leaves only dust.
fn without_dust(wanted: f64, free: f64, trade: &OpenTrade) -> Option<f64> {
    let dust = trade.original / 1_099_511_627_776.0;
    let allocation = wanted.min(free);
    if allocation <= dust {
        return None;
    }
    Some(if free - allocation <= dust {
        free
    } else {
        allocation
    })
}

/// What earlier rules leave of a trade.
fn free(trade: &OpenTrade, earlier: &[Vec<(u32, f64)>]) -> f64 {
    let mut free = trade.remaining;
    for (number, allocation) in earlier.iter().flatten() {
        if *number == trade.number {
            free -= allocation;
        }
    }
    free
}

/// The target that is met first.
fn target_price(levels: &Levels, trade: &OpenTrade, tick_size: f64) -> Option<f64> {
    let s = trade.direction.sign();
    let prices = [
        levels.limit,
        levels
            .target_distance
            .map(|distance| trade.price + s * distance),
        levels
            .profit_ticks
            .map(|ticks| trade.price + s * (ticks * tick_size)),
    ];
    let prices = prices.into_iter().flatten();
    match trade.direction {
        Direction::Long => prices.reduce(f64::min),
        Direction::Short => prices.reduce(f64::max),
    }
}

/// The stop that is met first.
fn stop_price(levels: &Levels, trade: &OpenTrade, tick_size: f64) -> Option<f64> {
    let s = trade.direction.sign();
    let prices = [
        levels.stop,
        levels
            .stop_distance
            .map(|distance| trade.price - s * distance),
        levels
            .loss_ticks
            .map(|ticks| trade.price - s * (ticks * tick_size)),
    ];
    let prices = prices.into_iter().flatten();
    match trade.direction {
        Direction::Long => prices.reduce(f64::max),
        Direction::Short => prices.reduce(f64::min),
    }
}
