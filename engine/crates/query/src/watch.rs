//! Stops a query that takes too long or that nobody waits for: DuckDB computes in a call that returns
//! late, so another thread interrupts it.

use duckdb::InterruptHandle;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often the watcher looks. A cancel is answered within 200 ms.
const TICK: Duration = Duration::from_millis(10);

/// Why a query was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stopped {
    Time,
    Cancelled,
}

/// Does `work` and interrupts its connection when it is due. Returns what it gave, and why it was
/// stopped if it was.
pub(crate) fn watched<T>(
    handle: &Arc<InterruptHandle>,
    time_max: Duration,
    is_cancelled: &(dyn Fn() -> bool + Sync),
    work: impl FnOnce() -> T,
) -> (T, Option<Stopped>) {
    let stopped = Mutex::new(None);
    let result = std::thread::scope(|scope| {
        let (done, waits) = channel::<()>();
        scope.spawn(|| {
            let waits = waits;
            let began = Instant::now();
            // Again and again: an interrupt before DuckDB begins is forgotten.
            while waits.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                if let Some(why) = reason(began, time_max, is_cancelled) {
                    let mut stopped = stopped.lock().unwrap_or_else(PoisonError::into_inner);
                    stopped.get_or_insert(why);
                    handle.interrupt();
                }
            }
        });
        let _ended = Ended(done);
        work()
    });
    let stopped = stopped.into_inner().unwrap_or_else(PoisonError::into_inner);
    (result, stopped)
}

/// Lets the watcher go when the work is done, also by a panic.
struct Ended(#[allow(dead_code, reason = "its end is the message")] Sender<()>);

fn reason(
    began: Instant,
    time_max: Duration,
    is_cancelled: &(dyn Fn() -> bool + Sync),
) -> Option<Stopped> {
    if is_cancelled() {
        Some(Stopped::Cancelled)
    } else if began.elapsed() >= time_max {
        Some(Stopped::Time)
    } else {
        None
    }
}
