//! Starts runs: which lane, which deadline, and what they wait for.

use crate::engine::Engine;
use crate::workers::Lane;
use protocol::{DataSource, Reply, RunSettings};
use std::sync::Arc;
use std::time::Duration;

/// A run as it is asked for.
pub(crate) struct Start {
    pub(crate) id: u32,
    pub(crate) plan_hash: String,
    pub(crate) settings: Box<RunSettings>,
    pub(crate) is_live: bool,
    pub(crate) deadline_ms: Option<u32>,
}

impl Engine {
    pub(crate) fn start_run(self: &Arc<Self>, start: Start) {
        let Start {
            id,
            plan_hash,
            settings,
            is_live,
            deadline_ms,
        } = start;
        if let Err(failure) = self.services.check("run") {
            return self.refuse(id, failure);
        }
        let Some(entry) = self.open(id, "run") else {
            return;
        };
        if let Some(milliseconds) = deadline_ms {
            self.stop_after(&entry, Duration::from_millis(milliseconds.into()));
        }
        let lane = if is_live { Lane::Live } else { Lane::Run };
        // A run on a file does not wait for the store.
        let service = match settings.data {
            DataSource::File { .. } => "run",
            DataSource::Store { .. } => "market",
        };
        self.work_on(entry, service, lane, move |engine, task| {
            let plan = engine.plans.get(&plan_hash)?;
            let executed = engine.execute.execute(&plan, &settings, is_live, task)?;
            let summary = Box::new(engine.runs.keep(plan, executed, is_live));
            Ok(Reply::RunStartDone { id, summary })
        });
    }
}
