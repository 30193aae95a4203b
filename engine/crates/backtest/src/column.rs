//! One node's values over the current block, and over as much of the past as others read.

/// A buffer with the current block at its end and the past before it.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    values: Vec<f64>,
    /// How many values before the block stay readable.
    keep: usize,
    /// Where the block starts and ends.
    start: usize,
    end: usize,
}

impl Column {
    /// For blocks of at most `block` rows; `absent` stands where there was no bar yet.
    pub(crate) fn new(block: usize, keep: usize, absent: f64) -> Self {
        // Room for several blocks keeps the cost of moving the past to the front small.
        let room = if keep == 0 {
            block
        } else {
            block.max(keep) + block
        };
        let mut values = vec![0.0; keep + room];
        values[..keep].fill(absent);
        Self {
            values,
            keep,
            start: keep,
            end: keep,
        }
    }

    /// Makes room for the next block.
    pub(crate) fn advance(&mut self, rows: usize) {
        if self.keep == 0 {
            self.end = 0;
        } else if self.end + rows > self.values.len() {
            self.values.copy_within(self.end - self.keep..self.end, 0);
            self.end = self.keep;
        }
        self.start = self.end;
        self.end += rows;
    }

    pub(crate) fn block(&self) -> &[f64] {
        &self.values[self.start..self.end]
    }

    pub(crate) fn block_mut(&mut self) -> &mut [f64] {
        &mut self.values[self.start..self.end]
    }

    /// The block as it was `offset` rows ago; at most as many as are kept.
    pub(crate) fn shifted(&self, offset: usize) -> &[f64] {
        &self.values[self.start - offset..self.end - offset]
    }

    /// Writes one value into every row, now and to come.
    pub(crate) fn fill(&mut self, value: f64) {
        self.values[self.keep..].fill(value);
    }

    /// Row `index` of the block as it was `offset` rows ago.
    pub(crate) fn at(&self, index: usize, offset: usize) -> f64 {
        self.values[self.start + index - offset]
    }
}
