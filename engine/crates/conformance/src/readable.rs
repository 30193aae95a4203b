//! A case as text that a person can follow, for messages about differences.

use crate::case::Case;
use protocol::{Argument, Operation, Plan, Statement};
use std::fmt::Write;

/// The plan, one line a node, cell and statement, and the settings.
#[must_use]
pub fn readable(case: &Case) -> String {
    let mut text = format!("{}\n", case.name);
    let plan = &case.plan;
    for (index, context) in plan.contexts.iter().enumerate().skip(1) {
        let timeframe = context.timeframe.as_deref().unwrap_or("chart");
        line(&mut text, format_args!("context {index} = {timeframe}"));
    }
    for (index, node) in plan.nodes.iter().enumerate() {
        let context = match node.context {
            0 => String::new(),
            context => format!("@{context} "),
        };
        let what = operation(plan, &node.operation);
        line(&mut text, format_args!("%{index} = {context}{what}"));
    }
    for (index, cell) in plan.cells.iter().enumerate() {
        line(&mut text, format_args!("cell {index} keeps %{}", cell.next));
    }
    for (index, what) in plan.statements.iter().enumerate() {
        line(
            &mut text,
            format_args!("{index}: {}", statement(plan, what)),
        );
    }
    let settings = &case.settings;
    for parameter in &settings.parameters {
        line(
            &mut text,
            format_args!("{} = {}", parameter.name, parameter.value),
        );
    }
    line(&mut text, format_args!("{:?}", settings.account));
    let (period, warmup) = (settings.period, settings.warmup_bars);
    line(
        &mut text,
        format_args!("period {period:?}, warm-up {warmup:?}"),
    );
    if let Some(quotes) = &case.quotes {
        let (rows, chart, side) = (quotes.block.len(), quotes.chart, quotes.side);
        line(&mut text, format_args!("{rows} quotes, {chart}, {side:?}"));
    }
    let market = &case.market;
    let (rows, minutes) = (market.bars.len(), market.minutes);
    line(&mut text, format_args!("{rows} bars of {minutes} min"));
    let instrument = &market.instrument;
    let (tick, point, lot) = (instrument.tick_size, instrument.point_value, instrument.lot);
    let zone = instrument.zone.name();
    line(
        &mut text,
        format_args!("tick {tick:?}, point {point}, lot {lot:?}, zone {zone}"),
    );
    text
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{arguments}");
}

fn operation(plan: &Plan, operation: &Operation) -> String {
    let list = |nodes: &[u32]| {
        let names: Vec<String> = nodes.iter().map(|node| operand(plan, *node)).collect();
        names.join(", ")
    };
    match operation {
        Operation::Number { value } => value.to_string(),
        Operation::Na {} => "na".to_owned(),
        Operation::Bool { value } => value.to_string(),
        Operation::Parameter { parameter } => plan.parameters[*parameter as usize].name.clone(),
        Operation::Series { series } => format!("{series:?}"),
        Operation::Instrument { field } => format!("{field:?}"),
        Operation::Account { field } => format!("account {field:?}"),
        Operation::Unary { function, value } => format!("{function:?}({})", list(&[*value])),
        Operation::Binary {
            function,
            left,
            right,
        } => {
            format!("{function:?}({})", list(&[*left, *right]))
        }
        Operation::Select { test, yes, no } => format!("select({})", list(&[*test, *yes, *no])),
        Operation::History { value, offset } => format!("history({})", list(&[*value, *offset])),
        Operation::Indicator {
            function,
            inputs,
            settings,
        } => {
            format!("{function:?}({}; {})", list(inputs), list(settings))
        }
        Operation::Cell { cell } => format!("cell {cell}"),
        Operation::Confirmed { value } => format!("confirmed({})", list(&[*value])),
    }
}

/// Constants by value, other nodes by number.
fn operand(plan: &Plan, node: u32) -> String {
    match plan.nodes[node as usize].operation {
        Operation::Number { value } => value.to_string(),
        _ => format!("%{node}"),
    }
}

fn statement(plan: &Plan, statement: &Statement) -> String {
    let text = |id: &u32| format!("{:?}", plan.texts[*id as usize]);
    let (guard, what) = match statement {
        Statement::Entry {
            guard,
            id,
            direction,
            ..
        } => {
            let id = format!("{}, {direction:?}", text(id));
            (guard, call(plan, "entry", &id, statement))
        }
        Statement::Order {
            guard,
            id,
            direction,
            ..
        } => {
            let id = format!("{}, {direction:?}", text(id));
            (guard, call(plan, "order", &id, statement))
        }
        Statement::Exit {
            guard,
            id,
            from_entry,
            ..
        } => {
            let from = from_entry.as_ref().map_or_else(|| "all".to_owned(), text);
            let id = format!("{} from {from}", text(id));
            (guard, call(plan, "exit", &id, statement))
        }
        Statement::Close { guard, entry, .. } => {
            (guard, call(plan, "close", &text(entry), statement))
        }
        Statement::CloseAll { guard, .. } => (guard, "close_all()".to_owned()),
        Statement::Cancel { guard, id } => (guard, format!("cancel({})", text(id))),
        Statement::CancelAll { guard } => (guard, "cancel_all()".to_owned()),
        Statement::Plot { value, .. } => (&None, format!("plot(%{value})")),
    };
    match guard {
        Some(guard) => format!("if %{guard} {what}"),
        None => what,
    }
}

fn call(plan: &Plan, name: &str, id: &str, statement: &Statement) -> String {
    let mut text = format!("{name}({id}");
    for (name, argument) in arguments(statement) {
        if let Some(argument) = argument {
            let value = operand(plan, argument.value);
            let given = argument
                .given
                .map_or(String::new(), |given| format!(" when %{given}"));
            let _ = write!(text, ", {name} = {value}{given}");
        }
    }
    text + ")"
}

fn arguments(statement: &Statement) -> Vec<(&'static str, &Option<Argument>)> {
    match statement {
        Statement::Entry {
            quantity,
            limit,
            stop,
            ..
        }
        | Statement::Order {
            quantity,
            limit,
            stop,
            ..
        } => {
            vec![("quantity", quantity), ("limit", limit), ("stop", stop)]
        }
        Statement::Exit {
            quantity,
            quantity_percent,
            limit,
            stop,
            target_distance,
            stop_distance,
            profit_ticks,
            loss_ticks,
            ..
        } => vec![
            ("quantity", quantity),
            ("percent", quantity_percent),
            ("limit", limit),
            ("stop", stop),
            ("target_distance", target_distance),
            ("stop_distance", stop_distance),
            ("profit", profit_ticks),
            ("loss", loss_ticks),
        ],
        Statement::Close {
            quantity,
            quantity_percent,
            ..
        } => {
            vec![("quantity", quantity), ("percent", quantity_percent)]
        }
        Statement::CloseAll { .. }
        | Statement::Cancel { .. }
        | Statement::CancelAll { .. }
        | Statement::Plot { .. } => Vec::new(),
    }
}
