//! The typed plan and what shapes a run of it. A value of [`Plan`] cannot hold a broken program.

mod check;
mod encode;
mod operation;
mod plan;
mod settings;
mod statement;

pub use check::{PlanError, PlanPlace};
pub use operation::{
    AccountField, BinaryFunction, IndicatorFunction, InstrumentField, Operation, Series,
    UnaryFunction, ValueType,
};
pub use plan::{
    Cell, CellId, Context, ContextId, Node, NodeId, Parameter, Plan, PlanParts, TextId,
};
pub use settings::{
    Account, CloseRule, Commission, FillTiming, Intrabar, Period, Profile, RunSettings, Sizing,
};
pub use statement::{Argument, ExitPrices, OrderCall, Reduction, Statement};

/// Largest number of nodes in a plan.
pub const NODES_MAX: usize = 100_000;
/// Largest number of statements in a plan.
pub const STATEMENTS_MAX: usize = 100_000;
/// Largest history offset and indicator length, in bars.
pub const HISTORY_MAX: u32 = 100_000;
