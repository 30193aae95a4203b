//! The requests in flight: who has been asked what, whether it is cancelled, what it waits for.
//! A request leaves exactly once, which is what makes its last reply the only one.

use crate::stream::Stream;
use protocol::{CHUNK_CREDIT, PlanPart, REQUESTS_IN_FLIGHT_MAX};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// A request that has no last reply yet.
pub(crate) struct Entry {
    pub(crate) id: u32,
    /// Name of its service.
    pub(crate) service: &'static str,
    pub(crate) begun: Instant,
    /// Polled by the work.
    pub(crate) cancelled: AtomicBool,
    /// Whether it was its deadline that cancelled it.
    pub(crate) is_expired: AtomicBool,
    flow: Mutex<Flow>,
}

/// What passes between host and engine while a request is under way.
#[derive(Default)]
pub(crate) struct Flow {
    /// Chunks that may still be sent.
    pub(crate) credit: u32,
    pub(crate) waiting: Waiting,
}

/// What a request waits for. Waiting takes no thread.
#[derive(Default)]
pub(crate) enum Waiting {
    /// Nothing: it is at work.
    #[default]
    Not,
    /// A thread.
    Thread,
    /// Credit for its next chunk.
    Credit(Box<dyn Stream>),
    /// Further parts of its plan, with their size on the wire so far.
    Parts(Vec<PlanPart>, usize),
    /// Its turn to tell something again.
    Turn,
    /// The end of a step that cannot look whether to stop. The host need not wait for that.
    Step,
}

impl Entry {
    pub(crate) fn flow(&self) -> MutexGuard<'_, Flow> {
        self.flow.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Its time is over: whoever works on it stops.
    pub(crate) fn expire(&self) {
        self.is_expired.store(true, Ordering::Relaxed);
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_expired(&self) -> bool {
        self.is_expired.load(Ordering::Relaxed)
    }

    /// Takes what waits and leaves nothing.
    pub(crate) fn take_waiting(&self) -> Waiting {
        std::mem::take(&mut self.flow().waiting)
    }
}

/// What an id says about its request.
pub(crate) enum Admission {
    Fresh,
    /// A further part of a request that is open.
    Continues(Arc<Entry>),
    /// A further part of a request that has already ended.
    Late,
    Reused,
}

/// All requests in flight.
#[derive(Default)]
pub(crate) struct Requests(Mutex<State>);

#[derive(Default)]
struct State {
    highest: u32,
    open: BTreeMap<u32, Arc<Entry>>,
}

impl Requests {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ids count up. Only a plan may come in several frames under one id.
    pub(crate) fn admit(&self, id: u32, kind: &str) -> Admission {
        let mut state = self.state();
        if id > state.highest {
            state.highest = id;
            return Admission::Fresh;
        }
        if kind != "plan.put" {
            return Admission::Reused;
        }
        match state.open.get(&id) {
            Some(entry) if matches!(entry.flow().waiting, Waiting::Parts(..)) => {
                Admission::Continues(Arc::clone(entry))
            }
            Some(_) => Admission::Reused,
            None => Admission::Late,
        }
    }

    /// Opens a request, or tells how many are open already.
    pub(crate) fn open(&self, id: u32, service: &'static str) -> Result<Arc<Entry>, usize> {
        let mut state = self.state();
        if state.open.len() >= REQUESTS_IN_FLIGHT_MAX {
            return Err(state.open.len());
        }
        let flow = Flow {
            credit: CHUNK_CREDIT,
            waiting: Waiting::Not,
        };
        let entry = Arc::new(Entry {
            id,
            service,
            begun: Instant::now(),
            cancelled: AtomicBool::new(false),
            is_expired: AtomicBool::new(false),
            flow: Mutex::new(flow),
        });
        state.open.insert(id, Arc::clone(&entry));
        Ok(entry)
    }

    pub(crate) fn get(&self, id: u32) -> Option<Arc<Entry>> {
        self.state().open.get(&id).map(Arc::clone)
    }

    /// Takes a request out; `None` if it has left before.
    pub(crate) fn close(&self, id: u32) -> Option<Arc<Entry>> {
        self.state().open.remove(&id)
    }

    /// The open requests of a service.
    pub(crate) fn of_service(&self, service: &str) -> Vec<u32> {
        let state = self.state();
        let open = state.open.values();
        open.filter(|entry| entry.service == service)
            .map(|entry| entry.id)
            .collect()
    }

    pub(crate) fn count(&self) -> usize {
        self.state().open.len()
    }

    /// Marks every open request as cancelled, so that work ends soon.
    pub(crate) fn cancel_all(&self) {
        for entry in self.state().open.values() {
            entry.cancelled.store(true, Ordering::Relaxed);
        }
    }
}
