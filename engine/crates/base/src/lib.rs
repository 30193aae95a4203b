//! What every other crate may use: stamps, and the calendar and pool that other modules add.

mod direction;
mod stamp;

pub use direction::Direction;
pub use stamp::{Nanos, Phase, Stamp};
