//! What work sees of its request: whether to stop, whom to tell how far it is, who helps.

use crate::requests::Entry;
use crate::writer::Writer;
use base::Pool;
use protocol::Reply;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// At most ten reports a second.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// One request's work, on the thread that carries it out.
pub(crate) struct Task<'a> {
    entry: &'a Arc<Entry>,
    writer: &'a Writer,
    pool: &'a dyn Pool,
    begun: Instant,
    reported: Cell<Option<Instant>>,
}

#[cfg_attr(
    not(test),
    expect(dead_code, reason = "work that takes no time polls and tells nothing")
)]
impl<'a> Task<'a> {
    pub(crate) fn new(entry: &'a Arc<Entry>, writer: &'a Writer, pool: &'a dyn Pool) -> Self {
        Self {
            entry,
            writer,
            pool,
            begun: Instant::now(),
            reported: Cell::new(None),
        }
    }

    /// Set when the host no longer wants the answer. Long work polls it at least every 5 ms.
    pub(crate) fn cancelled(&self) -> &AtomicBool {
        &self.entry.cancelled
    }

    /// Where work that can be split is handed out.
    pub(crate) fn pool(&self) -> &dyn Pool {
        self.pool
    }

    /// Tells the host how far a run is. May be called as often as is convenient.
    pub(crate) fn progress(&self, phase: &str, done: f64, total: Option<f64>) {
        let now = Instant::now();
        if self
            .reported
            .get()
            .is_some_and(|last| now.duration_since(last) < PROGRESS_INTERVAL)
        {
            return;
        }
        self.reported.set(Some(now));
        let per_second = rate(done, now.duration_since(self.begun).as_secs_f64());
        let seconds_left = per_second
            .zip(total)
            .map(|(rate, total)| (total - done).max(0.0) / rate);
        let phase = phase.to_owned();
        let id = self.entry.id;
        let report = Reply::RunStartProgress {
            id,
            phase,
            done,
            total,
            per_second,
            seconds_left,
        };
        self.writer.send(id, &report);
    }
}

/// Units a second, once there is something to divide by.
fn rate(done: f64, seconds: f64) -> Option<f64> {
    (done > 0.0 && seconds > 0.0).then(|| done / seconds)
}
