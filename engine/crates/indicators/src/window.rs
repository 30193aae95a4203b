//! The last n values, oldest first.

/// A ring that always can show what it holds as two slices. Never grows after it is made full.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    values: Vec<f64>,
    length: usize,
    /// Where the oldest value stands once the ring is full.
    oldest: usize,
}

impl Window {
    pub(crate) fn new(length: usize) -> Self {
        Self {
            values: Vec::with_capacity(length),
            length,
            oldest: 0,
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.values.len() == self.length
    }

    /// Takes a value in; gives the one that it pushes out of a full window.
    #[inline]
    pub(crate) fn push(&mut self, x: f64) -> Option<f64> {
        if self.values.len() < self.length {
            self.values.push(x);
            return None;
        }
        let out = std::mem::replace(&mut self.values[self.oldest], x);
        self.oldest += 1;
        if self.oldest == self.length {
            self.oldest = 0;
        }
        Some(out)
    }

    /// Oldest first.
    pub(crate) fn parts(&self) -> (&[f64], &[f64]) {
        let (newer, older) = self.values.split_at(self.oldest);
        (older, newer)
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = f64> {
        let (older, newer) = self.parts();
        older.iter().chain(newer).copied()
    }

    /// Takes in a whole column, as by [`push`](Self::push).
    pub(crate) fn push_all(&mut self, column: &[f64]) {
        let kept = column.len().saturating_sub(self.length);
        if kept > 0 || (column.len() == self.length && self.oldest == 0) {
            self.values.clear();
            self.values.extend_from_slice(&column[kept..]);
            self.oldest = 0;
            return;
        }
        for x in column {
            self.push(*x);
        }
    }
}

/// Whether a column has an `na`, found without a branch a row.
pub(crate) fn has_na(column: &[f64]) -> bool {
    column.iter().fold(false, |has_na, x| has_na | x.is_nan())
}
