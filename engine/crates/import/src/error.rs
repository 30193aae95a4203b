//! Why a file gave no rows. A code to branch on, sentences to read, and the line where there is one.

use std::fmt;
use std::path::{Path, PathBuf};
use store::StoreError;

/// Kinds of failure, to branch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportErrorKind {
    /// No file of that name.
    FileNotFound,
    /// A folder, a file without permission, a disk that fails.
    FileUnreadable,
    /// More than can be read at once.
    FileTooLarge,
    /// No row, or nothing at all.
    Empty,
    /// Bytes that are no text in UTF-8.
    NotText,
    /// A line beyond the limit.
    LineTooLong,
    /// Columns that cannot be told apart.
    UnknownHeader,
    /// Day and month cannot be told apart.
    AmbiguousDates,
    /// Rows, but each of them was rejected.
    NothingUsable,
    /// Too few rows to see how long a bar is, and nobody said.
    UnknownTimeframe,
    /// The chart asks for bars that the file's cannot be made into.
    TimeframeMismatch,
    /// A file of no format that is read.
    NotUnderstood,
    /// Something that the files do not say and the caller must: a symbol, a point, a zone.
    ChoiceNeeded,
    /// It was cancelled. What is durable is kept for the next attempt.
    Cancelled,
    /// Another process imports into the dataset.
    Busy,
    /// The store cannot be written, or refuses the rows.
    Store,
    /// What the store holds is not what was written.
    StoreDamaged,
}

impl ImportErrorKind {
    /// A stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FileNotFound => "file_not_found",
            Self::FileUnreadable => "file_unreadable",
            Self::FileTooLarge => "file_too_large",
            Self::Empty => "empty",
            Self::NotText => "not_text",
            Self::LineTooLong => "line_too_long",
            Self::UnknownHeader => "unknown_header",
            Self::AmbiguousDates => "ambiguous_dates",
            Self::NothingUsable => "nothing_usable",
            Self::UnknownTimeframe => "unknown_timeframe",
            Self::TimeframeMismatch => "timeframe_mismatch",
            Self::NotUnderstood => "not_understood",
            Self::ChoiceNeeded => "choice_needed",
            Self::Cancelled => "cancelled",
            Self::Busy => "busy",
            Self::Store => "store",
            Self::StoreDamaged => "store_damaged",
        }
    }
}

/// An import that came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// To branch on.
    pub kind: ImportErrorKind,
    /// What happened, on what.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Which file, where it is one.
    pub path: Option<PathBuf>,
    /// Line of the file, from 1.
    pub line: Option<u32>,
    /// What it comes from, first things first: the system's words, or the first rejected rows.
    pub causes: Vec<String>,
}

impl ImportError {
    pub(crate) fn new(
        kind: ImportErrorKind,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            message: message.into(),
            help: Some(help.into()),
            path: None,
            line: None,
            causes: Vec::new(),
        }
    }

    pub(crate) fn at_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    pub(crate) fn in_file(mut self, path: &Path) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(
            ImportErrorKind::Cancelled,
            "The import was cancelled.",
            "Run it again: it goes on where it was.",
        )
    }

    pub(crate) fn because(mut self, causes: Vec<String>) -> Self {
        self.causes = causes;
        self
    }
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        let kind = match &error {
            StoreError::Busy { .. } => ImportErrorKind::Busy,
            StoreError::Corrupt { .. } | StoreError::Newer { .. } => ImportErrorKind::StoreDamaged,
            _ => ImportErrorKind::Store,
        };
        let help = error.help();
        let mut words = error.to_string();
        if !words.ends_with('.') {
            words.push('.');
        }
        Self::new(kind, words, help)
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ImportError {}
