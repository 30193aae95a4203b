//! Names, pins, removal and its undoing. All are records; files go only after a removal was recorded
//! and nothing refers to them.

use crate::entry::{Entry, Naming, Pinning, Purge, Removal, Undo};
use crate::error::StoreError;
use crate::files::LockMode;
use crate::records::Target;
use crate::state::{State, Status};
use crate::store::{Store, WRITERS_LOCK, missing};
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

/// What is meant by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// The dataset of this name.
    Dataset(&'a str),
    /// The run of this id or name.
    Run(&'a str),
}

impl Store {
    /// Gives a dataset or a run another name. Returns the number of the change.
    ///
    /// # Errors
    /// When there is no such item, or a dataset of that name.
    pub fn rename(&self, item: Item<'_>, name: &str) -> Result<u64, StoreError> {
        self.change(item, |target, _| {
            Naming {
                target,
                name: name.to_owned(),
            }
            .into()
        })
    }

    /// Pins a dataset or a run, so that it cannot be removed, or unpins it. Returns the number of the
    /// change.
    ///
    /// # Errors
    /// When there is no such item.
    pub fn pin(&self, item: Item<'_>, is_pinned: bool) -> Result<u64, StoreError> {
        self.change(item, |target, _| Pinning { target, is_pinned }.into())
    }

    /// Removes a dataset or a run. Its files stay until [`Store::purge`], and until then
    /// [`Store::undo`] brings it back. Returns the number of the change.
    ///
    /// # Errors
    /// When there is no such item, or it is pinned.
    pub fn remove(&self, item: Item<'_>) -> Result<u64, StoreError> {
        self.commit(|state| {
            let (target, status) = find(state, item)?;
            if status.is_pinned {
                return Err(StoreError::refused(
                    format!("{:?} is pinned", status.name),
                    "Unpin it first.",
                ));
            }
            let is_removed = true;
            Ok(vec![Removal { target, is_removed }.into()])
        })
    }

    fn change(
        &self,
        item: Item<'_>,
        entry: impl FnOnce(Target, &Status) -> Entry,
    ) -> Result<u64, StoreError> {
        self.commit(|state| {
            let (target, status) = find(state, item)?;
            let entries = vec![entry(target, status)];
            check_names(state, &entries)?;
            Ok(entries)
        })
    }

    /// Takes back the last renaming, pinning or removal that still stands. Says whether there was
    /// one.
    ///
    /// # Errors
    /// When a dataset would come back under a name that another has now.
    pub fn undo(&self) -> Result<bool, StoreError> {
        let mut is_done = false;
        self.commit(|state| {
            let Some(sequence) = state.last_undoable() else {
                return Ok(Vec::new());
            };
            let entries = vec![Undo { sequence }.into()];
            check_names(state, &entries)?;
            is_done = true;
            Ok(entries)
        })?;
        Ok(is_done)
    }

    /// Takes back the change of a number.
    ///
    /// # Errors
    /// When it was no change, was taken back or purged since, or a dataset would come back under a
    /// name that another has now.
    pub fn undo_change(&self, sequence: u64) -> Result<(), StoreError> {
        self.commit(|state| {
            if !state.is_undoable(sequence) {
                return Err(missing("change to take back", &sequence.to_string()));
            }
            let entries = vec![Undo { sequence }.into()];
            check_names(state, &entries)?;
            Ok(entries)
        })
        .map(|_| ())
    }

    /// Unlinks the files of what was removed and returns their paths below the home. What is gone
    /// cannot come back.
    ///
    /// # Errors
    /// When another process is writing, or files cannot be unlinked.
    pub fn purge(&self) -> Result<Vec<PathBuf>, StoreError> {
        Ok(self
            .purge_sized()?
            .into_iter()
            .map(|(path, _)| path)
            .collect())
    }

    /// The same, with the bytes of each file.
    ///
    /// # Errors
    /// As [`Store::purge`].
    pub fn purge_sized(&self) -> Result<Vec<(PathBuf, u64)>, StoreError> {
        self.purge_watched(&mut || true)
    }

    /// The same. `go_on` may say before each file that it is enough; the next purge takes the rest.
    ///
    /// # Errors
    /// As [`Store::purge`].
    pub fn purge_watched(
        &self,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<Vec<(PathBuf, u64)>, StoreError> {
        let held = self.home.lock(WRITERS_LOCK, LockMode::AloneNow)?;
        let _held = held.ok_or_else(|| self.home.busy(WRITERS_LOCK, "this data home"))?;
        self.commit(|state| {
            let due = state.purgeable().into_iter();
            Ok(due.map(|target| Purge { target }.into()).collect())
        })?;
        let unneeded: Vec<(PathBuf, u64)> = self.look(|state| {
            let files = state.files().into_iter();
            files
                .filter(|(_, known)| !known.is_needed)
                .map(|(path, known)| (path, known.bytes))
                .collect()
        });
        let mut unlinked = Vec::new();
        let mut folders = BTreeSet::new();
        for (relative, bytes) in unneeded {
            if !go_on() {
                break;
            }
            let path = self.home.root().join(&relative);
            match self.home.files().remove(&path) {
                Ok(()) => {
                    folders.extend(path.parent().map(std::path::Path::to_owned));
                    unlinked.push((relative, bytes));
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(StoreError::io("unlink", &path)(error)),
            }
        }
        folders
            .iter()
            .try_for_each(|folder| self.home.sync_dir(folder))?;
        Ok(unlinked)
    }
}

fn find<'s>(state: &'s State, item: Item<'_>) -> Result<(Target, &'s Status), StoreError> {
    let target = match item {
        Item::Dataset(name) => state
            .dataset(name)
            .map(|dataset| Target::Dataset(dataset.id))
            .ok_or_else(|| missing("dataset", name))?,
        Item::Run(name) => state
            .run(name)
            .map(|run| Target::Run(run.saved.id.clone()))
            .ok_or_else(|| missing("run", name))?,
    };
    match state.status(&target) {
        Some(status) => Ok((target, status)),
        None => Err(missing("item", "")),
    }
}

/// Two datasets may not have one name.
fn check_names(state: &State, entries: &[Entry]) -> Result<(), StoreError> {
    let mut next = state.clone();
    let applied = next.apply(u64::MAX, entries.to_vec());
    if applied.is_ok() && next.has_distinct_names() {
        return Ok(());
    }
    Err(StoreError::refused(
        "another dataset has that name",
        "Rename or remove the other one first.",
    ))
}
