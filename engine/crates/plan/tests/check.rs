//! A plan cannot hold a broken program: each breach is refused with the place where it stands.

use plan::{
    AccountField, Argument, BinaryFunction, Cell, Context, IndicatorFunction, Node, Operation,
    OrderCall, Parameter, Plan, PlanParts, PlanPlace, Series, Statement, UnaryFunction, ValueType,
};

fn chart(operation: Operation) -> Node {
    Node {
        context: 0,
        operation,
    }
}

/// sma(close, length) on the chart, an entry when close is above it.
fn sound() -> PlanParts {
    PlanParts {
        contexts: vec![
            Context { timeframe: None },
            Context {
                timeframe: Some("1d".into()),
            },
        ],
        parameters: vec![Parameter {
            name: "length".into(),
            value_type: ValueType::Number,
        }],
        texts: vec!["L".into()],
        nodes: vec![
            chart(Operation::Series(Series::Close)),
            chart(Operation::Parameter(0)),
            chart(Operation::Indicator {
                function: IndicatorFunction::Sma,
                inputs: vec![0],
                settings: vec![1],
            }),
            chart(Operation::Binary(BinaryFunction::Greater, 0, 2)),
            Node {
                context: 1,
                operation: Operation::Series(Series::Close),
            },
            chart(Operation::Confirmed(4)),
            chart(Operation::Cell(0)),
        ],
        cells: vec![Cell {
            context: 0,
            value_type: ValueType::Number,
            next: 2,
        }],
        statements: vec![Statement::Entry {
            guard: Some(3),
            call: OrderCall {
                id: 0,
                direction: base::Direction::Long,
                quantity: Some(Argument {
                    value: 0,
                    given: Some(3),
                }),
                limit: None,
                stop: None,
                comment: None,
            },
        }],
    }
}

fn refused(change: impl FnOnce(&mut PlanParts)) -> (PlanPlace, String) {
    let mut parts = sound();
    change(&mut parts);
    let error = Plan::new(parts).expect_err("the change breaks the plan");
    (error.place, error.what)
}

#[test]
fn a_sound_plan_is_accepted_with_its_types() {
    let plan = Plan::new(sound()).expect("sound");
    assert_eq!(plan.value_type(2), ValueType::Number);
    assert_eq!(plan.value_type(3), ValueType::Bool);
    assert_eq!(plan.value_type(5), ValueType::Number);
}

#[test]
fn a_node_refers_only_to_nodes_before_it() {
    let (place, what) =
        refused(|parts| parts.nodes[3] = chart(Operation::Unary(UnaryFunction::Not, 3)));
    assert_eq!(place, PlanPlace::Node(3));
    assert!(what.contains("does not stand before it"), "{what}");
}

#[test]
fn operands_have_the_types_that_their_operator_wants() {
    let (place, what) =
        refused(|parts| parts.nodes[5] = chart(Operation::Unary(UnaryFunction::Not, 0)));
    assert_eq!(place, PlanPlace::Node(5));
    assert!(what.contains("Bool"), "{what}");
}

#[test]
fn settings_are_fixed_for_the_run() {
    let (place, what) = refused(|parts| {
        parts.nodes[2] = chart(Operation::Indicator {
            function: IndicatorFunction::Sma,
            inputs: vec![0],
            settings: vec![0],
        });
    });
    assert_eq!(place, PlanPlace::Node(2));
    assert!(what.contains("changes during the run"), "{what}");
}

#[test]
fn another_context_is_read_through_confirmed_only() {
    let (place, what) =
        refused(|parts| parts.nodes[5] = chart(Operation::Unary(UnaryFunction::Abs, 4)));
    assert_eq!(place, PlanPlace::Node(5));
    assert!(what.contains("without `confirmed`"), "{what}");
}

#[test]
fn the_account_is_read_on_the_chart_only() {
    let (place, what) = refused(|parts| {
        parts.nodes[4] = Node {
            context: 1,
            operation: Operation::Account(AccountField::Equity),
        };
    });
    assert_eq!(place, PlanPlace::Node(4));
    assert!(what.contains("outside the chart"), "{what}");
}

#[test]
fn references_are_in_range() {
    let places = [
        refused(|parts| parts.nodes[1] = chart(Operation::Parameter(7))).0,
        refused(|parts| parts.nodes[6] = chart(Operation::Cell(7))).0,
        refused(|parts| parts.cells[0].next = 70).0,
        refused(|parts| parts.texts.clear()).0,
        refused(|parts| parts.statements[0] = Statement::Plot { value: 4, title: 0 }).0,
        refused(|parts| parts.contexts.clear()).0,
        refused(|parts| parts.nodes[0].context = 9).0,
    ];
    let expected = [
        PlanPlace::Node(1),
        PlanPlace::Node(6),
        PlanPlace::Cell(0),
        PlanPlace::Statement(0),
        PlanPlace::Statement(0),
        PlanPlace::Whole,
        PlanPlace::Node(0),
    ];
    assert_eq!(places, expected);
}

#[test]
fn numbers_are_finite() {
    let (place, _) = refused(|parts| parts.nodes[0] = chart(Operation::Number(f64::INFINITY)));
    assert_eq!(place, PlanPlace::Node(0));
}

#[test]
fn every_change_of_logic_changes_the_hash() {
    let hash = |change: &dyn Fn(&mut PlanParts)| {
        let mut parts = sound();
        change(&mut parts);
        *Plan::new(parts).expect("sound").hash()
    };
    let hashes = [
        hash(&|_| {}),
        hash(&|parts| parts.nodes[0] = chart(Operation::Series(Series::Open))),
        hash(&|parts| parts.texts[0] = "M".into()),
        hash(&|parts| parts.contexts[1].timeframe = Some("1w".into())),
        hash(&|parts| parts.parameters[0].name = "n".into()),
        hash(&|parts| parts.cells[0].next = 0),
        hash(&|parts| parts.nodes[3] = chart(Operation::Binary(BinaryFunction::Less, 0, 2))),
        hash(&|parts| parts.statements.clear()),
        hash(&|parts| {
            parts.statements[0] = Statement::CloseAll {
                guard: Some(3),
                comment: None,
            };
        }),
    ];
    for (index, one) in hashes.iter().enumerate() {
        assert!(
            !hashes[..index].contains(one),
            "change {index} left the hash as it was"
        );
    }
    assert_eq!(hashes[0], hash(&|_| {}));
}
