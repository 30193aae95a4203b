//! Carries out requests: which service does what, on which thread, and that each ends exactly once.

use crate::failure::{busy, cancelled, deadline_exceeded, error_reply, internal};
use crate::log::{Level, log};
use crate::memory::Memory;
use crate::requests::{Entry, Requests, Waiting};
use crate::services::Services;
use crate::services::market::Market;
use crate::services::plans::{Plans, check_size};
use crate::services::query::Queries;
use crate::services::runs::{Execute, Runs};
use crate::services::store::Stores;
use crate::services::store::compression::TextSizes;
use crate::stream::Stream;
use crate::task::Task;
use crate::timer::Timer;
use crate::workers::{Lane, Workers};
use crate::writer::Writer;
use protocol::{ErrorCode, PlanPart, Reply, Request};
use serde_json::json;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use wire::Failure;

/// Everything behind the connection.
pub(crate) struct Engine {
    pub(crate) writer: Writer,
    pub(crate) requests: Requests,
    pub(crate) services: Services,
    pub(crate) workers: Arc<Workers>,
    pub(crate) timer: Arc<Timer>,
    pub(crate) memory: Arc<Memory>,
    pub(crate) stores: Arc<Stores>,
    pub(crate) market: Arc<Market>,
    pub(crate) queries: Queries,
    pub(crate) sizes: TextSizes,
    pub(crate) plans: Plans,
    pub(crate) runs: Runs,
    pub(crate) execute: Box<dyn Execute>,
    pub(crate) begun: Instant,
}

/// What requests work with, shared with what carries out runs.
#[derive(Clone)]
pub(crate) struct Means {
    pub(crate) workers: Arc<Workers>,
    pub(crate) timer: Arc<Timer>,
    pub(crate) memory: Arc<Memory>,
    pub(crate) stores: Arc<Stores>,
    pub(crate) market: Arc<Market>,
}

impl Means {
    /// Starts the threads.
    pub(crate) fn start() -> io::Result<Self> {
        let memory = Arc::new(Memory::default());
        Ok(Self {
            workers: Workers::start()?,
            timer: Timer::start()?,
            stores: Arc::default(),
            market: Arc::new(Market::new(Arc::clone(&memory))),
            memory,
        })
    }
}

/// What a thread has made of a request.
pub(crate) enum Made {
    /// The last reply.
    Reply(Box<Reply>),
    /// What is to be told in chunks.
    Chunks(Box<dyn Stream>),
}

impl From<Reply> for Made {
    fn from(reply: Reply) -> Self {
        Self::Reply(Box::new(reply))
    }
}

impl<S: Stream + 'static> From<Box<S>> for Made {
    fn from(stream: Box<S>) -> Self {
        Self::Chunks(stream)
    }
}

/// What a request has a thread do.
type Work = Box<dyn FnOnce(&Arc<Engine>, &Task<'_>) -> Result<Made, Failure> + Send>;

impl Engine {
    pub(crate) fn new(writer: Writer, means: Means, execute: Box<dyn Execute>) -> Self {
        let Means {
            workers,
            timer,
            memory,
            stores,
            market,
        } = means;
        Self {
            writer,
            requests: Requests::default(),
            services: Services::start(),
            workers,
            timer,
            stores,
            market,
            queries: Queries::default(),
            sizes: TextSizes::default(),
            plans: Plans::default(),
            runs: Runs::new(Arc::clone(&memory)),
            memory,
            execute,
            begun: Instant::now(),
        }
    }

    /// Takes a further part of a plan.
    pub(crate) fn next_part(self: &Arc<Self>, entry: &Arc<Entry>, request: Request, bytes: usize) {
        if let Request::PlanPut { part, is_last, .. } = request {
            self.part(entry, part, is_last, bytes);
        }
    }

    /// Ends a request that was refused, or was never opened.
    pub(crate) fn refuse(&self, id: u32, failure: Failure) {
        self.requests.close(id);
        self.writer.send(id, &error_reply(id, failure));
    }

    /// Answers a request that takes no time and was not opened.
    pub(crate) fn answer(&self, service: &str, id: u32, reply: Reply) {
        self.writer.send(id, &reply);
        self.services.meter(service).ended(Duration::ZERO);
    }

    /// Ends an open request, unless it has ended already.
    pub(crate) fn finish(&self, entry: &Entry, outcome: Result<Reply, Failure>) {
        if self.requests.close(entry.id).is_none() {
            return;
        }
        let meter = self.services.meter(entry.service);
        meter.ended(entry.begun.elapsed());
        match outcome {
            Ok(reply) => self.writer.send(entry.id, &reply),
            Err(failure) if failure.code == ErrorCode::Cancelled && entry.is_expired() => {
                self.writer
                    .send(entry.id, &error_reply(entry.id, deadline_exceeded()));
            }
            Err(failure) => {
                if failure.code == ErrorCode::Internal {
                    meter.failed(&failure.message);
                    let fields = [("id", json!(entry.id)), ("service", json!(entry.service))];
                    log(Level::Error, "request.failed", &fields);
                }
                self.writer.send(entry.id, &error_reply(entry.id, failure));
            }
        }
    }

    pub(crate) fn open(&self, id: u32, service: &'static str) -> Option<Arc<Entry>> {
        match self.requests.open(id, service) {
            Ok(entry) => Some(entry),
            Err(count) => {
                self.writer.send(id, &error_reply(id, busy(count)));
                None
            }
        }
    }

    /// Has a thread do `work` for a request, once its service is ready.
    pub(crate) fn work<T: Into<Made>>(
        self: &Arc<Self>,
        id: u32,
        service: &'static str,
        lane: Lane,
        work: impl FnOnce(&Arc<Self>, &Task<'_>) -> Result<T, Failure> + Send + 'static,
    ) {
        if let Some(entry) = self.open(id, service) {
            self.work_on(entry, service, lane, work);
        }
    }

    /// The same for a request that is open, once the service of that name is ready. Waiting for that
    /// takes no thread.
    pub(crate) fn work_on<T: Into<Made>>(
        self: &Arc<Self>,
        entry: Arc<Entry>,
        service: &str,
        lane: Lane,
        work: impl FnOnce(&Arc<Self>, &Task<'_>) -> Result<T, Failure> + Send + 'static,
    ) {
        entry.flow().waiting = Waiting::Thread;
        let engine = Arc::clone(self);
        let work: Work = Box::new(move |engine, task| work(engine, task).map(Into::into));
        self.services.meter(entry.service).queued();
        let queue = move |outcome: Result<(), Failure>| match outcome {
            Ok(()) => engine.queue(entry, lane, work),
            Err(failure) => {
                engine.services.meter(entry.service).taken();
                engine.finish(&entry, Err(failure));
            }
        };
        self.services.when_ready(service, Box::new(queue));
    }

    /// Hands work to a thread. Whatever happens in it, its request gets an answer.
    fn queue(self: &Arc<Self>, entry: Arc<Entry>, lane: Lane, work: Work) {
        let engine = Arc::clone(self);
        self.workers.submit(lane, move || {
            engine.services.meter(entry.service).taken();
            entry.take_waiting();
            if entry.is_cancelled() {
                return engine.finish(&entry, Err(cancelled()));
            }
            let task = Task::new(&entry, &engine.writer);
            let made = catch_unwind(AssertUnwindSafe(|| work(&engine, &task)));
            match made.unwrap_or_else(|_| Err(internal("the log has the details"))) {
                Ok(Made::Reply(reply)) => engine.finish(&entry, Ok(*reply)),
                Ok(Made::Chunks(stream)) => engine.flow_on(entry, stream),
                Err(failure) => engine.finish(&entry, Err(failure)),
            }
        });
    }

    pub(crate) fn first_part(
        self: &Arc<Self>,
        id: u32,
        part: PlanPart,
        is_last: bool,
        bytes: usize,
    ) {
        if let Err(failure) = self.services.check("plan") {
            return self.refuse(id, failure);
        }
        if let Some(entry) = self.open(id, "plan") {
            entry.flow().waiting = Waiting::Parts(Vec::new(), 0);
            self.part(&entry, part, is_last, bytes);
        }
    }

    fn part(self: &Arc<Self>, entry: &Arc<Entry>, part: PlanPart, is_last: bool, bytes: usize) {
        let Waiting::Parts(mut parts, before) = entry.take_waiting() else {
            return;
        };
        if let Err(failure) = check_size(before + bytes) {
            return self.finish(entry, Err(failure));
        }
        parts.push(part);
        if !is_last {
            entry.flow().waiting = Waiting::Parts(parts, before + bytes);
            return;
        }
        let id = entry.id;
        self.work_on(Arc::clone(entry), "plan", Lane::Quick, move |engine, _| {
            engine.plans.put(id, parts)
        });
    }

    /// Answers a request of the service `run` in chunks.
    pub(crate) fn stream<S: Stream + 'static>(
        self: &Arc<Self>,
        id: u32,
        stream: Result<S, Failure>,
    ) {
        let stream = self.services.check("run").and(stream);
        match stream {
            Ok(stream) => {
                if let Some(entry) = self.open(id, "run") {
                    self.flow_on(entry, Box::new(stream));
                }
            }
            Err(failure) => self.refuse(id, failure),
        }
    }

    /// Queues the sending of chunks.
    fn flow_on(self: &Arc<Self>, entry: Arc<Entry>, stream: Box<dyn Stream>) {
        let engine = Arc::clone(self);
        self.workers.submit(Lane::Quick, move || {
            let sent = catch_unwind(AssertUnwindSafe(|| engine.send_chunks(&entry, stream)));
            if sent.is_err() {
                engine.finish(&entry, Err(internal("the log has the details")));
            }
        });
    }

    /// Sends chunks until the stream or the credit ends.
    fn send_chunks(&self, entry: &Arc<Entry>, mut stream: Box<dyn Stream>) {
        loop {
            if entry.is_cancelled() {
                return self.finish(entry, Err(cancelled()));
            }
            if stream.is_done() {
                return self.finish(entry, Ok(stream.done()));
            }
            let mut flow = entry.flow();
            if flow.credit == 0 {
                // A cancel from before the lock has found nothing that waits.
                if entry.is_cancelled() {
                    continue;
                }
                flow.waiting = Waiting::Credit(stream);
                return;
            }
            flow.credit -= 1;
            drop(flow);
            self.writer.send(entry.id, &stream.chunk());
        }
    }

    /// Adds credit and goes on with what waited for it. A request that has ended needs none.
    pub(crate) fn credit(self: &Arc<Self>, id: u32, chunks: u32) {
        let Some(entry) = self.requests.get(id) else {
            return;
        };
        let mut flow = entry.flow();
        flow.credit = flow.credit.saturating_add(chunks);
        let waiting = std::mem::take(&mut flow.waiting);
        match waiting {
            Waiting::Credit(stream) if flow.credit > 0 => {
                drop(flow);
                self.flow_on(entry, stream);
            }
            other => flow.waiting = other,
        }
    }

    /// Asks a request to stop. What only waits is answered at once, work when it notices.
    pub(crate) fn cancel(&self, id: u32) {
        let Some(entry) = self.requests.get(id) else {
            return;
        };
        entry.cancelled.store(true, Ordering::Relaxed);
        match entry.take_waiting() {
            Waiting::Not => {}
            Waiting::Turn => self.finish(&entry, Ok(Reply::HealthWatchDone { id })),
            Waiting::Thread | Waiting::Credit(_) | Waiting::Parts(..) | Waiting::Step => {
                self.finish(&entry, Err(cancelled()));
            }
        }
    }

    /// Asks all requests of a service to stop.
    pub(crate) fn cancel_service(&self, service: &str) {
        let open = self.requests.of_service(service);
        open.into_iter().for_each(|id| self.cancel(id));
    }

    /// Stops a request after so long, if it has not ended by then.
    pub(crate) fn stop_after(self: &Arc<Self>, entry: &Arc<Entry>, time: Duration) {
        if time.is_zero() {
            return entry.expire();
        }
        let (engine, id, at) = (Arc::clone(self), entry.id, entry.begun + time);
        let entry = Arc::downgrade(entry);
        self.timer.at(at, move || {
            let Some(entry) = entry.upgrade() else { return };
            entry.expire();
            let workers = Arc::clone(&engine.workers);
            // The answer goes to a pipe that may be full.
            workers.submit(Lane::Quick, move || engine.cancel(id));
        });
    }
}
