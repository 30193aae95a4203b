//! Orders, fills and money: what happens to orders along a bar's path (docs/semantics/execution.md).

mod block;
mod call;
mod cancel;
mod causality;
mod close;
mod entry;
mod excursion;
mod exit_rule;
mod fill;
mod findings;
mod ledger;
mod matching;
mod order;
mod placing;
mod pricing;
mod quotes;
mod reservation;
mod rules;
mod simulation;

pub use block::Block;
pub use call::{CloseCall, ExitCall, ExitPrices, OrderCall};
pub use pricing::Pricing;
pub use rules::{AtEnd, CloseRule, Fee, FillTiming, Rules, SizedAt, Sizing};
pub use simulation::{Bar, Outcome, Simulation};

/// Largest number of working orders, exit legs and closes included.
pub const WORKING_ORDERS_MAX: usize = 10_000;
/// Most fills on one bar.
pub const FILLS_ON_BAR_MAX: usize = 10_000;
