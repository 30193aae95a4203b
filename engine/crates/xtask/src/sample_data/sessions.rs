//! The trading week of a currency pair by the clock of New York: when quotes come, how many, and how far
//! apart bid and ask are. Integers only.

pub(crate) const HOUR_MS: i64 = 3_600_000;
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;
const MINUTE_MS: i64 = 60_000;

/// The day ends and the week begins at 17:00.
const ROLLOVER_HOUR: i64 = 17;

/// The clocks of New York went forward on 10 March 2024 at 07:00 UTC.
const CLOCK_CHANGE_MS: i64 = day_of_march(10) * DAY_MS + 7 * HOUR_MS;

/// Quotes by the hour of New York, in percent of an ordinary hour: rollover, Tokyo, London, both, evening.
const ACTIVITY_PERCENT: [i64; 24] = [
    45, 60, 110, 170, 165, 130, 110, 130, 200, 210, 230, 180, 110, 100, 90, 80, 55, 25, 35, 60, 75,
    70, 55, 45,
];

/// Number of a day of March 2024: 54 years since 1970, 13 leap days among them, 31 + 29 days before March.
const fn day_of_march(day: i64) -> i64 {
    54 * 365 + 13 + 31 + 29 + day - 1
}

/// The instants from and to which quotes come, milliseconds UTC: five trading days of March 2024, from
/// Tuesday 5, 17:00, to Tuesday 12, 17:00, so that the weekend lies inside.
pub(crate) const STRETCHES: [(i64, i64); 2] = [
    (local(5, ROLLOVER_HOUR), local(8, ROLLOVER_HOUR)),
    (local(10, ROLLOVER_HOUR), local(12, ROLLOVER_HOUR)),
];

/// An hour of New York on a day of March 2024, in milliseconds UTC.
const fn local(day: i64, hour: i64) -> i64 {
    let as_if_utc = day_of_march(day) * DAY_MS + hour * HOUR_MS;
    let winter = as_if_utc + 5 * HOUR_MS;
    if winter < CLOCK_CHANGE_MS {
        winter
    } else {
        as_if_utc + 4 * HOUR_MS
    }
}

/// Milliseconds since midnight in New York.
fn clock(time: i64) -> i64 {
    let behind = if time < CLOCK_CHANGE_MS { 5 } else { 4 };
    (time - behind * HOUR_MS).rem_euclid(DAY_MS)
}

pub(crate) fn activity_percent(time: i64) -> i64 {
    let hour = usize::try_from(clock(time) / HOUR_MS).unwrap_or_default();
    ACTIVITY_PERCENT[hour]
}

/// The ordinary distance of bid and ask in hundredths of a point.
pub(crate) fn spread_hundredths(time: i64) -> i64 {
    let since_rollover = clock(time) - ROLLOVER_HOUR * HOUR_MS;
    let opens_the_week = time - STRETCHES[1].0;
    if (0..HOUR_MS).contains(&opens_the_week) {
        return 3_000;
    }
    if (-5 * MINUTE_MS..20 * MINUTE_MS).contains(&since_rollover) {
        return 4_500;
    }
    match activity_percent(time) {
        ..=40 => 1_600,
        41..=79 => 900,
        80..=129 => 500,
        _ => 300,
    }
}

#[cfg(test)]
mod tests {
    use super::super::calendar::{first_day_of, weekday};
    use super::*;

    fn march(day: i64, hour: i64) -> i64 {
        // Days since 1970 by another road than the constants'.
        (first_day_of(2024) + 31 + 29 + day - 1) * DAY_MS + hour * HOUR_MS
    }

    #[test]
    fn the_week_goes_from_tuesday_to_tuesday_by_new_york() {
        // 17:00 is 22:00 UTC in winter and 21:00 UTC in summer.
        assert_eq!(STRETCHES[0], (march(5, 22), march(8, 22)));
        assert_eq!(STRETCHES[1], (march(10, 21), march(12, 21)));
        assert_eq!(weekday(march(5, 0) / DAY_MS), 1);
        assert_eq!(weekday(march(10, 0) / DAY_MS), 6);
    }

    #[test]
    fn hours_are_those_of_new_york() {
        assert_eq!(activity_percent(march(6, 22)), 25);
        assert_eq!(activity_percent(march(11, 21)), 25);
        assert_eq!(activity_percent(march(6, 15)), 230);
        assert_eq!(activity_percent(march(11, 14)), 230);
    }

    #[test]
    fn spreads_are_wide_at_rollover_and_when_the_week_opens() {
        assert_eq!(spread_hundredths(march(6, 22) - 1), 4_500);
        assert_eq!(spread_hundredths(march(6, 22) - 5 * MINUTE_MS - 1), 900);
        assert_eq!(spread_hundredths(march(6, 22) + 20 * MINUTE_MS), 1_600);
        assert_eq!(spread_hundredths(march(10, 21)), 3_000);
        assert_eq!(spread_hundredths(march(6, 15)), 300);
    }
}
