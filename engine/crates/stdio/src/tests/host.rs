//! A host for tests: sends requests or raw bytes, and waits for each reply with a time limit.

use crate::connection::{End, Watched, serve};
use crate::engine::{Engine, Means};
use crate::memory::Memory;
use crate::services::runs::data::{Feed, RunData};
use crate::services::runs::{Execute, Executed, Runs};
use crate::task::Task;
use crate::writer::Writer;
use base::Direction;
use events::{EquityPoint, RunRecord};
use plan::Plan;
use protocol::{ErrorCode, PlanPart, Reply, Request, RunSettings, RunSummary, SCHEMA_HASH};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use wire::Failure;

/// Nothing here takes longer, not even on a machine that does other work.
const PATIENCE: Duration = Duration::from_secs(20);

/// The host's side of a connection.
pub(super) struct Host {
    bytes: Option<Sender<Vec<u8>>>,
    replies: Receiver<Vec<u8>>,
    served: JoinHandle<End>,
    next_id: u32,
}

impl Host {
    /// A connection on which nothing has been said.
    pub(super) fn silent() -> Self {
        let (bytes, input) = channel();
        let (engine, replies) = engine();
        let input = Inlet {
            input,
            rest: Vec::new(),
        };
        let served = thread::spawn(move || serve(&engine, input, &Watched::default()));
        Self {
            bytes: Some(bytes),
            replies,
            served,
            next_id: 1,
        }
    }

    /// A connection that has been greeted.
    pub(super) fn greeted() -> Self {
        let mut host = Self::silent();
        let hello = host.ask(|id| Request::Hello {
            id,
            schema_hash: SCHEMA_HASH.into(),
            host_version: "test".into(),
        });
        assert!(matches!(host.reply(), Reply::HelloDone { id, .. } if id == hello));
        host
    }

    pub(super) fn send_bytes(&self, bytes: Vec<u8>) {
        // The engine may have ended the connection already.
        let _ = self.bytes.as_ref().expect("an open pipe").send(bytes);
    }

    /// Sends any value as a frame.
    pub(super) fn send(&self, value: &impl Serialize) {
        self.send_bytes(framed(&rmp_serde::to_vec_named(value).expect("a value")));
    }

    /// Sends a request under the next id, which is returned.
    pub(super) fn ask(&mut self, request: impl FnOnce(u32) -> Request) -> u32 {
        let id = self.fresh_id();
        self.send(&request(id));
        id
    }

    pub(super) fn fresh_id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id - 1
    }

    pub(super) fn reply(&self) -> Reply {
        next(&self.replies)
    }

    /// The next reply as an error: its id, code and message.
    pub(super) fn error(&self) -> (u32, ErrorCode, String) {
        match self.reply() {
            Reply::Error {
                id, code, message, ..
            } => (id, code, message),
            other => panic!("an error was expected, not {other:?}"),
        }
    }

    /// Whether the connection still answers, and nothing else came before.
    pub(super) fn expect_alive(&mut self) {
        let id = self.ask(|id| Request::Ping {
            id,
            payload: "alive".into(),
        });
        assert_eq!(
            self.reply(),
            Reply::PingDone {
                id,
                payload: "alive".into()
            }
        );
    }

    /// Closes the pipe and returns how the engine took it.
    pub(super) fn close(mut self) -> End {
        self.bytes = None;
        self.served.join().expect("the engine does not panic")
    }

    /// How the engine ended by itself.
    pub(super) fn end(self) -> End {
        let begun = Instant::now();
        while !self.served.is_finished() {
            assert!(begun.elapsed() < PATIENCE, "the engine goes on");
            thread::yield_now();
        }
        self.served.join().expect("the engine does not panic")
    }

    /// Puts the plan of the golden frame and returns its hash.
    pub(super) fn put_plan(&mut self) -> String {
        self.ask(|id| Request::PlanPut {
            id,
            part: small_plan(),
            is_last: true,
        });
        match self.reply() {
            Reply::PlanPutDone { plan_hash, .. } => plan_hash,
            other => panic!("a hash was expected, not {other:?}"),
        }
    }

    /// Starts a run of the scripted kind (see `Scripted`).
    pub(super) fn start(&mut self, plan_hash: &str, script: &str, rows: u32) -> u32 {
        self.start_with(plan_hash, script, rows, None)
    }

    /// The same with a deadline in milliseconds.
    pub(super) fn start_with(
        &mut self,
        plan_hash: &str,
        script: &str,
        rows: u32,
        deadline_ms: Option<u32>,
    ) -> u32 {
        let settings = RunSettings {
            chart: Some(script.into()),
            warmup_bars: Some(rows),
            ..golden_settings()
        };
        let plan_hash = plan_hash.to_owned();
        self.ask(|id| Request::RunStart {
            id,
            plan_hash,
            settings: Box::new(settings),
            is_live: false,
            deadline_ms,
        })
    }
}

/// An engine without a connection, and what it says.
pub(crate) fn engine() -> (Arc<Engine>, Receiver<Vec<u8>>) {
    let (output, replies) = channel();
    let means = Means::start().expect("threads");
    let writer = Writer::new(Box::new(Outlet(output)));
    let engine = Engine::new(writer, means, Box::new(Scripted));
    (Arc::new(engine), replies)
}

pub(crate) fn next(replies: &Receiver<Vec<u8>>) -> Reply {
    let frame = replies.recv_timeout(PATIENCE).expect("a reply in time");
    rmp_serde::from_slice(&frame[4..]).expect("a reply")
}

pub(super) fn framed(body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("a short frame");
    [&length.to_le_bytes(), body].concat()
}

fn golden<T: DeserializeOwned>(name: &str) -> T {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors");
    let bytes = std::fs::read(folder.join(name)).expect("a golden frame");
    rmp_serde::from_slice(&bytes).expect("a message")
}

pub(super) fn small_plan() -> PlanPart {
    match golden("requests/plan.put.msgpack") {
        Request::PlanPut { part, .. } => part,
        other => panic!("not a plan: {other:?}"),
    }
}

fn golden_settings() -> RunSettings {
    match golden("requests/run.start.msgpack") {
        Request::RunStart { settings, .. } => *settings,
        other => panic!("not a run: {other:?}"),
    }
}

fn golden_summary() -> RunSummary {
    match golden("replies/run.start.done.msgpack") {
        Reply::RunStartDone { summary, .. } => *summary,
        other => panic!("not a summary: {other:?}"),
    }
}

/// Does what the run's `chart` says, with as many rows as its `warmup_bars`.
struct Scripted;

impl Execute for Scripted {
    fn execute(
        &self,
        _plan: &Plan,
        settings: &RunSettings,
        _is_live: bool,
        task: &Task<'_>,
    ) -> Result<Executed, Failure> {
        match settings.chart.as_deref() {
            Some("panic") => panic!("secret words of a panic"),
            Some("wait") => wait(task),
            Some("deaf") => deaf(task, settings.warmup_bars.unwrap_or(0)),
            Some("progress") => report(task),
            Some("nan") => Ok(executed(f64::NAN, 0)),
            _ => Ok(executed(1.0, settings.warmup_bars.unwrap_or(0))),
        }
    }
}

fn wait(task: &Task<'_>) -> Result<Executed, Failure> {
    while !task.is_cancelled() {
        thread::yield_now();
    }
    Err(crate::failure::cancelled())
}

/// Steps that may end, a bit each.
static RELEASED: AtomicU32 = AtomicU32::new(0);

/// Lets the deaf step of a number, below 32, end.
pub(super) fn release(number: u32) {
    RELEASED.fetch_or(1 << number, Ordering::Relaxed);
}

/// A step that does not look whether to stop, until the test releases it.
fn deaf(task: &Task<'_>, number: u32) -> Result<Executed, Failure> {
    task.step(|| {
        while RELEASED.load(Ordering::Relaxed) & (1 << number) == 0 {
            thread::sleep(Duration::from_millis(1));
        }
    })?;
    Ok(executed(1.0, 0))
}

/// Reports without pause for a third of a second.
fn report(task: &Task<'_>) -> Result<Executed, Failure> {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(350) {
        task.progress("running", begun.elapsed().as_secs_f64(), Some(0.35));
    }
    Ok(executed(1.0, 0))
}

fn executed(seconds: f64, rows: u32) -> Executed {
    let point = |row: u32| EquityPoint {
        time: i64::from(row) * 1_000,
        equity: 100.0 + f64::from(row % 10),
        position: f64::from(row % 3),
    };
    let trade = |row: u32| events::Trade {
        direction: Direction::Long,
        quantity: f64::from(row + 1),
        ..any_trade()
    };
    Executed {
        summary: RunSummary {
            seconds,
            ..golden_summary()
        },
        record: RunRecord {
            equity: (0..rows).map(point).collect(),
            trades: (0..rows).map(trade).collect(),
            ..RunRecord::default()
        },
        point_value: 1.0,
        last_price: 2.0,
        data: None,
    }
}

/// A kept run of three bars on any data, and its number.
pub(crate) fn kept_on(feed: Feed) -> (Runs, u32) {
    let plan = wire::plan(&wire::join(vec![small_plan()])).expect("a plan");
    let rules = wire::settings(&golden_settings(), &plan, true).expect("settings");
    let executed = Executed {
        data: Some(RunData::new(rules, feed)),
        ..executed(1.0, 3)
    };
    let runs = Runs::new(Arc::new(Memory::default()));
    let run = runs.keep(Arc::new(plan), executed, false).run;
    (runs, run)
}

fn any_trade() -> events::Trade {
    events::Trade {
        direction: Direction::Long,
        quantity: 1.0,
        entry_time: 0,
        entry_price: 1.0,
        entry_statement: 0,
        entry_row: 0,
        exit: None,
        profit: 0.0,
        fees: 0.0,
        mae: 0.0,
        mfe: 0.0,
    }
}

struct Inlet {
    input: Receiver<Vec<u8>>,
    rest: Vec<u8>,
}

impl Read for Inlet {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() {
            // No sender is left: the pipe has ended.
            self.rest = self.input.recv().unwrap_or_default();
        }
        let count = self.rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.rest[..count]);
        self.rest.drain(..count);
        Ok(count)
    }
}

struct Outlet(Sender<Vec<u8>>);

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        self.0.send(bytes.to_vec()).map_err(gone)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
