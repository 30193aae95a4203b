//! Changes of what the store holds: names, pins, removal and its undoing.

use super::datasets::count;
use super::store_failure;
use crate::engine::Engine;
use crate::failure::bad_settings;
use crate::workers::Lane;
use protocol::{Reply, StoredItem};
use std::sync::Arc;
use store::{Item, Store, StoreError};
use wire::Failure;

/// Longest name, in bytes.
const NAME_BYTES_MAX: usize = 200;

fn item(item: &StoredItem) -> Item<'_> {
    match item {
        StoredItem::Dataset { name } => Item::Dataset(name),
        StoredItem::Run { saved } => Item::Run(saved),
    }
}

/// Datasets are found by their names; runs may have none.
fn check_name(item: &StoredItem, name: &str) -> Result<(), Failure> {
    let is_dataset = matches!(item, StoredItem::Dataset { .. });
    let is_empty = is_dataset && name.trim().is_empty();
    if is_empty || name.len() > NAME_BYTES_MAX || name.chars().any(char::is_control) {
        return Err(bad_settings(
            "That is no name for it.",
            &format!("Give 1 to {NAME_BYTES_MAX} bytes of text in one line."),
        ));
    }
    Ok(())
}

impl Engine {
    fn change(
        self: &Arc<Self>,
        id: u32,
        change: impl FnOnce(&Store) -> Result<Reply, StoreError> + Send + 'static,
    ) {
        self.work(id, "store", Lane::Quick, move |engine, _| {
            let store = engine.stores.get()?;
            change(&store).map_err(|error| store_failure(&error))
        });
    }

    pub(crate) fn remove(self: &Arc<Self>, id: u32, wanted: StoredItem) {
        self.change(id, move |store| {
            let change = count(store.remove(item(&wanted))?);
            Ok(Reply::StoreRemoveDone { id, change })
        });
    }

    pub(crate) fn undo(self: &Arc<Self>, id: u32, change: i64) {
        self.change(id, move |store| {
            // A number below 0 is none: the store then names it as missing.
            store.undo_change(u64::try_from(change).unwrap_or(u64::MAX))?;
            Ok(Reply::StoreUndoDone { id })
        });
    }

    pub(crate) fn rename(self: &Arc<Self>, id: u32, wanted: StoredItem, name: String) {
        if let Err(failure) = check_name(&wanted, &name) {
            return self.refuse(id, failure);
        }
        self.change(id, move |store| {
            let change = count(store.rename(item(&wanted), &name)?);
            Ok(Reply::StoreRenameDone { id, change })
        });
    }

    pub(crate) fn pin(self: &Arc<Self>, id: u32, wanted: StoredItem, is_pinned: bool) {
        self.change(id, move |store| {
            let change = count(store.pin(item(&wanted), is_pinned)?);
            Ok(Reply::StorePinDone { id, change })
        });
    }

    pub(crate) fn purge(self: &Arc<Self>, id: u32) {
        // Many files take long: whoever looks at the screen does not wait for them.
        self.work(id, "store", Lane::Run, move |engine, task| {
            let store = engine.stores.get()?;
            let unlinked = store.purge_watched(&mut || !task.is_cancelled());
            let unlinked = unlinked.map_err(|error| store_failure(&error))?;
            task.go_on()?;
            Ok(Reply::StorePurgeDone {
                id,
                files: count(unlinked.len() as u64),
                bytes: count(unlinked.iter().map(|(_, bytes)| bytes).sum()),
            })
        });
    }
}
