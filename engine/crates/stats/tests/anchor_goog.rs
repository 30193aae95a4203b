//! The published figures of backtesting.py's own test on GOOG, reproduced to the digits given there.
//!
//! The run is simulated here in a few lines, by the rules of that engine and without ours, so that
//! the measures are checked alone.

#![expect(
    clippy::disallowed_methods,
    reason = "a test reads its data from files"
)]

use base::{Direction, Nanos};
use events::{EquityPoint, RunRecord, Trade, TradeExit};
use stats::{Inputs, Rules, figures};
use std::path::PathBuf;

const DAY: Nanos = 86_400_000_000_000;

struct Bars {
    days: Vec<i64>,
    open: Vec<f64>,
    close: Vec<f64>,
}

fn file() -> PathBuf {
    let root = std::env::var_os("BACKTESTR_TEST_DATA").map_or_else(
        || {
            PathBuf::from(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../../../shared/data"
            ))
        },
        PathBuf::from,
    );
    root.join("ohlcv/backtesting.py/GOOG.csv")
}

/// Days since 1970 of a civil date (March-based years).
fn days(date: &str) -> i64 {
    let part = |range: std::ops::Range<usize>| date[range].parse::<i64>().expect("a date");
    let (year, month, day) = (part(0..4), part(5..7), part(8..10));
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469
}

fn read(path: PathBuf) -> Bars {
    let text = std::fs::read_to_string(path).expect("the file can be read");
    let mut bars = Bars {
        days: Vec::new(),
        open: Vec::new(),
        close: Vec::new(),
    };
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        bars.days.push(days(fields[0]));
        bars.open.push(fields[1].parse().expect("a price"));
        bars.close.push(fields[4].parse().expect("a price"));
    }
    bars
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn trade(side: f64, units: f64, entry: (usize, f64), exit: (usize, f64), bars: &Bars) -> Trade {
    Trade {
        direction: if side > 0.0 {
            Direction::Long
        } else {
            Direction::Short
        },
        quantity: units,
        entry_time: bars.days[entry.0] * DAY,
        entry_price: entry.1,
        entry_statement: 0,
        entry_row: u32::try_from(entry.0).expect("small"),
        exit: Some(TradeExit {
            time: bars.days[exit.0] * DAY,
            price: exit.1,
            statement: 1,
            row: u32::try_from(exit.0).expect("small"),
            reason: None,
            is_ambiguous: None,
        }),
        profit: (exit.1 - entry.1) * side * units,
        fees: 0.0,
        mae: 0.0,
        mfe: 0.0,
    }
}

/// All in on each cross of the averages of 10 and 30, whole units, fills at the next open, the
/// last trade closed at the last open.
fn simulate(bars: &Bars) -> RunRecord {
    let average = |length: usize, at: usize| mean(&bars.close[at + 1 - length..=at]);
    let last = bars.close.len() - 1;
    let (mut cash, mut side, mut units, mut entry) = (10_000.0, 0.0, 0.0, (0, 0.0));
    let mut want = 0.0;
    let mut record = RunRecord::default();
    for at in 0..bars.close.len() {
        let open = bars.open[at];
        if side != 0.0 && (want != 0.0 || at == last) {
            record
                .trades
                .push(trade(side, units, entry, (at, open), bars));
            cash += side * units * open;
            side = 0.0;
        }
        if want != 0.0 && at != last {
            units = (cash * (1.0 - f64::EPSILON) / open).floor();
            (side, entry, want) = (want, (at, open), 0.0);
            cash -= side * units * open;
        }
        let equity = cash + side * units * bars.close[at];
        record.equity.push(EquityPoint {
            time: (bars.days[at] + 1) * DAY,
            equity,
            position: side * units,
        });
        if at >= 30 {
            let now = average(10, at) - average(30, at);
            let before = average(10, at - 1) - average(30, at - 1);
            want = if now > 0.0 && before < 0.0 {
                1.0
            } else if now < 0.0 && before > 0.0 {
                -1.0
            } else {
                want
            };
        }
    }
    record.final_equity = record.equity[last].equity;
    record
}

#[test]
#[ignore = "real data: GOOG.csv"]
fn the_whole_of_the_published_table_is_reproduced() {
    let bars = read(file());
    let record = simulate(&bars);
    let inputs = Inputs {
        record: &record,
        closes: &bars.close,
        hold_from: 29,
        capital: 10_000.0,
        point_value: 1.0,
        risk_free: 0.0,
        rules: Rules::BacktestingPy,
    };
    let found = figures(&inputs);
    let table = [
        ("trade_count", 66.0),
        ("final_equity", 51_422.99),
        ("equity_peak", 75_787.44),
        ("win_rate_pct", 46.969_696_97),
        ("best_trade_pct", 53.595_952_29),
        ("worst_trade_pct", -18.398_873_54),
        ("max_drawdown_pct", -47.980_127_05),
        ("profit_factor_returns", 2.167_945_974_262),
        ("expectancy_pct", 3.274_807_806_675),
        ("sqn", 1.076_618_735_67),
        ("return_pct", 414.229_9),
        ("annual_return_pct", 21.191_099_249),
        ("volatility_pct", 36.497_160_907),
        ("cagr_pct", 21.160_245_706),
        ("sharpe", 0.580_623_224),
        ("sortino", 1.085_343_435),
        ("calmar", 0.441_664_092),
        ("average_drawdown_pct", -5.925_851_582),
        ("max_drawdown_days", 584.0),
        ("average_drawdown_days", 41.0),
        ("max_trade_days", 183.0),
        ("average_trade_days", 46.0),
        ("average_trade_pct", 2.531_715_975),
        ("kelly", 0.151_870_513),
        ("exposure_pct", 96.741_154_562),
        ("buy_and_hold_return_pct", 522.060_185),
        ("alpha_pct", 394.373_911),
        ("beta", 0.038_033_907),
    ];
    let mut wrong = Vec::new();
    for (name, expected) in table {
        let figure = found.iter().find(|figure| figure.name == name).expect(name);
        let value = figure.value.expect("there is a value");
        if (value - expected).abs() > 1e-8 * expected.abs() {
            wrong.push(format!("{name}: {value} instead of {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
