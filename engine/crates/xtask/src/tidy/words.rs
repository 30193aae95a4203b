//! Words that may not stand in the repository: loose ends without an issue, paths of one machine,
//! hosts of package registries.

use super::complaint::Complaint;
use super::tree::{SOURCES, Tree, extension, file_name, numbered};

/// Put together here, so that this file does not break its own rule.
const LOOSE_ENDS: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X:"),
];

const MACHINE: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
];

const REGISTRIES: &[&str] = &[
    concat!("registry.", "npmjs"),
    concat!("npmjs", ".org"),
    concat!("npmjs", ".com"),
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
];

/// Written by package managers, which name where things come from.
const LOCKS: &[&str] = &["package-lock.json", "Cargo.lock"];

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    tree.iter()
        .filter(|(path, _)| !LOCKS.contains(&file_name(path)))
        .flat_map(|(path, text)| {
            numbered(text).filter_map(move |(line, words)| {
                problem(path, words).map(|text| Complaint::at(path, line, text))
            })
        })
        .collect()
}

fn problem(path: &str, line: &str) -> Option<String> {
    let has = |words: &[&'static str]| words.iter().copied().find(|word| line.contains(word));
    if let Some(word) = has(MACHINE) {
        return Some(format!(
            "`{word}` is a path of one machine: take it from the environment or from the checkout's root"
        ));
    }
    if let Some(word) = has(REGISTRIES) {
        return Some(format!(
            "`{word}` names a registry: the package manager's own configuration decides that"
        ));
    }
    let word = has(LOOSE_ENDS).filter(|_| SOURCES.contains(&extension(path)))?;
    let is_tracked = line
        .split(word)
        .nth(1)
        .is_some_and(|rest| rest.starts_with("(#"));
    (!is_tracked).then(|| format!("finish it, or open an issue and write `{word}(#123): …`"))
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;

    #[test]
    fn loose_ends_need_an_issue() {
        let [todo, ..] = LOOSE_ENDS else { return };
        let loose = format!("// {todo}: later\n// {todo}(#12): later\n");
        let tree = Tree::of(&[("a.ts", &loose), ("a.md", &loose)]);
        assert_found(&check(&tree), &["a.ts:1: finish it"]);
    }

    #[test]
    fn machines_and_registries_are_not_named_outside_lock_files() {
        let machine = format!("cd {}main\n", MACHINE[0]);
        let registry = format!("https://{}\n", REGISTRIES[1]);
        let tree = Tree::of(&[
            ("docs/a.md", &machine),
            ("b.yml", &registry),
            ("package-lock.json", &registry),
        ]);
        assert_found(&check(&tree), &["b.yml:1:", "docs/a.md:1:"]);
    }
}
