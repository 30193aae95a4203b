//! The threads that carry out requests, and the pool that splits the work of one request.

use base::Pool;
use std::collections::VecDeque;
use std::io;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// Who goes first when threads are short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Plans and windows of finished runs: short, and somebody looks at the screen.
    Quick,
    Run,
}

/// Threads and what waits for them.
pub(crate) struct Workers {
    queue: Mutex<Queue>,
    arrived: Condvar,
    /// Threads that may still be added to split work.
    helpers: AtomicUsize,
}

#[derive(Default)]
struct Queue {
    quick: VecDeque<Job>,
    runs: VecDeque<Job>,
}

impl Workers {
    /// Starts one thread a core and one for quick jobs, so that a long run holds up no short pull.
    pub(crate) fn start() -> io::Result<Arc<Self>> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let workers = Arc::new(Self {
            queue: Mutex::default(),
            arrived: Condvar::new(),
            helpers: AtomicUsize::new(cores - 1),
        });
        for index in 0..=cores {
            let workers = Arc::clone(&workers);
            let name = format!("worker-{index}");
            thread::Builder::new()
                .name(name)
                .spawn(move || workers.serve(index == 0))?;
        }
        Ok(workers)
    }

    /// Queues `job`. A panic in it ends the job, not the thread.
    pub(crate) fn submit(&self, lane: Lane, job: impl FnOnce() + Send + 'static) {
        let mut queue = self.queue();
        match lane {
            Lane::Quick => queue.quick.push_back(Box::new(job)),
            Lane::Run => queue.runs.push_back(Box::new(job)),
        }
        drop(queue);
        // All wake: a thread that takes no runs must not swallow the only call.
        self.arrived.notify_all();
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One thread takes quick jobs only, so that they never wait for a run.
    fn serve(&self, only_quick: bool) {
        loop {
            let job = self.take(only_quick);
            // The request boundary has answered already; here only the thread is kept.
            let _ = catch_unwind(AssertUnwindSafe(job));
        }
    }

    fn take(&self, only_quick: bool) -> Job {
        let mut queue = self.queue();
        loop {
            let quick = queue.quick.pop_front();
            let job = if only_quick {
                quick
            } else {
                quick.or_else(|| queue.runs.pop_front())
            };
            match job {
                Some(job) => return job,
                None => {
                    queue = self
                        .arrived
                        .wait(queue)
                        .unwrap_or_else(PoisonError::into_inner)
                }
            }
        }
    }

    fn borrow_helpers(&self, wanted: usize) -> usize {
        let lent = |free: usize| free.checked_sub(wanted.min(free));
        let before = self
            .helpers
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, lent);
        before.map_or(0, |free| wanted.min(free))
    }
}

impl Pool for Workers {
    /// The caller takes part, so that work goes on when every other thread is busy.
    fn for_each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        let next = AtomicUsize::new(0);
        let share = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= count {
                    return;
                }
                work(index);
            }
        };
        let helpers = self.borrow_helpers(count.saturating_sub(1));
        let returned = Lent {
            helpers,
            to: &self.helpers,
        };
        thread::scope(|scope| {
            for _ in 0..returned.helpers {
                scope.spawn(share);
            }
            share();
        });
    }
}

/// Gives helpers back, also when the work panics.
struct Lent<'a> {
    helpers: usize,
    to: &'a AtomicUsize,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.to.fetch_add(self.helpers, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::{Lane, Workers};
    use base::Pool;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    #[test]
    fn each_index_is_worked_on_once() {
        let workers = Workers::start().expect("threads");
        let hits: Vec<AtomicUsize> = (0..1_000).map(|_| AtomicUsize::new(0)).collect();
        workers.for_each(hits.len(), &|index| {
            hits[index].fetch_add(1, Ordering::Relaxed);
        });
        assert!(hits.iter().all(|hit| hit.load(Ordering::Relaxed) == 1));
        workers.for_each(0, &|_| panic!("nothing to do"));
    }

    #[test]
    fn a_panic_in_a_part_reaches_the_caller_and_returns_the_helpers() {
        let workers = Workers::start().expect("threads");
        let free = workers.helpers.load(Ordering::Relaxed);
        for _ in 0..3 {
            let work = || workers.for_each(8, &|index| assert!(index != 5, "part five"));
            assert!(catch_unwind(AssertUnwindSafe(work)).is_err());
        }
        assert_eq!(workers.helpers.load(Ordering::Relaxed), free);
    }

    #[test]
    fn quick_jobs_do_not_wait_for_runs() {
        let workers = Workers::start().expect("threads");
        let (release, gate) = mpsc::channel::<()>();
        let gate = std::sync::Mutex::new(gate);
        let gate = std::sync::Arc::new(gate);
        for _ in 0..16 {
            let gate = std::sync::Arc::clone(&gate);
            workers.submit(Lane::Run, move || {
                let _ = gate.lock().expect("the gate").recv();
            });
        }
        let (done, quick) = mpsc::channel();
        workers.submit(Lane::Quick, move || done.send(7).expect("a listener"));
        assert_eq!(quick.recv(), Ok(7));
        drop(release);
    }

    #[test]
    fn a_job_that_panics_leaves_its_thread() {
        let workers = Workers::start().expect("threads");
        for _ in 0..20 {
            workers.submit(Lane::Quick, || panic!("on purpose"));
        }
        let (done, after) = mpsc::channel();
        workers.submit(Lane::Quick, move || done.send(1).expect("a listener"));
        assert_eq!(after.recv(), Ok(1));
    }
}
