//! Close calls: market orders against open trades (docs/semantics/execution.md, 3).

use crate::call::{CloseCall, check};
use crate::ledger::Scope;
use crate::order::{Kind, Order, Style};
use crate::rules::CloseRule;
use crate::simulation::Simulation;
use events::{EventSink, RunError};

impl<S: EventSink> Simulation<S> {
    /// Closes the trades of one entry id, or all.
    ///
    /// # Errors
    /// Too many working orders.
    pub fn close(&mut self, call: &CloseCall) -> Result<(), RunError> {
        if let Err(refusal) = check(&[call.quantity, call.percent], &[]) {
            self.note(call.statement, refusal);
            return Ok(());
        }
        let open = self
            .ledger
            .remaining(call.entry.map_or(Scope::All, Scope::Id));
        let Some(held) = self.ledger.direction().filter(|_| open > 0.0) else {
            return Ok(());
        };
        let wanted = match (call.quantity, call.percent) {
            (Some(quantity), _) => quantity,
            (None, Some(percent)) => percent / 100.0 * open,
            (None, None) => open,
        };
        let order = Order {
            number: 0,
            statement: call.statement,
            id: u32::MAX,
            kind: Kind::Close { entry: call.entry },
            style: Style::Market,
            direction: held.opposite(),
            quantity: if wanted < open { wanted } else { open },
            limit: f64::NAN,
            stop: f64::NAN,
            decision: Some(self.decision),
        };
        self.place(order, self.decision_stamp())?;
        Ok(())
    }

    /// What a close may take at its fill.
    pub(crate) fn close_scope(&self, entry: Option<u32>) -> Scope {
        match (entry, self.rules.close_rule) {
            (Some(id), CloseRule::Any) => Scope::Id(id),
            (Some(_) | None, _) => Scope::All,
        }
    }

    /// What a leg of `trade` may take.
    pub(crate) fn leg_scope(&self, trade: u32) -> Scope {
        match self.rules.close_rule {
            CloseRule::Fifo => Scope::All,
            CloseRule::Any => Scope::Trade(trade),
        }
    }
}
