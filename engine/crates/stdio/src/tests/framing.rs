//! The attack list on the engine's pipe: each ends in a clear error, and only a broken frame ends the
//! connection.

use super::host::{Host, framed};
use crate::connection::End;
use protocol::{ErrorCode, Reply, Request};
use serde_json::{Value, json};

fn check_refused(message: Value, expected: &str) {
    let mut host = Host::greeted();
    host.fresh_id();
    host.send(&message);
    let (id, code, text) = host.error();
    assert_eq!((id, code), (2, ErrorCode::BadRequest));
    assert!(text.contains(expected), "{text}");
    host.expect_alive();
    assert_eq!(host.close(), End::Asked);
}

fn check_broken(bytes: Vec<u8>, expected: &str) {
    let host = Host::greeted();
    host.send_bytes(bytes);
    let (id, code, text) = host.error();
    assert_eq!((id, code), (0, ErrorCode::BadFrame));
    assert!(text.contains(expected), "{text}");
    assert_eq!(host.end(), End::Broken(text));
}

fn message(value: &Value) -> Vec<u8> {
    framed(&rmp_serde::to_vec_named(value).expect("a value"))
}

#[test]
fn requests_that_make_no_sense_get_an_error_and_the_connection_goes_on() {
    check_refused(json!({ "kind": "engine.sing", "id": 2 }), "engine.sing");
    check_refused(json!({ "kind": "", "id": 2 }), "unknown variant");
    check_refused(
        json!({ "kind": "engine.ping", "id": 2 }),
        "missing field `payload`",
    );
    check_refused(
        json!({ "kind": "engine.ping", "id": 2, "payload": 5 }),
        "invalid type",
    );
    check_refused(
        json!({ "kind": "engine.ping", "id": 2, "payload": "", "extra": 1 }),
        "unknown field `extra`",
    );
    check_refused(
        json!({ "kind": "engine.shutdown", "id": 2, "now": true }),
        "unknown field",
    );
    check_refused(
        json!({ "kind": "run.drop", "id": 2, "run": -1 }),
        "invalid value",
    );
    check_refused(
        json!({ "kind": "run.drop", "id": 2, "run": 1.5 }),
        "invalid type",
    );
    check_refused(
        json!({ "kind": "run.drop", "id": 2, "run": 9_007_199_254_740_993_u64 }),
        "2^53",
    );
    check_refused(
        json!({ "kind": "engine.hello", "id": 2, "schemaHash": "", "hostVersion": "" }),
        "greeted before",
    );
}

#[test]
fn a_key_that_occurs_twice_is_refused() {
    let mut host = Host::greeted();
    host.fresh_id();
    let mut body = vec![0x84];
    body.extend(b"\xa4kind\xabengine.ping\xa2id\x02\xa7payload\xa1a\xa7payload\xa1b");
    host.send_bytes(framed(&body));
    let (id, code, text) = host.error();
    assert_eq!((id, code), (2, ErrorCode::BadRequest));
    assert!(text.contains("duplicate field"), "{text}");
    host.expect_alive();
}

#[test]
fn text_that_is_no_text_is_refused() {
    let mut host = Host::greeted();
    host.fresh_id();
    host.send_bytes(framed(
        b"\x83\xa4kind\xabengine.ping\xa2id\x02\xa7payload\xa2\xff\xfe",
    ));
    assert_eq!(host.error().1, ErrorCode::BadRequest);
    host.expect_alive();
}

#[test]
fn a_broken_frame_ends_the_connection() {
    check_broken(vec![0xff; 4], "claims 4294967295 bytes");
    check_broken(vec![0; 4], "no bytes");
    check_broken(framed(b"\xc1"), "0xc1");
    check_broken(framed(b"GET / HTTP/1.1\r\n"), "map");
    check_broken(framed(&vec![0x91; 1_000_000]), "map");
    check_broken(
        message(&json!({ "kind": "engine.ping", "payload": "" })),
        "no id",
    );
    check_broken(
        message(&json!({ "kind": "engine.ping", "id": 0, "payload": "" })),
        "no id",
    );
    check_broken(message(&json!({ "id": 2 })), "no kind");
    let mut trailing = rmp_serde::to_vec_named(&json!({ "kind": "a.b", "id": 2 })).expect("bytes");
    trailing.push(0xc0);
    check_broken(framed(&trailing), "1 bytes follow");
}

#[test]
fn nesting_is_bounded_inside_a_message() {
    let mut body = b"\x83\xa4kind\xabengine.ping\xa2id\x02\xa7payload".to_vec();
    body.extend(vec![0x91; 1_000_000]);
    check_broken(framed(&body), "deeper than 64");
}

#[test]
fn an_id_that_was_used_before_ends_the_connection() {
    check_broken(
        message(&json!({ "kind": "engine.ping", "id": 1, "payload": "" })),
        "in use twice",
    );
}

#[test]
fn a_pipe_that_ends_inside_a_frame_is_told_apart_from_an_end() {
    let host = Host::greeted();
    host.send_bytes(vec![9, 0, 0, 0, 1, 2]);
    assert!(matches!(host.close(), End::Broken(text) if text.contains("6 bytes into a frame")));
    assert_eq!(Host::greeted().close(), End::Asked);
    assert_eq!(Host::silent().close(), End::Asked);
}

#[test]
fn the_first_frame_is_a_greeting() {
    let host = Host::silent();
    host.send(&Request::Ping {
        id: 1,
        payload: String::new(),
    });
    let (id, code, text) = host.error();
    assert_eq!((id, code), (0, ErrorCode::BadFrame));
    assert!(text.contains("engine.hello"), "{text}");
    assert!(matches!(host.end(), End::Broken(_)));
}

#[test]
fn a_host_of_another_build_is_told_both_versions() {
    let mut host = Host::silent();
    let id = host.ask(|id| Request::Hello {
        id,
        schema_hash: "0123456789abcdef".into(),
        host_version: "9.8.7".into(),
    });
    match host.reply() {
        Reply::Error {
            id: answered,
            code,
            message,
            help,
            ..
        } => {
            assert_eq!((answered, code), (id, ErrorCode::SchemaMismatch));
            assert!(message.contains("9.8.7") && message.contains(env!("CARGO_PKG_VERSION")));
            assert!(message.contains("01234567") && help.is_some());
        }
        other => panic!("an error was expected, not {other:?}"),
    }
    assert_eq!(host.end(), End::Mismatch);
}

#[test]
fn a_shutdown_is_acknowledged() {
    let mut host = Host::greeted();
    let id = host.ask(|id| Request::Shutdown { id });
    assert_eq!(host.reply(), Reply::ShutdownDone { id });
    assert_eq!(host.end(), End::Asked);
}

#[test]
fn services_and_health_are_told() {
    let mut host = Host::greeted();
    host.ask(|id| Request::ServicesList { id });
    match host.reply() {
        Reply::ServicesListDone { services, .. } => {
            let names: Vec<&str> = services.iter().map(|one| one.name.as_str()).collect();
            let all = [
                "engine", "services", "health", "plan", "run", "store", "market", "import", "query",
            ];
            assert_eq!(names, all);
        }
        other => panic!("services were expected, not {other:?}"),
    }
    host.ask(|id| Request::HealthAll { id });
    match host.reply() {
        Reply::HealthAllDone { health, .. } => {
            assert_eq!((health.requests_in_flight, health.runs_kept), (0, 0));
            assert_eq!(
                health
                    .services
                    .iter()
                    .find(|one| one.name == "services")
                    .map(|one| one.requests),
                Some(1)
            );
            assert!(health.memory_bytes.is_none_or(|bytes| bytes > 0));
        }
        other => panic!("health was expected, not {other:?}"),
    }
}

#[test]
fn a_hundred_thousand_small_frames_leave_nothing_behind() {
    let mut host = Host::greeted();
    for _ in 0..100_000 {
        let first = host.fresh_id();
        host.send(&Request::Cancel {
            id: first,
            request: 7,
        });
    }
    host.expect_alive();
}
