//! Bars that are wholly in memory, with the hash that names their content.

use crate::bars::{Bars, BarsError, BlockSource, Instrument};
use base::Zone;
use std::borrow::Cow;

const CANONICAL_NAN: u64 = 0x7ff8_0000_0000_0000;
const PIECE_VALUES: usize = 1 << 13;

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

    fn resident(&self) -> Option<&Bars> {
        Some(&self.bars)
    }

    fn content_hash(&self) -> [u8; 32] {
        self.content_hash
    }
}

/// BLAKE3 of: open_time, close_time (i64), open, high, low, close, volume (f64, every NaN the same
/// and −0 as 0), the number of bars (u64), the zone's name, its length in bytes (u64), `bars 1`.
/// All little-endian. The columns come first, so that they are hashed in whole pieces.
#[must_use]
pub fn content_hash(bars: &Bars, zone: &Zone) -> [u8; 32] {
    let mut columns = ColumnHasher::default();
    for times in [&bars.open_time, &bars.close_time] {
        columns.add(times, |time| time.to_le_bytes());
    }
    for numbers in [&bars.open, &bars.high, &bars.low, &bars.close, &bars.volume] {
        columns.add(numbers, |number| canonical_bits(*number).to_le_bytes());
    }
    let mut hasher = columns.finish();
    hasher.update(&(bars.len() as u64).to_le_bytes());
    hasher.update(zone.name().as_bytes());
    hasher.update(&(zone.name().len() as u64).to_le_bytes());
    hasher.update(b"bars 1");
    *hasher.finalize().as_bytes()
}

/// Hashes values in pieces of one size: the hash is several times as fast on these.
struct ColumnHasher {
    hasher: blake3::Hasher,
    piece: Vec<[u8; 8]>,
    used: usize,
}

impl Default for ColumnHasher {
    fn default() -> Self {
        Self {
            hasher: blake3::Hasher::new(),
            piece: vec![[0; 8]; PIECE_VALUES],
            used: 0,
        }
    }
}

impl ColumnHasher {
    fn add<T>(&mut self, mut column: &[T], bytes: impl Fn(&T) -> [u8; 8]) {
        while !column.is_empty() {
            let (now, later) = column.split_at(column.len().min(PIECE_VALUES - self.used));
            for (slot, value) in self.piece[self.used..].iter_mut().zip(now) {
                *slot = bytes(value);
            }
            self.used += now.len();
            column = later;
            if self.used == PIECE_VALUES {
                self.flush();
            }
        }
    }

    fn flush(&mut self) {
        self.hasher.update(self.piece[..self.used].as_flattened());
        self.used = 0;
    }

    fn finish(mut self) -> blake3::Hasher {
        self.flush();
        self.hasher
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
        let bars = bars(20_001);
        let mut bytes: Vec<u8> = Vec::new();
        for times in [&bars.open_time, &bars.close_time] {
            bytes.extend(times.iter().flat_map(|time| time.to_le_bytes()));
        }
        for prices in [&bars.open, &bars.high, &bars.low, &bars.close] {
            bytes.extend(prices.iter().flat_map(|price| price.to_le_bytes()));
        }
        bytes.extend(
            [CANONICAL_NAN; 20_001]
                .iter()
                .flat_map(|bits| bits.to_le_bytes()),
        );
        bytes.extend(20_001_u64.to_le_bytes());
        bytes.extend(b"UTC");
        bytes.extend(3_u64.to_le_bytes());
        bytes.extend(b"bars 1");
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
