//! Rows of many sources, and those that the dataset has, as one sequence in order of time. A row that
//! equals one of another source is left out; repeats inside one source stay. Where only one source has
//! rows, they pass through in whole blocks.

use super::note::{Note, NoteReader};
use super::order::Order;
use super::rows::Block;
use super::source::{Target, TickFile};
use crate::error::ImportError;
use crate::rules::Tally;
use base::Pool;
use base::civil::DAY_NANOS;
use market::{TickBlock, TickScale};
use std::collections::{BTreeMap, BTreeSet};

/// Where rows go, and where those that are there come from.
pub(super) trait Sink {
    /// Days of which there are rows.
    fn days(&self) -> BTreeSet<i64>;
    /// The rows of a day.
    fn existing(&self, day: i64) -> Result<TickBlock, ImportError>;
    fn append(&mut self, rows: &TickBlock) -> Result<(), ImportError>;
    /// Everything appended so far is behind this note.
    fn note(&mut self, note: Vec<u8>);
    /// A block was read: so many rows and bytes came in so far. Says whether to go on.
    fn progress(&mut self, rows: u64, bytes: u64) -> Result<(), ImportError>;
}

/// How many blocks are read at once, and into what.
#[derive(Clone, Copy)]
pub(super) struct Plan<'a> {
    pub(super) files: &'a [TickFile],
    pub(super) target: Target,
    pub(super) blocks_at_once: usize,
    pub(super) pool: &'a dyn Pool,
}

/// How merging ended.
pub(super) enum Merged {
    Done(Box<Tally>),
    /// Some rows need a wider scale: everything is to be read again with it.
    Needs(TickScale),
}

/// Stops merging.
enum Stop {
    Failed(ImportError),
    Needs(TickScale),
}

impl From<ImportError> for Stop {
    fn from(error: ImportError) -> Self {
        Self::Failed(error)
    }
}

/// Merges all sources into the sink, going on from a note where there is one.
pub(super) fn merge(
    plan: Plan<'_>,
    note: &[u8],
    sink: &mut dyn Sink,
) -> Result<Merged, ImportError> {
    let mut merge = Merge::new(plan, sink);
    let resumed = if note.is_empty() {
        Ok(())
    } else {
        merge.resume(note)
    };
    let done = resumed.and_then(|()| merge.run());
    match done {
        Ok(()) => Ok(Merged::Done(Box::new(merge.tally))),
        Err(Stop::Needs(scale)) => Ok(Merged::Needs(scale)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// A source that is being read.
struct Active {
    index: usize,
    order: Order,
    /// The block that is fed next; beyond the last one: the end.
    next_block: usize,
    /// The state before the last feed, and how many rows of that were taken.
    snapshot: Vec<u8>,
    snapshot_block: usize,
    taken: u64,
    /// Rows of the first ready block that were taken.
    head: usize,
    is_finished: bool,
}

/// Rows that the dataset has of a day.
#[derive(Default)]
struct Existing {
    day: Option<i64>,
    rows: TickBlock,
    head: usize,
}

struct Merge<'a> {
    plan: Plan<'a>,
    sink: &'a mut dyn Sink,
    days: BTreeSet<i64>,
    read: BTreeMap<(usize, usize), Block>,
    active: Vec<Active>,
    /// The source that is opened next.
    next: usize,
    existing: Existing,
    /// Of sources that were read to their end, and duplicates.
    tally: Tally,
    bytes: u64,
    is_noted: bool,
}

impl<'a> Merge<'a> {
    fn new(plan: Plan<'a>, sink: &'a mut dyn Sink) -> Self {
        Self {
            plan,
            days: sink.days(),
            sink,
            read: BTreeMap::new(),
            active: Vec::new(),
            next: 0,
            existing: Existing::default(),
            tally: Tally::default(),
            bytes: 0,
            is_noted: true,
        }
    }

    fn run(&mut self) -> Result<(), Stop> {
        loop {
            if !std::mem::replace(&mut self.is_noted, true) {
                let note = self.note();
                self.sink.note(note);
            }
            let Some(time) = self.earliest()? else {
                return Ok(());
            };
            let bound = self.bound(time);
            match self.only_source_at(time) {
                Some(at) if bound > time => self.pass(at, bound)?,
                None if bound > time
                    && self.existing.head_time() == Some(time)
                    && !self.has_active_at(time) =>
                {
                    self.pass_existing(bound)?;
                }
                _ => self.group(time)?,
            }
        }
    }

    /// The earliest time that is left. Opens what may hold it.
    fn earliest(&mut self) -> Result<Option<i64>, Stop> {
        loop {
            let time = self.earliest_of_active()?;
            let opens = self
                .plan
                .files
                .get(self.next)
                .is_some_and(|file| time.is_none_or(|time| file.start <= time * self.unit()));
            if opens {
                self.open(self.next);
                self.next += 1;
                continue;
            }
            let Some(time) = time else {
                return Ok(self.existing.head_time());
            };
            let day = self.day(time);
            if self.existing.day != Some(day) && self.existing.head_time().is_none() {
                self.load(day)?;
            }
            let head = self.existing.head_time();
            return Ok(Some(head.map_or(time, |head| head.min(time))));
        }
    }

    fn unit(&self) -> i64 {
        self.plan.target.scale.unit.nanos()
    }

    fn day(&self, time: i64) -> i64 {
        (time * self.unit()).div_euclid(DAY_NANOS)
    }

    fn load(&mut self, day: i64) -> Result<(), Stop> {
        let rows = if self.days.contains(&day) {
            self.sink.existing(day)?
        } else {
            TickBlock::new(self.plan.target.scale)
        };
        self.existing = Existing {
            day: Some(day),
            rows,
            head: 0,
        };
        Ok(())
    }

    fn open(&mut self, index: usize) {
        let file = &self.plan.files[index];
        let scale = self.plan.target.scale;
        let name = file.path.display().to_string();
        self.active.push(Active {
            index,
            order: Order::new(name, file.row_word(), file.wall(), scale),
            next_block: 0,
            snapshot: Vec::new(),
            snapshot_block: 0,
            taken: 0,
            head: 0,
            is_finished: false,
        });
    }

    /// The earliest time of the sources that are open; those that have ended are closed.
    fn earliest_of_active(&mut self) -> Result<Option<i64>, Stop> {
        let mut earliest = None;
        let mut at = 0;
        while at < self.active.len() {
            match self.head_time(at)? {
                Some(time) => {
                    earliest = Some(earliest.map_or(time, |earliest: i64| earliest.min(time)));
                    at += 1;
                }
                None => {
                    let ended = self.active.remove(at);
                    self.tally.join(&ended.order.tally);
                    self.is_noted = false;
                }
            }
        }
        Ok(earliest)
    }

    /// The time of a source's next row; it is fed until there is one.
    fn head_time(&mut self, at: usize) -> Result<Option<i64>, Stop> {
        loop {
            let active = &self.active[at];
            if let Some(rows) = active.order.ready.front() {
                return Ok(Some(rows.time[active.head]));
            }
            if active.is_finished {
                return Ok(None);
            }
            self.feed(at)?;
        }
    }

    fn feed(&mut self, at: usize) -> Result<(), Stop> {
        let index = self.active[at].index;
        let file = &self.plan.files[index];
        let block_index = self.active[at].next_block;
        let is_end = block_index >= file.block_count(&self.plan.target);
        let block = if is_end {
            None
        } else {
            Some(self.block(index, block_index)?)
        };
        let active = &mut self.active[at];
        let mut note = Note::new();
        active.order.note(&mut note);
        active.snapshot = note.finish();
        active.snapshot_block = block_index;
        active.taken = 0;
        active.next_block += 1;
        match block {
            None => {
                active.order.finish();
                active.is_finished = true;
            }
            Some(block) => {
                if let Some(needs) = block.needs {
                    return Err(Stop::Needs(needs));
                }
                active.order.feed(block);
                self.bytes += file.block_bytes(block_index, &self.plan.target);
            }
        }
        self.is_noted = false;
        let open: u64 = self
            .active
            .iter()
            .map(|active| active.order.tally.rows_in)
            .sum();
        Ok(self.sink.progress(self.tally.rows_in + open, self.bytes)?)
    }

    /// A block, read with those that come after it.
    fn block(&mut self, index: usize, block: usize) -> Result<Block, Stop> {
        if let Some(read) = self.read.remove(&(index, block)) {
            return Ok(read);
        }
        let plan = self.plan;
        let share = (plan.blocks_at_once / self.active.len().max(1)).max(1);
        let later = (index..plan.files.len()).flat_map(|file| {
            let first = if file == index { block } else { 0 };
            (first..plan.files[file].block_count(&plan.target)).map(move |block| (file, block))
        });
        let wanted: Vec<(usize, usize)> = later
            .filter(|place| !self.read.contains_key(place))
            .take(share)
            .collect();
        let blocks = base::pool::map(plan.pool, wanted.len(), |at| {
            let (file, block) = wanted[at];
            plan.files[file].read(block, &plan.target)
        });
        for (place, block) in wanted.iter().zip(blocks) {
            self.read.insert(*place, block?);
        }
        let read = self.read.remove(&(index, block));
        Ok(read.unwrap_or_else(|| Block::new(plan.target.scale, 0)))
    }

    /// The first time at which another source, or a day's existing rows, may come in.
    fn bound(&self, time: i64) -> i64 {
        let heads = self.active.iter().map(|active| {
            active
                .order
                .ready
                .front()
                .map_or(i64::MAX, |rows| rows.time[active.head])
        });
        let later = heads
            .chain(self.existing.head_time())
            .filter(|head| *head > time)
            .min();
        let twice =
            self.active_at(time).count() + usize::from(self.existing.head_time() == Some(time));
        if twice > 1 {
            return time;
        }
        let unit = self.unit();
        let unopened = self
            .plan
            .files
            .get(self.next)
            .map(|file| file.start.div_euclid(unit));
        let midnight = (!self.days.is_empty()).then(|| (self.day(time) + 1) * (DAY_NANOS / unit));
        [later, unopened, midnight]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(i64::MAX)
    }

    fn active_at(&self, time: i64) -> impl Iterator<Item = usize> + '_ {
        let is_at = move |(_, active): &(usize, &Active)| {
            active
                .order
                .ready
                .front()
                .is_some_and(|rows| rows.time[active.head] == time)
        };
        self.active
            .iter()
            .enumerate()
            .filter(is_at)
            .map(|(at, _)| at)
    }

    fn has_active_at(&self, time: i64) -> bool {
        self.active_at(time).next().is_some()
    }

    /// The source whose rows come next, if no other has rows of that time.
    fn only_source_at(&self, time: i64) -> Option<usize> {
        if self.existing.head_time() == Some(time) {
            return None;
        }
        let mut at = self.active_at(time);
        at.next().filter(|_| at.next().is_none())
    }

    /// Hands over what a source has ready before a time.
    fn pass(&mut self, at: usize, bound: i64) -> Result<(), Stop> {
        let active = &mut self.active[at];
        let Some(rows) = active.order.ready.pop_front() else {
            return Ok(());
        };
        let head = std::mem::take(&mut active.head);
        let end = rows.time.partition_point(|time| *time < bound);
        active.taken += (end - head) as u64;
        if head == 0 && end == rows.len() {
            self.sink.append(&rows)?;
            return Ok(());
        }
        let mut part = TickBlock::new(rows.scale);
        part.extend_from(&rows, head..end);
        if end < rows.len() {
            active.head = end;
            active.order.ready.push_front(rows);
        }
        Ok(self.sink.append(&part)?)
    }

    fn pass_existing(&mut self, bound: i64) -> Result<(), Stop> {
        let existing = &mut self.existing;
        let end = existing.rows.time.partition_point(|time| *time < bound);
        let mut part = TickBlock::new(existing.rows.scale);
        part.extend_from(&existing.rows, existing.head..end);
        existing.head = end;
        Ok(self.sink.append(&part)?)
    }

    /// Hands over the rows of one time, each as often as the source that has it most often.
    fn group(&mut self, time: i64) -> Result<(), Stop> {
        let mut kept = Group::new(self.plan.target.scale);
        let existing = &mut self.existing;
        while existing.head_time() == Some(time) {
            kept.take(&existing.rows, existing.head);
            existing.head += 1;
        }
        for at in 0..self.active.len() {
            kept.next_source();
            while self.head_time(at)? == Some(time) {
                let active = &mut self.active[at];
                let Some(rows) = active.order.ready.front() else {
                    break;
                };
                let is_kept = kept.take(rows, active.head);
                self.tally.duplicates += u64::from(!is_kept);
                active.head += 1;
                active.taken += 1;
                if active.head == rows.len() {
                    active.order.ready.pop_front();
                    active.head = 0;
                }
            }
        }
        Ok(self.sink.append(&kept.rows)?)
    }

    fn note(&self) -> Vec<u8> {
        let mut note = Note::new();
        note.unsigned(self.next as u64);
        note.unsigned(self.bytes);
        note.tally(&self.tally);
        note.optional(self.existing.day);
        note.unsigned(self.existing.head as u64);
        note.unsigned(self.active.len() as u64);
        for active in &self.active {
            note.unsigned(active.index as u64);
            note.unsigned(active.snapshot_block as u64);
            note.unsigned(active.taken);
            note.raw(&active.snapshot);
        }
        note.finish()
    }

    fn resume(&mut self, note: &[u8]) -> Result<(), Stop> {
        let damaged = || {
            ImportError::new(
                crate::ImportErrorKind::StoreDamaged,
                "The note of the interrupted import makes no sense.",
                "Run `backtestr fsck`, then import under another dataset name.",
            )
        };
        let mut note = NoteReader::new(note).ok_or_else(damaged)?;
        self.resume_from(&mut note)?.ok_or_else(damaged)?;
        Ok(())
    }

    fn resume_from(&mut self, note: &mut NoteReader<'_>) -> Result<Option<()>, Stop> {
        let Some((next, bytes, tally, day, head, count)) = heading(note) else {
            return Ok(None);
        };
        self.next = next.min(self.plan.files.len());
        self.tally = tally;
        if let Some(day) = day {
            self.load(day)?;
            self.existing.head = head.min(self.existing.rows.len());
        }
        for _ in 0..count {
            let Some((index, block, taken, snapshot)) = source_part(note) else {
                return Ok(None);
            };
            if index >= self.plan.files.len() {
                return Ok(None);
            }
            self.open(index);
            let at = self.active.len() - 1;
            let order = &mut self.active[at].order;
            if NoteReader::new(snapshot)
                .and_then(|mut note| order.resume(&mut note))
                .is_none()
            {
                return Ok(None);
            }
            self.active[at].next_block = block;
            self.feed(at)?;
            self.drop_taken(at, taken);
        }
        self.bytes = bytes;
        self.is_noted = true;
        Ok(Some(()))
    }

    /// Rows that were handed over before the interruption.
    fn drop_taken(&mut self, at: usize, taken: u64) {
        let active = &mut self.active[at];
        active.taken = taken;
        let mut left = usize::try_from(taken).unwrap_or(usize::MAX);
        while let Some(rows) = active.order.ready.front() {
            if left < rows.len() {
                break;
            }
            left -= rows.len();
            active.order.ready.pop_front();
        }
        active.head = if active.order.ready.is_empty() {
            0
        } else {
            left
        };
    }
}

type Heading = (usize, u64, Tally, Option<i64>, usize, usize);

fn heading(note: &mut NoteReader<'_>) -> Option<Heading> {
    let next = usize::try_from(note.unsigned()?).ok()?;
    let bytes = note.unsigned()?;
    let tally = note.tally()?;
    let day = note.optional()?;
    let head = usize::try_from(note.unsigned()?).ok()?;
    Some((next, bytes, tally, day, head, note.count()?))
}

fn source_part<'n>(note: &mut NoteReader<'n>) -> Option<(usize, usize, u64, &'n [u8])> {
    let index = usize::try_from(note.unsigned()?).ok()?;
    let block = usize::try_from(note.unsigned()?).ok()?;
    Some((index, block, note.unsigned()?, note.raw()?))
}

impl Existing {
    fn head_time(&self) -> Option<i64> {
        self.rows.time.get(self.head).copied()
    }
}

/// Rows of one time.
struct Group {
    rows: TickBlock,
    /// How often each is kept.
    kept: BTreeMap<[i64; 4], u64>,
    /// How often the source at hand has each.
    own: BTreeMap<[i64; 4], u64>,
}

impl Group {
    fn new(scale: TickScale) -> Self {
        Self {
            rows: TickBlock::new(scale),
            kept: BTreeMap::new(),
            own: BTreeMap::new(),
        }
    }

    fn next_source(&mut self) {
        self.own.clear();
    }

    /// Keeps a row, unless other sources have it as often.
    fn take(&mut self, rows: &TickBlock, at: usize) -> bool {
        let values = [
            rows.bid[at],
            rows.spread[at],
            rows.bid_volume[at],
            rows.ask_volume[at],
        ];
        let own = self.own.entry(values).or_default();
        *own += 1;
        let kept = self.kept.entry(values).or_default();
        if *own <= *kept {
            return false;
        }
        *kept = *own;
        self.rows.extend_from(rows, at..at + 1);
        true
    }
}
