//! An engine process and a data home for one test.

use protocol::{
    Account, Configuration, DataSource, DatasetInfo, ErrorCode, ImportOptions, PlanPart, Reply,
    Request, RunSettings, RunSummary, SCHEMA_HASH, SavedRunInfo, Statement, StoreFinding,
    StoredData,
};
use serde::de::DeserializeOwned;
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// Nothing here takes longer, not even on a machine that does other work.
const PATIENCE: Duration = Duration::from_secs(120);

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder for one test, removed at its end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("backtestr-engine-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_string_lossy().into_owned()
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.0.join("home")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A refusal.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) code: ErrorCode,
    pub(crate) message: String,
    pub(crate) help: String,
}

fn answered(last: Reply) -> Result<Reply, Refused> {
    match last {
        Reply::Error {
            code,
            message,
            help,
            ..
        } => Err(Refused {
            code,
            message,
            help: help.unwrap_or_default(),
        }),
        reply => Ok(reply),
    }
}

/// The host's side of an engine process.
pub(crate) struct Engine {
    child: Child,
    input: Option<ChildStdin>,
    replies: Receiver<Reply>,
    waiting: VecDeque<Reply>,
    next_id: u32,
}

impl Engine {
    /// A process that has been greeted.
    pub(crate) fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_backtestr-engine"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the engine starts");
        let mut output = child.stdout.take().expect("a pipe");
        let (sender, replies) = channel();
        thread::spawn(move || {
            while let Some(reply) = next_reply(&mut output) {
                if sender.send(reply).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        let mut engine = Self {
            child,
            input,
            replies,
            waiting: VecDeque::new(),
            next_id: 1,
        };
        let hello = engine.answer(|id| Request::Hello {
            id,
            schema_hash: SCHEMA_HASH.into(),
            host_version: "test".into(),
        });
        assert!(matches!(hello, Ok(Reply::HelloDone { .. })));
        engine
    }

    /// A process with a data home.
    pub(crate) fn at(home: &Path) -> Self {
        let mut engine = Self::start();
        assert!(matches!(
            engine.configure(Some(home), None),
            Ok(Reply::ConfigureDone { .. })
        ));
        engine
    }

    pub(crate) fn configure(
        &mut self,
        home: Option<&Path>,
        threads: Option<u32>,
    ) -> Result<Reply, Refused> {
        self.limit(home, threads, None)
    }

    /// Configures a limit of memory as well.
    pub(crate) fn limit(
        &mut self,
        home: Option<&Path>,
        threads: Option<u32>,
        memory_bytes: Option<i64>,
    ) -> Result<Reply, Refused> {
        let data_home = home.map(|home| home.to_string_lossy().into_owned());
        self.answer(|id| Request::Configure {
            id,
            configuration: Configuration {
                data_home,
                threads,
                memory_bytes,
            },
        })
    }

    /// Sends a request under the next id, which is returned.
    pub(crate) fn ask(&mut self, request: impl FnOnce(u32) -> Request) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        let body = rmp_serde::to_vec_named(&request(id)).expect("a message");
        let length = u32::try_from(body.len()).expect("a short frame");
        let input = self.input.as_mut().expect("an open pipe");
        // An engine that was killed does not read.
        let _ = input.write_all(&[&length.to_le_bytes(), body.as_slice()].concat());
        let _ = input.flush();
        id
    }

    /// The next reply to a request, whatever it is. Others wait.
    pub(crate) fn next(&mut self, id: u32) -> Option<Reply> {
        if let Some(at) = self.waiting.iter().position(|reply| id_of(reply) == id) {
            return self.waiting.remove(at);
        }
        loop {
            let reply = self.replies.recv_timeout(PATIENCE).ok()?;
            if id_of(&reply) == id {
                return Some(reply);
            }
            self.waiting.push_back(reply);
        }
    }

    /// All replies to a request, the last one last. Gives credit for each chunk.
    pub(crate) fn all(&mut self, id: u32) -> Vec<Reply> {
        let mut all = Vec::new();
        loop {
            let reply = self.next(id).expect("a reply in time");
            let kind = kind_of(&reply);
            all.push(reply);
            if kind.ends_with(".chunk") {
                self.ask(|credit| Request::Credit {
                    id: credit,
                    request: id,
                    chunks: 1,
                });
            } else if !kind.ends_with(".progress") {
                return all;
            }
        }
    }

    /// The last reply to a request.
    pub(crate) fn last(&mut self, id: u32) -> Result<Reply, Refused> {
        answered(self.all(id).pop().expect("a last reply"))
    }

    /// Asks, and waits for the last reply.
    pub(crate) fn answer(
        &mut self,
        request: impl FnOnce(u32) -> Request,
    ) -> Result<Reply, Refused> {
        let id = self.ask(request);
        self.last(id)
    }

    /// Asks for a list that comes in chunks, and for the last reply.
    pub(crate) fn list<T>(
        &mut self,
        request: impl FnOnce(u32) -> Request,
        items: impl Fn(&Reply) -> Option<Vec<T>>,
    ) -> Result<(Vec<T>, Reply), Refused> {
        let id = self.ask(request);
        let mut all = self.all(id);
        let last = all.pop().expect("a last reply");
        let listed = all.iter().filter_map(items).flatten().collect();
        answered(last).map(|last| (listed, last))
    }

    pub(crate) fn datasets(&mut self) -> Result<Vec<DatasetInfo>, Refused> {
        let datasets = self.list(
            |id| Request::StoreDatasets { id },
            |reply| match reply {
                Reply::StoreDatasetsChunk { datasets, .. } => Some(datasets.clone()),
                _ => None,
            },
        );
        datasets.map(|(datasets, _)| datasets)
    }

    pub(crate) fn saved_runs(&mut self, strategy: Option<&str>) -> Vec<SavedRunInfo> {
        let strategy = strategy.map(str::to_owned);
        let runs = self.list(
            |id| Request::StoreRuns { id, strategy },
            |reply| match reply {
                Reply::StoreRunsChunk { runs, .. } => Some(runs.clone()),
                _ => None,
            },
        );
        runs.expect("saved runs").0
    }

    pub(crate) fn fsck(&mut self, is_setting_aside: bool) -> Vec<StoreFinding> {
        let findings = self.list(
            |id| Request::StoreFsck {
                id,
                is_setting_aside,
            },
            |reply| match reply {
                Reply::StoreFsckChunk { findings, .. } => Some(findings.clone()),
                _ => None,
            },
        );
        findings.expect("findings").0
    }

    /// Asks what must be refused.
    pub(crate) fn refusal(&mut self, request: impl FnOnce(u32) -> Request) -> Refused {
        match self.answer(request) {
            Err(refused) => refused,
            Ok(reply) => panic!("a refusal was expected, not {reply:?}"),
        }
    }

    pub(crate) fn cancel(&mut self, request: u32) {
        self.ask(|id| Request::Cancel { id, request });
    }

    pub(crate) fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Ends the process like a power cut.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it is there");
        self.child.wait().expect("it ends");
    }

    /// Imports a file, which must succeed.
    pub(crate) fn import(&mut self, path: &str, symbol: &str) -> Reply {
        let options = import_options(path, symbol);
        let reply = self.answer(|id| Request::ImportStart { id, options });
        reply.expect("the import succeeds")
    }

    /// Puts the plan of these tests and returns its hash.
    pub(crate) fn put_plan(&mut self) -> String {
        let reply = self.answer(|id| Request::PlanPut {
            id,
            part: plan(),
            is_last: true,
        });
        match reply {
            Ok(Reply::PlanPutDone { plan_hash, .. }) => plan_hash,
            other => panic!("a hash was expected, not {other:?}"),
        }
    }

    /// Runs the plan of these tests.
    pub(crate) fn run(&mut self, settings: RunSettings) -> Result<RunSummary, Refused> {
        let id = self.start_run(settings, false, None);
        self.last(id).map(|reply| match reply {
            Reply::RunStartDone { summary, .. } => *summary,
            other => panic!("a summary was expected, not {other:?}"),
        })
    }

    pub(crate) fn start_run(
        &mut self,
        settings: RunSettings,
        is_live: bool,
        deadline_ms: Option<u32>,
    ) -> u32 {
        let plan_hash = self.put_plan();
        self.ask(|id| Request::RunStart {
            id,
            plan_hash,
            settings: Box::new(settings),
            is_live,
            deadline_ms,
        })
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn next_reply(output: &mut impl Read) -> Option<Reply> {
    let mut length = [0; 4];
    output.read_exact(&mut length).ok()?;
    let mut body = vec![0; u32::from_le_bytes(length) as usize];
    output.read_exact(&mut body).ok()?;
    Some(rmp_serde::from_slice(&body).expect("a reply"))
}

fn field(reply: &Reply, name: &str) -> serde_json::Value {
    let value = serde_json::to_value(reply).expect("JSON");
    value[name].clone()
}

fn id_of(reply: &Reply) -> u32 {
    let id = field(reply, "id").as_u64().expect("an id");
    u32::try_from(id).expect("an id")
}

pub(crate) fn kind_of(reply: &Reply) -> String {
    field(reply, "kind").as_str().expect("a kind").to_owned()
}

fn golden<T: DeserializeOwned>(name: &str) -> T {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors");
    let bytes = std::fs::read(folder.join(name)).expect("a golden frame");
    rmp_serde::from_slice(&bytes).expect("a message")
}

/// Enters long where the close crosses its average of `length`, and plots both.
/// Nodes: 0 close, 1 length, 2 average, 3 crossing.
pub(crate) fn plan() -> PlanPart {
    let Request::PlanPut { mut part, .. } = golden("requests/plan.put.msgpack") else {
        panic!("not a plan");
    };
    part.texts.push("average".into());
    part.statements.push(Statement::Plot { value: 2, title: 1 });
    part
}

/// Settings for data of the store: no costs, one contract, everything decides.
pub(crate) fn stored(symbol: &str, chart: Option<&str>) -> RunSettings {
    let Request::RunStart { settings, .. } = golden("requests/run.start.msgpack") else {
        panic!("not a run");
    };
    let mut settings = *settings;
    settings.parameters[0].value = 3.0;
    settings.account = Account {
        commission: Vec::new(),
        slippage_ticks: 0.0,
        intrabar: None,
        ..settings.account
    };
    settings.data = DataSource::Store {
        store: of_symbol(symbol),
    };
    settings.chart = chart.map(str::to_owned);
    settings.period = None;
    settings.warmup_bars = None;
    settings
}

pub(crate) fn of_symbol(symbol: &str) -> StoredData {
    StoredData {
        symbol: symbol.into(),
        dataset: None,
        version: None,
        price: None,
        zone: None,
        tick: None,
        point_value: None,
        lot: None,
        currency: None,
    }
}

pub(crate) fn import_options(path: &str, symbol: &str) -> ImportOptions {
    ImportOptions {
        paths: vec![path.into()],
        symbol: Some(symbol.into()),
        dataset: None,
        zone: None,
        point: None,
        tick: None,
        stamp: None,
        side: None,
        currency: None,
        replace: false,
    }
}

/// Close of the bar at `row`: a saw of period 7 on a slow one, in ticks of 0.01.
pub(crate) fn close(row: u32) -> f64 {
    f64::from(10_000 + (row * 37) % 700 + (row % 7) * 20) / 100.0
}

/// Bars of a minute from 2024-01-01 on, as CSV.
pub(crate) fn bars_csv(count: u32) -> String {
    let mut text = String::from("time,open,high,low,close,volume\n");
    for row in 0..count {
        let (open, close) = (close(row.saturating_sub(1)), close(row));
        let (high, low) = (open.max(close) + 0.05, open.min(close) - 0.05);
        let seconds = 1_704_067_200 + i64::from(row) * 60;
        writeln!(text, "{seconds},{open:.2},{high:.2},{low:.2},{close:.2},10").expect("text");
    }
    text
}

/// Quotes every ten seconds from 2024-01-01 on, as Dukascopy CSV: the bid is the close of the saw, the
/// ask 0.02 above.
pub(crate) fn quotes_csv(count: u32) -> String {
    let mut text = String::from("timestamp,bid,ask,bid_volume,ask_volume\n");
    for row in 0..count {
        let time = 1_704_067_200_000 + i64::from(row) * 10_000;
        let bid = close(row);
        writeln!(text, "{time},{bid:.2},{:.2},1.5,2.5", bid + 0.02).expect("text");
    }
    text
}
