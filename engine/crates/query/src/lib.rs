//! Questions in SQL about what was imported and saved. An in-memory DuckDB with views over the store's
//! files and journal; it holds no truth, writes nothing to the store, and never feeds a run.
#![allow(
    clippy::disallowed_methods,
    reason = "a query has a time limit, and a thread that watches it while DuckDB computes"
)]

mod answer;
mod cells;
mod engine;
mod error;
mod export;
mod guard;
mod literal;
mod views;
mod watch;

pub use answer::{Answer, Batch, Column, Row};
pub use engine::{Asked, Limits, QueryEngine};
pub use error::{QueryError, QueryErrorKind};
pub use export::{Exported, export};
