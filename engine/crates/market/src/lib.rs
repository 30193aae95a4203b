//! Bars of one instrument, their timeframes, and where their columns come from.

mod bar;
mod bars;
mod chart;
mod higher;
mod instruments;
mod memory;
mod memory_ticks;
mod quote_bars;
mod tick_chart;
mod tick_prices;
mod ticks;
mod timeframe;

pub use bar::{CompletedBar, FormingBar};
pub use bars::{BarColumns, Bars, BarsError, BlockSource, Instrument};
pub use chart::{Chart, PriceSide, Quotes, TICKS_MAX};
pub use higher::{HigherError, MtfState, higher_bars};
pub use instruments::{KnownInstrument, known_instrument};
pub use memory::{MemoryBars, content_hash};
pub use memory_ticks::MemoryTicks;
pub use quote_bars::{QuoteBars, quote_bars};
pub use tick_chart::{ContextBars, LastQuotes, QuoteColumns, Scratch, TickChart, Wants};
pub use tick_prices::{TickPrices, power_of_ten};
pub use ticks::{SCALE_MAX, TickBlock, TickScale, TickSource, TicksError, TimeUnit};
pub use timeframe::{Timeframe, TimeframeCursor, TimeframeError};
