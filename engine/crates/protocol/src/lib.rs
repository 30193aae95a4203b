//! The wire types: the single definition of what the host and the engine say to each other.
//! Types only. Conversion to the domain is `wire`'s work, framing is `stdio`'s.

#![expect(
    missing_docs,
    reason = "fields whose name and type say everything carry no comment"
)]

mod account;
mod column;
mod data;
mod plan;
mod reply;
mod request;
mod run;
mod schema_hash;

pub use account::{Account, CloseRule, Commission, FillTiming, Intrabar, Profile, Sizing};
pub use column::{F64Column, I64Column};
pub use data::{
    DatasetInfo, ExportedTable, Fact, ImportFound, ImportOptions, ImportResult, NamedNumber,
    PriceSide, QueryColumn, RuleCount, RunLabel, SavedRunInfo, SeriesKind, StoreFinding,
    StoredData, StoredItem, StoredReport, VersionInfo,
};
pub use plan::{
    AccountField, Argument, BinaryFunction, Cell, Context, Direction, IndicatorFunction,
    InstrumentField, Node, Operation, Parameter, Plan, PlanPart, Series, Statement, UnaryFunction,
    ValueType,
};
pub use reply::{ErrorCode, Health, Reply, ServiceInfo, ServiceState};
pub use request::{Configuration, Request, ServiceAction};
pub use run::{
    BarsFile, BarsReport, DataReport, DataSource, EquityBucket, ExitReason, Figure, Finding,
    FindingKind, Hint, Instrument, ParameterValue, Period, PlotColumn, RejectedRow, RunSettings,
    RunSummary, SeriesName, Side, Stamp, TradeRow,
};
pub use schema_hash::SCHEMA_HASH;

/// Longest frame either side sends or accepts, in bytes, the length prefix not counted.
pub const FRAME_BYTES_MAX: usize = (1 << 20) + (64 << 10);

/// Bytes of a bulk payload inside one frame; what remains of the limit is for the envelope.
pub const CHUNK_BYTES_MAX: usize = 1 << 20;

/// Requests a connection may have in flight; one more is answered `busy`.
pub const REQUESTS_IN_FLIGHT_MAX: usize = 64;

/// Chunk frames the engine sends before it waits for the host's credit.
pub const CHUNK_CREDIT: u32 = 8;

/// Deepest nesting of a message.
pub const DEPTH_MAX: usize = 64;
