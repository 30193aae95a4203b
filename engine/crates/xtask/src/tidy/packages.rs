//! TypeScript packages import only neighbours that the table in ARCHITECTURE.md allows, and only
//! packages that they list themselves.

use super::architecture::{self, PAGE, Row};
use super::complaint::Complaint;
use super::scripts::{SCRIPTS, imports, nearest, package_of};
use super::tree::{Tree, line_with};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const OURS: &str = "@backtestr/";
const ROOT: &str = "package.json";

/// Given by the place a file runs in, not installed.
const GIVEN: &[&str] = &["vscode"];

/// What a manifest says about its package.
struct Manifest<'a> {
    path: &'a str,
    text: &'a str,
    name: String,
    dependencies: BTreeSet<String>,
    tools: BTreeSet<String>,
}

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let manifests = manifests(tree);
    let rows = architecture::rows(tree, "Packages");
    let table: BTreeMap<String, &Row> = rows
        .iter()
        .filter_map(|row| row.name().map(|name| (name, row)))
        .collect();
    let mut found = names(&manifests, &table);
    found.extend(
        manifests
            .values()
            .flat_map(|manifest| breaches(manifest, &table)),
    );
    found.extend(unlisted(tree, &manifests));
    found
}

/// Third-party packages that the project asks for, with the manifest that does.
pub(crate) fn third_party(tree: &Tree) -> Vec<(String, String)> {
    let all = manifests(tree).into_values().flat_map(|manifest| {
        let names: Vec<String> = manifest
            .dependencies
            .union(&manifest.tools)
            .cloned()
            .collect();
        names
            .into_iter()
            .map(move |name| (name, manifest.path.to_owned()))
    });
    all.filter(|(name, _)| !name.starts_with(OURS)).collect()
}

fn manifests(tree: &Tree) -> BTreeMap<&str, Manifest<'_>> {
    tree.ending(&["json"])
        .filter(|(path, _)| *path == ROOT || path.ends_with("/package.json"))
        .filter_map(|(path, text)| {
            let json: Value = serde_json::from_str(text).ok()?;
            let mut dependencies = keys(&json["dependencies"]);
            dependencies.extend(keys(&json["optionalDependencies"]));
            let name = json["name"].as_str()?.to_owned();
            let folder = path.strip_suffix("/package.json").unwrap_or_default();
            let tools = keys(&json["devDependencies"]);
            Some((
                folder,
                Manifest {
                    path,
                    text,
                    name,
                    dependencies,
                    tools,
                },
            ))
        })
        .collect()
}

fn keys(value: &Value) -> BTreeSet<String> {
    value
        .as_object()
        .map(|object| object.keys().cloned().collect())
        .unwrap_or_default()
}

fn names(
    manifests: &BTreeMap<&str, Manifest<'_>>,
    table: &BTreeMap<String, &Row>,
) -> Vec<Complaint> {
    let present: BTreeSet<&str> = manifests
        .values()
        .map(|manifest| manifest.name.as_str())
        .collect();
    let ours = manifests
        .values()
        .filter(|manifest| manifest.name.starts_with(OURS));
    let unnamed = ours
        .filter(|manifest| !table.contains_key(&manifest.name))
        .map(|manifest| {
            let text = format!(
                "{} is not in the package table of {PAGE}: add its row",
                manifest.name
            );
            Complaint::about(manifest.path, text)
        });
    let gone = table
        .iter()
        .filter(|(name, _)| !present.contains(name.as_str()))
        .map(|(name, row)| {
            Complaint::at(
                PAGE,
                row.line,
                format!("there is no package {name}: remove the row"),
            )
        });
    unnamed.chain(gone).collect()
}

fn breaches(manifest: &Manifest<'_>, table: &BTreeMap<String, &Row>) -> Vec<Complaint> {
    let allowed = table
        .get(&manifest.name)
        .map(|row| row.words(2))
        .unwrap_or_default();
    let Manifest {
        path,
        text,
        name,
        dependencies,
        ..
    } = manifest;
    dependencies
        .iter()
        .filter(|to| to.starts_with(OURS) && !allowed.contains(*to))
        .map(|to| {
            let advice = format!("{name} may not import {to}. Move the code, or change the package table in {PAGE} with the reason in the same commit");
            Complaint::at(path, line_with(text, &format!("\"{to}\"")), advice)
        })
        .collect()
}

fn unlisted(tree: &Tree, manifests: &BTreeMap<&str, Manifest<'_>>) -> Vec<Complaint> {
    tree.ending(SCRIPTS)
        .flat_map(|(path, text)| unlisted_in(tree, manifests, path, text))
        .collect()
}

fn unlisted_in(
    tree: &Tree,
    manifests: &BTreeMap<&str, Manifest<'_>>,
    path: &str,
    text: &str,
) -> Vec<Complaint> {
    let folder = nearest(tree, path, "package.json").unwrap_or_default();
    let Some(manifest) = manifests.get(folder) else {
        return Vec::new();
    };
    let is_aside = ["/test/", "/bench/"]
        .iter()
        .any(|aside| path[folder.len()..].starts_with(aside));
    let is_tool = folder.is_empty() || is_aside;
    let tools: BTreeSet<&String> = [Some(manifest), manifests.get("")]
        .into_iter()
        .flatten()
        .filter(|_| is_tool)
        .flat_map(|manifest| &manifest.tools)
        .collect();
    let may = |name: &str| {
        manifest.dependencies.contains(name)
            || manifest.name == name
            || GIVEN.contains(&name)
            || tools.iter().any(|tool| *tool == name)
    };
    imports(text)
        .into_iter()
        .filter_map(|(line, specifier)| package_of(specifier).map(|name| (line, name)))
        .filter(|(_, name)| !may(name))
        .map(|(line, name)| {
            let list = if is_tool {
                "devDependencies"
            } else {
                "dependencies"
            };
            let text = format!(
                "{name} is not listed: add it to {list} of {} if this folder may import it",
                manifest.path
            );
            Complaint::at(path, line, text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;

    const TABLE: &str = "\
## Packages
| package | what | may import |
|---|---|---|
| `@backtestr/hub` | both faces | `@backtestr/client` |
";
    const ROOT_TEXT: &str = r#"{ "name": "backtestr", "devDependencies": { "fast-check": "1" } }"#;

    fn tree<'a>(hub: &'a str, files: &[(&'a str, &'a str)]) -> Tree {
        let mut all = vec![
            (PAGE, TABLE),
            ("package.json", ROOT_TEXT),
            ("hub/package.json", hub),
        ];
        all.extend_from_slice(files);
        Tree::of(&all)
    }

    #[test]
    fn listed_neighbours_and_listed_packages_pass() {
        let hub = r#"{ "name": "@backtestr/hub", "dependencies": { "@backtestr/client": "1", "zod": "1" } }"#;
        let files = [
            (
                "hub/src/a.ts",
                "import { z } from \"zod\";\nimport \"node:fs\";\n",
            ),
            ("hub/test/a.test.ts", "import fc from \"fast-check\";\n"),
        ];
        assert_found(&check(&tree(hub, &files)), &[]);
    }

    #[test]
    fn an_unlisted_neighbour_fails() {
        let hub =
            "{ \"name\": \"@backtestr/hub\",\n\"dependencies\": { \"@backtestr/server\": \"1\" } }";
        assert_found(
            &check(&tree(hub, &[])),
            &["hub/package.json:2: @backtestr/hub may not import"],
        );
    }

    #[test]
    fn a_package_that_is_only_installed_may_not_be_imported() {
        let hub = r#"{ "name": "@backtestr/hub" }"#;
        let files = [("hub/src/a.ts", "import fc from \"fast-check\";\n")];
        assert_found(
            &check(&tree(hub, &files)),
            &["hub/src/a.ts:1: fast-check is not listed"],
        );
    }

    #[test]
    fn packages_and_rows_are_the_same_set() {
        let other = r#"{ "name": "@backtestr/magic" }"#;
        assert_found(
            &check(&tree(other, &[])),
            &["magic is not in", "there is no package @backtestr/hub"],
        );
    }
}
