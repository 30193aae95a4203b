//! rsi: the share of gains in smoothed gains and losses.

use crate::averages::{Averaging, Smoothed};
use crate::window::has_na;

/// State of an rsi.
#[derive(Clone, Debug)]
pub struct Rsi {
    gains: Smoothed,
    losses: Smoothed,
    last_input: f64,
    /// Column driver's memory.
    columns: [Vec<f64>; 3],
}

impl Rsi {
    /// Over `length` changes.
    #[must_use]
    pub fn new(length: usize) -> Self {
        Self {
            gains: Smoothed::new(Averaging::Rma, length),
            losses: Smoothed::new(Averaging::Rma, length),
            last_input: f64::NAN,
            columns: [Vec::new(), Vec::new(), Vec::new()],
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
        let has_na = has_na(x);
        if has_na || self.last_input.is_nan() {
            let fill = x.iter().zip(out);
            fill.for_each(|(x, out)| *out = self.step(*x));
            return;
        }
        let Some((first, rest)) = x.split_first() else {
            return;
        };
        let [gains, losses, smoothed] = &mut self.columns;
        for column in [&mut *gains, &mut *losses, &mut *smoothed] {
            column.resize(x.len(), 0.0);
        }
        gains[0] = gain(first - self.last_input);
        losses[0] = loss(first - self.last_input);
        let changes = gains[1..].iter_mut().zip(&mut losses[1..]);
        for ((gained, lost), (x, before)) in changes.zip(rest.iter().zip(x)) {
            *gained = gain(x - before);
            *lost = loss(x - before);
        }
        let lost = (&mut self.losses, &losses[..], &mut smoothed[..]);
        Smoothed::column_pair((&mut self.gains, gains, out), lost);
        for (out, losses) in out.iter_mut().zip(smoothed) {
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
