//! The real engine, as a process, with data homes on disk: what each verb does, and what survives.
#![allow(
    clippy::disallowed_methods,
    reason = "these tests start the engine, kill it, and look at files"
)]
#![allow(
    clippy::cognitive_complexity,
    clippy::panic,
    reason = "each assertion counts as a branch; clippy does not see that helpers of tests are tests"
)]

mod crash;
mod hints;
mod imports;
mod lifecycle;
mod live;
mod runs;
mod store_verbs;
mod support;
mod views;
