//! What work sees of its request: whether to stop, and whom to tell how far it is.

use crate::requests::Entry;
use crate::writer::Writer;
use protocol::Reply;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// At most ten reports a second.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// One request's work, on the thread that carries it out.
pub(crate) struct Task<'a> {
    entry: &'a Arc<Entry>,
    writer: &'a Writer,
    begun: Instant,
    reported: Mutex<Option<Instant>>,
}

impl<'a> Task<'a> {
    pub(crate) fn new(entry: &'a Arc<Entry>, writer: &'a Writer) -> Self {
        Self {
            entry,
            writer,
            begun: Instant::now(),
            reported: Mutex::new(None),
        }
    }

    /// Set when the host no longer wants the answer. Long work polls it at least every 5 ms.
    pub(crate) fn cancelled(&self) -> &AtomicBool {
        &self.entry.cancelled
    }

    /// Tells the host how far a run is. May be called as often as is convenient.
    pub(crate) fn progress(&self, phase: &str, done: f64, total: Option<f64>) {
        let now = Instant::now();
        let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        if reported.is_some_and(|last| now.duration_since(last) < PROGRESS_INTERVAL) {
            return;
        }
        *reported = Some(now);
        drop(reported);
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
