//! Every third-party dependency has one line in docs/adr/dependencies.md, and every line one use.

use super::architecture::quoted;
use super::complaint::Complaint;
use super::packages::third_party;
use super::tree::{Tree, numbered};
use serde_json::Value;
use std::collections::BTreeMap;

const PAGE: &str = "docs/adr/dependencies.md";

pub(crate) fn check(tree: &Tree, metadata: &Value) -> Vec<Complaint> {
    let mut used: BTreeMap<String, String> = third_party(tree).into_iter().collect();
    used.extend(crates_of(metadata));
    let explained = explained(tree);
    let silent = used.iter().filter(|(name, _)| !explained.contains_key(name.as_str())).map(|(name, path)| {
        Complaint::about(path, format!("{name} has no line in {PAGE}: say what for, why this one, how it would be removed"))
    });
    let unused = explained
        .iter()
        .filter(|(name, _)| !used.contains_key(**name))
        .map(|(name, line)| {
            Complaint::at(
                PAGE,
                *line,
                format!("nothing depends on {name} any more: remove its line"),
            )
        });
    silent.chain(unused).collect()
}

/// A line explains the names in backticks before its first colon: "- `serde`, `serde_bytes`: …".
fn explained(tree: &Tree) -> BTreeMap<&str, usize> {
    numbered(tree.text(PAGE).unwrap_or_default())
        .filter_map(|(line, text)| Some((line, text.strip_prefix("- ")?.split_once(": ")?.0)))
        .flat_map(|(line, names)| quoted(names).map(move |name| (name, line)))
        .collect()
}

fn crates_of(metadata: &Value) -> Vec<(String, String)> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .flat_map(|package| {
            let name = package["name"].as_str().unwrap_or_default();
            let manifest = format!("engine/crates/{name}/Cargo.toml");
            let dependencies = package["dependencies"].as_array().into_iter().flatten();
            let foreign = dependencies.filter(|dependency| !dependency["path"].is_string());
            foreign
                .filter_map(|dependency| dependency["name"].as_str())
                .map(move |name| (name.to_owned(), manifest.clone()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;
    use serde_json::json;

    #[test]
    fn dependencies_and_lines_are_the_same_set() {
        let tree = Tree::of(&[
            (
                PAGE,
                "# Why\n- `zod`, `blake3`: schemas and hashes.\n- `gone`: nobody knows.\n",
            ),
            (
                "package.json",
                r#"{ "name": "x", "devDependencies": { "zod": "1", "mocha": "1" } }"#,
            ),
        ]);
        let metadata = json!({ "packages": [{ "name": "plan", "dependencies": [
            { "name": "blake3", "path": null },
            { "name": "libm", "path": null },
            { "name": "base", "path": "/x" },
        ] }] });
        assert_found(
            &check(&tree, &metadata),
            &[
                "plan/Cargo.toml:1: libm has no line",
                "package.json:1: mocha has no line",
                "gone any more",
            ],
        );
    }
}
