//! Cancel calls (docs/semantics/execution.md, 3).

use crate::order::Order;
use crate::simulation::Simulation;
use events::{EventSink, OrderState, RunError};

impl<S: EventSink> Simulation<S> {
    /// Withdraws working entries, orders and exit rules of one id, or of all.
    ///
    /// # Errors
    /// Too many working orders, when legs of other rules take over what was freed.
    pub fn cancel(&mut self, id: Option<u32>) -> Result<(), RunError> {
        let stamp = self.decision_stamp();
        let is_named = |found: u32| id.is_none_or(|id| id == found);
        let is_withdrawn = |order: &&Order| order.is_entry_or_order() && is_named(order.id);
        let numbers: Vec<u32> = (self.working.iter().filter(is_withdrawn))
            .map(|order| order.number)
            .collect();
        for number in numbers {
            self.end(number, stamp, OrderState::Cancelled);
        }
        for rule in &mut self.exits {
            rule.is_gone |= is_named(rule.id);
        }
        self.settle(stamp)
    }
}
