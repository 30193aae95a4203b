//! Quotes as columns of scaled integers, and the trait through which runs get them. Knows no file
//! and rounds no price.

use crate::Instrument;
use base::Nanos;
use std::fmt;

/// The unit in which a source writes its times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    /// Seconds.
    Second,
    /// Milliseconds.
    #[default]
    Milli,
    /// Microseconds.
    Micro,
    /// Nanoseconds.
    Nano,
}

impl TimeUnit {
    /// Nanoseconds of one unit.
    #[must_use]
    pub const fn nanos(self) -> i64 {
        match self {
            Self::Second => 1_000_000_000,
            Self::Milli => 1_000_000,
            Self::Micro => 1_000,
            Self::Nano => 1,
        }
    }
}

/// Largest number of decimals of a price or size: ten to that power fits an `i64`.
pub const SCALE_MAX: u8 = 18;

/// What the integers of a [`TickBlock`] count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TickScale {
    /// Unit of the times.
    pub unit: TimeUnit,
    /// Decimals of the prices.
    pub price: u8,
    /// Decimals of the volumes.
    pub volume: u8,
}

/// Quotes, oldest first, in the integers of their source. All columns have the same length.
///
/// Invariants (checked by [`TickBlock::check`]): times never fall and fit nanoseconds; the ask
/// fits an `i64`. Quotes may be crossed: the spread is then negative.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TickBlock {
    /// What the integers count.
    pub scale: TickScale,
    /// Times since 1970-01-01T00:00 UTC, in the source's unit.
    pub time: Vec<i64>,
    /// Bid prices.
    pub bid: Vec<i64>,
    /// Ask less bid.
    pub spread: Vec<i64>,
    /// Volumes at the bid.
    pub bid_volume: Vec<i64>,
    /// Volumes at the ask.
    pub ask_volume: Vec<i64>,
}

/// A breach of the invariants of [`TickBlock`], with the row where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicksError {
    /// Row, from 0.
    pub row: usize,
    /// What is wrong there.
    pub what: &'static str,
}

impl fmt::Display for TicksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tick {} {}", self.row, self.what)
    }
}

impl std::error::Error for TicksError {}

impl TickBlock {
    /// An empty block of a scale.
    #[must_use]
    pub fn new(scale: TickScale) -> Self {
        Self {
            scale,
            ..Self::default()
        }
    }

    /// Number of quotes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there is no quote.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }

    /// Time of a row in nanoseconds UTC. Overflow is excluded by [`TickBlock::check`].
    #[must_use]
    pub fn nanos(&self, row: usize) -> Nanos {
        self.time[row] * self.scale.unit.nanos()
    }

    /// All times in nanoseconds UTC.
    pub fn all_nanos(&self) -> impl Iterator<Item = Nanos> + '_ {
        let unit = self.scale.unit.nanos();
        self.time.iter().map(move |time| time * unit)
    }

    /// Ask price of a row.
    #[must_use]
    pub fn ask(&self, row: usize) -> i64 {
        self.bid[row] + self.spread[row]
    }

    /// Appends the rows of `range` of another block of the same scale.
    pub fn extend_from(&mut self, other: &Self, range: std::ops::Range<usize>) {
        debug_assert_eq!(self.scale, other.scale);
        self.time.extend_from_slice(&other.time[range.clone()]);
        self.bid.extend_from_slice(&other.bid[range.clone()]);
        self.spread.extend_from_slice(&other.spread[range.clone()]);
        self.bid_volume
            .extend_from_slice(&other.bid_volume[range.clone()]);
        self.ask_volume.extend_from_slice(&other.ask_volume[range]);
    }

    /// Checks the invariants.
    ///
    /// # Errors
    /// The first row that breaks one.
    pub fn check(&self) -> Result<(), TicksError> {
        let columns = [&self.bid, &self.spread, &self.bid_volume, &self.ask_volume];
        if columns.iter().any(|column| column.len() != self.len()) {
            return Err(TicksError {
                row: 0,
                what: "has columns of different lengths",
            });
        }
        if self.scale.price > SCALE_MAX || self.scale.volume > SCALE_MAX {
            return Err(TicksError {
                row: 0,
                what: "has more than 18 decimals",
            });
        }
        (0..self.len()).try_for_each(|row| match self.fault(row) {
            Some(what) => Err(TicksError { row, what }),
            None => Ok(()),
        })
    }

    fn fault(&self, row: usize) -> Option<&'static str> {
        if row > 0 && self.time[row] < self.time[row - 1] {
            return Some("is earlier than the one before it");
        }
        if self.time[row]
            .checked_mul(self.scale.unit.nanos())
            .is_none()
        {
            return Some("has a time outside the years 1678 to 2261");
        }
        if self.bid[row].checked_add(self.spread[row]).is_none() {
            return Some("has an ask that is no 64-bit integer");
        }
        None
    }
}

/// Where quotes come from. Runs get them through this trait only.
pub trait TickSource: Sync {
    /// Facts about the instrument.
    fn instrument(&self) -> &Instrument;

    /// What the integers of all blocks count.
    fn scale(&self) -> TickScale;

    /// Number of quotes.
    fn rows(&self) -> usize;

    /// The quotes from row `first` on, at most `count` of them.
    ///
    /// # Errors
    /// A sentence for the user when the rows cannot be read.
    fn read(&self, first: usize, count: usize) -> Result<std::borrow::Cow<'_, TickBlock>, String>;

    /// All quotes, where they stand in memory anyway: these are then used in place of reads.
    fn resident(&self) -> Option<&TickBlock> {
        None
    }

    /// BLAKE3 over what the quotes are and what gives them meaning; part of the run digest.
    fn content_hash(&self) -> [u8; 32];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(time: &[i64], bid: &[i64], spread: &[i64]) -> TickBlock {
        TickBlock {
            scale: TickScale {
                unit: TimeUnit::Milli,
                price: 5,
                volume: 2,
            },
            time: time.to_vec(),
            bid: bid.to_vec(),
            spread: spread.to_vec(),
            bid_volume: vec![100; time.len()],
            ask_volume: vec![100; time.len()],
        }
    }

    #[test]
    fn equal_times_and_crossed_quotes_are_allowed() {
        let ticks = block(&[1, 1, 2], &[114_543, 114_544, 114_540], &[2, -1, 0]);
        assert_eq!(ticks.check(), Ok(()));
        assert_eq!(ticks.ask(1), 114_543);
        assert_eq!(
            ticks.all_nanos().collect::<Vec<_>>(),
            [1_000_000, 1_000_000, 2_000_000]
        );
    }

    #[test]
    fn breaches_name_their_row() {
        let falling = block(&[2, 1], &[1, 1], &[0, 0]);
        assert_eq!(falling.check().map_err(|error| error.row), Err(1));
        let far = block(&[0, i64::MAX], &[1, 1], &[0, 0]);
        assert_eq!(far.check().map_err(|error| error.row), Err(1));
        let wide = block(&[0], &[i64::MAX], &[1]);
        assert_eq!(wide.check().map_err(|error| error.row), Err(0));
        let short = block(&[0], &[], &[]);
        assert_eq!(
            short.check().map_err(|error| error.what),
            Err("has columns of different lengths")
        );
    }
}
