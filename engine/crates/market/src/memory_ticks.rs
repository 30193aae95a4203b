//! Quotes that are wholly in memory, with the hash that names their content.

use crate::bars::Instrument;
use crate::ticks::{TickBlock, TickScale, TickSource, TicksError};
use std::borrow::Cow;

/// Quotes in memory and what they are quotes of.
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryTicks {
    instrument: Instrument,
    block: TickBlock,
    content_hash: [u8; 32],
}

impl MemoryTicks {
    /// Takes quotes that keep their invariants.
    ///
    /// # Errors
    /// The first row that breaks one.
    pub fn new(instrument: Instrument, block: TickBlock) -> Result<Self, TicksError> {
        block.check()?;
        Ok(Self {
            content_hash: content_hash(&block),
            instrument,
            block,
        })
    }

    /// All quotes.
    #[must_use]
    pub const fn block(&self) -> &TickBlock {
        &self.block
    }
}

impl TickSource for MemoryTicks {
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
        let first = first.min(end);
        if first == 0 && end == self.block.len() {
            return Ok(Cow::Borrowed(&self.block));
        }
        let mut part = TickBlock::new(self.block.scale);
        part.extend_from(&self.block, first..end);
        Ok(Cow::Owned(part))
    }

    fn resident(&self) -> Option<&TickBlock> {
        Some(&self.block)
    }

    fn content_hash(&self) -> [u8; 32] {
        self.content_hash
    }
}

/// BLAKE3 of: the columns time, bid, spread, bid volume, ask volume (i64), the number of rows (u64),
/// nanoseconds of the time unit (i64), decimals of prices and of volumes (u8), `ticks 1`. All
/// little-endian.
fn content_hash(block: &TickBlock) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    let columns = [
        &block.time,
        &block.bid,
        &block.spread,
        &block.bid_volume,
        &block.ask_volume,
    ];
    for column in columns {
        let bytes: Vec<u8> = column
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        hasher.update(&bytes);
    }
    hasher.update(&(block.len() as u64).to_le_bytes());
    hasher.update(&block.scale.unit.nanos().to_le_bytes());
    hasher.update(&[block.scale.price, block.scale.volume]);
    hasher.update(b"ticks 1");
    *hasher.finalize().as_bytes()
}
