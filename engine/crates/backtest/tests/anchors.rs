//! Published results, to the last digit: backtesting.py's GOOG test and the workload SMA-REV.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod common;

use backtest::Options;
use common::build::{account, settings, sma_cross, sma_reversal};
use common::{generated, quotes};
use events::RunRecord;
use market::{Bars, MemoryBars};
use plan::{Commission, Profile, Sizing};

fn reversal(rows: usize) -> RunRecord {
    let mut account = account();
    account.commission = vec![Commission::Value(1.0 / 16_384.0)];
    let source = generated::source(rows);
    backtest::run(
        &sma_reversal(),
        &settings(account),
        &source,
        &Options::default(),
    )
    .unwrap()
}

#[test]
fn sma_reversal_on_20_000_bars() {
    let run = reversal(20_000);
    assert_eq!(run.fills.len(), 433);
    assert_eq!(run.final_equity, 99_659.123_626_708_98);
    assert_eq!(run.fees, 262.376_373_291_015_6);
    assert_eq!(run.trades.len(), 433);
    assert_eq!(run.equity.len(), 20_000);
}

#[test]
fn sma_reversal_on_370_000_bars() {
    let run = reversal(370_000);
    assert_eq!(run.fills.len(), 8_212);
    assert_eq!(run.final_equity, 94_710.164_001_464_84);
    assert_eq!(run.fees, 5_454.835_998_535_156);
}

/// The workload EMA-TICK: entries and what is left of 100,000.
#[test]
fn ema_tick_on_a_million_quotes() {
    let source = quotes::ticks(1_000_000);
    for (plan, entries, cash) in [
        (quotes::ema_seeded_by_first(), 2_826, 98_997.75),
        (quotes::ema_seeded_by_mean(), 2_826, 98_996.75),
    ] {
        let chart = backtest::tick_chart(&plan, &quotes::each(&source)).unwrap();
        let options = Options::default();
        let run = backtest::run_quotes(&plan, &quotes::at_once(), &chart, &options).unwrap();
        // The last fill closes; each other one opens a trade.
        assert_eq!(run.fills.len() - 1, entries);
        assert_eq!(run.trades.len(), entries);
        assert_eq!(run.final_equity, cash);
        assert!(run.trades.iter().all(|trade| trade.exit.is_some()));
    }
}

#[test]
#[ignore = "real data: GOOG.csv"]
fn goog_sma_cross_under_backtesting_py() {
    let source = goog();
    let mut account = account();
    account.capital = 10_000.0;
    account.size = Sizing::Equity(1.0);
    account.profile = Profile::BacktestingPy;
    account.close_at_end = true;
    let run = backtest::run(
        &sma_cross(),
        &settings(account),
        &source,
        &Options::default(),
    )
    .unwrap();
    assert_eq!(run.trades.len(), 66);
    let closed = run.trades.iter().filter(|trade| trade.exit.is_some());
    assert_eq!(closed.count(), 66);
    assert_eq!((run.final_equity * 100.0).round() / 100.0, 51_422.99);
}

/// backtesting.py's daily bars.
fn goog() -> MemoryBars {
    let text = common::data::read("ohlcv/backtesting.py/GOOG.csv");
    let day = 86_400_000_000_000;
    let mut bars = Bars::default();
    for (row, line) in text.lines().skip(1).enumerate() {
        let numbers: Vec<f64> = (line.split(',').skip(1))
            .map(|field| field.trim().parse().unwrap())
            .collect();
        // Days are numbered: the anchor looks at no date.
        bars.open_time.push(row as i64 * day);
        bars.close_time.push((row as i64 + 1) * day);
        bars.open.push(numbers[0]);
        bars.high.push(numbers[1]);
        bars.low.push(numbers[2]);
        bars.close.push(numbers[3]);
        bars.volume.push(numbers[4]);
    }
    MemoryBars::new(generated::instrument(), bars).unwrap()
}
