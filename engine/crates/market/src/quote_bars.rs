//! Bars of quotes: any number of timeframes, and bars of so many quotes, in one pass
//! (docs/semantics/ticks.md, 1).

use crate::bar::CompletedBar;
use crate::bars::Bars;
use crate::chart::{Chart, PriceSide};
use crate::tick_prices::TickPrices;
use crate::timeframe::TimeframeCursor;
use base::{Nanos, Zone};
use std::ops::Range;

/// Quotes that are turned into numbers at a time: they stay in the nearest memory.
const PIECE: usize = 1_024;
/// Volumes that are added up side by side: each sum waits for its last addition.
const LANES: usize = 8;

/// Bars and, of each, the row after its last quote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuoteBars {
    /// The bars. Those of so many quotes may open and end at one instant.
    pub bars: Bars,
    /// Row after the last quote of each bar.
    pub ends: Vec<usize>,
}

/// Where bars are cut.
#[derive(Clone, Debug)]
enum Cut<'a> {
    /// At the grid of a timeframe.
    Grid(TimeframeCursor<'a>),
    /// After so many quotes.
    Count(usize),
}

/// The bar that a track is at.
#[derive(Clone, Copy, Debug)]
struct Open {
    bounds: (Nanos, Nanos),
    /// Row after its last quote, as far as that is known by count.
    end_row: usize,
    open: f64,
    high: f64,
    low: f64,
    close: f64,
}

#[derive(Debug)]
struct Track<'a> {
    cut: Cut<'a>,
    open: Option<Open>,
    done: QuoteBars,
}

/// The pieces' prices and volumes, and the rows that they are of.
struct Piece<'a> {
    prices: TickPrices<'a>,
    rows: Range<usize>,
    price: Vec<f64>,
    volume: Vec<f64>,
}

/// The bars of each of `charts`, made of the first `rows` quotes. A bar of so many quotes that lacks
/// some at the end is left out.
#[must_use]
pub fn quote_bars(
    prices: TickPrices<'_>,
    rows: usize,
    side: PriceSide,
    charts: &[Chart],
    zone: &Zone,
) -> Vec<QuoteBars> {
    if charts.is_empty() {
        return Vec::new();
    }
    let mut builder = Builder::new(charts, zone);
    let mut piece = Piece {
        prices,
        rows: 0..0,
        price: Vec::with_capacity(PIECE),
        volume: Vec::with_capacity(PIECE),
    };
    while piece.rows.end < rows {
        piece.rows = piece.rows.end..rows.min(piece.rows.end + PIECE);
        piece.price.clear();
        piece.volume.clear();
        prices.prices_into(side, piece.rows.clone(), &mut piece.price);
        prices.volumes_into(side, piece.rows.clone(), &mut piece.volume);
        builder.take(&piece);
    }
    builder.finish(rows, prices)
}

struct Builder<'a> {
    tracks: Vec<Track<'a>>,
    /// Volume of each track's bar so far; padded to whole lanes.
    volumes: Vec<[f64; LANES]>,
}

impl<'a> Builder<'a> {
    fn new(charts: &[Chart], zone: &'a Zone) -> Self {
        let track = |chart: &Chart| Track {
            cut: match *chart {
                Chart::Every(timeframe) => Cut::Grid(TimeframeCursor::new(timeframe, zone)),
                Chart::Ticks(count) => Cut::Count(count as usize),
            },
            open: None,
            done: QuoteBars::default(),
        };
        Self {
            tracks: charts.iter().map(track).collect(),
            volumes: vec![[0.0; LANES]; charts.len().div_ceil(LANES)],
        }
    }

    /// Takes the next quotes, stretch by stretch: no bar begins or ends inside of one.
    fn take(&mut self, piece: &Piece<'_>) {
        let last_time = piece.prices.time(piece.rows.end - 1);
        let mut row = piece.rows.start;
        while row < piece.rows.end {
            let mut end = piece.rows.end;
            for index in 0..self.tracks.len() {
                self.begin(index, piece, row);
                end = self.tracks[index].stretch_end(piece, row..end, last_time);
            }
            self.extend(piece, row..end);
            row = end;
        }
    }

    /// Sees to it that track `index` has a bar for the quote of `row`.
    fn begin(&mut self, index: usize, piece: &Piece<'_>, row: usize) {
        let track = &mut self.tracks[index];
        let volume = &mut self.volumes[index / LANES][index % LANES];
        let time = piece.prices.time(row);
        if let Some(open) = track.open {
            let is_over = match track.cut {
                Cut::Grid(_) => time >= open.bounds.1,
                Cut::Count(_) => row == open.end_row,
            };
            if !is_over {
                return;
            }
            track.push(&open, *volume, row, piece.prices);
        }
        let price = piece.price[row - piece.rows.start];
        *volume = 0.0;
        track.open = Some(track.cut.open(time, price, row));
    }

    fn extend(&mut self, piece: &Piece<'_>, rows: Range<usize>) {
        let part = rows.start - piece.rows.start..rows.end - piece.rows.start;
        let (low, high) = extremes(&piece.price[part.clone()]);
        let close = piece.price[part.end - 1];
        for open in self
            .tracks
            .iter_mut()
            .filter_map(|track| track.open.as_mut())
        {
            open.low = if low < open.low { low } else { open.low };
            open.high = if high > open.high { high } else { open.high };
            open.close = close;
        }
        for sums in &mut self.volumes {
            let mut now = *sums;
            for volume in &piece.volume[part.clone()] {
                for sum in &mut now {
                    *sum += volume;
                }
            }
            *sums = now;
        }
    }

    fn finish(self, end: usize, prices: TickPrices<'_>) -> Vec<QuoteBars> {
        let volumes = self.volumes.into_iter().flatten();
        let each = self.tracks.into_iter().zip(volumes);
        each.map(|(track, volume)| track.finish(volume, end, prices))
            .collect()
    }
}

impl Cut<'_> {
    fn open(&mut self, time: Nanos, price: f64, row: usize) -> Open {
        let (bounds, end_row) = match self {
            Self::Grid(cursor) => (cursor.bounds(time), usize::MAX),
            Self::Count(count) => ((time, time), row + *count),
        };
        Open {
            bounds,
            end_row,
            open: price,
            high: price,
            low: price,
            close: price,
        }
    }
}

impl Track<'_> {
    /// Row before which the track's bar surely takes all of `rows`.
    fn stretch_end(&self, piece: &Piece<'_>, rows: Range<usize>, last_time: Nanos) -> usize {
        let Some(open) = &self.open else {
            return rows.end;
        };
        match self.cut {
            Cut::Count(_) => rows.end.min(open.end_row),
            Cut::Grid(_) if last_time < open.bounds.1 => rows.end,
            Cut::Grid(_) => piece.prices.first_at(rows, open.bounds.1),
        }
    }

    /// The open bar ends before row `end`.
    fn push(&mut self, open: &Open, volume: f64, end: usize, prices: TickPrices<'_>) {
        let close_time = match self.cut {
            Cut::Grid(_) => open.bounds.1,
            Cut::Count(_) => prices.time(end - 1),
        };
        self.done.bars.push(&CompletedBar {
            open_time: open.bounds.0,
            close_time,
            open: open.open,
            high: open.high,
            low: open.low,
            close: open.close,
            volume,
        });
        self.done.ends.push(end);
    }

    fn finish(mut self, volume: f64, end: usize, prices: TickPrices<'_>) -> QuoteBars {
        if let Some(open) = self.open {
            let is_whole = matches!(self.cut, Cut::Grid(_)) || end == open.end_row;
            if is_whole {
                self.push(&open, volume, end, prices);
            }
        }
        self.done
    }
}

fn extremes(prices: &[f64]) -> (f64, f64) {
    const START: [f64; 4] = [f64::INFINITY; 4];
    let lower = |a: f64, b: f64| if b < a { b } else { a };
    let higher = |a: f64, b: f64| if b > a { b } else { a };
    let (mut lows, mut highs) = (START, START.map(|price| -price));
    let (chunks, rest) = prices.as_chunks::<4>();
    for chunk in chunks {
        for lane in 0..4 {
            lows[lane] = lower(lows[lane], chunk[lane]);
            highs[lane] = higher(highs[lane], chunk[lane]);
        }
    }
    let low = lows.into_iter().chain(rest.iter().copied());
    let high = highs.into_iter().chain(rest.iter().copied());
    (
        low.fold(f64::INFINITY, lower),
        high.fold(f64::NEG_INFINITY, higher),
    )
}

#[cfg(test)]
mod tests;
