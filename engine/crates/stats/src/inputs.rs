//! What measures are computed from.

use events::RunRecord;

/// Whose definitions apply where definitions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// The textbook's, per bar, annualised by the bars seen in a year.
    Native,
    /// Those of backtesting.py: geometric annual return over 252 days, whole days.
    BacktestingPy,
}

/// A finished run and what its measures need besides.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The run.
    pub record: &'a RunRecord,
    /// Close of each bar of the period, for buy and hold. Same length as the equity curve.
    pub closes: &'a [f64],
    /// Bar of the period from which buy and hold counts.
    pub hold_from: usize,
    /// Money at the start.
    pub capital: f64,
    /// Money per whole price point and contract.
    pub point_value: f64,
    /// Yearly rate as a fraction.
    pub risk_free: f64,
    /// Whose definitions apply.
    pub rules: Rules,
}
