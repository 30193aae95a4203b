//! What work sees of its request: whether to stop, and whom to tell how far it is.

use crate::failure::cancelled;
use crate::requests::{Entry, Waiting};
use crate::writer::Writer;
use protocol::Reply;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use wire::Failure;

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

    /// Whether to stop. Long work asks at least every 5 ms.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.entry.is_cancelled()
    }

    /// Fails when the host no longer wants the answer.
    pub(crate) fn go_on(&self) -> Result<(), Failure> {
        if self.is_cancelled() {
            return Err(cancelled());
        }
        Ok(())
    }

    /// Does a step that cannot look whether to stop. When the host cancels meanwhile it is answered at
    /// once; the work ends with the step.
    pub(crate) fn step<T>(&self, step: impl FnOnce() -> T) -> Result<T, Failure> {
        self.entry.flow().waiting = Waiting::Step;
        // A cancel from before this line has found nothing that waits.
        self.go_on()?;
        let outcome = step();
        self.entry.take_waiting();
        self.go_on()?;
        Ok(outcome)
    }

    /// Tells the host how far it is, at most ten times a second. May be called as often as is convenient,
    /// from any thread; `report` gets the seconds since the work began.
    pub(crate) fn tell(&self, report: impl FnOnce(u32, f64) -> Reply) {
        let now = Instant::now();
        let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        if reported.is_some_and(|last| now.duration_since(last) < PROGRESS_INTERVAL) {
            return;
        }
        *reported = Some(now);
        drop(reported);
        let seconds = now.duration_since(self.begun).as_secs_f64();
        // Who cancels needs this lock before it answers: nothing is told after the last reply.
        let _flow = self.entry.flow();
        if !self.is_cancelled() {
            let report = report(self.entry.id, seconds);
            self.writer.send(self.entry.id, &report);
        }
    }

    /// Tells how far a run is.
    pub(crate) fn progress(&self, phase: &str, done: f64, total: Option<f64>) {
        // Data is loaded for other services too, whose requests have no such reply.
        if self.entry.service != "run" {
            return;
        }
        self.tell(|id, seconds| {
            let per_second = rate(done, seconds);
            Reply::RunStartProgress {
                id,
                phase: phase.to_owned(),
                done,
                total,
                per_second,
                seconds_left: seconds_left(per_second, done, total),
            }
        });
    }
}

/// Seconds for what is left, at the rate so far.
pub(crate) fn seconds_left(per_second: Option<f64>, done: f64, total: Option<f64>) -> Option<f64> {
    let both = per_second.zip(total);
    both.map(|(rate, total)| (total - done).max(0.0) / rate)
}

/// Units a second, once there is something to divide by.
pub(crate) fn rate(done: f64, seconds: f64) -> Option<f64> {
    (done > 0.0 && seconds > 0.0).then(|| done / seconds)
}
