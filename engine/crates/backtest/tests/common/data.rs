//! Test data that stands outside the repository.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read reference results from files"
)]

use std::path::PathBuf;

/// A file below the test data; `None`, said by name, where the data is absent.
pub fn read(path: &str) -> Option<String> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data");
    let root = std::env::var_os("BACKTESTR_TEST_DATA").map_or(beside, PathBuf::from);
    let found = std::fs::read_to_string(root.join(path)).ok();
    if found.is_none() {
        let is_required = std::env::var_os("CI").is_some_and(|value| value == "true");
        assert!(!is_required, "test data {path} is missing");
        println!("skipped: test data {path} is not here; set BACKTESTR_TEST_DATA");
    }
    found
}
