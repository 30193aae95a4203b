//! References between the tables of a plan, all in one list, so that nodes can be taken out.

use protocol::{Argument, Operation, Plan, Statement};

/// Removes a node that nothing refers to; another one stays.
pub(crate) fn remove_node(plan: &mut Plan, id: u32) {
    if references(plan).iter().any(|reference| **reference == id) {
        return;
    }
    plan.nodes.remove(id as usize);
    for reference in references(plan) {
        if *reference > id {
            *reference -= 1;
        }
    }
}

fn references(plan: &mut Plan) -> Vec<&mut u32> {
    let mut all: Vec<&mut u32> = Vec::new();
    for node in &mut plan.nodes {
        all.extend(operands(&mut node.operation));
    }
    all.extend(plan.cells.iter_mut().map(|cell| &mut cell.next));
    for statement in &mut plan.statements {
        if let Statement::Plot { value, .. } = statement {
            all.push(value);
            continue;
        }
        let (guard, arguments) = parts(statement);
        all.extend(guard.and_then(Option::as_mut));
        for argument in arguments.into_iter().flatten() {
            all.push(&mut argument.value);
            all.extend(argument.given.as_mut());
        }
    }
    all
}

fn operands(operation: &mut Operation) -> Vec<&mut u32> {
    match operation {
        Operation::Unary { value, .. } | Operation::Confirmed { value } => vec![value],
        Operation::Binary { left, right, .. } => vec![left, right],
        Operation::Select { test, yes, no } => vec![test, yes, no],
        Operation::History { value, offset } => vec![value, offset],
        Operation::Indicator {
            inputs, settings, ..
        } => inputs.iter_mut().chain(settings).collect(),
        Operation::Number { .. }
        | Operation::Na {}
        | Operation::Bool { .. }
        | Operation::Parameter { .. }
        | Operation::Series { .. }
        | Operation::Instrument { .. }
        | Operation::Account { .. }
        | Operation::Cell { .. } => Vec::new(),
    }
}

type Parts<'a> = (Option<&'a mut Option<u32>>, Vec<&'a mut Option<Argument>>);

/// Guard and arguments of a statement.
pub(crate) fn parts(statement: &mut Statement) -> Parts<'_> {
    match statement {
        Statement::Entry {
            guard,
            quantity,
            limit,
            stop,
            ..
        }
        | Statement::Order {
            guard,
            quantity,
            limit,
            stop,
            ..
        } => (Some(guard), vec![quantity, limit, stop]),
        Statement::Exit {
            guard,
            quantity,
            quantity_percent,
            limit,
            stop,
            target_distance,
            stop_distance,
            profit_ticks,
            loss_ticks,
            ..
        } => {
            let arguments = vec![
                quantity,
                quantity_percent,
                limit,
                stop,
                target_distance,
                stop_distance,
                profit_ticks,
                loss_ticks,
            ];
            (Some(guard), arguments)
        }
        Statement::Close {
            guard,
            quantity,
            quantity_percent,
            ..
        } => (Some(guard), vec![quantity, quantity_percent]),
        Statement::CloseAll { guard, .. }
        | Statement::Cancel { guard, .. }
        | Statement::CancelAll { guard } => (Some(guard), Vec::new()),
        Statement::Plot { .. } => (None, Vec::new()),
    }
}
