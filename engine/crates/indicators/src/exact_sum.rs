//! A running sum that carries what rounding loses.

/// Sum and correction; the recurrence stands in docs/semantics/operators.md, "Exact sum".
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ExactSum {
    sum: f64,
    correction: f64,
}

impl ExactSum {
    #[inline]
    pub(crate) fn add(&mut self, x: f64) {
        let total = self.sum + x;
        let part = total - self.sum;
        self.correction += (self.sum - (total - part)) + (x - part);
        self.sum = total;
    }

    #[inline]
    pub(crate) fn value(&self) -> f64 {
        self.sum + self.correction
    }
}
