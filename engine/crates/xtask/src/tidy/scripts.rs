//! Finds the imports of TypeScript and JavaScript files. Reads lines, not grammar: the formatter
//! decides what an import looks like.

use super::tree::{Tree, folder_of, numbered};

/// Extensions of TypeScript and JavaScript.
pub(crate) const SCRIPTS: &[&str] = &["ts", "mts", "mjs", "cjs", "js"];

/// What a file imports: line and specifier.
pub(crate) fn imports(text: &str) -> Vec<(usize, &str)> {
    numbered(text)
        .flat_map(|(line, code)| specifiers(code).into_iter().map(move |name| (line, name)))
        .collect()
}

/// A relative specifier as a path from the root.
pub(crate) fn resolved(importer: &str, specifier: &str) -> Option<String> {
    if !specifier.starts_with("./") && !specifier.starts_with("../") {
        return None;
    }
    Some(joined(folder_of(importer), specifier))
}

/// Applies the steps of a relative path to a folder.
pub(crate) fn joined(folder: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// The package of a bare specifier, without its sub-path. `None` for relative ones and for Node's.
pub(crate) fn package_of(specifier: &str) -> Option<&str> {
    let is_bare = specifier.starts_with(|first: char| first == '@' || first.is_ascii_alphabetic());
    if !is_bare || specifier.starts_with("node:") {
        return None;
    }
    let slashes = if specifier.starts_with('@') { 2 } else { 1 };
    let end = specifier
        .match_indices('/')
        .nth(slashes - 1)
        .map_or(specifier.len(), |(at, _)| at);
    Some(&specifier[..end])
}

/// The nearest file of this name, looking from a file's folder upwards.
pub(crate) fn nearest<'a>(tree: &Tree, path: &'a str, name: &str) -> Option<&'a str> {
    let mut folder = folder_of(path);
    while !folder.is_empty() {
        if tree.has(&format!("{folder}/{name}")) {
            return Some(folder);
        }
        folder = folder_of(folder);
    }
    None
}

fn specifiers(code: &str) -> Vec<&str> {
    let trimmed = code.trim_start();
    let is_statement = ["import ", "export ", "} from "]
        .iter()
        .any(|word| trimmed.starts_with(word));
    let mut found: Vec<&str> = after(code, "import(\"").collect();
    if is_statement {
        found.extend(after(code, " from \""));
        found.extend(
            trimmed
                .strip_prefix("import \"")
                .and_then(|rest| rest.split('"').next()),
        );
    }
    found
}

fn after<'a>(code: &'a str, opening: &str) -> impl Iterator<Item = &'a str> {
    code.split(opening)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_import_is_found() {
        let text = "\
import a from \"./a.ts\";
import \"./b.ts\";
import {
  c,
} from \"../c.ts\";
export { d } from \"zod\";
const e = await import(\"esbuild\");
const told = 'copied from \"nowhere\"';
";
        let found: Vec<&str> = imports(text).into_iter().map(|(_, name)| name).collect();
        assert_eq!(found, ["./a.ts", "./b.ts", "../c.ts", "zod", "esbuild"]);
    }

    #[test]
    fn relative_specifiers_resolve_from_the_folder() {
        assert_eq!(resolved("a/b/c.ts", "../d.ts").as_deref(), Some("a/d.ts"));
        assert_eq!(resolved("c.ts", "./d.ts").as_deref(), Some("d.ts"));
        assert_eq!(resolved("c.ts", "zod"), None);
    }

    #[test]
    fn packages_lose_their_sub_path() {
        assert_eq!(
            package_of("@backtestr/server/compiler"),
            Some("@backtestr/server")
        );
        assert_eq!(package_of("zod/mini"), Some("zod"));
        assert_eq!(package_of("node:fs"), None);
    }
}
