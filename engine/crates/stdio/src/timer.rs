//! Does things at a time: deadlines and what is told again and again. One thread for all of them, so
//! that waiting takes none.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

/// Must be quick: whatever takes time is handed to the workers.
type Job = Box<dyn FnOnce() + Send>;

/// What is to be done, and when.
#[derive(Default)]
pub(crate) struct Timer {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    numbered: u64,
    /// By time, then in the order in which they came.
    jobs: BTreeMap<(Instant, u64), Job>,
}

impl Timer {
    /// Starts the thread.
    pub(crate) fn start() -> io::Result<Arc<Self>> {
        let timer = Arc::new(Self::default());
        let served = Arc::clone(&timer);
        thread::Builder::new()
            .name("timer".into())
            .spawn(move || served.serve())?;
        Ok(timer)
    }

    /// Does `job` at `time`, or at once if that has passed.
    pub(crate) fn at(&self, time: Instant, job: impl FnOnce() + Send + 'static) {
        let mut state = self.state();
        state.numbered += 1;
        let key = (time, state.numbered);
        state.jobs.insert(key, Box::new(job));
        drop(state);
        self.changed.notify_one();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self) {
        loop {
            self.next()();
        }
    }

    /// Waits for the next job that is due.
    fn next(&self) -> Job {
        let mut state = self.state();
        loop {
            let Some(first) = state.jobs.first_entry() else {
                let waited = self.changed.wait(state);
                state = waited.unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = first.key().0.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return first.remove();
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Timer;
    use std::sync::mpsc;
    use std::time::{Duration, Instant};

    #[test]
    fn jobs_are_done_in_the_order_of_their_times() {
        let timer = Timer::start().expect("a thread");
        let (done, order) = mpsc::channel();
        let begun = Instant::now();
        for (name, milliseconds) in [("late", 60), ("first", 0), ("middle", 30), ("after", 60)] {
            let done = done.clone();
            timer.at(begun + Duration::from_millis(milliseconds), move || {
                done.send((name, begun.elapsed())).expect("a listener");
            });
        }
        let order: Vec<(&str, Duration)> = order.iter().take(4).collect();
        let names: Vec<&str> = order.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["first", "middle", "late", "after"]);
        assert!(order[3].1 >= Duration::from_millis(60), "never too early");
    }
}
