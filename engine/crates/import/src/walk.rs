//! Paths to files: folders are searched with all that is in them, in order of name, each folder once
//! even where links lead back to it.

use crate::error::{ImportError, ImportErrorKind};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

const DEPTH_MAX: usize = 64;

/// A file that was named or found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    /// Whether the caller named it, and not only a folder around it.
    pub(crate) is_named: bool,
}

/// Files, and what could not be searched, in sentences.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    pub(crate) files: Vec<Candidate>,
    pub(crate) skipped: Vec<String>,
}

/// All files of some paths. A file that is reached twice is there once.
pub(crate) fn walk(paths: &[PathBuf]) -> Result<Walked, ImportError> {
    let mut walk = Walk::default();
    for path in paths {
        let facts = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if facts.is_dir() {
            walk.folder(path, 0)
                .map_err(|error| unreadable(path, &error))?;
        } else {
            walk.file(path, facts.len(), true);
        }
    }
    Ok(walk.walked)
}

/// A file or folder that cannot be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> ImportError {
    let shown = path.display();
    let failure = if error.kind() == ErrorKind::NotFound {
        ImportError::new(
            ImportErrorKind::FileNotFound,
            format!("There is no file or folder {shown}."),
            "Check the path.",
        )
    } else {
        ImportError::new(
            ImportErrorKind::FileUnreadable,
            format!("{shown} cannot be read."),
            "Give files and folders that this user may read.",
        )
    };
    failure.in_file(path).because(vec![error.to_string()])
}

#[derive(Default)]
struct Walk {
    walked: Walked,
    seen: BTreeSet<PathBuf>,
}

impl Walk {
    fn is_new(&mut self, path: &Path) -> bool {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        self.seen.insert(real)
    }

    fn file(&mut self, path: &Path, bytes: u64, is_named: bool) {
        if self.is_new(path) {
            self.walked.files.push(Candidate {
                path: path.to_owned(),
                bytes,
                is_named,
            });
        }
    }

    fn folder(&mut self, path: &Path, depth: usize) -> io::Result<()> {
        if depth > DEPTH_MAX || !self.is_new(path) {
            return Ok(());
        }
        let mut entries = fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<Vec<PathBuf>>>()?;
        entries.sort();
        for entry in entries {
            if let Err(error) = self.entry(&entry, depth) {
                let shown = entry.display();
                self.walked
                    .skipped
                    .push(format!("{shown} cannot be read: {error}"));
            }
        }
        Ok(())
    }

    fn entry(&mut self, path: &Path, depth: usize) -> io::Result<()> {
        let name = path.file_name().unwrap_or_default();
        if name.as_encoded_bytes().starts_with(b".") {
            return Ok(());
        }
        let facts = fs::metadata(path)?;
        if facts.is_dir() {
            return self.folder(path, depth + 1);
        }
        if facts.is_file() {
            self.file(path, facts.len(), false);
        }
        Ok(())
    }
}
