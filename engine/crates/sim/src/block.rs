//! A stretch of the chart's bars as columns.

use crate::Bar;
use base::Nanos;
use market::{Bars, CompletedBar};
use std::ops::Range;

/// Bars of consecutive rows. All columns have the same length.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "columns of market::Bars")]
pub struct Block<'a> {
    bars: &'a Bars,
    offset: usize,
    /// Row of the first bar, counted from the first row of the data.
    pub first_row: usize,
    pub open_time: &'a [Nanos],
    pub close_time: &'a [Nanos],
    pub open: &'a [f64],
    pub high: &'a [f64],
    pub low: &'a [f64],
    pub close: &'a [f64],
    pub volume: &'a [f64],
}

impl<'a> Block<'a> {
    /// `rows` of `bars`, of which the first is row `first_row` of the data.
    #[must_use]
    pub fn new(bars: &'a Bars, rows: Range<usize>, first_row: usize) -> Self {
        Self {
            bars,
            offset: rows.start,
            first_row,
            open_time: &bars.open_time[rows.clone()],
            close_time: &bars.close_time[rows.clone()],
            open: &bars.open[rows.clone()],
            high: &bars.high[rows.clone()],
            low: &bars.low[rows.clone()],
            close: &bars.close[rows.clone()],
            volume: &bars.volume[rows],
        }
    }

    /// Number of bars.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.close.len()
    }

    /// Whether there is no bar.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.close.is_empty()
    }

    /// The bar at `index`.
    #[must_use]
    pub fn bar(&self, index: usize) -> Bar {
        Bar {
            row: (self.first_row + index) as u32,
            open_time: self.open_time[index],
            close_time: self.close_time[index],
            open: self.open[index],
            high: self.high[index],
            low: self.low[index],
            close: self.close[index],
        }
    }

    /// The bar at `index`, with what makes it one that has ended.
    #[must_use]
    pub fn completed(&self, index: usize) -> CompletedBar {
        self.bars.bar(self.offset + index)
    }

    /// Lowest and highest price of `rows`.
    pub(crate) fn range(&self, rows: Range<usize>) -> (f64, f64) {
        let smaller = |a: f64, b: f64| if b < a { b } else { a };
        let larger = |a: f64, b: f64| if b > a { b } else { a };
        let low = extreme(&self.low[rows.clone()], f64::INFINITY, smaller);
        let high = extreme(&self.high[rows], f64::NEG_INFINITY, larger);
        (low, high)
    }
}

/// Several extremes side by side, so that one does not wait for the other.
fn extreme(prices: &[f64], start: f64, better: impl Fn(f64, f64) -> f64) -> f64 {
    const LANES: usize = 8;
    let mut lanes = [start; LANES];
    let (chunks, rest) = prices.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, price) in lanes.iter_mut().zip(chunk) {
            *lane = better(*lane, *price);
        }
    }
    lanes.iter().chain(rest).copied().fold(start, better)
}
