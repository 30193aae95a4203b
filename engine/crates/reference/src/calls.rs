//! The calls of a decision, applied in source order (docs/semantics/execution.md, 3).

use crate::book::{Amount, ExitTerms, Levels, Role, Rule};
use crate::broker::{Broker, NewOrder};
use crate::evaluator::Evaluator;
use crate::feed::Touch;
use crate::journal::Moment;
use crate::operator::is_true;
use events::{FindingKind, OrderState};
use plan::{Argument, ExitPrices, OrderCall, Plan, Profile, Reduction, Sizing, Statement};

/// A decision: values of the nodes, and what sizing needs.
pub(crate) struct Decision<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) values: &'a Evaluator<'a>,
    pub(crate) moment: Moment,
    pub(crate) close: f64,
    pub(crate) equity: f64,
}

impl Decision<'_> {
    fn text(&self, id: u32) -> String {
        self.plan.texts()[id as usize].clone()
    }

    /// The argument's value when it is there.
    fn argument(&self, argument: Option<Argument>) -> Option<f64> {
        let argument = argument?;
        let is_given = argument
            .given
            .is_none_or(|given| is_true(self.values.value(given)));
        is_given.then(|| self.values.value(argument.value))
    }
}

impl Broker {
    /// Applies the statements whose guard is true.
    pub(crate) fn apply(&mut self, decision: &Decision<'_>) {
        for (index, statement) in decision.plan.statements().iter().enumerate() {
            let guard = statement.guard();
            if guard.is_none_or(|guard| is_true(decision.values.value(guard))) {
                self.call(index as u32, statement, decision);
            }
        }
    }

    fn call(&mut self, index: u32, statement: &Statement, decision: &Decision<'_>) {
        if !self.has_sound_arguments(index, statement, decision) {
            return;
        }
        match statement {
            Statement::Entry { call, .. } => {
                let limit = self.account.pyramiding as usize;
                if self.ledger.count(call.direction) < limit {
                    self.enter_order(index, call, Role::Entry, decision);
                }
            }
            Statement::Order { call, .. } => self.enter_order(index, call, Role::Order, decision),
            Statement::Exit {
                id,
                from_entry,
                reduction,
                prices,
                ..
            } => {
                let from_entry = from_entry.map(|from| decision.text(from));
                let terms = exit_terms(reduction, prices, decision);
                self.exit(index, decision.text(*id), from_entry, terms, decision);
            }
            Statement::Close {
                entry, reduction, ..
            } => {
                let entry = decision.text(*entry);
                self.close(index, Some(entry), reduction, decision);
            }
            Statement::CloseAll { .. } => {
                self.close(index, None, &Reduction::default(), decision);
            }
            Statement::Cancel { id, .. } => self.cancel(Some(&decision.text(*id)), decision),
            Statement::CancelAll { .. } => self.cancel(None, decision),
            Statement::Plot { .. } => {}
        }
    }

    /// No argument that is there is `na`, and no quantity or percent is 0 or less.
    fn has_sound_arguments(
        &mut self,
        index: u32,
        statement: &Statement,
        decision: &Decision<'_>,
    ) -> bool {
        let given = |argument: &Argument| decision.argument(Some(*argument));
        let is_na = |value: f64| value.is_nan();
        let finding = if statement.arguments().iter().filter_map(given).any(is_na) {
            FindingKind::NaArgument
        } else if amounts(statement)
            .iter()
            .filter_map(given)
            .any(|value| value <= 0.0)
        {
            FindingKind::NoQuantity
        } else {
            return true;
        };
        self.journal
            .finding(finding, index, decision.moment.close_time);
        false
    }

    fn enter_order(&mut self, index: u32, call: &OrderCall, role: Role, decision: &Decision<'_>) {
        let stamp = decision.moment.stamp;
        let given = decision.argument(call.quantity);
        let is_sized_at_fill = given.is_none() && self.account.profile == Profile::BacktestingPy;
        let quantity = self.in_lots(given.unwrap_or_else(|| self.sized(decision)));
        let is_sound = quantity.is_finite() && quantity > 0.0;
        if !is_sized_at_fill && !is_sound {
            let close_time = decision.moment.close_time;
            self.journal
                .finding(FindingKind::NoQuantity, index, close_time);
            return;
        }
        let id = decision.text(call.id);
        self.withdraw(stamp, OrderState::Replaced, |order| {
            order.is_named() && order.id == id
        });
        let new = NewOrder {
            statement: index,
            id,
            role,
            direction: call.direction,
            quantity: (!is_sized_at_fill).then_some(quantity),
            limit: decision.argument(call.limit),
            stop: decision.argument(call.stop),
        };
        self.place(stamp, new);
        self.allocate(stamp);
    }

    fn sized(&self, decision: &Decision<'_>) -> f64 {
        let one = decision.close * self.ledger.point_value;
        match self.account.size {
            Sizing::Contracts(quantity) => quantity,
            Sizing::Equity(fraction) => fraction * decision.equity / one,
            Sizing::Cash(amount) => amount / one,
        }
    }

    fn exit(
        &mut self,
        index: u32,
        id: String,
        from_entry: Option<String>,
        terms: ExitTerms,
        decision: &Decision<'_>,
    ) {
        if terms.levels.is_empty() {
            return;
        }
        let stamp = decision.moment.stamp;
        let known = self
            .rules
            .iter()
            .position(|rule| rule.id == id && rule.from_entry == from_entry);
        if let Some(known) = known {
            if self.rules[known].terms != terms {
                self.change_rule(known, index, terms, stamp);
            }
            return;
        }
        let rule = Rule {
            number: self.rules_created,
            id,
            from_entry,
            statement: index,
            terms,
            closed: 0.0,
            closed_for: Vec::new(),
            first_stops: Vec::new(),
            pairs: Vec::new(),
            is_gone: false,
        };
        if self.concerns_any(&rule) {
            self.rules_created += 1;
            self.rules.push(rule);
            self.allocate(stamp);
        }
    }

    fn close(
        &mut self,
        index: u32,
        entry: Option<String>,
        reduction: &Reduction,
        decision: &Decision<'_>,
    ) {
        let Some(position) = self.ledger.direction() else {
            return;
        };
        let mut open = 0.0;
        for trade in &self.ledger.open {
            if entry.as_ref().is_none_or(|entry| *entry == trade.id) {
                open += trade.remaining;
            }
        }
        if open == 0.0 {
            return;
        }
        let quantity = decision.argument(reduction.quantity);
        let percent = decision.argument(reduction.percent);
        let wanted = match (quantity, percent) {
            (Some(quantity), _) => quantity,
            (None, Some(percent)) => (percent / 100.0) * open,
            (None, None) => open,
        };
        let id = match &entry {
            Some(entry) => format!("close {entry}"),
            None => "close all".to_owned(),
        };
        let new = NewOrder {
            statement: index,
            id,
            role: Role::Close { entry },
            direction: position.opposite(),
            quantity: Some(wanted.min(open)),
            limit: None,
            stop: None,
        };
        self.place(decision.moment.stamp, new);
    }

    /// Withdraws entries, orders and rules of an id, or all of them.
    fn cancel(&mut self, id: Option<&str>, decision: &Decision<'_>) {
        let stamp = decision.moment.stamp;
        let is_meant = |other: &str| id.is_none_or(|id| id == other);
        self.withdraw(stamp, OrderState::Cancelled, |order| {
            order.is_named() && is_meant(&order.id)
        });
        for rule in &mut self.rules {
            rule.is_gone = rule.is_gone || is_meant(&rule.id);
        }
        self.settle(stamp);
    }

    /// Closes what is open after the last bar.
    pub(crate) fn close_at_end(&mut self, touch: Touch, moment: &Moment) {
        let Some(position) = self.ledger.direction() else {
            return;
        };
        let mut open = 0.0;
        for trade in &self.ledger.open {
            open += trade.remaining;
        }
        let new = NewOrder {
            statement: events::NO_STATEMENT,
            id: "close all".to_owned(),
            role: Role::Close { entry: None },
            direction: position.opposite(),
            quantity: Some(open),
            limit: None,
            stop: None,
        };
        let number = self.place(moment.stamp, new);
        self.fill(number, touch.marks(position), moment);
    }
}

/// The arguments that are quantities or percents.
fn amounts(statement: &Statement) -> Vec<Argument> {
    let amounts = match statement {
        Statement::Entry { call, .. } | Statement::Order { call, .. } => [call.quantity, None],
        Statement::Exit { reduction, .. } | Statement::Close { reduction, .. } => {
            [reduction.quantity, reduction.percent]
        }
        _ => [None, None],
    };
    amounts.into_iter().flatten().collect()
}

fn exit_terms(reduction: &Reduction, prices: &ExitPrices, decision: &Decision<'_>) -> ExitTerms {
    let quantity = decision.argument(reduction.quantity);
    let percent = decision.argument(reduction.percent);
    ExitTerms {
        amount: match quantity {
            Some(quantity) => Amount::Quantity(quantity),
            None => Amount::Percent(percent.unwrap_or(100.0)),
        },
        levels: Levels {
            limit: decision.argument(prices.limit),
            stop: decision.argument(prices.stop),
            target_distance: decision.argument(prices.target_distance),
            stop_distance: decision.argument(prices.stop_distance),
            profit_ticks: decision.argument(prices.profit_ticks),
            loss_ticks: decision.argument(prices.loss_ticks),
        },
    }
}
