//! Files that are excused from a rule, each with its reason. An excuse that excuses nothing fails.

use super::complaint::Complaint;

/// Where the excuses stand, for complaints about them.
pub(crate) const HERE: &str = "engine/crates/xtask/src/tidy/exceptions.rs";

/// One excused file.
pub(crate) struct Exception {
    pub(crate) path: &'static str,
    /// Shown to whoever asks why; a reason that needs more than a line is no reason.
    pub(crate) reason: &'static str,
}

/// Files over the size limit: tables only. Whatever lies in a `generated` folder needs no excuse.
pub(crate) const LONG: &[Exception] = &[];

/// Complains about excuses that nothing needs any more.
pub(crate) fn stale(excused: &[Exception], needed: &[&str]) -> Vec<Complaint> {
    excused
        .iter()
        .filter(|exception| !needed.contains(&exception.path))
        .map(|exception| {
            let Exception { path, reason } = exception;
            Complaint::about(
                HERE,
                format!("{path} is excused (\"{reason}\") but keeps the rule: remove its line"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::complaint::assert_found;
    use super::*;

    #[test]
    fn an_excuse_that_excuses_nothing_fails() {
        let excused = [Exception {
            path: "a.rs",
            reason: "a table",
        }];
        assert_found(&stale(&excused, &["a.rs"]), &[]);
        assert_found(&stale(&excused, &[]), &["a.rs is excused"]);
    }
}
