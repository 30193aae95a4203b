//! Every diagnostic code has a page in docs/errors, and every page a code.

use super::complaint::Complaint;
use super::tree::{Tree, numbered};
use std::collections::BTreeMap;

const TABLE: &str = "server/src/base/codes.ts";
const PAGES: &str = "docs/errors/";

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let codes: BTreeMap<&str, usize> = tree
        .text(TABLE)
        .map(|text| {
            numbered(text)
                .filter_map(|(line, row)| code_of(row).map(|code| (code, line)))
                .collect()
        })
        .unwrap_or_default();
    let without_page = codes
        .iter()
        .filter(|(code, _)| !tree.has(&format!("{PAGES}{code}.md")))
        .map(|(code, line)| {
            Complaint::at(TABLE, *line, format!("{code} has no page: write {PAGES}{code}.md with a failing and a corrected example"))
        });
    let without_code = tree
        .iter()
        .filter_map(|(path, _)| Some((path, path.strip_prefix(PAGES)?.strip_suffix(".md")?)))
        .filter(|(_, name)| is_code(name) && !codes.contains_key(name))
        .map(|(path, name)| {
            Complaint::about(
                path,
                format!("{TABLE} has no {name}: remove the page, or correct its name"),
            )
        });
    without_page.chain(without_code).collect()
}

/// The key of a row of the table, as in `E401: error("…"),`.
fn code_of(row: &str) -> Option<&str> {
    row.trim_start()
        .split_once(':')
        .map(|(key, _)| key)
        .filter(|key| is_code(key))
}

/// A capital letter and three digits.
fn is_code(word: &str) -> bool {
    word.len() == 4
        && word.starts_with(|first: char| first.is_ascii_uppercase())
        && word.chars().skip(1).all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;

    #[test]
    fn codes_and_pages_are_the_same_set() {
        let tree = Tree::of(&[
            (
                TABLE,
                "export const CODES = {\n  E001: error(\"Too large\"),\n  E002: error(\"Odd\"),\n};\n",
            ),
            ("docs/errors/E001.md", ""),
            ("docs/errors/E999.md", ""),
            ("docs/errors/README.md", ""),
        ]);
        assert_found(
            &check(&tree),
            &["codes.ts:3: E002 has no page", "E999.md:1: "],
        );
    }
}
