//! wma: linearly weighted mean of the last n values, summed anew on each bar.

use crate::window::{Window, has_na};

/// State of a wma.
#[derive(Clone, Debug)]
pub struct Weighted {
    window: Window,
    divisor: f64,
    last_input: f64,
    /// Column driver's memory: the window before the block, then the block.
    inputs: Vec<f64>,
}

impl Weighted {
    /// Over `length` inputs.
    #[must_use]
    pub fn new(length: usize) -> Self {
        let n = length as f64;
        Self {
            window: Window::new(length),
            divisor: n * (n + 1.0) / 2.0,
            last_input: f64::NAN,
            inputs: Vec::new(),
        }
    }

    /// The next bar.
    pub fn step(&mut self, x: f64) -> f64 {
        if !x.is_nan() {
            self.last_input = x;
        }
        if self.last_input.is_nan() {
            return f64::NAN;
        }
        self.window.push(self.last_input);
        if !self.window.is_full() {
            return f64::NAN;
        }
        let weighted = self.window.iter().fold((0.0, 0.0), |(sum, weight), x| {
            let weight = weight + 1.0;
            (sum + x * weight, weight)
        });
        weighted.0 / self.divisor
    }

    /// The next bars.
    pub fn column(&mut self, x: &[f64], out: &mut [f64]) {
        let has_na = has_na(x);
        if has_na || !self.window.is_full() {
            let fill = x.iter().zip(out);
            fill.for_each(|(x, out)| *out = self.step(*x));
            return;
        }
        let Some(last) = x.last() else { return };
        self.inputs.clear();
        self.inputs.extend(self.window.iter());
        self.inputs.extend_from_slice(x);
        out.fill(0.0);
        // The window's offset outside, rows inside: each row still adds oldest first.
        let mut weight = 0.0;
        for offset in 0..self.inputs.len() - x.len() {
            weight += 1.0;
            let shifted = &self.inputs[offset + 1..];
            for (out, x) in out.iter_mut().zip(shifted) {
                *out += x * weight;
            }
        }
        out.iter_mut().for_each(|out| *out /= self.divisor);
        self.window.push_all(x);
        self.last_input = *last;
    }
}
