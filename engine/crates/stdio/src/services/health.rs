//! How the engine is: in one answer, or again and again.

use crate::engine::Engine;
use crate::failure::bad_request;
use crate::requests::{Entry, Waiting};
use crate::workers::Lane;
use protocol::{Health, Reply};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// More often nobody can read.
const EVERY_MIN: Duration = Duration::from_millis(20);

impl Engine {
    pub(crate) fn health(&self) -> Health {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Health {
            uptime_us: i64::try_from(self.begun.elapsed().as_micros()).unwrap_or(i64::MAX),
            memory_bytes: resident_bytes(),
            requests_in_flight: count(self.requests.count()),
            runs_kept: count(self.runs.count()),
            services: self.services.describe(&|name| self.held_by(name)),
        }
    }

    /// What a service holds in memory, by its own count.
    pub(crate) fn held_by(&self, service: &str) -> Option<usize> {
        match service {
            "run" => Some(self.runs.bytes()),
            "market" => Some(self.market.bytes()),
            _ => None,
        }
    }

    /// Tells the health every so many milliseconds until it is cancelled. A host that gives no credit
    /// misses some.
    pub(crate) fn watch_health(self: &Arc<Self>, id: u32, every_ms: u32) {
        if every_ms == 0 {
            return self.refuse(id, bad_request("health.watch", "it has no interval."));
        }
        let every = Duration::from_millis(every_ms.into()).max(EVERY_MIN);
        if let Some(entry) = self.open(id, "health") {
            entry.flow().waiting = Waiting::Turn;
            self.next_health(entry, every, 0, Instant::now());
        }
    }

    fn next_health(self: &Arc<Self>, entry: Arc<Entry>, every: Duration, chunk: u32, at: Instant) {
        let engine = Arc::clone(self);
        self.timer.at(at, move || {
            let workers = Arc::clone(&engine.workers);
            workers.submit(Lane::Quick, move || {
                engine.tell_health(entry, every, chunk, at)
            });
        });
    }

    fn tell_health(self: &Arc<Self>, entry: Arc<Entry>, every: Duration, chunk: u32, at: Instant) {
        let mut flow = entry.flow();
        if !matches!(std::mem::take(&mut flow.waiting), Waiting::Turn) {
            // It has been cancelled and answered.
            return;
        }
        let has_credit = flow.credit > 0;
        flow.credit -= u32::from(has_credit);
        drop(flow);
        let id = entry.id;
        if has_credit {
            let health = self.health();
            self.writer
                .send(id, &Reply::HealthWatchChunk { id, chunk, health });
        }
        entry.flow().waiting = Waiting::Turn;
        if entry.is_cancelled() {
            return self.finish(&entry, Ok(Reply::HealthWatchDone { id }));
        }
        let next = (at + every).max(Instant::now());
        self.next_health(entry, every, chunk + u32::from(has_credit), next);
    }
}

/// Resident memory, where the system tells it in a file.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1_024)
}
