//! The threads that carry out requests, and the pool that splits the work of one request.

use base::Pool;
use std::collections::VecDeque;
use std::io;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// Most threads that a configuration gets.
const THREADS_MAX: usize = 1_024;

/// Who goes first when threads are short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Plans and windows of finished runs: short, and somebody looks at the screen.
    Quick,
    /// Runs made while somebody types.
    Live,
    Run,
    /// Imports and checks of the store: they may take hours.
    Long,
}

/// Threads and what waits for them.
pub(crate) struct Workers {
    queue: Mutex<Queue>,
    arrived: Condvar,
    /// Threads that may still be added to split work; below 0 while more are lent than there may be.
    helpers: AtomicIsize,
}

#[derive(Default)]
struct Queue {
    quick: VecDeque<Job>,
    live: VecDeque<Job>,
    runs: VecDeque<Job>,
    long: VecDeque<Job>,
    /// Common threads there are, those at work, and those of them at long work.
    threads: usize,
    busy: usize,
    busy_long: usize,
    /// Common threads that may work at once, at least 2.
    busy_max: usize,
    helpers: usize,
}

/// What a thread takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Quick,
    Live,
    /// Everything.
    Common,
}

impl Queue {
    fn lane(&mut self, lane: Lane) -> &mut VecDeque<Job> {
        match lane {
            Lane::Quick => &mut self.quick,
            Lane::Live => &mut self.live,
            Lane::Run => &mut self.runs,
            Lane::Long => &mut self.long,
        }
    }

    /// The next job for a thread, with what it counts as.
    fn pop(&mut self, takes: Takes) -> Option<(Job, Lane)> {
        let may = |lane: Lane, queue: &Self| match (takes, lane) {
            (Takes::Quick, lane) => lane == Lane::Quick,
            (Takes::Live, lane) => lane == Lane::Live,
            // Those who look at the screen or type wait for no limit.
            (Takes::Common, Lane::Quick | Lane::Live) => true,
            (Takes::Common, Lane::Run) => queue.busy < queue.busy_max,
            // One thread is left for a run that comes meanwhile.
            (Takes::Common, Lane::Long) => {
                queue.busy < queue.busy_max && queue.busy_long + 1 < queue.busy_max
            }
        };
        let lanes = [Lane::Quick, Lane::Live, Lane::Run, Lane::Long];
        for lane in lanes {
            if may(lane, self)
                && let Some(job) = self.lane(lane).pop_front()
            {
                self.busy += usize::from(lane == Lane::Run || lane == Lane::Long);
                self.busy_long += usize::from(lane == Lane::Long);
                return Some((job, lane));
            }
        }
        None
    }

    fn ended(&mut self, lane: Lane) {
        self.busy -= usize::from(lane == Lane::Run || lane == Lane::Long);
        self.busy_long -= usize::from(lane == Lane::Long);
    }
}

impl Workers {
    /// Starts a thread a core, one for quick jobs and one for live runs: a long run or import holds up
    /// neither.
    pub(crate) fn start() -> io::Result<Arc<Self>> {
        let workers = Arc::new(Self {
            queue: Mutex::default(),
            arrived: Condvar::new(),
            helpers: AtomicIsize::new(0),
        });
        workers.add("quick", Takes::Quick)?;
        workers.add("live", Takes::Live)?;
        workers.resize(None)?;
        Ok(workers)
    }

    /// Lets so many threads work at once; `None` is one a core. What is at work goes on.
    pub(crate) fn resize(self: &Arc<Self>, threads: Option<usize>) -> io::Result<()> {
        let cores = || thread::available_parallelism().map_or(1, NonZero::get);
        let count = threads.unwrap_or_else(cores).clamp(1, THREADS_MAX);
        let common = count.max(2);
        let mut queue = self.queue();
        queue.busy_max = common;
        // More than there are common threads may be busy with quick and live jobs: one is to spare.
        let missing = (common + 1).saturating_sub(queue.threads);
        let first = queue.threads;
        queue.threads += missing;
        let before = std::mem::replace(&mut queue.helpers, count - 1);
        drop(queue);
        let change = (count - 1) as isize - before as isize;
        self.helpers.fetch_add(change, Ordering::Relaxed);
        for index in first..first + missing {
            self.add(&format!("worker-{index}"), Takes::Common)?;
        }
        self.arrived.notify_all();
        Ok(())
    }

    fn add(self: &Arc<Self>, name: &str, takes: Takes) -> io::Result<()> {
        let workers = Arc::clone(self);
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || workers.serve(takes))
            .map(drop)
    }

    /// Queues `job`. A panic in it ends the job, not the thread.
    pub(crate) fn submit(&self, lane: Lane, job: impl FnOnce() + Send + 'static) {
        self.queue().lane(lane).push_back(Box::new(job));
        // All wake: a thread that takes no runs must not swallow the only call.
        self.arrived.notify_all();
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self, takes: Takes) {
        loop {
            let (job, lane) = self.take(takes);
            // The request boundary has answered already; here only the thread is kept.
            let _ = catch_unwind(AssertUnwindSafe(job));
            self.queue().ended(lane);
            // What waited for a free place.
            self.arrived.notify_all();
        }
    }

    fn take(&self, takes: Takes) -> (Job, Lane) {
        let mut queue = self.queue();
        loop {
            if let Some(taken) = queue.pop(takes) {
                return taken;
            }
            let waited = self.arrived.wait(queue);
            queue = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn borrow_helpers(&self, wanted: usize) -> usize {
        let lent = |free: isize| {
            let share = wanted.min(usize::try_from(free).unwrap_or(0));
            Some(free - share as isize)
        };
        let before = self
            .helpers
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, lent);
        before.map_or(0, |free| wanted.min(usize::try_from(free).unwrap_or(0)))
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
    to: &'a AtomicIsize,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.to.fetch_add(self.helpers as isize, Ordering::Relaxed);
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

    /// Occupies threads until the returned sender is dropped.
    fn occupy(workers: &Workers, lane: Lane, count: usize) -> mpsc::Sender<()> {
        let (release, gate) = mpsc::channel::<()>();
        let gate = std::sync::Arc::new(std::sync::Mutex::new(gate));
        for _ in 0..count {
            let gate = std::sync::Arc::clone(&gate);
            workers.submit(lane, move || {
                let _ = gate.lock().expect("the gate").recv();
            });
        }
        release
    }

    fn is_done(workers: &Workers, lane: Lane) -> bool {
        let (done, ended) = mpsc::channel();
        workers.submit(lane, move || done.send(()).expect("a listener"));
        ended.recv().is_ok()
    }

    #[test]
    fn imports_leave_a_thread_for_runs_and_runs_leave_one_for_live_runs() {
        for threads in [1, 2, 5] {
            let workers = Workers::start().expect("threads");
            workers.resize(Some(threads)).expect("threads");
            let imports = occupy(&workers, Lane::Long, 40);
            assert!(is_done(&workers, Lane::Run));
            let runs = occupy(&workers, Lane::Run, 40);
            assert!(is_done(&workers, Lane::Live));
            assert!(is_done(&workers, Lane::Quick));
            drop((imports, runs));
            assert!(is_done(&workers, Lane::Long));
        }
    }

    #[test]
    fn helpers_follow_the_configuration() {
        let workers = Workers::start().expect("threads");
        for (threads, helpers) in [(1, 0), (4, 3), (2, 1), (1, 0)] {
            workers.resize(Some(threads)).expect("threads");
            assert_eq!(workers.borrow_helpers(99), helpers);
            workers
                .helpers
                .fetch_add(helpers as isize, Ordering::Relaxed);
        }
    }
}
