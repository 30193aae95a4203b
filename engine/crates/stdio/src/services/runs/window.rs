//! Bars of a run as a chart shows them: so many at most, each joined of equally many bars. Groups start
//! at multiples of their size, counted from the first bar of all, so that a candle is the same wherever
//! the window stands.

use crate::failure::{bad_request, limit_exceeded};
use market::Bars;
use std::ops::Range;
use wire::Failure;

const NANOS_PER_MICRO: i64 = 1_000;
/// Candles of a window at most: seven columns of them fit a frame.
const CANDLES_MAX: u32 = 10_000;

/// Which bars are joined into which candles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candles {
    /// Bars of a candle, a power of two.
    pub(crate) bars_per_candle: usize,
    first: usize,
    end: usize,
}

/// What of a run is to be seen. Times are microseconds UTC; the end is exclusive.
#[derive(Clone, Copy)]
pub(crate) struct View {
    pub(crate) from_us: Option<i64>,
    pub(crate) to_us: Option<i64>,
    pub(crate) candles_max: u32,
}

impl View {
    /// Refuses a view that cannot be told in one frame.
    pub(crate) fn check(&self, kind: &str) -> Result<(), Failure> {
        if self.candles_max == 0 {
            return Err(bad_request(kind, "it asks for no candles."));
        }
        if self.candles_max > CANDLES_MAX {
            let what = format!("{} candles are too many for one window.", self.candles_max);
            let help = format!("Ask for {CANDLES_MAX} at most.");
            return Err(limit_exceeded(&what, &help));
        }
        Ok(())
    }

    /// The candles of these bars that are to be seen.
    pub(crate) fn candles(&self, bars: &Bars) -> Candles {
        let at = |time: i64| {
            let nanos = time.saturating_mul(NANOS_PER_MICRO);
            bars.open_time.partition_point(|open| *open < nanos)
        };
        let first = self.from_us.map_or(0, at);
        let end = self.to_us.map_or(bars.len(), at).max(first);
        Candles::of(first..end, bars.len(), self.candles_max as usize)
    }
}

impl Candles {
    /// At most `most` candles of the bars `rows`, of `total` in all. Whole candles: a candle that is
    /// partly in the window is shown as it is.
    pub(crate) fn of(rows: Range<usize>, total: usize, most: usize) -> Self {
        let mut size = 1;
        // A window of so many bars touches one candle more than it has whole ones, depending on where
        // it stands: the size must not.
        let touched = |size: usize| match size {
            1 => rows.len(),
            _ => rows.len().div_ceil(size) + 1,
        };
        while touched(size) > most && size < total {
            size *= 2;
        }
        let first = rows.start / size * size;
        let end = if rows.is_empty() {
            first
        } else {
            (rows.end.div_ceil(size) * size).min(total)
        };
        Self {
            bars_per_candle: size,
            first,
            end,
        }
    }

    /// Row of the first bar.
    pub(crate) const fn first(&self) -> usize {
        self.first
    }

    /// Row behind the last bar.
    pub(crate) const fn end(&self) -> usize {
        self.end
    }

    /// The rows of each candle.
    pub(crate) fn groups(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let (size, end) = (self.bars_per_candle, self.end);
        let starts = (self.first..end).step_by(size);
        starts.map(move |start| start..(start + size).min(end))
    }
}

/// The bars joined. Volumes are added; one that is unknown makes the sum unknown.
pub(crate) fn join(bars: &Bars, candles: &Candles) -> Bars {
    if candles.bars_per_candle == 1 {
        return bars.slice(candles.first..candles.end);
    }
    let mut joined = Bars::default();
    for rows in candles.groups() {
        let last = rows.end - 1;
        joined.open_time.push(bars.open_time[rows.start]);
        joined.close_time.push(bars.close_time[last]);
        joined.open.push(bars.open[rows.start]);
        let high = bars.high[rows.clone()].iter().copied();
        joined.high.push(high.fold(f64::NEG_INFINITY, f64::max));
        let low = bars.low[rows.clone()].iter().copied();
        joined.low.push(low.fold(f64::INFINITY, f64::min));
        joined.close.push(bars.close[last]);
        joined.volume.push(bars.volume[rows].iter().sum());
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(count: u32) -> Bars {
        let times = |plus: i64| (0..i64::from(count)).map(move |row| (row * 10 + plus) * 1_000);
        let wave = |row: u32| f64::from((row * 7) % 13);
        Bars {
            open_time: times(0).collect(),
            close_time: times(10).collect(),
            open: (0..count).map(wave).collect(),
            high: (0..count).map(|row| wave(row) + 2.0).collect(),
            low: (0..count).map(|row| wave(row) - 2.0).collect(),
            close: (0..count).map(|row| wave(row) + 1.0).collect(),
            volume: vec![1.0; count as usize],
        }
    }

    #[test]
    fn four_bars_become_one_candle() {
        let candles = Candles::of(0..8, 8, 3);
        assert_eq!(candles.bars_per_candle, 4);
        let joined = join(&bars(8), &candles);
        // 0 7 1 8 | 2 9 3 10 are the opens.
        assert_eq!(joined.open, [0.0, 2.0]);
        assert_eq!(joined.high, [10.0, 12.0]);
        assert_eq!(joined.low, [-2.0, 0.0]);
        assert_eq!(joined.close, [9.0, 11.0]);
        assert_eq!(joined.volume, [4.0, 4.0]);
        assert_eq!(joined.open_time, [0, 40_000]);
        assert_eq!(joined.close_time, [40_000, 80_000]);
    }

    #[test]
    fn a_window_never_has_more_candles_than_asked_and_shows_every_bar() {
        for total in [0, 1, 2, 7, 64, 1_000] {
            for length in [0, 1, 2, 63, 64, 65, 1_000] {
                for first in [0, 1, 5, 63, 64, 500] {
                    for most in [1, 2, 3, 10, 100] {
                        let rows = first.min(total)..(first + length).min(total);
                        let candles = Candles::of(rows.clone(), total, most);
                        let groups: Vec<_> = candles.groups().collect();
                        assert!(groups.len() <= most, "{rows:?} of {total} in {most}");
                        assert!(candles.bars_per_candle.is_power_of_two());
                        let shown = |row| groups.iter().any(|group| group.contains(&row));
                        assert!(rows.clone().all(shown), "{rows:?} of {total} in {most}");
                    }
                }
            }
        }
    }

    #[test]
    fn panning_changes_neither_the_size_nor_the_candles() {
        let all = bars(5_000);
        let whole = |first: usize| {
            let candles = Candles::of(first..first + 1_234, 5_000, 100);
            let joined = join(&all, &candles);
            (candles.bars_per_candle, joined)
        };
        let (size, reference) = whole(0);
        for first in 1..200 {
            let (other, joined) = whole(first);
            assert_eq!(other, size);
            for (index, time) in joined.open_time.iter().enumerate() {
                if let Some(there) = reference.open_time.iter().position(|known| known == time) {
                    assert_eq!(joined.bar(index), reference.bar(there));
                }
            }
        }
    }

    #[test]
    fn a_view_without_candles_or_with_too_many_is_refused() {
        let view = |candles_max| View {
            from_us: None,
            to_us: None,
            candles_max,
        };
        assert!(view(0).check("run.window").is_err());
        assert!(view(10_001).check("run.window").is_err());
        assert!(view(10_000).check("run.window").is_ok());
    }

    #[test]
    fn a_view_takes_the_bars_that_open_in_it() {
        let view = View {
            from_us: Some(15),
            to_us: Some(40),
            candles_max: 10,
        };
        // Bars open at 0, 10, 20, 30, 40 µs.
        let candles = view.candles(&bars(5));
        assert_eq!((candles.first(), candles.groups().count()), (2, 2));
        let far = View {
            from_us: Some(i64::MAX),
            to_us: Some(i64::MIN),
            ..view
        };
        assert_eq!(far.candles(&bars(5)).groups().count(), 0);
    }
}
