//! The row that almost every row is: time, open, high, low, close and perhaps volume in this order, in
//! plain digits. Whatever is not that is left to the general reader; both give the same values.

use crate::columns::Columns;
use crate::lines::{Cut, stop};
use crate::number::Decimal;

/// Values of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Values {
    /// Open, high, low, close.
    pub(crate) prices: [f64; 4],
    /// NaN where unknown.
    pub(crate) volume: f64,
}

/// A row and how many bytes it took, its line end included.
pub(crate) struct PlainRow<'a> {
    pub(crate) time: &'a [u8],
    pub(crate) values: Values,
    pub(crate) length: usize,
}

/// What a file's plain rows look like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainLayout {
    cut: Cut,
    point: u8,
    has_volume: bool,
}

impl PlainLayout {
    /// `None` when the columns stand otherwise.
    pub(crate) fn of(columns: &Columns, cut: Cut) -> Option<Self> {
        let is_usual = columns.time == 0
            && columns.clock.is_none()
            && columns.prices == [1, 2, 3, 4]
            && cut.line_end == b'\n';
        let has_volume = match (columns.width, columns.volume) {
            (5, None) => false,
            (6, Some(5)) => true,
            _ => return None,
        };
        is_usual.then_some(Self {
            cut,
            point: columns.point,
            has_volume,
        })
    }

    /// The row with which a text begins, if it is plain.
    pub(crate) fn read<'a>(&self, text: &'a [u8]) -> Option<PlainRow<'a>> {
        let mut at = stop(text, self.cut.delimiter, self.cut.line_end);
        let time = &text[..at];
        let is_bare = |byte: &u8| *byte > b' ' && *byte != b'"';
        if !(time.first().is_some_and(is_bare) && time.last().is_some_and(is_bare)) {
            return None;
        }
        let mut next = || {
            if text.get(at) != Some(&self.cut.delimiter) {
                return None;
            }
            let (decimal, length) = Decimal::prefix(&text[at + 1..], self.point)?;
            at += 1 + length;
            Some(decimal.to_f64() + 0.0)
        };
        let prices = [next()?, next()?, next()?, next()?];
        let volume = if self.has_volume { next()? } else { f64::NAN };
        let end = match &text[at..] {
            [] => 0,
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            _ => return None,
        };
        Some(PlainRow {
            time,
            values: Values { prices, volume },
            length: at + end,
        })
    }
}
