//! The whole engine against a scripted host, without a process around it.

mod framing;
pub(crate) mod host;
mod plans;
mod query;
mod runs;
