//! How long the bars of a file are, and from when to when each of them lasts.
//!
//! The length is the smallest step between rows that is no exception (at least one step in a hundred),
//! matched to a timeframe: exactly below a day, to the next shorter one of 1d, 1w, 1mo, 3mo, 12mo above.
//! A bar on the timeframe's grid ends where the grid says, so across a clock change too; one beside it
//! ends its length later; a dated one at 24:00 of its zone. Bars of weeks and months end at the latest
//! when the next one opens.

use crate::report::{Rejections, Rule};
use crate::rows::Rows;
use crate::sequence::{Reading, Sequence};
use base::civil::{DAY_NANOS, SECOND_NANOS, utc_text};
use base::{Nanos, OffsetSpan, Zone};
use market::{Bars, Timeframe, TimeframeCursor};
use std::collections::BTreeMap;

/// One step in so many must be as small as the length, or it is an exception.
const STEPS_PER_EXCEPTION: u64 = 100;
/// Days lose and gain an hour: from here on steps count by the wall clock.
const NEARLY_A_DAY: i64 = 20 * 3_600 * SECOND_NANOS;

/// Which end of a bar its time is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BarStamp {
    /// The time at which it opens.
    #[default]
    Open,
    /// The time at which it ends. A date means 24:00 of that day.
    Close,
}

/// The length of bars at these times; `None` where there are fewer than two, or steps of no length
/// that a timeframe has.
pub(crate) fn detect_timeframe(
    times: &[Nanos],
    reading: Reading,
    zone: &Zone,
) -> Option<Timeframe> {
    let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
    let mut previous = None;
    let mut steps = Steps {
        zone,
        reading,
        span: zone.span(0),
    };
    for pair in times.windows(2) {
        let step = steps.between(pair[0], pair[1]);
        if step <= 0 {
            // The wall clock was set back: it tells nothing about lengths.
            continue;
        }
        // Steps come in runs: a map is asked only where they change.
        match &mut previous {
            Some((last, count)) if *last == step => *count += 1,
            _ => {
                add_run(&mut counts, previous);
                previous = Some((step, 1));
            }
        }
    }
    add_run(&mut counts, previous);
    let total: u64 = counts.values().sum();
    let usual = counts
        .iter()
        .find(|&(_, &count)| count * STEPS_PER_EXCEPTION >= total)?;
    timeframe_of_step(*usual.0)
}

fn add_run(counts: &mut BTreeMap<i64, u64>, run: Option<(i64, u64)>) {
    if let Some((step, count)) = run {
        *counts.entry(step).or_default() += count;
    }
}

/// Steps between times: by the wall clock where it was written, and from nearly a day on.
struct Steps<'a> {
    zone: &'a Zone,
    reading: Reading,
    span: OffsetSpan,
}

impl Steps<'_> {
    fn between(&mut self, earlier: Nanos, later: Nanos) -> i64 {
        let step = later - earlier;
        if self.reading == Reading::Instants && step < NEARLY_A_DAY {
            return step;
        }
        if !self.span.contains(earlier) {
            self.span = self.zone.span(earlier);
        }
        if self.span.contains(later) {
            return step;
        }
        self.zone.local(later) - self.span.local(earlier)
    }
}

fn timeframe_of_step(step: i64) -> Option<Timeframe> {
    if step < DAY_NANOS {
        let is_whole = step % SECOND_NANOS == 0;
        let seconds = u64::try_from(step / SECOND_NANOS).ok()?;
        return is_whole.then(|| Timeframe::from_seconds(seconds))?;
    }
    let text = match step / DAY_NANOS {
        0..=4 => "1d",
        5..=26 => "1w",
        27..=84 => "1mo",
        85..=349 => "3mo",
        _ => "12mo",
    };
    Timeframe::parse(text).ok()
}

/// Where bars begin and end.
pub(crate) struct Spans<'a> {
    pub(crate) zone: &'a Zone,
    pub(crate) timeframe: Timeframe,
    pub(crate) stamp: BarStamp,
    pub(crate) is_dated: bool,
}

impl Spans<'_> {
    /// Bars of the kept rows. A row that opens before the one before it ends is rejected; the second
    /// value says which of the kept rows these are.
    pub(crate) fn bars(
        &self,
        rows: Rows,
        sequence: &Sequence,
        rejections: &mut Rejections,
    ) -> (Bars, Vec<usize>) {
        let mut open_time = Vec::with_capacity(sequence.times.len());
        let mut close_time = Vec::with_capacity(sequence.times.len());
        let mut overlapping = Vec::new();
        let mut cursor = TimeframeCursor::new(self.timeframe, self.zone);
        let mut last = Nanos::MIN;
        for (at, &time) in sequence.times.iter().enumerate() {
            let next = sequence.times.get(at + 1).copied();
            let (open, close) = self.between(self.span(time, &mut cursor), last, next);
            if open < last {
                let row = sequence.kept[at];
                rejections.add(rows.lines[row as usize], Rule::Overlap, || {
                    let (open, length) = (utc_text(open), self.timeframe);
                    format!("it opens at {open}, before the {length} bar before it has ended")
                });
                overlapping.push(at);
            } else {
                open_time.push(open);
                close_time.push(close);
                last = close;
            }
        }
        let [open, high, low, close, volume] = rows.columns_of(&sequence.kept, &overlapping);
        let bars = Bars {
            open_time,
            close_time,
            open,
            high,
            low,
            close,
            volume,
        };
        (bars, overlapping)
    }

    /// Bars of weeks and months give way to their neighbours.
    fn between(
        &self,
        (open, close): (Nanos, Nanos),
        last: Nanos,
        next: Option<Nanos>,
    ) -> (Nanos, Nanos) {
        if !self.timeframe.is_longer_than_a_day() {
            return (open, close);
        }
        match self.stamp {
            BarStamp::Open => (open, next.map_or(close, |next| close.min(next))),
            BarStamp::Close => (open.max(last), close),
        }
    }

    fn span(&self, time: Nanos, cursor: &mut TimeframeCursor<'_>) -> (Nanos, Nanos) {
        match self.timeframe.intraday_nanos() {
            Some(length) => self.intraday(time, length, cursor),
            None => self.days(time),
        }
    }

    /// Bars on the grid follow it; others are as long as their name says.
    fn intraday(
        &self,
        time: Nanos,
        length: i64,
        cursor: &mut TimeframeCursor<'_>,
    ) -> (Nanos, Nanos) {
        match self.stamp {
            BarStamp::Open => {
                let grid = cursor.bounds(time);
                if grid.0 == time {
                    grid
                } else {
                    (time, time + length)
                }
            }
            BarStamp::Close => {
                let grid = cursor.bounds(time - 1);
                if grid.1 == time {
                    grid
                } else {
                    (time - length, time)
                }
            }
        }
    }

    /// Days, weeks and months by the wall clock.
    fn days(&self, time: Nanos) -> (Nanos, Nanos) {
        let zone = self.zone;
        let local = zone.local(time);
        let midnight = if self.is_dated {
            local.div_euclid(DAY_NANOS) * DAY_NANOS
        } else {
            local
        };
        let shift = |local: i64, direction| {
            let shifted = self
                .timeframe
                .shift_day(local.div_euclid(DAY_NANOS), direction);
            zone.first_at_or_after(shifted * DAY_NANOS + local.rem_euclid(DAY_NANOS))
        };
        match self.stamp {
            BarStamp::Open => (time, shift(midnight, 1)),
            BarStamp::Close if self.is_dated => {
                let end = midnight + DAY_NANOS;
                (shift(end, -1), zone.first_at_or_after(end))
            }
            BarStamp::Close => (shift(midnight, -1), time),
        }
    }
}
