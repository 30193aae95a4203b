//! Offsets into the past, and the memory that they need.

use std::collections::VecDeque;

/// Largest offset.
pub(crate) const OFFSET_MAX: usize = plan::HISTORY_MAX as usize;

/// The offset as a count of bars; `None` where it is an error.
pub(crate) fn offset(value: f64) -> Option<usize> {
    let whole = value.trunc();
    let is_valid = whole >= 0.0 && whole <= OFFSET_MAX as f64;
    is_valid.then_some(whole as usize)
}

/// The last values of a node that is evaluated bar by bar.
#[derive(Clone, Debug)]
pub(crate) struct Past {
    /// Oldest first.
    values: VecDeque<f64>,
    depth: usize,
    absent: f64,
}

impl Past {
    /// Remembers up to `depth` bars before the newest; `absent` stands in for bars there are not.
    pub(crate) const fn new(depth: usize, absent: f64) -> Self {
        Self {
            values: VecDeque::new(),
            depth,
            absent,
        }
    }

    pub(crate) fn push(&mut self, value: f64) {
        if self.values.len() > self.depth {
            self.values.pop_front();
        }
        self.values.push_back(value);
    }

    pub(crate) fn back(&self, offset: usize) -> f64 {
        let index = self.values.len().checked_sub(offset + 1);
        let value = index.and_then(|index| self.values.get(index));
        value.copied().unwrap_or(self.absent)
    }
}

/// What stands in for bars before the first: false or `na`.
pub(crate) const fn absent(is_bool: bool) -> f64 {
    if is_bool { 0.0 } else { f64::NAN }
}
