//! Questions about stores with hand-known rows, and hostile ones.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests make and break a data home on disk"
)]

mod exports;
mod hostile;
mod limits;
mod link;
mod support;
mod tables;
mod types;
