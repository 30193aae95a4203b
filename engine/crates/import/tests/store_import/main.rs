//! Imports into the store as a whole: real files, several sources, broken files, interruptions.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests find their data by the environment, make files, and print figures"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests may panic; files in memory and their faults are those of store"
)]

mod bars;
mod candles;
#[path = "../../../store/tests/store/support/faulty.rs"]
mod faulty;
mod interrupted;
mod malformed;
#[path = "../../../store/tests/store/support/memory.rs"]
mod memory;
mod real;
mod sources;
mod support;
