//! The two drivers give the same bits, however a column is cut into blocks, with `na` anywhere.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

use indicators::{Kind, Operator};
use proptest::prelude::*;

const KINDS: [Kind; 15] = [
    Kind::Sma,
    Kind::Ema,
    Kind::Rma,
    Kind::Wma,
    Kind::Stdev,
    Kind::Rsi,
    Kind::Highest,
    Kind::Lowest,
    Kind::Cumulate,
    Kind::TrueRange,
    Kind::CrossOver,
    Kind::CrossUnder,
    Kind::BarsSince,
    Kind::ValueWhen,
    Kind::FixNa,
];

/// Prices on a coarse grid meet and repeat; others are as rough as numbers can be.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (-8_i32..8).prop_map(|ticks| f64::from(ticks) * 0.25),
        6 => -1e6..1e6_f64,
        1 => Just(f64::NAN),
        1 => prop_oneof![Just(0.0), Just(-0.0), Just(1e300), Just(-1e300), Just(1e-300)],
    ]
}

fn columns() -> impl Strategy<Value = [Vec<f64>; 3]> {
    (1_usize..120).prop_flat_map(|rows| {
        let column = || prop::collection::vec(value(), rows).boxed();
        // Long stretches without na reach the fast paths.
        let clean = || prop::collection::vec(-100.0..100.0_f64, rows).boxed();
        prop_oneof![
            [column(), column(), column()],
            [clean(), clean(), clean()],
            [clean(), clean(), column()],
        ]
    })
}

const fn bits(value: f64) -> u64 {
    if value.is_nan() {
        u64::MAX
    } else {
        (value + 0.0).to_bits()
    }
}

fn inputs(kind: Kind, columns: &[Vec<f64>; 3]) -> [Vec<f64>; 3] {
    let mut inputs = columns.clone();
    if matches!(kind, Kind::BarsSince | Kind::ValueWhen) {
        let truth = |x: &mut f64| *x = f64::from(u8::from(*x > 0.0));
        inputs[0].iter_mut().for_each(truth);
    }
    inputs
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn column_is_step(
        kind in prop::sample::select(&KINDS[..]),
        columns in columns(),
        length in 1_usize..12,
        switch in any::<bool>(),
        cuts in prop::collection::vec(1_usize..40, 1..12),
    ) {
        let settings = match kind {
            Kind::TrueRange => [f64::from(u8::from(switch)), f64::NAN],
            _ => [length as f64, f64::from(u8::from(switch))],
        };
        let [a, b, c] = inputs(kind, &columns);
        let mut stepped = Operator::new(kind, &settings).unwrap();
        let by_step: Vec<u64> = (0..a.len())
            .map(|row| bits(stepped.step([a[row], b[row], c[row]])))
            .collect();
        let mut driven = Operator::new(kind, &settings).unwrap();
        let mut by_column = vec![0.0; a.len()];
        let mut from = 0;
        for cut in cuts.iter().cycle() {
            let to = (from + cut).min(a.len());
            let rows = from..to;
            let block = [&a[rows.clone()], &b[rows.clone()], &c[rows.clone()]];
            driven.column(block, &mut by_column[rows]);
            from = to;
            if from == a.len() {
                break;
            }
        }
        let by_column: Vec<u64> = by_column.into_iter().map(bits).collect();
        prop_assert_eq!(by_step, by_column);
    }

    #[test]
    fn two_at_a_time_is_one_after_the_other(
        kinds in (prop::sample::select(&KINDS[..3]), prop::sample::select(&KINDS[..3])),
        columns in columns(),
        lengths in (1_usize..12, 1_usize..12),
        cut in 0_usize..120,
    ) {
        let [x, y, _] = columns;
        let new = |kind: Kind, length: usize| Operator::new(kind, &[length as f64]).unwrap();
        let mut apart = (new(kinds.0, lengths.0), new(kinds.1, lengths.1));
        let mut together = apart.clone();
        let cut = cut.min(x.len());
        for rows in [0..cut, cut..x.len()] {
            let (x, y) = (&x[rows.clone()], &y[rows.clone()]);
            let mut expected = [vec![0.0; rows.len()], vec![0.0; rows.len()]];
            apart.0.column([x, x, x], &mut expected[0]);
            apart.1.column([y, y, y], &mut expected[1]);
            let mut found = [vec![0.0; rows.len()], vec![0.0; rows.len()]];
            let [first, second] = &mut found;
            Operator::column_pair(
                (&mut together.0, [x, x, x], first),
                (&mut together.1, [y, y, y], second),
            );
            let bits_of = |columns: &[Vec<f64>; 2]| -> Vec<u64> {
                columns.iter().flatten().map(|value| bits(*value)).collect()
            };
            prop_assert_eq!(bits_of(&found), bits_of(&expected));
        }
    }
}

#[test]
fn lengths_are_truncated_and_bounded() {
    for bad in [0.0, 0.9, -1.0, f64::NAN, 100_001.0, f64::INFINITY] {
        assert!(Operator::new(Kind::Sma, &[bad]).is_err(), "{bad}");
    }
    for good in [1.0, 1.9, 100_000.5] {
        assert!(Operator::new(Kind::Sma, &[good]).is_ok(), "{good}");
    }
    assert!(Operator::new(Kind::ValueWhen, &[0.0]).is_ok());
    assert!(Operator::new(Kind::ValueWhen, &[-0.5]).is_ok());
    assert!(Operator::new(Kind::ValueWhen, &[-1.0]).is_err());
}
