//! What the engine answers: any number of progress and chunk frames, then one done or error.

use crate::column::{F64Column, I64Column};
use crate::run::{RunSummary, TradeRow};
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
    HealthAllDone {
        id: u32,
        uptime_us: i64,
        /// Resident memory; `null` where the system does not tell.
        memory_bytes: Option<i64>,
        requests_in_flight: u32,
        runs_kept: u32,
        services: Vec<ServiceInfo>,
    },
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
    #[serde(rename = "run.drop.done")]
    RunDropDone { id: u32 },
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
    /// Too many requests in flight.
    Busy,
    Cancelled,
    DeadlineExceeded,
    /// The plan breaks a rule of plans.
    BadPlan,
    UnknownPlan,
    UnknownRun,
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
