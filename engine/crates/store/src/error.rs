//! What can go wrong in the store: a kind to branch on, a sentence to read, and what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A failure of the store.
#[derive(Debug)]
pub enum StoreError {
    /// The operating system refused a call.
    Io {
        /// What was tried, as in "write".
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Its answer.
        source: io::Error,
    },
    /// A file is not what was written.
    Corrupt {
        /// Which file.
        path: PathBuf,
        /// Where in it, as in "bytes 0 to 65536".
        place: String,
        /// What is wrong there.
        what: String,
    },
    /// A file was written by a version that this one does not know.
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its format.
        version: u32,
    },
    /// There is no such thing.
    Missing {
        /// As in "dataset".
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// The request contradicts what exists.
    Refused {
        /// Why.
        why: String,
        /// What to do about it.
        help: &'static str,
    },
    /// Another process works on it.
    Busy {
        /// On what.
        what: String,
        /// The number of the other process, where it left it.
        process: Option<u32>,
    },
    /// Data could not be forced to disk, so nothing more is written until a restart.
    ReadOnly {
        /// The failure that led there.
        because: String,
    },
}

impl StoreError {
    /// Wraps an error of the operating system.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }

    /// A file that is not what was written.
    pub(crate) fn corrupt(path: &Path, place: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Corrupt {
            path: path.to_owned(),
            place: place.into(),
            what: what.into(),
        }
    }

    /// A request that contradicts what exists.
    pub(crate) fn refused(why: impl Into<String>, help: &'static str) -> Self {
        Self::Refused {
            why: why.into(),
            help,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Io { .. } => "Check that the disk has room and that the folder may be written.",
            Self::Corrupt { .. } => {
                "Run `backtestr fsck --set-aside`, then import again what it names, or restore the file from a copy."
            }
            Self::Newer { .. } => "Use the version of BackTestr that wrote it, or a newer one.",
            Self::Missing { .. } => "List what there is, and check the spelling.",
            Self::Refused { help, .. } => help,
            Self::Busy { .. } => "Wait until the other import has finished, then run it again.",
            Self::ReadOnly { .. } => "Check the disk, then restart BackTestr.",
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io {
                action,
                path,
                source,
            } => write!(f, "cannot {action} {}: {source}", path.display()),
            Self::Corrupt { path, place, what } => {
                write!(f, "{}, {place}: {what}", path.display())
            }
            Self::Newer { path, version } => write!(
                f,
                "{} has format {version}, which this version does not know",
                path.display()
            ),
            Self::Missing { what, name } => write!(f, "there is no {what} {name:?}"),
            Self::Refused { why, .. } => f.write_str(why),
            Self::Busy {
                what,
                process: Some(process),
            } if *process == std::process::id() => {
                write!(f, "this process works on {what} already")
            }
            Self::Busy {
                what,
                process: Some(process),
            } => write!(f, "another process, {process}, works on {what}"),
            Self::Busy { what, .. } => write!(f, "another process works on {what}"),
            Self::ReadOnly { because } => {
                write!(f, "nothing is written any more since {because}")
            }
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_set_aside_before_it_is_imported_again() {
        let error = StoreError::corrupt(Path::new("a"), "byte 1", "it is cut off");
        let (aside, again) = ("fsck --set-aside", "import again");
        assert!(error.help().find(aside) < error.help().find(again));
        assert!(error.help().contains(aside));
    }
}
