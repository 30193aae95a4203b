//! Texts of times: which form a file uses, and what a text of that form says.
//!
//! The first time that can be read fixes the form; a row that is written otherwise is rejected,
//! because mixed forms mean that something went wrong before the file came here.

use base::Nanos;
use base::civil::{DAY_NANOS, Date, SECOND_NANOS};

/// Years that nanoseconds hold, with room for zones and lengths.
const YEAR_MIN: i32 = 1_700;
const YEAR_MAX: i32 = 2_200;
const EPOCH_MIN: i64 = -8_500_000_000;
const EPOCH_MAX: i64 = 7_260_000_000;
const OFFSET_HOURS_MAX: i64 = 25;
/// `2024-01-31`, `31.01.2024`.
const DATE_BYTES: usize = 10;

/// In which order a date names its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateOrder {
    /// 2024-01-31, 2024/01/31, 2024.01.31.
    YearFirst,
    /// 31.01.2024, 31/01/2024.
    DayFirst,
    /// 01/31/2024.
    MonthFirst,
    /// 20240131.
    Compact,
}

/// The form of a file's times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeForm {
    /// A count since 1970-01-01 UTC, of units of so many nanoseconds.
    Epoch { unit_nanos: i64 },
    /// A date, perhaps with a time of day, perhaps with an offset from UTC.
    Calendar {
        order: DateOrder,
        has_clock: bool,
        has_offset: bool,
    },
}

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrittenTime {
    /// An instant.
    Instant(Nanos),
    /// A reading of a clock whose zone the text does not say.
    Wall(Nanos),
}

impl TimeForm {
    /// The form of a text, if it is a time. Day and month that cannot be told apart count as month
    /// first; [`DateEvidence`] settles it over the whole file.
    pub(crate) fn detect(text: &[u8]) -> Option<Self> {
        if let Some(form) = detect_compact(text).or_else(|| detect_epoch(text)) {
            return Some(form);
        }
        let orders = [
            DateOrder::YearFirst,
            DateOrder::MonthFirst,
            DateOrder::DayFirst,
        ];
        orders
            .into_iter()
            .find_map(|order| calendar_form(text, order))
    }

    /// What a text of this form says. `memo` holds the day of the last one.
    pub(crate) fn read(self, text: &[u8], memo: &mut DateMemo) -> Option<WrittenTime> {
        match self {
            Self::Epoch { unit_nanos } => read_epoch(text, unit_nanos).map(WrittenTime::Instant),
            Self::Calendar {
                order,
                has_clock,
                has_offset,
            } => {
                let parts = match memo.day_of(text) {
                    Some((day, rest)) => Parts::after_date(day, rest, order)?,
                    None => memo.remember(text, Parts::read(text, order)?),
                };
                if parts.clock.is_some() != has_clock || parts.offset.is_some() != has_offset {
                    return None;
                }
                Some(parts.written())
            }
        }
    }

    /// Whether its times are days.
    pub(crate) const fn is_dated(self) -> bool {
        matches!(
            self,
            Self::Calendar {
                has_clock: false,
                ..
            }
        )
    }

    /// Whether it leaves the zone open.
    pub(crate) const fn is_local(self) -> bool {
        matches!(
            self,
            Self::Calendar {
                has_offset: false,
                ..
            }
        )
    }

    /// In words.
    pub(crate) fn describe(self) -> String {
        match self {
            Self::Epoch { unit_nanos } => {
                let unit = match unit_nanos {
                    1 => "nanoseconds",
                    1_000 => "microseconds",
                    1_000_000 => "milliseconds",
                    _ => "seconds",
                };
                format!("{unit} since 1970")
            }
            Self::Calendar {
                order,
                has_clock,
                has_offset,
            } => {
                let date = match order {
                    DateOrder::YearFirst => "year-month-day",
                    DateOrder::DayFirst => "day.month.year",
                    DateOrder::MonthFirst => "month/day/year",
                    DateOrder::Compact => "yyyymmdd",
                };
                let clock = if has_clock { " with time of day" } else { "" };
                let offset = if has_offset { " and UTC offset" } else { "" };
                format!("{date}{clock}{offset}")
            }
        }
    }
}

/// The date of the last time: neighbouring rows mostly share it.
#[derive(Debug, Default)]
pub(crate) struct DateMemo {
    text: [u8; DATE_BYTES],
    day: Option<i64>,
}

impl DateMemo {
    fn day_of<'a>(&self, text: &'a [u8]) -> Option<(i64, &'a [u8])> {
        let (date, rest) = text.split_first_chunk()?;
        let is_same = *date == self.text && !rest.first().is_some_and(u8::is_ascii_digit);
        self.day.filter(|_| is_same).map(|day| (day, rest))
    }

    /// Only dates that fill the memo's text are worth it: day and month with leading zeros.
    fn remember(&mut self, text: &[u8], parts: Parts) -> Parts {
        if let Some((date, rest)) = text.split_first_chunk()
            && parts.date_bytes == DATE_BYTES
            && !rest.first().is_some_and(u8::is_ascii_digit)
        {
            self.text = *date;
            self.day = Some(parts.day);
        }
        parts
    }
}

/// Which of a file's dates tell day from month, where they stand first and the year last.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DateEvidence {
    day_first: bool,
    month_first: bool,
}

impl DateEvidence {
    /// Looks at one date.
    pub(crate) fn look(&mut self, text: &[u8]) {
        let mut cursor = Cursor { text };
        let Some((first, _)) = cursor.digits(2) else {
            return;
        };
        let separator = cursor.any();
        let Some((second, _)) = cursor.digits(2) else {
            return;
        };
        self.day_first |= separator == Some(b'.') || first > 12;
        self.month_first |= separator != Some(b'.') && second > 12;
    }

    /// The order that all dates allow; `None` when they contradict each other or show nothing.
    pub(crate) const fn order(self) -> Option<DateOrder> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(DateOrder::DayFirst),
            (false, true) => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }
}

fn calendar_form(text: &[u8], order: DateOrder) -> Option<TimeForm> {
    let parts = Parts::read(text, order)?;
    Some(TimeForm::Calendar {
        order,
        has_clock: parts.clock.is_some(),
        has_offset: parts.offset.is_some(),
    })
}

/// Eight digits are a date where they can be: as seconds they would lie in 1970 to 1973.
fn detect_compact(text: &[u8]) -> Option<TimeForm> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match digits {
        8 | 12 | 14 => calendar_form(text, DateOrder::Compact),
        _ => None,
    }
}

/// Seconds, milli-, micro- or nanoseconds by their size.
fn detect_epoch(text: &[u8]) -> Option<TimeForm> {
    let (whole, _) = epoch_parts(text)?;
    let unit_nanos = match whole.unsigned_abs() {
        0..=99_999_999_999 => SECOND_NANOS,
        100_000_000_000..=99_999_999_999_999 => 1_000_000,
        100_000_000_000_000..=99_999_999_999_999_999 => 1_000,
        _ => 1,
    };
    read_epoch(text, unit_nanos)?;
    Some(TimeForm::Epoch { unit_nanos })
}

fn read_epoch(text: &[u8], unit_nanos: i64) -> Option<Nanos> {
    let (whole, nanos_of_second) = epoch_parts(text)?;
    // Decimals are of a second; of a smaller unit only zeros are written.
    if unit_nanos != SECOND_NANOS && nanos_of_second != 0 {
        return None;
    }
    let time = whole.checked_mul(unit_nanos)?.checked_add(if whole < 0 {
        -nanos_of_second
    } else {
        nanos_of_second
    })?;
    (EPOCH_MIN..EPOCH_MAX)
        .contains(&time.div_euclid(SECOND_NANOS))
        .then_some(time)
}

/// The whole number, and its decimals as billionths.
fn epoch_parts(text: &[u8]) -> Option<(i64, i64)> {
    let (is_negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let mut cursor = Cursor { text: digits };
    let (whole, _) = cursor.digits(19)?;
    let decimals = match cursor.any() {
        None => 0,
        Some(b'.') => cursor.billionths()?,
        Some(_) => return None,
    };
    let is_whole = cursor.text.is_empty();
    is_whole.then_some((if is_negative { -whole } else { whole }, decimals))
}

/// The parts of a calendar time.
struct Parts {
    day: i64,
    /// Nanoseconds of the day.
    clock: Option<i64>,
    /// Nanoseconds that the clock is ahead of UTC.
    offset: Option<i64>,
    date_bytes: usize,
}

impl Parts {
    fn read(text: &[u8], order: DateOrder) -> Option<Self> {
        let mut cursor = Cursor { text };
        let date = cursor.date(order)?;
        if !(YEAR_MIN..YEAR_MAX).contains(&date.year) {
            return None;
        }
        let date_bytes = text.len() - cursor.text.len();
        let parts = Self::after_date(date.day_number(), cursor.text, order)?;
        Some(Self {
            date_bytes,
            ..parts
        })
    }

    fn after_date(day: i64, text: &[u8], order: DateOrder) -> Option<Self> {
        let mut cursor = Cursor { text };
        let clock = if cursor.text.is_empty() {
            None
        } else {
            Some(cursor.clock(order)?)
        };
        let offset = if cursor.text.is_empty() {
            None
        } else {
            Some(cursor.offset()?)
        };
        cursor.text.is_empty().then_some(Self {
            day,
            clock,
            offset,
            date_bytes: 0,
        })
    }

    fn written(&self) -> WrittenTime {
        let wall = self.day * DAY_NANOS + self.clock.unwrap_or(0);
        match self.offset {
            Some(offset) => WrittenTime::Instant(wall - offset),
            None => WrittenTime::Wall(wall),
        }
    }
}

/// Reads a text from left to right.
struct Cursor<'a> {
    text: &'a [u8],
}

impl Cursor<'_> {
    fn any(&mut self) -> Option<u8> {
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
    fn digits(&mut self, most: usize) -> Option<(i64, usize)> {
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
    fn billionths(&mut self) -> Option<i64> {
        let (mut value, count) = self.digits(9)?;
        for _ in count..9 {
            value *= 10;
        }
        let more = self.text.iter().take_while(|byte| byte.is_ascii_digit());
        self.text = &self.text[more.count()..];
        Some(value)
    }

    fn date(&mut self, order: DateOrder) -> Option<Date> {
        if order == DateOrder::Compact {
            let (year, month, day) = (self.exactly(4)?, self.exactly(2)?, self.exactly(2)?);
            return date_of(year, month, day);
        }
        let most = if order == DateOrder::YearFirst { 4 } else { 2 };
        let (first, first_digits) = self.digits(most)?;
        let separator = self.any().filter(|byte| b"-/.".contains(byte))?;
        let (second, _) = self.digits(2)?;
        if !self.eat(separator) {
            return None;
        }
        let most = if order == DateOrder::YearFirst { 2 } else { 4 };
        let (third, third_digits) = self.digits(most)?;
        let year_digits = if order == DateOrder::YearFirst {
            first_digits
        } else {
            third_digits
        };
        if year_digits != 4 {
            return None;
        }
        match order {
            DateOrder::YearFirst => date_of(first, second, third),
            DateOrder::DayFirst => date_of(third, second, first),
            _ => date_of(third, first, second),
        }
    }

    /// A time of day and the separator before it. Without colons only after a compact date.
    fn clock(&mut self, order: DateOrder) -> Option<i64> {
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
    fn offset(&mut self) -> Option<i64> {
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

#[cfg(test)]
mod tests;
