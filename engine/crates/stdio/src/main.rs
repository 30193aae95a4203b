//! The engine: a child process that speaks frames over its standard pipes.
//! Nothing but frames goes to stdout; the log goes to stderr.
#![allow(
    clippy::disallowed_methods,
    reason = "the process: it owns the pipes, the threads and the clock"
)]

mod begun;
mod codec;
mod connection;
mod dispatch;
mod engine;
mod execute;
mod failure;
mod frames;
mod log;
mod memory;
mod pipes;
mod requests;
mod scan;
mod services;
mod stream;
mod task;
#[cfg(test)]
mod tests;
mod timer;
mod watch;
mod workers;
mod writer;

use log::{Level, log};
use serde_json::json;
use std::io::Write;
use std::process::ExitCode;

const USAGE: &str = "backtestr-engine is started by BackTestr and speaks over its standard pipes.\n\
                     By hand: backtestr-engine --version [--json]\n";

/// Exit code after wrong arguments.
const EXIT_USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => watch::serve(),
        ["--version"] => print(&format!("backtestr-engine {}\n", env!("CARGO_PKG_VERSION"))),
        ["--version", "--json"] => print(&version()),
        _ => {
            let _ = std::io::stderr().write_all(USAGE.as_bytes());
            ExitCode::from(EXIT_USAGE)
        }
    }
}

/// What tells one build from another, for a host that could not start it.
fn version() -> String {
    let version = json!({
        "name": "backtestr-engine",
        "engineVersion": env!("CARGO_PKG_VERSION"),
        "schemaHash": protocol::SCHEMA_HASH,
        "os": std::env::consts::OS,
        "arch": std::env::consts::ARCH,
    });
    format!("{version}\n")
}

fn print(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log(
                Level::Error,
                "stdout.closed",
                &[("why", json!(error.to_string()))],
            );
            ExitCode::FAILURE
        }
    }
}
