//! Which column is which: from a header's names, or from the usual order where there is none.

use crate::error::{ImportError, ImportErrorKind};
use crate::lines::Line;
use crate::number::number;
use crate::report::snippet;
use crate::time::TimeForm;

const TIME_NAMES: [&str; 17] = [
    "time",
    "date",
    "datetime",
    "timestamp",
    "gmttime",
    "utctime",
    "timegmt",
    "timeutc",
    "timestamputc",
    "dateutc",
    "dategmt",
    "datetimeutc",
    "opentime",
    "unix",
    "unixtime",
    "unixtimestamp",
    "ts",
];
const UTC_MARKS: [&str; 2] = ["gmt", "utc"];
const OPEN_NAMES: [&str; 4] = ["open", "o", "openprice", "first"];
const HIGH_NAMES: [&str; 4] = ["high", "h", "highprice", "max"];
const LOW_NAMES: [&str; 4] = ["low", "l", "lowprice", "min"];
const CLOSE_NAMES: [&str; 6] = ["close", "c", "closeprice", "last", "closelast", "price"];
/// In order of preference: MetaTrader's `vol` is 0 where only ticks are counted.
const VOLUME_NAMES: [&str; 6] = ["volume", "v", "tickvol", "tickvolume", "vol", "totalvolume"];
const NAMES_SHOWN: usize = 12;

/// Where the values of a row stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) time: usize,
    /// A time of day beside the date.
    pub(crate) clock: Option<usize>,
    /// Open, high, low, close.
    pub(crate) prices: [usize; 4],
    pub(crate) volume: Option<usize>,
    /// Fields of the header, or of the first row.
    pub(crate) width: usize,
    /// Names as the header writes them; empty without one.
    pub(crate) names: Vec<String>,
    /// The header says that times are UTC.
    pub(crate) is_utc: bool,
    /// The decimal mark.
    pub(crate) point: u8,
}

/// Words for the four prices, in the order of [`Columns::prices`].
pub(crate) const PRICE_WORDS: [&str; 4] = ["open", "high", "low", "close"];

impl Columns {
    /// Reads the first line. Whether it is a header shows in [`Columns::names`].
    pub(crate) fn of_first_line(line: &Line<'_>) -> Result<Self, ImportError> {
        if is_header(line) {
            Self::of_header(line)
        } else {
            Self::of_order(line)
        }
    }

    fn of_header(line: &Line<'_>) -> Result<Self, ImportError> {
        let keys: Vec<String> = line.fields.iter().map(|field| key(field)).collect();
        let find = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| keys.iter().position(|key| key == name))
        };
        let prices = [&OPEN_NAMES[..], &HIGH_NAMES, &LOW_NAMES, &CLOSE_NAMES].map(find);
        let [Some(open), Some(high), Some(low), Some(close)] = prices else {
            return Err(unknown_header(line, prices));
        };
        let prices = [open, high, low, close];
        let named = keys
            .iter()
            .position(|key| TIME_NAMES.contains(&key.as_str()));
        let both = (find(&["date"]), find(&["time"]));
        let (time, clock) = match both {
            (Some(date), Some(time)) => (date, Some(time)),
            _ => (named.unwrap_or(0), None),
        };
        if prices.contains(&time) {
            return Err(unknown_header(line, prices.map(Some)));
        }
        let volume = find(&VOLUME_NAMES).or_else(|| {
            // `Volume BTC`, `Volume USDT`: the first of them.
            keys.iter().position(|key| key.starts_with("volume"))
        });
        Ok(Self {
            time,
            clock,
            prices,
            volume,
            width: keys.len(),
            names: line.fields.iter().map(|field| snippet(field)).collect(),
            is_utc: UTC_MARKS.iter().any(|mark| keys[time].contains(mark)),
            point: b'.',
        })
    }

    fn of_order(line: &Line<'_>) -> Result<Self, ImportError> {
        let has_clock = line.fields.get(1).is_some_and(|field| is_clock(field));
        let first = 1 + usize::from(has_clock);
        let width = line.fields.len();
        if width < first + PRICE_WORDS.len() {
            return Err(ImportError::new(
                ImportErrorKind::UnknownHeader,
                format!("The first line has {width} columns, too few for time, open, high, low and close."),
                "Write one bar a line: time,open,high,low,close,volume, with a header or in that order.",
            )
            .at_line(line.number));
        }
        let volume = first + PRICE_WORDS.len();
        Ok(Self {
            time: 0,
            clock: has_clock.then_some(1),
            prices: [first, first + 1, first + 2, first + 3],
            volume: (volume < width).then_some(volume),
            width,
            names: Vec::new(),
            is_utc: false,
            point: b'.',
        })
    }

    /// A column as a sentence names it.
    pub(crate) fn name_of(&self, column: usize) -> String {
        match self.names.get(column) {
            Some(name) if !name.is_empty() => format!("'{name}'"),
            _ => format!("column {}", column + 1),
        }
    }

    /// The last column that every row must have.
    pub(crate) fn last_needed(&self) -> usize {
        let prices = self.prices.into_iter().max().unwrap_or(0);
        prices.max(self.time).max(self.clock.unwrap_or(0))
    }
}

/// A header names things: no field is a number, and the first one is no time.
fn is_header(line: &Line<'_>) -> bool {
    let is_number = |field: &&[u8]| {
        number(field, b'.')
            .or_else(|| number(field, b','))
            .is_some()
    };
    let first_is_time = line
        .fields
        .first()
        .is_some_and(|field| TimeForm::detect(field).is_some());
    !first_is_time && !line.fields.iter().skip(1).any(is_number)
}

fn is_clock(field: &[u8]) -> bool {
    field.contains(&b':')
        && field
            .iter()
            .all(|byte| byte.is_ascii_digit() || b":.".contains(byte))
}

/// A name without case, blanks, marks and leading numbers: `<TICKVOL>`, `1. open`, `Open Price`.
fn key(field: &[u8]) -> String {
    let text = String::from_utf8_lossy(field).to_lowercase();
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    letters
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .to_owned()
}

fn unknown_header(line: &Line<'_>, prices: [Option<usize>; 4]) -> ImportError {
    let mut found: Vec<String> = line
        .fields
        .iter()
        .take(NAMES_SHOWN)
        .map(|field| format!("'{}'", snippet(field)))
        .collect();
    if line.fields.len() > NAMES_SHOWN {
        found.push("…".into());
    }
    let missing: Vec<&str> = PRICE_WORDS
        .into_iter()
        .zip(prices)
        .filter_map(|(word, column)| column.is_none().then_some(word))
        .collect();
    let missing = if missing.is_empty() {
        "time".to_owned()
    } else {
        missing.join(", ")
    };
    ImportError::new(
        ImportErrorKind::UnknownHeader,
        format!(
            "No column for {missing}: the header has {}.",
            found.join(", ")
        ),
        "Name the columns time, open, high, low, close and, if there is one, volume.",
    )
    .at_line(line.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::{Cut, Lines};

    fn columns(text: &str) -> Result<Columns, ImportError> {
        let mut line = Line::default();
        Lines::new(text.as_bytes(), Cut::detect(text.as_bytes())).next(&mut line);
        Columns::of_first_line(&line)
    }

    fn places(text: &str) -> (usize, Option<usize>, [usize; 4], Option<usize>) {
        let found = columns(text).unwrap();
        (found.time, found.clock, found.prices, found.volume)
    }

    #[test]
    fn headers_of_known_sources() {
        let cases = [
            (
                ",Open,High,Low,Close,Volume",
                (0, None, [1, 2, 3, 4], Some(5)),
            ),
            ("time,open,high,low,close", (0, None, [1, 2, 3, 4], None)),
            (
                "Date,Open,High,Low,Close,Adj Close,Volume",
                (0, None, [1, 2, 3, 4], Some(6)),
            ),
            (
                "Gmt time,Open,High,Low,Close,Volume",
                (0, None, [1, 2, 3, 4], Some(5)),
            ),
            (
                "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>",
                (0, Some(1), [2, 3, 4, 5], Some(6)),
            ),
            (
                "unix,date,symbol,open,high,low,close,Volume BTC,Volume USDT",
                (0, None, [3, 4, 5, 6], Some(7)),
            ),
            (
                "timestamp,1. open,2. high,3. low,4. close,5. volume",
                (0, None, [1, 2, 3, 4], Some(5)),
            ),
            (
                "symbol;close;low;high;open;time",
                (5, None, [4, 3, 2, 1], None),
            ),
            (
                "\"DateTime\",\"O\",\"H\",\"L\",\"C\",\"V\"",
                (0, None, [1, 2, 3, 4], Some(5)),
            ),
            (
                "Date,tick_volume,OPEN,high,low,close",
                (0, None, [2, 3, 4, 5], Some(1)),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(places(text), expected, "{text}");
        }
        assert!(
            columns("Gmt time,Open,High,Low,Close,Volume")
                .unwrap()
                .is_utc
        );
        assert!(!columns("time,open,high,low,close").unwrap().is_utc);
    }

    #[test]
    fn rows_without_a_header_are_in_the_usual_order() {
        assert_eq!(
            places("2024-01-01,1,2,0.5,1.5"),
            (0, None, [1, 2, 3, 4], None)
        );
        assert_eq!(
            places("20240102 170000;1;2;0.5;1.5;0"),
            (0, None, [1, 2, 3, 4], Some(5))
        );
        assert_eq!(
            places("2012.11.26,20:00,1,2,0.5,1.5,9"),
            (0, Some(1), [2, 3, 4, 5], Some(6))
        );
        assert_eq!(
            places("2024-01-01,null,null,null,null"),
            (0, None, [1, 2, 3, 4], None)
        );
    }

    #[test]
    fn a_header_nobody_understands_says_what_was_found_and_wanted() {
        let error = columns("Datum,Eröffnung,Hoch,Tief,Schluss").unwrap_err();
        assert_eq!(error.kind, ImportErrorKind::UnknownHeader);
        assert_eq!(
            error.message,
            "No column for open, high, low, close: the header has 'Datum', 'Eröffnung', 'Hoch', 'Tief', 'Schluss'."
        );
        assert!(
            columns("time,bid,ask")
                .unwrap_err()
                .message
                .contains("'bid'")
        );
        assert!(
            columns("open,high,low,close")
                .unwrap_err()
                .message
                .contains("time")
        );
        assert!(
            columns("2024-01-01,1.5")
                .unwrap_err()
                .message
                .contains("2 columns")
        );
    }
}
