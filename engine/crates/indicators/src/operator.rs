//! One type for all operators, for executors that hold many of them.

use crate::averages::{Averaging, Smoothed};
use crate::cross::{Cross, CrossSide};
use crate::extreme::{Extreme, ExtremeSide};
use crate::memory::{BarsSince, Cumulate, FixNa, ValueWhen};
use crate::rolling_mean::RollingMean;
use crate::rsi::Rsi;
use crate::stdev::{Spread, Stdev};
use crate::true_range::TrueRange;
use crate::weighted::Weighted;
use std::fmt;

/// Largest length, and largest count of occurrences back.
pub const LENGTH_MAX: f64 = 100_000.0;

/// Which operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "docs/semantics/operators.md, Indicators")]
pub enum Kind {
    Sma,
    Ema,
    Rma,
    Wma,
    Stdev,
    Rsi,
    Highest,
    Lowest,
    Cumulate,
    TrueRange,
    CrossOver,
    CrossUnder,
    BarsSince,
    ValueWhen,
    FixNa,
}

/// State of any operator. Inputs and settings come in the page's order; bools are 0 and 1.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each holds the state of its kinds")]
pub enum Operator {
    RollingMean(RollingMean),
    Smoothed(Smoothed),
    Weighted(Weighted),
    Stdev(Stdev),
    Rsi(Rsi),
    Extreme(Extreme),
    Cumulate(Cumulate),
    TrueRange(TrueRange),
    Cross(Cross),
    BarsSince(BarsSince),
    ValueWhen(ValueWhen),
    FixNa(FixNa),
}

/// A length outside its bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SettingError {
    /// The length as it came.
    pub value: f64,
    /// The least that would do.
    pub least: f64,
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, least } = self;
        if value.is_nan() {
            write!(f, "A length is na; it must be {least} to {LENGTH_MAX}.")
        } else {
            write!(
                f,
                "A length is {value}; it must be {least} to {LENGTH_MAX}."
            )
        }
    }
}

impl std::error::Error for SettingError {}

impl Operator {
    /// Fresh state.
    ///
    /// # Errors
    /// A length outside its bounds.
    pub fn new(kind: Kind, settings: &[f64]) -> Result<Self, SettingError> {
        let setting = |index: usize| settings.get(index).copied().unwrap_or(f64::NAN);
        let length = || whole(setting(0), 1.0);
        Ok(match kind {
            Kind::Sma => Self::RollingMean(RollingMean::new(length()?)),
            Kind::Ema => Self::Smoothed(Smoothed::new(Averaging::Ema, length()?)),
            Kind::Rma => Self::Smoothed(Smoothed::new(Averaging::Rma, length()?)),
            Kind::Wma => Self::Weighted(Weighted::new(length()?)),
            Kind::Stdev => Self::Stdev(Stdev::new(length()?, spread(setting(1)))),
            Kind::Rsi => Self::Rsi(Rsi::new(length()?)),
            Kind::Highest => Self::Extreme(Extreme::new(ExtremeSide::Highest, length()?)),
            Kind::Lowest => Self::Extreme(Extreme::new(ExtremeSide::Lowest, length()?)),
            Kind::Cumulate => Self::Cumulate(Cumulate::default()),
            Kind::TrueRange => Self::TrueRange(TrueRange::new(setting(0) == 1.0)),
            Kind::CrossOver => Self::Cross(Cross::new(CrossSide::Over)),
            Kind::CrossUnder => Self::Cross(Cross::new(CrossSide::Under)),
            Kind::BarsSince => Self::BarsSince(BarsSince::default()),
            Kind::ValueWhen => Self::ValueWhen(ValueWhen::new(whole(setting(0), 0.0)?)),
            Kind::FixNa => Self::FixNa(FixNa::default()),
        })
    }

    /// The next bar. Inputs that the operator does not have are not looked at.
    #[inline]
    pub fn step(&mut self, [a, b, c]: [f64; 3]) -> f64 {
        match self {
            Self::RollingMean(state) => state.step(a),
            Self::Smoothed(state) => state.step(a),
            Self::Weighted(state) => state.step(a),
            Self::Stdev(state) => state.step(a),
            Self::Rsi(state) => state.step(a),
            Self::Extreme(state) => state.step(a),
            Self::Cumulate(state) => state.step(a),
            Self::TrueRange(state) => state.step(a, b, c),
            Self::Cross(state) => state.step(a, b),
            Self::BarsSince(state) => state.step(a != 0.0),
            Self::ValueWhen(state) => state.step(a != 0.0, b),
            Self::FixNa(state) => state.step(a),
        }
    }

    /// The next bars, as many as `out` is long.
    pub fn column(&mut self, [a, b, c]: [&[f64]; 3], out: &mut [f64]) {
        match self {
            Self::RollingMean(state) => state.column(a, out),
            Self::Smoothed(state) => state.column(a, out),
            Self::Weighted(state) => state.column(a, out),
            Self::Stdev(state) => state.column(a, out),
            Self::Rsi(state) => state.column(a, out),
            Self::Extreme(state) => state.column(a, out),
            Self::Cumulate(state) => each(a, out, |x| state.step(x)),
            Self::TrueRange(state) => state.column(a, b, c, out),
            Self::Cross(state) => state.column(a, b, out),
            Self::BarsSince(state) => each(a, out, |x| state.step(x != 0.0)),
            Self::ValueWhen(state) => {
                for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
                    *out = state.step(*a != 0.0, *b);
                }
            }
            Self::FixNa(state) => each(a, out, |x| state.step(x)),
        }
    }
}

/// An operator with its inputs and its output.
pub type Driven<'a> = (&'a mut Operator, [&'a [f64]; 3], &'a mut [f64]);

impl Operator {
    /// Whether two operators gain from [`column_pair`](Self::column_pair).
    #[must_use]
    pub const fn pairs_with(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::RollingMean(_), Self::RollingMean(_)) | (Self::Smoothed(_), Self::Smoothed(_))
        )
    }

    /// The next bars of two operators that do not read each other: the same as one after the other.
    pub fn column_pair((first, x, out): Driven<'_>, (second, y, more): Driven<'_>) {
        match (first, second) {
            (Self::RollingMean(first), Self::RollingMean(second)) => {
                RollingMean::column_pair((first, x[0], out), (second, y[0], more));
            }
            (Self::Smoothed(first), Self::Smoothed(second)) => {
                Smoothed::column_pair((first, x[0], out), (second, y[0], more));
            }
            (first, second) => {
                first.column(x, out);
                second.column(y, more);
            }
        }
    }
}

fn each(x: &[f64], out: &mut [f64], mut step: impl FnMut(f64) -> f64) {
    for (out, x) in out.iter_mut().zip(x) {
        *out = step(*x);
    }
}

fn whole(value: f64, least: f64) -> Result<usize, SettingError> {
    let whole = value.trunc();
    if whole >= least && whole <= LENGTH_MAX {
        Ok(whole as usize)
    } else {
        Err(SettingError { value, least })
    }
}

fn spread(is_population: f64) -> Spread {
    if is_population == 0.0 {
        Spread::Sample
    } else {
        Spread::Population
    }
}
