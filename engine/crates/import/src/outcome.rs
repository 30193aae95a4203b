//! What an import tells: what it found, how far it is, what became of every row.

use base::Nanos;
use std::path::PathBuf;
use store::{Accounting, PriceSide, SeriesKind};

/// A dataset that would result, as it was understood. Nothing has been written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Name of the dataset.
    pub dataset: String,
    /// What is traded.
    pub symbol: String,
    /// Quotes or bars.
    pub kind: SeriesKind,
    /// Length of the bars, as in `1m`; `None` for quotes.
    pub timeframe: Option<String>,
    /// Which prices.
    pub side: PriceSide,
    /// Name of the format, as in `csv ticks`.
    pub format: String,
    /// Columns, form of times, zone and decimals, in words.
    pub understood: String,
    /// What it is made of, in the order of time.
    pub files: Vec<FoundFile>,
    /// Names of the sample's columns.
    pub columns: Vec<String>,
    /// The first rows as they were understood, at most [`SAMPLE_ROWS`]: ISO times in UTC, then values.
    pub sample: Vec<Vec<String>>,
    /// What a person should look at before importing.
    pub warnings: Vec<String>,
}

/// Rows of a sample at most.
pub const SAMPLE_ROWS: usize = 5;

/// A file of a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
}

/// What an import does at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Files are found and their first rows read.
    Looking,
    /// Files are hashed, so that nothing is done twice.
    Hashing,
    /// Rows are read and handed to the store.
    Reading,
    /// The last rows are written and the version is committed.
    Writing,
}

impl Phase {
    /// A stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Looking => "looking",
            Self::Hashing => "hashing",
            Self::Reading => "reading",
            Self::Writing => "writing",
        }
    }
}

/// How far an import is. Bytes and rows are of the dataset that is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it does.
    pub phase: Phase,
    /// For which dataset; empty while looking.
    pub dataset: String,
    /// Bytes of the sources that this phase is done with.
    pub bytes_done: u64,
    /// All bytes of the sources.
    pub bytes_total: u64,
    /// Rows that came in so far.
    pub rows: u64,
}

/// Who looks on, and may stop it.
pub trait Watch: Sync {
    /// Told a few times a second, more often for small blocks; must return quickly.
    fn progress(&self, progress: &Progress);

    /// Asked before every block. What is durable by then is kept for the next attempt.
    fn is_cancelled(&self) -> bool;
}

/// Nobody looks on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&self, _progress: &Progress) {}

    fn is_cancelled(&self) -> bool {
        false
    }
}

/// A dataset that was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Name of the dataset.
    pub dataset: String,
    /// Number of its version.
    pub version: u64,
    /// Whether this import made it; otherwise an earlier one of the same content did.
    pub is_new: bool,
    /// Quotes or bars.
    pub kind: SeriesKind,
    /// Name of the format.
    pub format: String,
    /// What became of every row. Examples name file, line or record, and byte.
    pub accounting: Accounting,
    /// Time of the dataset's first row, nanoseconds UTC.
    pub first: Nanos,
    /// Time of the dataset's last row, nanoseconds UTC.
    pub last: Nanos,
    /// Bytes of the sources.
    pub bytes_in: u64,
    /// Bytes of the version's segments.
    pub bytes_stored: u64,
    /// Bytes that the rows which were kept take as Dukascopy CSV.
    pub csv_bytes_equivalent: u64,
}
