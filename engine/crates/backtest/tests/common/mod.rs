//! Plans, bars and settings for tests, built by hand.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

pub(crate) mod build;
pub(crate) mod data;
pub(crate) mod generated;
pub(crate) mod quotes;
