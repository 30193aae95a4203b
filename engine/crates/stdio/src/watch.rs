//! Starts the connection and watches over it: what must happen within a time, and how it ends.

use crate::connection::{End, Watched, last_words, serve as serve_connection};
use crate::engine::{Engine, Means};
use crate::execute::Backtests;
use crate::log::{Level, log, panics_to_the_log};
use crate::pipes;
use crate::writer::Writer;
use serde_json::json;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Exit code after a connection that could not go on.
const EXIT_BROKEN: u8 = 3;
/// How often the deadlines are looked at.
const TICK: Duration = Duration::from_millis(250);
/// Time for the first frame, and for a frame that has begun.
const PATIENCE: Duration = Duration::from_secs(5);
/// Time for the host to read. Long, because a debugger may hold the host.
const STALL_MAX: Duration = Duration::from_secs(60);
/// Time for the last frame to leave.
const FAREWELL: Duration = Duration::from_secs(1);

/// Serves the standard pipes until the host closes them or breaks the protocol.
pub(crate) fn serve() -> ExitCode {
    panics_to_the_log();
    match start() {
        Ok(end) => exit_code(&end),
        Err(error) => {
            log(
                Level::Error,
                "start.failed",
                &[("why", json!(error.to_string()))],
            );
            ExitCode::from(EXIT_BROKEN)
        }
    }
}

fn exit_code(end: &End) -> ExitCode {
    match end {
        End::Asked => {
            log(Level::Info, "engine.ended", &[]);
            ExitCode::SUCCESS
        }
        End::Mismatch => {
            log(Level::Error, "engine.mismatch", &[]);
            ExitCode::from(EXIT_BROKEN)
        }
        End::Broken(why) => {
            log(Level::Error, "engine.broken", &[("why", json!(why))]);
            ExitCode::from(EXIT_BROKEN)
        }
    }
}

fn start() -> std::io::Result<End> {
    let (input, output) = (pipes::input()?, pipes::output()?);
    let writer = Writer::new(Box::new(output));
    let means = Means::start()?;
    let backtests = Box::new(Backtests::new(means.clone()));
    let engine = Arc::new(Engine::new(writer, means, backtests));
    let watched = Arc::new(Watched::default());
    watched.greeting.begin();
    let fields = [
        ("version", json!(env!("CARGO_PKG_VERSION"))),
        ("pid", json!(std::process::id())),
    ];
    log(Level::Info, "engine.started", &fields);

    let (ended, end) = mpsc::channel();
    let (served, watching) = (Arc::clone(&engine), Arc::clone(&watched));
    thread::Builder::new()
        .name("frames".into())
        .spawn(move || {
            // The other side is gone only when the process ends.
            let _ = ended.send(serve_connection(&served, input, &watching));
        })?;
    loop {
        match end.recv_timeout(TICK) {
            Ok(end) => return Ok(end),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Ok(End::Broken("the thread that reads frames has died".into()));
            }
        }
        if let Some(why) = overdue(&engine, &watched) {
            return Ok(End::Broken(farewell(engine, why)));
        }
    }
}

/// What has not happened in time.
fn overdue(engine: &Engine, watched: &Watched) -> Option<&'static str> {
    let is_late = |age: Option<Duration>, most| age.is_some_and(|age| age > most);
    if engine.writer.is_broken() {
        Some("the host has closed the pipe for answers")
    } else if is_late(engine.writer.stalled.age(), STALL_MAX) {
        Some("the host does not read")
    } else if is_late(watched.greeting.age(), PATIENCE) {
        Some("no engine.hello came within 5 seconds")
    } else if is_late(watched.frame.age(), PATIENCE) {
        Some("a frame that had begun was not complete within 5 seconds")
    } else {
        None
    }
}

/// Tells the host why, but waits for no host that does not listen.
fn farewell(engine: Arc<Engine>, why: &'static str) -> String {
    let (said, words) = mpsc::channel();
    let speaker = thread::Builder::new().spawn(move || said.send(last_words(&engine, why)));
    let heard = speaker.ok().and_then(|_| words.recv_timeout(FAREWELL).ok());
    heard.unwrap_or_else(|| why.to_owned())
}
