//! Imports: rows become segments, segments become durable in groups, and the last commit makes a
//! version. An import that was interrupted goes on where it was, with the same bytes.

mod again;
mod rows;

pub use rows::Rows;

use crate::codec::Encode;
use crate::entry::{Entry, NewDataset, NewVersion, Progress};
use crate::error::StoreError;
use crate::files::{Held, LockMode};
use crate::home::Unpublished;
use crate::layout;
use crate::names::component;
use crate::records::{Accounting, ImportRecord, ImportSource, Segment, Series};
use crate::segment::Encoded;
use crate::state::{Dataset, State, Version};
use crate::store::{Store, WRITERS_LOCK};
use again::Standing;
use base::Pool;
use rows::{Cutter, Piece, check_fits};
use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::time::Instant;

/// Pieces of so many rows are encoded at a time.
const BATCH_ROWS: usize = 1 << 20;
/// As many files are open at most before they are published.
const GROUP_FILES: usize = 128;

/// What an import does with rows that the dataset has in the periods it touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportMode {
    /// The importer hands them over again among the new ones; none may be lost.
    Merge,
    /// They are not part of the new version, but for those that the importer hands over again and
    /// counts by [`Import::carry`].
    Replace,
}

/// What is to be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPlan {
    /// Name of the dataset, which is made if there is none.
    pub dataset: String,
    /// What the rows are.
    pub series: Series,
    /// What the rows come from.
    pub sources: Vec<ImportSource>,
    /// How the sources are read, as names and values.
    pub options: Vec<(String, String)>,
    /// What becomes of rows that are there.
    pub mode: ImportMode,
}

impl ImportPlan {
    fn key(&self) -> [u8; 32] {
        key_of(&self.series, &self.sources, &self.options, self.mode)
    }
}

/// Names what is asked: equal keys give equal rows.
fn key_of(
    series: &Series,
    sources: &[ImportSource],
    options: &Vec<(String, String)>,
    mode: ImportMode,
) -> [u8; 32] {
    let mut bytes = Vec::new();
    series.put(&mut bytes);
    let hashes: Vec<[u8; 32]> = sources.iter().map(|source| source.hash).collect();
    hashes.put(&mut bytes);
    options.put(&mut bytes);
    (mode == ImportMode::Replace).put(&mut bytes);
    *blake3::hash(&bytes).as_bytes()
}

/// Where an import stands at its beginning.
pub enum Begun<'s, R> {
    /// It was done before; this is the version.
    Done(u64),
    /// It is to be done.
    Open(Box<Import<'s, R>>),
}

/// An import under way. Dropping it keeps what is durable for the next attempt.
pub struct Import<'s, R> {
    store: &'s Store,
    pool: &'s dyn Pool,
    plan: ImportPlan,
    key: [u8; 32],
    progress_key: [u8; 32],
    base: Option<Version>,
    resumed_note: Vec<u8>,
    cutter: Cutter<R>,
    /// Rows still to come that are durable already.
    skip: u64,
    /// Rows handed over, those before the resumed note included.
    seen: u64,
    /// Of these, rows that were there before, where not all of them stay.
    carried: u64,
    notes: Vec<(u64, Vec<u8>)>,
    pieces: Vec<Piece<R>>,
    segments: Vec<Segment>,
    unpublished: Vec<Unpublished>,
    unpublished_bytes: u64,
    group_began: Instant,
    _locks: Vec<Box<dyn Held>>,
    _rows: PhantomData<R>,
}

impl Store {
    /// Begins an import, or goes on with one that was interrupted, or says that it was done.
    ///
    /// # Errors
    /// When another process imports into the dataset, or the dataset holds other rows.
    pub fn begin_import<'s, R: Rows>(
        &'s self,
        plan: ImportPlan,
        pool: &'s dyn Pool,
    ) -> Result<Begun<'s, R>, StoreError> {
        self.home.check_writable()?;
        let locks = self.import_locks(&plan.dataset)?;
        self.refresh()?;
        let key = plan.key();
        let dataset = self.look(|state| state.dataset(&plan.dataset).cloned());
        check_series::<R>(&plan, dataset.as_ref())?;
        let versions = dataset.map(|dataset| dataset.versions).unwrap_or_default();
        let done = versions.iter().rposition(|version| version.key == key);
        // A version whose files are gone is made again from what was there before it.
        let base_count = match done {
            Some(done) => match self.standing(&plan, &versions, done) {
                Standing::Holds => return Ok(Begun::Done(versions[done].number)),
                Standing::Damaged => versions[done].number - 1,
                Standing::Overtaken => versions.len() as u64,
            },
            None => versions.len() as u64,
        };
        let base = versions
            .into_iter()
            .nth((base_count as usize).wrapping_sub(1));
        let (progress_key, progress) = self.attempt(&plan, &key, base_count);
        let mut import = Import {
            store: self,
            pool,
            plan,
            key,
            progress_key,
            base,
            resumed_note: Vec::new(),
            cutter: Cutter::new(),
            skip: 0,
            seen: 0,
            carried: 0,
            notes: Vec::new(),
            pieces: Vec::new(),
            segments: Vec::new(),
            unpublished: Vec::new(),
            unpublished_bytes: 0,
            group_began: Instant::now(),
            _locks: locks,
            _rows: PhantomData,
        };
        if let Some(progress) = progress {
            import.resume(&progress);
        }
        Ok(Begun::Open(Box::new(import)))
    }

    fn import_locks(&self, dataset: &str) -> Result<Vec<Box<dyn Held>>, StoreError> {
        let name = format!("dataset-{}.lock", component(dataset));
        let own = self.home.lock(&name, LockMode::AloneNow)?;
        let own = own.ok_or_else(|| {
            let what = format!("an import into {dataset}");
            self.home.busy(&name, what)
        })?;
        let shared = self.home.lock(WRITERS_LOCK, LockMode::Shared)?;
        Ok(std::iter::once(own).chain(shared).collect())
    }
}

fn check_series<R: Rows>(plan: &ImportPlan, dataset: Option<&Dataset>) -> Result<(), StoreError> {
    let help = "Give the dataset another name, or remove the one that is there.";
    if plan.series.kind != R::KIND || dataset.is_some_and(|there| there.series != plan.series) {
        let why = format!("dataset {:?} holds rows of another kind", plan.dataset);
        return Err(StoreError::refused(why, help));
    }
    if plan.dataset.is_empty() {
        return Err(StoreError::refused("a dataset needs a name", help));
    }
    Ok(())
}

impl<R: Rows> Import<'_, R> {
    fn resume(&mut self, progress: &Progress) {
        let durable: u64 = progress.segments.iter().map(|segment| segment.rows).sum();
        self.segments.clone_from(&progress.segments);
        self.cutter = Cutter::after(progress.segments.last().map(|segment| segment.last));
        self.resumed_note.clone_from(&progress.note);
        self.seen = progress.note_rows;
        self.skip = durable - progress.note_rows;
    }

    /// What the importer noted when it was interrupted: go on from there. Empty: from the start.
    #[must_use]
    pub fn resumed_note(&self) -> &[u8] {
        &self.resumed_note
    }

    /// The version to which this import adds.
    #[must_use]
    pub const fn base(&self) -> Option<&Version> {
        self.base.as_ref()
    }

    /// The rows that the dataset has in a period: a day number for quotes, a year for bars.
    ///
    /// # Errors
    /// When a segment cannot be read.
    pub fn existing(&self, period: i64) -> Result<R, StoreError> {
        let series = &self.plan.series;
        let mut all = R::empty(series.tick_scale());
        for segment in self
            .base_segments()
            .filter(|segment| segment.period == period)
        {
            let rows: R = self.store.load_segment(series, segment)?;
            all.append(&rows, 0..rows.count());
        }
        Ok(all)
    }

    fn base_segments(&self) -> impl Iterator<Item = &Segment> {
        self.base.iter().flat_map(|base| base.segments.iter())
    }

    /// Notes that everything handed over so far came from before a place in the sources.
    pub fn note(&mut self, place: Vec<u8>) {
        match self.notes.last_mut() {
            Some((rows, last)) if *rows == self.seen => *last = place,
            _ => self.notes.push((self.seen, place)),
        }
    }

    /// In [`ImportMode::Replace`]: so many rows more of those handed over were there before.
    pub fn carry(&mut self, rows: u64) {
        self.carried += rows;
    }

    /// Hands over rows in order of time.
    ///
    /// # Errors
    /// When they break their invariants or cannot be written.
    pub fn append(&mut self, rows: &R) -> Result<(), StoreError> {
        check_fits(rows, &self.plan.series)?;
        let count = rows.count() as u64;
        let skipped = self.skip.min(count);
        let first = usize::try_from(skipped).unwrap_or(usize::MAX);
        let pieces = self.cutter.cut(rows, first)?;
        self.skip -= skipped;
        self.seen += count;
        self.pieces.extend(pieces);
        let waiting: usize = self.pieces.iter().map(|piece| piece.rows.count()).sum();
        if waiting >= BATCH_ROWS || self.pieces.len() >= GROUP_FILES {
            self.write_pieces()?;
        }
        Ok(())
    }

    fn write_pieces(&mut self) -> Result<(), StoreError> {
        let pieces = std::mem::take(&mut self.pieces);
        let encoded = base::pool::map(self.pool, pieces.len(), |index| pieces[index].rows.encode());
        for (piece, encoded) in pieces.into_iter().zip(encoded) {
            self.add_segment(&piece, encoded?)?;
            self.cutter.reuse(piece);
        }
        Ok(())
    }

    fn add_segment(&mut self, piece: &Piece<R>, encoded: Encoded) -> Result<(), StoreError> {
        let rows = piece.rows.count();
        let segment = Segment {
            hash: encoded.hash,
            bytes: encoded.bytes.len() as u64,
            rows: rows as u64,
            first: piece.rows.time(0),
            last: piece.rows.time(rows - 1),
            period: piece.period,
            blocks: encoded.blocks,
        };
        let series = &self.plan.series;
        let path = layout::segment(&series.symbol, series.kind, &segment);
        if self.unpublished.is_empty() {
            self.group_began = Instant::now();
        }
        self.unpublished
            .push(self.store.home.write(&path, &encoded.bytes)?);
        self.unpublished_bytes += segment.bytes;
        self.segments.push(segment);
        let limits = self.store.limits;
        let is_due = self.unpublished_bytes >= limits.bytes
            || self.unpublished.len() >= GROUP_FILES
            || self.group_began.elapsed() >= limits.time;
        if is_due { self.commit_group() } else { Ok(()) }
    }

    /// Makes the files of a group durable and records them.
    fn commit_group(&mut self) -> Result<(), StoreError> {
        let count = self.unpublished.len();
        self.publish()?;
        let durable: u64 = self.segments.iter().map(|segment| segment.rows).sum();
        let reached = self.notes.partition_point(|(rows, _)| *rows <= durable);
        if reached > 1 {
            self.notes.drain(..reached - 1);
        }
        let note = self.notes.first().filter(|(rows, _)| *rows <= durable);
        let (note_rows, note) = note.cloned().unwrap_or_default();
        let progress = Progress {
            key: self.progress_key,
            symbol: self.plan.series.symbol.clone(),
            kind: self.plan.series.kind,
            segments: self.segments[self.segments.len() - count..].to_vec(),
            note_rows,
            note,
        };
        self.store.commit(|_| Ok(vec![Entry::from(progress)]))?;
        Ok(())
    }

    fn publish(&mut self) -> Result<(), StoreError> {
        self.unpublished_bytes = 0;
        self.store
            .home
            .publish(std::mem::take(&mut self.unpublished))
    }

    /// Ends the import: the rows become a version of the dataset. Returns its number; it counts from
    /// this moment on.
    ///
    /// # Errors
    /// When rows are not accounted for, or the version cannot be committed.
    pub fn commit(mut self, accounting: Accounting) -> Result<u64, StoreError> {
        self.pieces.extend(self.cutter.rest());
        self.write_pieces()?;
        self.check_accounting(&accounting)?;
        self.publish()?;
        let segments = self.new_list();
        let mut number = 0;
        self.store.commit(|state| {
            let (version, entries) = self.entries(state, segments, accounting)?;
            number = version;
            Ok(entries)
        })?;
        Ok(number)
    }

    fn touched(&self) -> BTreeSet<i64> {
        self.segments.iter().map(|segment| segment.period).collect()
    }

    /// The base's segments of other periods, and the new ones, in order of time.
    fn new_list(&self) -> Vec<Segment> {
        let touched = self.touched();
        let kept = self
            .base_segments()
            .filter(|segment| !touched.contains(&segment.period));
        let mut list: Vec<Segment> = kept.chain(&self.segments).cloned().collect();
        list.sort_by_key(|segment| segment.period);
        list
    }

    fn check_accounting(&self, accounting: &Accounting) -> Result<(), StoreError> {
        let touched = self.touched();
        let is_touched = |segment: &&Segment| touched.contains(&segment.period);
        let there: u64 = self
            .base_segments()
            .filter(is_touched)
            .map(|segment| segment.rows)
            .sum();
        let carried = match self.plan.mode {
            ImportMode::Merge => there,
            ImportMode::Replace => self.carried.min(there),
        };
        if !accounting.is_complete() || self.skip > 0 || self.seen != accounting.kept + carried {
            let why = format!(
                "{} rows came in; {} kept, {} rejected, {} duplicates, {carried} there before, {} handed over",
                accounting.rows_in,
                accounting.kept,
                accounting.rejected_rows(),
                accounting.duplicates,
                self.seen
            );
            return Err(StoreError::refused(
                why,
                "Report this: it is a fault of the importer.",
            ));
        }
        Ok(())
    }

    fn entries(
        &self,
        state: &State,
        segments: Vec<Segment>,
        accounting: Accounting,
    ) -> Result<(u64, Vec<Entry>), StoreError> {
        let dataset = state.dataset(&self.plan.dataset);
        let versions = dataset.map_or(&[][..], |dataset| &dataset.versions);
        let base = self.base.as_ref().map_or(0, |base| base.number);
        let again = versions
            .get(base as usize)
            .filter(|there| there.key == self.key);
        if let Some(again) = again.filter(|there| *there.segments == *segments) {
            return Ok((again.number, Vec::new()));
        }
        if versions.len() as u64 != base {
            let why = format!("dataset {:?} changed during the import", self.plan.dataset);
            return Err(StoreError::refused(why, "Run the import again."));
        }
        let mut entries = Vec::new();
        let id = dataset.map_or_else(
            || {
                let id = state
                    .datasets
                    .last_key_value()
                    .map_or(1, |(last, _)| last + 1);
                entries.push(Entry::from(NewDataset {
                    id,
                    name: self.plan.dataset.clone(),
                    series: self.plan.series.clone(),
                }));
                id
            },
            |dataset| dataset.id,
        );
        let (sources, options) = (self.plan.sources.clone(), self.plan.options.clone());
        entries.push(Entry::from(NewVersion {
            dataset: id,
            number: base + 1,
            segments,
            import: ImportRecord {
                sources,
                options,
                accounting,
            },
            key: self.key,
        }));
        Ok((base + 1, entries))
    }
}
