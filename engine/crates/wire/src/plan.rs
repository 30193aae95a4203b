//! A plan from the wire to the domain, checked on the way.

use crate::operation::operation;
use crate::statement::statement;
use ::plan::{Cell, Context, Node, Parameter, Plan, PlanError, PlanParts, ValueType};
use protocol::PlanPart;

/// Joins the parts of a plan in the order in which they came.
#[must_use]
pub fn join(parts: Vec<PlanPart>) -> protocol::Plan {
    let mut whole = protocol::Plan::default();
    for part in parts {
        whole.contexts.extend(part.contexts);
        whole.parameters.extend(part.parameters);
        whole.texts.extend(part.texts);
        whole.nodes.extend(part.nodes);
        whole.cells.extend(part.cells);
        whole.statements.extend(part.statements);
    }
    whole
}

/// The checked plan.
///
/// # Errors
/// The first breach of an invariant of plans.
pub fn plan(wire: &protocol::Plan) -> Result<Plan, PlanError> {
    let contexts = wire.contexts.iter().map(|context| Context {
        timeframe: context.timeframe.clone(),
    });
    let parameters = wire.parameters.iter().map(|parameter| Parameter {
        name: parameter.name.clone(),
        value_type: value_type(parameter.value_type),
    });
    let nodes = wire.nodes.iter().map(|node| Node {
        context: node.context,
        operation: operation(&node.operation),
    });
    let cells = wire.cells.iter().map(|cell| Cell {
        context: cell.context,
        value_type: value_type(cell.value_type),
        next: cell.next,
    });
    Plan::new(PlanParts {
        contexts: contexts.collect(),
        parameters: parameters.collect(),
        texts: wire.texts.clone(),
        nodes: nodes.collect(),
        cells: cells.collect(),
        statements: wire.statements.iter().map(statement).collect(),
    })
}

const fn value_type(wire: protocol::ValueType) -> ValueType {
    match wire {
        protocol::ValueType::Number => ValueType::Number,
        protocol::ValueType::Bool => ValueType::Bool,
    }
}
