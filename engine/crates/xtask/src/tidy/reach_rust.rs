//! No Rust file is dead: each is a root of its crate or declared by `mod` from one.

use super::complaint::Complaint;
use super::tree::{Tree, file_name, folder_of};
use std::collections::BTreeSet;

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut waiting: Vec<String> = tree
        .ending(&["rs"])
        .filter(|(path, _)| is_root(tree, path))
        .map(|(path, _)| path.to_owned())
        .collect();
    while let Some(path) = waiting.pop() {
        if let Some(text) = tree.text(&path).filter(|_| !reached.contains(&path)) {
            waiting.extend(children(tree, &path, text));
            reached.insert(path);
        }
    }
    tree.ending(&["rs"])
        .filter(|(path, _)| !reached.contains(*path))
        .map(|(path, _)| {
            Complaint::about(path, "no `mod` reaches this file: declare it, or delete it")
        })
        .collect()
}

/// Files that cargo compiles by their place.
fn is_root(tree: &Tree, path: &str) -> bool {
    let folder = folder_of(path);
    let is_crate = |folder: &str| tree.has(&format!("{folder}/Cargo.toml"));
    match (file_name(folder), file_name(path)) {
        ("src", "lib.rs" | "main.rs") => is_crate(folder_of(folder)),
        (_, "build.rs") => is_crate(folder),
        ("bin", _) => {
            file_name(folder_of(folder)) == "src" && is_crate(folder_of(folder_of(folder)))
        }
        ("tests" | "benches" | "examples", _) => is_crate(folder_of(folder)),
        (_, "main.rs") => matches!(
            file_name(folder_of(folder)),
            "tests" | "benches" | "examples"
        ),
        _ => false,
    }
}

fn children(tree: &Tree, path: &str, text: &str) -> Vec<String> {
    let stem = file_name(path).trim_end_matches(".rs");
    let is_top = is_root(tree, path) || stem == "mod";
    let folder = if is_top {
        folder_of(path).to_owned()
    } else {
        format!("{}/{stem}", folder_of(path))
    };
    let beside = folder_of(path);
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = declared(line) {
            found.push(format!("{folder}/{name}.rs"));
            found.push(format!("{folder}/{name}/mod.rs"));
        }
        let named = line
            .strip_prefix("#[path = \"")
            .and_then(|rest| rest.split('"').next());
        found.extend(named.map(|name| super::scripts::joined(beside, name)));
    }
    found
}

/// The name in `mod name;`, whatever its visibility.
fn declared(line: &str) -> Option<&str> {
    let rest = line.strip_suffix(';')?;
    let (before, name) = rest.rsplit_once("mod ")?;
    let is_visibility = before.is_empty() || before.starts_with("pub");
    is_visibility.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;

    #[test]
    fn declared_files_are_reached() {
        let tree = Tree::of(&[
            ("a/Cargo.toml", ""),
            ("a/src/lib.rs", "pub(crate) mod one;\nmod two;\n"),
            ("a/src/one.rs", "mod inner;\n"),
            ("a/src/one/inner.rs", ""),
            ("a/src/two/mod.rs", "mod deep;\n"),
            ("a/src/two/deep.rs", ""),
            (
                "a/tests/story.rs",
                "mod common;\n#[path = \"../other/x.rs\"]\nmod x;\n",
            ),
            ("a/tests/common/mod.rs", ""),
            ("a/other/x.rs", ""),
            ("a/build.rs", ""),
        ]);
        assert_found(&check(&tree), &[]);
    }

    #[test]
    fn a_file_that_no_mod_names_fails() {
        let tree = Tree::of(&[
            ("a/Cargo.toml", ""),
            (
                "a/src/lib.rs",
                "// mod dead is gone\nmod one { fn f() {} }\n",
            ),
            ("a/src/dead.rs", ""),
            ("loose/src/lib.rs", ""),
        ]);
        assert_found(
            &check(&tree),
            &["a/src/dead.rs:1: no `mod`", "loose/src/lib.rs:1: no `mod`"],
        );
    }
}
