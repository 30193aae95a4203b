//! A stretch of the chart's bars as columns.

use crate::Bar;
use base::{Direction, Nanos};
use market::{BarColumns, Bars, CompletedBar, QuoteColumns};
use std::ops::Range;

/// Bars of consecutive rows. All columns have the same length.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "columns of market::Bars")]
pub struct Block<'a> {
    /// Row of the first bar, counted from the first row of the data.
    pub first_row: usize,
    pub open_time: &'a [Nanos],
    pub close_time: &'a [Nanos],
    pub open: &'a [f64],
    pub high: &'a [f64],
    pub low: &'a [f64],
    pub close: &'a [f64],
    /// Empty where nobody asks for it.
    pub volume: &'a [f64],
    /// The quotes that the bars are made of, in a run on quotes.
    pub quotes: Option<QuoteColumns<'a>>,
}

impl<'a> Block<'a> {
    /// `rows` of `bars`, of which the first is row `first_row` of the data.
    #[must_use]
    pub fn new(bars: &'a Bars, rows: Range<usize>, first_row: usize) -> Self {
        Self::of(bars.columns(rows), None, first_row)
    }

    /// Bars made of quotes, of which the first is row `first_row` of the chart.
    #[must_use]
    pub const fn of(
        bars: BarColumns<'a>,
        quotes: Option<QuoteColumns<'a>>,
        first_row: usize,
    ) -> Self {
        Self {
            first_row,
            open_time: bars.open_time,
            close_time: bars.close_time,
            open: bars.open,
            high: bars.high,
            low: bars.low,
            close: bars.close,
            volume: bars.volume,
            quotes,
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
        let columns = BarColumns {
            open_time: self.open_time,
            close_time: self.close_time,
            open: self.open,
            high: self.high,
            low: self.low,
            close: self.close,
            volume: self.volume,
        };
        columns.bar(index)
    }

    /// Lowest and highest price of `rows`.
    pub(crate) fn range(&self, rows: Range<usize>) -> (f64, f64) {
        (lowest(&self.low[rows.clone()]), highest(&self.high[rows]))
    }
}

/// Lowest and highest of the prices at which a position could be closed on the bars at `indices`.
pub(crate) fn closing_range(
    quotes: &QuoteColumns<'_>,
    direction: Direction,
    indices: Range<usize>,
) -> (f64, f64) {
    let (low, high) = match direction {
        Direction::Long => (quotes.lowest_bid, quotes.highest_bid),
        Direction::Short => (quotes.lowest_ask, quotes.highest_ask),
    };
    (lowest(&low[indices.clone()]), highest(&high[indices]))
}

fn lowest(prices: &[f64]) -> f64 {
    extreme(prices, f64::INFINITY, |a, b| if b < a { b } else { a })
}

fn highest(prices: &[f64]) -> f64 {
    extreme(prices, f64::NEG_INFINITY, |a, b| if b > a { b } else { a })
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
