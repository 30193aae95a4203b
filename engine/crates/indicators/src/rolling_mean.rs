//! sma: the mean of the last n defined inputs.

use crate::exact_sum::ExactSum;
use crate::window::Window;

/// State of an sma.
#[derive(Clone, Debug)]
pub struct RollingMean {
    window: Window,
    sum: ExactSum,
    length: f64,
    last: f64,
}

impl RollingMean {
    /// Over `length` inputs.
    #[must_use]
    pub fn new(length: usize) -> Self {
        Self {
            window: Window::new(length),
            sum: ExactSum::default(),
            length: length as f64,
            last: f64::NAN,
        }
    }

    /// The next bar.
    pub fn step(&mut self, x: f64) -> f64 {
        if x.is_nan() {
            return self.last;
        }
        if let Some(oldest) = self.window.push(x) {
            self.sum.add(-oldest);
        }
        self.sum.add(x);
        if self.window.is_full() {
            self.last = self.sum.value() / self.length;
        }
        self.last
    }

    /// The next bars.
    pub fn column(&mut self, x: &[f64], out: &mut [f64]) {
        let fill = x.iter().zip(out);
        fill.for_each(|(x, out)| *out = self.step(*x));
    }

    pub(crate) fn window(&self) -> &Window {
        &self.window
    }
}
