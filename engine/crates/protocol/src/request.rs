//! What the host may ask. Every request carries the id under which it is answered.

use crate::plan::PlanPart;
use crate::run::{RunSettings, SeriesName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A frame from the host.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Request {
    /// The first frame of a connection. Its shape never changes.
    #[serde(rename = "engine.hello")]
    Hello {
        id: u32,
        schema_hash: String,
        host_version: String,
    },
    /// Answered at once with the same payload.
    #[serde(rename = "engine.ping")]
    Ping { id: u32, payload: String },
    /// Stops the request of that id; one that has ended is no error. Has no reply of its own.
    #[serde(rename = "engine.cancel")]
    Cancel { id: u32, request: u32 },
    /// Allows that many more chunks of the request of that id. Has no reply.
    #[serde(rename = "engine.credit")]
    Credit { id: u32, request: u32, chunks: u32 },
    /// Ends the engine after an acknowledgement.
    #[serde(rename = "engine.shutdown")]
    Shutdown { id: u32 },
    /// Names, states and verbs of the engine's services.
    #[serde(rename = "services.list")]
    ServicesList { id: u32 },
    /// State, load and memory of the engine and its services.
    #[serde(rename = "health.all")]
    HealthAll { id: u32 },
    /// Gives the engine a plan, in one or more parts under one id.
    #[serde(rename = "plan.put")]
    PlanPut {
        id: u32,
        part: PlanPart,
        is_last: bool,
    },
    /// Runs a plan that the engine has.
    #[serde(rename = "run.start")]
    RunStart {
        id: u32,
        plan_hash: String,
        settings: Box<RunSettings>,
    },
    /// Trades of a run, from the first-th (0-based) on, in chunks.
    #[serde(rename = "run.trades")]
    RunTrades {
        id: u32,
        run: u32,
        first: u32,
        count: u32,
    },
    /// A column of a run, in chunks.
    #[serde(rename = "run.series")]
    RunSeries {
        id: u32,
        run: u32,
        series: SeriesName,
        first: u32,
        count: u32,
    },
    /// Lets the engine forget a run.
    #[serde(rename = "run.drop")]
    RunDrop { id: u32, run: u32 },
}
