//! ema and rma: averages that start with the plain mean of the first n defined inputs.

use crate::window::has_na;

/// How the average moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Averaging {
    /// v + 2 / (n + 1) · (x − v)
    Ema,
    /// (v · (n − 1) + x) / n
    Rma,
}

/// State of an ema or rma.
#[derive(Clone, Debug)]
pub struct Smoothed {
    averaging: Averaging,
    length: f64,
    alpha: f64,
    /// Defined inputs that the first mean still lacks.
    lacking: usize,
    /// Sum of the first inputs, then the average.
    value: f64,
}

impl Smoothed {
    /// Over `length` inputs.
    #[must_use]
    pub fn new(averaging: Averaging, length: usize) -> Self {
        Self {
            averaging,
            length: length as f64,
            alpha: 2.0 / (length as f64 + 1.0),
            lacking: length,
            value: 0.0,
        }
    }

    /// The next bar.
    #[inline]
    pub fn step(&mut self, x: f64) -> f64 {
        if x.is_nan() {
            f64::NAN
        } else if self.lacking > 0 {
            self.begin(x)
        } else {
            self.value = match self.averaging {
                Averaging::Ema => ema(self.value, self.alpha, x),
                Averaging::Rma => rma(self.value, self.length, x),
            };
            self.value
        }
    }

    fn begin(&mut self, x: f64) -> f64 {
        self.value += x;
        self.lacking -= 1;
        if self.lacking > 0 {
            return f64::NAN;
        }
        self.value /= self.length;
        self.value
    }

    /// The next bars.
    pub fn column(&mut self, x: &[f64], out: &mut [f64]) {
        let stepped = self.step_until_begun(x, out);
        let (x, out) = (&x[stepped..], &mut out[stepped..]);
        let mut value = self.value;
        let (alpha, length) = (self.alpha, self.length);
        match self.averaging {
            Averaging::Ema => follow(&mut value, x, out, |v, x| ema(v, alpha, x)),
            Averaging::Rma => follow(&mut value, x, out, |v, x| rma(v, length, x)),
        }
        self.value = value;
    }

    /// Two columns in one loop: each average waits for its last value, so that two take as long as
    /// one. Other pairs than those of one kind go one after the other.
    pub fn column_pair(
        (first, x, out): (&mut Self, &[f64], &mut [f64]),
        (second, y, more): (&mut Self, &[f64], &mut [f64]),
    ) {
        let rows = first.step_until_begun(x, out);
        let others = second.step_until_begun(y, more);
        if first.averaging != second.averaging {
            first.column(&x[rows..], &mut out[rows..]);
            second.column(&y[others..], &mut more[others..]);
            return;
        }
        // Behind the longer start both are in the same state.
        let stepped = rows.max(others);
        first.column(&x[rows..stepped], &mut out[rows..stepped]);
        second.column(&y[others..stepped], &mut more[others..stepped]);
        let columns = (&x[stepped..], &mut out[stepped..]);
        let more_columns = (&y[stepped..], &mut more[stepped..]);
        let mut values = (first.value, second.value);
        match first.averaging {
            Averaging::Ema => {
                let (a, b) = (first.alpha, second.alpha);
                let steps = (|v, x| ema(v, a, x), |v, x| ema(v, b, x));
                follow_two(&mut values, columns, more_columns, steps);
            }
            Averaging::Rma => {
                let (m, n) = (first.length, second.length);
                let steps = (|v, x| rma(v, m, x), |v, x| rma(v, n, x));
                follow_two(&mut values, columns, more_columns, steps);
            }
        }
        (first.value, second.value) = values;
    }

    /// Steps until the average moves and no `na` is to come; says how many rows that took.
    fn step_until_begun(&mut self, x: &[f64], out: &mut [f64]) -> usize {
        let has_na = has_na(x);
        let mut row = 0;
        while row < x.len() && (has_na || self.lacking > 0) {
            out[row] = self.step(x[row]);
            row += 1;
        }
        row
    }
}

#[inline]
fn follow(value: &mut f64, x: &[f64], out: &mut [f64], step: impl Fn(f64, f64) -> f64) {
    let mut now = *value;
    for (x, out) in x.iter().zip(out) {
        now = step(now, *x);
        *out = now;
    }
    *value = now;
}

#[inline]
fn follow_two(
    values: &mut (f64, f64),
    (x, out): (&[f64], &mut [f64]),
    (y, more): (&[f64], &mut [f64]),
    steps: (impl Fn(f64, f64) -> f64, impl Fn(f64, f64) -> f64),
) {
    let (mut now, mut other) = *values;
    for (((x, out), y), more) in x.iter().zip(out).zip(y).zip(more) {
        now = steps.0(now, *x);
        *out = now;
        other = steps.1(other, *y);
        *more = other;
    }
    *values = (now, other);
}

#[inline]
fn ema(value: f64, alpha: f64, x: f64) -> f64 {
    value + alpha * (x - value)
}

#[inline]
fn rma(value: f64, length: f64, x: f64) -> f64 {
    (value * (length - 1.0) + x) / length
}
