//! Measures of a run, from its events: each with a name, a unit, a formula in words and its edge cases.

mod bootstrap;
mod drawdown;
mod equity;
mod figures;
mod inputs;
mod measure;
mod monthly;
mod series;
mod table;
mod trades;

pub use figures::figures;
pub use inputs::{Inputs, Rules};
pub use measure::{Figure, Measure, Value};
pub use table::MEASURES;
