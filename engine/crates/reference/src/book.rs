//! Working orders and exit rules (docs/semantics/execution.md, 3).

use crate::journal::OrderFacts;
use base::Direction;

/// What an order is for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Role {
    Entry,
    Order,
    /// Against the trades of one entry id, or against the whole position.
    Close {
        entry: Option<String>,
    },
    /// A leg of the pair of a rule and a trade.
    Leg {
        rule: u32,
        trade: u32,
    },
}

/// A working order.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) number: u32,
    pub(crate) statement: u32,
    pub(crate) id: String,
    pub(crate) role: Role,
    pub(crate) direction: Direction,
    /// `None` while it is left to sizing at the fill.
    pub(crate) quantity: Option<f64>,
    pub(crate) limit: Option<f64>,
    pub(crate) stop: Option<f64>,
    /// A stop-limit that met its stop.
    pub(crate) is_triggered: bool,
}

/// How an order waits now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Waits {
    Market,
    Stop(f64),
    Limit(f64),
}

impl Order {
    pub(crate) fn facts(&self) -> OrderFacts {
        OrderFacts {
            number: self.number,
            statement: self.statement,
            direction: self.direction,
            limit: self.limit,
            stop: self.stop,
        }
    }

    pub(crate) fn waits(&self) -> Waits {
        match (self.stop, self.limit) {
            (Some(stop), _) if !self.is_triggered => Waits::Stop(stop),
            (_, Some(limit)) => Waits::Limit(limit),
            _ => Waits::Market,
        }
    }

    /// Entries and plain orders: what a new call with the same id replaces and `cancel` finds.
    pub(crate) fn is_named(&self) -> bool {
        matches!(self.role, Role::Entry | Role::Order)
    }

    pub(crate) fn is_leg_of(&self, rule: u32, trade: u32) -> bool {
        self.role == Role::Leg { rule, trade }
    }
}

/// How much a rule closes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Amount {
    Quantity(f64),
    Percent(f64),
}

/// Where a rule leaves; each may be left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Levels {
    pub(crate) limit: Option<f64>,
    pub(crate) stop: Option<f64>,
    pub(crate) target_distance: Option<f64>,
    pub(crate) stop_distance: Option<f64>,
    pub(crate) profit_ticks: Option<f64>,
    pub(crate) loss_ticks: Option<f64>,
}

impl Levels {
    pub(crate) fn is_empty(&self) -> bool {
        let targets = [self.limit, self.target_distance, self.profit_ticks];
        let stops = [self.stop, self.stop_distance, self.loss_ticks];
        targets.iter().chain(&stops).all(Option::is_none)
    }
}

/// What an exit call says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExitTerms {
    pub(crate) amount: Amount,
    pub(crate) levels: Levels,
}

/// An exit rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) number: u32,
    pub(crate) id: String,
    pub(crate) from_entry: Option<String>,
    pub(crate) statement: u32,
    pub(crate) terms: ExitTerms,
    /// All that its fills have closed.
    pub(crate) closed: f64,
    /// The same on behalf of each trade.
    pub(crate) closed_for: Vec<(u32, f64)>,
    /// Trades for which it has had a stop leg, with the price of the first one.
    pub(crate) first_stops: Vec<(u32, f64)>,
    /// Trades for which it has legs, with what they carry.
    pub(crate) pairs: Vec<(u32, f64)>,
    /// Dropped or cancelled; its legs go with the next pass.
    pub(crate) is_gone: bool,
}

impl Rule {
    pub(crate) fn applies_to(&self, entry_id: &str) -> bool {
        self.from_entry.as_ref().is_none_or(|from| from == entry_id)
    }

    pub(crate) fn closed_for(&self, trade: u32) -> f64 {
        let found = self.closed_for.iter().find(|(number, _)| *number == trade);
        found.map_or(0.0, |(_, closed)| *closed)
    }

    pub(crate) fn first_stop(&self, trade: u32) -> Option<f64> {
        let found = self.first_stops.iter().find(|(number, _)| *number == trade);
        found.map(|(_, price)| *price)
    }

    pub(crate) fn pair(&self, trade: u32) -> Option<f64> {
        let found = self.pairs.iter().find(|(number, _)| *number == trade);
        found.map(|(_, quantity)| *quantity)
    }

    pub(crate) fn count_closed(&mut self, trade: u32, quantity: f64) {
        self.closed += quantity;
        match self
            .closed_for
            .iter_mut()
            .find(|(number, _)| *number == trade)
        {
            Some((_, closed)) => *closed += quantity,
            None => self.closed_for.push((trade, 0.0 + quantity)),
        }
    }
}
