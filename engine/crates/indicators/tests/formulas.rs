//! Operators against their definitions: plain sums from scratch on each bar, and small worked tables.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

use indicators::{Kind, Operator};
use proptest::prelude::*;

fn run(kind: Kind, settings: &[f64], x: &[f64]) -> Vec<f64> {
    let mut operator = Operator::new(kind, settings).unwrap();
    let mut out = vec![0.0; x.len()];
    operator.column([x, x, x], &mut out);
    out
}

fn is_close(a: f64, b: f64, scale: f64) -> bool {
    (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-9 * scale.max(1.0)
}

/// `f` of the last n values on each row, `na` before.
fn windowed(x: &[f64], n: usize, f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let at = |row: usize| {
        let first = (row + 1).checked_sub(n)?;
        Some(f(&x[first..=row]))
    };
    (0..x.len())
        .map(|row| at(row).unwrap_or(f64::NAN))
        .collect()
}

fn mean(window: &[f64]) -> f64 {
    window.iter().sum::<f64>() / window.len() as f64
}

fn variance(window: &[f64], lost: f64) -> f64 {
    let m = mean(window);
    let squares: f64 = window.iter().map(|x| (x - m) * (x - m)).sum();
    squares / (window.len() as f64 - lost)
}

fn check(found: &[f64], expected: &[f64], scale: f64) -> Result<(), TestCaseError> {
    for (row, (a, b)) in found.iter().zip(expected).enumerate() {
        prop_assert!(is_close(*a, *b, scale), "row {row}: {a} is not {b}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn windows_match_sums_from_scratch(
        x in prop::collection::vec(-1e6..1e6_f64, 1..200),
        n in 2_usize..30,
    ) {
        let length = n as f64;
        check(&run(Kind::Sma, &[length], &x), &windowed(&x, n, mean), 1e6)?;
        let weighted = |w: &[f64]| {
            let sum: f64 = w.iter().zip(1..).map(|(x, i)| x * f64::from(i)).sum();
            sum / (length * (length + 1.0) / 2.0)
        };
        check(&run(Kind::Wma, &[length], &x), &windowed(&x, n, weighted), 1e6)?;
        for (is_population, lost) in [(1.0, 0.0), (0.0, 1.0)] {
            let spread = |w: &[f64]| variance(w, lost).sqrt();
            let found = run(Kind::Stdev, &[length, is_population], &x);
            check(&found, &windowed(&x, n, spread), 1e6)?;
        }
        let highest = |w: &[f64]| w.iter().copied().fold(f64::MIN, f64::max);
        check(&run(Kind::Highest, &[length], &x), &windowed(&x, n, highest), 0.0)?;
        let lowest = |w: &[f64]| w.iter().copied().fold(f64::MAX, f64::min);
        check(&run(Kind::Lowest, &[length], &x), &windowed(&x, n, lowest), 0.0)?;
    }

    #[test]
    fn the_rolling_sum_does_not_drift(seed in 1_u64..1_000) {
        let mut state = seed;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f64 / 1e3
        };
        let mut x: Vec<f64> = (0..20_000).map(|_| random()).collect();
        // A huge value passes through the window and must leave nothing behind.
        x[500] = 1e15;
        let found = run(Kind::Sma, &[10.0], &x);
        let expected = windowed(&x[19_990..], 10, mean);
        prop_assert!(is_close(found[19_999], expected[9], 1.0));
    }
}

const NA: f64 = f64::NAN;

#[track_caller]
fn table(kind: Kind, settings: &[f64], x: &[f64], expected: &[f64]) {
    let found = run(kind, settings, x);
    let same = |(a, b): (&f64, &f64)| is_close(*a, *b, 0.0);
    let is_equal = found.len() == expected.len() && found.iter().zip(expected).all(same);
    assert!(is_equal, "{kind:?}: {found:?} is not {expected:?}");
}

#[test]
fn na_bars_follow_each_operators_rule() {
    table(
        Kind::Sma,
        &[2.0],
        &[1.0, NA, 3.0, NA, 5.0],
        &[NA, NA, 2.0, 2.0, 4.0],
    );
    table(Kind::Ema, &[2.0], &[1.0, 3.0, NA, 5.0], &[NA, 2.0, NA, 4.0]);
    table(Kind::Rma, &[2.0], &[1.0, 3.0, NA, 5.0], &[NA, 2.0, NA, 3.5]);
    table(Kind::Wma, &[2.0], &[NA, 3.0, NA, 6.0], &[NA, NA, 3.0, 5.0]);
    table(
        Kind::Stdev,
        &[2.0, 1.0],
        &[1.0, 3.0, NA, 7.0],
        &[NA, 1.0, 1.0, 2.0],
    );
    table(Kind::Stdev, &[1.0, 0.0], &[1.0, 3.0], &[NA, NA]);
    table(
        Kind::Highest,
        &[2.0],
        &[1.0, NA, 3.0, NA, 2.0, 1.0],
        &[NA, NA, 3.0, 3.0, 3.0, 2.0],
    );
    table(
        Kind::Lowest,
        &[2.0],
        &[3.0, 1.0, NA, 4.0, 5.0],
        &[NA, 1.0, 1.0, 1.0, 4.0],
    );
    table(Kind::Cumulate, &[], &[1.0, NA, 3.0], &[1.0, NA, 4.0]);
    table(Kind::FixNa, &[], &[NA, 2.0, NA, 3.0], &[NA, 2.0, 2.0, 3.0]);
    table(
        Kind::BarsSince,
        &[],
        &[0.0, 1.0, 0.0, 0.0, 1.0],
        &[NA, 0.0, 1.0, 2.0, 0.0],
    );
    table(
        Kind::ValueWhen,
        &[1.0],
        &[1.0, 0.0, 1.0, 1.0],
        &[NA, NA, 1.0, 1.0],
    );
}

#[test]
fn rsi_is_100_without_losses_and_0_without_gains() {
    table(
        Kind::Rsi,
        &[2.0],
        &[1.0, 2.0, 3.0, 4.0],
        &[NA, NA, 100.0, 100.0],
    );
    table(
        Kind::Rsi,
        &[2.0],
        &[4.0, 3.0, 2.0, NA, 1.0],
        &[NA, NA, 0.0, NA, 0.0],
    );
    table(Kind::Rsi, &[2.0], &[1.0, 3.0, 1.0], &[NA, NA, 50.0]);
}

#[test]
fn true_range_counts_from_the_close_before() {
    let range = |bridges: f64| {
        let mut operator = Operator::new(Kind::TrueRange, &[bridges]).unwrap();
        let mut out = [0.0; 4];
        let (high, low) = ([3.0, 4.0, 9.0, 5.0], [1.0, 3.0, 8.0, 4.0]);
        operator.column([&high, &low, &[2.0, 3.5, NA, 4.0]], &mut out);
        out
    };
    let [first, second, third, fourth] = range(1.0);
    assert_eq!([first, second, third, fourth], [2.0, 2.0, 5.5, 1.0]);
    assert!(range(0.0)[0].is_nan() && range(0.0)[3].is_nan());
}

#[test]
fn crosses_compare_with_the_last_bar_on_which_both_were_defined() {
    let cross = |kind: Kind, a: &[f64], b: &[f64]| {
        let mut operator = Operator::new(kind, &[]).unwrap();
        let mut out = vec![0.0; a.len()];
        operator.column([a, b, a], &mut out);
        out
    };
    let two = [2.0; 5];
    assert_eq!(
        cross(Kind::CrossOver, &[3.0, 1.0, 3.0, 2.0, 3.0], &two),
        [0.0, 0.0, 1.0, 0.0, 1.0]
    );
    assert_eq!(
        cross(Kind::CrossOver, &[1.0, NA, 3.0, 3.0, 3.0], &two),
        [0.0, 0.0, 1.0, 0.0, 0.0]
    );
    assert_eq!(
        cross(Kind::CrossUnder, &[3.0, NA, 1.0, 2.0, 1.0], &two),
        [0.0, 0.0, 1.0, 0.0, 1.0]
    );
}
