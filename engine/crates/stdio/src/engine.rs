//! Carries out requests: which service does what, on which thread, and that each ends exactly once.

use crate::failure::{bad_request, busy, cancelled, error_reply, internal};
use crate::log::{Level, log};
use crate::requests::{Entry, Requests, Waiting};
use crate::services::Services;
use crate::services::plans::{Plans, check_size};
use crate::services::runs::{Execute, Runs, Window};
use crate::stream::Stream;
use crate::task::Task;
use crate::workers::{Lane, Workers};
use crate::writer::Writer;
use protocol::{ErrorCode, PlanPart, Reply, Request};
use serde_json::json;
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
    workers: Arc<Workers>,
    plans: Plans,
    runs: Runs,
    execute: Box<dyn Execute>,
    begun: Instant,
}

/// Whether the connection goes on after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    GoOn,
    End,
}

impl Engine {
    pub(crate) fn new(writer: Writer, workers: Arc<Workers>, execute: Box<dyn Execute>) -> Self {
        Self {
            writer,
            requests: Requests::default(),
            services: Services::start(),
            workers,
            plans: Plans::default(),
            runs: Runs::default(),
            execute,
            begun: Instant::now(),
        }
    }

    /// Carries out a request whose id is new. Short ones are answered before this returns.
    pub(crate) fn carry_out(self: &Arc<Self>, request: Request, bytes: usize) -> Next {
        match request {
            Request::Hello { id, .. } => {
                let why = "the connection has been greeted before.";
                self.refuse(id, bad_request("engine.hello", why));
            }
            Request::Ping { id, payload } => {
                self.answer("engine", id, Reply::PingDone { id, payload })
            }
            Request::Cancel { request, .. } => self.cancel(request),
            Request::Credit {
                request, chunks, ..
            } => self.credit(request, chunks),
            Request::Shutdown { id } => {
                self.answer("engine", id, Reply::ShutdownDone { id });
                return Next::End;
            }
            Request::ServicesList { id } => {
                let services = self.services.describe();
                self.answer("services", id, Reply::ServicesListDone { id, services });
            }
            Request::HealthAll { id } => self.answer("health", id, self.health(id)),
            Request::PlanPut { id, part, is_last } => self.first_part(id, part, is_last, bytes),
            Request::RunStart {
                id,
                plan_hash,
                settings,
            } => {
                self.work(id, "run", Lane::Run, move |engine, task| {
                    let plan = engine.plans.get(&plan_hash)?;
                    let executed = engine.execute.execute(&plan, &settings, task)?;
                    let summary = Box::new(engine.runs.keep(plan, executed));
                    Ok(Reply::RunStartDone { id, summary })
                });
            }
            Request::RunTrades {
                id,
                run,
                first,
                count,
            } => {
                let trades = self.runs.trades(id, run, Window::new(first, count));
                self.stream(id, trades);
            }
            Request::RunSeries {
                id,
                run,
                series,
                first,
                count,
            } => {
                let series = self.runs.series(id, run, series, Window::new(first, count));
                self.stream(id, series);
            }
            Request::RunDrop { id, run } => match self.runs.forget(run) {
                Ok(()) => self.answer("run", id, Reply::RunDropDone { id }),
                Err(failure) => self.refuse(id, failure),
            },
        }
        Next::GoOn
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
    fn answer(&self, service: &str, id: u32, reply: Reply) {
        self.writer.send(id, &reply);
        self.services.meter(service).ended(Duration::ZERO);
    }

    /// Ends an open request, unless it has ended already.
    fn finish(&self, entry: &Entry, outcome: Result<Reply, Failure>) {
        if self.requests.close(entry.id).is_none() {
            return;
        }
        let meter = self.services.meter(entry.service);
        meter.ended(entry.begun.elapsed());
        match outcome {
            Ok(reply) => self.writer.send(entry.id, &reply),
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

    fn open(&self, id: u32, service: &'static str) -> Option<Arc<Entry>> {
        match self.requests.open(id, service) {
            Ok(entry) => Some(entry),
            Err(count) => {
                self.writer.send(id, &error_reply(id, busy(count)));
                None
            }
        }
    }

    fn work(
        self: &Arc<Self>,
        id: u32,
        service: &'static str,
        lane: Lane,
        job: impl FnOnce(&Self, &Task<'_>) -> Result<Reply, Failure> + Send + 'static,
    ) {
        if let Some(entry) = self.open(id, service) {
            self.queue(entry, lane, job);
        }
    }

    /// Hands a job to a thread. Whatever happens in it, its request gets an answer.
    fn queue(
        self: &Arc<Self>,
        entry: Arc<Entry>,
        lane: Lane,
        job: impl FnOnce(&Self, &Task<'_>) -> Result<Reply, Failure> + Send + 'static,
    ) {
        let engine = Arc::clone(self);
        self.services.meter(entry.service).queued();
        entry.flow().waiting = Waiting::Thread;
        self.workers.submit(lane, move || {
            engine.services.meter(entry.service).taken();
            entry.take_waiting();
            if entry.is_cancelled() {
                return engine.finish(&entry, Err(cancelled()));
            }
            let task = Task::new(&entry, &engine.writer);
            let outcome = catch_unwind(AssertUnwindSafe(|| job(&engine, &task)));
            let outcome = outcome.unwrap_or_else(|_| Err(internal("the log has the details")));
            engine.finish(&entry, outcome);
        });
    }

    fn first_part(self: &Arc<Self>, id: u32, part: PlanPart, is_last: bool, bytes: usize) {
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
        self.queue(Arc::clone(entry), Lane::Quick, move |engine, _| {
            engine.plans.put(id, parts)
        });
    }

    fn stream<S: Stream + 'static>(self: &Arc<Self>, id: u32, stream: Result<S, Failure>) {
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
                flow.waiting = Waiting::Credit(stream);
                return;
            }
            flow.credit -= 1;
            drop(flow);
            self.writer.send(entry.id, &stream.chunk());
        }
    }

    /// Adds credit and goes on with what waited for it. A request that has ended needs none.
    fn credit(self: &Arc<Self>, id: u32, chunks: u32) {
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
    fn cancel(&self, id: u32) {
        let Some(entry) = self.requests.get(id) else {
            return;
        };
        entry.cancelled.store(true, Ordering::Relaxed);
        match entry.take_waiting() {
            Waiting::Not => {}
            Waiting::Thread | Waiting::Credit(_) | Waiting::Parts(..) => {
                self.finish(&entry, Err(cancelled()));
            }
        }
    }

    fn health(&self, id: u32) -> Reply {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Reply::HealthAllDone {
            id,
            uptime_us: i64::try_from(self.begun.elapsed().as_micros()).unwrap_or(i64::MAX),
            memory_bytes: memory_bytes(),
            requests_in_flight: count(self.requests.count()),
            runs_kept: count(self.runs.count()),
            services: self.services.describe(),
        }
    }
}

/// Resident memory, where the system tells it in a file.
fn memory_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1_024)
}
