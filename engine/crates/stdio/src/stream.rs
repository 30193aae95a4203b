//! Replies in chunks: sent while there is credit, parked without a thread while there is none.

use protocol::Reply;
use serde::Serialize;
use std::collections::VecDeque;

/// Bytes of items in a chunk. An item that is longer has one of its own.
const CHUNK_BYTES: usize = 128 << 10;

/// Something that is answered in chunks.
pub(crate) trait Stream: Send {
    /// Whether all chunks have been taken.
    fn is_done(&self) -> bool;
    /// The next chunk, which takes one credit. Not called when done.
    fn chunk(&mut self) -> Reply;
    /// The last reply.
    fn done(&self) -> Reply;
}

/// A list of any length, some items a chunk.
pub(crate) struct List<T, C> {
    chunks: VecDeque<Vec<T>>,
    sent: u32,
    /// Makes the chunk of a number.
    chunk: C,
    done: Reply,
}

impl<T: Serialize, C: FnMut(u32, Vec<T>) -> Reply> List<T, C> {
    pub(crate) fn new(items: impl IntoIterator<Item = T>, chunk: C, done: Reply) -> Box<Self> {
        let mut chunks: VecDeque<Vec<T>> = VecDeque::new();
        let mut room = 0;
        for item in items {
            let bytes = bytes_of(&item);
            match chunks.back_mut() {
                Some(last) if bytes <= room => {
                    last.push(item);
                    room -= bytes;
                }
                _ => {
                    chunks.push_back(vec![item]);
                    room = CHUNK_BYTES.saturating_sub(bytes);
                }
            }
        }
        Box::new(Self {
            chunks,
            sent: 0,
            chunk,
            done,
        })
    }
}

/// Bytes of an item in a message. One that cannot be written fails with its chunk.
fn bytes_of(item: &impl Serialize) -> usize {
    rmp_serde::to_vec_named(item).map_or(0, |bytes| bytes.len())
}

impl<T: Send, C: FnMut(u32, Vec<T>) -> Reply + Send> Stream for List<T, C> {
    fn is_done(&self) -> bool {
        self.chunks.is_empty()
    }

    fn chunk(&mut self) -> Reply {
        let number = self.sent;
        self.sent += 1;
        (self.chunk)(number, self.chunks.pop_front().unwrap_or_default())
    }

    fn done(&self) -> Reply {
        self.done.clone()
    }
}
