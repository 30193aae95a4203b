//! crossOver and crossUnder: a change of side between two bars on which both inputs are defined.

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
        let (a, b) = match self.side {
            CrossSide::Over => (a, b),
            CrossSide::Under => (b, a),
        };
        let has_crossed = self.is_ready && a > b;
        // Exactly one of a > b and a <= b holds for a defined pair, none for another.
        self.is_ready = if a > b {
            false
        } else {
            self.is_ready || a <= b
        };
        f64::from(u8::from(has_crossed))
    }

    /// The next bars.
    pub fn column(&mut self, a: &[f64], b: &[f64], out: &mut [f64]) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = self.step(*a, *b);
        }
    }
}
