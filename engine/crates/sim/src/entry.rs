//! Entry and order calls: pyramiding, sizing, replacement (docs/semantics/execution.md, 3).

use crate::call::{OrderCall, Refusal, check};
use crate::order::{Kind, Order, Style};
use crate::rules::{SizedAt, Sizing};
use crate::simulation::Simulation;
use events::{EventSink, OrderState, RunError};

impl<S: EventSink> Simulation<S> {
    /// An entry: obeys pyramiding and reverses an opposite position.
    ///
    /// # Errors
    /// Too many working orders.
    pub fn entry(&mut self, call: &OrderCall) -> Result<(), RunError> {
        if let Err(refusal) = check(&[call.quantity], &[call.limit, call.stop]) {
            self.note(call.statement, refusal);
            return Ok(());
        }
        if self.refuses_entry(call.direction) {
            return Ok(());
        }
        self.place_call(call, Kind::Entry)
    }

    /// An order: trades its quantity on the net position.
    ///
    /// # Errors
    /// Too many working orders.
    pub fn order(&mut self, call: &OrderCall) -> Result<(), RunError> {
        if let Err(refusal) = check(&[call.quantity], &[call.limit, call.stop]) {
            self.note(call.statement, refusal);
            return Ok(());
        }
        self.place_call(call, Kind::Order)
    }

    fn place_call(&mut self, call: &OrderCall, kind: Kind) -> Result<(), RunError> {
        let Some(quantity) = self.quantity_at_placing(call.quantity) else {
            self.note(call.statement, Refusal::NoQuantity);
            return Ok(());
        };
        let stamp = self.decision_stamp();
        let is_same = |order: &&Order| order.is_entry_or_order() && order.id == call.id;
        if let Some(old) = self.working.iter().find(is_same).map(|old| old.number) {
            self.end(old, stamp, OrderState::Replaced);
        }
        let order = Order {
            number: 0,
            statement: call.statement,
            id: call.id,
            kind,
            style: Style::of(call.limit, call.stop),
            direction: call.direction,
            quantity,
            limit: call.limit.unwrap_or(f64::NAN),
            stop: call.stop.unwrap_or(f64::NAN),
            decision: Some(self.decision),
        };
        self.place(order, stamp)?;
        Ok(())
    }

    /// `None` when nothing tradable results; NaN when sizing is left to the fill.
    fn quantity_at_placing(&self, given: Option<f64>) -> Option<f64> {
        let quantity = match given {
            Some(quantity) => quantity,
            None if self.rules.sized_at == SizedAt::Fill => return Some(f64::NAN),
            None => self.sized(self.bar.close, self.equity),
        };
        self.rules.tradable(quantity)
    }

    fn sized(&self, price: f64, equity: f64) -> f64 {
        let unit = price * self.rules.point_value;
        match self.rules.sizing {
            Sizing::Contracts(quantity) => quantity,
            Sizing::Equity(fraction) => fraction * equity / unit,
            Sizing::Cash(amount) => amount / unit,
        }
    }

    /// Quantity by sizing of an order that fills at `price`, after an opposite position of
    /// `closing` is closed; `None` when nothing tradable results.
    pub(crate) fn quantity_at_fill(&self, order: &Order, price: f64, closing: f64) -> Option<f64> {
        let mut equity = self.ledger.cash;
        if closing > 0.0 {
            let value = self.rules.value(closing, price);
            equity = equity - order.direction.sign() * value - self.rules.fee(closing, value);
        } else if !self.ledger.is_flat() {
            equity += self.rules.value(self.ledger.position(), price);
        }
        let quantity = match self.rules.sizing {
            Sizing::Equity(fraction) => {
                let unit = price * (1.0 + self.rules.fee_fraction());
                // All the money less one rounding error, as the profile's engine does.
                (fraction * (1.0 - f64::EPSILON) * equity / unit).floor()
            }
            Sizing::Contracts(_) | Sizing::Cash(_) => self.sized(price, equity),
        };
        self.rules.tradable(quantity)
    }
}
