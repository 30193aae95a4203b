//! Each table shows what was stored, follows the journal, and shows nothing else.

use crate::support::{
    Home, MILLI_5, START, import_quotes, import_two_bars, save_ends, save_run, three_quotes,
};
use events::ExitReason;
use market::{TickScale, TimeUnit};
use store::Item;

const TABLES: [&str; 8] = [
    "ticks",
    "bars_cache",
    "datasets",
    "imports",
    "backtests",
    "trades",
    "positions",
    "equity",
];

#[test]
fn an_empty_home_has_all_tables_and_no_rows() {
    let home = Home::new();
    let mut names = TABLES;
    names.sort_unstable();
    assert_eq!(
        home.lines("SELECT table_name FROM information_schema.tables ORDER BY 1"),
        names
    );
    for table in TABLES {
        let nothing: [&str; 0] = [];
        assert_eq!(home.lines(&format!("SELECT * FROM {table}")), nothing);
    }
}

#[test]
fn columns_have_the_same_names_and_types_with_and_without_rows() {
    let home = Home::new();
    let described = |home: &Home| TABLES.map(|table| home.lines(&format!("DESCRIBE {table}")));
    let before = described(&home);
    import_quotes(
        &home.store,
        ("EURUSD", "EURUSD"),
        1,
        MILLI_5,
        &three_quotes(),
    );
    save_run(&home.store, "first", 1);
    let after = described(&home);
    let first_two = |lines: &[String]| -> Vec<String> {
        let names = lines
            .iter()
            .map(|line| line.split('|').take(2).collect::<Vec<_>>());
        names
            .map(|cells| cells.join(" ").replace("DECIMAL(21,2)", "DECIMAL(24,5)"))
            .collect()
    };
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(first_two(before), first_two(after));
    }
}

#[test]
fn ticks_are_decimals_and_instants() {
    let home = Home::new();
    import_quotes(
        &home.store,
        ("EURUSD", "EURUSD"),
        1,
        MILLI_5,
        &three_quotes(),
    );
    assert_eq!(
        home.lines("SELECT * FROM ticks ORDER BY time"),
        [
            "EURUSD|EURUSD|2019-02-04T00:00:00.994|1.14500|1.14512|0.75|1.50",
            "EURUSD|EURUSD|2019-02-04T01:00:00|1.14499|1.14499|1.00|10000.00",
            "EURUSD|EURUSD|2019-02-05T00:00:00|1.14610|1.14612|0.00|0.01",
        ]
    );
    let found = "SELECT count(*), max(ask - bid) FROM ticks \
         WHERE time >= '2019-02-04' AND time < '2019-02-05'";
    assert_eq!(home.lines(found), ["2|0.00012"]);
}

#[test]
fn datasets_of_any_unit_and_scale_stand_in_one_table() {
    let home = Home::new();
    let largest = i64::MAX / 4;
    let scales = [
        ("whole", TimeUnit::Second, 0, START),
        ("nano", TimeUnit::Nano, 18, START * 1_000_000_000 + 1),
        ("micro", TimeUnit::Micro, 9, START * 1_000_000 + 7),
    ];
    for (source, (name, unit, price, time)) in (1_u8..).zip(scales) {
        let scale = TickScale {
            unit,
            price,
            volume: 0,
        };
        import_quotes(
            &home.store,
            (name, name),
            source,
            scale,
            &[[time, largest, 1, 2, 3]],
        );
    }
    assert_eq!(
        home.lines("SELECT dataset, time, bid, ask - bid FROM ticks ORDER BY dataset"),
        [
            "micro|2019-02-04T00:00:00.000007|2305843009.213693951000000000|0.000000001000000000",
            "nano|2019-02-04T00:00:00.000000001|2.305843009213693951|0.000000000000000001",
            "whole|2019-02-04T00:00:00|2305843009213693951.000000000000000000|1.000000000000000000",
        ]
    );
}

#[test]
fn bars_have_their_times_and_missing_volumes() {
    let home = Home::new();
    import_two_bars(&home.store, "SPX 1m");
    assert_eq!(
        home.lines("SELECT * FROM bars_cache ORDER BY open_time"),
        [
            "SPX 1m|SPX|1m|last|2019-02-04T00:00:00|2019-02-04T00:01:00|100|103|99|101|7",
            "SPX 1m|SPX|1m|last|2019-02-04T00:02:00|2019-02-04T00:03:00|101|101|98|98|-",
        ]
    );
}

#[test]
fn only_the_current_version_of_a_dataset_is_shown() {
    let home = Home::new();
    let name = ("EURUSD", "EURUSD");
    import_quotes(&home.store, name, 1, MILLI_5, &three_quotes());
    assert_eq!(home.lines("SELECT count(*) FROM ticks"), ["3"]);
    // Replaces the day of the first two quotes and keeps the third.
    let other = [[START * 1_000 + 5, 200_000, 1, 1, 1]];
    assert_eq!(import_quotes(&home.store, name, 2, MILLI_5, &other), 2);
    assert_eq!(
        home.lines("SELECT bid FROM ticks ORDER BY time"),
        ["2.00000", "1.14610"]
    );
    assert_eq!(home.lines("SELECT version, rows FROM datasets"), ["2|2"]);
    assert_eq!(
        home.lines("SELECT version, is_current, sources FROM imports ORDER BY version"),
        ["1|false|[source 1.csv]", "2|true|[source 2.csv]"]
    );
}

#[test]
fn a_removed_dataset_is_gone_until_it_is_taken_back() {
    let home = Home::new();
    import_quotes(&home.store, ("A", "A"), 1, MILLI_5, &three_quotes());
    import_quotes(&home.store, ("B", "B"), 2, MILLI_5, &three_quotes()[..1]);
    let counts = "SELECT dataset, count(*) FROM ticks GROUP BY ALL ORDER BY ALL";
    assert_eq!(home.lines(counts), ["A|3", "B|1"]);
    home.store.remove(Item::Dataset("A")).unwrap();
    assert_eq!(home.lines(counts), ["B|1"]);
    assert_eq!(home.lines("SELECT dataset FROM datasets"), ["B"]);
    assert_eq!(home.lines("SELECT dataset FROM imports"), ["B"]);
    home.store.undo().unwrap();
    assert_eq!(home.lines(counts), ["A|3", "B|1"]);
}

#[test]
fn datasets_say_what_they_are() {
    let home = Home::new();
    import_quotes(
        &home.store,
        ("EURUSD", "EURUSD"),
        1,
        MILLI_5,
        &three_quotes(),
    );
    import_two_bars(&home.store, "SPX 1m");
    home.store.pin(Item::Dataset("SPX 1m"), true).unwrap();
    assert_eq!(
        home.lines("SELECT * EXCLUDE (bytes) FROM datasets ORDER BY dataset"),
        [
            "EURUSD|EURUSD|quotes|-|both|UTC|1|3|2|2019-02-04T00:00:00.994|2019-02-05T00:00:00|false",
            "SPX 1m|SPX|bars|1m|last|UTC|1|2|1|2019-02-04T00:00:00|2019-02-04T00:02:00|true",
        ]
    );
    assert_eq!(
        home.lines("SELECT count(*) FROM datasets WHERE bytes > 100"),
        ["2"]
    );
}

#[test]
fn imports_account_for_every_row_by_rule() {
    let home = Home::new();
    import_quotes(
        &home.store,
        ("EURUSD", "EURUSD"),
        1,
        MILLI_5,
        &three_quotes(),
    );
    assert_eq!(
        home.lines("SELECT rows_in, kept, duplicates, rejected, flagged FROM imports"),
        ["8|3|1|4|2"]
    );
    assert_eq!(
        home.lines("SELECT rejected_by_rule['crossed'], rejected_by_rule['zero'], flagged_by_rule, options['zone'] FROM imports"),
        ["3|1|{outlier: 2}|UTC"]
    );
}

#[test]
fn trades_of_an_earlier_version_do_not_know_why_they_ended() {
    let home = Home::before_exit_reasons();
    let ends = "SELECT name, count(*), count(exit_reason), count(is_ambiguous) FROM trades \
         GROUP BY name ORDER BY name";
    // Of eight trades one is open, and no open trade is ambiguous.
    assert_eq!(home.lines(ends), ["old|8|0|1"]);
    save_run(&home.store, "new", 1_000);
    assert_eq!(home.lines(ends), ["new|2|1|2", "old|8|0|1"]);
}

#[test]
fn saved_runs_have_figures_trades_positions_and_equity() {
    let home = Home::new();
    let first = save_run(&home.store, "first", 1_000);
    save_run(&home.store, "it's the second", 2_000);
    assert_eq!(
        home.lines("SELECT name, strategy, dataset, dataset_version, saved_at, bars, orders, fills, trades, final_equity, fees, figures['net_profit'], figures['sharpe'], facts['fast'], cardinality(facts) FROM backtests ORDER BY saved_at"),
        [
            "first|cross.strat|EURUSD|2|1970-01-01T00:00:00.000001|2|4|4|2|1001.25|2.0|1.25|NaN|it's 10|1",
            "it's the second|cross.strat|EURUSD|2|1970-01-01T00:00:00.000002|2|4|4|2|1001.25|2.0|1.25|NaN|it's 10|1",
        ]
    );
    assert_eq!(
        home.lines(&format!(
            "SELECT * EXCLUDE (run) FROM trades WHERE run = '{first}' ORDER BY number"
        )),
        [
            "first|EURUSD|1|long|0.1|2019-02-04T00:01:00|10.0|2019-02-04T00:03:00|12.5|2.25|1.0|3|-1.5|3.0|trailing stop|true",
            "first|EURUSD|2|short|1.0|2019-02-04T00:04:00|10.0|-|-|2.25|1.0|-|-1.5|3.0|-|false",
        ]
    );
    // 0.1 + 0.2 - 0.3 is not 0 in floating point; a position that was closed is.
    assert_eq!(
        home.lines("SELECT number, time, side, quantity, position FROM positions WHERE name = 'first' ORDER BY number"),
        [
            "1|2019-02-04T00:01:00|buy|0.1|0.1",
            "2|2019-02-04T00:02:00|buy|0.2|0.3",
            "3|2019-02-04T00:03:00|sell|0.3|0.0",
            "4|2019-02-04T00:04:00|sell|1.0|-1.0",
        ]
    );
    assert_eq!(
        home.lines("SELECT name, time, equity, position FROM equity ORDER BY name, time"),
        [
            "first|2019-02-04T00:00:00|1000.0|0.0",
            "first|2019-02-04T00:01:00|1001.25|0.3",
            "it's the second|2019-02-04T00:00:00|1000.0|0.0",
            "it's the second|2019-02-04T00:01:00|1001.25|0.3",
        ]
    );
    home.store.remove(Item::Run(&first)).unwrap();
    assert_eq!(
        home.lines("SELECT DISTINCT name FROM trades"),
        ["it's the second"]
    );
    assert_eq!(
        home.lines("SELECT name FROM backtests"),
        ["it's the second"]
    );
}

#[test]
fn names_are_any_text() {
    let names = [
        "it's",
        "\"double\"",
        "semi; DROP VIEW ticks",
        "ünï∞",
        "a\0b",
        "-- no comment",
    ];
    let home = Home::named("ho*me [1] it's \"?\"");
    for (source, name) in (1_u8..).zip(names) {
        import_quotes(&home.store, (name, name), source, MILLI_5, &three_quotes());
        save_run(&home.store, name, i64::from(source));
    }
    let mut expected = names.map(|name| format!("{name}|{name}|3"));
    expected.sort_unstable();
    assert_eq!(
        home.lines("SELECT dataset, symbol, count(*) FROM ticks GROUP BY ALL ORDER BY ALL"),
        expected
    );
    let mut expected = names.map(str::to_owned);
    expected.sort_unstable();
    assert_eq!(
        home.lines("SELECT dataset FROM datasets ORDER BY 1"),
        expected
    );
    assert_eq!(
        home.lines("SELECT DISTINCT name FROM trades ORDER BY 1"),
        expected
    );
}

#[test]
fn a_missing_file_spoils_its_table_only_and_is_named() {
    let home = Home::new();
    import_quotes(
        &home.store,
        ("EURUSD", "EURUSD"),
        1,
        MILLI_5,
        &three_quotes(),
    );
    import_two_bars(&home.store, "SPX 1m");
    let dataset = home.store.dataset("EURUSD").unwrap();
    let first = &dataset.versions[0].segments[0];
    let path = home.store.segment_path(&dataset.series, first);
    std::fs::remove_file(&path).unwrap();
    let error = home.error("SELECT * FROM ticks");
    let file = path.file_name().unwrap().to_str().unwrap();
    assert!(error.message.contains("ticks"), "{error}");
    assert!(error.message.contains(file), "{error}");
    assert!(error.help.contains("fsck"), "{error}");
    assert_eq!(home.lines("SELECT count(*) FROM bars_cache"), ["2"]);
    assert_eq!(home.lines("SELECT count(*) FROM datasets"), ["2"]);
}

#[test]
fn a_file_that_is_damaged_after_the_views_were_made_is_an_error() {
    let home = Home::new();
    import_quotes(
        &home.store,
        ("EURUSD", "EURUSD"),
        1,
        MILLI_5,
        &three_quotes(),
    );
    assert_eq!(home.lines("SELECT count(*) FROM ticks"), ["3"]);
    let dataset = home.store.dataset("EURUSD").unwrap();
    let second = &dataset.versions[0].segments[1];
    let path = home.store.segment_path(&dataset.series, second);
    std::fs::write(&path, "nothing of the kind").unwrap();
    let error = home.error("SELECT sum(bid) FROM ticks");
    let file = path.file_name().unwrap().to_str().unwrap();
    assert!(error.message.contains(file), "{error}");
    assert!(error.help.contains("fsck"), "{error}");
}

#[test]
fn an_engine_sees_what_another_process_commits() {
    let home = Home::new();
    assert_eq!(home.lines("SELECT count(*) FROM ticks"), ["0"]);
    let path = home.store.root();
    let other = store::Store::open(
        path,
        std::sync::Arc::new(store::DiskFiles),
        store::GroupLimits::default(),
    );
    import_quotes(
        &other.unwrap(),
        ("EURUSD", "EURUSD"),
        1,
        MILLI_5,
        &three_quotes(),
    );
    assert_eq!(home.lines("SELECT count(*) FROM ticks"), ["3"]);
}

#[test]
fn the_ways_in_which_trades_end_have_words() {
    use ExitReason::{EndOfData, Order, Reversal, Signal, Stop, Target, TrailingStop};
    let home = Home::new();
    let ends = [
        (Some(Target), Some(true)),
        (Some(Stop), Some(false)),
        (Some(TrailingStop), Some(false)),
        (Some(Signal), Some(false)),
        (Some(Reversal), Some(false)),
        (Some(Order), Some(false)),
        (Some(EndOfData), Some(false)),
        (None, None),
    ];
    save_ends(&home.store, &ends);
    assert_eq!(
        home.lines("SELECT exit_reason, is_ambiguous FROM trades ORDER BY number"),
        [
            "target|true",
            "stop|false",
            "trailing stop|false",
            "signal|false",
            "reversal|false",
            "order|false",
            "end of data|false",
            "-|-",
        ]
    );
}
