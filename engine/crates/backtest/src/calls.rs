//! Order statements, ready to be applied on a bar.

use crate::graph::{Graph, Id};
use crate::program::Program;
use base::Direction;
use events::{EventSink, RunError};
use plan::{Argument, Plan, Statement, TextId};
use sim::{CloseCall, ExitCall, ExitPrices, OrderCall, Simulation};
use std::collections::HashMap;

/// A price or quantity and whether it is given on this bar.
#[derive(Clone, Copy, Debug)]
struct Input {
    value: Id,
    given: Option<Id>,
}

#[derive(Clone, Copy, Debug)]
struct OrderInputs {
    id: TextId,
    direction: Direction,
    quantity: Option<Input>,
    limit: Option<Input>,
    stop: Option<Input>,
}

#[derive(Clone, Copy, Debug)]
struct ReductionInputs {
    quantity: Option<Input>,
    percent: Option<Input>,
}

#[derive(Clone, Debug)]
enum Action {
    Entry(OrderInputs),
    Order(OrderInputs),
    Exit {
        id: TextId,
        from_entry: Option<TextId>,
        reduction: ReductionInputs,
        prices: [Option<Input>; 6],
    },
    Close(Option<TextId>, ReductionInputs),
    Cancel(Option<TextId>),
}

/// One order statement.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    statement: u32,
    pub(crate) guard: Option<Id>,
    action: Action,
}

/// When a call without findings can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Idle {
    Never,
    /// While so many trades are open in a direction that an entry is refused without a trace.
    WhileFull(Direction),
    /// While nothing is open.
    WhileFlat,
}

/// Order statements of a plan, in source order.
pub(crate) fn calls(plan: &Plan, graph: &Graph) -> Vec<Call> {
    let ids = same_texts(plan.texts());
    let statements = plan.statements().iter().enumerate();
    let call = |(index, statement): (usize, &Statement)| {
        Some(Call {
            statement: index as u32,
            guard: statement.guard().map(|node| graph.of[node as usize]),
            action: action(statement, graph, &ids)?,
        })
    };
    statements.filter_map(call).collect()
}

/// For each text the first one that is equal: ids are equal when their texts are.
fn same_texts(texts: &[String]) -> Vec<TextId> {
    let mut first: HashMap<&str, TextId> = HashMap::new();
    let numbered = texts.iter().zip(0..);
    numbered
        .map(|(text, number)| *first.entry(text).or_insert(number))
        .collect()
}

fn action(statement: &Statement, graph: &Graph, ids: &[TextId]) -> Option<Action> {
    let text = |id: TextId| ids[id as usize];
    let input = |argument: Option<Argument>| {
        argument.map(|argument| Input {
            value: graph.of[argument.value as usize],
            given: argument.given.map(|node| graph.of[node as usize]),
        })
    };
    let order = |call: &plan::OrderCall| OrderInputs {
        id: text(call.id),
        direction: call.direction,
        quantity: input(call.quantity),
        limit: input(call.limit),
        stop: input(call.stop),
    };
    let reduced = |reduction: &plan::Reduction| ReductionInputs {
        quantity: input(reduction.quantity),
        percent: input(reduction.percent),
    };
    Some(match statement {
        Statement::Entry { call, .. } => Action::Entry(order(call)),
        Statement::Order { call, .. } => Action::Order(order(call)),
        Statement::Exit {
            id,
            from_entry,
            reduction,
            prices,
            ..
        } => Action::Exit {
            id: text(*id),
            from_entry: from_entry.map(text),
            reduction: reduced(reduction),
            prices: prices.all().map(input),
        },
        Statement::Close {
            entry, reduction, ..
        } => Action::Close(Some(text(*entry)), reduced(reduction)),
        Statement::CloseAll { .. } => Action::Close(None, reduced(&plan::Reduction::default())),
        Statement::Cancel { id, .. } => Action::Cancel(Some(text(*id))),
        Statement::CancelAll { .. } => Action::Cancel(None),
        Statement::Plot { .. } => return None,
    })
}

impl Input {
    fn value(self, program: &Program) -> Option<f64> {
        let is_given = self.given.is_none_or(|given| program.get(given) != 0.0);
        is_given.then(|| program.get(self.value))
    }
}

impl OrderInputs {
    fn call(&self, statement: u32, program: &Program) -> OrderCall {
        let value = |input: Option<Input>| input.and_then(|input| input.value(program));
        OrderCall {
            statement,
            id: self.id,
            direction: self.direction,
            quantity: value(self.quantity),
            limit: value(self.limit),
            stop: value(self.stop),
        }
    }

    const fn is_bare(&self) -> bool {
        self.quantity.is_none() && self.limit.is_none() && self.stop.is_none()
    }
}

impl Call {
    /// Nodes that it reads.
    pub(crate) fn reads(&self) -> Vec<Id> {
        let inputs: Vec<Option<Input>> = match &self.action {
            Action::Entry(order) | Action::Order(order) => {
                vec![order.quantity, order.limit, order.stop]
            }
            Action::Exit {
                reduction, prices, ..
            } => {
                let mut all = vec![reduction.quantity, reduction.percent];
                all.extend(prices);
                all
            }
            Action::Close(_, reduction) => vec![reduction.quantity, reduction.percent],
            Action::Cancel(_) => Vec::new(),
        };
        let read = inputs.into_iter().flatten();
        let nodes = read.flat_map(|input| [Some(input.value), input.given]);
        nodes.chain([self.guard]).flatten().collect()
    }

    pub(crate) fn idle(&self) -> Idle {
        match &self.action {
            Action::Entry(order) if order.is_bare() => Idle::WhileFull(order.direction),
            Action::Close(_, reduction)
                if reduction.quantity.is_none() && reduction.percent.is_none() =>
            {
                Idle::WhileFlat
            }
            _ => Idle::Never,
        }
    }

    pub(crate) fn is_wanted(&self, program: &Program) -> bool {
        self.guard.is_none_or(|guard| program.get(guard) != 0.0)
    }

    /// Applies it to the account.
    pub(crate) fn apply<S: EventSink>(
        &self,
        program: &Program,
        simulation: &mut Simulation<S>,
    ) -> Result<(), RunError> {
        let statement = self.statement;
        let value = |input: Option<Input>| input.and_then(|input| input.value(program));
        match &self.action {
            Action::Entry(order) => simulation.entry(&order.call(statement, program)),
            Action::Order(order) => simulation.order(&order.call(statement, program)),
            Action::Exit {
                id,
                from_entry,
                reduction,
                prices,
            } => simulation.exit(&ExitCall {
                statement,
                id: *id,
                from_entry: *from_entry,
                quantity: value(reduction.quantity),
                percent: value(reduction.percent),
                prices: exit_prices(prices.map(value)),
            }),
            Action::Close(entry, reduction) => simulation.close(&CloseCall {
                statement,
                entry: *entry,
                quantity: value(reduction.quantity),
                percent: value(reduction.percent),
            }),
            Action::Cancel(id) => simulation.cancel(*id),
        }
    }
}

/// In the order of `plan::ExitPrices::all`.
const fn exit_prices(values: [Option<f64>; 6]) -> ExitPrices {
    let [
        limit,
        stop,
        target_distance,
        stop_distance,
        profit_ticks,
        loss_ticks,
    ] = values;
    ExitPrices {
        limit,
        stop,
        target_distance,
        stop_distance,
        profit_ticks,
        loss_ticks,
    }
}
