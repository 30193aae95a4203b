//! Calls that had no effect, counted by statement.

use crate::call::Refusal;
use base::Nanos;
use events::{Finding, FindingKind};
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(crate) struct Findings(BTreeMap<(u32, FindingKind), Tally>);

#[derive(Debug)]
struct Tally {
    count: u32,
    first_time: Nanos,
}

impl Findings {
    pub(crate) fn add(&mut self, statement: u32, refusal: Refusal, bar_close: Nanos) {
        let kind = match refusal {
            Refusal::NaArgument => FindingKind::NaArgument,
            Refusal::NoQuantity => FindingKind::NoQuantity,
        };
        let tally = self.0.entry((statement, kind)).or_insert(Tally {
            count: 0,
            first_time: bar_close,
        });
        tally.count = tally.count.saturating_add(1);
    }

    /// By statement, then kind.
    pub(crate) fn list(&self) -> Vec<Finding> {
        let finding = |(&(statement, kind), tally): (&(u32, FindingKind), &Tally)| Finding {
            kind,
            statement,
            count: tally.count,
            first_time: tally.first_time,
        };
        self.0.iter().map(finding).collect()
    }
}
