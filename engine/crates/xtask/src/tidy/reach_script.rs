//! No TypeScript or JavaScript file is dead: each is a contract, a program, a test, or imported.

use super::complaint::Complaint;
use super::scripts::{SCRIPTS, imports, joined, resolved};
use super::tree::{Tree, file_name, folder_of};
use serde_json::Value;
use std::collections::BTreeSet;

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let contracts = contracts(tree);
    let named = named_in_commands(tree);
    let is_entry = |path: &str| {
        contracts.iter().any(|contract| fits(contract, path))
            || named.contains(path)
            || is_program(path)
    };
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut waiting: Vec<String> = tree
        .ending(SCRIPTS)
        .map(|(path, _)| path)
        .filter(|path| is_entry(path))
        .map(str::to_owned)
        .collect();
    while let Some(path) = waiting.pop() {
        if let Some(text) = tree.text(&path).filter(|_| !reached.contains(&path)) {
            waiting.extend(
                imports(text)
                    .iter()
                    .filter_map(|(_, name)| resolved(&path, name)),
            );
            reached.insert(path);
        }
    }
    tree.ending(SCRIPTS)
        .filter(|(path, _)| !reached.contains(*path))
        .map(|(path, _)| {
            Complaint::about(path, "nothing imports this file: import it, or delete it")
        })
        .collect()
}

/// Programs, tests, benches and tool configuration are found by their names.
fn is_program(path: &str) -> bool {
    let name = file_name(path);
    let is_test = name.contains(".test.") && path.contains("/test/");
    let is_configuration = name.contains(".config.") && folder_of(path).is_empty();
    let is_bench = path.contains("/bench/");
    name == "main.ts" || is_test || is_bench || is_configuration
}

/// What the manifests export: files, or patterns with one `*`.
fn contracts(tree: &Tree) -> Vec<String> {
    let manifests = tree
        .ending(&["json"])
        .filter(|(path, _)| file_name(path) == "package.json");
    manifests
        .flat_map(|(path, text)| {
            let json: Value = serde_json::from_str(text).unwrap_or_default();
            let targets = [&json["exports"], &json["bin"]]
                .into_iter()
                .filter_map(Value::as_object);
            let targets: Vec<&str> = targets
                .flat_map(|map| map.values())
                .filter_map(Value::as_str)
                .collect();
            targets
                .into_iter()
                .map(|target| joined(folder_of(path), target))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn fits(contract: &str, path: &str) -> bool {
    match contract.split_once('*') {
        Some((before, after)) => path.starts_with(before) && path.ends_with(after),
        None => contract == path,
    }
}

/// Scripts that a command line names: `node scripts/x.mjs`, in a manifest, a workflow or a script.
fn named_in_commands(tree: &Tree) -> BTreeSet<&str> {
    let callers: Vec<&str> = tree
        .iter()
        .filter(|(path, _)| {
            path.starts_with("scripts/")
                || path.starts_with(".ci/")
                || path.starts_with(".github/")
                || *path == "package.json"
        })
        .map(|(_, text)| text)
        .collect();
    let mut named = BTreeSet::new();
    for (path, text) in tree.ending(&["mjs", "cjs", "js"]) {
        // A file that mentions only itself is not called by anyone.
        if callers
            .iter()
            .any(|caller| *caller != text && caller.contains(path))
        {
            named.insert(path);
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;

    #[test]
    fn contracts_programs_tests_and_what_they_import_are_reached() {
        let tree = Tree::of(&[
            (
                "package.json",
                r#"{ "scripts": { "x": "node scripts/x.mjs" } }"#,
            ),
            ("scripts/x.mjs", "run(\"scripts/child.mjs\")"),
            ("scripts/child.mjs", ""),
            (
                "hub/package.json",
                r#"{ "exports": { ".": "./src/index.ts", "./m/*": "./m/*.ts" } }"#,
            ),
            ("hub/src/index.ts", "export { a } from \"./a.ts\";"),
            ("hub/src/a.ts", ""),
            ("hub/m/report.ts", ""),
            (
                "hub/test/a.test.ts",
                "import { help } from \"./support.ts\";",
            ),
            ("hub/test/support.ts", ""),
            ("cli/src/main.ts", ""),
            ("eslint.config.mjs", ""),
        ]);
        assert_found(&check(&tree), &[]);
    }

    #[test]
    fn a_file_that_nothing_imports_fails() {
        let tree = Tree::of(&[
            ("hub/src/dead.ts", "import { b } from \"./also-dead.ts\";"),
            ("hub/src/also-dead.ts", ""),
            ("scripts/alone.mjs", "// scripts/alone.mjs"),
        ]);
        assert_found(
            &check(&tree),
            &[
                "hub/src/also-dead.ts:1: nothing",
                "hub/src/dead.ts:1: nothing",
                "scripts/alone.mjs:1: nothing",
            ],
        );
    }
}
