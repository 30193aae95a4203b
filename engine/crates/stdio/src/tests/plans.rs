//! Plans in parts, refused, cancelled in between, and kept.

use super::host::{Host, small_plan};
use protocol::{ErrorCode, Node, Operation, PlanPart, Reply, Request};
use serde_json::json;

fn nothing() -> PlanPart {
    PlanPart {
        contexts: vec![],
        parameters: vec![],
        texts: vec![],
        nodes: vec![],
        cells: vec![],
        statements: vec![],
    }
}

#[test]
fn parts_make_the_same_plan_as_the_whole() {
    let mut host = Host::greeted();
    let whole = host.put_plan();
    let part = small_plan();
    let id = host.fresh_id();
    let (first_nodes, last_nodes) = part.nodes.split_at(1);
    let first = PlanPart {
        statements: vec![],
        nodes: first_nodes.to_vec(),
        ..part.clone()
    };
    let last = PlanPart {
        nodes: last_nodes.to_vec(),
        statements: part.statements,
        ..nothing()
    };
    host.send(&Request::PlanPut {
        id,
        part: first,
        is_last: false,
    });
    host.expect_alive();
    host.send(&Request::PlanPut {
        id,
        part: last,
        is_last: true,
    });
    match host.reply() {
        Reply::PlanPutDone {
            id: answered,
            plan_hash,
            node_count,
            statement_count,
        } => {
            assert_eq!((answered, plan_hash), (id, whole));
            assert_eq!((node_count, statement_count), (4, 1));
        }
        other => panic!("a hash was expected, not {other:?}"),
    }
}

#[test]
fn a_plan_that_breaks_a_rule_names_the_node() {
    let mut host = Host::greeted();
    let mut part = small_plan();
    part.nodes.push(Node {
        context: 0,
        operation: Operation::History {
            value: 77,
            offset: 1,
        },
    });
    host.ask(|id| Request::PlanPut {
        id,
        part,
        is_last: true,
    });
    match host.reply() {
        Reply::Error { code, node, .. } => assert_eq!((code, node), (ErrorCode::BadPlan, Some(4))),
        other => panic!("an error was expected, not {other:?}"),
    }
    host.expect_alive();
}

#[test]
fn a_refused_part_ends_the_request_and_later_parts_are_passed_over() {
    let mut host = Host::greeted();
    let id = host.fresh_id();
    host.send(&Request::PlanPut {
        id,
        part: small_plan(),
        is_last: false,
    });
    host.send(&json!({ "kind": "plan.put", "id": id, "part": 3, "isLast": false }));
    assert_eq!(host.error().0, id);
    host.send(&json!({ "kind": "plan.put", "id": id, "part": 3, "isLast": false }));
    host.send(&Request::PlanPut {
        id,
        part: small_plan(),
        is_last: true,
    });
    host.expect_alive();
}

#[test]
fn a_cancelled_plan_is_answered_at_once() {
    let mut host = Host::greeted();
    let id = host.fresh_id();
    host.send(&Request::PlanPut {
        id,
        part: small_plan(),
        is_last: false,
    });
    host.ask(|own| Request::Cancel {
        id: own,
        request: id,
    });
    assert_eq!(
        host.error(),
        (
            id,
            ErrorCode::Cancelled,
            "The request was cancelled.".into()
        )
    );
    host.send(&Request::PlanPut {
        id,
        part: small_plan(),
        is_last: true,
    });
    host.expect_alive();
}

#[test]
fn the_latest_plans_are_kept() {
    let mut host = Host::greeted();
    let mut hashes = vec![];
    for value in 0..70 {
        let mut part = small_plan();
        part.nodes.push(Node {
            context: 0,
            operation: Operation::Number {
                value: f64::from(value),
            },
        });
        host.ask(|id| Request::PlanPut {
            id,
            part,
            is_last: true,
        });
        match host.reply() {
            Reply::PlanPutDone { plan_hash, .. } => hashes.push(plan_hash),
            other => panic!("a hash was expected, not {other:?}"),
        }
    }
    let oldest = host.start(&hashes[0], "", 0);
    let (id, code, _) = host.error();
    assert_eq!((id, code), (oldest, ErrorCode::UnknownPlan));
    host.start(&hashes[69], "", 0);
    assert!(matches!(host.reply(), Reply::RunStartDone { .. }));
}
