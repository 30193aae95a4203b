//! What every other crate may use: stamps, the calendar, time zones, and the work pool.

pub mod civil;
mod direction;
pub mod pool;
mod stamp;
mod zone;

pub use direction::Direction;
pub use pool::{Pool, Sequential};
pub use stamp::{Nanos, Phase, Stamp};
pub use zone::{OffsetSpan, Resolved, Zone, ZoneError};
