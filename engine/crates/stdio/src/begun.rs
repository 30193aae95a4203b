//! Since when something has been under way: written by the thread that does it, read by the one that
//! watches over it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Marks the begin and end of something that must not take long.
pub(crate) struct Begun {
    clock: Instant,
    /// Microseconds after `clock`, plus one; 0 while nothing is under way.
    at: AtomicU64,
}

impl Default for Begun {
    fn default() -> Self {
        Self {
            clock: Instant::now(),
            at: AtomicU64::new(0),
        }
    }
}

impl Begun {
    /// Something begins; if it has already begun, the first begin counts.
    pub(crate) fn begin(&self) {
        let now = u64::try_from(self.clock.elapsed().as_micros()).unwrap_or(u64::MAX - 1) + 1;
        let _ = self
            .at
            .compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// It has ended.
    pub(crate) fn end(&self) {
        self.at.store(0, Ordering::Relaxed);
    }

    /// How long it has been under way.
    pub(crate) fn age(&self) -> Option<Duration> {
        match self.at.load(Ordering::Relaxed) {
            0 => None,
            at => Some(
                self.clock
                    .elapsed()
                    .saturating_sub(Duration::from_micros(at - 1)),
            ),
        }
    }
}
