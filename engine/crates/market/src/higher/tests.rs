//! Higher bars against a naive regrouping, both ways of making them against each other, and the days
//! on which clocks change.

use super::*;
use base::civil::{DAY_NANOS, SECOND_NANOS};
use proptest::prelude::*;
use std::collections::BTreeMap;

const MINUTE: i64 = 60 * SECOND_NANOS;
const HOUR: i64 = 60 * MINUTE;
const ZONES: [&str; 5] = [
    "UTC",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "America/St_Johns",
];

fn timeframe(text: &str) -> Timeframe {
    Timeframe::parse(text).unwrap()
}

/// Bars that open at these times, on the grid of `lower`, with values drawn from their index.
fn bars_at(opens: &[Nanos], lower: &str, zone: &Zone) -> Bars {
    let mut bars = Bars::default();
    for (index, &time) in opens.iter().enumerate() {
        let (open, close) = timeframe(lower).bounds(zone, time);
        if bars.open_time.last().is_some_and(|&last| last >= open) {
            continue;
        }
        let price = 100.0 + ((index * 7_919) % 101) as f64 / 4.0;
        bars.open_time.push(open);
        bars.close_time.push(close);
        bars.open.push(price);
        bars.high.push(price + (index % 13) as f64);
        bars.low.push(price - (index % 11) as f64);
        bars.close
            .push(price + 0.5 * ((index % 2) as f64).min((index % 13) as f64));
        bars.volume.push(0.1 * index as f64);
    }
    bars
}

/// The rule of the manual, word by word.
fn naive(bars: &Bars, timeframe: &Timeframe, zone: &Zone) -> Bars {
    let mut groups: BTreeMap<(Nanos, Nanos), Vec<usize>> = BTreeMap::new();
    for row in 0..bars.len() {
        let bounds = timeframe.bounds(zone, bars.open_time[row]);
        groups.entry(bounds).or_default().push(row);
    }
    let mut higher = Bars::default();
    for ((start, end), rows) in groups {
        let of = |column: &[f64]| rows.iter().map(|&row| column[row]).collect::<Vec<_>>();
        higher.open_time.push(start);
        higher.close_time.push(end);
        higher.open.push(of(&bars.open)[0]);
        higher
            .high
            .push(of(&bars.high).into_iter().fold(f64::MIN, f64::max));
        higher
            .low
            .push(of(&bars.low).into_iter().fold(f64::MAX, f64::min));
        higher.close.push(*of(&bars.close).last().unwrap());
        higher
            .volume
            .push(of(&bars.volume).into_iter().fold(0.0, |a, b| a + b));
    }
    higher
}

/// The same bars through the state machine, with what was visible after each lower bar.
fn step_by_step(bars: &Bars, lower: &str, high: &[&str], zone: &Zone) -> Vec<Bars> {
    let timeframes: Vec<_> = high.iter().map(|text| (timeframe(text), 3)).collect();
    let mut state = MtfState::new(&timeframe(lower), &timeframes, zone).unwrap();
    let mut done = vec![Bars::default(); high.len()];
    for row in 0..bars.len() {
        let bar = bars.bar(row);
        let mut completed = |index: usize, higher: &CompletedBar| {
            assert!(
                higher.close_time() <= bar.close_time(),
                "known before its end"
            );
            done[index].push(higher);
        };
        state.push(&bar, &mut completed).unwrap();
        for (index, done) in done.iter().enumerate() {
            let last = done.len().checked_sub(1).map(|last| done.bar(last));
            assert_eq!(state.completed(index, 0).copied(), last);
            if let Some(forming) = state.forming(index) {
                assert!(forming.ends_at() > bar.close_time());
                assert_eq!(forming.latest(), bar.close());
            }
        }
    }
    state.advance_to(Nanos::MAX, |index, higher| done[index].push(higher));
    done
}

fn minutes_of_days(first_day: i64, days: i64) -> Vec<Nanos> {
    let minutes = first_day * 1_440..(first_day + days) * 1_440;
    minutes.map(|minute| minute * MINUTE).collect()
}

#[test]
fn a_day_of_a_clock_change_has_23_or_25_hours_of_bars() {
    let zone = Zone::new("America/New_York").unwrap();
    for (first_day, hours) in [(19_791, 23), (20_029, 25)] {
        let bars = bars_at(&minutes_of_days(first_day, 4), "1m", &zone);
        let days = higher_bars(&bars, &timeframe("1m"), &timeframe("1d"), &zone).unwrap();
        let lengths: Vec<i64> = (0..days.len())
            .map(|row| (days.close_time[row] - days.open_time[row]) / HOUR)
            .collect();
        assert_eq!(
            lengths.iter().filter(|&&length| length == hours).count(),
            1,
            "{lengths:?}"
        );
        let hour_bars = higher_bars(&bars, &timeframe("1m"), &timeframe("1h"), &zone).unwrap();
        let again = higher_bars(&hour_bars, &timeframe("1h"), &timeframe("1d"), &zone).unwrap();
        assert_eq!(again.open_time, days.open_time);
        assert_eq!(
            (again.open, again.high, again.low, again.close),
            (days.open, days.high, days.low, days.close)
        );
    }
}

#[test]
fn gaps_make_no_bars_and_a_cut_bar_keeps_its_bounds() {
    let zone = Zone::utc();
    let times: Vec<Nanos> = [10, 11, 70, 200].map(|minute| minute * MINUTE).into();
    let bars = bars_at(&times, "1m", &zone);
    let hours = higher_bars(&bars, &timeframe("1m"), &timeframe("1h"), &zone).unwrap();
    assert_eq!(hours.open_time, [0, HOUR, 3 * HOUR]);
    assert_eq!(hours.close_time, [HOUR, 2 * HOUR, 4 * HOUR]);
}

#[test]
fn a_bar_completes_at_its_end_though_no_lower_bar_ends_there() {
    let zone = Zone::utc();
    let bars = bars_at(&[10 * MINUTE, 70 * MINUTE], "1m", &zone);
    let mut state = MtfState::new(&timeframe("1m"), &[(timeframe("1h"), 1)], &zone).unwrap();
    state.push(&bars.bar(0), |_, _| panic!("not yet")).unwrap();
    state.advance_to(HOUR - 1, |_, _| panic!("not yet"));
    let mut count = 0;
    state.advance_to(HOUR, |_, bar| {
        assert_eq!(bar.close_time(), HOUR);
        count += 1;
    });
    state.push(&bars.bar(1), |_, _| count += 1).unwrap();
    assert_eq!(count, 1);
}

#[test]
fn bars_across_the_grid_are_refused() {
    let zone = Zone::utc();
    let mut bars = bars_at(&[9 * HOUR, 10 * HOUR, 11 * HOUR], "1h", &zone);
    for column in [&mut bars.open_time, &mut bars.close_time] {
        column.iter_mut().for_each(|time| *time += 30 * MINUTE);
    }
    let error = higher_bars(&bars, &timeframe("1h"), &timeframe("4h"), &zone).unwrap_err();
    assert!(
        error.to_string().contains("1970-01-01T11:30:00Z"),
        "{error}"
    );
    let mut state = MtfState::new(&timeframe("1h"), &[(timeframe("4h"), 1)], &zone).unwrap();
    let outcome = (0..3).try_for_each(|row| state.push(&bars.bar(row), |_, _| ()));
    assert_eq!(outcome, Err(error));
}

#[test]
fn timeframes_that_do_not_divide_are_refused() {
    let zone = Zone::utc();
    let error =
        higher_bars(&Bars::default(), &timeframe("1h"), &timeframe("90m"), &zone).unwrap_err();
    assert_eq!(
        error.to_string(),
        "90m bars cannot be made of 1h bars: 90m is not a whole multiple of 1h."
    );
    assert!(MtfState::new(&timeframe("1w"), &[(timeframe("1mo"), 1)], &zone).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn all_ways_give_the_bars_of_the_naive_regrouping(
        zone in 0..ZONES.len(),
        start in 15_000_i64..20_000,
        steps in proptest::collection::vec(prop_oneof![8 => 1_i64..3, 2 => 1_i64..100, 1 => 1_i64..5_000], 1..600),
    ) {
        let zone = Zone::new(ZONES[zone]).unwrap();
        let mut quarter = start * DAY_NANOS / (15 * MINUTE);
        let opens: Vec<Nanos> = steps.iter().map(|step| { quarter += step; quarter * 15 * MINUTE }).collect();
        let bars = bars_at(&opens, "15m", &zone);
        bars.check().unwrap();
        let high = ["15m", "30m", "1h", "4h", "1d", "1w", "1mo", "3mo"];
        let stepped = step_by_step(&bars, "15m", &high, &zone);
        for (text, stepped) in high.iter().zip(stepped) {
            let expected = naive(&bars, &timeframe(text), &zone);
            let at_once = higher_bars(&bars, &timeframe("15m"), &timeframe(text), &zone).unwrap();
            at_once.check().unwrap();
            prop_assert_eq!(&at_once, &expected, "{}", text);
            prop_assert_eq!(&stepped, &expected, "{}", text);
        }
    }

    #[test]
    fn by_way_of_a_middle_timeframe_or_straight(
        zone in 0..ZONES.len(),
        start in 15_000_i64..20_000,
        steps in proptest::collection::vec(1_i64..400, 1..400),
    ) {
        let zone = Zone::new(ZONES[zone]).unwrap();
        let mut minute = start * 1_440;
        let opens: Vec<Nanos> = steps.iter().map(|step| { minute += step; minute * MINUTE }).collect();
        let mut bars = bars_at(&opens, "1m", &zone);
        // Whole volumes: sums of others depend on their grouping in the last bit.
        bars.volume.iter_mut().for_each(|volume| *volume = (*volume * 10.0).round());
        let up = |bars: &Bars, from: &str, to: &str| {
            higher_bars(bars, &timeframe(from), &timeframe(to), &zone).unwrap()
        };
        let hours = up(&bars, "1m", "1h");
        prop_assert_eq!(up(&hours, "1h", "1d"), up(&bars, "1m", "1d"));
        prop_assert_eq!(up(&up(&hours, "1h", "4h"), "4h", "1w"), up(&bars, "1m", "1w"));
        prop_assert_eq!(up(&up(&bars, "1m", "1d"), "1d", "1mo"), up(&bars, "1m", "1mo"));
    }
}
