//! sma: the mean of the last n defined inputs.

use crate::exact_sum::{ExactSum, ExactSums};
use crate::window::{Window, has_na};

/// State of an sma.
#[derive(Clone, Debug)]
pub struct RollingMean {
    window: Window,
    sum: ExactSum,
    length: f64,
    last: f64,
    /// Column driver's memory: the window before the block, then the block.
    inputs: Vec<f64>,
    /// The same: sums of two columns.
    pairs: Vec<[f64; 2]>,
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
            inputs: Vec::new(),
            pairs: Vec::new(),
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
        let stepped = self.step_until_full(x, out);
        let (x, out) = (&x[stepped..], &mut out[stepped..]);
        self.line_up(x);
        let mut sum = self.sum;
        let moves = self.inputs.iter().zip(x);
        for (out, (oldest, x)) in out.iter_mut().zip(moves) {
            *out = sum.roll(*oldest, *x);
        }
        self.finish(sum, x, out);
    }

    /// Two columns in one loop: each sum waits for its last addition, so that two take as long as one.
    pub fn column_pair(
        (first, x, out): (&mut Self, &[f64], &mut [f64]),
        (second, y, more): (&mut Self, &[f64], &mut [f64]),
    ) {
        let rows = first.step_until_full(x, out);
        let others = second.step_until_full(y, more);
        // Behind the longer start both are in the same state.
        let stepped = rows.max(others);
        first.column(&x[rows..stepped], &mut out[rows..stepped]);
        second.column(&y[others..stepped], &mut more[others..stepped]);
        let (x, out) = (&x[stepped..], &mut out[stepped..]);
        let (y, more) = (&y[stepped..], &mut more[stepped..]);
        first.line_up(x);
        second.line_up(y);
        let mut sums = ExactSums::of(first.sum, second.sum);
        let moves = first.inputs.iter().zip(x);
        let more_moves = second.inputs.iter().zip(y);
        let pairs = &mut first.pairs;
        pairs.resize(x.len(), [0.0; 2]);
        let moves = moves.zip(more_moves);
        for (pair, ((oldest, x), (oldest_of_more, y))) in pairs.iter_mut().zip(moves) {
            *pair = sums.roll([*oldest, *oldest_of_more], [*x, *y]);
        }
        // Stored side by side first: this is what lets the machine add both at once.
        for ((out, more), pair) in out.iter_mut().zip(more.iter_mut()).zip(&*pairs) {
            [*out, *more] = *pair;
        }
        let (sum, sum_of_more) = sums.parts();
        first.finish(sum, x, out);
        second.finish(sum_of_more, y, more);
    }

    /// Steps until the window is full and no `na` is to come; says how many rows that took.
    fn step_until_full(&mut self, x: &[f64], out: &mut [f64]) -> usize {
        let has_na = has_na(x);
        let mut row = 0;
        while row < x.len() && (has_na || !self.window.is_full()) {
            out[row] = self.step(x[row]);
            row += 1;
        }
        row
    }

    fn line_up(&mut self, x: &[f64]) {
        self.inputs.clear();
        self.inputs.extend(self.window.iter());
        self.inputs.extend_from_slice(x);
    }

    /// Makes means of the sums and keeps what the next block needs.
    fn finish(&mut self, sum: ExactSum, x: &[f64], out: &mut [f64]) {
        out.iter_mut().for_each(|out| *out /= self.length);
        self.sum = sum;
        self.window.push_all(x);
        self.last = out.last().copied().unwrap_or(self.last);
    }

    pub(crate) fn window(&self) -> &Window {
        &self.window
    }
}
