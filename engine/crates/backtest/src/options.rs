//! How a run is carried out; nothing here changes its result.

use crate::memo::Memo;

/// Rows of a block when nothing else is said.
const BLOCK_ROWS: usize = 1_024;

/// How a run is carried out.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Bars that are evaluated at a time, at least 1.
    pub block_rows: usize,
    /// Runs the bar program on every bar, also where it cannot have an effect.
    pub enter_every_bar: bool,
    /// Asked now and then; true ends the run.
    pub is_cancelled: &'a (dyn Fn() -> bool + Sync),
    /// Where columns of earlier runs are found, and those of this one left.
    pub memo: Option<&'a Memo>,
    /// Told the rows that are done and how many there are.
    pub on_progress: &'a (dyn Fn(u64, u64) + Sync),
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            block_rows: BLOCK_ROWS,
            enter_every_bar: false,
            is_cancelled: &|| false,
            memo: None,
            on_progress: &|_, _| {},
        }
    }
}
