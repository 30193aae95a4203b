//! Several sources in one dataset: what is the same in two of them is there once, repeats inside one
//! stay, and neither blocks nor threads nor the order of arrival reach the bytes.

use crate::support::{
    Backwards, Folder, Random, count, hostile_rows, import_of, import_quotes, open, quotes,
    request, segments, text_of, zones,
};
use base::civil::utc_text;
use base::{Sequential, Zone};
use import::{Choices, ImportErrorKind, ImportRequest, Tuning, Unwatched, import_tuned};
use market::{BlockSource, TickBlock};
use std::path::Path;
use store::ImportMode;

/// The rows of a text that a naive reader would keep, in order of time: valid ones, none of them a
/// year ahead of the rest.
fn naive(rows: &[String]) -> Vec<[i64; 5]> {
    let mut kept = Vec::new();
    for row in rows {
        let fields: Vec<&str> = row.split(',').collect();
        if fields.len() != 5 || fields[1].starts_with('-') || fields[2].starts_with('-') {
            continue;
        }
        let scaled = |text: &str, scale: f64| (text.parse::<f64>().unwrap() * scale).round() as i64;
        let (bid, ask) = (scaled(fields[1], 1e5), scaled(fields[2], 1e5));
        let time: i64 = fields[0].parse().unwrap();
        if time < 1_600_000_000_000 {
            kept.push([
                time,
                bid,
                ask - bid,
                scaled(fields[3], 100.0),
                scaled(fields[4], 100.0),
            ]);
        }
    }
    kept.sort_by_key(|row| row[0]);
    kept
}

fn plain(ticks: &TickBlock) -> Vec<[i64; 5]> {
    (0..ticks.len())
        .map(|row| {
            [
                ticks.time[row],
                ticks.bid[row],
                ticks.spread[row],
                ticks.bid_volume[row],
                ticks.ask_volume[row],
            ]
        })
        .collect()
}

#[test]
fn a_hostile_file_keeps_what_a_naive_reader_keeps() {
    let rows = hostile_rows(5, 0, 3, 2_000);
    let folder = Folder::new();
    let path = folder.file("a.csv", text_of(&rows));
    let store = open(&folder.home());
    let imported = import_quotes(&store, &[&path]);
    let expected = naive(&rows);
    let own = plain(&quotes(&store, "EURUSD"));
    let first = own
        .iter()
        .zip(&expected)
        .position(|(own, expected)| own != expected);
    assert_eq!((own.len(), first), (expected.len(), None));
    assert_eq!(imported.accounting.kept, expected.len() as u64);
    let texts = |is: &dyn Fn(&str) -> bool| rows.iter().filter(|row| is(row)).count() as u64;
    let spreads = |is: &dyn Fn(i64) -> bool| expected.iter().filter(|row| is(row[2])).count();
    let counts = [
        ("column_count", texts(&|row| row == "not a row")),
        ("not_positive", texts(&|row| row.contains("-1."))),
        ("out_of_order", texts(&|row| row.starts_with("19"))),
        ("crossed", spreads(&|spread| spread < 0) as u64),
        ("zero_spread", spreads(&|spread| spread == 0) as u64),
    ];
    for (rule, rows) in counts {
        assert_eq!(count(&imported, rule), rows, "{rule}");
    }
    assert!(count(&imported, "sorted_in") > 0 && count(&imported, "repeated") > 0);
    assert!(imported.accounting.is_complete());
}

#[test]
fn examples_name_file_line_and_byte() {
    let rows = hostile_rows(6, 0, 1, 3_000);
    let text = text_of(&rows);
    let folder = Folder::new();
    let path = folder.file("a.csv", &text);
    for block_bytes in [700, 1 << 20] {
        let store = open(&folder.0.join(format!("home{block_bytes}")));
        let tuning = Tuning {
            block_bytes,
            blocks_at_once: 3,
        };
        let request = request(&[&path], Some("EURUSD"));
        let imported = import_tuned(&store, &Sequential, &request, &Unwatched, tuning)
            .unwrap()
            .remove(0);
        let accounting = &imported.accounting;
        for rule in accounting.rejected.iter().chain(&accounting.flagged) {
            for example in &rule.examples {
                check_example(&text, &rule.rule, example);
            }
        }
    }
}

/// Compares the line and the byte that an example names with the text.
fn check_example(text: &str, rule: &str, example: &str) {
    let part = |from: &str| {
        let rest = example.split_once(from).unwrap().1;
        let number = rest.split([',', ':']).next().unwrap();
        number.parse::<usize>().unwrap()
    };
    let (line, byte) = (part(", line "), part(", byte "));
    let before = text.split('\n').take(line - 1);
    let begin: usize = before.map(|line| line.len() + 1).sum();
    assert_eq!(byte, begin, "{rule}: {example}");
    let shown = text.split('\n').nth(line - 1).unwrap();
    match rule {
        "not_positive" => assert!(shown.contains("-1."), "{shown}"),
        "column_count" => assert_eq!(shown, "not a row"),
        _ => {}
    }
}

#[test]
fn blocks_and_threads_never_reach_the_bytes() {
    let folder = Folder::new();
    let mut random = Random(77);
    let one = folder.file("one.csv", text_of(&hostile_rows(8, 0, 2, 900)));
    let mut both = hostile_rows(8, 1, 2, 900);
    both.truncate(1_200);
    let two = folder.file("two.csv", text_of(&both));
    let mut expected = None;
    for case in 0..24 {
        let home = folder.0.join(format!("home{case}"));
        let store = open(&home);
        let tuning = Tuning {
            block_bytes: if case == 0 {
                1 << 20
            } else {
                1 + random.below(9_000) as u64
            },
            blocks_at_once: 1 + random.below(9),
        };
        let request = request(&[&one, &two], Some("EURUSD"));
        let pool: &dyn base::Pool = if case % 2 == 0 {
            &Sequential
        } else {
            &Backwards
        };
        let imported = import_tuned(&store, pool, &request, &Unwatched, tuning)
            .unwrap()
            .remove(0);
        let got = (segments(&store, "EURUSD"), imported.accounting);
        let expected = expected.get_or_insert_with(|| got.clone());
        assert_eq!(*expected, got, "{tuning:?}");
    }
}

#[test]
fn what_two_sources_share_is_there_once() {
    let row = |millis: i64, bid: &str| format!("{millis},{bid},1.2,1,2");
    let day = 1_549_238_400_000;
    let a = [
        row(day, "1.1"),
        row(day, "1.1"),
        row(day + 5, "1.15"),
        row(day + 9, "1.1"),
    ];
    let b = [
        row(day, "1.1"),
        row(day + 5, "1.15"),
        row(day + 5, "1.16"),
        row(day + 86_400_000, "1.1"),
    ];
    let folder = Folder::new();
    let (a, b) = (
        folder.file("a.csv", text_of(&a)),
        folder.file("b.csv", text_of(&b)),
    );
    let store = open(&folder.home());
    let together = import_quotes(&store, &[&a, &b]);
    assert_eq!(
        (
            together.accounting.rows_in,
            together.accounting.kept,
            together.accounting.duplicates
        ),
        (8, 6, 2)
    );
    assert_eq!(count(&together, "repeated"), 1);
    let bids = quotes(&store, "EURUSD").bid;
    assert_eq!(bids, [110_000, 110_000, 115_000, 116_000, 110_000, 110_000]);

    let apart = open(&folder.0.join("apart"));
    import_quotes(&apart, &[&a]);
    let second = import_quotes(&apart, &[&b]);
    assert_eq!(
        (
            second.accounting.kept,
            second.accounting.duplicates,
            second.version
        ),
        (2, 2, 2)
    );
    assert_eq!(segments(&apart, "EURUSD"), segments(&store, "EURUSD"));
    assert_eq!(second.csv_bytes_equivalent, together.csv_bytes_equivalent);
    let third = import_quotes(&apart, &[&a]);
    assert!(!third.is_new && third.version == 1);
}

#[test]
fn a_symbol_that_is_asked_for_makes_no_one_dataset_of_two_symbols() {
    let folder = Folder::new();
    let text = text_of(&["1549238400994,1.1,1.2,1,2".to_owned()]);
    let [eur, gbp, part] =
        ["EURUSD.csv", "GBPJPY.csv", "eurusd-2.csv"].map(|name| folder.file(name, &text));
    let store = open(&folder.home());
    let error = import_of(&store, &request(&[&eur, &gbp], Some("EURUSD"))).unwrap_err();
    assert_eq!(error.kind, ImportErrorKind::ChoiceNeeded);
    for words in ["EURUSD.csv holds EURUSD", "GBPJPY.csv holds GBPJPY"] {
        assert!(error.message.contains(words), "{error}");
    }
    let datasets = |paths: &[&Path], symbol| {
        let imported = import_of(&store, &request(paths, symbol)).unwrap();
        imported
            .into_iter()
            .map(|one| one.dataset)
            .collect::<Vec<_>>()
    };
    assert_eq!(datasets(&[&eur, &gbp], None), ["EURUSD", "GBPJPY"]);
    assert_eq!(
        datasets(&[&gbp], Some("EURUSD")),
        ["EURUSD"],
        "the name is overruled"
    );
    assert_eq!(datasets(&[&eur, &part], Some("XAUUSD")), ["XAUUSD"]);
}

#[test]
fn a_point_is_refused_for_a_text_of_whole_prices() {
    let folder = Folder::new();
    let ticks = text_of(&["1549238400994,114543,114546,1,2".to_owned()]);
    let bars = "time,open,high,low,close\n2024-01-01,5,7,4,6\n2024-01-02,5,7,4,6\n";
    for (name, whole) in [("ticks", ticks.as_str()), ("bars", bars)] {
        let decimals = whole.replace("114543", "1.14543").replace(",5", ",5.25");
        let whole = folder.file(&format!("{name}/EURUSD.csv"), whole);
        let decimals = folder.file(&format!("{name}/decimals/EURUSD.csv"), decimals);
        let store = open(&folder.0.join(format!("{name}/home")));
        let mut asked = request(&[&whole], None);
        asked.choices.point = Choices::decimal("0.00001");
        let error = import_of(&store, &asked).unwrap_err();
        assert_eq!(error.kind, ImportErrorKind::ChoiceNeeded);
        assert!(error.message.contains("whole numbers"), "{error}");
        asked.paths = vec![decimals];
        import_of(&store, &asked).unwrap();
    }
}

#[test]
fn replaced_days_hold_the_new_rows_only() {
    let day = 1_549_238_400_000_i64;
    let row = |millis: i64, bid: &str| format!("{millis},{bid},1.2,1,2");
    let folder = Folder::new();
    let old = folder.file(
        "old.csv",
        text_of(&[row(day, "1.1"), row(day + 86_400_000, "1.1")]),
    );
    let new = folder.file("new.csv", text_of(&[row(day + 86_400_001, "1.12")]));
    let store = open(&folder.home());
    import_quotes(&store, &[&old]);
    let choices = Choices {
        symbol: Some("EURUSD".into()),
        replace: true,
        ..Choices::default()
    };
    import_of(
        &store,
        &ImportRequest {
            paths: vec![new],
            choices,
        },
    )
    .unwrap();
    assert_eq!(quotes(&store, "EURUSD").bid, [110_000, 112_000]);
    let _ = ImportMode::Replace;
}

#[test]
fn numbers_that_no_integer_holds_are_rejected_wherever_they_stand() {
    let folder = Folder::new();
    let bars = "time,open,high,low,close,volume\n2024-01-01,5,7,4,6,1234567890123456789012\n2024-01-02,5,7,4,6,\n2024-01-03,5,7,4,6,12\n";
    let bars = folder.file("X.csv", bars);
    let store = open(&folder.home());
    let imported = import_of(&store, &request(&[&bars], None))
        .unwrap()
        .remove(0);
    assert_eq!(
        (imported.accounting.kept, count(&imported, "too_large")),
        (2, 1)
    );
    let stored = store.bars("X.1d", None).unwrap();
    let volume = stored.read(0, usize::MAX).unwrap().volume.clone();
    assert!(volume[0].is_nan() && volume[1] == 12.0, "{volume:?}");
    // The second row of a minute is read in the quick way, unless a block begins with it.
    let rows = [
        "814,1.10000,1.20000",
        "815,30000000000000,30000000000000",
        "816,1.10000,1.20000",
    ];
    let rows: String = rows
        .iter()
        .map(|row| format!("2024-01-01 00:00:00.{row}\n"))
        .collect();
    let ticks = folder.file("EURUSD.csv", format!("time,bid,ask\n{rows}"));
    for block_bytes in [32, 1 << 20] {
        let store = open(&folder.0.join(block_bytes.to_string()));
        let tuning = Tuning {
            block_bytes,
            blocks_at_once: 2,
        };
        let imported = import_tuned(
            &store,
            &Sequential,
            &request(&[&ticks], None),
            &Unwatched,
            tuning,
        );
        let imported = imported.unwrap().remove(0);
        assert_eq!(
            (imported.accounting.kept, count(&imported, "too_large")),
            (2, 1)
        );
    }
}

#[test]
fn finer_rows_widen_a_new_dataset_and_are_rejected_by_an_old_one() {
    let folder = Folder::new();
    let many = |last: &str| {
        let mut rows: Vec<String> = (0..3_000)
            .map(|row| format!("{},1.1,1.2,1,2", 1_549_238_400_000_i64 + row))
            .collect();
        rows.push(last.to_owned());
        text_of(&rows)
    };
    let fine = folder.file("fine.csv", many("1549238404000.5,1.1000001,1.2,1.125,2"));
    let coarse = folder.file("coarse.csv", many("1549238404000,1.1,1.2,1,2"));
    let store = open(&folder.home());
    // Milliseconds have no decimals, so that row is rejected; a later one is kept with seven.
    let one = import_quotes(&store, &[&fine]);
    assert_eq!(count(&one, "bad_time"), 1);
    let finer = folder.file("finer.csv", many("1549238404001,1.1000001,1.2,1.125,2"));
    let other = open(&folder.0.join("other"));
    assert_eq!(import_quotes(&other, &[&finer]).accounting.kept, 3_001);
    let scale = quotes(&other, "EURUSD").scale;
    assert_eq!((scale.price, scale.volume), (7, 3));
    let fixed = open(&folder.0.join("fixed"));
    import_quotes(&fixed, &[&coarse]);
    let rejected = import_quotes(&fixed, &[&finer]);
    assert_eq!(count(&rejected, "too_precise"), 1);
}

#[test]
fn wall_clocks_become_utc_whatever_the_blocks() {
    let mut text = String::from("Time (EET),Ask,Bid\n");
    // On 31 March 2019 at 03:00 clocks were set forward to 04:00.
    for minute in 0..60 {
        text.push_str(&format!("2019.03.31 02:{minute:02}:00.000,1.2,1.1\n"));
    }
    text.push_str("2019.03.31 03:30:00.000,1.2,1.1\n2019.03.31 04:00:00.000,1.2,1.1\n");
    let folder = Folder::new();
    let path = folder.file("EURUSD.csv", &text);
    for block_bytes in [64, 1_000, 1 << 20] {
        let store = open(&folder.0.join(block_bytes.to_string()));
        let tuning = Tuning {
            block_bytes,
            blocks_at_once: 2,
        };
        let imported = import_tuned(
            &store,
            &Sequential,
            &request(&[&path], None),
            &Unwatched,
            tuning,
        )
        .unwrap()
        .remove(0);
        assert_eq!(
            (imported.accounting.kept, count(&imported, "bad_time")),
            (61, 1)
        );
        assert_eq!(zones(&store, "EURUSD", "EURUSD"), ["Europe/Athens"; 2]);
        let ticks = quotes(&store, "EURUSD");
        assert_eq!(ticks.time[0], 1_553_990_400_000, "00:00 UTC");
        assert_eq!(ticks.time[60], 1_553_994_000_000, "01:00 UTC");
    }
}

#[test]
fn ticks_of_the_hour_that_comes_twice_stay_in_their_own() {
    // On 3 November 2024 at 02:00 clocks in New York were set back to 01:00.
    let written = [
        "01:30:00.000",
        "01:30:00.000",
        "01:29:59.900",
        "01:30:00.100",
        "01:59:59.900",
        "01:00:00.100",
        "01:00:00.100",
        "01:00:00.050",
        "01:30:00.000",
        "02:00:00.000",
    ];
    let expected = [
        "05:29:59.900",
        "05:30:00",
        "05:30:00",
        "05:30:00.100",
        "05:59:59.900",
        "06:00:00.050",
        "06:00:00.100",
        "06:00:00.100",
        "06:30:00",
        "07:00:00",
    ];
    let rows: String = written
        .iter()
        .map(|time| format!("2024-11-03 {time},1.1,1.2\n"))
        .collect();
    let folder = Folder::new();
    let path = folder.file("EURUSD.csv", format!("time,bid,ask\n{rows}"));
    let mut asked = request(&[&path], None);
    asked.choices.zone = Some(Zone::new("America/New_York").unwrap());
    for block_bytes in [40, 1 << 20] {
        let store = open(&folder.0.join(block_bytes.to_string()));
        let tuning = Tuning {
            block_bytes,
            blocks_at_once: 2,
        };
        import_tuned(&store, &Sequential, &asked, &Unwatched, tuning).unwrap();
        let ticks = quotes(&store, "EURUSD");
        let times: Vec<String> = (0..ticks.len())
            .map(|row| utc_text(ticks.nanos(row)))
            .collect();
        assert_eq!(times, expected.map(|time| format!("2024-11-03T{time}Z")));
    }
}
