//! Runs: from settings to bars, from bars and plan to a record, from the record to figures.

use crate::services::runs::{Execute, Executed};
use crate::task::Task;
use plan::Plan;
use protocol::{ErrorCode, RunSettings};
use wire::Failure;

/// Backtests of plans over files of bars.
pub(crate) struct Backtests;

impl Execute for Backtests {
    fn execute(
        &self,
        _plan: &Plan,
        _settings: &RunSettings,
        _task: &Task<'_>,
    ) -> Result<Executed, Failure> {
        Err(Failure::new(
            ErrorCode::Internal,
            "This build of the engine checks plans but does not run them yet.",
            None,
        ))
    }
}
