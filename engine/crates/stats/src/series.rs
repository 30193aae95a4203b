//! Sums, means and deviations in one fixed order, and returns of an equity curve.

use crate::measure::Value;
use events::EquityPoint;

pub(crate) const NANOS_PER_DAY: f64 = 86_400e9;
pub(crate) const DAYS_PER_YEAR: f64 = 365.25;

/// Why a ratio of returns is absent.
pub(crate) const TOO_FEW_BARS: &str = "fewer than three bars";
pub(crate) const NO_VARIANCE: &str = "the returns do not vary";
pub(crate) const RUINED: &str = "equity was not above 0 throughout";
pub(crate) const NO_TIME: &str = "the period has no length";

/// Sum in order, from 0.
pub(crate) fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().fold(0.0, |total, value| total + value)
}

/// Sum of `part` over long series: four interleaved sums, then (first + second) + (third + fourth),
/// then the up to three values that are left. The order is fixed, and four times as fast as one sum.
pub(crate) fn total(values: &[f64], part: impl Fn(f64) -> f64) -> f64 {
    let (fours, rest) = values.as_chunks::<4>();
    let mut lanes = [0.0; 4];
    for four in fours {
        for (lane, value) in lanes.iter_mut().zip(four) {
            *lane += part(*value);
        }
    }
    let whole = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    rest.iter().fold(whole, |sum, value| sum + part(*value))
}

/// The same over two series of one length.
pub(crate) fn total_of_pairs(a: &[f64], b: &[f64], part: impl Fn(f64, f64) -> f64) -> f64 {
    let ((a_fours, a_rest), (b_fours, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let mut lanes = [0.0; 4];
    for (a, b) in a_fours.iter().zip(b_fours) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += part(*a, *b);
        }
    }
    let whole = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    let rest = a_rest.iter().zip(b_rest);
    rest.fold(whole, |sum, (a, b)| sum + part(*a, *b))
}

/// Arithmetic mean; NaN of nothing.
pub(crate) fn mean(values: &[f64]) -> f64 {
    total(values, |value| value) / values.len() as f64
}

/// Sample variance (n − 1), about their mean.
pub(crate) fn sample_variance(values: &[f64], mean: f64) -> f64 {
    total(values, |value| (value - mean) * (value - mean)) / (values.len() as f64 - 1.0)
}

/// Root of the mean square of what lies below `floor`.
pub(crate) fn downside_deviation(values: &[f64], floor: f64) -> f64 {
    let squares = total(values, |value| {
        let shortfall = if value < floor { value - floor } else { 0.0 };
        shortfall * shortfall
    });
    (squares / values.len() as f64).sqrt()
}

/// Largest of the values, starting from `start`.
pub(crate) fn highest(start: f64, values: impl IntoIterator<Item = f64>) -> f64 {
    values
        .into_iter()
        .fold(start, |best, value| if value > best { value } else { best })
}

/// Equity from point to point as a fraction.
///
/// # Errors
/// Fewer than two returns, or equity that is not above 0 throughout.
pub(crate) fn returns(curve: &[EquityPoint]) -> Result<Vec<f64>, &'static str> {
    if curve.len() < 3 {
        return Err(TOO_FEW_BARS);
    }
    if curve.iter().any(|point| point.equity <= 0.0) {
        return Err(RUINED);
    }
    Ok(curve
        .windows(2)
        .map(|pair| pair[1].equity / pair[0].equity - 1.0)
        .collect())
}

/// Days from the first to the last point.
pub(crate) fn days(curve: &[EquityPoint]) -> Value {
    let (Some(first), Some(last)) = (curve.first(), curve.last()) else {
        return Err(NO_TIME);
    };
    let days = last.time.saturating_sub(first.time) as f64 / NANOS_PER_DAY;
    if days > 0.0 { Ok(days) } else { Err(NO_TIME) }
}

/// Value / divisor, absent with `reason` when the divisor is 0 or the result not finite.
pub(crate) fn ratio(value: f64, divisor: f64, reason: &'static str) -> Value {
    let result = value / divisor;
    if divisor != 0.0 && result.is_finite() {
        Ok(result)
    } else {
        Err(reason)
    }
}
