//! The store of the configured data home, while it is open, and how its failures are told.

pub(crate) mod changes;
pub(crate) mod checks;
pub(crate) mod compression;
pub(crate) mod datasets;
pub(crate) mod saved;

use crate::log::{Level, log};
use protocol::ErrorCode;
use serde_json::json;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{DiskFiles, GroupLimits, Store, StoreError};
use wire::Failure;

/// The one store that an engine has at a time.
#[derive(Default)]
pub(crate) struct Stores(Mutex<State>);

#[derive(Default)]
struct State {
    home: Option<PathBuf>,
    /// Number of the start that opened it.
    start: u64,
    open: Option<Arc<Store>>,
}

impl Stores {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says whether the home is another one than before.
    pub(crate) fn set_home(&self, home: Option<PathBuf>) -> bool {
        let mut state = self.state();
        let is_new = state.home != home;
        state.home = home;
        is_new
    }

    pub(crate) fn home(&self) -> Option<PathBuf> {
        self.state().home.clone()
    }

    /// Takes the store that a start has opened, unless a later one was quicker.
    pub(crate) fn opened(&self, start: u64, store: Arc<Store>) {
        let mut state = self.state();
        if start >= state.start {
            state.start = start;
            state.open = Some(store);
        }
    }

    /// Lets go of the store. Who works with it still has it.
    pub(crate) fn close(&self) {
        self.state().open = None;
    }

    /// The open store.
    pub(crate) fn get(&self) -> Result<Arc<Store>, Failure> {
        let open = self.state().open.clone();
        open.ok_or_else(|| crate::failure::unavailable("store", None))
    }
}

/// Opens the store of the configured home, or says why not.
pub(crate) fn open_store(stores: &Stores) -> Result<Arc<Store>, String> {
    let home = stores.home().ok_or("no data home was configured")?;
    let store = Store::open(&home, Arc::new(DiskFiles), GroupLimits::default());
    let store = store.map_err(|error| format!("{error}. {}", error.help()))?;
    for notice in store.notices() {
        log(Level::Warn, "store.mended", &[("what", json!(notice))]);
    }
    Ok(Arc::new(store))
}

/// A failure of the store, for the host.
pub(crate) fn store_failure(error: &StoreError) -> Failure {
    let code = match error {
        StoreError::Corrupt { .. } | StoreError::Newer { .. } => ErrorCode::StoreDamaged,
        StoreError::Missing { .. } => ErrorCode::UnknownItem,
        StoreError::Busy { .. } => ErrorCode::Busy,
        StoreError::Io { .. } | StoreError::Refused { .. } | StoreError::ReadOnly { .. } => {
            ErrorCode::Refused
        }
    };
    let mut message = error.to_string();
    if let Some(first) = message.get(..1).map(str::to_ascii_uppercase) {
        message.replace_range(..1, &first);
    }
    if !message.ends_with('.') {
        message.push('.');
    }
    Failure::new(code, message, Some(error.help().to_owned()))
}
