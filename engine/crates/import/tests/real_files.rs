//! Files of real sources, read whole: rows, timeframes, first and last bars as the files show them.
//!
//! The files stand beside the repository.

#![expect(
    clippy::disallowed_methods,
    reason = "tests find their data by the environment"
)]

use base::Zone;
use base::civil::utc_text;
use import::{BarStamp, BarsFileOptions, ImportedBars, read_bars_file};
use market::Instrument;
use std::path::PathBuf;

fn read(name: &str, zone: &str) -> ImportedBars {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data");
    let root = std::env::var_os("BACKTESTR_TEST_DATA").map_or_else(|| beside.into(), PathBuf::from);
    let path = root.join(name);
    assert!(
        path.is_file(),
        "there is no {}: set BACKTESTR_TEST_DATA to the folder of real data",
        path.display()
    );
    let zone = Zone::new(zone).expect("a known zone");
    let options = BarsFileOptions {
        zone: zone.clone(),
        stamp: BarStamp::Open,
        timeframe: None,
        instrument: Instrument {
            symbol: "TEST".into(),
            tick_size: None,
            point_value: 1.0,
            lot: None,
            zone,
        },
    };
    read_bars_file(&path, &options).expect("the file can be read")
}

/// `timeframe rows_in kept rejected duplicates first_open last_close`
fn check(name: &str, zone: &str, expected: &str) {
    let imported = read(name, zone);
    let bars = imported.bars.bars();
    let report = &imported.report;
    let shown = format!(
        "{} {} {} {} {} {} {}",
        report.timeframe,
        report.rows_in,
        report.rows_kept,
        report.rows_rejected,
        report.rows_duplicate,
        utc_text(bars.open_time[0]),
        utc_text(bars.close_time[bars.len() - 1]),
    );
    assert_eq!(shown, expected, "{name}: {}", report.understood);
}

#[test]
#[ignore = "real data: GOOG.csv"]
fn days_of_a_share() {
    check(
        "ohlcv/backtesting.py/GOOG.csv",
        "America/New_York",
        "1d 2148 2148 0 0 2004-08-19T04:00:00Z 2013-03-02T05:00:00Z",
    );
}

#[test]
#[ignore = "real data: EURUSD.csv"]
fn hours_of_a_currency() {
    check(
        "ohlcv/backtesting.py/EURUSD.csv",
        "UTC",
        "1h 5000 5000 0 0 2017-04-19T09:00:00Z 2018-02-07T16:00:00Z",
    );
}

#[test]
#[ignore = "real data: BTCUSD.csv"]
fn months_of_a_coin() {
    check(
        "ohlcv/backtesting.py/BTCUSD.csv",
        "UTC",
        "1mo 156 156 0 0 2012-01-31T00:00:00Z 2025-01-31T00:00:00Z",
    );
}

#[test]
#[ignore = "real data: ADABTC-1m-2021-11-27.csv"]
fn minutes_of_an_exchange_without_a_header() {
    check(
        "ohlcv/crypto/ADABTC-1m-2021-11-27.csv",
        "UTC",
        "1m 10 10 0 0 2021-11-27T00:00:00Z 2021-11-27T00:10:00Z",
    );
}

#[test]
#[ignore = "real data: gbpusd-m1-bid-2012.csv"]
fn minutes_with_an_offset_from_utc() {
    check(
        "fx-csv/fxcm-m1/gbpusd-m1-bid-2012.csv",
        "America/New_York",
        "1m 30117 30117 0 0 2012-02-01T00:00:00Z 2012-03-01T00:01:00Z",
    );
}

#[test]
#[ignore = "real data: EURUSDh4.csv"]
fn four_hours_of_a_terminal() {
    check(
        "fx-csv/mt5-style/EURUSDh4.csv",
        "UTC",
        "4h 14400 14400 0 0 2012-11-26T20:00:00Z 2022-03-05T00:00:00Z",
    );
}
