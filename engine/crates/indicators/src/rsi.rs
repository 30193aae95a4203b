//! rsi: the share of gains in smoothed gains and losses.

use crate::averages::{Averaging, Smoothed};

/// State of an rsi.
#[derive(Clone, Debug)]
pub struct Rsi {
    gains: Smoothed,
    losses: Smoothed,
    last_input: f64,
    /// Column driver's memory.
    changes: [Vec<f64>; 2],
}

impl Rsi {
    /// Over `length` changes.
    #[must_use]
    pub fn new(length: usize) -> Self {
        Self {
            gains: Smoothed::new(Averaging::Rma, length),
            losses: Smoothed::new(Averaging::Rma, length),
            last_input: f64::NAN,
            changes: [Vec::new(), Vec::new()],
        }
    }

    /// The next bar.
    pub fn step(&mut self, x: f64) -> f64 {
        if x.is_nan() {
            return f64::NAN;
        }
        let before = std::mem::replace(&mut self.last_input, x);
        if before.is_nan() {
            return f64::NAN;
        }
        let change = x - before;
        let gains = self.gains.step(gain(change));
        let losses = self.losses.step(loss(change));
        index(gains, losses)
    }

    /// The next bars.
    pub fn column(&mut self, x: &[f64], out: &mut [f64]) {
        let has_na = x.iter().fold(false, |has_na, x| has_na | x.is_nan());
        if has_na || self.last_input.is_nan() {
            let fill = x.iter().zip(out);
            fill.for_each(|(x, out)| *out = self.step(*x));
            return;
        }
        let before = std::iter::once(&self.last_input).chain(x);
        let [gains, losses] = &mut self.changes;
        gains.clear();
        losses.clear();
        for (x, before) in x.iter().zip(before) {
            let change = x - before;
            gains.push(gain(change));
            losses.push(loss(change));
        }
        self.gains.column(gains, out);
        gains.resize(x.len(), 0.0);
        self.losses.column(losses, gains);
        for (out, losses) in out.iter_mut().zip(gains) {
            *out = index(*out, *losses);
        }
        self.last_input = x.last().copied().unwrap_or(self.last_input);
    }
}

#[inline]
fn gain(change: f64) -> f64 {
    if change > 0.0 { change } else { 0.0 }
}

#[inline]
fn loss(change: f64) -> f64 {
    if change < 0.0 { -change } else { 0.0 }
}

#[inline]
fn index(gains: f64, losses: f64) -> f64 {
    if losses == 0.0 {
        100.0
    } else {
        100.0 - 100.0 / (1.0 + gains / losses)
    }
}
