//! Bars of a higher timeframe from those of a lower one: all at once, or one by one as they complete
//! (docs/semantics/operators.md, "Timeframes"). Both give the same bars.

use crate::bar::{CompletedBar, FormingBar};
use crate::bars::Bars;
use crate::timeframe::{Timeframe, TimeframeCursor};
use base::civil::utc_text;
use base::{Nanos, Zone};
use std::collections::VecDeque;
use std::fmt;

/// Bars that cannot be made of the ones there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HigherError {
    /// The timeframes do not divide each other.
    NotAMultiple {
        /// What was asked for.
        timeframe: Timeframe,
        /// What there is.
        lower: Timeframe,
    },
    /// A lower bar ends after the higher bar in which it opens: their grids lie beside each other.
    Straddles {
        /// What was asked for.
        timeframe: Timeframe,
        /// When the lower bar opens.
        open_time: Nanos,
        /// When the lower bar ends.
        close_time: Nanos,
        /// When the higher bar ends.
        end: Nanos,
    },
}

impl fmt::Display for HigherError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAMultiple { timeframe, lower } => write!(
                f,
                "{timeframe} bars cannot be made of {lower} bars: {timeframe} is not a whole multiple of {lower}."
            ),
            Self::Straddles {
                timeframe,
                open_time,
                close_time,
                end,
            } => write!(
                f,
                "The bar from {} to {} lies in two {timeframe} bars: one of them ends at {}. \
                 Check the time zone of the data, or use a timeframe whose bars start with them.",
                utc_text(*open_time),
                utc_text(*close_time),
                utc_text(*end)
            ),
        }
    }
}

impl std::error::Error for HigherError {}

/// The bars of `timeframe`, made of bars of `lower`. Each has the open time and the end of the grid,
/// also where its first or last parts are missing.
///
/// # Errors
/// When `timeframe` is no multiple of `lower`, or a bar lies across the grid.
pub fn higher_bars(
    bars: &Bars,
    lower: &Timeframe,
    timeframe: &Timeframe,
    zone: &Zone,
) -> Result<Bars, HigherError> {
    check_multiple(timeframe, lower)?;
    let mut cursor = TimeframeCursor::new(*timeframe, zone);
    let mut higher = Bars::default();
    let mut row = 0;
    while row < bars.len() {
        let (start, end) = cursor.bounds(bars.open_time[row]);
        let opens = bars.open_time[row..].iter();
        let rows = row..row + opens.take_while(|&&open| open < end).count();
        // Bars do not overlap, so only the last one can reach beyond the end.
        let last = rows.end - 1;
        check_end(timeframe, bars.open_time[last], bars.close_time[last], end)?;
        higher.open_time.push(start);
        higher.close_time.push(end);
        higher.open.push(bars.open[row]);
        higher.high.push(highest(&bars.high[rows.clone()]));
        higher.low.push(lowest(&bars.low[rows.clone()]));
        higher.close.push(bars.close[last]);
        higher.volume.push(sum(&bars.volume[rows.clone()]));
        row = rows.end;
    }
    Ok(higher)
}

fn highest(prices: &[f64]) -> f64 {
    let larger = |a: f64, &b: &f64| if b > a { b } else { a };
    prices.iter().fold(f64::NEG_INFINITY, larger)
}

fn lowest(prices: &[f64]) -> f64 {
    let smaller = |a: f64, &b: &f64| if b < a { b } else { a };
    prices.iter().fold(f64::INFINITY, smaller)
}

/// Plain, in order.
fn sum(volumes: &[f64]) -> f64 {
    volumes.iter().fold(0.0, |sum, volume| sum + volume)
}

const fn check_multiple(timeframe: &Timeframe, lower: &Timeframe) -> Result<(), HigherError> {
    if timeframe.is_multiple_of(lower) {
        return Ok(());
    }
    Err(HigherError::NotAMultiple {
        timeframe: *timeframe,
        lower: *lower,
    })
}

const fn check_end(
    timeframe: &Timeframe,
    open_time: Nanos,
    close_time: Nanos,
    end: Nanos,
) -> Result<(), HigherError> {
    if close_time <= end {
        return Ok(());
    }
    Err(HigherError::Straddles {
        timeframe: *timeframe,
        open_time,
        close_time,
        end,
    })
}

/// The forming bar and the last completed ones of several timeframes, fed by one pass over lower bars
/// or over ticks.
#[derive(Clone, Debug)]
pub struct MtfState<'a> {
    tracks: Vec<Track<'a>>,
    /// Before this time every timeframe has a forming bar that takes the next tick.
    quiet_until: Nanos,
}

#[derive(Clone, Debug)]
struct Track<'a> {
    cursor: TimeframeCursor<'a>,
    timeframe: Timeframe,
    forming: Option<FormingBar>,
    completed: VecDeque<CompletedBar>,
    keep: usize,
}

impl<'a> MtfState<'a> {
    /// Follows `timeframes` over bars of `lower`; of each the last `keep` completed bars are kept, at
    /// least one.
    ///
    /// # Errors
    /// When one of them is no multiple of `lower`.
    pub fn new(
        lower: &Timeframe,
        timeframes: &[(Timeframe, usize)],
        zone: &'a Zone,
    ) -> Result<Self, HigherError> {
        let mut checked = timeframes.iter();
        checked.try_for_each(|(timeframe, _)| check_multiple(timeframe, lower))?;
        Ok(Self::of_ticks(timeframes, zone))
    }

    /// Follows `timeframes`, any that are, over ticks; of each the last `keep` completed bars are kept,
    /// at least one.
    #[must_use]
    pub fn of_ticks(timeframes: &[(Timeframe, usize)], zone: &'a Zone) -> Self {
        let track = |&(timeframe, keep): &(Timeframe, usize)| {
            let keep = keep.max(1);
            Track {
                cursor: TimeframeCursor::new(timeframe, zone),
                timeframe,
                forming: None,
                completed: VecDeque::with_capacity(keep.min(1_024)),
                keep,
            }
        };
        Self {
            tracks: timeframes.iter().map(track).collect(),
            quiet_until: Nanos::MIN,
        }
    }

    /// Takes a tick; times never fall. `completed` gets each bar that has ended by then, with the index
    /// of its timeframe; bars of one timeframe come in order.
    #[inline]
    pub fn push_tick(
        &mut self,
        time: Nanos,
        price: f64,
        volume: f64,
        completed: impl FnMut(usize, &CompletedBar),
    ) {
        if time >= self.quiet_until {
            self.begin_bars(time, price, volume, completed);
            return;
        }
        for forming in self
            .tracks
            .iter_mut()
            .filter_map(|track| track.forming.as_mut())
        {
            forming.add_price(price, volume);
        }
    }

    /// Takes a tick with which bars may end and begin.
    #[cold]
    fn begin_bars(
        &mut self,
        time: Nanos,
        price: f64,
        volume: f64,
        mut completed: impl FnMut(usize, &CompletedBar),
    ) {
        self.quiet_until = Nanos::MAX;
        for (index, track) in self.tracks.iter_mut().enumerate() {
            track.complete_until(time, |done| completed(index, done));
            let ends_at = track.add_tick(time, price, volume);
            self.quiet_until = self.quiet_until.min(ends_at);
        }
    }

    /// Takes a lower bar at the moment at which it has ended. `completed` gets each higher bar that has
    /// ended by then, with the index of its timeframe; bars of one timeframe come in order.
    ///
    /// # Errors
    /// When the bar lies across the grid of a timeframe. The state is then of no use.
    pub fn push(
        &mut self,
        bar: &CompletedBar,
        mut completed: impl FnMut(usize, &CompletedBar),
    ) -> Result<(), HigherError> {
        self.quiet_until = Nanos::MIN;
        for (index, track) in self.tracks.iter_mut().enumerate() {
            track.complete_until(bar.open_time, |done| completed(index, done));
            track.add(bar)?;
            track.complete_until(bar.close_time, |done| completed(index, done));
        }
        Ok(())
    }

    /// Lets time pass without a bar: what ends at or before `time` is completed.
    pub fn advance_to(&mut self, time: Nanos, mut completed: impl FnMut(usize, &CompletedBar)) {
        self.quiet_until = Nanos::MIN;
        for (index, track) in self.tracks.iter_mut().enumerate() {
            track.complete_until(time, |done| completed(index, done));
        }
    }

    /// The bar of a timeframe that has not ended; `None` before its first part.
    #[must_use]
    pub fn forming(&self, timeframe: usize) -> Option<&FormingBar> {
        self.tracks.get(timeframe)?.forming.as_ref()
    }

    /// A completed bar of a timeframe: 0 is the last one, 1 the one before it.
    #[must_use]
    pub fn completed(&self, timeframe: usize, bars_ago: usize) -> Option<&CompletedBar> {
        let completed = &self.tracks.get(timeframe)?.completed;
        let from_front = completed.len().checked_sub(1 + bars_ago)?;
        completed.get(from_front)
    }
}

impl Track<'_> {
    fn add(&mut self, bar: &CompletedBar) -> Result<(), HigherError> {
        match &mut self.forming {
            Some(forming) => {
                check_end(
                    &self.timeframe,
                    bar.open_time,
                    bar.close_time,
                    forming.ends_at(),
                )?;
                forming.add(bar);
            }
            None => {
                let bounds = self.cursor.bounds(bar.open_time);
                check_end(&self.timeframe, bar.open_time, bar.close_time, bounds.1)?;
                self.forming = Some(FormingBar::start(bounds, bar));
            }
        }
        Ok(())
    }

    /// Gives the end of the bar that takes the tick.
    fn add_tick(&mut self, time: Nanos, price: f64, volume: f64) -> Nanos {
        let forming = match &mut self.forming {
            Some(forming) => {
                forming.add_price(price, volume);
                forming
            }
            None => {
                let tick = CompletedBar {
                    open_time: time,
                    close_time: time,
                    open: price,
                    high: price,
                    low: price,
                    close: price,
                    volume,
                };
                let bounds = self.cursor.bounds(time);
                self.forming.insert(FormingBar::start(bounds, &tick))
            }
        };
        forming.ends_at()
    }

    fn complete_until(&mut self, time: Nanos, mut completed: impl FnMut(&CompletedBar)) {
        if let Some(forming) = self.forming.take_if(|forming| forming.ends_at() <= time) {
            let bar = forming.complete();
            completed(&bar);
            if self.completed.len() == self.keep {
                self.completed.pop_front();
            }
            self.completed.push_back(bar);
        }
    }
}

#[cfg(test)]
mod tests;
