//! What exists, as the journal tells it: entries applied one after another. Touches no file.

use crate::entry::{Entry, Naming, NewVersion, Pinning, Progress, Removal};
use crate::layout;
use crate::records::{
    ImportRecord, InstrumentRecord, SavedRun, Segment, Series, SeriesKind, Target,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// What can be changed about a dataset or a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Name for people.
    pub name: String,
    /// Pinned: it cannot be removed.
    pub is_pinned: bool,
    /// Removed: it can come back until it is purged.
    pub is_removed: bool,
    /// Purged: its files are gone unless others need them.
    pub is_purged: bool,
}

/// A list of segments that was current once.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// From 1.
    pub number: u64,
    /// Number of the journal record that made it.
    pub sequence: u64,
    /// Its segments in order of time.
    pub segments: Arc<[Segment]>,
    /// The import that made it.
    pub import: Arc<ImportRecord>,
    pub(crate) key: [u8; 32],
}

impl Version {
    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.segments.iter().map(|segment| segment.rows).sum()
    }

    /// Bytes of its files.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.segments.iter().map(|segment| segment.bytes).sum()
    }
}

/// A named, versioned series.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// Stays when the name changes.
    pub id: u64,
    /// Name and what else can change.
    pub status: Status,
    /// What its rows are.
    pub series: Series,
    /// Oldest first; never empty for a dataset that is listed.
    pub versions: Vec<Version>,
}

/// A saved run and what can change about it.
#[derive(Clone, Debug, PartialEq)]
pub struct RunEntry {
    /// Name and what else can change.
    pub status: Status,
    /// What was saved.
    pub saved: Arc<SavedRun>,
}

/// What exists.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub(crate) datasets: BTreeMap<u64, Dataset>,
    pub(crate) runs: BTreeMap<String, RunEntry>,
    pub(crate) instruments: BTreeMap<String, Vec<InstrumentRecord>>,
    pub(crate) progress: BTreeMap<[u8; 32], Arc<Progress>>,
    /// Progress that no import goes on with: its files may be unlinked.
    given_up: Vec<Arc<Progress>>,
    pub(crate) trials: BTreeMap<(String, String), BTreeSet<[u8; 32]>>,
    /// How to take back what a record changed.
    undo: BTreeMap<u64, Vec<Entry>>,
}

/// A file that the journal knows.
pub(crate) struct KnownFile<'a> {
    pub(crate) hash: [u8; 32],
    pub(crate) bytes: u64,
    pub(crate) blocks: &'a [u32],
    /// Whether something that is not purged needs it.
    pub(crate) is_needed: bool,
}

impl State {
    /// Applies the entries of a record.
    pub(crate) fn apply(&mut self, sequence: u64, entries: Vec<Entry>) -> Result<(), &'static str> {
        entries
            .into_iter()
            .try_for_each(|entry| self.apply_one(sequence, entry))
    }

    fn apply_one(&mut self, sequence: u64, entry: Entry) -> Result<(), &'static str> {
        match entry {
            Entry::NewDataset(new) => {
                let dataset = Dataset {
                    id: new.id,
                    status: named(new.name),
                    series: new.series,
                    versions: Vec::new(),
                };
                self.datasets.insert(new.id, dataset);
            }
            Entry::NewVersion(version) => self.add_version(sequence, version)?,
            Entry::Progress(progress) => self.add_progress(progress),
            Entry::InstrumentRecord(record) => {
                let records = self.instruments.entry(record.symbol.clone());
                records.or_default().push(record);
            }
            Entry::SavedRun(saved) => {
                let status = named(saved.info.name.clone());
                let saved = Arc::new(saved);
                self.runs
                    .insert(saved.id.clone(), RunEntry { status, saved });
            }
            Entry::Trials(trials) => {
                let tried = self.trials.entry((trials.family, trials.dataset));
                tried.or_default().extend(trials.plans);
            }
            Entry::Purge(purge) => self.purge(&purge.target)?,
            Entry::Undo(undo) => self.take_back(undo.sequence)?,
            Entry::Naming(_) | Entry::Pinning(_) | Entry::Removal(_) => {
                let inverse = self.change(entry)?;
                self.undo.entry(sequence).or_default().insert(0, inverse);
            }
        }
        Ok(())
    }

    /// Makes a change that can be taken back, and returns what takes it back.
    fn change(&mut self, entry: Entry) -> Result<Entry, &'static str> {
        match entry {
            Entry::Naming(Naming { target, name }) => {
                let status = self.status_mut(&target)?;
                let name = std::mem::replace(&mut status.name, name);
                Ok(Naming { target, name }.into())
            }
            Entry::Pinning(Pinning { target, is_pinned }) => {
                let status = self.status_mut(&target)?;
                let is_pinned = std::mem::replace(&mut status.is_pinned, is_pinned);
                Ok(Pinning { target, is_pinned }.into())
            }
            Entry::Removal(Removal { target, is_removed }) => {
                let status = self.status_mut(&target)?;
                let is_removed = std::mem::replace(&mut status.is_removed, is_removed);
                Ok(Removal { target, is_removed }.into())
            }
            _ => Err("it takes back what cannot be taken back"),
        }
    }

    fn take_back(&mut self, undone: u64) -> Result<(), &'static str> {
        let inverses = self
            .undo
            .remove(&undone)
            .ok_or("it takes back a record that changed nothing")?;
        inverses
            .into_iter()
            .try_for_each(|inverse| self.change(inverse).map(|_| ()))
    }

    /// What is purged cannot be changed back any more.
    fn purge(&mut self, target: &Target) -> Result<(), &'static str> {
        self.status_mut(target)?.is_purged = true;
        self.undo
            .retain(|_, entries| !entries.iter().any(|entry| changes(entry, target)));
        if let Target::Dataset(id) = target {
            self.give_up_imports(*id);
        }
        Ok(())
    }

    /// Progress does not say of which dataset it is, so an unfinished import of the same rows into
    /// another one begins anew, too. None is under way: a purge holds the writers' lock alone.
    fn give_up_imports(&mut self, dataset: u64) {
        let Some(Dataset { series, .. }) = self.datasets.get(&dataset) else {
            return;
        };
        let given_up = self.progress.extract_if(.., |_, progress| {
            progress.symbol == series.symbol && progress.kind == series.kind
        });
        self.given_up.extend(given_up.map(|(_, progress)| progress));
    }

    fn add_version(&mut self, sequence: u64, new: NewVersion) -> Result<(), &'static str> {
        let dataset = self
            .datasets
            .get_mut(&new.dataset)
            .ok_or("it adds a version to a dataset that was never made")?;
        if new.number != dataset.versions.len() as u64 + 1 {
            return Err("it adds a version out of turn");
        }
        let name = &dataset.status.name;
        let keys = (0..).map(|attempt| Progress::key_of(&new.key, name, new.number - 1, attempt));
        for key in keys {
            if self.progress.remove(&key).is_none() {
                break;
            }
        }
        dataset.versions.push(Version {
            number: new.number,
            sequence,
            segments: new.segments.into(),
            import: Arc::new(new.import),
            key: new.key,
        });
        Ok(())
    }

    fn add_progress(&mut self, mut new: Progress) {
        if let Some(before) = self.progress.get(&new.key) {
            let mut segments = before.segments.clone();
            segments.append(&mut new.segments);
            new.segments = segments;
        }
        self.progress.insert(new.key, Arc::new(new));
    }

    fn status_mut(&mut self, target: &Target) -> Result<&mut Status, &'static str> {
        match target {
            Target::Dataset(id) => self
                .datasets
                .get_mut(id)
                .map(|dataset| &mut dataset.status)
                .ok_or("it changes a dataset that was never made"),
            Target::Run(id) => self
                .runs
                .get_mut(id)
                .map(|run| &mut run.status)
                .ok_or("it changes a run that was never saved"),
        }
    }

    pub(crate) fn status(&self, target: &Target) -> Option<&Status> {
        match target {
            Target::Dataset(id) => self.datasets.get(id).map(|dataset| &dataset.status),
            Target::Run(id) => self.runs.get(id).map(|run| &run.status),
        }
    }

    /// The dataset that has a name now.
    pub(crate) fn dataset(&self, name: &str) -> Option<&Dataset> {
        self.datasets
            .values()
            .find(|dataset| !dataset.status.is_removed && dataset.status.name == name)
    }

    /// The run with an id, or the newest with a name.
    pub(crate) fn run(&self, id_or_name: &str) -> Option<&RunEntry> {
        let live = |run: &&RunEntry| !run.status.is_removed;
        self.runs.get(id_or_name).filter(live).or_else(|| {
            let named = self
                .runs
                .values()
                .filter(live)
                .filter(|run| run.status.name == id_or_name);
            named.max_by_key(|run| run.saved.info.saved_at)
        })
    }

    /// The last record whose changes can be taken back.
    pub(crate) fn last_undoable(&self) -> Option<u64> {
        self.undo.last_key_value().map(|(sequence, _)| *sequence)
    }

    /// Whether the changes of a record can be taken back.
    pub(crate) fn is_undoable(&self, sequence: u64) -> bool {
        self.undo.contains_key(&sequence)
    }

    /// Whether no two datasets that are not removed have one name.
    pub(crate) fn has_distinct_names(&self) -> bool {
        let live = self
            .datasets
            .values()
            .filter(|dataset| !dataset.status.is_removed);
        let mut names = BTreeSet::new();
        live.map(|dataset| &dataset.status.name)
            .all(|name| names.insert(name))
    }

    /// What is removed and not purged yet.
    pub(crate) fn purgeable(&self) -> Vec<Target> {
        let is_due = |status: &Status| status.is_removed && !status.is_purged;
        let datasets = self.datasets.values();
        let datasets = datasets
            .filter(|dataset| is_due(&dataset.status))
            .map(|dataset| Target::Dataset(dataset.id));
        let runs = self.runs.iter().filter(|(_, run)| is_due(&run.status));
        datasets
            .chain(runs.map(|(id, _)| Target::Run(id.clone())))
            .collect()
    }

    /// Every data file of which the journal speaks, by path below the home.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, KnownFile<'_>> {
        let mut files = BTreeMap::new();
        for dataset in self.datasets.values() {
            let Series { symbol, kind, .. } = &dataset.series;
            for version in &dataset.versions {
                let is_needed = !dataset.status.is_purged;
                know_segments(&mut files, symbol, *kind, &version.segments, is_needed);
            }
        }
        let unfinished = self.progress.values().map(|progress| (progress, true));
        let given_up = self.given_up.iter().map(|progress| (progress, false));
        for (progress, is_needed) in unfinished.chain(given_up) {
            let Progress {
                symbol,
                kind,
                segments,
                ..
            } = &**progress;
            know_segments(&mut files, symbol, *kind, segments, is_needed);
        }
        for run in self.runs.values() {
            for (path, file) in layout::run_files(&run.saved) {
                let known = KnownFile {
                    hash: file.hash,
                    bytes: file.bytes,
                    blocks: &file.blocks,
                    is_needed: !run.status.is_purged,
                };
                files.insert(path, known);
            }
        }
        files
    }
}

fn know_segments<'a>(
    files: &mut BTreeMap<PathBuf, KnownFile<'a>>,
    symbol: &str,
    kind: SeriesKind,
    segments: &'a [Segment],
    is_needed: bool,
) {
    for segment in segments {
        let known = files
            .entry(layout::segment(symbol, kind, segment))
            .or_insert(KnownFile {
                hash: segment.hash,
                bytes: segment.bytes,
                blocks: &segment.blocks,
                is_needed,
            });
        known.is_needed |= is_needed;
    }
}

fn changes(entry: &Entry, wanted: &Target) -> bool {
    match entry {
        Entry::Naming(Naming { target, .. })
        | Entry::Pinning(Pinning { target, .. })
        | Entry::Removal(Removal { target, .. }) => target == wanted,
        _ => false,
    }
}

fn named(name: String) -> Status {
    Status {
        name,
        ..Status::default()
    }
}
