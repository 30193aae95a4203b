//! What the tests of the store share: files that fail, files that forget, and made-up rows.

pub(crate) mod faulty;
pub(crate) mod folder;
pub(crate) mod memory;
pub(crate) mod samples;
pub(crate) mod watched;
