//! What the engine answers: any number of progress and chunk frames, then one done or error.

use crate::column::{F64Column, I64Column};
use crate::data::{
    DatasetInfo, ExportedTable, ImportFound, ImportResult, QueryColumn, SavedRunInfo, StoreFinding,
    StoredReport,
};
use crate::run::{Hint, PlotColumn, RunSummary, TradeRow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A frame from the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Reply {
    /// Answer to the first frame. Its shape never changes.
    #[serde(rename = "engine.hello.done")]
    HelloDone {
        id: u32,
        schema_hash: String,
        engine_version: String,
        capabilities: Vec<String>,
    },
    #[serde(rename = "engine.ping.done")]
    PingDone { id: u32, payload: String },
    #[serde(rename = "engine.shutdown.done")]
    ShutdownDone { id: u32 },
    #[serde(rename = "services.list.done")]
    ServicesListDone { id: u32, services: Vec<ServiceInfo> },
    #[serde(rename = "health.all.done")]
    HealthAllDone { id: u32, health: Health },
    #[serde(rename = "health.watch.chunk")]
    HealthWatchChunk { id: u32, chunk: u32, health: Health },
    #[serde(rename = "health.watch.done")]
    HealthWatchDone { id: u32 },
    #[serde(rename = "engine.configure.done")]
    ConfigureDone { id: u32 },
    #[serde(rename = "services.control.done")]
    ServicesControlDone { id: u32, service: ServiceInfo },
    #[serde(rename = "plan.put.done")]
    PlanPutDone {
        id: u32,
        plan_hash: String,
        node_count: u32,
        statement_count: u32,
    },
    /// At most ten a second.
    #[serde(rename = "run.start.progress")]
    RunStartProgress {
        id: u32,
        /// What is being done: `reading`, `running`.
        phase: String,
        done: f64,
        total: Option<f64>,
        per_second: Option<f64>,
        seconds_left: Option<f64>,
    },
    #[serde(rename = "run.start.done")]
    RunStartDone { id: u32, summary: Box<RunSummary> },
    #[serde(rename = "run.trades.chunk")]
    RunTradesChunk {
        id: u32,
        chunk: u32,
        trades: Vec<TradeRow>,
    },
    #[serde(rename = "run.trades.done")]
    RunTradesDone { id: u32, total: u32 },
    #[serde(rename = "run.series.chunk")]
    RunSeriesChunk {
        id: u32,
        chunk: u32,
        numbers: Option<F64Column>,
        times: Option<I64Column>,
    },
    #[serde(rename = "run.series.done")]
    RunSeriesDone { id: u32, total: u32 },
    #[serde(rename = "run.window.done")]
    RunWindowDone {
        id: u32,
        timeframe: String,
        /// Bars that make one candle; the last may have fewer.
        bars_per_candle: u32,
        /// Row of the window's first bar, and bars there are in all.
        first_bar: u32,
        total_bars: u32,
        /// Whether the last candle ends with a bar that is not over when the chart's bars end: no
        /// decision has seen it.
        is_last_forming: bool,
        /// Microseconds UTC.
        open_time: I64Column,
        close_time: I64Column,
        open: F64Column,
        high: F64Column,
        low: F64Column,
        close: F64Column,
        volume: F64Column,
    },
    #[serde(rename = "run.plots.chunk")]
    RunPlotsChunk {
        id: u32,
        chunk: u32,
        plot: PlotColumn,
    },
    #[serde(rename = "run.plots.done")]
    RunPlotsDone { id: u32, total: u32 },
    #[serde(rename = "run.values.done")]
    RunValuesDone {
        id: u32,
        /// Row of the bar among the bars that decide, from 0.
        bar: u32,
        open_time_us: i64,
        close_time_us: i64,
        values: F64Column,
    },
    /// At most 1,000, by statement.
    #[serde(rename = "run.hints.done")]
    RunHintsDone { id: u32, hints: Vec<Hint> },
    #[serde(rename = "run.drop.done")]
    RunDropDone { id: u32 },
    #[serde(rename = "market.resolve.done")]
    MarketResolveDone { id: u32, store: StoredReport },
    #[serde(rename = "import.look.done")]
    ImportLookDone { id: u32, found: Vec<ImportFound> },
    /// At most ten a second.
    #[serde(rename = "import.start.progress")]
    ImportStartProgress {
        id: u32,
        /// What is being done: `looking`, `reading`, `writing`.
        phase: String,
        dataset: Option<String>,
        bytes_done: f64,
        bytes_total: f64,
        rows: f64,
        rows_per_second: Option<f64>,
        seconds_left: Option<f64>,
    },
    #[serde(rename = "import.start.done")]
    ImportStartDone {
        id: u32,
        imported: Vec<ImportResult>,
        seconds: f64,
    },
    /// A dataset that comes again, in this chunk or the next, goes on with its versions.
    #[serde(rename = "store.datasets.chunk")]
    StoreDatasetsChunk {
        id: u32,
        chunk: u32,
        datasets: Vec<DatasetInfo>,
    },
    #[serde(rename = "store.datasets.done")]
    StoreDatasetsDone { id: u32 },
    /// At most ten a second.
    #[serde(rename = "store.verify.progress")]
    StoreVerifyProgress {
        id: u32,
        files_done: f64,
        files_total: f64,
    },
    #[serde(rename = "store.verify.chunk")]
    StoreVerifyChunk {
        id: u32,
        chunk: u32,
        findings: Vec<StoreFinding>,
    },
    #[serde(rename = "store.verify.done")]
    StoreVerifyDone { id: u32, files: i64, bytes: i64 },
    #[serde(rename = "store.remove.done")]
    StoreRemoveDone { id: u32, change: i64 },
    #[serde(rename = "store.undo.done")]
    StoreUndoDone { id: u32 },
    #[serde(rename = "store.rename.done")]
    StoreRenameDone { id: u32, change: i64 },
    #[serde(rename = "store.pin.done")]
    StorePinDone { id: u32, change: i64 },
    #[serde(rename = "store.purge.done")]
    StorePurgeDone { id: u32, files: i64, bytes: i64 },
    #[serde(rename = "store.runs.chunk")]
    StoreRunsChunk {
        id: u32,
        chunk: u32,
        runs: Vec<SavedRunInfo>,
    },
    #[serde(rename = "store.runs.done")]
    StoreRunsDone { id: u32 },
    #[serde(rename = "store.saveRun.done")]
    StoreSaveRunDone { id: u32, saved: String },
    #[serde(rename = "store.loadRun.done")]
    StoreLoadRunDone {
        id: u32,
        /// Names the run for `run.trades` and `run.series`.
        run: u32,
        info: Box<SavedRunInfo>,
    },
    /// At most ten a second.
    #[serde(rename = "store.fsck.progress")]
    StoreFsckProgress {
        id: u32,
        files_done: f64,
        files_total: f64,
    },
    #[serde(rename = "store.fsck.chunk")]
    StoreFsckChunk {
        id: u32,
        chunk: u32,
        findings: Vec<StoreFinding>,
    },
    #[serde(rename = "store.fsck.done")]
    StoreFsckDone { id: u32, files: i64, bytes: i64 },
    #[serde(rename = "query.sql.chunk")]
    QuerySqlChunk {
        id: u32,
        chunk: u32,
        /// In the first chunk only.
        columns: Option<Vec<QueryColumn>>,
        /// Cells as exact text; `null` is the missing value.
        rows: Vec<Vec<Option<String>>>,
    },
    #[serde(rename = "query.sql.done")]
    QuerySqlDone {
        id: u32,
        rows: i64,
        /// Whether there were more rows than asked for.
        is_cut: bool,
    },
    /// At most ten a second. Rates and what is left are null until something is known.
    #[serde(rename = "query.export.progress")]
    QueryExportProgress {
        id: u32,
        rows_done: f64,
        rows_total: f64,
        rows_per_second: Option<f64>,
        seconds_left: Option<f64>,
    },
    #[serde(rename = "query.export.done")]
    QueryExportDone {
        id: u32,
        tables: Vec<ExportedTable>,
        /// Of the database file.
        bytes: i64,
    },
    /// The request of that id failed; id 0 speaks of the connection, which then closes.
    #[serde(rename = "error")]
    Error {
        id: u32,
        code: ErrorCode,
        /// What happened, on what.
        message: String,
        /// What to do about it.
        help: Option<String>,
        /// Index of the plan's statement or node that it is about.
        statement: Option<u32>,
        node: Option<u32>,
        /// Causes, outermost first.
        causes: Vec<String>,
    },
}

/// State, load and memory of the engine and its services.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Health {
    pub uptime_us: i64,
    /// Resident memory; `null` where the system does not tell.
    pub memory_bytes: Option<i64>,
    pub requests_in_flight: u32,
    pub runs_kept: u32,
    pub services: Vec<ServiceInfo>,
}

/// A part of the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceInfo {
    pub name: String,
    pub verbs: Vec<String>,
    pub state: ServiceState,
    pub since_us: i64,
    pub last_error: Option<String>,
    pub queue_depth: u32,
    pub requests: u32,
    /// What it holds in memory, by its own count; `null` where it holds nothing of note.
    pub memory_bytes: Option<i64>,
    pub latency_p50_us: Option<f64>,
    pub latency_p99_us: Option<f64>,
}

/// Where a service stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ServiceState {
    Starting,
    Ready,
    Failed,
    Stopped,
}

/// What went wrong, to branch on. The text to read is beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The frame or message does not follow the protocol.
    BadFrame,
    BadRequest,
    /// Host and engine are of different builds.
    SchemaMismatch,
    /// Too many requests in flight, or somebody else holds what the request needs.
    Busy,
    /// The service that the request needs is not ready.
    Unavailable,
    Cancelled,
    DeadlineExceeded,
    /// The plan breaks a rule of plans.
    BadPlan,
    UnknownPlan,
    UnknownRun,
    /// The store has no such dataset, version, saved run or change.
    UnknownItem,
    /// A file of the store is missing or not what it was.
    StoreDamaged,
    /// The change is refused: a pinned item, a name that is taken, a file that is there, a read-only
    /// store.
    Refused,
    /// The question is no SQL, or more than reading.
    BadQuery,
    /// A setting of the run is missing or makes no sense.
    BadSettings,
    FileNotFound,
    FileUnreadable,
    /// A file without a usable row, or with a header nobody understands.
    BadData,
    /// A fill would have used a price from before its decision.
    Causality,
    LimitExceeded,
    /// Our fault: the request failed, the engine goes on.
    Internal,
}
