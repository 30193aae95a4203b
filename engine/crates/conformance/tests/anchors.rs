//! Published results to the last digit, from the twin and from the fast path.

use conformance::{Case, Engine, Fast, Seed, Twin, ema_ticks, sma_cross, sma_reversal};
use events::RunRecord;
use std::collections::BTreeSet;
use std::path::PathBuf;

const BOTH: [&dyn Engine; 2] = [&Twin, &Fast::new(1_024, false)];

fn runs(case: &Case) -> Vec<RunRecord> {
    let prepared = case.prepare().expect("the anchor is valid");
    let runs = BOTH.map(|engine| engine.run(&prepared).expect("the anchor runs"));
    assert_eq!(runs[0].digest, runs[1].digest);
    runs.to_vec()
}

fn sma_reversal_gives(rows: usize, entries: usize, final_equity: f64, fees: f64) {
    for run in runs(&sma_reversal(rows)) {
        let opened: BTreeSet<i64> = run.trades.iter().map(|trade| trade.entry_time).collect();
        assert_eq!(opened.len(), entries);
        assert_eq!(run.final_equity, final_equity);
        assert_eq!(run.fees, fees);
    }
}

#[test]
fn sma_reversal_on_20_000_bars() {
    sma_reversal_gives(20_000, 433, 99_659.123_626_708_98, 262.376_373_291_015_6);
}

#[test]
fn sma_reversal_on_100_000_bars() {
    sma_reversal_gives(
        100_000,
        2_229,
        98_521.464_080_810_55,
        1_321.785_919_189_453_1,
    );
}

#[test]
fn sma_reversal_on_370_000_bars() {
    sma_reversal_gives(370_000, 8_212, 94_710.164_001_464_84, 5_454.835_998_535_156);
}

fn ema_ticks_gives(seed: Seed, final_cash: f64) {
    for run in runs(&ema_ticks(1_000_000, seed)) {
        assert_eq!(run.trades.len(), 2_826);
        assert!(run.trades.iter().all(|trade| trade.exit.is_some()));
        assert_eq!(run.final_equity, final_cash);
        assert_eq!(run.equity.len(), 1_000_000);
    }
}

#[test]
fn ema_ticks_from_the_first_price_on() {
    ema_ticks_gives(Seed::FirstValue, 98_997.75);
}

#[test]
fn ema_ticks_from_a_plain_mean_on() {
    ema_ticks_gives(Seed::PlainMean, 98_996.75);
}

#[test]
#[ignore = "real data: backtesting.py's GOOG.csv"]
fn goog_as_backtesting_py_has_it() {
    let path = data_folder().join("ohlcv/backtesting.py/GOOG.csv");
    let instrument = sma_reversal(1).market.instrument;
    let options = import::BarsFileOptions {
        zone: base::Zone::utc(),
        stamp: import::BarStamp::Open,
        timeframe: None,
        instrument,
    };
    let read = import::read_bars_file(&path, &options).expect("the bars can be read");
    let bars = read.bars.bars().clone();
    assert_eq!(bars.len(), 2_148);
    for run in runs(&sma_cross(bars)) {
        assert_eq!(run.trades.len(), 66);
        assert!(run.trades.iter().all(|trade| trade.exit.is_some()));
        let wins = run.trades.iter().filter(|trade| trade.profit > 0.0);
        assert_eq!(wins.count(), 31);
        assert_eq!((run.final_equity * 100.0).round() / 100.0, 51_422.99);
        let peak = run
            .equity
            .iter()
            .map(|point| point.equity)
            .fold(0.0, f64::max);
        assert_eq!((peak * 100.0).round() / 100.0, 75_787.44);
    }
}

/// Where real data is: the runner of all tests names it.
#[expect(clippy::disallowed_methods, reason = "tests on real data look for it")]
fn data_folder() -> PathBuf {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data");
    std::env::var_os("BACKTESTR_TEST_DATA").map_or(beside, PathBuf::from)
}
