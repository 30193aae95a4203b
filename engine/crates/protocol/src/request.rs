//! What the host may ask. Every request carries the id under which it is answered.

use crate::data::{ImportOptions, RunLabel, StoredData, StoredItem};
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
    /// What the engine may use. Sent once after the greeting; services that need it start with it.
    #[serde(rename = "engine.configure")]
    Configure {
        id: u32,
        configuration: Configuration,
    },
    /// Names, states and verbs of the engine's services.
    #[serde(rename = "services.list")]
    ServicesList { id: u32 },
    /// Starts, stops or restarts a service; those that depend on it stop and start with it.
    #[serde(rename = "services.control")]
    ServicesControl {
        id: u32,
        service: String,
        action: ServiceAction,
    },
    /// State, load and memory of the engine and its services.
    #[serde(rename = "health.all")]
    HealthAll { id: u32 },
    /// The same again and again, until cancelled.
    #[serde(rename = "health.watch")]
    HealthWatch { id: u32, every_ms: u32 },
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
        /// A live run goes before all other work.
        is_live: bool,
        /// Stops the run after so many milliseconds with `deadline_exceeded`.
        deadline_ms: Option<u32>,
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
    /// Bars of a run for a chart: those that open from `from_us` to before `to_us`, joined into at
    /// most `candles_max` candles (at most 10,000) of equal numbers of bars.
    #[serde(rename = "run.window")]
    RunWindow {
        id: u32,
        run: u32,
        /// `null` for the chart's own bars.
        timeframe: Option<String>,
        from_us: Option<i64>,
        to_us: Option<i64>,
        candles_max: u32,
    },
    /// What the strategy plots on the candles of the same window of the chart, in chunks.
    #[serde(rename = "run.plots")]
    RunPlots {
        id: u32,
        run: u32,
        from_us: Option<i64>,
        to_us: Option<i64>,
        candles_max: u32,
    },
    /// Values of at most 100 nodes on the last chart bar that opens at or before an instant.
    #[serde(rename = "run.values")]
    RunValues {
        id: u32,
        run: u32,
        time_us: i64,
        nodes: Vec<u32>,
    },
    /// What only the whole period tells of the text: a pass of its own over the bars, that does not
    /// go before other work.
    #[serde(rename = "run.hints")]
    RunHints { id: u32, run: u32 },
    /// Lets the engine forget a run.
    #[serde(rename = "run.drop")]
    RunDrop { id: u32, run: u32 },
    /// Finds the series that a run would use.
    #[serde(rename = "market.resolve")]
    MarketResolve {
        id: u32,
        store: StoredData,
        chart: Option<String>,
    },
    /// Says what an import would do, without doing it.
    #[serde(rename = "import.look")]
    ImportLook { id: u32, options: ImportOptions },
    /// Imports. Cancelled or interrupted, it goes on where it was when it is asked again.
    #[serde(rename = "import.start")]
    ImportStart { id: u32, options: ImportOptions },
    /// All datasets.
    #[serde(rename = "store.datasets")]
    StoreDatasets { id: u32 },
    /// Reads all files of a dataset, or of all, and compares their hashes.
    #[serde(rename = "store.verify")]
    StoreVerify { id: u32, dataset: Option<String> },
    /// Removes; `store.undo` takes it back until `store.purge`.
    #[serde(rename = "store.remove")]
    StoreRemove { id: u32, item: StoredItem },
    /// Takes back the change that has that number.
    #[serde(rename = "store.undo")]
    StoreUndo { id: u32, change: i64 },
    #[serde(rename = "store.rename")]
    StoreRename {
        id: u32,
        item: StoredItem,
        name: String,
    },
    /// A pinned item cannot be removed.
    #[serde(rename = "store.pin")]
    StorePin {
        id: u32,
        item: StoredItem,
        is_pinned: bool,
    },
    /// Deletes the files of what was removed and nothing needs.
    #[serde(rename = "store.purge")]
    StorePurge { id: u32 },
    /// Saved runs, latest first; of one strategy when given.
    #[serde(rename = "store.runs")]
    StoreRuns { id: u32, strategy: Option<String> },
    /// Saves a kept run. Acknowledged when it is durable.
    #[serde(rename = "store.saveRun")]
    StoreSaveRun {
        id: u32,
        run: u32,
        label: Box<RunLabel>,
    },
    /// Loads a saved run, so that its rows can be pulled.
    #[serde(rename = "store.loadRun")]
    StoreLoadRun { id: u32, saved: String },
    /// Checks everything; with `is_setting_aside` moves what is damaged or unknown to quarantine.
    #[serde(rename = "store.fsck")]
    StoreFsck { id: u32, is_setting_aside: bool },
    /// Asks the store in SQL. Rows come in chunks.
    #[serde(rename = "query.sql")]
    QuerySql {
        id: u32,
        text: String,
        rows_max: u32,
        seconds_max: f64,
    },
    /// Copies all tables that SQL sees into a new DuckDB database file. A file that is there is refused,
    /// and there is none when it fails or is cancelled.
    #[serde(rename = "query.export")]
    QueryExport {
        id: u32,
        /// Absolute path of the file.
        file: String,
    },
}

/// What the engine may use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Configuration {
    /// Absolute path of the data home; `null` for an engine without a store.
    pub data_home: Option<String>,
    /// Threads for work; `null` takes the cores there are.
    pub threads: Option<u32>,
    /// Most memory for kept runs and loaded data, in bytes; `null` takes the engine's own limit.
    pub memory_bytes: Option<i64>,
}

/// What can be done to a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ServiceAction {
    Start,
    Stop,
    Restart,
}
