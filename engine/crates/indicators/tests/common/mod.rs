//! Market data and reference results that stand outside the repository.
#![expect(clippy::disallowed_methods, reason = "tests on real data read files")]

use std::path::PathBuf;

/// A file below the test data: `BACKTESTR_TEST_DATA`, or the folder beside the repository.
pub(crate) fn read(path: &str) -> String {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data");
    let root = std::env::var_os("BACKTESTR_TEST_DATA").map_or(beside, PathBuf::from);
    std::fs::read_to_string(root.join(path)).expect("tests on real data run where it is")
}
