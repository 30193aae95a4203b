//! Why a run did not finish. A code to branch on, sentences to read, and the place in the plan.

use std::fmt;

/// Kinds of failure, to branch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunErrorKind {
    /// The host asked it to stop.
    Cancelled,
    /// A setting is missing or makes no sense for this plan or data.
    Settings,
    /// The bars could not be read or break their invariants.
    Data,
    /// A fill would have used a price from before its decision.
    Causality,
    /// A history offset is negative, `na` or too large.
    History,
    /// A limit of the engine was reached.
    Limit,
}

/// A run that did not finish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunError {
    /// To branch on.
    pub kind: RunErrorKind,
    /// What happened, on what.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Index of the plan's statement.
    pub statement: Option<u32>,
    /// Index of the plan's node.
    pub node: Option<u32>,
}

impl RunError {
    /// An error without a place.
    #[must_use]
    pub fn new(kind: RunErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            help: None,
            statement: None,
            node: None,
        }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Places it at a statement.
    #[must_use]
    pub const fn at_statement(mut self, statement: u32) -> Self {
        self.statement = Some(statement);
        self
    }

    /// Places it at a node.
    #[must_use]
    pub const fn at_node(mut self, node: u32) -> Self {
        self.node = Some(node);
        self
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RunError {}
