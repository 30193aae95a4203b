//! First pass: lines to rows of numbers, each kept or rejected by a rule that needs no other row.

use crate::columns::Columns;
use crate::error::{ImportError, ImportErrorKind};
use crate::job::go_on;
use crate::lines::{Cut, Line, Lines, Step};
use crate::number::number;
use crate::outcome::Watch;
use crate::plain_row::{PlainLayout, Values};
use crate::reason::reason;
use crate::report::{Rejections, Rule, snippet};
use crate::time::{DateEvidence, DateMemo, DateOrder, TimeForm, WrittenTime};

const CLOCK_BYTES_MAX: usize = 64;
/// Lines that are looked at to find the form of times.
const FORM_LINES: usize = 1_000;
/// Rows after which it is asked whether to go on.
pub(crate) const BLOCK_ROWS: u32 = 1 << 16;
const ROW_BYTES_TYPICAL: usize = 40;
const NO_VOLUME: [&str; 6] = ["", "nan", "null", "na", "n/a", "-"];

/// Rows as columns, in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// Instants or readings of the wall clock, as the form says.
    pub(crate) times: Vec<i64>,
    pub(crate) open: Vec<f64>,
    pub(crate) high: Vec<f64>,
    pub(crate) low: Vec<f64>,
    pub(crate) close: Vec<f64>,
    pub(crate) volume: Vec<f64>,
    /// Lines of the file, from 1.
    pub(crate) lines: Vec<u32>,
}

impl Rows {
    fn with_capacity(rows: usize) -> Self {
        let column = || Vec::with_capacity(rows);
        Self {
            times: Vec::with_capacity(rows),
            open: column(),
            high: column(),
            low: column(),
            close: column(),
            volume: column(),
            lines: Vec::with_capacity(rows),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.times.len()
    }

    /// Last row first.
    pub(crate) fn reverse(&mut self) {
        self.times.reverse();
        self.lines.reverse();
        for column in [
            &mut self.open,
            &mut self.high,
            &mut self.low,
            &mut self.close,
            &mut self.volume,
        ] {
            column.reverse();
        }
    }

    /// Whether two rows have the same values; an unknown volume equals an unknown one.
    pub(crate) fn are_equal(&self, left: usize, right: usize) -> bool {
        let same = |column: &[f64]| {
            column[left] == column[right] || (column[left].is_nan() && column[right].is_nan())
        };
        [&self.open, &self.high, &self.low, &self.close, &self.volume]
            .into_iter()
            .all(|column| same(column))
    }

    /// The columns of some rows, in their order, without those at some places of `kept`. Nothing is
    /// copied when that is all rows.
    pub(crate) fn columns_of(self, kept: &[u32], without: &[usize]) -> [Vec<f64>; 5] {
        let is_all = kept.len() == self.len() && without.is_empty();
        let columns = [self.open, self.high, self.low, self.close, self.volume];
        if is_all {
            return columns;
        }
        let mut skip = without.iter().copied().peekable();
        let places = kept.iter().enumerate();
        let rows: Vec<u32> = places
            .filter_map(|(at, &row)| skip.next_if_eq(&at).is_none().then_some(row))
            .collect();
        columns.map(|column| rows.iter().map(|&row| column[row as usize]).collect())
    }

    fn push(&mut self, line: u32, time: i64, values: &Values) {
        self.times.push(time);
        self.open.push(values.prices[0]);
        self.high.push(values.prices[1]);
        self.low.push(values.prices[2]);
        self.close.push(values.prices[3]);
        self.volume.push(values.volume);
        self.lines.push(line);
    }
}

/// What the first pass found.
pub(crate) struct Parsed {
    pub(crate) columns: Columns,
    pub(crate) cut: Cut,
    /// `None` when no row has a time that can be read.
    pub(crate) form: Option<TimeForm>,
    pub(crate) rows: Rows,
    pub(crate) rows_in: u32,
    pub(crate) rejections: Rejections,
}

/// Reads all lines.
pub(crate) fn parse(text: &[u8], watch: &dyn Watch) -> Result<Parsed, ImportError> {
    parse_with(text, watch, PlainLayout::of)
}

/// The same with another choice of the rows that are read in the quick way.
fn parse_with(
    text: &[u8],
    watch: &dyn Watch,
    plain: impl FnOnce(&Columns, Cut) -> Option<PlainLayout>,
) -> Result<Parsed, ImportError> {
    let cut = Cut::detect(text);
    let mut lines = Lines::new(text, cut);
    let mut line = Line::default();
    let mut rest = Lines::new(text, cut);
    if !step(&mut lines, &mut line)? {
        return Err(ImportError::new(
            ImportErrorKind::Empty,
            "The file is empty.",
            "Give a file with one bar a line: time,open,high,low,close,volume.",
        ));
    }
    let mut columns = Columns::of_first_line(&line)?;
    let has_header = !columns.names.is_empty();
    if has_header {
        step(&mut rest, &mut line)?;
    }
    let look = look_ahead(text, cut, &columns, watch)?;
    columns.point = look.point;
    let plain = plain(&columns, cut);
    let capacity = text.len() / ROW_BYTES_TYPICAL + 1;
    let mut pass = Pass {
        form: look.form,
        memo: DateMemo::default(),
        example: look.example,
        columns,
        rows: Rows::with_capacity(capacity.min(1 << 24)),
        rejections: Rejections::default(),
    };
    let mut rows_in = 0_u32;
    loop {
        if !pass.plain_row(plain.as_ref(), &mut rest) {
            if !step(&mut rest, &mut line)? {
                break;
            }
            pass.row(&line);
        }
        rows_in = rows_in.saturating_add(1);
        if rows_in.is_multiple_of(BLOCK_ROWS) {
            go_on(watch)?;
        }
    }
    Ok(Parsed {
        columns: pass.columns,
        cut,
        form: pass.form,
        rows: pass.rows,
        rows_in,
        rejections: pass.rejections,
    })
}

/// Whether there is a line.
fn step<'a>(lines: &mut Lines<'a>, line: &mut Line<'a>) -> Result<bool, ImportError> {
    match lines.next(line) {
        Step::Row => Ok(true),
        Step::End => Ok(false),
        Step::TooLong(number) => Err(ImportError::new(
            ImportErrorKind::LineTooLong,
            format!("Line {number} is longer than 64 KiB: this is no file of bars."),
            "Give a text file with one bar a line.",
        )
        .at_line(number)),
    }
}

/// What must be known before the first row is read.
struct Look {
    form: Option<TimeForm>,
    /// The text by which the form was found.
    example: String,
    point: u8,
}

fn look_ahead(
    text: &[u8],
    cut: Cut,
    columns: &Columns,
    watch: &dyn Watch,
) -> Result<Look, ImportError> {
    let mut lines = Lines::new(text, cut);
    let mut line = Line::default();
    if !columns.names.is_empty() {
        step(&mut lines, &mut line)?;
    }
    let mut look = Look {
        form: None,
        example: String::new(),
        point: b'.',
    };
    let mut buffer = [0; CLOCK_BYTES_MAX];
    for _ in 0..FORM_LINES {
        if look.form.is_some() || !step(&mut lines, &mut line)? {
            break;
        }
        if let Some(time) = time_text(&line, columns, &mut buffer) {
            look.form = TimeForm::detect(time);
            look.example = snippet(time);
            look.point = decimal_mark(&line, columns, cut);
        }
    }
    if let Some(TimeForm::Calendar { order, .. }) = &mut look.form
        && matches!(order, DateOrder::DayFirst | DateOrder::MonthFirst)
    {
        *order = settle_order(text, cut, columns, watch)?;
    }
    Ok(look)
}

/// A comma, where it does not cut fields and stands in a price that has no point.
fn decimal_mark(line: &Line<'_>, columns: &Columns, cut: Cut) -> u8 {
    let prices = columns
        .prices
        .iter()
        .filter_map(|&column| line.fields.get(column));
    let mut marks = prices
        .flat_map(|field| field.iter())
        .filter(|byte| b".,".contains(byte));
    match marks.next() {
        Some(b',') if cut.delimiter != b',' => b',',
        _ => b'.',
    }
}

/// Tells day from month by all dates of the file.
fn settle_order(
    text: &[u8],
    cut: Cut,
    columns: &Columns,
    watch: &dyn Watch,
) -> Result<DateOrder, ImportError> {
    let mut lines = Lines::new(text, cut);
    let mut line = Line::default();
    let mut evidence = DateEvidence::default();
    while step(&mut lines, &mut line)? {
        if let Some(date) = line.fields.get(columns.time) {
            evidence.look(date);
        }
        if line.number.is_multiple_of(BLOCK_ROWS) {
            go_on(watch)?;
        }
    }
    evidence.order().ok_or_else(|| {
        ImportError::new(
            ImportErrorKind::AmbiguousDates,
            format!(
                "The dates in {} do not tell day from month.",
                columns.name_of(columns.time)
            ),
            "Write dates as year-month-day: 2024-01-31.",
        )
    })
}

/// The text of a row's time; date and time of day are joined in the buffer.
fn time_text<'a>(
    line: &Line<'a>,
    columns: &Columns,
    buffer: &'a mut [u8; CLOCK_BYTES_MAX],
) -> Option<&'a [u8]> {
    let date: &'a [u8] = line.fields.get(columns.time).copied()?;
    let Some(clock) = columns.clock else {
        return Some(date);
    };
    let clock = line.fields.get(clock).copied()?;
    let length = date.len() + 1 + clock.len();
    if length > CLOCK_BYTES_MAX {
        return None;
    }
    buffer[..date.len()].copy_from_slice(date);
    buffer[date.len()] = b' ';
    buffer[date.len() + 1..length].copy_from_slice(clock);
    Some(&buffer[..length])
}

struct Pass {
    columns: Columns,
    form: Option<TimeForm>,
    memo: DateMemo,
    example: String,
    rows: Rows,
    rejections: Rejections,
}

impl Pass {
    /// Whether the next line is a plain row without fault; otherwise it is still to be read.
    fn plain_row(&mut self, layout: Option<&PlainLayout>, lines: &mut Lines<'_>) -> bool {
        let Some((layout, form)) = layout.zip(self.form) else {
            return false;
        };
        let mut found = None;
        let line = lines.take(|text| {
            let row = layout.read(text)?;
            let (WrittenTime::Instant(time) | WrittenTime::Wall(time)) =
                form.read(row.time, &mut self.memo)?;
            if fault(&row.values).is_some() {
                return None;
            }
            found = Some((time, row.values));
            Some(row.length)
        });
        if let Some((line, (time, values))) = line.zip(found) {
            self.rows.push(line, time, &values);
        }
        line.is_some()
    }

    fn row(&mut self, line: &Line<'_>) {
        match self.read(line) {
            Ok((time, values)) => self.rows.push(line.number, time, &values),
            Err(rule) => {
                let columns = &self.columns;
                let example = &self.example;
                self.rejections
                    .add(line.number, rule, || reason(rule, line, columns, example));
            }
        }
    }

    fn read(&mut self, line: &Line<'_>) -> Result<(i64, Values), Rule> {
        if !line.quotes_match {
            return Err(Rule::BadQuote);
        }
        let fields = line.fields.as_slice();
        self.check_width(fields)?;
        let time = self.time(line)?;
        let values = self.values(fields)?;
        match fault(&values) {
            Some(rule) => Err(rule),
            None => Ok((time, values)),
        }
    }

    fn check_width(&self, fields: &[&[u8]]) -> Result<(), Rule> {
        let width = self.columns.width;
        // A delimiter at the end of each line makes an empty field, which says nothing.
        if fields.len() > width && fields[width..].iter().any(|field| !field.is_empty()) {
            return Err(Rule::ExtraField);
        }
        let is_there = |&column: &usize| fields.get(column).is_some_and(|field| !field.is_empty());
        let are_there = is_there(&self.columns.time)
            && self.columns.prices.iter().all(is_there)
            && self.columns.clock.as_ref().is_none_or(is_there);
        if are_there {
            Ok(())
        } else {
            Err(Rule::MissingField)
        }
    }

    fn time(&mut self, line: &Line<'_>) -> Result<i64, Rule> {
        let mut buffer = [0; CLOCK_BYTES_MAX];
        let text = time_text(line, &self.columns, &mut buffer);
        let written = self
            .form
            .zip(text)
            .and_then(|(form, text)| form.read(text, &mut self.memo));
        match written.ok_or(Rule::BadTime)? {
            WrittenTime::Instant(time) | WrittenTime::Wall(time) => Ok(time),
        }
    }

    fn values(&self, fields: &[&[u8]]) -> Result<Values, Rule> {
        let mut prices = [0.0; 4];
        for (price, column) in prices.iter_mut().zip(self.columns.prices) {
            *price = number(fields[column], self.columns.point).ok_or(Rule::NotANumber)?;
        }
        let volume = self.columns.volume.and_then(|column| fields.get(column));
        let volume = match volume {
            Some(field) => volume_of(field, self.columns.point)?,
            None => f64::NAN,
        };
        Ok(Values { prices, volume })
    }
}

fn volume_of(field: &[u8], point: u8) -> Result<f64, Rule> {
    match number(field, point) {
        Some(volume) => Ok(volume),
        None if NO_VOLUME
            .iter()
            .any(|word| field.eq_ignore_ascii_case(word.as_bytes())) =>
        {
            Ok(f64::NAN)
        }
        None => Err(Rule::NotANumber),
    }
}

fn fault(values: &Values) -> Option<Rule> {
    let [open, high, low, close] = values.prices;
    if high < low {
        return Some(Rule::HighBelowLow);
    }
    if open < low || open > high || close < low || close > high {
        return Some(Rule::OpenCloseOutside);
    }
    (values.volume < 0.0).then_some(Rule::NegativeVolume)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Unwatched;
    use proptest::prelude::*;

    fn show(parsed: Result<Parsed, ImportError>) -> String {
        parsed.map_or_else(
            |error| format!("{error:?}"),
            |parsed| {
                let rejected = parsed.rejections.first(usize::MAX);
                format!("{} {:?} {rejected:?}", parsed.rows_in, parsed.rows)
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn plain_rows_read_quickly_are_read_as_others_are(
            rows in proptest::collection::vec(
                prop_oneof![
                    6 => "2024-01-0[1-9] 1[0-9]:00,[1-3],[3-5]\\.[0-9]{0,3},-?[0-2],[1-4]",
                    1 => "2024-01-0[1-9] 1[0-9]:00 ?,[\"1-3 ]{0,3},[3-5]\\.[0-9]{0,20},[0-2]e?1?,[1-4],",
                    1 => "[-0-9,:. \"]{0,20}",
                ],
                0..20,
            ),
            volume in prop_oneof![Just(""), Just(",5"), Just(",0.25"), Just(",")],
            end in prop_oneof![Just("\n"), Just("\r\n"), Just(" \n"), Just("\r")],
            has_header: bool, ends: bool,
        ) {
            let mut text = String::new();
            if has_header {
                text.push_str(&format!("time,open,high,low,close{}{end}", if volume.is_empty() { "" } else { ",volume" }));
            }
            text.push_str(&rows.iter().map(|row| format!("{row}{volume}")).collect::<Vec<_>>().join(end));
            if ends {
                text.push_str(end);
            }
            prop_assert_eq!(show(parse(text.as_bytes(), &Unwatched)), show(parse_with(text.as_bytes(), &Unwatched, |_, _| None)));
        }
    }
}
