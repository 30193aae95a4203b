//! Dates from day numbers (1970-01-01 is day 0, a Thursday), in integers.

/// Year, month, day.
pub(crate) struct Date {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
}

/// The day number of the first of January.
pub(crate) fn first_day_of(year: i64) -> i64 {
    let past = year - 1;
    let leap_days = past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400);
    // 719,162 days lie between the year 1 and 1970.
    365 * past + leap_days - 719_162
}

/// 0 for Monday to 6 for Sunday.
pub(crate) fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

pub(crate) fn date_of(day: i64) -> Date {
    // Estimated from the mean length of a year, then corrected by at most one.
    let mut year = 1970 + (day * 400).div_euclid(146_097);
    if first_day_of(year + 1) <= day {
        year += 1;
    } else if first_day_of(year) > day {
        year -= 1;
    }
    let mut rest = day - first_day_of(year);
    let mut month = 1;
    while rest >= days_in(year, month) {
        rest -= days_in(year, month);
        month += 1;
    }
    Date {
        year,
        month,
        day: rest + 1,
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if first_day_of(year + 1) - first_day_of(year) == 366 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(day: i64) -> String {
        let date = date_of(day);
        format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
    }

    #[test]
    fn known_days_have_their_dates() {
        assert_eq!(written(0), "1970-01-01");
        assert_eq!(written(11_016), "2000-02-29");
        assert_eq!(written(16_070), "2013-12-31");
        assert_eq!(written(first_day_of(2024) + 365), "2024-12-31");
        assert_eq!(weekday(first_day_of(2024)), 0);
    }

    #[test]
    fn days_follow_each_other_without_a_gap() {
        for day in 0..20_000 {
            assert!(written(day) < written(day + 1), "{day}");
        }
    }
}
