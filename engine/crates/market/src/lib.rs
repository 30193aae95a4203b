//! Bars of one instrument, their timeframes, and where their columns come from.

mod bars;
mod memory;
mod ticks;
mod timeframe;

pub use bars::{Bars, BarsError, BlockSource, Instrument};
pub use memory::{MemoryBars, content_hash};
pub use ticks::{SCALE_MAX, TickBlock, TickScale, TickSource, TicksError, TimeUnit};
pub use timeframe::{Timeframe, TimeframeError};
