//! Forms of times that files use, and texts that are none.

use super::*;
use base::civil::utc_text;
use proptest::prelude::*;

fn read(text: &str) -> Option<String> {
    let form = TimeForm::detect(text.as_bytes())?;
    Some(
        match form.read(text.as_bytes(), &mut DateMemo::default())? {
            WrittenTime::Instant(time) => utc_text(time),
            WrittenTime::Wall(wall) => utc_text(wall).replace('Z', " local"),
        },
    )
}

#[test]
fn forms() {
    let cases = [
        ("2004-08-19", "2004-08-19T00:00:00 local"),
        ("2004/8/9", "2004-08-09T00:00:00 local"),
        ("2012.11.26", "2012-11-26T00:00:00 local"),
        ("2017-04-19 09:00:00", "2017-04-19T09:00:00 local"),
        ("2017-04-19T09:05", "2017-04-19T09:05:00 local"),
        ("2023.01.02 00:00:00.123", "2023-01-02T00:00:00.123 local"),
        ("2024-01-31 9:30", "2024-01-31T09:30:00 local"),
        ("2012-02-01 00:00:00+00:00", "2012-02-01T00:00:00Z"),
        ("2024-01-01T09:30:00-05:00", "2024-01-01T14:30:00Z"),
        ("2024-01-01T09:30:00.5Z", "2024-01-01T09:30:00.500Z"),
        ("2024-01-01T09:30:00+0530", "2024-01-01T04:00:00Z"),
        (
            "2013-01-01 22:00:00.295000+00:00",
            "2013-01-01T22:00:00.295Z",
        ),
        ("31.12.2023 23:59:58.250", "2023-12-31T23:59:58.250 local"),
        ("31.12.2023 23:00:00.000 GMT+0100", "2023-12-31T22:00:00Z"),
        ("12/31/2023", "2023-12-31T00:00:00 local"),
        ("31/12/2023 10:00", "2023-12-31T10:00:00 local"),
        ("20240131", "2024-01-31T00:00:00 local"),
        ("20240131 093000", "2024-01-31T09:30:00 local"),
        ("20240131 093000123", "2024-01-31T09:30:00.123 local"),
        ("20240131 0930", "2024-01-31T09:30:00 local"),
        ("20240131 09:30", "2024-01-31T09:30:00 local"),
        ("20240131093000", "2024-01-31T09:30:00 local"),
        ("202401310930", "2024-01-31T09:30:00 local"),
        ("1704067200", "2024-01-01T00:00:00Z"),
        ("1704067200.25", "2024-01-01T00:00:00.250Z"),
        ("1637971200000", "2021-11-27T00:00:00Z"),
        ("946684800000", "2000-01-01T00:00:00Z"),
        ("1704067200000000", "2024-01-01T00:00:00Z"),
        ("1704067200000000001", "2024-01-01T00:00:00.000000001Z"),
        ("-86400", "1969-12-31T00:00:00Z"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn what_is_no_time() {
    for text in [
        "",
        "Date",
        "2024",
        "2024-13-01",
        "2023-02-29",
        "2024-01-01 24:00",
        "2024-01-01 10:60",
        "2024-01-01x",
        "2024-01/01",
        "24-01-01",
        "2024-01-01 1000",
        "2024-01-01 10:00:00 +1",
        "2024-01-01 10:00 EST",
        "1500-01-01",
        "2500-01-01",
        "99999999999999999999",
        "12.5.6",
        "10:30",
        "2024-01-01 10:00:00+99:00",
        "1704067200000.5",
    ] {
        // A year alone is a count of seconds: nothing tells it from one.
        let is_epoch = text == "2024";
        assert_eq!(read(text).is_some(), is_epoch, "{text}");
    }
}

#[test]
fn another_form_than_the_first_is_refused() {
    let form = TimeForm::detect(b"2024-01-01").unwrap();
    let mut memo = DateMemo::default();
    assert!(form.read(b"2024-01-02 00:00:00", &mut memo).is_none());
    assert!(form.read(b"1704067200", &mut memo).is_none());
    let form = TimeForm::detect(b"1704067200").unwrap();
    assert!(form.read(b"2024-01-01", &mut memo).is_none());
    let early = TimeForm::detect(b"0").unwrap();
    assert_eq!(
        early.read(b"1704067200", &mut memo),
        Some(WrittenTime::Instant(1_704_067_200 * SECOND_NANOS))
    );
}

#[test]
fn dates_tell_day_from_month_together() {
    let order = |dates: &[&str]| {
        let mut evidence = DateEvidence::default();
        dates.iter().for_each(|date| evidence.look(date.as_bytes()));
        evidence.order()
    };
    assert_eq!(
        order(&["01/02/2024", "13/02/2024"]),
        Some(DateOrder::DayFirst)
    );
    assert_eq!(
        order(&["01/02/2024", "01/13/2024"]),
        Some(DateOrder::MonthFirst)
    );
    assert_eq!(order(&["01.02.2024"]), Some(DateOrder::DayFirst));
    assert_eq!(order(&["01/02/2024", "03/04/2024"]), None);
    assert_eq!(order(&["13/02/2024", "01/13/2024"]), None);
}

proptest! {
    #[test]
    fn no_bytes_panic(text: Vec<u8>) {
        let _ = TimeForm::detect(&text).map(|form| form.read(&text, &mut DateMemo::default()));
    }

    #[test]
    fn the_memo_changes_nothing(texts in proptest::collection::vec("2024-0[12]-0[12]{1,2}( 1[0-9]:30)?", 1..20)) {
        let form = TimeForm::detect(texts[0].as_bytes());
        let mut memo = DateMemo::default();
        for text in texts.iter().map(String::as_bytes) {
            let alone = form.and_then(|form| form.read(text, &mut DateMemo::default()));
            prop_assert_eq!(form.and_then(|form| form.read(text, &mut memo)), alone);
        }
    }

    #[test]
    fn no_text_of_time_letters_panics(text in "[0-9TZ:./ +-]{0,30}") {
        if let Some(form) = TimeForm::detect(text.as_bytes()) {
            prop_assert!(form.read(text.as_bytes(), &mut DateMemo::default()).is_some(), "{}", text);
        }
    }
}
