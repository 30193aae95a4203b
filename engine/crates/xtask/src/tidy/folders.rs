//! Every folder that a newcomer meets is named in ARCHITECTURE.md, and every named folder exists.

use super::architecture::{self, PAGE};
use super::complaint::Complaint;
use super::tree::Tree;
use std::collections::BTreeSet;

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let named = architecture::folders(tree);
    let names: BTreeSet<&str> = named.iter().map(|(_, folder)| *folder).collect();
    let present = tree.folders();
    let unnamed = present
        .iter()
        .filter(|folder| must_be_named(folder) && !names.contains(*folder))
        .map(|folder| {
            Complaint::about(
                folder,
                format!("this folder is not in {PAGE}: add a row that says what it is for, or move the files"),
            )
        });
    let gone = named
        .iter()
        .filter(|(_, folder)| !present.contains(folder))
        .map(|(line, folder)| {
            Complaint::at(
                PAGE,
                *line,
                format!("there is no folder {folder}: remove or correct the row"),
            )
        });
    unnamed.chain(gone).collect()
}

/// Two levels, and the layers below a package's `src`. Hidden folders show their name only, and the
/// crates have a table of their own (see crates.rs).
fn must_be_named(folder: &str) -> bool {
    let parts: Vec<&str> = folder.split('/').collect();
    match parts.as_slice() {
        [_] => true,
        [top, _] => !top.starts_with('.'),
        [_, "src", _] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;

    const PAGE_TEXT: &str = "`server/` `server/src/` `server/src/syntax/`\n`gone/`\n";

    #[test]
    fn named_and_present_folders_agree() {
        let tree = Tree::of(&[
            (PAGE, "`server/` `server/src/` `server/src/syntax/`"),
            ("server/src/syntax/deep/lexer.ts", ""),
        ]);
        assert_found(&check(&tree), &[]);
    }

    #[test]
    fn a_folder_without_a_row_and_a_row_without_a_folder_fail() {
        let tree = Tree::of(&[
            (PAGE, PAGE_TEXT),
            ("server/src/syntax/lexer.ts", ""),
            ("server/src/magic/x.ts", ""),
            (".github/workflows/ci.yml", ""),
        ]);
        assert_found(
            &check(&tree),
            &[
                ".github:1: this folder",
                "server/src/magic:1: this folder",
                "no folder gone",
            ],
        );
    }
}
