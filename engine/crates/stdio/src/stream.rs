//! Replies in chunks: sent while there is credit, parked without a thread while there is none.

use protocol::Reply;

/// Something that is answered in chunks.
pub(crate) trait Stream: Send {
    /// Whether all chunks have been taken.
    fn is_done(&self) -> bool;
    /// The next chunk, which takes one credit. Not called when done.
    fn chunk(&mut self) -> Reply;
    /// The last reply.
    fn done(&self) -> Reply;
}
