//! Bars of texts: every digit, the years they are joined in, what is replaced, the clock of their days.

use crate::support::{EVERY_SEGMENT, Folder, ONE_GROUP, count, import_of, open, request, zones};
use base::Zone;
use base::civil::utc_text;
use market::BlockSource;
use std::sync::Arc;
use store::{DiskFiles, Store};

#[test]
fn bars_of_a_text_keep_every_digit() {
    let text = "time,open,high,low,close,volume\n2024-01-01,1.10,1.3,0.123456789,1.2,5\n2024-01-02,1.1,1.3,1,1.2,\n2024-01-03,1.1,0.9,1,1.2,7\n2024-01-04,1.1,1.3,1,1.2,0.5\n";
    let folder = Folder::new();
    let path = folder.file("GOOG.csv", text);
    let store = open(&folder.home());
    let imported = import_of(&store, &request(&[&path], None))
        .unwrap()
        .remove(0);
    assert_eq!(imported.dataset, "GOOG.1d");
    assert_eq!(
        (imported.accounting.rows_in, imported.accounting.kept),
        (4, 3)
    );
    assert_eq!(imported.accounting.rejected[0].rule, "high_below_low");
    assert!(
        imported.accounting.rejected[0].examples[0].contains("line 4, byte 96"),
        "{:?}",
        imported.accounting
    );
    let series = store.dataset("GOOG.1d").unwrap().series;
    assert_eq!((series.price_scale, series.volume_scale), (9, 1));
    let again = import_of(&store, &request(&[&path], None))
        .unwrap()
        .remove(0);
    assert!(!again.is_new);
}

/// Weekly bars that open at some dates.
fn weeks(dates: &[&str]) -> String {
    let rows: String = dates
        .iter()
        .map(|date| format!("{date},2,9,1,2\n"))
        .collect();
    format!("time,open,high,low,close\n{rows}")
}

#[test]
fn bars_overlap_across_the_turn_of_a_year() {
    let folder = Folder::new();
    let monday = folder.file(
        "a/X.csv",
        weeks(&["2018-12-17", "2018-12-24", "2018-12-31"]),
    );
    let sunday = folder.file(
        "b/X.csv",
        weeks(&["2019-01-06", "2019-01-13", "2019-01-20"]),
    );
    for limits in [ONE_GROUP, EVERY_SEGMENT] {
        let home = folder.0.join(limits.bytes.to_string());
        let store = Store::open(&home, Arc::new(DiskFiles), limits).unwrap();
        let imported = import_of(&store, &request(&[&monday, &sunday], None))
            .unwrap()
            .remove(0);
        assert_eq!(
            (imported.accounting.kept, count(&imported, "overlap")),
            (5, 1)
        );
        let examples = &imported.accounting.rejected[0].examples;
        assert!(examples[0].contains("2019-01-06"), "{examples:?}");
    }
}

#[test]
fn bars_that_are_there_give_way_to_none() {
    let folder = Folder::new();
    let there = folder.file("a/X.csv", weeks(&["2019-01-09", "2019-01-16"]));
    let new = folder.file(
        "b/X.csv",
        weeks(&["2019-01-07", "2019-01-14", "2019-01-21", "2019-01-28"]),
    );
    let store = open(&folder.home());
    import_of(&store, &request(&[&there], None)).unwrap();
    let imported = import_of(&store, &request(&[&new], None))
        .unwrap()
        .remove(0);
    assert_eq!(
        (imported.accounting.kept, count(&imported, "overlap")),
        (1, 3)
    );
    let bars = store.bars("X.1w", None).unwrap();
    let opens = bars.read(0, usize::MAX).unwrap().open_time.clone();
    let opens: Vec<String> = opens.iter().map(|time| utc_text(*time)).collect();
    let expected = ["2019-01-09", "2019-01-16", "2019-01-28"];
    assert_eq!(opens, expected.map(|date| format!("{date}T00:00:00Z")));
}

#[test]
fn replaced_days_of_bars_leave_the_rest_of_their_year() {
    let bars = |rows: &[(&str, &str)]| {
        let row = |(time, open): &(&str, &str)| format!("{time},{open},9,1,{open},5\n");
        let rows: String = rows.iter().map(row).collect();
        format!("time,open,high,low,close,volume\n{rows}")
    };
    let folder = Folder::new();
    let old = bars(&[
        ("2019-02-03 12:00", "2"),
        ("2019-02-03 23:00", "3"),
        ("2019-02-04 10:00", "4"),
        ("2019-02-04 11:00", "5"),
        ("2019-02-05 00:00", "6"),
        ("2020-01-01 00:00", "7"),
    ]);
    let new = bars(&[("2019-02-04 11:00", "8"), ("2019-02-04 12:00", "9")]);
    let (old, new) = (folder.file("old/X.csv", old), folder.file("new/X.csv", new));
    let mut asked = request(&[&new], None);
    asked.choices.replace = true;
    let store = Store::open(&folder.home(), Arc::new(DiskFiles), EVERY_SEGMENT).unwrap();
    import_of(&store, &request(&[&old], None)).unwrap();
    let imported = import_of(&store, &asked).unwrap().remove(0);
    assert_eq!((imported.dataset.as_str(), imported.version), ("X.1h", 2));
    assert_eq!(
        (imported.accounting.rows_in, imported.accounting.kept),
        (2, 2)
    );
    let stored = store.bars("X.1h", None).unwrap();
    let stored = stored.read(0, usize::MAX).unwrap();
    assert_eq!(stored.open, [2.0, 3.0, 8.0, 9.0, 6.0, 7.0]);
    assert!(!import_of(&store, &asked).unwrap()[0].is_new);
}

#[test]
fn days_that_end_by_another_clock_are_another_import() {
    // At midnight of these days by UTC clocks in New York were set forward in the second one.
    let rows = "1552089600,2,9,1,2\n1552176000,2,9,1,2\n1552262400,2,9,1,2\n";
    let folder = Folder::new();
    let path = folder.file("X.csv", format!("time,open,high,low,close\n{rows}"));
    let store = open(&folder.home());
    let mut asked = request(&[&path], None);
    asked.choices.replace = true;
    let mut closes = Vec::new();
    for zone in ["UTC", "America/New_York"] {
        asked.choices.zone = Some(Zone::new(zone).unwrap());
        assert!(import_of(&store, &asked).unwrap()[0].is_new, "{zone}");
        assert!(!import_of(&store, &asked).unwrap()[0].is_new, "{zone}");
        let bars = store.bars("X.1d", None).unwrap();
        let bars = bars.read(0, usize::MAX).unwrap().into_owned();
        closes.push((bars.close_time[1] - bars.open_time[1]) / 3_600_000_000_000);
    }
    assert_eq!(closes, [24, 23]);
    let other = open(&folder.0.join("other"));
    import_of(&other, &asked).unwrap();
    assert_eq!(zones(&other, "X.1d", "X"), ["America/New_York"; 2]);
}
