//! Generated files: compared with the checkout, written, and removed when nothing makes them.

use std::fs;
use std::path::Path;

/// Folders that hold nothing but generated files.
const OWNED: &[&str] = &["engine/vectors/requests", "engine/vectors/replies"];

/// A file and what it must hold; `None` means that it must not exist.
pub(crate) struct Output {
    /// Relative to the root, with `/`.
    pub(crate) path: String,
    content: Option<Vec<u8>>,
}

impl Output {
    pub(crate) fn text(path: &str, text: String) -> Self {
        Self::bytes(path.to_owned(), text.into_bytes())
    }

    pub(crate) fn bytes(path: String, content: Vec<u8>) -> Self {
        Self {
            path,
            content: Some(content),
        }
    }

    pub(crate) fn is_stale(&self, root: &Path) -> bool {
        fs::read(root.join(&self.path)).ok() != self.content
    }

    pub(crate) fn write(&self, root: &Path) -> Result<(), String> {
        let path = root.join(&self.path);
        let outcome = match (&self.content, path.parent()) {
            (Some(content), Some(folder)) => {
                fs::create_dir_all(folder).and_then(|()| fs::write(&path, content))
            }
            _ => fs::remove_file(&path),
        };
        outcome.map_err(|error| format!("{}: {error}", self.path))
    }
}

/// Files in the owned folders that nothing generates any more.
pub(crate) fn leftovers(root: &Path, outputs: &[Output]) -> Result<Vec<Output>, String> {
    let mut found = Vec::new();
    for folder in OWNED {
        let Ok(entries) = fs::read_dir(root.join(folder)) else {
            continue;
        };
        for entry in entries {
            let name = entry
                .map_err(|error| format!("{folder}: {error}"))?
                .file_name();
            let path = format!("{folder}/{}", name.to_string_lossy());
            if outputs.iter().all(|output| output.path != path) {
                found.push(Output {
                    path,
                    content: None,
                });
            }
        }
    }
    Ok(found)
}
