//! Failures of the process itself, in the words that cross the boundary. A panic's text never does.

use protocol::{ErrorCode, Reply};
use wire::Failure;

/// Characters of a sentence, and number of causes, that are told. They may repeat what a request said.
const TEXT_MAX: usize = 4_000;
const CAUSES_MAX: usize = 20;

/// A failure as the reply that ends its request. It always fits a frame.
pub(crate) fn error_reply(id: u32, failure: Failure) -> Reply {
    let causes = failure.causes.into_iter().take(CAUSES_MAX);
    Reply::Error {
        id,
        code: failure.code,
        message: cut(failure.message),
        help: failure.help.map(cut),
        statement: failure.statement,
        node: failure.node,
        causes: causes.map(cut).collect(),
    }
}

fn cut(text: String) -> String {
    match text.char_indices().nth(TEXT_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn failure(code: ErrorCode, message: String, help: &str) -> Failure {
    Failure::new(code, message, Some(help.to_owned()))
}

/// The connection cannot go on.
pub(crate) fn bad_frame(why: &str) -> Failure {
    failure(
        ErrorCode::BadFrame,
        format!("The engine ends the connection: {why}."),
        "Start it again. If this comes back, please report it with the engine's log.",
    )
}

/// A message that is well formed but not a request.
pub(crate) fn bad_request(kind: &str, why: &str) -> Failure {
    // A kind that nobody knows can have any length.
    let kind: String = kind.chars().take(60).collect();
    failure(
        ErrorCode::BadRequest,
        format!("The request {kind} was refused: {why}"),
        "This is a fault of BackTestr. Please report it.",
    )
}

/// Host and engine come from different builds.
pub(crate) fn schema_mismatch(host_version: &str, host_schema: &str) -> Failure {
    let short = |hash: &str| hash.chars().take(8).collect::<String>();
    let host: String = host_version.chars().take(40).collect();
    failure(
        ErrorCode::SchemaMismatch,
        format!(
            "BackTestr {host} (protocol {}) does not fit engine {} (protocol {}).",
            short(host_schema),
            env!("CARGO_PKG_VERSION"),
            short(protocol::SCHEMA_HASH),
        ),
        "Use the engine that came with BackTestr: clear BACKTESTR_ENGINE and the engine setting, \
         or run `npm run build` in a checkout.",
    )
}

/// One request too many.
pub(crate) fn busy(in_flight: usize) -> Failure {
    failure(
        ErrorCode::Busy,
        format!("{in_flight} requests are in flight, which is the most there may be."),
        "Wait until one has ended.",
    )
}

/// The host asked to stop.
pub(crate) fn cancelled() -> Failure {
    Failure::new(ErrorCode::Cancelled, "The request was cancelled.", None)
}

/// Our fault.
pub(crate) fn internal(why: &str) -> Failure {
    failure(
        ErrorCode::Internal,
        format!("The engine made a mistake and goes on without this request: {why}."),
        "Please report it with the engine's log.",
    )
}

/// A run that the engine does not hold.
pub(crate) fn unknown_run(run: u32) -> Failure {
    failure(
        ErrorCode::UnknownRun,
        format!("Run {run} is not kept any more."),
        "Run the strategy again.",
    )
}

/// A plan that the engine does not hold.
pub(crate) fn unknown_plan(hash: &str) -> Failure {
    let hash: String = hash.chars().take(64).collect();
    failure(
        ErrorCode::UnknownPlan,
        format!("The engine does not have the plan {hash}."),
        "Send it with plan.put first; the engine keeps the latest plans only.",
    )
}

/// More than the engine takes.
pub(crate) fn limit_exceeded(what: &str, help: &str) -> Failure {
    failure(ErrorCode::LimitExceeded, what.to_owned(), help)
}

/// A request for a service that is not running, with the reason where there is one.
pub(crate) fn unavailable(service: &str, why: Option<&str>) -> Failure {
    let because = why.map_or_else(String::new, |why| format!(": {why}"));
    let because = because.trim_end_matches('.');
    failure(
        ErrorCode::Unavailable,
        format!("The engine's service {service} is not running{because}."),
        "`backtestr doctor` shows the engine's services. Without a data home there is no store: set \
         `store.data_home` or `--data-home`.",
    )
}

/// The time that the host gave a request is over.
pub(crate) fn deadline_exceeded() -> Failure {
    failure(
        ErrorCode::DeadlineExceeded,
        "The run was stopped at its deadline.".to_owned(),
        "Give it more time, or a shorter period.",
    )
}

/// A setting that makes no sense.
pub(crate) fn bad_settings(what: &str, help: &str) -> Failure {
    failure(ErrorCode::BadSettings, what.to_owned(), help)
}

/// Something that is not done on purpose.
pub(crate) fn refused(what: &str, help: &str) -> Failure {
    failure(ErrorCode::Refused, what.to_owned(), help)
}

/// Something that the engine or its store does not have.
pub(crate) fn unknown_item(what: &str, help: &str) -> Failure {
    failure(ErrorCode::UnknownItem, what.to_owned(), help)
}
