//! The plans that the engine holds, by hash. The oldest go first; the host sends them again.

use crate::failure::{limit_exceeded, unknown_plan};
use plan::Plan;
use protocol::{PlanPart, Reply};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use wire::Failure;

/// Plans kept; a plan of 5,000 nodes takes about 1 MiB.
const PLANS_MAX: usize = 64;
/// Bytes on the wire of one plan, all parts together.
const PLAN_BYTES_MAX: usize = 64 << 20;

/// The plans by hash, the latest last.
#[derive(Default)]
pub(crate) struct Plans(Mutex<VecDeque<(String, Arc<Plan>)>>);

impl Plans {
    /// Checks a plan and keeps it under its hash.
    pub(crate) fn put(&self, id: u32, parts: Vec<PlanPart>) -> Result<Reply, Failure> {
        let plan = wire::plan(&wire::join(parts)).map_err(|error| wire::plan_error(&error))?;
        let hash = hexadecimal(plan.hash());
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let reply = Reply::PlanPutDone {
            id,
            plan_hash: hash.clone(),
            node_count: count(plan.nodes().len()),
            statement_count: count(plan.statements().len()),
        };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, _)| *other != hash);
        kept.push_back((hash, Arc::new(plan)));
        if kept.len() > PLANS_MAX {
            kept.pop_front();
        }
        Ok(reply)
    }

    pub(crate) fn clear(&self) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clear();
    }

    /// The plan of that hash.
    pub(crate) fn get(&self, hash: &str) -> Result<Arc<Plan>, Failure> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|(other, _)| other == hash);
        found
            .map(|(_, plan)| Arc::clone(plan))
            .ok_or_else(|| unknown_plan(hash))
    }
}

/// Refuses parts that together are too large.
pub(crate) fn check_size(bytes: usize) -> Result<(), Failure> {
    if bytes <= PLAN_BYTES_MAX {
        return Ok(());
    }
    let what = format!("The plan has more than {} MiB.", PLAN_BYTES_MAX >> 20);
    Err(limit_exceeded(
        &what,
        "Split the strategy; functions called in many places add up.",
    ))
}

fn hexadecimal(hash: &[u8; 32]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
