//! Completed bars as columns, and the trait through which every run gets them.

use crate::bar::CompletedBar;
use base::{Nanos, Zone};
use std::fmt;

/// Facts about what is traded.
#[derive(Clone, Debug, PartialEq)]
pub struct Instrument {
    /// Name of the symbol, for messages and reports.
    pub symbol: String,
    /// Smallest price step, where known.
    pub tick_size: Option<f64>,
    /// Money per whole price point and contract.
    pub point_value: f64,
    /// Quantities are multiples of it, where given.
    pub lot: Option<f64>,
    /// Where its days, weeks and months start.
    pub zone: Zone,
}

/// Completed bars, oldest first. All columns have the same length.
///
/// Invariants (checked by [`Bars::check`]): open times rise strictly; each bar ends after it opens
/// and not after the next one opens; prices are finite and low ≤ open, close ≤ high; volume is
/// finite and not negative, or NaN where unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// Open times, nanoseconds UTC.
    pub open_time: Vec<Nanos>,
    /// Times at which the bars end and become knowable, nanoseconds UTC.
    pub close_time: Vec<Nanos>,
    /// First prices.
    pub open: Vec<f64>,
    /// Highest prices.
    pub high: Vec<f64>,
    /// Lowest prices.
    pub low: Vec<f64>,
    /// Last prices.
    pub close: Vec<f64>,
    /// Traded volume, in the data's own unit; NaN where unknown.
    pub volume: Vec<f64>,
}

/// Some bars as borrowed columns of one length.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "columns of Bars")]
pub struct BarColumns<'a> {
    pub open_time: &'a [Nanos],
    pub close_time: &'a [Nanos],
    pub open: &'a [f64],
    pub high: &'a [f64],
    pub low: &'a [f64],
    pub close: &'a [f64],
    /// Empty where nobody asks for it.
    pub volume: &'a [f64],
}

impl BarColumns<'_> {
    /// One bar, which must be there, its volume too.
    #[must_use]
    pub fn bar(&self, row: usize) -> CompletedBar {
        CompletedBar {
            open_time: self.open_time[row],
            close_time: self.close_time[row],
            open: self.open[row],
            high: self.high[row],
            low: self.low[row],
            close: self.close[row],
            volume: self.volume[row],
        }
    }
}

/// A breach of the invariants of [`Bars`], with the row where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarsError {
    /// Row, from 0.
    pub row: usize,
    /// What is wrong there.
    pub what: &'static str,
}

impl fmt::Display for BarsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bar {} {}", self.row, self.what)
    }
}

impl std::error::Error for BarsError {}

impl Bars {
    /// Number of bars.
    #[must_use]
    pub fn len(&self) -> usize {
        self.open_time.len()
    }

    /// Whether there is no bar.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open_time.is_empty()
    }

    /// One bar, which must be there.
    #[must_use]
    pub fn bar(&self, row: usize) -> CompletedBar {
        self.columns(row..row + 1).bar(0)
    }

    /// Some rows, which must be there.
    #[must_use]
    pub fn columns(&self, rows: std::ops::Range<usize>) -> BarColumns<'_> {
        BarColumns {
            open_time: &self.open_time[rows.clone()],
            close_time: &self.close_time[rows.clone()],
            open: &self.open[rows.clone()],
            high: &self.high[rows.clone()],
            low: &self.low[rows.clone()],
            close: &self.close[rows.clone()],
            volume: &self.volume[rows],
        }
    }

    /// Adds a bar at the end.
    pub fn push(&mut self, bar: &CompletedBar) {
        self.open_time.push(bar.open_time);
        self.close_time.push(bar.close_time);
        self.open.push(bar.open);
        self.high.push(bar.high);
        self.low.push(bar.low);
        self.close.push(bar.close);
        self.volume.push(bar.volume);
    }

    /// A copy of some rows, which must be there.
    #[must_use]
    pub fn slice(&self, rows: std::ops::Range<usize>) -> Self {
        Self {
            open_time: self.open_time[rows.clone()].to_vec(),
            close_time: self.close_time[rows.clone()].to_vec(),
            open: self.open[rows.clone()].to_vec(),
            high: self.high[rows.clone()].to_vec(),
            low: self.low[rows.clone()].to_vec(),
            close: self.close[rows.clone()].to_vec(),
            volume: self.volume[rows].to_vec(),
        }
    }

    /// Checks the invariants.
    ///
    /// # Errors
    /// The first row that breaks one.
    pub fn check(&self) -> Result<(), BarsError> {
        let n = self.len();
        let lengths = [
            self.close_time.len(),
            self.open.len(),
            self.high.len(),
            self.low.len(),
            self.close.len(),
            self.volume.len(),
        ];
        if lengths.iter().any(|&length| length != n) {
            return Err(BarsError {
                row: 0,
                what: "has columns of different lengths",
            });
        }
        (0..n).try_for_each(|row| match self.fault(row) {
            Some(what) => Err(BarsError { row, what }),
            None => Ok(()),
        })
    }

    fn fault(&self, row: usize) -> Option<&'static str> {
        let (open, high, low, close) = (
            self.open[row],
            self.high[row],
            self.low[row],
            self.close[row],
        );
        if ![open, high, low, close]
            .iter()
            .all(|price| price.is_finite())
        {
            return Some("has a price that is not a finite number");
        }
        if low > open || low > close || high < open || high < close {
            return Some("has an open or close outside its low and high");
        }
        if self.volume[row] < 0.0 || self.volume[row].is_infinite() {
            return Some("has a volume that is negative or infinite");
        }
        if self.close_time[row] <= self.open_time[row] {
            return Some("does not end after it opens");
        }
        let next = self.open_time.get(row + 1).copied();
        if next.is_some_and(|next| next < self.close_time[row]) {
            return Some("ends after the next bar opens");
        }
        None
    }
}

/// Where columns come from. Runs get market data through this trait only.
pub trait BlockSource: Sync {
    /// Facts about the instrument.
    fn instrument(&self) -> &Instrument;

    /// Number of completed bars.
    fn rows(&self) -> usize;

    /// The bars from row `first` on, at most `count` of them.
    ///
    /// # Errors
    /// A sentence for the user when the rows cannot be read.
    fn read(&self, first: usize, count: usize) -> Result<std::borrow::Cow<'_, Bars>, String>;

    /// All bars, where they stand in memory anyway: these are then used in place of reads.
    fn resident(&self) -> Option<&Bars> {
        None
    }

    /// BLAKE3 over the columns and what gives them meaning; part of the run digest.
    fn content_hash(&self) -> [u8; 32];
}
