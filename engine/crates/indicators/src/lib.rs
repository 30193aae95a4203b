//! Operators with memory, one state machine each, driven bar by bar or by column
//! (docs/semantics/operators.md, "Indicators"). Both drivers give the same bits for any split.

mod averages;
mod cross;
mod exact_sum;
mod extreme;
mod memory;
mod operator;
mod rolling_mean;
mod rsi;
mod scalar;
mod stdev;
mod true_range;
mod weighted;
mod window;

pub use averages::{Averaging, Smoothed};
pub use cross::{Cross, CrossSide};
pub use extreme::{Extreme, ExtremeSide};
pub use memory::{BarsSince, Cumulate, FixNa, ValueWhen};
pub use operator::{Driven, Kind, LENGTH_MAX, Operator, SettingError};
pub use rolling_mean::RollingMean;
pub use rsi::Rsi;
pub use scalar::{divide, exp, log, log10, maximum, minimum, power, remainder, round, sign, sqrt};
pub use stdev::{Spread, Stdev};
pub use true_range::TrueRange;
pub use weighted::Weighted;
