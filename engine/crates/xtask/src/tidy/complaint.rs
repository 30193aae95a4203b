//! One finding of tidy: where, what, and what to do instead.

use std::fmt;

/// Ordered by place, so that the output is stable and reads file by file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Complaint {
    path: String,
    line: usize,
    text: String,
}

impl Complaint {
    /// About one line of a file; lines count from 1.
    pub(crate) fn at(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            text: text.into(),
        }
    }

    /// About a whole file or folder.
    pub(crate) fn about(path: &str, text: impl Into<String>) -> Self {
        Self::at(path, 1, text)
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.text)
    }
}

/// Asserts on the findings of a rule, as the text that a person would read.
#[cfg(test)]
pub(crate) fn assert_found(found: &[Complaint], expected: &[&str]) {
    let texts: Vec<String> = found.iter().map(Complaint::to_string).collect();
    let all = texts.len() == expected.len()
        && texts
            .iter()
            .zip(expected)
            .all(|(text, part)| text.contains(part));
    assert!(all, "found {texts:#?}\nexpected {expected:#?}");
}
