//! stdev: from the mean of the last n defined inputs, squares summed anew on each bar.

use crate::rolling_mean::RollingMean;
use crate::window::has_na;

/// What the sum of squares is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// n
    Population,
    /// n − 1
    Sample,
}

/// State of a stdev.
#[derive(Clone, Debug)]
pub struct Stdev {
    mean: RollingMean,
    /// NaN for the sample of one.
    divisor: f64,
    last: f64,
    /// Column driver's memory: the window before the block, then the block.
    inputs: Vec<f64>,
    means: Vec<f64>,
}

impl Stdev {
    /// Over `length` inputs.
    #[must_use]
    pub fn new(length: usize, spread: Spread) -> Self {
        let n = length as f64;
        let divisor = match spread {
            Spread::Population => n,
            Spread::Sample if length == 1 => f64::NAN,
            Spread::Sample => n - 1.0,
        };
        Self {
            mean: RollingMean::new(length),
            divisor,
            last: f64::NAN,
            inputs: Vec::new(),
            means: Vec::new(),
        }
    }

    /// The next bar.
    pub fn step(&mut self, x: f64) -> f64 {
        if x.is_nan() {
            return self.last;
        }
        let mean = self.mean.step(x);
        if self.mean.window().is_full() {
            let squares = (self.mean.window().iter()).fold(0.0, |sum, x| sum + square(x - mean));
            self.last = (squares / self.divisor).sqrt();
        }
        self.last
    }

    /// The next bars.
    pub fn column(&mut self, x: &[f64], out: &mut [f64]) {
        let has_na = has_na(x);
        if has_na || !self.mean.window().is_full() {
            let fill = x.iter().zip(out);
            fill.for_each(|(x, out)| *out = self.step(*x));
            return;
        }
        self.inputs.clear();
        self.inputs.extend(self.mean.window().iter());
        self.inputs.extend_from_slice(x);
        self.means.resize(x.len(), 0.0);
        self.mean.column(x, &mut self.means);
        out.fill(0.0);
        // The window's offset outside, rows inside: each row still adds oldest first.
        for offset in 0..self.inputs.len() - x.len() {
            let shifted = &self.inputs[offset + 1..];
            for ((out, x), mean) in out.iter_mut().zip(shifted).zip(&self.means) {
                *out += square(x - mean);
            }
        }
        (out.iter_mut()).for_each(|out| *out = (*out / self.divisor).sqrt());
        self.last = out.last().copied().unwrap_or(self.last);
    }
}

#[inline]
fn square(x: f64) -> f64 {
    x * x
}
