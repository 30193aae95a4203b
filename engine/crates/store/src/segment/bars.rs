//! Bars as a segment: scaled integers as their source had them; floating point only when they are
//! handed to a run.

use super::ticks::{check_facts, facts};
use super::{Column, Encoded, Packing, Table, Values, write as write_table};
use crate::error::StoreError;
use bytes::Bytes;
use market::{Bars, TickScale, power_of_ten};
use std::path::Path;

const KIND: &str = "bars";

/// Completed bars in the integers of their source, oldest first. All columns have the same length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BarColumns {
    /// What the integers count.
    pub scale: TickScale,
    /// Open times.
    pub open_time: Vec<i64>,
    /// Times at which the bars end.
    pub close_time: Vec<i64>,
    /// First prices.
    pub open: Vec<i64>,
    /// Highest prices.
    pub high: Vec<i64>,
    /// Lowest prices.
    pub low: Vec<i64>,
    /// Last prices.
    pub close: Vec<i64>,
    /// Volumes, where known.
    pub volume: Vec<Option<i64>>,
}

impl BarColumns {
    /// No bars, of a scale.
    #[must_use]
    pub fn new(scale: TickScale) -> Self {
        Self {
            scale,
            ..Self::default()
        }
    }

    /// Number of bars.
    #[must_use]
    pub fn len(&self) -> usize {
        self.open_time.len()
    }

    /// Whether there is no bar.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open_time.is_empty()
    }

    /// Appends the rows of `range` of other bars of the same scale.
    pub fn extend_from(&mut self, other: &Self, range: std::ops::Range<usize>) {
        debug_assert_eq!(self.scale, other.scale);
        let columns = [
            (&mut self.open_time, &other.open_time),
            (&mut self.close_time, &other.close_time),
            (&mut self.open, &other.open),
            (&mut self.high, &other.high),
            (&mut self.low, &other.low),
            (&mut self.close, &other.close),
        ];
        for (own, others) in columns {
            own.extend_from_slice(&others[range.clone()]);
        }
        self.volume.extend_from_slice(&other.volume[range]);
    }

    /// What is wrong with a row, if anything.
    pub(crate) fn fault(&self, row: usize) -> Option<&'static str> {
        let nanos = |time: i64| time.checked_mul(self.scale.unit.nanos());
        let (open, close) = (self.open_time[row], self.close_time[row]);
        if nanos(open).is_none() || nanos(close).is_none() {
            return Some("has a time outside the years 1678 to 2261");
        }
        if close <= open {
            return Some("does not end after it opens");
        }
        if row > 0 && open < self.close_time[row - 1] {
            return Some("opens before the one before it ends");
        }
        let (low, high) = (self.low[row], self.high[row]);
        let is_inside = |price: i64| (low..=high).contains(&price);
        if !is_inside(self.open[row]) || !is_inside(self.close[row]) {
            return Some("has an open or close outside its low and high");
        }
        if self.volume[row].is_some_and(i64::is_negative) {
            return Some("has a negative volume");
        }
        None
    }

    /// Whether all columns have the length of the first.
    pub(crate) fn is_rectangular(&self) -> bool {
        let lengths = [
            self.close_time.len(),
            self.open.len(),
            self.high.len(),
            self.low.len(),
            self.close.len(),
            self.volume.len(),
        ];
        lengths.iter().all(|&length| length == self.len())
    }

    /// As runs take them. A price of up to 15 digits is the `f64` nearest to its decimal text.
    #[must_use]
    pub fn to_bars(&self) -> Bars {
        let known = self.volume.iter().map(|volume| i16::from(volume.is_some()));
        let packed = PackedBars {
            scale: self.scale,
            open_time: self.open_time.clone(),
            length: lengths(self),
            open: self.open.clone(),
            high: self.high.clone(),
            low: self.low.clone(),
            close: self.close.clone(),
            known: known.collect(),
            volume: self.volume.iter().copied().flatten().collect(),
        };
        packed.into_bars()
    }
}

/// Bars as they stand in a file: what is absent takes no place.
pub(crate) struct PackedBars {
    scale: TickScale,
    open_time: Vec<i64>,
    length: Vec<i64>,
    open: Vec<i64>,
    high: Vec<i64>,
    low: Vec<i64>,
    close: Vec<i64>,
    /// Volumes that are known.
    volume: Vec<i64>,
    /// For each bar whether its volume is known; empty when all are.
    known: Vec<i16>,
}

impl PackedBars {
    /// In the integers of the source.
    pub(crate) fn into_columns(self) -> BarColumns {
        let close_time = self.open_time.iter().zip(&self.length);
        let close_time = close_time.map(|(open, length)| open + length).collect();
        let mut volume = self.volume.into_iter();
        let volume = if self.known.is_empty() {
            volume.map(Some).collect()
        } else {
            let next = |&level: &i16| (level == 1).then(|| volume.next()).flatten();
            self.known.iter().map(next).collect()
        };
        BarColumns {
            scale: self.scale,
            open_time: self.open_time,
            close_time,
            open: self.open,
            high: self.high,
            low: self.low,
            close: self.close,
            volume,
        }
    }

    /// As runs take them. Columns are converted where they are, without a second one.
    pub(crate) fn into_bars(self) -> Bars {
        let unit = self.scale.unit.nanos();
        let open_time: Vec<i64> = self.open_time.into_iter().map(|time| time * unit).collect();
        let close_time = self.length.into_iter().zip(&open_time);
        let close_time = close_time
            .map(|(length, open)| open + length * unit)
            .collect();
        let price = power_of_ten(self.scale.price);
        let prices = |column: Vec<i64>| {
            column
                .into_iter()
                .map(|value| value as f64 / price)
                .collect()
        };
        let scale = power_of_ten(self.scale.volume);
        let mut volume = self.volume.into_iter().map(|value| value as f64 / scale);
        let volume = if self.known.is_empty() {
            volume.collect()
        } else {
            let mut next = |&level: &i16| if level == 1 { volume.next() } else { None };
            self.known
                .iter()
                .map(|level| next(level).unwrap_or(f64::NAN))
                .collect()
        };
        Bars {
            open_time,
            close_time,
            open: prices(self.open),
            high: prices(self.high),
            low: prices(self.low),
            close: prices(self.close),
            volume,
        }
    }
}

fn lengths(bars: &BarColumns) -> Vec<i64> {
    let times = bars.open_time.iter().zip(&bars.close_time);
    times.map(|(open, close)| close - open).collect()
}

/// Rows that keep their invariants, as a file.
pub(crate) fn write(bars: &BarColumns) -> Result<Encoded, StoreError> {
    let length = lengths(bars);
    let volume: Vec<i64> = bars.volume.iter().copied().flatten().collect();
    let known = bars.volume.iter().map(|value| i16::from(value.is_some()));
    let known: Vec<i16> = known.collect();
    let column = |name, packing, values| Column {
        name,
        packing,
        values: Values::Integers(values),
    };
    let volumes = if volume.len() == known.len() {
        Values::Integers(&volume)
    } else {
        Values::Optional(&volume, &known)
    };
    write_table(
        &facts(KIND, bars.scale),
        &[
            column("open_time", Packing::Delta, &bars.open_time),
            column("length", Packing::Dictionary, &length),
            column("open", Packing::Delta, &bars.open),
            column("high", Packing::Delta, &bars.high),
            column("low", Packing::Delta, &bars.low),
            column("close", Packing::Delta, &bars.close),
            Column {
                name: "volume",
                packing: Packing::Dictionary,
                values: volumes,
            },
        ],
    )
}

/// The rows of a file that was checked against its hash.
pub(crate) fn read(path: &Path, bytes: Bytes, scale: TickScale) -> Result<PackedBars, StoreError> {
    let table = Table::open(path, bytes)?;
    check_facts(&table, path, KIND, scale)?;
    let (volume, known) = table.optional(6)?;
    Ok(PackedBars {
        scale,
        open_time: table.integers(0)?,
        length: table.integers(1)?,
        open: table.integers(2)?,
        high: table.integers(3)?,
        low: table.integers(4)?,
        close: table.integers(5)?,
        volume,
        known,
    })
}
