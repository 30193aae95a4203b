//! Every TypeScript file belongs to a project that `tsc --build` sees, and a layer references only
//! what the table in ARCHITECTURE.md allows.

use super::architecture::{self, PAGE};
use super::complaint::Complaint;
use super::scripts::{joined, nearest};
use super::tree::{Tree, file_name, folder_of, line_with};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const ROOT: &str = "tsconfig.json";

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let listed: BTreeSet<String> = references(tree, "").into_iter().collect();
    let mut found = outside(tree, &listed);
    found.extend(gone(tree, &listed));
    found.extend(breaches(tree));
    found
}

/// The folders that a project references.
fn references(tree: &Tree, folder: &str) -> Vec<String> {
    let path = if folder.is_empty() {
        ROOT.to_owned()
    } else {
        format!("{folder}/{ROOT}")
    };
    let json: Value = tree
        .text(&path)
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let entries = json["references"].as_array().into_iter().flatten();
    entries
        .filter_map(|entry| entry["path"].as_str())
        .map(|to| joined(folder, to))
        .collect()
}

fn outside(tree: &Tree, listed: &BTreeSet<String>) -> Vec<Complaint> {
    let sources = tree
        .ending(&["ts"])
        .filter(|(path, _)| !path.ends_with(".d.ts"));
    let mut seen = BTreeSet::new();
    sources
        .filter_map(|(path, _)| {
            let Some(project) = nearest(tree, path, ROOT) else {
                return Some(Complaint::about(path, "no project includes this file: add a tsconfig.json to its folder"));
            };
            let is_new = !listed.contains(project) && seen.insert(project);
            let text = format!("add {{ \"path\": \"{project}\" }} to the references of {ROOT}: nothing checks this project");
            is_new.then(|| Complaint::about(&format!("{project}/{ROOT}"), text))
        })
        .collect()
}

fn gone(tree: &Tree, listed: &BTreeSet<String>) -> Vec<Complaint> {
    let text = tree.text(ROOT).unwrap_or_default();
    listed
        .iter()
        .filter(|project| !tree.has(&format!("{project}/{ROOT}")))
        .map(|project| {
            Complaint::at(
                ROOT,
                line_with(text, project),
                format!("there is no project {project}: remove the line"),
            )
        })
        .collect()
}

/// Tests see everything of their package; layers see what their row says.
fn breaches(tree: &Tree) -> Vec<Complaint> {
    let rows = architecture::rows(tree, "Layers");
    let table: BTreeMap<String, BTreeSet<String>> = rows
        .iter()
        .filter_map(|row| row.name().map(|name| (name, row.words(1))))
        .collect();
    let layers = tree
        .iter()
        .filter(|(path, _)| file_name(path) == ROOT && *path != ROOT)
        .map(|(path, _)| folder_of(path))
        .filter(|folder| file_name(folder) != "test" && *folder != "scripts");
    let layers: BTreeSet<&str> = layers.collect();
    let gone = rows
        .iter()
        .filter_map(|row| row.name().map(|name| (row.line, name)));
    let gone = gone
        .filter(|(_, name)| !layers.contains(name.as_str()))
        .map(|(line, name)| {
            Complaint::at(
                PAGE,
                line,
                format!("there is no layer {name}: remove the row"),
            )
        });
    gone.chain(
        layers
            .iter()
            .flat_map(|layer| layer_breaches(tree, layer, table.get(*layer))),
    )
    .collect()
}

fn layer_breaches(tree: &Tree, layer: &str, row: Option<&BTreeSet<String>>) -> Vec<Complaint> {
    let path = format!("{layer}/{ROOT}");
    let Some(allowed) = row else {
        let text = format!(
            "{layer} is not in the layer table of {PAGE}: add a row that says what it may import"
        );
        return vec![Complaint::about(&path, text)];
    };
    references(tree, layer)
        .into_iter()
        .filter(|to| !allowed.contains(to))
        .map(|to| {
            let text = format!("{layer} may not import {to}. Move the code, or change the layer table in {PAGE} with the reason in the same commit");
            Complaint::about(&path, text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;

    const TABLE: &str = "\
## Layers
| layer | may import |
|---|---|
| `server/src/base` | – |
| `server/src/syntax` | `server/src/base` |
";
    const SYNTAX: &str = r#"{ "references": [{ "path": "../base" }] }"#;

    fn tree<'a>(root: &'a str, base: &'a str, more: &[(&'a str, &'a str)]) -> Tree {
        let mut files = vec![
            (PAGE, TABLE),
            (ROOT, root),
            ("server/src/base/tsconfig.json", base),
            ("server/src/base/a.ts", ""),
            ("server/src/syntax/tsconfig.json", SYNTAX),
            ("server/src/syntax/b.ts", ""),
        ];
        files.extend_from_slice(more);
        Tree::of(&files)
    }

    const BOTH: &str =
        r#"{ "references": [{ "path": "server/src/base" }, { "path": "./server/src/syntax" }] }"#;

    #[test]
    fn listed_projects_with_allowed_references_pass() {
        assert_found(&check(&tree(BOTH, "{}", &[])), &[]);
    }

    #[test]
    fn a_project_that_nothing_builds_fails() {
        let root = r#"{ "references": [{ "path": "server/src/base" }] }"#;
        assert_found(
            &check(&tree(root, "{}", &[])),
            &["server/src/syntax/tsconfig.json:1: add {"],
        );
    }

    #[test]
    fn a_file_without_a_project_and_a_project_that_is_gone_fail() {
        let root = r#"{ "references": [{ "path": "server/src/base" }, { "path": "server/src/syntax" }, { "path": "gone" }] }"#;
        let found = check(&tree(root, "{}", &[("tools/x.ts", "")]));
        assert_found(
            &found,
            &["tools/x.ts:1: no project", "there is no project gone"],
        );
    }

    #[test]
    fn a_reference_upwards_fails() {
        let upwards = r#"{ "references": [{ "path": "../syntax" }] }"#;
        let found = check(&tree(BOTH, upwards, &[]));
        assert_found(
            &found,
            &["server/src/base may not import server/src/syntax"],
        );
    }

    #[test]
    fn layers_and_rows_are_the_same_set() {
        let found = check(&tree(
            BOTH,
            "{}",
            &[("server/src/magic/tsconfig.json", "{}")],
        ));
        assert_found(&found, &["server/src/magic is not in the layer table"]);
    }
}
