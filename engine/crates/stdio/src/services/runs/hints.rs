//! What only the whole period of a run tells of its text. Asked for when somebody has stopped typing,
//! so it waits behind what is made while somebody types.

use super::Runs;
use crate::engine::Engine;
use crate::task::Task;
use crate::workers::Lane;
use protocol::Reply;
use std::sync::Arc;
use wire::Failure;

/// Hints in one answer: more would help nobody, and these fit a frame.
const HINTS_MAX: usize = 1_000;

impl Runs {
    fn hints(&self, id: u32, run: u32, task: &Task<'_>) -> Result<Reply, Failure> {
        let kept = self.get(run)?;
        let (data, plan) = kept.data()?;
        let hints = data.hints(plan, task)?;
        let hints = hints.iter().take(HINTS_MAX).map(wire::hint).collect();
        Ok(Reply::RunHintsDone { id, hints })
    }
}

impl Engine {
    /// What only the whole period of a run tells of its text.
    pub(crate) fn run_hints(self: &Arc<Self>, id: u32, run: u32) {
        self.work(id, "run", Lane::Run, move |engine, task| {
            engine.runs.hints(id, run, task)
        });
    }
}
