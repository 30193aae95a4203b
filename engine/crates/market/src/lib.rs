//! Bars of one instrument, their timeframes, and where their columns come from.

mod bar;
mod bars;
mod higher;
mod memory;
mod ticks;
mod timeframe;

pub use bar::{CompletedBar, FormingBar};
pub use bars::{Bars, BarsError, BlockSource, Instrument};
pub use higher::{HigherError, MtfState, higher_bars};
pub use memory::{MemoryBars, content_hash};
pub use ticks::{SCALE_MAX, TickBlock, TickScale, TickSource, TicksError, TimeUnit};
pub use timeframe::{Timeframe, TimeframeCursor, TimeframeError};
