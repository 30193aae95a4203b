//! The engine's log: one JSON object a line on stderr. stdout belongs to the frames.

use serde_json::{Map, Value, json};
use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

/// How much an entry matters.
#[derive(Clone, Copy)]
pub(crate) enum Level {
    Info,
    Warn,
    Error,
}

/// Writes one entry. A log that cannot be written is no reason to stop.
pub(crate) fn log(level: Level, event: &str, fields: &[(&str, Value)]) {
    let level = match level {
        Level::Info => "info",
        Level::Warn => "warn",
        Level::Error => "error",
    };
    let mut entry = Map::new();
    entry.insert("timeUs".into(), json!(unix_micros()));
    entry.insert("level".into(), json!(level));
    entry.insert("event".into(), json!(event));
    for (name, value) in fields {
        entry.insert((*name).into(), value.clone());
    }
    let line = format!("{}\n", Value::Object(entry));
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// Sends panics to the log instead of the library's own text.
pub(crate) fn panics_to_the_log() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let text = panic.payload_as_str();
        log(
            Level::Error,
            "panic",
            &[("at", json!(place)), ("text", json!(text))],
        );
    }));
}

/// Microseconds since 1970 UTC.
pub(crate) fn unix_micros() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
