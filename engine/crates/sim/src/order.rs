//! A working order and where it waits.

use base::{Direction, Nanos};
use events::{ExitReason, OrderState, OrderTransition};

/// What an order is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Obeys pyramiding, reverses an opposite position.
    Entry,
    /// Trades on the net position.
    Order,
    /// Half of the pair of an exit rule and an open trade.
    Leg {
        rule: u32,
        trade: u32,
        /// A stop that was moved in favour of the trade.
        is_trailing: bool,
    },
    /// Against the trades of one entry id, or all.
    Close { entry: Option<u32> },
}

/// How an order waits. A stop-limit order that was triggered waits as a limit order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Market,
    Stop,
    StopLimit,
    Limit,
}

/// When and on what an order was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    /// Close time of the bar.
    pub(crate) time: Nanos,
    /// Latest end of a bar that was read.
    pub(crate) newest_input: Nanos,
    /// Row of the bar's last quote; 0 in a run on bars.
    pub(crate) last_quote: usize,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    pub(crate) number: u32,
    pub(crate) statement: u32,
    pub(crate) id: u32,
    pub(crate) kind: Kind,
    pub(crate) style: Style,
    pub(crate) direction: Direction,
    /// NaN while sizing is left to the fill.
    pub(crate) quantity: f64,
    /// NaN for none.
    pub(crate) limit: f64,
    /// NaN for none.
    pub(crate) stop: f64,
    /// `None` for the close at the end, which no program decided.
    pub(crate) decision: Option<Decision>,
}

/// Where a price order waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wait {
    pub(crate) price: f64,
    /// Met by prices at and above `price`; else by those at and below.
    pub(crate) is_above: bool,
    /// Of equal prices stops come first.
    pub(crate) is_stop: bool,
}

impl Style {
    pub(crate) const fn of(limit: Option<f64>, stop: Option<f64>) -> Self {
        match (limit, stop) {
            (None, None) => Self::Market,
            (Some(_), None) => Self::Limit,
            (None, Some(_)) => Self::Stop,
            (Some(_), Some(_)) => Self::StopLimit,
        }
    }
}

impl Order {
    /// Where it waits; `None` for market orders.
    pub(crate) fn wait(&self) -> Option<Wait> {
        let buys = self.direction == Direction::Long;
        match self.style {
            Style::Market => None,
            Style::Stop | Style::StopLimit => Some(Wait {
                price: self.stop,
                is_above: buys,
                is_stop: true,
            }),
            Style::Limit => Some(Wait {
                price: self.limit,
                is_above: !buys,
                is_stop: false,
            }),
        }
    }

    pub(crate) fn is_market(&self) -> bool {
        self.style == Style::Market
    }

    /// Whether slippage moves its fill.
    pub(crate) fn slips(&self) -> bool {
        matches!(self.style, Style::Market | Style::Stop)
    }

    /// Whether it is found by id: replaced, cancelled, and reason for an exit rule to wait.
    pub(crate) fn is_entry_or_order(&self) -> bool {
        matches!(self.kind, Kind::Entry | Kind::Order)
    }

    /// What ended a trade that it closes.
    pub(crate) fn exit_reason(&self) -> ExitReason {
        match self.kind {
            Kind::Entry => ExitReason::Reversal,
            Kind::Order => ExitReason::Order,
            Kind::Leg { .. } if self.style == Style::Limit => ExitReason::Target,
            Kind::Leg { is_trailing, .. } if is_trailing => ExitReason::TrailingStop,
            Kind::Leg { .. } => ExitReason::Stop,
            Kind::Close { .. } if self.decision.is_none() => ExitReason::EndOfData,
            Kind::Close { .. } => ExitReason::Signal,
        }
    }

    pub(crate) fn transition(&self, stamp: base::Stamp, state: OrderState) -> OrderTransition {
        OrderTransition {
            stamp,
            order: self.number,
            statement: self.statement,
            state,
            direction: self.direction,
            quantity: self.quantity,
            limit: self.limit,
            stop: self.stop,
        }
    }
}

impl Wait {
    /// Whether a market at `price` satisfies it.
    pub(crate) fn is_met_at(&self, price: f64) -> bool {
        if self.is_above {
            self.price <= price
        } else {
            self.price >= price
        }
    }
}
