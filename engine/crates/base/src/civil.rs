//! The proleptic Gregorian calendar as plain arithmetic on day numbers. Knows nothing of zones.

use crate::Nanos;

/// Nanoseconds of a second.
pub const SECOND_NANOS: i64 = 1_000_000_000;
/// Nanoseconds of a day of 24 hours.
pub const DAY_NANOS: i64 = 86_400 * SECOND_NANOS;

const DAYS_OF_ERA: i64 = 146_097;
/// Days from 0000-03-01, where eras start, to 1970-01-01.
const EPOCH_DAYS: i64 = 719_468;

/// A date of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year; 0 is the year before 1.
    pub year: i32,
    /// Month, from 1.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// The date, if there is such a day.
    #[must_use]
    pub const fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Days since 1970-01-01. Years are counted from March, so that the leap day comes last.
    #[must_use]
    pub const fn day_number(self) -> i64 {
        let year = self.year as i64 - (self.month <= 2) as i64;
        let era = year.div_euclid(400);
        let year_of_era = year - era * 400;
        let months_since_march = (self.month as i64 + 9) % 12;
        let day_of_year = (153 * months_since_march + 2) / 5 + self.day as i64 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * DAYS_OF_ERA + day_of_era - EPOCH_DAYS
    }

    /// The date of a day number.
    #[must_use]
    pub const fn from_day_number(number: i64) -> Self {
        let days = number + EPOCH_DAYS;
        let era = days.div_euclid(DAYS_OF_ERA);
        let day_of_era = days - era * DAYS_OF_ERA;
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let months_since_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * months_since_march + 2) / 5 + 1;
        let month = (months_since_march + 2) % 12 + 1;
        let year = year_of_era + era * 400 + (month <= 2) as i64;
        Self {
            year: year as i32,
            month: month as u8,
            day: day as u8,
        }
    }

    /// Months since January of year 0.
    #[must_use]
    pub const fn month_number(self) -> i64 {
        self.year as i64 * 12 + self.month as i64 - 1
    }

    /// The first day of a month, counted as [`Date::month_number`] does.
    #[must_use]
    pub const fn first_of_month(number: i64) -> Self {
        Self {
            year: number.div_euclid(12) as i32,
            month: (number.rem_euclid(12) + 1) as u8,
            day: 1,
        }
    }
}

const fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day in which a time lies, both on one clock.
#[must_use]
pub const fn day_number_at(time: Nanos) -> i64 {
    time.div_euclid(DAY_NANOS)
}

/// ISO 8601 text in UTC with as many decimals as the time needs (0, 3, 6 or 9).
#[must_use]
pub fn utc_text(time: Nanos) -> String {
    let date = Date::from_day_number(day_number_at(time));
    let of_day = time.rem_euclid(DAY_NANOS);
    let (seconds, nanos) = (of_day / SECOND_NANOS, of_day % SECOND_NANOS);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let Date { year, month, day } = date;
    let head = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    match nanos {
        0 => format!("{head}Z"),
        n if n % 1_000_000 == 0 => format!("{head}.{:03}Z", n / 1_000_000),
        n if n % 1_000 == 0 => format!("{head}.{:06}Z", n / 1_000),
        n => format!("{head}.{n:09}Z"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_days() {
        assert_eq!(Date::new(1970, 1, 1).unwrap().day_number(), 0);
        assert_eq!(Date::new(2000, 2, 29).unwrap().day_number(), 11_016);
        assert_eq!(Date::new(1969, 12, 31).unwrap().day_number(), -1);
        assert_eq!(Date::new(1900, 2, 29), None);
        assert_eq!(Date::new(2023, 13, 1), None);
        assert_eq!(Date::new(2023, 4, 31), None);
    }

    #[test]
    fn text_shows_the_decimals_that_are_there() {
        assert_eq!(utc_text(0), "1970-01-01T00:00:00Z");
        assert_eq!(utc_text(-1), "1969-12-31T23:59:59.999999999Z");
        assert_eq!(utc_text(1_500_000_000), "1970-01-01T00:00:01.500Z");
    }

    proptest! {
        #[test]
        fn day_numbers_count_days_one_by_one(number in -800_000_i64..800_000) {
            let (date, next) = (Date::from_day_number(number), Date::from_day_number(number + 1));
            prop_assert_eq!(date.day_number(), number);
            prop_assert!(date < next);
            prop_assert_eq!(Date::new(date.year, date.month, date.day), Some(date));
            prop_assert_eq!(jiff::civil::Date::constant(1970, 1, 1)
                .checked_add(jiff::Span::new().days(number)).map(|d| (d.year(), d.month(), d.day())).ok(),
                Some((date.year as i16, date.month as i8, date.day as i8)));
        }

        #[test]
        fn month_numbers_name_first_days(number in -20_000_i64..40_000) {
            let first = Date::first_of_month(number);
            prop_assert_eq!(first.month_number(), number);
            prop_assert_eq!(Date::from_day_number(first.day_number() - 1).month_number(), number - 1);
        }
    }
}
