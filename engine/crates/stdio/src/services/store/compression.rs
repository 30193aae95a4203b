//! How large the rows of a version are as text, for the compression that a dataset reports. The journal
//! does not keep it: it takes a pass over the rows, once while the engine runs.

use crate::services::market::cache::Key;
use crate::task::Task;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::{Dataset, Store, Version};

/// Rows that one answer reads for this at most: about a second's work.
const ROWS_MAX: u64 = 20_000_000;

/// What is known, by content.
#[derive(Default)]
pub(crate) struct TextSizes(Mutex<BTreeMap<Key, u64>>);

impl TextSizes {
    fn known(&self) -> MutexGuard<'_, BTreeMap<Key, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds what is missing of the newest versions, as far as the rows allow and nobody cancels.
    pub(crate) fn find(&self, store: &Store, datasets: &[Dataset], task: &Task<'_>) {
        let mut rows = 0;
        for dataset in datasets {
            let Some(version) = dataset.versions.last() else {
                continue;
            };
            let key = Key::of(&dataset.series, version);
            rows += version.rows();
            if self.known().contains_key(&key) || rows > ROWS_MAX || task.is_cancelled() {
                continue;
            }
            let name = &dataset.status.name;
            // Damage is told by whoever reads the rows for their sake.
            if let Ok(bytes) = import::csv_bytes_of(store, name, Some(version.number)) {
                self.known().insert(key, bytes);
            }
        }
    }

    /// Bytes of a version as text, where known.
    pub(crate) fn of(&self, dataset: &Dataset, version: &Version) -> Option<u64> {
        let key = Key::of(&dataset.series, version);
        self.known().get(&key).copied()
    }
}
