//! Bars of one instrument and where their columns come from.

mod bars;

pub use bars::{Bars, BarsError, BlockSource, Instrument};
