//! The store of one process: what exists, read from the journal, and the commit through which
//! everything changes. Holds no lock between calls.

use crate::entry::{self, Entry, PayloadError, Trials};
use crate::error::StoreError;
use crate::files::{Files, LockMode};
pub(crate) use crate::home::WRITERS_LOCK;
use crate::home::{Home, JOURNAL};
use crate::journal::{Journal, News};
use crate::records::InstrumentRecord;
use crate::state::{Dataset, RunEntry, State};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Held for one commit.
pub(crate) const COMMIT_LOCK: &str = "commit.lock";

/// When an import makes durable what it has so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupLimits {
    /// After so many bytes of files.
    pub bytes: u64,
    /// After so long.
    pub time: Duration,
}

impl Default for GroupLimits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            time: Duration::from_millis(250),
        }
    }
}

/// What was imported and saved.
pub struct Store {
    pub(crate) home: Arc<Home>,
    pub(crate) limits: GroupLimits,
    inner: Mutex<Inner>,
}

struct Inner {
    journal: Journal,
    state: State,
    notices: Vec<String>,
}

impl Store {
    /// Opens a data home, or makes one, and puts right what a stopped process left there.
    ///
    /// # Errors
    /// When the home cannot be written, or when what was acknowledged is not there any more.
    pub fn open(
        home: &Path,
        files: Arc<dyn Files>,
        limits: GroupLimits,
    ) -> Result<Self, StoreError> {
        let home = Home::new(home, files);
        home.create_root()?;
        let _held = home.lock(COMMIT_LOCK, LockMode::Alone)?;
        let mut inner = Inner {
            journal: Journal::open(&home)?,
            state: State::default(),
            notices: Vec::new(),
        };
        inner.catch_up(&home)?;
        Ok(Self {
            home: Arc::new(home),
            limits,
            inner: Mutex::new(inner),
        })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what other processes have committed since.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn refresh(&self) -> Result<(), StoreError> {
        let mut inner = self.inner();
        if let Some(news) = inner.journal.peek(&self.home)? {
            return inner.take(&self.home, news);
        }
        let _held = self.home.lock(COMMIT_LOCK, LockMode::Alone)?;
        inner.catch_up(&self.home)
    }

    /// What had to be put right since the store was opened, in sentences.
    #[must_use]
    pub fn notices(&self) -> Vec<String> {
        self.inner().notices.clone()
    }

    pub(crate) fn last_sequence(&self) -> u64 {
        self.inner().journal.position().sequence
    }

    /// Looks at what exists.
    pub(crate) fn look<T>(&self, at: impl FnOnce(&State) -> T) -> T {
        at(&self.inner().state)
    }

    /// Commits the entries that `build` makes from what exists at that moment. No entries: nothing is
    /// written. Returns the number of the last record.
    pub(crate) fn commit(
        &self,
        build: impl FnOnce(&State) -> Result<Vec<Entry>, StoreError>,
    ) -> Result<u64, StoreError> {
        self.home.check_writable()?;
        let mut inner = self.inner();
        let _held = self.home.lock(COMMIT_LOCK, LockMode::Alone)?;
        inner.catch_up(&self.home)?;
        let entries = build(&inner.state)?;
        if entries.is_empty() {
            return Ok(inner.journal.position().sequence);
        }
        let payload = entry::encode(&entries);
        let mut next = inner.state.clone();
        next.apply(inner.journal.position().sequence + 1, entries)
            .map_err(|what| {
                StoreError::refused(what, "Report this: it is a fault of BackTestr.")
            })?;
        let sequence = inner.journal.append(&self.home, &payload)?;
        inner.state = next;
        Ok(sequence)
    }

    /// The datasets that are not removed, by name.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn datasets(&self) -> Result<Vec<Dataset>, StoreError> {
        self.refresh()?;
        let mut found: Vec<Dataset> = self.look(|state| {
            let live = state.datasets.values();
            live.filter(|dataset| !dataset.status.is_removed)
                .cloned()
                .collect()
        });
        found.sort_by(|a, b| a.status.name.cmp(&b.status.name));
        Ok(found)
    }

    /// The dataset of a name.
    ///
    /// # Errors
    /// When there is none.
    pub fn dataset(&self, name: &str) -> Result<Dataset, StoreError> {
        self.refresh()?;
        self.look(|state| state.dataset(name).cloned())
            .ok_or_else(|| missing("dataset", name))
    }

    /// The saved runs that are not removed, oldest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn runs(&self) -> Result<Vec<RunEntry>, StoreError> {
        self.refresh()?;
        let mut found: Vec<RunEntry> = self.look(|state| {
            let live = state.runs.values();
            live.filter(|run| !run.status.is_removed).cloned().collect()
        });
        found.sort_by_key(|run| run.saved.info.saved_at);
        Ok(found)
    }

    /// The run of an id or a name.
    ///
    /// # Errors
    /// When there is none.
    pub fn run(&self, id_or_name: &str) -> Result<RunEntry, StoreError> {
        self.refresh()?;
        self.look(|state| state.run(id_or_name).cloned())
            .ok_or_else(|| missing("run", id_or_name))
    }

    /// Records facts about a symbol. The same facts again change nothing.
    ///
    /// # Errors
    /// When they cannot be committed.
    pub fn put_instrument(&self, record: InstrumentRecord) -> Result<(), StoreError> {
        self.commit(|state| {
            let last = state
                .instruments
                .get(&record.symbol)
                .and_then(|records| records.last());
            let is_known = last == Some(&record);
            Ok(if is_known {
                Vec::new()
            } else {
                vec![Entry::from(record)]
            })
        })
        .map(|_| ())
    }

    /// The facts about a symbol, first to last; the last ones count.
    #[must_use]
    pub fn instrument(&self, symbol: &str) -> Vec<InstrumentRecord> {
        self.look(|state| state.instruments.get(symbol).cloned().unwrap_or_default())
    }

    /// Records plans that were tried on a dataset, in a batch. Known ones change nothing.
    ///
    /// # Errors
    /// When they cannot be committed.
    pub fn add_trials(
        &self,
        family: &str,
        dataset: &str,
        plans: &[[u8; 32]],
    ) -> Result<(), StoreError> {
        self.commit(|state| {
            let key = (family.to_owned(), dataset.to_owned());
            let tried = state.trials.get(&key);
            let is_new = |plan: &&[u8; 32]| !tried.is_some_and(|tried| tried.contains(*plan));
            let plans: Vec<[u8; 32]> = plans.iter().filter(is_new).copied().collect();
            if plans.is_empty() {
                return Ok(Vec::new());
            }
            let (family, dataset) = key;
            Ok(vec![Entry::from(Trials {
                family,
                dataset,
                plans,
            })])
        })
        .map(|_| ())
    }

    /// How many distinct plans of a family were tried on a dataset.
    #[must_use]
    pub fn trial_count(&self, family: &str, dataset: &str) -> usize {
        let key = (family.to_owned(), dataset.to_owned());
        self.look(|state| {
            state
                .trials
                .get(&key)
                .map_or(0, std::collections::BTreeSet::len)
        })
    }
}

impl Inner {
    fn catch_up(&mut self, home: &Home) -> Result<(), StoreError> {
        let news = self.journal.catch_up(home)?;
        self.take(home, news)
    }

    /// All of it or nothing: what cannot be understood is an error each time, not once.
    fn take(&mut self, home: &Home, mut news: News) -> Result<(), StoreError> {
        self.notices.append(&mut news.notices);
        if !news.records.is_empty() {
            let mut next = self.state.clone();
            for (sequence, payload) in &news.records {
                apply(&mut next, home, *sequence, payload)?;
            }
            self.state = next;
        }
        self.journal.taken(&news);
        Ok(())
    }
}

fn apply(state: &mut State, home: &Home, sequence: u64, payload: &[u8]) -> Result<(), StoreError> {
    let path = home.root().join(JOURNAL);
    let place = format!("record {sequence}");
    let entries = entry::decode(payload).map_err(|error| match error {
        PayloadError::Newer(version) => StoreError::Newer {
            path: path.clone(),
            version,
        },
        PayloadError::Broken(what) => StoreError::corrupt(&path, &place, what),
    })?;
    state
        .apply(sequence, entries)
        .map_err(|what| StoreError::corrupt(&path, &place, what))
}

pub(crate) fn missing(what: &'static str, name: &str) -> StoreError {
    StoreError::Missing {
        what,
        name: name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::DiskFiles;

    #[test]
    fn a_record_of_a_newer_version_is_an_error_each_time() {
        let home = std::env::temp_dir().join(format!("backtestr-newer-{}", std::process::id()));
        let open = || Store::open(&home, Arc::new(DiskFiles), GroupLimits::default());
        let (this, newer) = (open().unwrap(), open().unwrap());
        let mut payload = entry::encode(&[]);
        payload.extend([200, 0, 0, 0, 0, 0, 0, 0, 0]);
        let sequence = newer.inner().journal.append(&newer.home, &payload).unwrap();
        for _ in 0..2 {
            assert!(matches!(this.refresh(), Err(StoreError::Newer { .. })));
            let trial = this.add_trials("family", "dataset", &[[1; 32]]);
            assert!(matches!(trial, Err(StoreError::Newer { .. })));
        }
        assert_eq!(newer.last_sequence(), sequence);
        assert_eq!(
            newer.inner().journal.catch_up(&newer.home).unwrap().records,
            []
        );
        std::fs::remove_dir_all(&home).unwrap();
    }
}
