//! Second pass: rows in the order of time, each instant once.
//!
//! A file that is written newest first is read backwards. Otherwise rows are taken as they come: one
//! that is earlier than a kept one is rejected, not sorted in, since nobody knows which of the two is
//! wrong. A single row that runs ahead of the row after it is rejected instead of all that follow.

use crate::report::{Rejections, Rule};
use crate::rows::Rows;
use base::civil::utc_text;
use base::{Nanos, OffsetSpan, Resolved, Zone};

/// No clock change reaches further than this.
const CHANGE_NANOS_MAX: i64 = 26 * 3_600 * 1_000_000_000;

/// Rows that were kept, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Sequence {
    /// Indices into the rows.
    pub(crate) kept: Vec<u32>,
    /// Instants of the kept rows; they rise strictly.
    pub(crate) times: Vec<Nanos>,
    pub(crate) duplicates: u32,
    pub(crate) is_reversed: bool,
}

/// Puts rows in order. `clock` turns what is written into instants.
pub(crate) fn sequence(
    rows: &mut Rows,
    clock: &mut Clock<'_>,
    rejections: &mut Rejections,
) -> Sequence {
    let is_reversed = is_newest_first(&rows.times);
    if is_reversed {
        rows.reverse();
    }
    let mut sequence = Sequence {
        kept: Vec::with_capacity(rows.len()),
        times: Vec::with_capacity(rows.len()),
        duplicates: 0,
        is_reversed,
    };
    for row in 0..rows.len() {
        let Some(time) = clock.instant(rows.times[row], sequence.times.last().copied()) else {
            let reason = || {
                format!(
                    "the clocks of {} were set forward over it",
                    clock.zone.name()
                )
            };
            rejections.add(rows.lines[row], Rule::BadTime, reason);
            continue;
        };
        sequence.take(rows, row, time, clock, rejections);
    }
    sequence
}

fn is_newest_first(times: &[i64]) -> bool {
    let steps = times.windows(2);
    let (back, forward) = steps.fold((0_usize, 0_usize), |(back, forward), pair| {
        (
            back + usize::from(pair[1] < pair[0]),
            forward + usize::from(pair[1] > pair[0]),
        )
    });
    back > forward
}

impl Sequence {
    fn take(
        &mut self,
        rows: &Rows,
        row: usize,
        time: Nanos,
        clock: &mut Clock<'_>,
        rejections: &mut Rejections,
    ) {
        let line = rows.lines[row];
        match self.times.last() {
            Some(&last) if time <= last => self.refuse(rows, row, time, rejections),
            last => {
                let last = last.copied();
                if runs_ahead(rows, row, time, last, clock) {
                    let reason = || format!("{} is after the row that follows", utc_text(time));
                    rejections.add(line, Rule::OutOfOrder, reason);
                } else {
                    // Files are at most 2 GiB, so rows fit.
                    self.kept.push(row as u32);
                    self.times.push(time);
                }
            }
        }
    }

    /// A row at or before the last kept one.
    #[cold]
    fn refuse(&mut self, rows: &Rows, row: usize, time: Nanos, rejections: &mut Rejections) {
        let line = rows.lines[row];
        match self.times.binary_search(&time) {
            Ok(at) if rows.are_equal(self.kept[at] as usize, row) => self.duplicates += 1,
            Ok(at) => {
                let other = rows.lines[self.kept[at] as usize];
                rejections.add(line, Rule::ConflictingDuplicate, || {
                    format!(
                        "line {other} has other values for the same time {}",
                        utc_text(time)
                    )
                });
            }
            Err(after) => {
                let other = rows.lines[self.kept[after] as usize];
                rejections.add(line, Rule::OutOfOrder, || {
                    format!("{} is before the time of line {other}", utc_text(time))
                });
            }
        }
    }
}

/// Whether the next row is in order without this one. Of a first row two must say so.
fn runs_ahead(
    rows: &Rows,
    row: usize,
    time: Nanos,
    last: Option<Nanos>,
    clock: &mut Clock<'_>,
) -> bool {
    // What is written later is later: only a clock that is set back turns that round, and then the
    // reading after this row is taken.
    if rows
        .times
        .get(row + 1)
        .is_none_or(|&next| next > rows.times[row])
    {
        return false;
    }
    let mut is_ahead_of = |row: usize| {
        let written = rows.times.get(row).copied();
        let next = written.and_then(|written| clock.instant(written, Some(time)));
        next.is_some_and(|next| next < time && last.is_none_or(|last| last < next))
    };
    is_ahead_of(row + 1) && (last.is_some() || is_ahead_of(row + 2))
}

/// Turns written times into instants.
pub(crate) struct Clock<'a> {
    zone: &'a Zone,
    reading: Reading,
    span: OffsetSpan,
    /// Times may repeat, or come a little before the one before them, as those of ticks do.
    may_repeat: bool,
}

/// What written times are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Instants.
    Instants,
    /// The wall clock of the zone.
    Wall,
    /// Days of the zone: they start at midnight, or with the day where there is no midnight.
    Days,
}

impl<'a> Clock<'a> {
    pub(crate) fn new(zone: &'a Zone, reading: Reading) -> Self {
        Self {
            zone,
            reading,
            span: zone.span(0),
            may_repeat: false,
        }
    }

    /// The wall clock by which ticks are written.
    pub(crate) fn of_ticks(zone: &'a Zone) -> Self {
        Self {
            may_repeat: true,
            ..Self::new(zone, Reading::Wall)
        }
    }

    /// The instant of a written time. Of two, the first one after `last`; of ticks, the second one
    /// only where the first is before `last` by more than half of the change. `None` where the clock never showed it.
    pub(crate) fn instant(&mut self, written: i64, last: Option<Nanos>) -> Option<Nanos> {
        match self.reading {
            Reading::Instants => Some(written),
            Reading::Days => Some(self.zone.first_at_or_after(written)),
            Reading::Wall => self.wall(written, last),
        }
    }

    fn wall(&mut self, written: i64, last: Option<Nanos>) -> Option<Nanos> {
        let time = self.span.instant(written);
        if is_inside(&self.span, time) {
            return Some(time);
        }
        self.span = self.zone.span(time);
        match self.zone.resolve(written) {
            Resolved::Once(time) => Some(time),
            Resolved::Never => None,
            Resolved::Twice(first, second) => {
                let is_past = last.is_some_and(|last| {
                    if self.may_repeat {
                        // A clock that was set back is behind by the whole change, a late tick by less.
                        first + (second - first) / 2 < last
                    } else {
                        first <= last
                    }
                });
                Some(if is_past { second } else { first })
            }
        }
    }
}

/// Whether no clock change is near.
const fn is_inside(span: &OffsetSpan, time: Nanos) -> bool {
    span.from.saturating_add(CHANGE_NANOS_MAX) < time
        && time < span.until.saturating_sub(CHANGE_NANOS_MAX)
}
