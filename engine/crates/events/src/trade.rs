//! Round trips, and trades that are still open at the end (docs/semantics/execution.md, 5 and 6).

use base::{Direction, Nanos};

/// What the order was that closed a trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitReason {
    /// The target of an exit rule.
    Target,
    /// The stop of an exit rule.
    Stop,
    /// Such a stop after it was moved in favour of its trade.
    TrailingStop,
    /// A close that the strategy called for.
    Signal,
    /// An entry in the other direction.
    Reversal,
    /// An order on the net position.
    Order,
    /// The close after the last bar.
    EndOfData,
}

/// How a trade ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TradeExit {
    /// When: open time of the bar for fills at the open or inside, close time for fills at a close.
    pub time: Nanos,
    /// Price, slippage included.
    pub price: f64,
    /// Statement of the order that closed it, or `NO_STATEMENT`.
    pub statement: u32,
    /// Chart row, counted from the first row of the data.
    pub row: u32,
    /// What the order was; `None` in a run that was saved before this was kept.
    pub reason: Option<ExitReason>,
    /// Whether the assumed path decided between a target and a stop; `None` likewise.
    pub is_ambiguous: Option<bool>,
}

/// One closed part of an entry, or what is left of it at the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trade {
    /// Which way it was entered.
    pub direction: Direction,
    /// Quantity of this part.
    pub quantity: f64,
    /// Time of the entry's fill.
    pub entry_time: Nanos,
    /// Price of the entry, slippage included.
    pub entry_price: f64,
    /// Statement of the entry.
    pub entry_statement: u32,
    /// Chart row of the entry, counted from the first row of the data.
    pub entry_row: u32,
    /// How it ended; `None` while it is open.
    pub exit: Option<TradeExit>,
    /// Money after fees. For an open trade: marked at the last close, entry fee taken off.
    pub profit: f64,
    /// Fees of this part, entry and exit.
    pub fees: f64,
    /// Largest loss while open, in money before fees, 0 or less.
    pub mae: f64,
    /// Largest gain while open, in money before fees, 0 or more.
    pub mfe: f64,
}
