//! Bars that are wholly in memory, with the hash that names their content.

use crate::bars::{Bars, BarsError, BlockSource, Instrument};
use base::Zone;
use std::borrow::Cow;

const CANONICAL_NAN: u64 = 0x7ff8_0000_0000_0000;
const CHUNK_VALUES: usize = 1 << 11;

/// Bars in memory and what they are bars of.
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryBars {
    instrument: Instrument,
    bars: Bars,
    content_hash: [u8; 32],
}

impl MemoryBars {
    /// Takes bars that keep their invariants.
    ///
    /// # Errors
    /// The first row that breaks one.
    pub fn new(instrument: Instrument, bars: Bars) -> Result<Self, BarsError> {
        bars.check()?;
        Ok(Self {
            content_hash: content_hash(&bars, &instrument.zone),
            instrument,
            bars,
        })
    }

    /// All bars.
    #[must_use]
    pub const fn bars(&self) -> &Bars {
        &self.bars
    }
}

impl BlockSource for MemoryBars {
    fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    fn rows(&self) -> usize {
        self.bars.len()
    }

    fn read(&self, first: usize, count: usize) -> Result<Cow<'_, Bars>, String> {
        let end = first.saturating_add(count).min(self.bars.len());
        let first = first.min(end);
        if first == 0 && end == self.bars.len() {
            return Ok(Cow::Borrowed(&self.bars));
        }
        Ok(Cow::Owned(self.bars.slice(first..end)))
    }

    fn content_hash(&self) -> [u8; 32] {
        self.content_hash
    }
}

/// BLAKE3 of: `bars 1`, the zone's name, each with its length in bytes (u64) before it; the number of
/// bars (u64); then open_time, close_time (i64), open, high, low, close, volume (f64, every NaN the
/// same and −0 as 0). All little-endian.
#[must_use]
pub fn content_hash(bars: &Bars, zone: &Zone) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for text in ["bars 1", zone.name()] {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.update(&(bars.len() as u64).to_le_bytes());
    for times in [&bars.open_time, &bars.close_time] {
        hash_column(&mut hasher, times, |time| time.to_le_bytes());
    }
    for numbers in [&bars.open, &bars.high, &bars.low, &bars.close, &bars.volume] {
        hash_column(&mut hasher, numbers, |number| {
            canonical_bits(*number).to_le_bytes()
        });
    }
    *hasher.finalize().as_bytes()
}

fn hash_column<T>(hasher: &mut blake3::Hasher, column: &[T], bytes: impl Fn(&T) -> [u8; 8]) {
    let mut buffer = [[0_u8; 8]; CHUNK_VALUES];
    for chunk in column.chunks(CHUNK_VALUES) {
        for (slot, value) in buffer.iter_mut().zip(chunk) {
            *slot = bytes(value);
        }
        hasher.update(buffer[..chunk.len()].as_flattened());
    }
}

const fn canonical_bits(value: f64) -> u64 {
    if value.is_nan() {
        CANONICAL_NAN
    } else if value == 0.0 {
        0
    } else {
        value.to_bits()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instrument() -> Instrument {
        Instrument {
            symbol: "TEST".into(),
            tick_size: None,
            point_value: 1.0,
            lot: None,
            zone: Zone::utc(),
        }
    }

    fn bars(rows: i64) -> Bars {
        let column = |start: f64| (0..rows).map(|row| start + row as f64).collect();
        Bars {
            open_time: (0..rows).collect(),
            close_time: (1..=rows).collect(),
            open: column(10.0),
            high: column(12.0),
            low: column(9.0),
            close: column(11.0),
            volume: vec![f64::NAN; rows as usize],
        }
    }

    #[test]
    fn windows_are_cut_to_the_bars_there_are() {
        let memory = MemoryBars::new(instrument(), bars(5)).unwrap();
        assert_eq!(memory.read(0, 100).unwrap().len(), 5);
        assert_eq!(memory.read(3, 100).unwrap().open_time, vec![3, 4]);
        assert_eq!(memory.read(1, 2).unwrap().close, vec![12.0, 13.0]);
        assert!(memory.read(9, usize::MAX).unwrap().is_empty());
    }

    #[test]
    fn broken_bars_are_refused() {
        let mut broken = bars(3);
        broken.low[1] = 50.0;
        assert_eq!(MemoryBars::new(instrument(), broken).unwrap_err().row, 1);
    }

    #[test]
    fn the_hash_is_that_of_the_written_layout() {
        let bars = bars(3);
        let mut bytes = Vec::new();
        for text in ["bars 1", "UTC"] {
            bytes.extend((text.len() as u64).to_le_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes.extend(3_u64.to_le_bytes());
        for times in [&bars.open_time, &bars.close_time] {
            bytes.extend(times.iter().flat_map(|time| time.to_le_bytes()));
        }
        for prices in [&bars.open, &bars.high, &bars.low, &bars.close] {
            bytes.extend(prices.iter().flat_map(|price| price.to_le_bytes()));
        }
        bytes.extend(
            [CANONICAL_NAN; 3]
                .iter()
                .flat_map(|bits| bits.to_le_bytes()),
        );
        assert_eq!(
            content_hash(&bars, &Zone::utc()),
            *blake3::hash(&bytes).as_bytes()
        );
    }

    #[test]
    fn the_hash_knows_zone_and_values_but_not_kinds_of_nan() {
        let (one, mut other) = (bars(4_000), bars(4_000));
        let hash = content_hash(&one, &Zone::utc());
        other.volume[7] = -f64::NAN;
        assert_eq!(content_hash(&other, &Zone::utc()), hash);
        other.volume[7] = 1.0;
        assert_ne!(content_hash(&other, &Zone::utc()), hash);
        let berlin = Zone::new("Europe/Berlin").unwrap();
        assert_ne!(content_hash(&one, &berlin), hash);
    }
}
