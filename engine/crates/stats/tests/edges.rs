//! Where a measure has no value it is absent with a reason, never 0 or infinity.

use base::Direction;
use events::{EquityPoint, RunRecord, Trade, TradeExit};
use stats::{Figure, Inputs, MEASURES, Rules, figures};

const HOUR: i64 = 3_600_000_000_000;

fn curve(values: &[f64]) -> Vec<EquityPoint> {
    let point = |(index, &equity): (usize, &f64)| EquityPoint {
        time: (i64::try_from(index).expect("small") + 1) * HOUR,
        equity,
        position: 0.0,
    };
    values.iter().enumerate().map(point).collect()
}

fn trade(profit: f64, rows: (u32, u32)) -> Trade {
    Trade {
        direction: Direction::Long,
        quantity: 2.0,
        entry_time: i64::from(rows.0) * HOUR,
        entry_price: 50.0,
        entry_statement: 0,
        entry_row: rows.0,
        exit: Some(TradeExit {
            time: i64::from(rows.1) * HOUR,
            price: 0.0,
            statement: 1,
            row: rows.1,
            reason: None,
            is_ambiguous: None,
        }),
        profit,
        fees: 0.0,
        mae: -3.0,
        mfe: 5.0,
    }
}

fn run(equity: &[f64], trades: Vec<Trade>, rules: Rules) -> Vec<Figure> {
    let record = RunRecord {
        final_equity: equity.last().copied().unwrap_or(100.0),
        equity: curve(equity),
        trades,
        ..RunRecord::default()
    };
    let closes = vec![10.0; equity.len()];
    figures(&Inputs {
        record: &record,
        closes: &closes,
        hold_from: 0,
        capital: 100.0,
        point_value: 1.0,
        risk_free: 0.0,
        rules,
    })
}

fn value(figures: &[Figure], name: &str) -> Result<f64, &'static str> {
    figures
        .iter()
        .find(|figure| figure.name == name)
        .expect(name)
        .value
}

#[test]
fn nothing_at_all_gives_reasons_and_no_number_out_of_thin_air() {
    for rules in [Rules::Native, Rules::BacktestingPy] {
        for equity in [
            vec![],
            vec![100.0],
            vec![100.0; 40],
            vec![100.0, -5.0, 3.0, 0.0],
        ] {
            check_nothing(&run(&equity, Vec::new(), rules));
        }
    }
}

fn check_nothing(found: &[Figure]) {
    assert_eq!(found.len(), MEASURES.len());
    for figure in found {
        match figure.value {
            Ok(value) => assert!(value.is_finite(), "{} is {value}", figure.name),
            Err(reason) => assert_ne!(reason, "it was not computed", "{}", figure.name),
        }
    }
    for name in [
        "sharpe",
        "sortino",
        "win_rate_pct",
        "profit_factor",
        "expectancy",
        "sqn",
        "kelly",
    ] {
        assert!(value(found, name).is_err(), "{name}");
    }
}

#[test]
fn one_trade_has_a_rate_but_no_spread() {
    let found = run(
        &[100.0, 104.0, 110.0],
        vec![trade(10.0, (0, 2))],
        Rules::Native,
    );
    assert_eq!(value(&found, "win_rate_pct"), Ok(100.0));
    assert_eq!(value(&found, "profit_factor"), Err("no trade lost"));
    assert_eq!(
        value(&found, "sqn"),
        Err("fewer than two trades were closed")
    );
    assert_eq!(value(&found, "average_bars_held"), Ok(2.0));
    assert_eq!(value(&found, "max_drawdown_pct"), Ok(0.0));
    assert_eq!(
        value(&found, "average_drawdown_pct"),
        Err("equity never fell below a high")
    );
}

#[test]
fn money_measures_worked_by_hand() {
    // Profits 10, −4, 0, 6, −2: won 16, lost 6.
    let profits = [10.0, -4.0, 0.0, 6.0, -2.0];
    let trades = profits
        .iter()
        .zip(0_u32..)
        .map(|(profit, at)| trade(*profit, (at, at + 1)));
    let found = run(
        &[110.0, 106.0, 106.0, 112.0, 110.0, 110.0],
        trades.collect(),
        Rules::Native,
    );
    let expected = [
        ("net_profit", 10.0),
        ("return_pct", 10.0),
        ("trade_count", 5.0),
        ("win_rate_pct", 40.0),
        ("gross_profit", 16.0),
        ("gross_loss", 6.0),
        ("profit_factor", 16.0 / 6.0),
        ("expectancy", 2.0),
        ("average_win", 8.0),
        ("average_loss", -3.0),
        ("even_count", 1.0),
        ("max_consecutive_losses", 1.0),
        ("best_trade_pct", 10.0),
        ("worst_trade_pct", -4.0),
        ("average_mae", -3.0),
        ("average_mfe", 5.0),
        ("max_drawdown", -4.0),
        ("equity_peak", 112.0),
        ("exposure_pct", 100.0),
        // 0.4 − 0.6 / (8 / 3)
        ("kelly", 0.175),
    ];
    for (name, wanted) in expected {
        let got = value(&found, name).expect(name);
        assert!(
            (got - wanted).abs() < 1e-12,
            "{name}: {got} instead of {wanted}"
        );
    }
}

#[test]
fn sharpe_of_alternating_returns_worked_by_hand() {
    // Ten steps of +2 % and −1 % in turn: mean 0.5 %, sample deviation 1.5 % · sqrt(10 / 9),
    // hourly, so 8,766 steps a year.
    let mut equity = vec![100.0];
    for step in 0..10 {
        let factor = if step % 2 == 0 { 1.02 } else { 0.99 };
        equity.push(equity[step] * factor);
    }
    let found = run(&equity, Vec::new(), Rules::Native);
    let wanted = 0.005 / (0.015 * (10.0_f64 / 9.0).sqrt()) * 8_766.0_f64.sqrt();
    let got = value(&found, "sharpe").expect("there is variance");
    assert!(
        (got / wanted - 1.0).abs() < 1e-9,
        "{got} instead of {wanted}"
    );
}

#[test]
fn names_are_unique_and_formulas_are_there() {
    for (index, measure) in MEASURES.iter().enumerate() {
        assert!(!measure.formula.is_empty() && !measure.unit.is_empty());
        assert!(
            MEASURES[..index]
                .iter()
                .all(|other| other.name != measure.name)
        );
    }
}
