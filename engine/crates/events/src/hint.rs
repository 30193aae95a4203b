//! What a whole run says about its text. Nothing here is wrong; it may explain why nothing happened.

/// Something that only the whole period can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// The condition of an order statement was true on no bar.
    NeverReached {
        /// Index of the plan's statement.
        statement: u32,
    },
    /// A value on which an order rests was still `na` when the period began, for want of bars.
    WarmupTooShort {
        /// Index of the plan's statement, the first that rests on it.
        statement: u32,
        /// The node that comes last of those on which the statement rests.
        node: u32,
        /// Bars of the period on which it was `na` at first; `None` when it was on all of them.
        bars_lacking: Option<u32>,
    },
}
