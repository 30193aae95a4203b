//! Timeframes: their text, and the grid of instants at which their bars start and end
//! (docs/semantics/operators.md, "Timeframes").

use base::civil::{DAY_NANOS, Date, SECOND_NANOS};
use base::{Nanos, OffsetSpan, Zone};
use std::fmt;

const DAY_SECONDS: u32 = 86_400;
const COUNT_MAX: u32 = 100_000;
/// 1970-01-05, the first Monday, as a day number.
const FIRST_MONDAY: i64 = 4;
const DAYS_OF_WEEK: i64 = 7;

/// The length of a bar.
///
/// `s`, `m` and `h` are shorter than a day: their grid starts at local midnight, each day anew, and
/// follows the wall clock, so that a bar across a clock change is short or long. `d` starts at local
/// midnight, `w` on Monday, `mo` on the first. Several days or weeks are counted from 1970-01-01 and
/// 1970-01-05, several months from a January, so that `3mo` are the quarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Timeframe(Length);

/// Invariants: a count is at least 1; seconds are less than a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Length {
    Seconds(u32),
    Days(u32),
    Weeks(u32),
    Months(u32),
}

/// A text that names no timeframe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeframeError {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub what: &'static str,
}

impl fmt::Display for TimeframeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, what } = self;
        write!(f, "The timeframe '{text}' {what}.")
    }
}

impl std::error::Error for TimeframeError {}

impl Timeframe {
    /// Calendar days.
    pub const DAY: Self = Self(Length::Days(1));

    /// Reads `30s`, `15m`, `4h`, `1d`, `1w`, `1mo`. Equal lengths are equal: `60m` is `1h`, `24h` is `1d`.
    ///
    /// # Errors
    /// When the text has another form, or the length is 0 or too large.
    pub fn parse(text: &str) -> Result<Self, TimeframeError> {
        let fail = |what| TimeframeError {
            text: text.chars().take(40).collect(),
            what,
        };
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        let seconds_of_unit = match unit {
            "s" => Some(1),
            "m" => Some(60),
            "h" => Some(3_600),
            "d" | "w" | "mo" => None,
            _ => return Err(fail("is not a number with s, m, h, d, w or mo")),
        };
        let count = match number.parse::<u32>() {
            Ok(0) | Err(_) => return Err(fail("does not start with a whole number above 0")),
            Ok(count) if count > COUNT_MAX => return Err(fail("is too long")),
            Ok(count) => count,
        };
        match (seconds_of_unit, unit) {
            (Some(seconds), _) => Self::from_seconds(u64::from(count) * seconds)
                .ok_or_else(|| fail("is longer than a day: use d, w or mo")),
            (None, "d") => Ok(Self(Length::Days(count))),
            (None, "w") => Ok(Self(Length::Weeks(count))),
            (None, _) => Ok(Self(Length::Months(count))),
        }
    }

    /// The timeframe of so many seconds, up to a day.
    #[must_use]
    pub fn from_seconds(seconds: u64) -> Option<Self> {
        match u32::try_from(seconds) {
            Ok(0) | Err(_) => None,
            Ok(DAY_SECONDS) => Some(Self::DAY),
            Ok(seconds) if seconds > DAY_SECONDS => None,
            Ok(seconds) => Some(Self(Length::Seconds(seconds))),
        }
    }

    /// Its length where days do not count: `None` from `1d` on.
    #[must_use]
    pub const fn intraday_nanos(&self) -> Option<i64> {
        match self.0 {
            Length::Seconds(seconds) => Some(seconds as i64 * SECOND_NANOS),
            _ => None,
        }
    }

    /// The bar [start, end) that contains `time`. A walk over many times uses [`TimeframeCursor`].
    #[must_use]
    pub fn bounds(&self, zone: &Zone, time: Nanos) -> (Nanos, Nanos) {
        match self.0 {
            Length::Seconds(seconds) => Grid::new(zone, seconds).bounds(zone.span(time), time),
            Length::Days(_) | Length::Weeks(_) | Length::Months(_) => {
                let (first, after) = self.days_around(zone.day_at(time));
                (zone.day_start(first), zone.day_start(after))
            }
        }
    }

    /// Whether its bars span several days.
    #[must_use]
    pub const fn is_longer_than_a_day(&self) -> bool {
        match self.0 {
            Length::Seconds(_) => false,
            Length::Days(count) => count > 1,
            Length::Weeks(_) | Length::Months(_) => true,
        }
    }

    /// The day that is one length later (`bars` 1) or earlier (`bars` -1). Months keep the day of the
    /// month where there is one, and lead from a last day to a last day. Below a day: the day itself.
    #[must_use]
    pub fn shift_day(&self, day: i64, bars: i64) -> i64 {
        match self.0 {
            Length::Seconds(_) => day,
            Length::Days(count) => day + bars * i64::from(count),
            Length::Weeks(count) => day + bars * i64::from(count) * DAYS_OF_WEEK,
            Length::Months(count) => {
                let date = Date::from_day_number(day);
                let start = |month| Date::first_of_month(month).day_number();
                let month = date.month_number() + bars * i64::from(count);
                let is_last = start(date.month_number() + 1) - 1 == day;
                let last = start(month + 1) - 1;
                let same = start(month) + i64::from(date.day) - 1;
                if is_last { last } else { same.min(last) }
            }
        }
    }

    /// Whether each of its bars is made of whole bars of `other`: seconds, minutes and hours by
    /// length; days, weeks and months over what divides a day; weeks and months over `1d`.
    #[must_use]
    pub const fn is_multiple_of(&self, other: &Self) -> bool {
        use Length::{Days, Months, Seconds, Weeks};
        match (self.0, other.0) {
            (Days(_) | Weeks(_) | Months(_), Seconds(of)) => DAY_SECONDS.is_multiple_of(of),
            (Weeks(_) | Months(_), Days(of)) => of == 1,
            (Seconds(n), Seconds(of))
            | (Days(n), Days(of))
            | (Weeks(n), Weeks(of))
            | (Months(n), Months(of)) => n.is_multiple_of(of),
            (Seconds(_) | Days(_), _) | (Weeks(_), Months(_)) | (Months(_), Weeks(_)) => false,
        }
    }

    /// First day of the bar around `day`, and the first after it.
    fn days_around(self, day: i64) -> (i64, i64) {
        let around = |origin: i64, length: i64| {
            let first = day - (day - origin).rem_euclid(length);
            (first, first + length)
        };
        match self.0 {
            Length::Seconds(_) => around(0, 1),
            Length::Days(count) => around(0, i64::from(count)),
            Length::Weeks(count) => around(FIRST_MONDAY, i64::from(count) * DAYS_OF_WEEK),
            Length::Months(count) => {
                let (month, count) = (Date::from_day_number(day).month_number(), i64::from(count));
                let first = month - month.rem_euclid(count);
                let day_of = |month| Date::first_of_month(month).day_number();
                (day_of(first), day_of(first + count))
            }
        }
    }
}

impl fmt::Display for Timeframe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Length::Seconds(n) if n % 3_600 == 0 => write!(f, "{}h", n / 3_600),
            Length::Seconds(n) if n % 60 == 0 => write!(f, "{}m", n / 60),
            Length::Seconds(n) => write!(f, "{n}s"),
            Length::Days(n) => write!(f, "{n}d"),
            Length::Weeks(n) => write!(f, "{n}w"),
            Length::Months(n) => write!(f, "{n}mo"),
        }
    }
}

/// Bounds for times that mostly rise: it remembers the bar and the clock's offset of the last one.
#[derive(Clone, Debug)]
pub struct TimeframeCursor<'a> {
    timeframe: Timeframe,
    zone: &'a Zone,
    span: OffsetSpan,
    bounds: (Nanos, Nanos),
}

impl<'a> TimeframeCursor<'a> {
    /// Starts anywhere.
    #[must_use]
    pub fn new(timeframe: Timeframe, zone: &'a Zone) -> Self {
        Self {
            timeframe,
            zone,
            span: zone.span(0),
            bounds: timeframe.bounds(zone, 0),
        }
    }

    /// The bar [start, end) that contains `time`, as [`Timeframe::bounds`] gives it.
    pub fn bounds(&mut self, time: Nanos) -> (Nanos, Nanos) {
        if !(self.bounds.0 <= time && time < self.bounds.1) {
            self.bounds = match self.timeframe.0 {
                Length::Seconds(seconds) => {
                    if !self.span.contains(time) {
                        self.span = self.zone.span(time);
                    }
                    Grid::new(self.zone, seconds).bounds(self.span, time)
                }
                _ => self.timeframe.bounds(self.zone, time),
            };
        }
        self.bounds
    }
}

/// The grid of a timeframe below a day. A bar starts at each instant whose wall clock is on the grid,
/// and where a clock change leads into another cell of it.
struct Grid<'a> {
    zone: &'a Zone,
    step: i64,
}

impl<'a> Grid<'a> {
    fn new(zone: &'a Zone, seconds: u32) -> Self {
        Self {
            zone,
            step: i64::from(seconds) * SECOND_NANOS,
        }
    }

    /// The cell of the wall clock's day: it ends with the day where the step does not divide it.
    fn cell(&self, local: Nanos) -> (Nanos, Nanos) {
        let of_day = local.rem_euclid(DAY_NANOS);
        let midnight = local.saturating_sub(of_day);
        let start = midnight.saturating_add(of_day - of_day % self.step);
        let end = start.saturating_add(self.step);
        (start, end.min(midnight.saturating_add(DAY_NANOS)))
    }

    /// `span` is the one around `time`.
    fn bounds(&self, span: OffsetSpan, time: Nanos) -> (Nanos, Nanos) {
        let cell = self.cell(span.local(time));
        (self.start(span, cell.0), self.end(span, cell))
    }

    /// Where the cell that starts at `local` on the wall clock began, going back over clock changes.
    fn start(&self, mut span: OffsetSpan, local: Nanos) -> Nanos {
        loop {
            let start = span.instant(local);
            if start >= span.from || span.from == Nanos::MIN {
                return start;
            }
            let before = self.zone.span(span.from - 1);
            if self.cell(before.local(span.from - 1)).0 != local {
                return span.from;
            }
            span = before;
        }
    }

    /// Where a cell of the wall clock ends, going on over clock changes that stay inside it.
    fn end(&self, mut span: OffsetSpan, cell: (Nanos, Nanos)) -> Nanos {
        loop {
            let end = span.instant(cell.1);
            if end < span.until || span.until == Nanos::MAX {
                return end;
            }
            let after = self.zone.span(span.until);
            let local = after.local(span.until);
            if local <= cell.0 || local >= cell.1 {
                return span.until;
            }
            span = after;
        }
    }
}

#[cfg(test)]
mod tests;
