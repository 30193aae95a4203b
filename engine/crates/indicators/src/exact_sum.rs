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

    /// Takes the oldest out and `x` in; gives the value.
    #[inline]
    pub(crate) fn roll(&mut self, oldest: f64, x: f64) -> f64 {
        self.add(-oldest);
        self.add(x);
        self.value()
    }

    #[inline]
    pub(crate) fn value(&self) -> f64 {
        self.sum + self.correction
    }
}

/// Two sums side by side, which the machine adds at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExactSums {
    sum: [f64; 2],
    correction: [f64; 2],
}

impl ExactSums {
    pub(crate) const fn of(first: ExactSum, second: ExactSum) -> Self {
        Self {
            sum: [first.sum, second.sum],
            correction: [first.correction, second.correction],
        }
    }

    pub(crate) const fn parts(self) -> (ExactSum, ExactSum) {
        (
            ExactSum {
                sum: self.sum[0],
                correction: self.correction[0],
            },
            ExactSum {
                sum: self.sum[1],
                correction: self.correction[1],
            },
        )
    }

    #[inline]
    fn add(&mut self, x: [f64; 2]) {
        let total = each(self.sum, x, |sum, x| sum + x);
        let part = each(total, self.sum, |total, sum| total - sum);
        let kept = each(total, part, |total, part| total - part);
        let lost = each(self.sum, kept, |sum, kept| sum - kept);
        let missed = each(x, part, |x, part| x - part);
        let errors = each(lost, missed, |lost, missed| lost + missed);
        self.correction = each(self.correction, errors, |c, error| c + error);
        self.sum = total;
    }

    /// As of [`ExactSum`], on both.
    #[inline]
    pub(crate) fn roll(&mut self, oldest: [f64; 2], x: [f64; 2]) -> [f64; 2] {
        self.add(oldest.map(|oldest| -oldest));
        self.add(x);
        each(self.sum, self.correction, |sum, c| sum + c)
    }
}

#[inline]
fn each(a: [f64; 2], b: [f64; 2], f: impl Fn(f64, f64) -> f64) -> [f64; 2] {
    [f(a[0], b[0]), f(a[1], b[1])]
}
