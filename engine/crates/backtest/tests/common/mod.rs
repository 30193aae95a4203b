//! Plans, bars and settings for tests, built by hand.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod build;
pub mod data;
pub mod generated;
