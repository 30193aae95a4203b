//! The host's side of the pipes: reads frames, greets, and hands requests on. A frame that breaks the
//! framing ends the connection; a request that makes no sense gets an error.

use crate::begun::Begun;
use crate::codec;
use crate::dispatch::Next;
use crate::engine::Engine;
use crate::failure::{bad_frame, bad_request, error_reply, schema_mismatch};
use crate::frames::{Broken, Frames};
use crate::requests::Admission;
use crate::scan::{Envelope, scan};
use protocol::{Reply, Request, SCHEMA_HASH};
use std::io::Read;
use std::sync::Arc;

/// Why a connection ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The host closed its pipe or asked for the end.
    Asked,
    /// The host and the engine do not speak the same protocol.
    Mismatch,
    /// What arrived is not the protocol, with the sentence that the host was sent.
    Broken(String),
}

/// What must happen within a time.
#[derive(Default)]
pub(crate) struct Watched {
    /// The first frame.
    pub(crate) greeting: Begun,
    /// A frame of which some bytes are there.
    pub(crate) frame: Begun,
}

/// Serves `input` until it ends.
pub(crate) fn serve(engine: &Arc<Engine>, input: impl Read, watched: &Watched) -> End {
    let mut frames = Frames::new(input, &watched.frame);
    let mut connection = Connection {
        engine,
        watched,
        is_greeted: false,
    };
    loop {
        let outcome = match frames.next() {
            Ok(Some(frame)) => connection.accept(frame),
            Ok(None) => Err(End::Asked),
            Err(broken @ Broken::Pipe(_)) => Err(End::Broken(broken.to_string())),
            Err(broken) => Err(connection.broken(&broken.to_string())),
        };
        if let Err(end) = outcome {
            engine.requests.cancel_all();
            return end;
        }
    }
}

struct Connection<'a> {
    engine: &'a Arc<Engine>,
    watched: &'a Watched,
    is_greeted: bool,
}

impl Connection<'_> {
    fn accept(&mut self, frame: &[u8]) -> Result<(), End> {
        let envelope = scan(frame).map_err(|malformed| self.broken(&malformed.to_string()))?;
        if !self.is_greeted {
            return self.greet(frame, &envelope);
        }
        let Envelope { id, kind, .. } = envelope;
        match self.engine.requests.admit(id, kind) {
            Admission::Late => Ok(()),
            Admission::Reused => Err(self.broken(&format!("the id {id} is in use twice"))),
            Admission::Continues(entry) => {
                match typed(frame, &envelope) {
                    Ok(request) => self.engine.next_part(&entry, request, frame.len()),
                    Err(why) => self.engine.refuse(id, bad_request(kind, &why)),
                }
                Ok(())
            }
            Admission::Fresh => match typed(frame, &envelope) {
                Ok(request) => match self.engine.carry_out(request, frame.len()) {
                    Next::GoOn => Ok(()),
                    Next::End => Err(End::Asked),
                },
                Err(why) => {
                    self.engine.refuse(id, bad_request(kind, &why));
                    Ok(())
                }
            },
        }
    }

    /// The first frame: its shape never changes, so that builds of any age understand the refusal.
    fn greet(&mut self, frame: &[u8], envelope: &Envelope<'_>) -> Result<(), End> {
        let request = typed(frame, envelope);
        let Ok(Request::Hello {
            id,
            schema_hash,
            host_version,
        }) = request
        else {
            return Err(self.broken("the first frame is not engine.hello"));
        };
        self.engine.requests.admit(id, envelope.kind);
        if schema_hash != SCHEMA_HASH {
            self.engine
                .refuse(id, schema_mismatch(&host_version, &schema_hash));
            return Err(End::Mismatch);
        }
        self.is_greeted = true;
        self.watched.greeting.end();
        let reply = Reply::HelloDone {
            id,
            schema_hash: SCHEMA_HASH.to_owned(),
            engine_version: env!("CARGO_PKG_VERSION").to_owned(),
            capabilities: self.engine.services.names(),
        };
        self.engine.writer.send(id, &reply);
        Ok(())
    }

    fn broken(&self, why: &str) -> End {
        End::Broken(last_words(self.engine, why))
    }
}

/// Tells the host why the connection ends, and returns what it was told.
pub(crate) fn last_words(engine: &Engine, why: &str) -> String {
    let failure = bad_frame(why);
    let message = failure.message.clone();
    engine.writer.send(0, &error_reply(0, failure));
    message
}

/// The request in a frame, or what is wrong with it.
fn typed(frame: &[u8], envelope: &Envelope<'_>) -> Result<Request, String> {
    match envelope.complaint {
        Some(complaint) => Err(complaint.to_string()),
        None => codec::request(frame).map_err(|problem| format!("{problem}.")),
    }
}
