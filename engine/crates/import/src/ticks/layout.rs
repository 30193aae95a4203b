//! What the columns of a text with quotes are: from the header's names or the usual order, checked
//! against the first rows, because some sources write the ask before the bid.

use super::scale::{DECIMALS_MAX, unit_for};
use super::seeming::{Seeming, either, seeming};
use crate::error::{ImportError, ImportErrorKind};
use crate::lines::{Cut, Line, Lines, Step};
use crate::number::{Decimal, number};
use crate::report::snippet;
use crate::time::{DateEvidence, DateMemo, DateOrder, TimeForm, WrittenTime};
use base::{Nanos, Zone};
use market::TimeUnit;

const TIME_NAMES: [&str; 16] = [
    "time",
    "timestamp",
    "datetime",
    "gmttime",
    "utctime",
    "localtime",
    "timegmt",
    "timeutc",
    "timeeet",
    "eettime",
    "ts",
    "timestamputc",
    "timestampms",
    "datetimeutc",
    "unixtime",
    "eet",
];
const BID_NAMES: [&str; 4] = ["bid", "bidprice", "bidpx", "b"];
const ASK_NAMES: [&str; 5] = ["ask", "askprice", "askpx", "a", "offer"];
const BID_VOLUME_NAMES: [&str; 6] = [
    "bidvolume",
    "bidvol",
    "bidsize",
    "bidqty",
    "bv",
    "bidamount",
];
const ASK_VOLUME_NAMES: [&str; 6] = [
    "askvolume",
    "askvol",
    "asksize",
    "askqty",
    "av",
    "askamount",
];
/// Dukascopy's EET is that of its servers: summer time as in the rest of Europe.
const EET: &str = "Europe/Athens";
/// Rows that must say so before a header is taken to have bid and ask the wrong way round.
const SWAP_SHARE: usize = 10;
/// No wall clock is further from UTC.
const ZONE_NANOS_MAX: i64 = 26 * 3_600 * 1_000_000_000;

/// Where the values of a quote stand.
#[derive(Clone, Debug)]
pub(crate) struct TickLayout {
    pub(crate) cut: Cut,
    pub(crate) has_header: bool,
    pub(crate) names: Vec<String>,
    pub(crate) width: usize,
    pub(crate) time: usize,
    /// A time of day beside the date.
    pub(crate) clock: Option<usize>,
    pub(crate) bid: usize,
    pub(crate) ask: usize,
    pub(crate) bid_volume: Option<usize>,
    pub(crate) ask_volume: Option<usize>,
    pub(crate) form: TimeForm,
    /// The first time, as an example of how times are written.
    pub(crate) example: String,
    pub(crate) point: u8,
    /// Zone of times without an offset, and whether the file names it.
    pub(crate) zone: Zone,
    pub(crate) is_zone_named: bool,
    /// The values say that the header has bid and ask the wrong way round.
    pub(crate) is_swapped: bool,
}

impl TickLayout {
    /// The layout of a text's beginning, which ends with a line's end or the file's. `None`: these are
    /// no quotes.
    ///
    /// # Errors
    /// When they are, but their dates do not tell day from month, or when they may as well be bars.
    pub(crate) fn detect(head: &[u8], zone: Option<&Zone>) -> Result<Option<Self>, ImportError> {
        let Some((mut layout, rows)) = Self::of_quotes(head, zone) else {
            return Ok(None);
        };
        if !layout.has_header {
            match seeming(
                &rows,
                layout.time + 1 + usize::from(layout.clock.is_some()),
                layout.point,
            ) {
                Seeming::Quotes => {}
                Seeming::Bars => return Ok(None),
                Seeming::Either => return Err(either()),
            }
        }
        layout.settle_order(&rows)?;
        Ok(Some(layout))
    }

    /// The layout, in which day and month may still be the wrong way round, and the first rows.
    fn of_quotes(head: &[u8], zone: Option<&Zone>) -> Option<(Self, Vec<Vec<Vec<u8>>>)> {
        let cut = Cut::detect(head);
        let mut lines = Lines::new(head, cut);
        let mut line = Line::default();
        let (Step::Row, _) = (lines.next(&mut line), ()) else {
            return None;
        };
        let header = named(&line);
        let has_header = header.is_some();
        let names = line.fields.iter().map(|field| snippet(field)).collect();
        if has_header && lines.next(&mut line) != Step::Row {
            return None;
        }
        let columns = match header {
            Some(columns) => columns,
            None => in_usual_order(&line).filter(|_| has_numbers(&line))?,
        };
        let rows = rows_of(head, cut, has_header);
        let point = decimal_mark(&rows, columns, cut);
        let (form, example) = form_of(&rows, columns)?;
        let mut layout = Self {
            cut,
            has_header,
            names: if has_header { names } else { Vec::new() },
            width: columns.width,
            time: columns.time,
            clock: columns.clock,
            bid: columns.bid,
            ask: columns.ask,
            bid_volume: columns.bid_volume,
            ask_volume: columns.ask_volume,
            form,
            example,
            point,
            zone: Zone::utc(),
            is_zone_named: false,
            is_swapped: false,
        };
        layout.settle_zone(zone);
        layout.settle_sides(&rows);
        let is_usable = rows.iter().any(|row| layout.prices(row).is_some());
        is_usable.then_some((layout, rows))
    }

    /// Tells day from month by the dates of the first rows, as is done with bars by all of theirs.
    fn settle_order(&mut self, rows: &[Vec<Vec<u8>>]) -> Result<(), ImportError> {
        let time = self.time;
        let TimeForm::Calendar { order, .. } = &mut self.form else {
            return Ok(());
        };
        if !matches!(order, DateOrder::DayFirst | DateOrder::MonthFirst) {
            return Ok(());
        }
        let mut evidence = DateEvidence::default();
        rows.iter()
            .filter_map(|row| row.get(time))
            .for_each(|date| evidence.look(date));
        *order = evidence.order().ok_or_else(|| {
            ImportError::new(
                ImportErrorKind::AmbiguousDates,
                format!(
                    "The first dates, such as '{}', do not tell day from month.",
                    self.example
                ),
                "Write dates as year-month-day: 2024-01-31.",
            )
        })?;
        Ok(())
    }

    fn settle_zone(&mut self, asked: Option<&Zone>) {
        let key = self
            .names
            .get(self.time)
            .map(|name| key(name.as_bytes()))
            .unwrap_or_default();
        let named = if key.contains("gmt") || key.contains("utc") {
            Some(Zone::utc())
        } else if key.contains("eet") {
            Zone::new(EET).ok()
        } else {
            None
        };
        self.is_zone_named = named.is_some() || asked.is_some() || !self.form.is_local();
        self.zone = named.or_else(|| asked.cloned()).unwrap_or_default();
    }

    fn settle_sides(&mut self, rows: &[Vec<Vec<u8>>]) {
        let prices = rows.iter().filter_map(|row| self.prices(row));
        let (mut crossed, mut straight) = (0, 0);
        for (bid, ask) in prices {
            crossed += usize::from(ask < bid);
            straight += usize::from(ask > bid);
        }
        if crossed > SWAP_SHARE * straight {
            std::mem::swap(&mut self.bid, &mut self.ask);
            std::mem::swap(&mut self.bid_volume, &mut self.ask_volume);
            self.is_swapped = self.has_header;
        }
    }

    fn prices(&self, row: &[Vec<u8>]) -> Option<(f64, f64)> {
        let price =
            |column: usize| number(row.get(column)?, self.point).filter(|price| *price > 0.0);
        Some((price(self.bid)?, price(self.ask)?))
    }

    /// Whether times are readings of a clock that is not UTC.
    pub(crate) fn is_wall(&self) -> bool {
        self.form.is_local() && self.zone != Zone::utc()
    }

    /// In words.
    pub(crate) fn describe(&self) -> String {
        let name = |column: usize| match self.names.get(column) {
            Some(name) if !name.is_empty() => format!("'{name}'"),
            _ => format!("column {}", column + 1),
        };
        let volume = |column: Option<usize>| column.map_or_else(|| "none".to_owned(), name);
        let cut = match self.cut.delimiter {
            b'\t' => "tab",
            b';' => "semicolon",
            b'|' => "bar",
            _ => "comma",
        };
        let header = if self.has_header { "with" } else { "without" };
        let time = match self.clock {
            Some(clock) => format!("{} and {}", name(self.time), name(clock)),
            None => name(self.time),
        };
        let zone = if self.form.is_local() {
            format!(" in {}", self.zone.name())
        } else {
            String::new()
        };
        format!(
            "{cut}-separated {header} header: time {time}, bid {}, ask {}, bid volume {}, ask volume {}; times are {}{zone}",
            name(self.bid),
            name(self.ask),
            volume(self.bid_volume),
            volume(self.ask_volume),
            self.form.describe()
        )
    }
}

#[derive(Clone, Copy)]
struct Places {
    width: usize,
    time: usize,
    clock: Option<usize>,
    bid: usize,
    ask: usize,
    bid_volume: Option<usize>,
    ask_volume: Option<usize>,
}

fn key(field: &[u8]) -> String {
    let text = String::from_utf8_lossy(field).to_lowercase();
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

fn named(line: &Line<'_>) -> Option<Places> {
    let keys: Vec<String> = line.fields.iter().map(|field| key(field)).collect();
    let find = |names: &[&str]| keys.iter().position(|key| names.contains(&key.as_str()));
    let (bid, ask) = (find(&BID_NAMES)?, find(&ASK_NAMES)?);
    let date = find(&["date"]);
    let time = find(&TIME_NAMES);
    let (time, clock) = match (date, time) {
        (Some(date), Some(time)) if keys[time] == "time" => (date, Some(time)),
        (_, Some(time)) => (time, None),
        (Some(date), None) => (date, None),
        // A header such as `,bid,ask`, or a time column of another name: the first one.
        (None, None) => (0, None),
    };
    ([bid, ask].iter().all(|column| *column != time)).then_some(Places {
        width: keys.len(),
        time,
        clock,
        bid,
        ask,
        bid_volume: find(&BID_VOLUME_NAMES),
        ask_volume: find(&ASK_VOLUME_NAMES),
    })
}

/// Whether a line is a row, and not a header of something else.
fn has_numbers(line: &Line<'_>) -> bool {
    let is_number = |field: &&[u8]| {
        number(field, b'.')
            .or_else(|| number(field, b','))
            .is_some()
    };
    line.fields.iter().skip(1).any(is_number)
}

/// Time, bid, ask, and perhaps their sizes.
fn in_usual_order(line: &Line<'_>) -> Option<Places> {
    let is_clock = |field: &&[u8]| {
        field.contains(&b':')
            && field
                .iter()
                .all(|byte| byte.is_ascii_digit() || b":.".contains(byte))
    };
    let clock = line
        .fields
        .get(1)
        .filter(|field| is_clock(field))
        .map(|_| 1);
    let first = 1 + usize::from(clock.is_some());
    let width = line.fields.len();
    let has_volumes = width >= first + 4;
    (width >= first + 2).then_some(Places {
        width,
        time: 0,
        clock,
        bid: first,
        ask: first + 1,
        bid_volume: has_volumes.then_some(first + 2),
        ask_volume: has_volumes.then_some(first + 3),
    })
}

fn rows_of(head: &[u8], cut: Cut, has_header: bool) -> Vec<Vec<Vec<u8>>> {
    const ROWS: usize = 500;
    let mut lines = Lines::new(head, cut);
    let mut line = Line::default();
    let mut rows = Vec::new();
    while rows.len() <= ROWS && lines.next(&mut line) == Step::Row {
        rows.push(line.fields.iter().map(|field| field.to_vec()).collect());
    }
    if has_header {
        rows.remove(0);
    }
    rows
}

fn form_of(rows: &[Vec<Vec<u8>>], columns: Places) -> Option<(TimeForm, String)> {
    rows.iter().find_map(|row| {
        let date = row.get(columns.time)?;
        let text = match columns.clock {
            Some(clock) => [date.as_slice(), b" ", row.get(clock)?].concat(),
            None => date.clone(),
        };
        TimeForm::detect(&text).map(|form| (form, snippet(&text)))
    })
}

fn decimal_mark(rows: &[Vec<Vec<u8>>], columns: Places, cut: Cut) -> u8 {
    let fields = rows
        .iter()
        .flat_map(|row| [row.get(columns.bid), row.get(columns.ask)]);
    let mut marks = fields
        .flatten()
        .flatten()
        .filter(|byte| b".,".contains(byte));
    match marks.next() {
        Some(b',') if cut.delimiter != b',' => b',',
        _ => b'.',
    }
}

/// What the first rows show.
pub(crate) struct Head {
    pub(crate) rows_seen: usize,
    pub(crate) unit: TimeUnit,
    pub(crate) price_decimals: u8,
    pub(crate) volume_decimals: u8,
    /// No later than the first instant.
    pub(crate) earliest: Nanos,
    pub(crate) is_newest_first: bool,
}

impl Head {
    /// Looks at the beginning of a text.
    pub(crate) fn of(head: &[u8], layout: &TickLayout) -> Self {
        let rows = rows_of(head, layout.cut, layout.has_header);
        let mut memo = DateMemo::default();
        let times = rows.iter().filter_map(|row| {
            let date = row.get(layout.time)?;
            let text = match layout.clock {
                Some(clock) => [date.as_slice(), b" ", row.get(clock)?].concat(),
                None => date.clone(),
            };
            let (WrittenTime::Instant(time) | WrittenTime::Wall(time)) =
                layout.form.read(&text, &mut memo)?;
            Some(time)
        });
        let times: Vec<Nanos> = times.collect();
        let back = times.windows(2).filter(|pair| pair[1] < pair[0]).count();
        let forth = times.windows(2).filter(|pair| pair[1] > pair[0]).count();
        let margin = if layout.is_wall() { ZONE_NANOS_MAX } else { 0 };
        let earliest = times.iter().min().map_or(Nanos::MIN, |time| time - margin);
        let most = |columns: [Option<usize>; 2]| {
            let fields = rows
                .iter()
                .flat_map(|row| columns.map(|column| row.get(column?)));
            let numbers = fields
                .flatten()
                .filter_map(|field| Decimal::parse(field, layout.point));
            let scales = numbers.filter_map(|number| u8::try_from(number.scale).ok());
            scales
                .filter(|scale| *scale <= DECIMALS_MAX)
                .max()
                .unwrap_or(0)
        };
        Self {
            rows_seen: times.len(),
            unit: times
                .iter()
                .fold(TimeUnit::Milli, |unit, time| unit_for(unit, *time)),
            price_decimals: most([Some(layout.bid), Some(layout.ask)]),
            volume_decimals: most([layout.bid_volume, layout.ask_volume]),
            earliest,
            is_newest_first: back > 10 && back > 10 * forth,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns of time, bid, ask and the sizes, and the zone.
    type Shown = (usize, usize, usize, Option<usize>, Option<usize>, String);

    fn places(text: &str) -> Option<Shown> {
        let found = TickLayout::detect(text.as_bytes(), None).unwrap()?;
        Some((
            found.time,
            found.bid,
            found.ask,
            found.bid_volume,
            found.ask_volume,
            found.zone.name().to_owned(),
        ))
    }

    #[test]
    fn headers_of_known_sources() {
        let utc = || "UTC".to_owned();
        let cases = [
            (
                "timestamp,bid,ask,bid_volume,ask_volume\n1549238400994,1.1,1.2,1,2\n",
                (0, 1, 2, Some(3), Some(4), utc()),
            ),
            (
                "Gmt time,Ask,Bid,AskVolume,BidVolume\n04.02.2019 00:00:00.994,1.2,1.1,1,2\n",
                (0, 2, 1, Some(4), Some(3), utc()),
            ),
            (
                "Time (EET);Ask;Bid\n2019.02.04 02:00:00.994;1,2;1,1\n",
                (0, 2, 1, None, None, "Europe/Athens".to_owned()),
            ),
            (
                "time\task\tbid\task_volume\tbid_volume\n2019-02-04T00:00:00.994Z\t1.2\t1.1\t1\t2\n",
                (0, 2, 1, Some(4), Some(3), utc()),
            ),
            (
                "2024-01-01 00:00:00.814,5000.25,5000.50,37,33\n",
                (0, 1, 2, Some(3), Some(4), utc()),
            ),
            (
                "20190204 000000994,1.1,1.2,0\n",
                (0, 1, 2, None, None, utc()),
            ),
            (
                "2019-02-04,00:00:01,1.1,1.2\n",
                (0, 2, 3, None, None, utc()),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(places(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn values_decide_where_the_header_is_silent_or_wrong() {
        assert_eq!(
            places("1549238400994,1.2,1.1,5,6\n").unwrap().1,
            2,
            "the lower one is the bid"
        );
        let detect = |text: &str| TickLayout::detect(text.as_bytes(), None).unwrap().unwrap();
        let swapped = detect("time,bid,ask\n1549238400994,1.2,1.1\n");
        assert!(swapped.is_swapped && swapped.bid == 2);
        let crossed_once = "time,bid,ask\n1549238400994,1.2,1.1\n1549238400995,1.1,1.2\n";
        assert!(!detect(crossed_once).is_swapped);
    }

    #[test]
    fn rows_that_may_be_quotes_or_bars_are_refused() {
        let broken =
            "2024-01-01,1.0,1.3,0.9,1.1\n2024-01-02,1.0,1.3,0.9,1.1\n2024-01-03,1.4,1.3,0.9,1.1\n";
        let wild = "2024-01-01,1.0,1.3,0.9,1.1\n2024-01-02,1,3,1,2\n";
        for text in [broken, wild] {
            let error = TickLayout::detect(text.as_bytes(), None).unwrap_err();
            assert!(
                error.message.contains("quotes with sizes and as bars"),
                "{error}"
            );
        }
        assert!(
            places(&format!("time,bid,ask,x,y\n{broken}")).is_some(),
            "the header decides"
        );
        let few_like_bars =
            "2024-01-01,1.0,1.3,0.9,0.95\n2024-01-02,1.0,1.3,7.5,0.75\n2024-01-03,1.0,1.3,1.5,2\n";
        assert_eq!(places(few_like_bars).unwrap().3, Some(3));
        assert!(places("2024-01-01,5000.25,5000.50,100,100\n").is_some());
    }

    /// The order of dates that stand in the first rows, or what is said of them.
    fn order_of(dates: &[&str]) -> Result<DateOrder, String> {
        let rows = dates
            .iter()
            .map(|date| format!("{date} 00:00:00.994,1.2,1.1\n"));
        let text = format!("Gmt time,Ask,Bid\n{}", rows.collect::<String>());
        let layout = TickLayout::detect(text.as_bytes(), None).map_err(|error| error.message)?;
        match layout.unwrap().form {
            TimeForm::Calendar { order, .. } => Ok(order),
            form @ TimeForm::Epoch { .. } => panic!("{form:?}"),
        }
    }

    #[test]
    fn day_and_month_are_told_apart_as_they_are_of_bars() {
        assert_eq!(order_of(&["04.02.2019"]), Ok(DateOrder::DayFirst));
        assert_eq!(
            order_of(&["01.02.2019", "13.02.2019"]),
            Ok(DateOrder::DayFirst)
        );
        assert_eq!(
            order_of(&["01/02/2019", "13/02/2019"]),
            Ok(DateOrder::DayFirst)
        );
        assert_eq!(
            order_of(&["02/01/2019", "02/13/2019"]),
            Ok(DateOrder::MonthFirst)
        );
        assert_eq!(order_of(&["2019.04.02"]), Ok(DateOrder::YearFirst));
        for dates in [&["01/02/2019", "02/02/2019"], &["13/02/2019", "02/13/2019"]] {
            let error = order_of(dates).unwrap_err();
            assert!(error.contains("do not tell day from month"), "{error}");
        }
        // What may be no quotes is not asked: of bars all dates count.
        assert_eq!(
            places("01/02/2019,1.0,1.3,0.9,1.1\n02/02/2019,1.0,1.3,0.9,1.1\n"),
            None
        );
    }

    #[test]
    fn bars_are_no_quotes() {
        assert_eq!(
            places("2024-01-01,1.0,1.3,0.9,1.1\n2024-01-02,1.0,1.3,0.9,1.1\n"),
            None
        );
        assert_eq!(
            places("time,open,high,low,close\n2024-01-01,1,2,0.5,1\n"),
            None
        );
        // One month of a hundred in which a price doubled.
        let wild = "2013-04-01,93,266,45,139,7\n";
        let usual = "2013-05-01,139,140,79,129,7\n".repeat(99);
        assert_eq!(places(&format!("{usual}{wild}")), None);
        assert_eq!(places(&format!("{wild}{usual}")), None);
        assert_eq!(places("hello\n"), None);
        assert_eq!(places(""), None);
    }
}
