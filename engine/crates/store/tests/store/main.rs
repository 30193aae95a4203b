//! Tests of the store from outside: what was acknowledged is there, whatever happens to the process,
//! the disk or single bits.
#![allow(
    clippy::disallowed_methods,
    reason = "tests make folders, damage files and end processes"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "clippy does not see that helpers of tests are tests"
)]

mod basics;
mod changes;
mod compression;
mod faults;
mod flips;
mod foreign;
mod formats;
mod imports;
mod power_loss;
mod processes;
mod round_trip;
mod support;
