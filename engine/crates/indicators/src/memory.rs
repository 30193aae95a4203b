//! cumulate, barsSince, valueWhen, fixNa: what is kept without a window.

use std::collections::VecDeque;

/// A running total of the defined inputs.
#[derive(Clone, Debug, Default)]
pub struct Cumulate {
    total: f64,
}

/// Bars since a condition was last true.
#[derive(Clone, Debug, Default)]
pub struct BarsSince {
    bars: Option<u64>,
}

/// An input on the bar on which a condition was true, some times back.
#[derive(Clone, Debug)]
pub struct ValueWhen {
    back: usize,
    /// Newest first, at most `back` + 1.
    values: VecDeque<f64>,
}

/// The input or the last defined one.
#[derive(Clone, Debug)]
pub struct FixNa {
    last: f64,
}

impl Cumulate {
    /// The next bar.
    #[inline]
    pub fn step(&mut self, x: f64) -> f64 {
        if x.is_nan() {
            return f64::NAN;
        }
        self.total += x;
        self.total
    }
}

impl BarsSince {
    /// The next bar.
    #[inline]
    pub fn step(&mut self, is_true: bool) -> f64 {
        self.bars = if is_true {
            Some(0)
        } else {
            self.bars.map(|bars| bars + 1)
        };
        self.bars.map_or(f64::NAN, |bars| bars as f64)
    }
}

impl ValueWhen {
    /// `back` 0: the last bar on which the condition was true.
    #[must_use]
    pub const fn new(back: usize) -> Self {
        Self {
            back,
            values: VecDeque::new(),
        }
    }

    /// The next bar.
    pub fn step(&mut self, is_true: bool, x: f64) -> f64 {
        if is_true {
            self.values.push_front(x);
            self.values.truncate(self.back + 1);
        }
        self.values.get(self.back).copied().unwrap_or(f64::NAN)
    }
}

impl Default for FixNa {
    fn default() -> Self {
        Self { last: f64::NAN }
    }
}

impl FixNa {
    /// The next bar.
    #[inline]
    pub fn step(&mut self, x: f64) -> f64 {
        if !x.is_nan() {
            self.last = x;
        }
        self.last
    }
}
