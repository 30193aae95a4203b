//! trueRange: how far prices went, counted from the close before.

use crate::scalar::maximum;

/// State of a true range.
#[derive(Clone, Debug)]
pub struct TrueRange {
    /// Whether high − low stands in where there is no close before.
    bridges_na: bool,
    last_close: f64,
}

impl TrueRange {
    /// `bridges_na`: high − low stands in where there is no close before.
    #[must_use]
    pub const fn new(bridges_na: bool) -> Self {
        Self {
            bridges_na,
            last_close: f64::NAN,
        }
    }

    /// The next bar.
    #[inline]
    pub fn step(&mut self, high: f64, low: f64, close: f64) -> f64 {
        let before = std::mem::replace(&mut self.last_close, close);
        let range = high - low;
        if !before.is_nan() {
            let with_high = maximum(range, (high - before).abs());
            maximum(with_high, (low - before).abs())
        } else if self.bridges_na {
            range
        } else {
            f64::NAN
        }
    }

    /// The next bars.
    pub fn column(&mut self, high: &[f64], low: &[f64], close: &[f64], out: &mut [f64]) {
        for (((out, high), low), close) in out.iter_mut().zip(high).zip(low).zip(close) {
            *out = self.step(*high, *low, *close);
        }
    }
}
