//! crossOver and crossUnder: a change of side between two bars on which both inputs are defined.

use crate::window::has_na;

/// Which way the first input crosses the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrossSide {
    /// From at or below to above.
    Over,
    /// From at or above to below.
    Under,
}

/// State of a cross.
#[derive(Clone, Debug)]
pub struct Cross {
    side: CrossSide,
    /// Whether the last defined pair stood on the side that a cross starts from.
    is_ready: bool,
}

impl Cross {
    /// No pair so far.
    #[must_use]
    pub const fn new(side: CrossSide) -> Self {
        Self {
            side,
            is_ready: false,
        }
    }

    /// The next bar: 1 for true, 0 for false.
    #[inline]
    pub fn step(&mut self, a: f64, b: f64) -> f64 {
        match self.side {
            CrossSide::Over => self.rise(a, b),
            CrossSide::Under => self.rise(b, a),
        }
    }

    /// Whether `a` came from at or below `b` to above it.
    #[inline]
    fn rise(&mut self, a: f64, b: f64) -> f64 {
        let has_crossed = self.is_ready && a > b;
        // Exactly one of a > b and a <= b holds for a defined pair, none for another.
        self.is_ready = if a > b {
            false
        } else {
            self.is_ready || a <= b
        };
        truth(has_crossed)
    }

    /// The next bars.
    pub fn column(&mut self, a: &[f64], b: &[f64], out: &mut [f64]) {
        let (a, b) = match self.side {
            CrossSide::Over => (a, b),
            CrossSide::Under => (b, a),
        };
        let has_na = has_na(a) || has_na(b);
        let stepped = if has_na { a.len() } else { a.len().min(1) };
        for ((out, a), b) in out.iter_mut().zip(a).zip(b).take(stepped) {
            *out = self.rise(*a, *b);
        }
        // Without na each bar is ready where the bar before was at or below.
        let now = a[stepped..].iter().zip(&b[stepped..]);
        let pairs = now.zip(a.iter().zip(b));
        for (out, ((a, b), (a_before, b_before))) in out[stepped..].iter_mut().zip(pairs) {
            *out = truth((a > b) & (a_before <= b_before));
        }
        if let (false, Some(a), Some(b)) = (has_na, a.last(), b.last()) {
            self.is_ready = a <= b;
        }
    }
}

#[inline]
const fn truth(is_true: bool) -> f64 {
    if is_true { 1.0 } else { 0.0 }
}
