//! trueRange: how far prices went, counted from the close before.

use crate::scalar::maximum;
use crate::window::has_na;

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
        let has_na = has_na(high) || has_na(low) || has_na(close);
        let stepped = if has_na {
            close.len()
        } else {
            close.len().min(1)
        };
        let rows = out.iter_mut().zip(high).zip(low).zip(close).take(stepped);
        for (((out, high), low), close) in rows {
            *out = self.step(*high, *low, *close);
        }
        let before = &close[..close.len().saturating_sub(stepped)];
        let (out, high, low) = (&mut out[stepped..], &high[stepped..], &low[stepped..]);
        for (((out, high), low), before) in out.iter_mut().zip(high).zip(low).zip(before) {
            let with_high = larger(high - low, (high - before).abs());
            *out = larger(with_high, (low - before).abs());
        }
        self.last_close = close.last().copied().unwrap_or(self.last_close);
    }
}

/// `maximum` of what is never `na`.
#[inline]
fn larger(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}
