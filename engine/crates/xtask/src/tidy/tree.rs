//! The files of the checkout as tidy sees them: paths with `/`, texts, nothing that was built.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

/// Files whose text the rules look at. Of all others only the path counts.
const TEXTS: &[&str] = &[
    "rs", "ts", "mjs", "cjs", "js", "json", "toml", "md", "yml", "yaml", "css", "html", "sh",
    "strat", "txt", "svg",
];

/// Programs, in any of the project's languages.
pub(crate) const SOURCES: &[&str] = &["rs", "ts", "mjs", "cjs", "js", "css", "sh"];

/// Every file by its path from the root.
pub(crate) struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads a checkout.
    pub(crate) fn read(root: &Path) -> io::Result<Self> {
        let ignored = Ignored::read(root)?;
        let mut files = BTreeMap::new();
        let mut waiting = vec![String::new()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(root.join(&folder))? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if ignored.has(&name) {
                    continue;
                }
                let path = if folder.is_empty() {
                    name
                } else {
                    format!("{folder}/{name}")
                };
                if entry.file_type()?.is_dir() {
                    waiting.push(path);
                } else {
                    let text = text_of(&entry.path(), &path)?;
                    files.insert(path, text);
                }
            }
        }
        Ok(Self { files })
    }

    /// A tree for a test.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let owned = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Self {
            files: owned.collect(),
        }
    }

    /// The text of a file, if it is there.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Whether there is such a file.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// All files, sorted by path.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files with one of these extensions.
    pub(crate) fn ending(&self, extensions: &[&str]) -> impl Iterator<Item = (&str, &str)> {
        self.iter()
            .filter(move |(path, _)| extensions.contains(&extension(path)))
    }

    /// Every folder that holds a file, at any depth.
    pub(crate) fn folders(&self) -> BTreeSet<&str> {
        self.files
            .keys()
            .flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]))
            .collect()
    }
}

/// Names that .gitignore lists: what is installed, built or written by a run is not looked at.
struct Ignored(Vec<String>);

impl Ignored {
    fn read(root: &Path) -> io::Result<Self> {
        Ok(Self::of(&fs::read_to_string(root.join(".gitignore"))?))
    }

    /// Plain names and names with one `*`, at any depth: the only forms that the file uses.
    fn of(text: &str) -> Self {
        let names = text.lines().map(|line| line.trim().trim_end_matches('/'));
        let names = names.filter(|name| !name.is_empty() && !name.starts_with('#'));
        Self(
            std::iter::once(".git")
                .chain(names)
                .map(str::to_owned)
                .collect(),
        )
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|pattern| match pattern.split_once('*') {
            None => name == pattern,
            Some((start, end)) => {
                name.len() >= start.len() + end.len()
                    && name.starts_with(start)
                    && name.ends_with(end)
            }
        })
    }
}

/// Text after the last dot of the file's name, or nothing.
pub(crate) fn extension(path: &str) -> &str {
    file_name(path)
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension)
}

/// The last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The folder of a path, empty for the root.
pub(crate) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Lines with their numbers, from 1.
pub(crate) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
}

/// The first line that contains the text, or 1.
pub(crate) fn line_with(text: &str, part: &str) -> usize {
    numbered(text)
        .find(|(_, line)| line.contains(part))
        .map_or(1, |(number, _)| number)
}

fn text_of(file: &Path, path: &str) -> io::Result<String> {
    let is_plain = extension(path).is_empty() || file_name(path).starts_with('.');
    if !is_plain && !TEXTS.contains(&extension(path)) {
        return Ok(String::new());
    }
    match fs::read(file) {
        // Bytes that are no text belong to a program someone put there: no rule reads them.
        Ok(bytes) => Ok(String::from_utf8(bytes).unwrap_or_default()),
        // An editor's temporary file may be gone by now, and a link may lead nowhere.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(io::Error::new(error.kind(), format!("{path}: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkout_is_read_without_what_was_built() {
        let root = std::env::temp_dir().join(format!("backtestr-tidy-{}", std::process::id()));
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::create_dir_all(root.join("a/target")).unwrap();
        fs::write(root.join("a/b/c.rs"), "//! C.\n").unwrap();
        fs::write(root.join("a/bars.parquet"), [0xff, 0xfe]).unwrap();
        fs::write(root.join("a/target/built.rs"), "").unwrap();
        fs::write(
            root.join(".gitignore"),
            "# Built.\ntarget/\nreport.html\n*.vsix\n",
        )
        .unwrap();
        fs::write(root.join("report.html"), "").unwrap();
        fs::write(root.join("a/one.vsix"), "").unwrap();
        let tree = Tree::read(&root).unwrap();
        fs::remove_dir_all(&root).unwrap();
        let paths: Vec<&str> = tree.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, [".gitignore", "a/b/c.rs", "a/bars.parquet"]);
        assert_eq!(tree.text("a/b/c.rs"), Some("//! C.\n"));
        assert_eq!(tree.folders().into_iter().collect::<Vec<_>>(), ["a", "a/b"]);
    }

    #[test]
    fn extensions_belong_to_the_name_and_not_to_the_folder() {
        assert_eq!(extension("a.b/c"), "");
        assert_eq!(extension("a/c.test.ts"), "ts");
        assert_eq!(folder_of("c.rs"), "");
    }
}
