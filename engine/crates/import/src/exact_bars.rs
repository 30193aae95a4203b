//! Bars of a text in the integers that it writes: the second look at the lines that became bars, so
//! that no price passes through floating point on its way to the store.

use crate::error::ImportError;
use crate::job::go_on;
use crate::lines::{Line, Lines, Step};
use crate::number::Decimal;
use crate::outcome::Watch;
use crate::read::{BarsFileOptions, TextOfBars, read_with_lines};
use crate::report::{BarsReport, Rule};
use crate::rows::BLOCK_ROWS;
use crate::rules::{RowRule, Tally};
use crate::ticks::scale::{Misfit, scaled, unit_for, wider};
use market::{TickScale, TimeUnit};
use std::path::Path;
use store::BarColumns;

/// A text of bars, as written.
pub(crate) struct ExactBars {
    /// Open, high, low, close, volume of each bar.
    values: Vec<[Option<Decimal>; 5]>,
    /// Whether a bar has a volume, be it one that no integer holds.
    has_volume: Vec<bool>,
    open_time: Vec<i64>,
    close_time: Vec<i64>,
    lines: Vec<u32>,
    name: String,
    /// What became of the rows so far.
    pub(crate) tally: Tally,
    pub(crate) timeframe: String,
    pub(crate) understood: String,
    /// What would hold all of them.
    pub(crate) scale: TickScale,
}

/// Reads a text of bars.
pub(crate) fn exact_bars(
    path: &Path,
    bytes: &[u8],
    options: &BarsFileOptions,
    watch: &dyn Watch,
) -> Result<ExactBars, ImportError> {
    let (imported, text) =
        read_with_lines(bytes, options, watch).map_err(|error| error.in_file(path))?;
    let bars = imported.bars.bars();
    let mut exact = ExactBars {
        values: values_of(bytes, &text, watch)?,
        has_volume: bars.volume.iter().map(|volume| !volume.is_nan()).collect(),
        open_time: bars.open_time.clone(),
        close_time: bars.close_time.clone(),
        lines: text.lines,
        name: path.display().to_string(),
        tally: tally_of(path, bytes, &imported.report),
        timeframe: imported.timeframe.to_string(),
        understood: imported.report.understood.clone(),
        scale: TickScale {
            unit: TimeUnit::Second,
            price: 0,
            volume: 0,
        },
    };
    exact.scale = exact.fitting();
    Ok(exact)
}

/// The decimals of each bar's line.
fn values_of(
    bytes: &[u8],
    text: &TextOfBars,
    watch: &dyn Watch,
) -> Result<Vec<[Option<Decimal>; 5]>, ImportError> {
    let mut values = vec![[None; 5]; text.lines.len()];
    let is_reversed = text.lines.first() > text.lines.last();
    let mut at = 0;
    let place = |at: usize| {
        if is_reversed {
            text.lines.len() - 1 - at
        } else {
            at
        }
    };
    let mut lines = Lines::new(bytes, text.cut);
    let mut line = Line::default();
    while at < text.lines.len() && lines.next(&mut line) == Step::Row {
        let bar = place(at);
        if line.number != text.lines[bar] {
            continue;
        }
        let columns = text.columns.prices.iter().map(|column| Some(*column));
        let columns = columns.chain(std::iter::once(text.columns.volume));
        for (value, column) in values[bar].iter_mut().zip(columns) {
            let field = column.and_then(|column| line.fields.get(column));
            *value = field.and_then(|field| Decimal::parse(field, text.columns.point));
        }
        at += 1;
        if at.is_multiple_of(BLOCK_ROWS as usize) {
            go_on(watch)?;
        }
    }
    Ok(values)
}

fn tally_of(path: &Path, bytes: &[u8], report: &BarsReport) -> Tally {
    let mut tally = Tally {
        rows_in: u64::from(report.rows_in),
        duplicates: u64::from(report.rows_duplicate),
        ..Tally::default()
    };
    for row in &report.rejected {
        let rule = row_rule(row.rule);
        tally.add(rule, || {
            let byte = start_of_line(bytes, row.line);
            format!(
                "{}, line {}, byte {byte}: {}",
                path.display(),
                row.line,
                row.reason
            )
        });
    }
    tally.counts = [0; RowRule::COUNT];
    for (rule, rows) in &report.rejected_by_rule {
        tally.counts[row_rule(*rule) as usize] += u64::from(*rows);
    }
    tally
}

fn start_of_line(bytes: &[u8], line: u32) -> usize {
    let ends = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .map(|(at, _)| at + 1);
    std::iter::once(0)
        .chain(ends)
        .nth(line.saturating_sub(1) as usize)
        .unwrap_or(0)
}

const fn row_rule(rule: Rule) -> RowRule {
    match rule {
        Rule::BadQuote | Rule::ExtraField | Rule::MissingField => RowRule::ColumnCount,
        Rule::BadTime => RowRule::BadTime,
        Rule::NotANumber => RowRule::NotANumber,
        Rule::HighBelowLow => RowRule::HighBelowLow,
        Rule::OpenCloseOutside => RowRule::OpenCloseOutside,
        Rule::NegativeVolume => RowRule::NegativeVolume,
        Rule::OutOfOrder => RowRule::OutOfOrder,
        Rule::ConflictingDuplicate => RowRule::ConflictingDuplicate,
        Rule::Overlap => RowRule::Overlap,
    }
}

impl ExactBars {
    fn fitting(&self) -> TickScale {
        let mut scale = self.scale;
        for time in self.open_time.iter().chain(&self.close_time) {
            scale.unit = unit_for(scale.unit, *time);
        }
        for values in &self.values {
            for (at, value) in values.iter().enumerate() {
                let Some(value) = value else { continue };
                let own = if at < 4 { scale.price } else { scale.volume };
                if let Err(Misfit::Finer(decimals)) = scaled(*value, own) {
                    let price = if at < 4 { decimals } else { 0 };
                    let volume = if at < 4 { 0 } else { decimals };
                    scale = wider(
                        scale,
                        TickScale {
                            price,
                            volume,
                            ..scale
                        },
                    );
                }
            }
        }
        scale
    }

    /// The bars in a scale; those that do not fit are counted.
    pub(crate) fn columns(&self, scale: TickScale) -> (BarColumns, Tally) {
        let mut bars = BarColumns::new(scale);
        let mut tally = self.tally.clone();
        let unit = scale.unit.nanos();
        for at in 0..self.values.len() {
            let (open, close) = (self.open_time[at], self.close_time[at]);
            let example = || format!("{}, line {}", self.name, self.lines[at]);
            let times_fit = open % unit == 0 && close % unit == 0;
            let values = self.bar(at, scale).filter(|_| times_fit);
            let Some(([o, h, l, c], volume)) = values else {
                let rule = if self.is_too_large(at, scale) {
                    RowRule::TooLarge
                } else {
                    RowRule::TooPrecise
                };
                tally.add(rule, example);
                continue;
            };
            if l <= 0 {
                tally.add(RowRule::NotPositive, example);
                continue;
            }
            bars.open_time.push(open / unit);
            bars.close_time.push(close / unit);
            bars.open.push(o);
            bars.high.push(h);
            bars.low.push(l);
            bars.close.push(c);
            bars.volume.push(volume);
        }
        (bars, tally)
    }

    fn bar(&self, at: usize, scale: TickScale) -> Option<([i64; 4], Option<i64>)> {
        let [open, high, low, close, volume] = self.values[at];
        let price = |value: Option<Decimal>| scaled(value?, scale.price).ok();
        let prices = [price(open)?, price(high)?, price(low)?, price(close)?];
        let volume = match volume {
            None if self.has_volume[at] => return None,
            None => None,
            Some(volume) => Some(scaled(volume, scale.volume).ok()?),
        };
        Some((prices, volume))
    }

    fn is_too_large(&self, at: usize, scale: TickScale) -> bool {
        let no_integer_holds = |value: Option<Decimal>, scale: u8| {
            value.is_none_or(|value| scaled(value, scale) == Err(Misfit::TooLarge))
        };
        let [open, high, low, close, volume] = self.values[at];
        [open, high, low, close]
            .into_iter()
            .any(|price| no_integer_holds(price, scale.price))
            || (self.has_volume[at] && no_integer_holds(volume, scale.volume))
    }
}
