//! The rows of one source in the order of time, and the rules that look at neighbours. Up to
//! [`PENDING_ROWS`] rows are held back, so that a row which comes a little late is put where it belongs
//! and memory has a bound. What comes out depends on the rows alone, never on where blocks were cut.

use super::note::{Note, NoteReader};
use super::rows::{Block, jumps, split_off};
use crate::rules::{RowRule, Tally};
use crate::sequence::Clock;
use base::{Nanos, Zone};
use market::{TickBlock, TickScale};
use std::collections::VecDeque;

/// A row that more rows are later than is too late.
pub(super) const PENDING_ROWS: usize = 256;
/// A row that is so far ahead of the row after it is wrong itself.
const AHEAD_NANOS: i64 = 60_000_000_000;
/// Rows of one instant; more mean that a clock stands still.
const INSTANT_ROWS: u64 = 65_536;

/// A row and where it stands, for sentences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Row {
    time: i64,
    bid: i64,
    spread: i64,
    bid_volume: i64,
    ask_volume: i64,
    line: u64,
    byte: u64,
}

/// One source on its way to the store.
#[derive(Clone)]
pub(super) struct Order {
    name: String,
    unit: &'static str,
    /// Zone of its wall clock, where it writes one.
    wall: Option<Zone>,
    scale: TickScale,
    pub(super) tally: Tally,
    /// Lines or records before the next block.
    lines: u64,
    /// In order of time, not yet given out.
    pending: TickBlock,
    /// Times before this one were given out.
    given: Option<i64>,
    /// Latest time that was kept.
    newest: Option<i64>,
    /// The row that was kept last, in the order of the source.
    before: Option<Row>,
    /// The last row of the block before: whether it is ahead shows in the next one.
    carried: Option<Row>,
    /// Rows kept of the newest time.
    same: u64,
    /// Time of the row whose clock was read last.
    clocked: Option<i64>,
    pub(super) ready: VecDeque<TickBlock>,
}

impl Order {
    pub(super) fn new(
        name: String,
        unit: &'static str,
        wall: Option<Zone>,
        scale: TickScale,
    ) -> Self {
        Self {
            name,
            unit,
            wall,
            scale,
            tally: Tally::default(),
            lines: 0,
            pending: TickBlock::new(scale),
            given: None,
            newest: None,
            before: None,
            carried: None,
            same: 0,
            clocked: None,
            ready: VecDeque::new(),
        }
    }

    /// Takes the next block of the source.
    pub(super) fn feed(&mut self, mut block: Block) {
        self.count(&block);
        if self.wall.is_some() {
            self.read_clock(&mut block);
        }
        let first_line = self.lines;
        self.lines += block.lines();
        let Some(last) = block.rows.len().checked_sub(1) else {
            return;
        };
        let row = |at: usize| Row {
            time: block.rows.time[at],
            bid: block.rows.bid[at],
            spread: block.rows.spread[at],
            bid_volume: block.rows.bid_volume[at],
            ask_volume: block.rows.ask_volume[at],
            // Put into words only for rows that are shown.
            line: 0,
            byte: at as u64,
        };
        let located = |at: usize| Row {
            line: first_line + block.line_of(at) + 1,
            byte: block.start_byte + u64::from(block.places[at]),
            ..row(at)
        };
        if let Some(carried) = self.carried.take() {
            self.arrive(carried, Some(block.rows.time[0]), &|row| row);
        }
        let locate = |row: Row| located(row.byte as usize);
        if self.is_plain_after(&block) {
            self.before = Some(located(last - 1));
            self.newest = Some(block.rows.time[last - 1]);
            self.same = 1;
            self.carried = Some(located(last));
            split_off(&mut block.rows, last);
            self.push_sorted(block.rows);
            return;
        }
        for at in 0..last {
            self.arrive(row(at), Some(block.rows.time[at + 1]), &locate);
        }
        self.carried = Some(located(last));
        self.give();
    }

    /// Takes the end of the source.
    pub(super) fn finish(&mut self) {
        if let Some(carried) = self.carried.take() {
            self.arrive(carried, None, &|row| row);
        }
        let rest = std::mem::replace(&mut self.pending, TickBlock::new(self.scale));
        if !rest.is_empty() {
            self.ready.push_back(rest);
        }
    }

    fn count(&mut self, block: &Block) {
        self.tally.rows_in += block.rows_in;
        for (line, reject) in &block.examples {
            let number = self.lines + line + 1;
            let byte = block.start_byte + reject.byte;
            let (name, unit) = (&self.name, self.unit);
            self.tally.add(reject.rule, || {
                format!("{name}, {unit} {number}, byte {byte}: {}", reject.reason)
            });
        }
        for rule in RowRule::ALL {
            let told = block
                .examples
                .iter()
                .filter(|(_, reject)| reject.rule == rule)
                .count();
            self.tally.counts[rule as usize] += block.rejected[rule as usize] - told as u64;
        }
    }

    /// Whether a block can be taken as it is.
    fn is_plain_after(&self, block: &Block) -> bool {
        let rows = &block.rows;
        let follows = self.newest.is_none_or(|newest| newest < rows.time[0])
            && self
                .before
                .is_none_or(|before| !jumps(before.bid, rows.bid[0]));
        block.is_plain && follows && rows.len() > 1
    }

    /// One row, in the order of the source, and the time of the row after it.
    fn arrive(&mut self, row: Row, next: Option<i64>, locate: &dyn Fn(Row) -> Row) {
        if let Some(why) = self.refusal(&row, next) {
            self.tell(why.0, &row, locate, why.1);
            return;
        }
        self.flag(&row, locate);
        self.before = Some(row);
        self.same = if self.newest == Some(row.time) {
            self.same + 1
        } else {
            self.same
        };
        if self.newest.is_none_or(|newest| newest < row.time) {
            self.newest = Some(row.time);
            self.same = 1;
            self.insert(self.pending.len(), &row);
        } else {
            let place = self.pending.time.partition_point(|time| *time <= row.time);
            self.insert(place, &row);
        }
    }

    fn refusal(&self, row: &Row, next: Option<i64>) -> Option<(RowRule, &'static str)> {
        let ahead = AHEAD_NANOS / self.scale.unit.nanos();
        // The row after it goes on where the rows before it were, give or take a minute.
        let goes_on = |next: i64| {
            self.newest.is_none_or(|newest| {
                row.time.saturating_sub(newest) >= ahead && newest.saturating_sub(next) < ahead
            })
        };
        if next.is_some_and(|next| row.time.saturating_sub(next) >= ahead && goes_on(next)) {
            return Some((
                RowRule::OutOfOrder,
                "a minute or more after the rows around it",
            ));
        }
        let given = self.boundary();
        if given.is_some_and(|given| row.time < given) {
            return Some((
                RowRule::OutOfOrder,
                "more than 256 rows before it are later",
            ));
        }
        let is_stuck = self.newest == Some(row.time) && self.same >= INSTANT_ROWS;
        is_stuck.then_some((
            RowRule::StuckClock,
            "65,536 rows before it have the same time",
        ))
    }

    /// The time before which no row can be put any more.
    fn boundary(&self) -> Option<i64> {
        match self.pending.len().checked_sub(PENDING_ROWS + 1) {
            Some(at) => Some(self.pending.time[at]),
            None => self.given,
        }
    }

    fn flag(&mut self, row: &Row, locate: &dyn Fn(Row) -> Row) {
        if self.newest.is_some_and(|newest| row.time < newest) {
            self.tell(RowRule::SortedIn, row, locate, "rows before it are later");
        }
        if row.spread < 0 {
            self.tell(RowRule::Crossed, row, locate, "its ask is below its bid");
        } else if row.spread == 0 {
            self.tell(RowRule::ZeroSpread, row, locate, "its ask equals its bid");
        }
        let Some(before) = self.before else { return };
        if jumps(before.bid, row.bid) {
            self.tell(
                RowRule::Jump,
                row,
                locate,
                "its bid is more than a tenth away",
            );
        }
        let is_same = before.time == row.time
            && before.bid == row.bid
            && before.spread == row.spread
            && before.bid_volume == row.bid_volume
            && before.ask_volume == row.ask_volume;
        if is_same {
            self.tell(
                RowRule::Repeated,
                row,
                locate,
                "it equals the row before it",
            );
        }
    }

    fn tell(&mut self, rule: RowRule, row: &Row, locate: &dyn Fn(Row) -> Row, what: &str) {
        let (name, unit) = (&self.name, self.unit);
        self.tally.add(rule, || {
            let row = locate(*row);
            format!("{name}, {unit} {}, byte {}: {what}", row.line, row.byte)
        });
    }

    fn insert(&mut self, at: usize, row: &Row) {
        self.pending.time.insert(at, row.time);
        self.pending.bid.insert(at, row.bid);
        self.pending.spread.insert(at, row.spread);
        self.pending.bid_volume.insert(at, row.bid_volume);
        self.pending.ask_volume.insert(at, row.ask_volume);
    }

    /// Gives out what is certain.
    fn give(&mut self) {
        let count = self.pending.len().saturating_sub(PENDING_ROWS);
        if count > 0 {
            let rest = split_off(&mut self.pending, count);
            let certain = std::mem::replace(&mut self.pending, rest);
            self.given = certain.time.last().copied();
            self.ready.push_back(certain);
        }
    }

    /// Takes rows that are in order and after all that are pending.
    fn push_sorted(&mut self, mut rows: TickBlock) {
        match rows.len().checked_sub(PENDING_ROWS) {
            Some(certain) => {
                let rest = split_off(&mut rows, certain);
                let pending = std::mem::replace(&mut self.pending, rest);
                for part in [pending, rows] {
                    self.given = part.time.last().copied().or(self.given);
                    if !part.is_empty() {
                        self.ready.push_back(part);
                    }
                }
            }
            None => {
                self.pending.extend_from(&rows, 0..rows.len());
                self.give();
            }
        }
    }

    /// Wall clocks to UTC; rows at times that the clock never showed are rejected.
    fn read_clock(&mut self, block: &mut Block) {
        let Some(zone) = self.wall.clone() else {
            return;
        };
        let unit = self.scale.unit.nanos();
        let mut clock = Clock::of_ticks(&zone);
        let mut last: Option<Nanos> = self.clocked.map(|time| time * unit);
        let mut kept = Vec::with_capacity(block.rows.len());
        for at in 0..block.rows.len() {
            let written = block.rows.time[at] * unit;
            if let Some(time) = clock.instant(written, last) {
                block.rows.time[at] = time / unit;
                last = Some(time);
                kept.push(at);
            } else {
                let row = Row {
                    line: self.lines + block.line_of(at) + 1,
                    byte: block.start_byte + u64::from(block.places[at]),
                    ..Row::default()
                };
                self.tell(
                    RowRule::BadTime,
                    &row,
                    &|row| row,
                    "the clock was set forward over it",
                );
            }
        }
        self.clocked = last.map(|time| time / unit);
        block.keep(&kept);
    }

    /// Everything that is needed to go on, but for what is ready.
    pub(super) fn note(&self, note: &mut Note) {
        note.tally(&self.tally);
        note.unsigned(self.lines);
        note.rows(&self.pending);
        for time in [self.given, self.newest, self.clocked] {
            note.optional(time);
        }
        for row in [self.before, self.carried] {
            note.unsigned(u64::from(row.is_some()));
            let row = row.unwrap_or_default();
            for value in [
                row.time,
                row.bid,
                row.spread,
                row.bid_volume,
                row.ask_volume,
            ] {
                note.signed(value);
            }
            note.unsigned(row.line);
            note.unsigned(row.byte);
        }
        note.unsigned(self.same);
    }

    /// Goes back to a note.
    pub(super) fn resume(&mut self, note: &mut NoteReader<'_>) -> Option<()> {
        self.tally = note.tally()?;
        self.lines = note.unsigned()?;
        self.pending = note.rows(self.scale)?;
        self.given = note.optional()?;
        self.newest = note.optional()?;
        self.clocked = note.optional()?;
        let mut row = || {
            let is_some = note.unsigned()? == 1;
            let row = Row {
                time: note.signed()?,
                bid: note.signed()?,
                spread: note.signed()?,
                bid_volume: note.signed()?,
                ask_volume: note.signed()?,
                line: note.unsigned()?,
                byte: note.unsigned()?,
            };
            Some(is_some.then_some(row))
        };
        self.before = row()?;
        self.carried = row()?;
        self.same = note.unsigned()?;
        Some(())
    }
}
