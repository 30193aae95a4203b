//! Reads the parts of a written time from left to right.

use super::DateOrder;
use base::civil::{Date, SECOND_NANOS};

const OFFSET_HOURS_MAX: i64 = 25;

/// Reads a text from left to right.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a [u8],
}

impl Cursor<'_> {
    pub(super) fn any(&mut self) -> Option<u8> {
        let (&first, rest) = self.text.split_first()?;
        self.text = rest;
        Some(first)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.text.first() == Some(&byte);
        if found {
            self.text = &self.text[1..];
        }
        found
    }

    /// One to `most` digits, and how many they were.
    pub(super) fn digits(&mut self, most: usize) -> Option<(i64, usize)> {
        let mut value = 0_i64;
        let mut count = 0;
        while count < most
            && let Some(digit) = self.text.get(count).map(|byte| byte.wrapping_sub(b'0'))
            && digit < 10
        {
            value = value.checked_mul(10)?.checked_add(i64::from(digit))?;
            count += 1;
        }
        self.text = &self.text[count..];
        (count > 0).then_some((value, count))
    }

    fn exactly(&mut self, count: usize) -> Option<i64> {
        let (value, found) = self.digits(count)?;
        (found == count).then_some(value)
    }

    /// Decimals of a second to nanoseconds; further digits are cut off.
    pub(super) fn billionths(&mut self) -> Option<i64> {
        let (mut value, count) = self.digits(9)?;
        for _ in count..9 {
            value *= 10;
        }
        let more = self.text.iter().take_while(|byte| byte.is_ascii_digit());
        self.text = &self.text[more.count()..];
        Some(value)
    }

    pub(super) fn date(&mut self, order: DateOrder) -> Option<Date> {
        match order {
            DateOrder::Compact => {
                let (year, month, day) = (self.exactly(4)?, self.exactly(2)?, self.exactly(2)?);
                date_of(year, month, day)
            }
            DateOrder::YearFirst => {
                let year = self.exactly(4)?;
                let (month, day) = self.two_parts(2)?;
                date_of(year, month.0, day.0)
            }
            DateOrder::DayFirst | DateOrder::MonthFirst => {
                let (first, _) = self.digits(2)?;
                let (second, (year, year_digits)) = self.two_parts(4)?;
                let (month, day) = if order == DateOrder::DayFirst {
                    (second.0, first)
                } else {
                    (first, second.0)
                };
                date_of(year, month, day).filter(|_| year_digits == 4)
            }
        }
    }

    /// The second and third part of a date, each after the same separator.
    fn two_parts(&mut self, most: usize) -> Option<((i64, usize), (i64, usize))> {
        let separator = self.any().filter(|byte| b"-/.".contains(byte))?;
        let second = self.digits(2)?;
        let is_same = self.eat(separator);
        let third = self.digits(most)?;
        is_same.then_some((second, third))
    }

    /// A time of day and the separator before it. Without colons only after a compact date.
    pub(super) fn clock(&mut self, order: DateOrder) -> Option<i64> {
        let is_apart = self.eat(b' ') || self.eat(b'T') || self.eat(b't');
        if !is_apart && order != DateOrder::Compact {
            return None;
        }
        let (hour, digits) = self.digits(2)?;
        let has_colons = self.eat(b':');
        if !has_colons && (order != DateOrder::Compact || digits != 2) {
            return None;
        }
        let minute = self.exactly(2)?;
        let second = self.seconds(has_colons)?;
        let nanos = self.decimals(has_colons)?;
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        Some((hour * 3_600 + minute * 60 + second) * SECOND_NANOS + nanos)
    }

    fn seconds(&mut self, has_colons: bool) -> Option<i64> {
        let has_seconds = if has_colons {
            self.eat(b':')
        } else {
            self.text.first().is_some_and(u8::is_ascii_digit)
        };
        if has_seconds {
            self.exactly(2)
        } else {
            Some(0)
        }
    }

    fn decimals(&mut self, has_colons: bool) -> Option<i64> {
        let has_mark = self.eat(b'.') || self.eat(b',');
        let is_run_on = !has_colons && self.text.first().is_some_and(u8::is_ascii_digit);
        if has_mark || is_run_on {
            self.billionths()
        } else {
            Some(0)
        }
    }

    /// `Z`, `+01`, `+0100`, `+01:00`, each perhaps after a blank and `GMT` or `UTC`.
    pub(super) fn offset(&mut self) -> Option<i64> {
        while self.eat(b' ') {}
        if self.eat(b'Z') || self.eat(b'z') {
            return Some(0);
        }
        let named = [&b"GMT"[..], b"UTC"]
            .into_iter()
            .find_map(|name| self.text.strip_prefix(name));
        if let Some(rest) = named {
            self.text = rest;
            if rest.is_empty() {
                return Some(0);
            }
        }
        let sign = match self.any()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let hours = self.exactly(2)?;
        let has_minutes = self.eat(b':') || !self.text.is_empty();
        let minutes = if has_minutes { self.exactly(2)? } else { 0 };
        let fits = hours <= OFFSET_HOURS_MAX && minutes <= 59;
        fits.then_some(sign * (hours * 60 + minutes) * 60 * SECOND_NANOS)
    }
}

fn date_of(year: i64, month: i64, day: i64) -> Option<Date> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    Date::new(i32::try_from(year).ok()?, month, day)
}
