//! Measures of a run, from its events: each with a name, a unit, a formula in words and its edge cases.

mod inputs;
mod measure;

pub use inputs::{Inputs, Rules};
pub use measure::{Figure, Measure};
