//! The events of a run as they happen (docs/semantics/execution.md, 3, 5 and 7).

use base::{Direction, Nanos, Stamp};

/// Statement of an order that no line placed: the close at the end of the data.
pub const NO_STATEMENT: u32 = u32::MAX;

/// A state that an order enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum OrderState {
    /// It works from now on.
    Placed = 0,
    /// A stop-limit order met its stop and is a limit order now.
    Triggered = 1,
    /// It traded.
    Filled = 2,
    /// It was withdrawn.
    Cancelled = 3,
    /// A new call with the same id took its place.
    Replaced = 4,
    /// A rule forbade its fill.
    Refused = 5,
}

/// An order enters a state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderTransition {
    /// When.
    pub stamp: Stamp,
    /// Number of the order, from 0 by creation.
    pub order: u32,
    /// Index of the plan's statement, or [`NO_STATEMENT`].
    pub statement: u32,
    /// The state that it enters.
    pub state: OrderState,
    /// Which way it trades.
    pub direction: Direction,
    /// Quantity it asks for; NaN while sizing is left to the fill; the traded one when filled.
    pub quantity: f64,
    /// Limit price, NaN for none.
    pub limit: f64,
    /// Stop price, NaN for none.
    pub stop: f64,
}

/// An order traded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// When.
    pub stamp: Stamp,
    /// Number of the order.
    pub order: u32,
    /// Index of the plan's statement, or [`NO_STATEMENT`].
    pub statement: u32,
    /// Which way it traded.
    pub direction: Direction,
    /// Quantity, above 0.
    pub quantity: f64,
    /// Price, slippage included.
    pub price: f64,
    /// Fee in the account's currency.
    pub fee: f64,
    /// Chart row on which it happened, counted from the first row of the data.
    pub row: u32,
}

/// Takes the events of a run in the order in which they happen.
pub trait EventSink {
    /// An order entered a state.
    fn order(&mut self, transition: &OrderTransition);
    /// An order traded; follows its transition to filled.
    fn fill(&mut self, fill: &Fill);
    /// Equity at the close of a bar.
    fn equity(&mut self, close_time: Nanos, equity: f64);
    /// Equity at the closes of bars between which nothing else happens.
    fn equities(&mut self, close_times: &[Nanos], equities: &[f64]) {
        for (close_time, equity) in close_times.iter().zip(equities) {
            self.equity(*close_time, *equity);
        }
    }
}
