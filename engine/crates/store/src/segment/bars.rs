//! Bars as a segment: scaled integers as their source had them; floating point only when they are
//! handed to a run.

use super::ticks::{check_facts, facts};
use super::{Column, Encoded, Packing, Table, Values, write as write_table};
use crate::error::StoreError;
use bytes::Bytes;
use market::{Bars, TickScale};
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
        let unit = self.scale.unit.nanos();
        let times = |column: &[i64]| column.iter().map(|time| time * unit).collect();
        let price = power_of_ten(self.scale.price);
        let prices = |column: &[i64]| column.iter().map(|&value| value as f64 / price).collect();
        let volume = power_of_ten(self.scale.volume);
        Bars {
            open_time: times(&self.open_time),
            close_time: times(&self.close_time),
            open: prices(&self.open),
            high: prices(&self.high),
            low: prices(&self.low),
            close: prices(&self.close),
            volume: self
                .volume
                .iter()
                .map(|value| value.map_or(f64::NAN, |value| value as f64 / volume))
                .collect(),
        }
    }
}

/// Exact up to 10^22.
pub(crate) fn power_of_ten(exponent: u8) -> f64 {
    (0..exponent).fold(1.0, |power, _| power * 10.0)
}

/// Rows that keep their invariants, as a file.
pub(crate) fn write(bars: &BarColumns) -> Result<Encoded, StoreError> {
    let times = bars.open_time.iter().zip(&bars.close_time);
    let length: Vec<i64> = times.map(|(open, close)| close - open).collect();
    let volume: Vec<i64> = bars.volume.iter().copied().flatten().collect();
    let known = bars.volume.iter().map(|value| i16::from(value.is_some()));
    let known: Vec<i16> = known.collect();
    let column = |name, packing, values| Column {
        name,
        packing,
        values: Values::Integers(values),
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
                values: Values::Optional(&volume, &known),
            },
        ],
    )
}

/// The rows of a file that was checked against its hash.
pub(crate) fn read(path: &Path, bytes: Bytes, scale: TickScale) -> Result<BarColumns, StoreError> {
    let table = Table::open(path, bytes)?;
    check_facts(&table, path, KIND, scale)?;
    let open_time = table.integers(0)?;
    let length = table.integers(1)?;
    let (volume, known) = table.optional(6)?;
    let mut volume = volume.into_iter();
    Ok(BarColumns {
        scale,
        close_time: open_time
            .iter()
            .zip(length)
            .map(|(open, length)| open + length)
            .collect(),
        open_time,
        open: table.integers(2)?,
        high: table.integers(3)?,
        low: table.integers(4)?,
        close: table.integers(5)?,
        volume: known
            .iter()
            .map(|&level| if level == 1 { volume.next() } else { None })
            .collect(),
    })
}
