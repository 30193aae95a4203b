//! No source file is longer than 800 lines, unless it is a table or generated.

use super::complaint::Complaint;
use super::exceptions::{Exception, LONG, stale};
use super::tree::{SOURCES, Tree};

const LIMIT: usize = 800;

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    check_with(tree, LONG)
}

fn check_with(tree: &Tree, excused: &[Exception]) -> Vec<Complaint> {
    let long: Vec<(&str, usize)> = tree
        .ending(SOURCES)
        .filter(|(path, _)| !path.contains("/generated/"))
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LIMIT)
        .collect();
    let paths: Vec<&str> = long.iter().map(|(path, _)| *path).collect();
    let mut found = stale(excused, &paths);
    let unexcused = long
        .iter()
        .filter(|(path, _)| !excused.iter().any(|one| one.path == *path));
    found.extend(unexcused.map(|(path, lines)| {
        Complaint::at(
            path,
            LIMIT,
            format!("{lines} lines, {LIMIT} are allowed: split the file by what it is about"),
        )
    }));
    found
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;

    #[test]
    fn long_files_fail_unless_excused_or_generated() {
        let long = "x\n".repeat(801);
        let tree = Tree::of(&[
            ("a/long.ts", &long),
            ("a/table.rs", &long),
            ("a/generated/protocol.ts", &long),
            ("a/data.csv", &long),
            ("a/full.ts", &"x\n".repeat(800)),
        ]);
        let excused = [
            Exception {
                path: "a/table.rs",
                reason: "a table",
            },
            Exception {
                path: "a/full.ts",
                reason: "was longer once",
            },
        ];
        assert_found(
            &check_with(&tree, &excused),
            &["a/full.ts is excused", "a/long.ts:800: 801 lines"],
        );
    }
}
