//! An exit rule: where and how much of each trade it leaves, and its share of each.

use crate::call::ExitPrices;
use crate::ledger::OpenTrade;
use crate::order::{Decision, Order};
use base::Direction;

/// A bracket for the open trades of one entry id, or of all.
#[derive(Debug)]
pub(crate) struct ExitRule {
    /// Names it in the legs; rules are kept in this order.
    pub(crate) serial: u32,
    pub(crate) id: u32,
    pub(crate) from_entry: Option<u32>,
    pub(crate) statement: u32,
    pub(crate) decision: Decision,
    pub(crate) terms: Terms,
    /// What its fills have closed.
    pub(crate) closed: f64,
    /// What its quantity leaves for trades to come; NaN for a percentage.
    pub(crate) left: f64,
    /// By trade number.
    pub(crate) shares: Vec<Share>,
    pub(crate) is_gone: bool,
}

/// What a later call for the same rule may change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Terms {
    pub(crate) amount: Amount,
    pub(crate) prices: ExitPrices,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Amount {
    /// Of all trades together.
    Quantity(f64),
    /// Of each trade.
    Percent(f64),
}

/// What a rule has to do with one open trade.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    pub(crate) trade: u32,
    /// What the rule has closed on behalf of the trade.
    pub(crate) closed: f64,
    pub(crate) legs: Legs,
    /// Price of the first stop leg; NaN before there was one.
    pub(crate) first_stop: f64,
}

/// Numbers of the working orders of a pair.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Legs {
    pub(crate) target: Option<u32>,
    pub(crate) stop: Option<u32>,
}

impl Share {
    pub(crate) fn new(trade: u32) -> Self {
        Self {
            trade,
            closed: 0.0,
            legs: Legs::default(),
            first_stop: f64::NAN,
        }
    }

    /// Whether a stop at `price` is better for the trade than the first one was.
    pub(crate) fn is_trailed_by(&self, price: f64, direction: Direction) -> bool {
        match direction {
            Direction::Long => price > self.first_stop,
            Direction::Short => price < self.first_stop,
        }
    }
}

impl Legs {
    /// Target first.
    pub(crate) fn numbers(self) -> impl Iterator<Item = u32> {
        self.target.into_iter().chain(self.stop)
    }

    pub(crate) fn are_alive(self) -> bool {
        self.target.is_some() || self.stop.is_some()
    }

    /// The other leg of the pair that `number` belongs to.
    pub(crate) fn partner(self, number: u32) -> Option<u32> {
        if self.target == Some(number) {
            self.stop
        } else {
            self.target
        }
    }
}

impl ExitRule {
    pub(crate) fn applies_to(&self, entry_id: u32) -> bool {
        self.from_entry.is_none_or(|id| id == entry_id)
    }

    /// Whether a working order can still become a trade of this rule.
    pub(crate) fn waits_for(&self, order: &Order) -> bool {
        order.is_entry_or_order() && self.applies_to(order.id)
    }

    pub(crate) fn share(&self, trade: u32) -> Option<&Share> {
        let index = self.shares.binary_search_by_key(&trade, |s| s.trade).ok()?;
        self.shares.get(index)
    }

    pub(crate) fn share_mut(&mut self, trade: u32) -> Option<&mut Share> {
        let index = self.shares.binary_search_by_key(&trade, |s| s.trade).ok()?;
        self.shares.get_mut(index)
    }
}

impl ExitPrices {
    /// The target that a trade meets first: the one nearest to its entry on the winning side.
    pub(crate) fn target(&self, trade: &OpenTrade, tick_size: f64) -> f64 {
        let sign = trade.direction.sign();
        let at = |distance: f64| trade.price + sign * distance;
        let candidates = [
            self.limit,
            self.target_distance.map(at),
            self.profit_ticks.map(|ticks| at(ticks * tick_size)),
        ];
        first_met(candidates, trade.direction == Direction::Long)
    }

    /// The stop that a trade meets first.
    pub(crate) fn stop(&self, trade: &OpenTrade, tick_size: f64) -> f64 {
        let sign = trade.direction.sign();
        let at = |distance: f64| trade.price - sign * distance;
        let candidates = [
            self.stop,
            self.stop_distance.map(at),
            self.loss_ticks.map(|ticks| at(ticks * tick_size)),
        ];
        first_met(candidates, trade.direction == Direction::Short)
    }
}

fn first_met(candidates: [Option<f64>; 3], is_lowest: bool) -> f64 {
    let better = |a: f64, b: f64| {
        let b_is_better = if is_lowest { b < a } else { b > a };
        if b_is_better { b } else { a }
    };
    candidates
        .into_iter()
        .flatten()
        .reduce(better)
        .unwrap_or(f64::NAN)
}
