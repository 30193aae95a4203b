//! Everything that a run hands to statistics, reports and the wire.

use crate::record::Fill;
use crate::trade::Trade;
use base::Nanos;

/// Equity at the close of a bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EquityPoint {
    /// Close time of the bar.
    pub time: Nanos,
    /// Cash and the value of the position.
    pub equity: f64,
    /// Position at that moment, signed.
    pub position: f64,
}

/// What a run can notice about a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A computed `na` as price or quantity: the call had no effect.
    NaArgument,
    /// A quantity of zero or less: the call had no effect.
    NoQuantity,
}

/// Something noticed, counted per statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// Index of the plan's statement.
    pub statement: u32,
    /// How often.
    pub count: u32,
    /// Close time of the first bar.
    pub first_time: Nanos,
}

/// A finished run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunRecord {
    /// The run digest.
    pub digest: [u8; 32],
    /// Rows of data before the first decision.
    pub first_row: u32,
    /// Equity at each bar of the period.
    pub equity: Vec<EquityPoint>,
    /// Fills in order.
    pub fills: Vec<Fill>,
    /// Closed trades by exit, then open ones by entry.
    pub trades: Vec<Trade>,
    /// Findings by statement, then kind.
    pub findings: Vec<Finding>,
    /// Orders that were placed, exit legs included.
    pub order_count: u32,
    /// Bars on which a target and a stop of one trade were both inside the range and one filled.
    pub ambiguous_bars: u32,
    /// Fills on a segment of the assumed path rather than at an open or close.
    pub path_fills: u32,
    /// Money at the end: cash, and position marked at the last price.
    pub final_equity: f64,
    /// Fees paid.
    pub fees: f64,
}
