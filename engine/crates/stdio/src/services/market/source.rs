//! Loaded data as what runs read, with the instrument as strategy and store together tell it.

use super::cache::ChartBars;
use market::{Bars, BlockSource, Instrument, TickBlock, TickScale, TickSource};
use std::borrow::Cow;
use std::sync::Arc;

/// Bars that other runs use as well.
pub(crate) struct SharedBars {
    pub(crate) instrument: Instrument,
    pub(crate) bars: Arc<ChartBars>,
}

impl BlockSource for SharedBars {
    fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    fn rows(&self) -> usize {
        self.bars.bars.len()
    }

    fn read(&self, first: usize, count: usize) -> Result<Cow<'_, Bars>, String> {
        let bars = &self.bars.bars;
        let end = first.saturating_add(count).min(bars.len());
        if first == 0 && end == bars.len() {
            return Ok(Cow::Borrowed(bars));
        }
        Ok(Cow::Owned(bars.slice(first.min(end)..end)))
    }

    fn resident(&self) -> Option<&Bars> {
        Some(&self.bars.bars)
    }

    fn content_hash(&self) -> [u8; 32] {
        self.bars.content_hash
    }
}

/// Quotes that other runs use as well.
pub(crate) struct SharedQuotes {
    pub(crate) instrument: Instrument,
    pub(crate) block: Arc<TickBlock>,
    pub(crate) content_hash: [u8; 32],
}

impl TickSource for SharedQuotes {
    fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    fn scale(&self) -> TickScale {
        self.block.scale
    }

    fn rows(&self) -> usize {
        self.block.len()
    }

    fn read(&self, first: usize, count: usize) -> Result<Cow<'_, TickBlock>, String> {
        let end = first.saturating_add(count).min(self.block.len());
        let mut part = TickBlock::new(self.block.scale);
        part.extend_from(&self.block, first.min(end)..end);
        Ok(Cow::Owned(part))
    }

    fn resident(&self) -> Option<&TickBlock> {
        Some(&self.block)
    }

    fn content_hash(&self) -> [u8; 32] {
        self.content_hash
    }
}
