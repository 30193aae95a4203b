//! highest and lowest of the last n defined inputs, each input taken in and out once.

use std::collections::VecDeque;

/// Which extreme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtremeSide {
    /// The largest.
    Highest,
    /// The smallest.
    Lowest,
}

/// State of a highest or lowest.
#[derive(Clone, Debug)]
pub struct Extreme {
    side: ExtremeSide,
    length: u64,
    /// Defined inputs so far.
    count: u64,
    /// Inputs that can still become the extreme: (its number, value), best first.
    candidates: VecDeque<(u64, f64)>,
    last: f64,
}

impl Extreme {
    /// Over `length` inputs.
    #[must_use]
    pub fn new(side: ExtremeSide, length: usize) -> Self {
        Self {
            side,
            length: length as u64,
            count: 0,
            candidates: VecDeque::new(),
            last: f64::NAN,
        }
    }

    /// The next bar.
    pub fn step(&mut self, x: f64) -> f64 {
        match self.side {
            ExtremeSide::Highest => self.take(x, |new, old| new >= old),
            ExtremeSide::Lowest => self.take(x, |new, old| new <= old),
        }
    }

    /// The next bars.
    pub fn column(&mut self, x: &[f64], out: &mut [f64]) {
        let pairs = x.iter().zip(out);
        match self.side {
            ExtremeSide::Highest => {
                pairs.for_each(|(x, out)| *out = self.take(*x, |new, old| new >= old));
            }
            ExtremeSide::Lowest => {
                pairs.for_each(|(x, out)| *out = self.take(*x, |new, old| new <= old));
            }
        }
    }

    #[inline]
    fn take(&mut self, x: f64, beats: impl Fn(f64, f64) -> bool) -> f64 {
        if x.is_nan() {
            return self.last;
        }
        while self
            .candidates
            .back()
            .is_some_and(|(_, old)| beats(x, *old))
        {
            self.candidates.pop_back();
        }
        self.candidates.push_back((self.count, x));
        self.count += 1;
        if self.count < self.length {
            return f64::NAN;
        }
        let first_in_window = self.count - self.length;
        while self
            .candidates
            .front()
            .is_some_and(|(number, _)| *number < first_in_window)
        {
            self.candidates.pop_front();
        }
        self.last = self
            .candidates
            .front()
            .map_or(f64::NAN, |(_, value)| *value);
        self.last
    }
}
