//! Whoever switches a rule off on a line says why, and tests are not switched off at all.

use super::complaint::Complaint;
use super::scripts::SCRIPTS;
use super::tree::{Tree, numbered};

/// The only reason for which a Rust test may wait: the runner then includes it when the data is there.
const DATA: &str = "#[ignore = \"real data";

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let scripts = tree
        .ending(SCRIPTS)
        .flat_map(|(path, text)| lines(path, text, script_problem));
    let rust = tree
        .ending(&["rs"])
        .flat_map(|(path, text)| lines(path, text, rust_problem));
    scripts.chain(rust).collect()
}

fn lines(path: &str, text: &str, problem: fn(&str) -> Option<&'static str>) -> Vec<Complaint> {
    numbered(text)
        .filter_map(|(line, code)| problem(code).map(|text| Complaint::at(path, line, text)))
        .collect()
}

fn script_problem(line: &str) -> Option<&'static str> {
    let code = line.trim_start();
    let is_comment = code.contains("// eslint-disable") || code.contains("/* eslint-disable");
    if is_comment && !code.contains(" -- ") {
        return Some("say why the rule is off: `eslint-disable-next-line rule -- the reason`");
    }
    let is_skipped = ["it.skip(", "describe.skip(", "it.only(", "describe.only("];
    if is_skipped.iter().any(|call| code.starts_with(call)) {
        return Some("no test is skipped: assert what happens today and say why it is wrong");
    }
    None
}

fn rust_problem(line: &str) -> Option<&'static str> {
    let code = line.trim_start();
    if code.starts_with("#[ignore") && !code.starts_with(DATA) {
        return Some(
            "only tests on real data wait: write `#[ignore = \"real data: …\"]`, or assert what happens today",
        );
    }
    if code.starts_with("#[should_panic") {
        return Some("return an error and compare it: a panic may come from anywhere");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;

    #[test]
    fn waivers_with_a_reason_pass() {
        let tree = Tree::of(&[
            (
                "a.ts",
                "// eslint-disable-next-line no-empty -- the file may be gone\n",
            ),
            ("a.rs", "#[ignore = \"real data: GOOG.csv\"]\n"),
        ]);
        assert_found(&check(&tree), &[]);
    }

    #[test]
    fn waivers_without_a_reason_fail() {
        let skipped = "describe.skip(\"x\", () => {});\n";
        let tree = Tree::of(&[
            ("a.ts", "// eslint-disable-next-line no-empty\n"),
            ("b.ts", skipped),
            ("a.rs", "    #[ignore]\n    #[should_panic]\n"),
        ]);
        assert_found(
            &check(&tree),
            &[
                "a.ts:1: say why",
                "b.ts:1: no test",
                "a.rs:1: only",
                "a.rs:2: return",
            ],
        );
    }
}
