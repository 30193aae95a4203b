//! Timeframes against their written meaning, and against an independent walk over the wall clock.

use super::*;
use base::civil::utc_text;
use proptest::prelude::*;

const HOUR: i64 = 3_600 * SECOND_NANOS;

fn timeframe(text: &str) -> Timeframe {
    Timeframe::parse(text).unwrap()
}

fn bounds_text(zone: &str, text: &str, time: Nanos) -> String {
    let (start, end) = timeframe(text).bounds(&Zone::new(zone).unwrap(), time);
    format!("{} .. {}", utc_text(start), utc_text(end))
}

fn hours(from: i64, to: i64) -> impl Strategy<Value = Nanos> {
    (from..to, 0..HOUR).prop_map(|(hour, nanos)| hour * HOUR + nanos)
}

/// Zones, and times half of which lie within a day and a half of one of the zone's clock changes.
fn zoned_times() -> impl Strategy<Value = (Zone, Nanos)> {
    let near = -36 * HOUR..36 * HOUR;
    (0..ZONES.len(), hours(0, 600_000), near, any::<bool>()).prop_map(
        |(zone, time, near, is_near)| {
            let zone = Zone::new(ZONES[zone]).unwrap();
            let change = zone.span(time).from;
            let time = if is_near && change > 0 {
                change + near
            } else {
                time
            };
            (zone, time)
        },
    )
}

#[test]
fn texts_have_one_canonical_form() {
    let cases = [
        ("1s", "1s"),
        ("90s", "90s"),
        ("120s", "2m"),
        ("15m", "15m"),
        ("60m", "1h"),
        ("90m", "90m"),
        ("24h", "1d"),
        ("1440m", "1d"),
        ("2d", "2d"),
        ("1w", "1w"),
        ("12mo", "12mo"),
        ("007m", "7m"),
    ];
    for (text, canonical) in cases {
        assert_eq!(timeframe(text).to_string(), canonical);
        assert_eq!(timeframe(canonical), timeframe(text));
    }
}

#[test]
fn other_texts_are_errors() {
    for text in [
        "",
        "m",
        "15",
        "0m",
        "-1m",
        "1.5h",
        "15 m",
        "15M",
        "1D",
        "25h",
        "99999999999d",
        "1m ",
        "１m",
        "200000w",
    ] {
        assert!(Timeframe::parse(text).is_err(), "{text}");
    }
}

#[test]
fn days_of_clock_changes_have_23_and_25_hours() {
    let spring = 1_710_082_800 * SECOND_NANOS;
    let autumn = 1_730_646_000 * SECOND_NANOS;
    assert_eq!(
        bounds_text("America/New_York", "1d", spring),
        "2024-03-10T05:00:00Z .. 2024-03-11T04:00:00Z"
    );
    assert_eq!(
        bounds_text("America/New_York", "1d", autumn),
        "2024-11-03T04:00:00Z .. 2024-11-04T05:00:00Z"
    );
}

#[test]
fn four_hour_bars_across_a_clock_change_are_short_or_long() {
    let zone = "America/New_York";
    let spring = 1_710_046_800 * SECOND_NANOS;
    assert_eq!(
        bounds_text(zone, "4h", spring),
        "2024-03-10T05:00:00Z .. 2024-03-10T08:00:00Z"
    );
    assert_eq!(
        bounds_text(zone, "4h", spring + 3 * HOUR),
        "2024-03-10T08:00:00Z .. 2024-03-10T12:00:00Z"
    );
    let autumn = 1_730_606_400 * SECOND_NANOS;
    assert_eq!(
        bounds_text(zone, "4h", autumn + 2 * HOUR),
        "2024-11-03T04:00:00Z .. 2024-11-03T09:00:00Z"
    );
}

#[test]
fn the_hour_that_comes_twice_is_two_bars() {
    let zone = "America/New_York";
    let first = 1_730_610_000 * SECOND_NANOS;
    assert_eq!(
        bounds_text(zone, "1h", first),
        "2024-11-03T05:00:00Z .. 2024-11-03T06:00:00Z"
    );
    assert_eq!(
        bounds_text(zone, "1h", first + HOUR),
        "2024-11-03T06:00:00Z .. 2024-11-03T07:00:00Z"
    );
}

#[test]
fn weeks_start_on_monday_and_months_on_the_first() {
    let time = 1_709_222_400 * SECOND_NANOS;
    assert_eq!(
        bounds_text("UTC", "1w", time),
        "2024-02-26T00:00:00Z .. 2024-03-04T00:00:00Z"
    );
    assert_eq!(
        bounds_text("UTC", "1mo", time),
        "2024-02-01T00:00:00Z .. 2024-03-01T00:00:00Z"
    );
    assert_eq!(
        bounds_text("UTC", "3mo", time),
        "2024-01-01T00:00:00Z .. 2024-04-01T00:00:00Z"
    );
}

#[test]
fn a_step_that_does_not_divide_the_day_starts_anew_at_midnight() {
    let late = (23 * HOUR) + 50 * 60 * SECOND_NANOS;
    assert_eq!(
        bounds_text("UTC", "7m", late),
        "1970-01-01T23:48:00Z .. 1970-01-01T23:55:00Z"
    );
    assert_eq!(
        bounds_text("UTC", "7m", 24 * HOUR - 1),
        "1970-01-01T23:55:00Z .. 1970-01-02T00:00:00Z"
    );
}

#[test]
fn multiples() {
    let yes = [
        ("1h", "15m"),
        ("1h", "1h"),
        ("1d", "1h"),
        ("1w", "4h"),
        ("1w", "1d"),
        ("1mo", "1d"),
        ("3mo", "1mo"),
        ("2d", "1d"),
        ("14m", "7m"),
    ];
    let no = [
        ("15m", "1h"),
        ("1h", "7m"),
        ("1d", "7h"),
        ("1mo", "1w"),
        ("1w", "2d"),
        ("1h", "1d"),
        ("1d", "1w"),
        ("1w", "1mo"),
        ("3d", "2d"),
    ];
    for (high, low) in yes {
        assert!(
            timeframe(high).is_multiple_of(&timeframe(low)),
            "{high} {low}"
        );
    }
    for (high, low) in no {
        assert!(
            !timeframe(high).is_multiple_of(&timeframe(low)),
            "{high} {low}"
        );
    }
}

const ZONES: [&str; 8] = [
    "UTC",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Pacific/Apia",
];
const TEXTS: [&str; 12] = [
    "1m", "7m", "15m", "45m", "1h", "4h", "7h", "1d", "2d", "1w", "1mo", "3mo",
];

/// Whether a bar starts at an instant, said again: the wall clock comes to a multiple of the step,
/// or jumps to another cell of the grid.
fn starts_a_bar(zone: &Zone, step: i64, time: Nanos) -> bool {
    let (now, before) = (zone.local(time), zone.local(time - 1));
    let cell = |local: i64| {
        (
            local.div_euclid(DAY_NANOS),
            local.rem_euclid(DAY_NANOS) / step,
        )
    };
    now.rem_euclid(DAY_NANOS) % step == 0 || cell(now) != cell(before)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn bars_tile_time((zone, time) in zoned_times(), text in 0..TEXTS.len()) {
        let timeframe = timeframe(TEXTS[text]);
        let (start, end) = timeframe.bounds(&zone, time);
        prop_assert!(start <= time && time < end);
        prop_assert_eq!(timeframe.bounds(&zone, start), (start, end));
        prop_assert_eq!(timeframe.bounds(&zone, end - 1), (start, end));
        prop_assert_eq!(timeframe.bounds(&zone, end).0, end);
        prop_assert_eq!(timeframe.bounds(&zone, start - 1).1, start);
    }

    #[test]
    fn intraday_bars_start_where_the_wall_clock_says(
        (zone, time) in zoned_times(), text in 0..7_usize,
    ) {
        let timeframe = timeframe(TEXTS[text]);
        let step = timeframe.intraday_nanos().unwrap();
        let (start, end) = timeframe.bounds(&zone, time);
        prop_assert!(starts_a_bar(&zone, step, start));
        prop_assert!(starts_a_bar(&zone, step, end));
        let half_minute = 30 * SECOND_NANOS;
        let first_inside = (start / half_minute + 1) * half_minute;
        let mut inside = (first_inside..end).step_by(half_minute as usize);
        prop_assert!(!inside.any(|time| starts_a_bar(&zone, step, time)));
    }

    #[test]
    fn multiples_hold_whole_bars(
        (zone, time) in zoned_times(), high in 0..TEXTS.len(), low in 0..TEXTS.len(),
    ) {
        let (high, low) = (timeframe(TEXTS[high]), timeframe(TEXTS[low]));
        if high.is_multiple_of(&low) {
            let (outer, inner) = (high.bounds(&zone, time), low.bounds(&zone, time));
            prop_assert!(outer.0 <= inner.0 && inner.1 <= outer.1);
        }
    }

    #[test]
    fn a_cursor_gives_the_same_bounds(
        zone in 0..ZONES.len(), text in 0..TEXTS.len(),
        times in proptest::collection::vec(hours(450_000, 460_000), 1..50), sort: bool,
    ) {
        let (zone, timeframe) = (Zone::new(ZONES[zone]).unwrap(), timeframe(TEXTS[text]));
        let mut times = times;
        if sort {
            times.sort_unstable();
        }
        let mut cursor = TimeframeCursor::new(timeframe, &zone);
        for time in times {
            prop_assert_eq!(cursor.bounds(time), timeframe.bounds(&zone, time));
        }
    }

    #[test]
    fn days_shift_forth_and_back(text in 7..TEXTS.len(), day in -10_000_i64..30_000) {
        let timeframe = timeframe(TEXTS[text]);
        let next = timeframe.shift_day(day, 1);
        prop_assert!(next > day);
        prop_assert!((timeframe.shift_day(next, -1) - day).abs() <= 3);
        let (first, after) = timeframe.days_around(day);
        prop_assert_eq!(timeframe.shift_day(first, 1), after);
        prop_assert_eq!(timeframe.shift_day(after, -1), first);
    }

    #[test]
    fn no_instant_panics(zone in 0..ZONES.len(), text in 0..TEXTS.len(), time: i64) {
        let _ = timeframe(TEXTS[text]).bounds(&Zone::new(ZONES[zone]).unwrap(), time);
    }

    #[test]
    fn no_text_panics(text in ".{0,12}") {
        if let Ok(timeframe) = Timeframe::parse(&text) {
            prop_assert_eq!(Timeframe::parse(&timeframe.to_string()), Ok(timeframe));
        }
    }
}
