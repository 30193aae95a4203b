//! What a query could not do, in sentences for the person who wrote it.

use std::fmt;

/// For code to branch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryErrorKind {
    /// The text is no SQL that can be answered.
    Text,
    /// It would do more than read.
    Refused,
    /// It took longer than it may.
    Time,
    /// It needs more memory, or longer rows, than it may have.
    Size,
    /// Whoever asked does not want to know any more.
    Cancelled,
    /// The store or a file of it cannot be read.
    Store,
    /// A file cannot be written.
    Write,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// For code.
    pub kind: QueryErrorKind,
    /// What happened, to what.
    pub message: String,
    /// What to do now.
    pub help: String,
}

impl QueryError {
    pub(crate) fn new(
        kind: QueryErrorKind,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            message: message.into(),
            help: help.into(),
        }
    }

    /// Whoever asked took it back.
    pub(crate) fn cancelled(what: &str) -> Self {
        Self::new(
            QueryErrorKind::Cancelled,
            format!("The {what} was cancelled."),
            "Ask for it again if you need it.",
        )
    }

    /// An error of DuckDB while it answered.
    pub(crate) fn from_answering(error: &duckdb::Error) -> Self {
        let text = error.to_string();
        let (kind, help) = kind_and_help(&text);
        Self::new(kind, sentence(&text), help)
    }

    /// An error that no text of a person can cause.
    pub(crate) fn internal(doing: &str, error: &duckdb::Error) -> Self {
        Self::new(
            QueryErrorKind::Store,
            format!("{doing} failed: {}", sentence(&error.to_string())),
            "Run `backtestr fsck`. If it finds nothing, report this.",
        )
    }
}

const DAMAGED: &str = "A file of the store is missing or damaged. Run `backtestr fsck`.";

fn kind_and_help(text: &str) -> (QueryErrorKind, &'static str) {
    const KINDS: &[(&str, QueryErrorKind, &str)] = &[
        (
            "Out of Memory Error",
            QueryErrorKind::Size,
            "Select fewer rows or columns, or aggregate before sorting.",
        ),
        (
            "Permission Error",
            QueryErrorKind::Refused,
            "Queries read what was imported and saved, no other file. `SHOW TABLES` lists it.",
        ),
        ("IO Error", QueryErrorKind::Store, DAMAGED),
        (
            "Catalog Error",
            QueryErrorKind::Text,
            "`SHOW TABLES` lists the tables, `DESCRIBE ticks` the columns of one.",
        ),
        (
            "Binder Error",
            QueryErrorKind::Text,
            "`DESCRIBE ticks` lists the columns of a table.",
        ),
    ];
    let found = KINDS.iter().find(|(start, ..)| text.starts_with(start));
    if let Some(&(_, kind, help)) = found {
        return (kind, help);
    }
    if text.contains(".parquet'") || text.contains(".parquet\"") {
        return (QueryErrorKind::Store, DAMAGED);
    }
    (QueryErrorKind::Text, "Correct the query.")
}

/// DuckDB's text without the name of its error class.
fn sentence(text: &str) -> String {
    let (class, rest) = text.split_once(": ").unwrap_or(("", text));
    let is_class = class.ends_with(" Error") && class.len() < 40;
    if is_class { rest } else { text }.trim_end().to_owned()
}

impl fmt::Display for QueryError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.message, self.help)
    }
}

impl std::error::Error for QueryError {}
