//! Crates import only what the table in ARCHITECTURE.md allows, and only the outer ones serialise
//! or touch the world.

use super::architecture::{self, PAGE, Row};
use super::complaint::Complaint;
use super::tree::{Tree, line_with, numbered};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Domain types have no wire form: whoever needs one converts in `wire`.
const SERIALISING: &[&str] = &[
    "serde",
    "serde_json",
    "serde_bytes",
    "rmp-serde",
    "schemars",
];
const MAY_SERIALISE: &[&str] = &[
    "protocol",
    "wire",
    "stdio",
    "import",
    "xtask",
    "conformance",
];

/// Crates that may lift the ban on files, clocks and threads in engine/clippy.toml.
const MAY_TOUCH_THE_WORLD: &[&str] = &[
    "stdio",
    "store",
    "query",
    "import",
    "xtask",
    "duckdb-link",
    "conformance",
];

/// A dependency as the manifest states it.
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    is_normal: bool,
    is_ours: bool,
}

pub(crate) fn check(tree: &Tree, metadata: &Value) -> Vec<Complaint> {
    let rows = architecture::rows(tree, "Crates");
    let table: BTreeMap<String, &Row> = rows
        .iter()
        .filter_map(|row| row.name().map(|name| (name, row)))
        .collect();
    let edges = edges(metadata);
    let mut found = names(tree, &table);
    found.extend(edges.iter().filter_map(|edge| breach(tree, &table, edge)));
    found.extend(edges.iter().filter_map(|edge| serialisation(tree, edge)));
    found.extend(lifted_bans(tree));
    found
}

fn manifest(name: &str) -> String {
    format!("engine/crates/{name}/Cargo.toml")
}

fn edges(metadata: &Value) -> Vec<Edge<'_>> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .flat_map(|package| {
            let from = package["name"].as_str().unwrap_or_default();
            let dependencies = package["dependencies"].as_array().into_iter().flatten();
            dependencies.map(move |dependency| Edge {
                from,
                to: dependency["name"].as_str().unwrap_or_default(),
                is_normal: dependency["kind"].is_null(),
                is_ours: dependency["path"].is_string(),
            })
        })
        .collect()
}

fn names(tree: &Tree, table: &BTreeMap<String, &Row>) -> Vec<Complaint> {
    let present: BTreeSet<&str> = tree
        .iter()
        .filter_map(|(path, _)| {
            path.strip_prefix("engine/crates/")?
                .strip_suffix("/Cargo.toml")
        })
        .collect();
    let unnamed = present
        .iter()
        .filter(|name| !table.contains_key(**name))
        .map(|name| {
            Complaint::about(
                &manifest(name),
                format!("{name} is not in the crate table of {PAGE}: add its row"),
            )
        });
    let gone = table
        .iter()
        .filter(|(name, _)| !present.contains(name.as_str()))
        .map(|(name, row)| {
            Complaint::at(
                PAGE,
                row.line,
                format!("there is no crate {name}: remove the row"),
            )
        });
    unnamed.chain(gone).collect()
}

fn breach(tree: &Tree, table: &BTreeMap<String, &Row>, edge: &Edge<'_>) -> Option<Complaint> {
    let row = table.get(edge.from).filter(|_| edge.is_ours)?;
    let mut allowed = row.words(2);
    if !edge.is_normal {
        allowed.extend(row.words(3));
    }
    if allowed.contains(edge.to) {
        return None;
    }
    let Edge { from, to, .. } = edge;
    let how = if edge.is_normal {
        "import"
    } else {
        "import in its tests"
    };
    Some(complaint(
        tree,
        edge,
        format!(
            "{from} may not {how} {to}. Move the code to a crate that may, or change the crate table in {PAGE} with the reason in the same commit"
        ),
    ))
}

fn serialisation(tree: &Tree, edge: &Edge<'_>) -> Option<Complaint> {
    let Edge { from, to, .. } = edge;
    if !SERIALISING.contains(to) || MAY_SERIALISE.contains(from) {
        return None;
    }
    Some(complaint(
        tree,
        edge,
        format!(
            "{from} may not use {to}: domain types have no wire form, convert in the crate wire"
        ),
    ))
}

fn complaint(tree: &Tree, edge: &Edge<'_>, text: String) -> Complaint {
    let path = manifest(edge.from);
    let line = line_with(tree.text(&path).unwrap_or_default(), edge.to);
    Complaint::at(&path, line, text)
}

/// Tests and benches may read files; sources of pure crates may not.
fn lifted_bans(tree: &Tree) -> Vec<Complaint> {
    tree.ending(&["rs"])
        .filter(|(path, _)| {
            let mut parts = path
                .strip_prefix("engine/crates/")
                .unwrap_or_default()
                .split('/');
            let name = parts.next().unwrap_or_default();
            parts.next() == Some("src") && !MAY_TOUCH_THE_WORLD.contains(&name)
        })
        .flat_map(|(path, text)| {
            let lines =
                numbered(text).filter(|(_, line)| line.contains("clippy::disallowed_methods"));
            lines.map(move |(line, _)| {
                Complaint::at(
                    path,
                    line,
                    "this crate is pure: take the value as an argument from stdio, store or import",
                )
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;
    use serde_json::json;

    const TABLE: &str = "\
## Crates
| crate | what | may import | tests also |
|---|---|---|---|
| `base` | ids | – | – |
| `sim` | fills | `base` | `reference` |
";

    fn package(name: &str, dependencies: Value) -> Value {
        json!({ "packages": [{ "name": name, "dependencies": dependencies }] })
    }

    fn ours(name: &str, kind: Option<&str>) -> Value {
        json!({ "name": name, "kind": kind, "path": "/x" })
    }

    fn tree<'a>(manifest: &'a str, more: &[(&'a str, &'a str)]) -> Tree {
        let mut files = vec![
            (PAGE, TABLE),
            ("engine/crates/base/Cargo.toml", ""),
            ("engine/crates/sim/Cargo.toml", manifest),
        ];
        files.extend_from_slice(more);
        Tree::of(&files)
    }

    #[test]
    fn listed_edges_pass() {
        let metadata = package(
            "sim",
            json!([ours("base", None), ours("reference", Some("dev"))]),
        );
        assert_found(&check(&tree("", &[]), &metadata), &[]);
    }

    #[test]
    fn an_unlisted_edge_fails_on_its_line() {
        let metadata = package("sim", json!([ours("reference", None)]));
        let tree = tree("[dependencies]\nreference.workspace = true\n", &[]);
        assert_found(
            &check(&tree, &metadata),
            &["sim/Cargo.toml:2: sim may not import reference"],
        );
    }

    #[test]
    fn an_unlisted_edge_of_tests_fails() {
        let metadata = package("base", json!([ours("sim", Some("dev"))]));
        assert_found(
            &check(&tree("", &[]), &metadata),
            &["base may not import in its tests sim"],
        );
    }

    #[test]
    fn serialising_in_the_domain_fails() {
        let serde = json!([{ "name": "serde", "kind": null, "path": null }]);
        assert_found(
            &check(&tree("", &[]), &package("sim", serde)),
            &["sim may not use serde"],
        );
    }

    #[test]
    fn crates_and_rows_are_the_same_set() {
        let tree = Tree::of(&[
            (PAGE, TABLE),
            ("engine/crates/base/Cargo.toml", ""),
            ("engine/crates/magic/Cargo.toml", ""),
        ]);
        assert_found(
            &check(&tree, &json!({})),
            &["magic is not in", "there is no crate sim"],
        );
    }

    #[test]
    fn a_pure_crate_may_not_lift_the_ban_on_clocks() {
        let lifted = "//! Fills.\n#![allow(clippy::disallowed_methods)]\n";
        let tree = tree(
            "",
            &[
                ("engine/crates/sim/src/lib.rs", lifted),
                ("engine/crates/sim/tests/a.rs", lifted),
            ],
        );
        assert_found(
            &check(&tree, &json!({})),
            &["sim/src/lib.rs:2: this crate is pure"],
        );
    }
}
