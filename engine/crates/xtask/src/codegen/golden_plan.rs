//! Plans for the golden frames: one small, one with every operation and statement. Their references
//! are in range, but they mean nothing: what a plan may say is checked in `plan`.

use super::golden::every;
use protocol::{
    Argument, Cell, Context, Node, Operation, Parameter, PlanPart, Statement, ValueType,
};

/// A plan that crosses a moving average.
pub(crate) fn small() -> PlanPart {
    PlanPart {
        contexts: vec![Context { timeframe: None }],
        parameters: vec![Parameter {
            name: "length".into(),
            value_type: ValueType::Number,
        }],
        texts: vec!["long".into()],
        nodes: vec![
            node(Operation::Series {
                series: protocol::Series::Close,
            }),
            node(Operation::Parameter { parameter: 0 }),
            node(Operation::Indicator {
                function: protocol::IndicatorFunction::Sma,
                inputs: vec![0],
                settings: vec![1],
            }),
            node(Operation::Indicator {
                function: protocol::IndicatorFunction::CrossOver,
                inputs: vec![0, 2],
                settings: vec![],
            }),
        ],
        cells: vec![],
        statements: vec![Statement::Entry {
            guard: Some(3),
            id: 0,
            direction: protocol::Direction::Long,
            quantity: None,
            limit: None,
            stop: None,
            comment: None,
        }],
    }
}

/// A part without anything in it.
pub(crate) fn empty() -> PlanPart {
    PlanPart {
        contexts: vec![],
        parameters: vec![],
        texts: vec![],
        nodes: vec![],
        cells: vec![],
        statements: vec![],
    }
}

/// Every operation with every word it can have, every statement with all fields and with none.
pub(crate) fn everything() -> PlanPart {
    let mut statements = statements(Some(3), argument());
    statements.extend(statements_of_nulls());
    PlanPart {
        contexts: vec![
            Context { timeframe: None },
            Context {
                timeframe: Some("4h".into()),
            },
        ],
        parameters: every::<ValueType>()
            .into_iter()
            .map(|value_type| Parameter {
                name: format!("{value_type:?}"),
                value_type,
            })
            .collect(),
        texts: vec![
            String::new(),
            "Größe µ 价格 📈".into(),
            "quote \" and \u{0} zero".into(),
        ],
        nodes: operations().into_iter().map(node).collect(),
        cells: vec![
            Cell {
                context: 0,
                value_type: ValueType::Number,
                next: 1,
            },
            Cell {
                context: 1,
                value_type: ValueType::Bool,
                next: u32::MAX,
            },
        ],
        statements,
    }
}

fn node(operation: Operation) -> Node {
    Node {
        context: 0,
        operation,
    }
}

fn operations() -> Vec<Operation> {
    let numbers = [
        0.0,
        1.0,
        -1.5,
        0.1,
        1e-300,
        1.797_693_134_862_315_7e308,
        9_007_199_254_740_991.0,
    ];
    let mut all: Vec<Operation> = numbers.map(|value| Operation::Number { value }).into();
    all.extend([
        Operation::Na {},
        Operation::Bool { value: true },
        Operation::Bool { value: false },
        Operation::Parameter {
            parameter: u32::MAX,
        },
        Operation::Select {
            test: 1,
            yes: 2,
            no: 3,
        },
        Operation::History {
            value: 1,
            offset: 2,
        },
        Operation::Cell { cell: 0 },
        Operation::Confirmed { value: 5 },
    ]);
    all.extend(
        every()
            .into_iter()
            .map(|series| Operation::Series { series }),
    );
    all.extend(
        every()
            .into_iter()
            .map(|field| Operation::Instrument { field }),
    );
    all.extend(
        every()
            .into_iter()
            .map(|field| Operation::Account { field }),
    );
    all.extend(
        every()
            .into_iter()
            .map(|function| Operation::Unary { function, value: 1 }),
    );
    all.extend(every().into_iter().map(|function| Operation::Binary {
        function,
        left: 0,
        right: 1,
    }));
    all.extend(every().into_iter().map(|function| Operation::Indicator {
        function,
        inputs: vec![0, 1],
        settings: vec![],
    }));
    all
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the fields of statements are options"
)]
fn argument() -> Option<Argument> {
    Some(Argument {
        value: 1,
        given: Some(2),
    })
}

/// Every statement; `guard` and the arguments are either all there or all absent.
fn statements(guard: Option<u32>, argument: Option<Argument>) -> Vec<Statement> {
    let mut all = orders(guard, argument.as_ref());
    all.extend([
        Statement::Exit {
            guard,
            id: 0,
            from_entry: guard,
            quantity: argument.clone(),
            quantity_percent: argument.clone(),
            limit: argument.clone(),
            stop: argument.clone(),
            target_distance: argument.clone(),
            stop_distance: argument.clone(),
            profit_ticks: argument.clone(),
            loss_ticks: argument.clone(),
            comment: guard,
        },
        Statement::Close {
            guard,
            entry: 0,
            quantity: argument.clone(),
            quantity_percent: argument,
            comment: guard,
        },
        Statement::CloseAll {
            guard,
            comment: guard,
        },
        Statement::Cancel { guard, id: 0 },
        Statement::CancelAll { guard },
        Statement::Plot { value: 0, title: 1 },
    ]);
    all
}

fn statements_of_nulls() -> Vec<Statement> {
    statements(None, None)
}

fn orders(guard: Option<u32>, argument: Option<&Argument>) -> Vec<Statement> {
    let mut all = Vec::new();
    for direction in every() {
        all.push(Statement::Entry {
            guard,
            id: 0,
            direction,
            quantity: argument.cloned(),
            limit: argument.cloned(),
            stop: argument.cloned(),
            comment: guard,
        });
        all.push(Statement::Order {
            guard,
            id: 0,
            direction,
            quantity: argument.cloned(),
            limit: argument.cloned(),
            stop: argument.map(|one| Argument {
                value: one.value,
                given: None,
            }),
            comment: guard,
        });
    }
    all
}
