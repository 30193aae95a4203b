//! Orders enter and leave the working list here, and nowhere else.

use crate::WORKING_ORDERS_MAX;
use crate::call::Refusal;
use crate::order::Order;
use crate::simulation::Simulation;
use base::Stamp;
use events::{EventSink, OrderState, RunError, RunErrorKind};

impl<S: EventSink> Simulation<S> {
    /// Numbers an order and puts it at the end of the working list.
    pub(crate) fn place(&mut self, mut order: Order, stamp: Stamp) -> Result<u32, RunError> {
        if self.working.len() >= WORKING_ORDERS_MAX {
            let message = format!("More than {WORKING_ORDERS_MAX} orders would be working.");
            return Err(RunError::new(RunErrorKind::Limit, message)
                .with_help("Cancel orders that are no longer wanted, or give them a common id.")
                .at_statement(order.statement));
        }
        order.number = self.order_count;
        self.order_count += 1;
        self.market_orders += usize::from(order.is_market());
        if let Some(reach) = &mut self.reach {
            reach.add(&order);
        }
        self.sink
            .order(&order.transition(stamp, OrderState::Placed));
        self.working.push(order);
        Ok(order.number)
    }

    pub(crate) fn find(&self, number: u32) -> Option<usize> {
        self.working
            .binary_search_by_key(&number, |order| order.number)
            .ok()
    }

    /// Takes an order off the working list without a word.
    pub(crate) fn take(&mut self, number: u32) -> Option<Order> {
        let order = self.working.remove(self.find(number)?);
        if order.is_market() {
            self.market_orders -= 1;
        } else {
            self.reach = None;
        }
        Some(order)
    }

    /// An order ends without a fill.
    pub(crate) fn end(&mut self, number: u32, stamp: Stamp, state: OrderState) {
        if let Some(order) = self.take(number) {
            self.sink.order(&order.transition(stamp, state));
        }
    }

    /// A call had no effect.
    pub(crate) fn note(&mut self, statement: u32, refusal: Refusal) {
        self.findings.add(statement, refusal, self.bar.close_time);
    }
}
