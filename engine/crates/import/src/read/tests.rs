//! Whole files: what is kept, what is rejected and why, how long bars are, and laws over any bytes.

use super::*;
use crate::report::Rule;
use base::civil::utc_text;
use market::BlockSource;
use proptest::prelude::*;

fn options(zone: &str) -> BarsFileOptions {
    let zone = Zone::new(zone).unwrap();
    BarsFileOptions {
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
    }
}

fn read(text: &str) -> Result<ImportedBars, ImportError> {
    read_bars_text(text.as_bytes(), &options("UTC"))
}

fn spans(imported: &ImportedBars) -> Vec<String> {
    let bars = imported.bars.bars();
    let times = bars.open_time.iter().zip(&bars.close_time);
    times
        .map(|(&open, &close)| format!("{} {}", short(open), short(close)))
        .collect()
}

fn short(time: i64) -> String {
    let text = utc_text(time);
    let text = text.strip_suffix(":00Z").unwrap_or(&text);
    text.strip_suffix("T00:00").unwrap_or(text).to_owned()
}

fn rules(imported: &ImportedBars) -> Vec<(u32, &'static str)> {
    let rejected = imported.report.rejected.iter();
    rejected.map(|row| (row.line, row.rule.name())).collect()
}

/// Rows of one price at these times.
fn at_times(times: &[&str]) -> String {
    let rows = times.iter().map(|time| format!("{time},1,1,1,1\n"));
    format!("time,open,high,low,close\n{}", rows.collect::<String>())
}

#[test]
fn a_plain_file() {
    let imported = read(",Open,High,Low,Close,Volume\n2004-08-19,100,104.06,95.96,100.34,22351900\n2004-08-20,101.01,109.08,100.5,108.31,11428600\n").unwrap();
    assert_eq!(
        spans(&imported),
        ["2004-08-19 2004-08-20", "2004-08-20 2004-08-21"]
    );
    let bars = imported.bars.bars();
    assert_eq!(bars.high, [104.06, 109.08]);
    assert_eq!(bars.volume, [22_351_900.0, 11_428_600.0]);
    let report = &imported.report;
    assert_eq!(
        (
            report.rows_in,
            report.rows_kept,
            report.rows_rejected,
            report.rows_duplicate
        ),
        (2, 2, 0, 0)
    );
    assert_eq!(
        report.understood,
        "comma-separated with header: time column 1, open 'Open', high 'High', low 'Low', close 'Close', \
         volume 'Volume'; times are year-month-day in UTC at which bars open; 1d bars"
    );
}

#[test]
fn each_rule_rejects_its_row() {
    let text = "time,open,high,low,close,volume\n\
        2024-01-01,1,2,0.5,1.5,10\n\
        2024-01-02,1,x,0.5,1.5,10\n\
        2024-01-03,1,2,,1.5,10\n\
        2024-01-04,1,2\n\
        2024-01-32,1,2,0.5,1.5,10\n\
        2024-01-05,1,0.5,2,1.5,10\n\
        2024-01-06,3,2,0.5,1.5,10\n\
        2024-01-07,1,2,0.5,1.5,-1\n\
        2024-01-08,1,2,0.5,1.5,10,7\n\
        2024-01-09,1,2,0.5,\"1.5,10\n\
        2023-12-31,1,2,0.5,1.5,10\n\
        2024-01-01,1,2,0.5,1.5,10\n\
        2024-01-01,1,2,0.5,1.6,10\n\
        2024-01-10,nan,2,0.5,1.5,10\n\
        2024-01-11,-1,-0.5,-2,-1.5,\n\
        2024-01-12,0,0,0,0,0\n\
        2024-01-12 00:00,0,0,0,0,0\n";
    let imported = read(text).unwrap();
    assert_eq!(
        rules(&imported),
        [
            (3, "not_a_number"),
            (4, "missing_field"),
            (5, "missing_field"),
            (6, "bad_time"),
            (7, "high_below_low"),
            (8, "open_close_outside"),
            (9, "negative_volume"),
            (10, "extra_field"),
            (11, "bad_quote"),
            (12, "out_of_order"),
            (14, "conflicting_duplicate"),
            (15, "not_a_number"),
            (18, "bad_time"),
        ]
    );
    let report = &imported.report;
    assert_eq!(
        (
            report.rows_in,
            report.rows_kept,
            report.rows_rejected,
            report.rows_duplicate
        ),
        (17, 3, 13, 1)
    );
    assert_eq!(report.rejected[0].reason, "the high 'x' is not a number");
    assert_eq!(report.rejected[2].reason, "3 fields, so there is no low");
    assert_eq!(
        report.rejected[3].reason,
        "'2024-01-32' is no time written like '2024-01-01'"
    );
    assert_eq!(
        report.rejected[10].reason,
        "line 2 has other values for the same time 2024-01-01T00:00:00Z"
    );
    let by_rule = report
        .rejected_by_rule
        .iter()
        .find(|(rule, _)| *rule == Rule::NotANumber);
    assert_eq!(by_rule.unwrap().1, 2);
    assert!(imported.bars.bars().volume[1].is_nan());
}

#[test]
fn only_the_first_rejected_rows_are_shown_but_all_are_counted() {
    let mut text = at_times(&["2024-01-01", "2024-01-02"]);
    text.extend(std::iter::repeat_n("2024-01-03,a,1,1,1\n", 50));
    let report = read(&text).unwrap().report;
    assert_eq!(report.rows_rejected, 50);
    assert_eq!(report.rejected.len(), crate::REJECTED_SHOWN);
    assert_eq!(report.rejected.last().unwrap().line, 23);
}

#[test]
fn one_row_that_runs_ahead_does_not_reject_the_rest() {
    let imported = read(&at_times(&[
        "2024-01-01",
        "2099-01-02",
        "2024-01-03",
        "2024-01-04",
        "2024-01-02",
    ]))
    .unwrap();
    assert_eq!(rules(&imported), [(3, "out_of_order"), (6, "out_of_order")]);
}

#[test]
fn a_file_that_is_newest_first_is_read_backwards() {
    let imported = read(&at_times(&[
        "2024-01-04",
        "2024-01-03",
        "2024-01-03",
        "2024-01-02",
    ]))
    .unwrap();
    assert_eq!(spans(&imported)[0], "2024-01-02 2024-01-03");
    assert_eq!(imported.report.rows_duplicate, 1);
    assert!(imported.report.understood.contains("newest first"));
}

#[test]
fn overlapping_parts_count_as_duplicates() {
    let imported = read(&at_times(&[
        "2024-01-01",
        "2024-01-02",
        "2024-01-03",
        "2024-01-02",
        "2024-01-03",
        "2024-01-04",
    ]))
    .unwrap();
    assert_eq!(
        (imported.report.rows_kept, imported.report.rows_duplicate),
        (4, 2)
    );
}

#[test]
fn a_row_between_two_bars_does_not_shorten_them_all() {
    let mut times: Vec<String> = (0..24)
        .map(|hour| format!("2024-01-01 {hour:02}:00"))
        .collect();
    times.extend((0..24).map(|hour| format!("2024-01-02 {hour:02}:00")));
    times.extend((0..24).map(|hour| format!("2024-01-03 {hour:02}:00")));
    times.extend((0..24).map(|hour| format!("2024-01-04 {hour:02}:00")));
    times.extend((0..24).map(|hour| format!("2024-01-05 {hour:02}:00")));
    times.insert(30, "2024-01-02 05:59:59".into());
    let times: Vec<&str> = times.iter().map(String::as_str).collect();
    let imported = read(&at_times(&times)).unwrap();
    assert_eq!(imported.timeframe.to_string(), "1h");
    assert_eq!(rules(&imported), [(32, "overlap")]);
}

#[test]
fn lengths_of_bars() {
    let cases: [(&[&str], &str, &str); 9] = [
        (&["2024-01-05", "2024-01-08"], "1d", "2024-01-05 2024-01-06"),
        (&["2024-01-01", "2024-01-08"], "1w", "2024-01-01 2024-01-08"),
        (
            &["2012-01-31", "2012-02-29", "2012-03-31"],
            "1mo",
            "2012-01-31 2012-02-29",
        ),
        (
            &["2012-01-01", "2012-02-01", "2012-03-01"],
            "1mo",
            "2012-01-01 2012-02-01",
        ),
        (
            &["2012-01-01", "2012-04-01"],
            "3mo",
            "2012-01-01 2012-04-01",
        ),
        (
            &["2024-01-01 09:30", "2024-01-01 10:30"],
            "1h",
            "2024-01-01T09:30 2024-01-01T10:30",
        ),
        (
            &["2024-01-01 20:00", "2024-01-02 00:00"],
            "4h",
            "2024-01-01T20:00 2024-01-02",
        ),
        (
            &["2024-01-01 22:00", "2024-01-02 22:00"],
            "1d",
            "2024-01-01T22:00 2024-01-02T22:00",
        ),
        (
            &["1704067200", "1704067207"],
            "7s",
            "2024-01-01 2024-01-01T00:00:07Z",
        ),
    ];
    for (times, timeframe, first) in cases {
        let imported = read(&at_times(times)).unwrap();
        assert_eq!(imported.timeframe.to_string(), timeframe, "{times:?}");
        assert_eq!(spans(&imported)[0], first, "{times:?}");
    }
}

#[test]
fn times_can_be_those_of_the_close() {
    let mut options = options("UTC");
    options.stamp = BarStamp::Close;
    let cases: [(&[&str], &str); 4] = [
        (&["2024-01-05", "2024-01-08"], "2024-01-05 2024-01-06"),
        (&["2012-01-31", "2012-02-29"], "2012-01-01 2012-02-01"),
        (
            &["2024-01-01 10:30", "2024-01-01 11:30"],
            "2024-01-01T09:30 2024-01-01T10:30",
        ),
        (
            &["2024-01-01 17:00", "2024-01-02 17:00"],
            "2023-12-31T17:00 2024-01-01T17:00",
        ),
    ];
    for (times, first) in cases {
        let imported = read_bars_text(at_times(times).as_bytes(), &options).unwrap();
        assert_eq!(spans(&imported)[0], first, "{times:?}");
    }
}

#[test]
fn days_end_at_24_hours_of_their_zone() {
    let new_york = options("America/New_York");
    let text = at_times(&["2024-03-09", "2024-03-10", "2024-03-11"]);
    let imported = read_bars_text(text.as_bytes(), &new_york).unwrap();
    assert_eq!(
        spans(&imported),
        [
            "2024-03-09T05:00 2024-03-10T05:00",
            "2024-03-10T05:00 2024-03-11T04:00",
            "2024-03-11T04:00 2024-03-12T04:00"
        ]
    );
}

#[test]
fn the_hour_that_comes_twice_is_two_rows_and_the_one_that_never_came_is_none() {
    let new_york = options("America/New_York");
    let text = at_times(&[
        "2024-11-03 00:00",
        "2024-11-03 01:00",
        "2024-11-03 01:00",
        "2024-11-03 02:00",
    ]);
    let imported = read_bars_text(text.as_bytes(), &new_york).unwrap();
    assert_eq!(imported.report.rows_kept, 4);
    assert_eq!(spans(&imported)[2], "2024-11-03T06:00 2024-11-03T07:00");
    let text = at_times(&[
        "2024-03-10 00:00",
        "2024-03-10 01:00",
        "2024-03-10 02:00",
        "2024-03-10 03:00",
    ]);
    let imported = read_bars_text(text.as_bytes(), &new_york).unwrap();
    assert_eq!(rules(&imported), [(4, "bad_time")]);
}

#[test]
fn four_hour_bars_of_a_clock_change_do_not_overlap() {
    let text = at_times(&[
        "2024-03-10 00:00",
        "2024-03-10 04:00",
        "2024-03-10 08:00",
        "2024-03-10 12:00",
    ]);
    let imported = read_bars_text(text.as_bytes(), &options("America/New_York")).unwrap();
    assert_eq!(spans(&imported)[0], "2024-03-10T05:00 2024-03-10T08:00");
    assert_eq!(imported.report.rows_kept, 4);
}

#[test]
fn a_longer_chart_is_gathered_and_a_shorter_one_refused() {
    let times: Vec<String> = (0..48)
        .map(|hour| format!("2024-01-0{} {:02}:00", 1 + hour / 24, hour % 24))
        .collect();
    let times: Vec<&str> = times.iter().map(String::as_str).collect();
    let text = at_times(&times);
    let with = |timeframe: &str| {
        let mut options = options("UTC");
        options.timeframe = Timeframe::parse(timeframe).ok();
        read_bars_text(text.as_bytes(), &options)
    };
    let days = with("1d").unwrap();
    assert_eq!(
        spans(&days),
        ["2024-01-01 2024-01-02", "2024-01-02 2024-01-03"]
    );
    assert_eq!(
        (days.report.rows_kept, days.report.timeframe.as_str()),
        (48, "1d")
    );
    let error = with("15m").unwrap_err();
    assert_eq!(error.kind, ImportErrorKind::TimeframeMismatch);
    assert_eq!(
        error.message,
        "The chart asks for 15m bars; the file has 1h bars."
    );
    assert_eq!(
        with("90m").unwrap_err().kind,
        ImportErrorKind::TimeframeMismatch
    );
}

#[test]
fn other_writings() {
    let texts = [
        "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\n2024.01.02\t00:00:00\t1.5\t2\t1\t1.5\t7\n2024.01.02\t01:00:00\t1.5\t2\t1\t1.5\t7\n",
        "20240102 000000;1.5;2;1;1.5;7\r\n20240102 010000;1.5;2;1;1.5;7\r\n",
        "Gmt time,Open,High,Low,Close,Volume\n02.01.2024 00:00:00.000,1.5,2,1,1.5,7\n02.01.2024 01:00:00.000,1.5,2,1,1.5,7\n",
        "Datum;O;H;L;C;V\n2024-01-02T00:00;1,5;2;1;1,5;7\n2024-01-02T01:00;1,5;2;1;1,5;7\n",
        "\u{feff}\"time\",\"open\",\"high\",\"low\",\"close\",\"volume\"\n\"1704153600000\",\"1.5\",\"2\",\"1\",\"1.5\",\"7\"\n\"1704157200000\",\"1.5\",\"2\",\"1\",\"1.5\",\"7\"\n\n\n",
        "1704153600.0,1.5,2,1,1.5,7\n1704157200.0,1.5,2,1,1.5,7",
    ];
    for text in texts {
        let imported = read(text).unwrap();
        assert_eq!(spans(&imported)[0], "2024-01-02 2024-01-02T01:00", "{text}");
        let bars = imported.bars.bars();
        assert_eq!(
            (bars.open[0], bars.high[0], bars.volume[0]),
            (1.5, 2.0, 7.0),
            "{text}"
        );
        assert_eq!(imported.report.rows_rejected, 0);
    }
}

#[test]
fn a_header_of_gmt_times_beats_the_zone() {
    let text =
        "Gmt time,Open,High,Low,Close\n02.01.2024 00:00:00,1,1,1,1\n02.01.2024 01:00:00,1,1,1,1\n";
    let imported = read_bars_text(text.as_bytes(), &options("America/New_York")).unwrap();
    assert_eq!(imported.bars.bars().open_time[0], 1_704_153_600_000_000_000);
}

#[test]
fn errors_say_what_and_what_now() {
    use ImportErrorKind::{
        AmbiguousDates, Empty, LineTooLong, NotText, UnknownHeader, UnknownTimeframe,
    };
    let endless = format!("{}{}", at_times(&["2024-01-01"]), "1".repeat(70_000));
    let cases = [
        ("", Empty),
        ("\n\n  \n", Empty),
        ("time,open,high,low,close\n", Empty),
        ("hello world", UnknownHeader),
        ("a\0b", NotText),
        (&at_times(&["2024-01-01"]), UnknownTimeframe),
        (&at_times(&["01/02/2024", "02/02/2024"]), AmbiguousDates),
        (&endless, LineTooLong),
    ];
    for (text, kind) in cases {
        let error = read(text).unwrap_err();
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.help.is_some());
    }
}

#[test]
fn a_file_without_a_usable_row_shows_the_first_reasons() {
    let error =
        read("time,open,high,low,close\nyesterday,1,1,1,1\n2024-01-01,1,b,1,1\n").unwrap_err();
    assert_eq!(error.kind, ImportErrorKind::NothingUsable);
    assert_eq!(error.line, Some(2));
    assert_eq!(
        error.causes,
        [
            "line 2: 'yesterday' is no time written like '2024-01-01' (bad_time)",
            "line 3: the high 'b' is not a number (not_a_number)"
        ]
    );
}

#[test]
fn files_that_are_missing_or_are_none() {
    let missing = read_bars_file(Path::new("/nowhere/bars.csv"), &options("UTC")).unwrap_err();
    assert_eq!(missing.kind, ImportErrorKind::FileNotFound);
    assert!(missing.message.contains("/nowhere/bars.csv"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = read_bars_file(folder, &options("UTC")).unwrap_err();
    assert_eq!(folder.kind, ImportErrorKind::FileUnreadable);
    assert_eq!(folder.causes.len(), 1);
}

/// What must hold for any bytes.
fn check_laws(bytes: &[u8], options: &BarsFileOptions) {
    let Ok(imported) = read_bars_text(bytes, options) else {
        return;
    };
    let report = &imported.report;
    assert_eq!(
        report.rows_in,
        report.rows_kept + report.rows_rejected + report.rows_duplicate
    );
    let by_rule: u32 = report.rejected_by_rule.iter().map(|(_, count)| count).sum();
    assert_eq!(by_rule, report.rows_rejected);
    assert_eq!(
        report.rejected.len(),
        crate::REJECTED_SHOWN.min(report.rows_rejected as usize)
    );
    assert!(report.rejected.iter().all(|row| !row.reason.is_empty()));
    imported.bars.bars().check().unwrap();
    assert!(imported.bars.rows() > 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes(bytes: Vec<u8>) {
        check_laws(&bytes, &options("UTC"));
    }

    #[test]
    fn any_bytes_after_a_header(bytes in "[-0-9,:. \nTZe\"+]{0,400}", zone in 0..3_usize, is_close: bool) {
        let mut options = options(["UTC", "America/New_York", "America/Sao_Paulo"][zone]);
        options.stamp = if is_close { BarStamp::Close } else { BarStamp::Open };
        check_laws(format!("time,open,high,low,close\n{bytes}").as_bytes(), &options);
    }

    #[test]
    fn rows_of_any_small_values(
        rows in proptest::collection::vec((0..40_i64, 0..4_u8, 0..4_u8, 0..4_u8, 0..4_u8), 0..60),
        step in prop_oneof![Just(1_800_i64), Just(3_600), Just(86_400), Just(604_800), Just(2_678_400)],
        start in 1_700_000_000_i64..1_730_000_000, zone in 0..3_usize, is_close: bool, timeframe in 0..5_usize,
    ) {
        let mut options = options(["UTC", "America/New_York", "America/Sao_Paulo"][zone]);
        options.stamp = if is_close { BarStamp::Close } else { BarStamp::Open };
        options.timeframe = ["", "30m", "1h", "1d", "1mo"].get(timeframe).and_then(|text| Timeframe::parse(text).ok());
        let text: String = rows
            .iter()
            .map(|(time, open, high, low, close)| format!("{},{open},{high},{low},{close}\n", start + time * step))
            .collect();
        check_laws(text.as_bytes(), &options);
    }
}
