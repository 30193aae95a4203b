//! Every source file opens with a line that says what it is for.

use super::complaint::Complaint;
use super::scripts::SCRIPTS;
use super::tree::{Tree, extension, numbered};

/// Shorter than this is a label, not a sentence.
const SHORTEST: usize = 16;

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    tree.iter()
        .filter_map(|(path, text)| opening_of(path).and_then(|marks| complaint(path, text, marks)))
        .collect()
}

/// How a file of this kind opens.
fn opening_of(path: &str) -> Option<&'static [&'static str]> {
    match extension(path) {
        "rs" => Some(&["//! "]),
        "css" => Some(&["/* ", "/** "]),
        "sh" => Some(&["# "]),
        ending if SCRIPTS.contains(&ending) => Some(&["// ", "/** "]),
        _ if path.starts_with(".ci/") => Some(&["# "]),
        _ => None,
    }
}

fn complaint(path: &str, text: &str, marks: &[&str]) -> Option<Complaint> {
    let (line, first) = numbered(text)
        .find(|(_, line)| !line.starts_with("#!/"))
        .unwrap_or((1, ""));
    let sentence = marks.iter().find_map(|mark| first.strip_prefix(mark));
    if sentence.is_some_and(|sentence| sentence.len() >= SHORTEST) {
        return None;
    }
    let mark = marks.first().unwrap_or(&"");
    Some(Complaint::at(
        path,
        line,
        format!(
            "open the file with `{mark}…`: one sentence on what it is for and what it must not do"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;

    #[test]
    fn files_that_say_their_purpose_pass() {
        let tree = Tree::of(&[
            ("a.rs", "//! Reads the bars of a file.\n"),
            ("a.ts", "// Reads the bars of a file.\n"),
            ("b.ts", "/** Reads the bars of a file. */\n"),
            ("c.mjs", "#!/usr/bin/env node\n// Starts the program.\n"),
            ("d.css", "/* Colours of the report. */\n"),
            ("e.json", "{}"),
        ]);
        assert_found(&check(&tree), &[]);
    }

    #[test]
    fn files_that_begin_with_code_or_with_a_label_fail() {
        let tree = Tree::of(&[
            ("a.rs", "use std::fs;\n"),
            ("b.ts", "// bars\n"),
            ("c.mjs", "#!/usr/bin/env node\nrun();\n"),
            ("d.ts", ""),
        ]);
        assert_found(
            &check(&tree),
            &[
                "a.rs:1: open",
                "b.ts:1: open",
                "c.mjs:2: open",
                "d.ts:1: open",
            ],
        );
    }
}
