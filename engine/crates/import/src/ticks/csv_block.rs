//! A block of a text with quotes to rows: the lines that start in it, each kept or rejected by a rule
//! that needs no other row. Blocks are read apart from each other, so they may be read at once.

use super::layout::TickLayout;
use super::rows::{Block, Reject};
use super::scale::{Misfit, TENS, scaled, unit_for};
use crate::lines::{LINE_BYTES_MAX, Line, Lines, Step};
use crate::number::Decimal;
use crate::report::snippet;
use crate::rules::RowRule;
use crate::time::{DateMemo, WrittenTime};
use market::TickScale;

const CLOCK_BYTES_MAX: usize = 64;
/// `2024-01-01 00:00:`, whatever the order of the date: what rows of a minute share.
const MINUTE_BYTES: usize = 17;
/// Bid plus spread, and their differences, must fit as well.
pub(super) const PRICE_MAX: i64 = i64::MAX / 4;
const ROW_BYTES_TYPICAL: usize = 32;
/// Rows with more columns are not read in the quick way.
const COLUMNS_MAX: usize = 6;
const ZEROS: u64 = 0x3030_3030_3030_3030;
const TOPS: u64 = 0x8080_8080_8080_8080;

/// How to read the rows of a source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'a> {
    pub(super) layout: &'a TickLayout,
    pub(super) scale: TickScale,
    /// The scale cannot become wider: finer rows are rejected.
    pub(super) is_fixed: bool,
}

/// Reads the lines of `text`, which begins with a line's start; `is_first` says that it is the source's.
pub(super) fn read_lines(reading: Reading<'_>, text: &[u8], is_first: bool) -> Block {
    let mut reader = Reader {
        reading,
        block: Block::new(reading.scale, text.len() / ROW_BYTES_TYPICAL),
        memo: DateMemo::default(),
        minute: [0; MINUTE_BYTES],
        minute_start: None,
        decimals: std::array::from_fn(|column| {
            let is_price = column == reading.layout.bid || column == reading.layout.ask;
            i32::from(if is_price {
                reading.scale.price
            } else {
                reading.scale.volume
            })
        }),
    };
    let mut at = 0;
    if is_first {
        at = reader.before_rows(text);
    }
    while at < text.len() {
        at += match reader.quick_row(&text[at..], at) {
            Some(length) => length,
            None => reader.line(text, at),
        };
    }
    reader.block.settle();
    reader.block
}

struct Reader<'a> {
    reading: Reading<'a>,
    block: Block,
    memo: DateMemo,
    minute: [u8; MINUTE_BYTES],
    /// The time at which the remembered minute starts, where one is.
    minute_start: Option<i64>,
    /// Decimals to which the first columns are brought.
    decimals: [i32; COLUMNS_MAX],
}

/// The values of a row.
struct Quote {
    time: i64,
    bid: i64,
    ask: i64,
    bid_volume: i64,
    ask_volume: i64,
}

/// Why a row gives no quote.
enum Refusal {
    Rule(RowRule, String),
    /// It would, with a wider scale.
    Needs(TickScale),
}

impl Reader<'_> {
    /// Passes over a byte order mark and the header.
    fn before_rows(&mut self, text: &[u8]) -> usize {
        let mark = if text.starts_with(b"\xef\xbb\xbf") {
            3
        } else {
            0
        };
        if !self.reading.layout.has_header {
            return mark;
        }
        let mut at = mark;
        while at < text.len() {
            let length = self.length_of_line(&text[at..]);
            let is_blank = text[at..at + length].trim_ascii().is_empty();
            self.block.skip_line();
            at += length;
            if !is_blank {
                break;
            }
        }
        at
    }

    /// The line's end included.
    fn length_of_line(&self, text: &[u8]) -> usize {
        let line_end = self.reading.layout.cut.line_end;
        let end = crate::lines::stop(text, line_end, line_end);
        (end + 1).min(text.len())
    }

    /// A row in plain digits whose minute is that of the row before it; how many bytes it takes.
    fn quick_row(&mut self, text: &[u8], at: usize) -> Option<usize> {
        let layout = self.reading.layout;
        let minute_start = self.minute_start?;
        let head: &[u8; MINUTE_BYTES + 7] = text.first_chunk()?;
        let (minute, rest) = head.split_first_chunk::<MINUTE_BYTES>()?;
        if *minute != self.minute {
            return None;
        }
        let millis = seconds_and_millis(rest.first_chunk()?)?;
        let scale = self.reading.scale;
        let mut values = [0_i64; COLUMNS_MAX];
        let place = self.quick_values(text, &mut values)?;
        let end = line_end(text.get(place..)?)?;
        let quote = Quote {
            time: minute_start
                + i64::from(millis) * (1_000_000 / scale.unit.nanos().min(1_000_000)),
            bid: values[layout.bid],
            ask: values[layout.ask],
            bid_volume: layout.bid_volume.map_or(0, |column| values[column]),
            ask_volume: layout.ask_volume.map_or(0, |column| values[column]),
        };
        let is_price = |price: i64| (1..=PRICE_MAX).contains(&price);
        let is_good = is_price(quote.bid)
            && is_price(quote.ask)
            && quote.bid_volume >= 0
            && quote.ask_volume >= 0;
        is_good.then(|| self.push(&quote, at))?;
        Some(place + end)
    }

    /// Puts the numbers after the time each at its column, and says where they end.
    #[inline(always)]
    fn quick_values(&self, text: &[u8], values: &mut [i64; COLUMNS_MAX]) -> Option<usize> {
        let layout = self.reading.layout;
        let delimiter = layout.cut.delimiter;
        let mut place = MINUTE_BYTES + 6;
        let columns = values.get_mut(1..layout.width)?;
        for (value, decimals) in columns.iter_mut().zip(&self.decimals[1..]) {
            if *text.get(place)? != delimiter {
                return None;
            }
            let (number, length) = plain_number(text.get(place + 1..)?, layout.point)?;
            place += 1 + length;
            let power = TENS.get(usize::try_from(decimals - number.scale).ok()?)?;
            *value = number.mantissa.checked_mul(*power)?;
        }
        Some(place)
    }

    #[inline(always)]
    fn push(&mut self, quote: &Quote, at: usize) {
        let rows = &mut self.block.rows;
        rows.time.push(quote.time);
        rows.bid.push(quote.bid);
        rows.spread.push(quote.ask - quote.bid);
        rows.bid_volume.push(quote.bid_volume);
        rows.ask_volume.push(quote.ask_volume);
        self.block.places.push(at as u32);
    }

    /// Any line; how many bytes it takes.
    fn line(&mut self, text: &[u8], at: usize) -> usize {
        let layout = self.reading.layout;
        let length = self.length_of_line(&text[at..]);
        let line = &text[at..at + length];
        if line.trim_ascii().is_empty() {
            self.block.skip_line();
            return length;
        }
        if line.len() > LINE_BYTES_MAX {
            let reason = format!("a line of {} bytes or more", line.len());
            self.block.reject(Reject {
                rule: RowRule::LineTooLong,
                byte: at as u64,
                reason,
            });
            return length;
        }
        let mut fields = Line::default();
        let mut lines = Lines::new(line, layout.cut);
        let refusal = match lines.next(&mut fields) {
            Step::Row => self.quote(&fields),
            _ => Err(Refusal::Rule(
                RowRule::ColumnCount,
                "it has no columns".to_owned(),
            )),
        };
        match refusal {
            Ok(quote) => {
                self.push(&quote, at);
                self.remember(line, &quote);
            }
            Err(Refusal::Rule(rule, reason)) => {
                self.block.reject(Reject {
                    rule,
                    byte: at as u64,
                    reason,
                });
            }
            Err(Refusal::Needs(_)) if self.reading.is_fixed => {
                let reason = "it is finer than the dataset".to_owned();
                self.block.reject(Reject {
                    rule: RowRule::TooPrecise,
                    byte: at as u64,
                    reason,
                });
            }
            Err(Refusal::Needs(scale)) => self.block.need(scale),
        }
        length
    }

    /// Keeps the minute of a row that quick rows may share.
    fn remember(&mut self, line: &[u8], quote: &Quote) {
        let layout = self.reading.layout;
        self.minute_start = None;
        let is_usual = layout.time == 0
            && layout.clock.is_none()
            && layout.width <= COLUMNS_MAX
            && layout.bid > 0
            && layout.ask > 0
            && layout.cut.line_end == b'\n'
            && self.reading.scale.unit.nanos() <= 1_000_000;
        let Some((head, rest)) = line.split_first_chunk::<MINUTE_BYTES>() else {
            return;
        };
        let is_written_so =
            head[16] == b':' && head[13] == b':' && rest.get(6) == Some(&layout.cut.delimiter);
        let millis = rest.first_chunk::<7>().and_then(seconds_and_millis);
        if let Some(millis) = millis.filter(|_| is_usual && is_written_so) {
            self.minute = *head;
            let unit = 1_000_000 / self.reading.scale.unit.nanos();
            self.minute_start = Some(quote.time - i64::from(millis) * unit);
        }
    }

    fn quote(&mut self, line: &Line<'_>) -> Result<Quote, Refusal> {
        let layout = self.reading.layout;
        let fields = line.fields.as_slice();
        let is_extra = fields.len() > layout.width
            && fields[layout.width..].iter().any(|field| !field.is_empty());
        let needed = layout
            .bid
            .max(layout.ask)
            .max(layout.time)
            .max(layout.clock.unwrap_or(0));
        if is_extra || fields.len() <= needed || !line.quotes_match {
            let reason = format!(
                "{} columns where {} are expected",
                fields.len(),
                layout.width
            );
            return Err(Refusal::Rule(RowRule::ColumnCount, reason));
        }
        let time = self.time(fields)?;
        let (bid, ask) = (
            self.price(fields[layout.bid])?,
            self.price(fields[layout.ask])?,
        );
        let bid_volume = self.volume(layout.bid_volume.and_then(|column| fields.get(column)))?;
        let ask_volume = self.volume(layout.ask_volume.and_then(|column| fields.get(column)))?;
        Ok(Quote {
            time,
            bid,
            ask,
            bid_volume,
            ask_volume,
        })
    }

    fn time(&mut self, fields: &[&[u8]]) -> Result<i64, Refusal> {
        let layout = self.reading.layout;
        let date = fields[layout.time];
        let mut joined = [0; CLOCK_BYTES_MAX];
        let text = match layout.clock.map(|clock| fields[clock]) {
            None => date,
            Some(clock) if date.len() + 1 + clock.len() <= CLOCK_BYTES_MAX => {
                let length = date.len() + 1 + clock.len();
                joined[..date.len()].copy_from_slice(date);
                joined[date.len()] = b' ';
                joined[date.len() + 1..length].copy_from_slice(clock);
                &joined[..length]
            }
            Some(_) => date,
        };
        let written = layout.form.read(text, &mut self.memo).ok_or_else(|| {
            let reason = format!(
                "'{}' is no time written like '{}'",
                snippet(text),
                layout.example
            );
            Refusal::Rule(RowRule::BadTime, reason)
        })?;
        let (WrittenTime::Instant(nanos) | WrittenTime::Wall(nanos)) = written;
        let scale = self.reading.scale;
        if nanos % scale.unit.nanos() != 0 {
            let unit = unit_for(scale.unit, nanos);
            return Err(Refusal::Needs(TickScale { unit, ..scale }));
        }
        Ok(nanos / scale.unit.nanos())
    }

    fn price(&self, field: &[u8]) -> Result<i64, Refusal> {
        let scale = self.reading.scale;
        let finer = |price| TickScale { price, ..scale };
        let price = self.number(field, scale.price, finer)?;
        if price > PRICE_MAX {
            return Err(Refusal::Rule(
                RowRule::TooLarge,
                format!("'{}'", snippet(field)),
            ));
        }
        if price <= 0 {
            return Err(Refusal::Rule(
                RowRule::NotPositive,
                format!("the price {}", snippet(field)),
            ));
        }
        Ok(price)
    }

    fn volume(&self, field: Option<&&[u8]>) -> Result<i64, Refusal> {
        let Some(field) = field.filter(|field| !field.is_empty()) else {
            return Ok(0);
        };
        let scale = self.reading.scale;
        let finer = |volume| TickScale { volume, ..scale };
        let volume = self.number(field, scale.volume, finer)?;
        if volume < 0 {
            return Err(Refusal::Rule(
                RowRule::NegativeVolume,
                format!("the size {}", snippet(field)),
            ));
        }
        Ok(volume)
    }

    fn number(
        &self,
        field: &[u8],
        scale: u8,
        finer: impl Fn(u8) -> TickScale,
    ) -> Result<i64, Refusal> {
        let shown = || format!("'{}'", snippet(field));
        let number = Decimal::parse(field, self.reading.layout.point).ok_or_else(|| {
            Refusal::Rule(RowRule::NotANumber, format!("{} is no number", shown()))
        })?;
        scaled(number, scale).map_err(|misfit| match misfit {
            Misfit::Finer(decimals) => Refusal::Needs(finer(decimals)),
            Misfit::TooFine => Refusal::Rule(RowRule::TooPrecise, shown()),
            Misfit::TooLarge => Refusal::Rule(RowRule::TooLarge, shown()),
        })
    }
}

/// Length of the line's end with which a text begins; 0 where the text ends.
const fn line_end(text: &[u8]) -> Option<usize> {
    match text {
        [] => Some(0),
        [b'\n', ..] => Some(1),
        [b'\r', b'\n', ..] => Some(2),
        _ => None,
    }
}

/// The top bit of each byte that is above a limit.
#[inline(always)]
const fn above(word: u64, limit: u8) -> u64 {
    let step = u64::from_ne_bytes([0x7f - limit; 8]);
    (((word & !TOPS) + step) | word) & TOPS
}

/// A number of plain digits with which a text begins. One that ends within eight bytes is read at once;
/// others as everywhere.
#[inline(always)]
fn plain_number(text: &[u8], point: u8) -> Option<(Decimal, usize)> {
    let Some(bytes) = text.first_chunk() else {
        let (number, length) = Decimal::prefix(text, point)?;
        return Some((number, length));
    };
    let word = u64::from_le_bytes(*bytes) ^ ZEROS;
    let others = above(word, 9);
    let mark = others.trailing_zeros() / 8;
    // From the word: to read the byte again would wait for memory.
    let is_mark = others != 0 && (word >> (8 * (mark & 7))) as u8 == point ^ b'0';
    // Two ways, so that the next number need not wait for the question: a column mostly answers alike.
    if is_mark {
        let end = (others & (others - 1)).trailing_zeros() / 8;
        if end < 8 && end > 1 {
            let before = (1_u64 << (8 * mark)) - 1;
            let digits = (word & before) | ((word >> 8) & !before);
            let mantissa = joined(digits, end - 1);
            let scale = (end - mark - 1).cast_signed();
            return Some((Decimal { mantissa, scale }, end as usize));
        }
    } else if mark < 8 && mark > 0 {
        let mantissa = joined(word, mark);
        return Some((Decimal { mantissa, scale: 0 }, mark as usize));
    }
    // Taken apart, so that the usual number stays in registers.
    let (number, length) = Decimal::prefix(text, point)?;
    Some((number, length))
}

/// The number of the first `count` digits of eight, from 1 to 7 of them: neighbours are joined to
/// pairs, fours and eight.
#[inline(always)]
const fn joined(digits: u64, count: u32) -> i64 {
    let digits = digits << (64 - 8 * count);
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let lower = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let upper = ((pairs >> 16) & 0x0000_00ff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    (lower.wrapping_add(upper) >> 32).cast_signed()
}

/// `12.345` before a delimiter, in milliseconds.
fn seconds_and_millis(text: &[u8; 7]) -> Option<u32> {
    let [s1, s2, b'.', m1, m2, m3, _] = *text else {
        return None;
    };
    let mut value = 0_u32;
    let mut worst = 0;
    for byte in [s1, s2, m1, m2, m3] {
        let digit = byte.wrapping_sub(b'0');
        worst = worst.max(digit);
        value = value.wrapping_mul(10).wrapping_add(u32::from(digit));
    }
    (worst < 10 && value < 60_000).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn plain_numbers_are_read_as_everywhere(text in "[0-9]{0,9}\\.?[0-9]{0,9}[,;\n\u{80}a.\\-]?[0-9,]{0,9}") {
            prop_assert_eq!(plain_number(text.as_bytes(), b'.'), Decimal::prefix(text.as_bytes(), b'.'));
        }
    }
}
