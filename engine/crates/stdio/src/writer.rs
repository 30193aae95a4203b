//! The one writer of the connection: whole frames, one after another, from any thread.

use crate::begun::Begun;
use crate::codec;
use crate::failure::{error_reply, internal};
use crate::log::{Level, log};
use protocol::Reply;
use serde_json::json;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Writes replies to the host.
pub(crate) struct Writer {
    pipe: Mutex<Box<dyn Write + Send>>,
    is_broken: AtomicBool,
    /// Since when a write has been waiting for the host to read.
    pub(crate) stalled: Begun,
}

impl Writer {
    pub(crate) fn new(pipe: Box<dyn Write + Send>) -> Self {
        Self {
            pipe: Mutex::new(pipe),
            is_broken: AtomicBool::new(false),
            stalled: Begun::default(),
        }
    }

    /// Sends a reply. One that cannot be a frame is replaced by an error under the same id.
    pub(crate) fn send(&self, id: u32, reply: &Reply) {
        let frame = codec::frame(reply).or_else(|problem| {
            log(
                Level::Error,
                "reply.refused",
                &[("id", json!(id)), ("why", json!(problem))],
            );
            codec::frame(&error_reply(id, internal("its answer cannot be sent")))
        });
        match frame {
            Ok(frame) => self.write(&frame),
            Err(problem) => log(Level::Error, "reply.lost", &[("why", json!(problem))]),
        }
    }

    /// Whether the host has stopped listening for good.
    pub(crate) fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::Relaxed)
    }

    fn write(&self, frame: &[u8]) {
        // A thread that panicked while it held the pipe did so between frames: `write_all` does not panic.
        let mut pipe = self.pipe.lock().unwrap_or_else(PoisonError::into_inner);
        self.stalled.begin();
        let outcome = pipe.write_all(frame).and_then(|()| pipe.flush());
        self.stalled.end();
        if let Err(error) = outcome
            && !self.is_broken.swap(true, Ordering::Relaxed)
        {
            log(
                Level::Warn,
                "pipe.broken",
                &[("why", json!(error.to_string()))],
            );
        }
    }
}
