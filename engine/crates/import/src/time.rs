//! Texts of times: which form a file uses, and what a text of that form says.
//!
//! The first time that can be read fixes the form; a row that is written otherwise is rejected,
//! because mixed forms mean that something went wrong before the file came here.

use base::Nanos;
use base::civil::{DAY_NANOS, SECOND_NANOS};
use cursor::Cursor;

mod cursor;

/// Years that nanoseconds hold, with room for zones and lengths.
const YEAR_MIN: i32 = 1_700;
const YEAR_MAX: i32 = 2_200;
const EPOCH_MIN: i64 = -8_500_000_000;
const EPOCH_MAX: i64 = 7_260_000_000;
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
    /// first; whoever reads the file settles it by [`DateEvidence`].
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
        let usual = usual_clock(text);
        if usual.is_some() {
            return Some(Self {
                day,
                clock: usual,
                offset: None,
                date_bytes: 0,
            });
        }
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

/// ` 09:30:00` and `T09:30:00`, the usual writing; others are left to the cursor.
fn usual_clock(text: &[u8]) -> Option<i64> {
    let [b' ' | b'T', h1, h2, b':', m1, m2, b':', s1, s2] = text else {
        return None;
    };
    let pair = |tens: &u8, ones: &u8, below: i64| {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        let value = i64::from(tens) * 10 + i64::from(ones);
        (tens < 10 && ones < 10 && value < below).then_some(value)
    };
    let (hour, minute, second) = (pair(h1, h2, 24)?, pair(m1, m2, 60)?, pair(s1, s2, 60)?);
    Some((hour * 3_600 + minute * 60 + second) * SECOND_NANOS)
}

#[cfg(test)]
mod tests;
