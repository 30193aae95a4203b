//! Between the wire's types and the domain's: pure, dull on purpose, and the only way to a plan.

mod equity;
mod error;
mod figures;
mod operation;
mod plan;
mod settings;
mod statement;
mod trades;

pub use equity::equity_buckets;
pub use error::{Failure, plan_error, run_error, settings_error};
pub use figures::figures;
pub use plan::{join, plan};
pub use settings::{InstrumentFacts, SettingsError, instrument_facts, settings};
pub use trades::{findings, hint, order_names, trade_rows};
