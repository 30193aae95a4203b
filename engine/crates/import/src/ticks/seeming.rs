//! Whether rows without a header are quotes with sizes or bars: both are a time and four numbers or more.

use crate::error::{ImportError, ImportErrorKind};
use crate::number::number;

/// What rows without a header are, by their numbers.
pub(super) enum Seeming {
    Quotes,
    Bars,
    Either,
}

/// Four prices of which the second is the highest and the third the lowest are a bar; of two prices and
/// their sizes few rows have that order, or the sizes are far from the prices. One wild row decides
/// nothing; one that breaks the order among many that keep it leaves both readings open.
pub(super) fn seeming(rows: &[Vec<Vec<u8>>], first: usize, point: u8) -> Seeming {
    let four = |row: &Vec<Vec<u8>>| {
        let value = |at: usize| number(row.get(first + at)?, point);
        Some([value(0)?, value(1)?, value(2)?, value(3)?])
    };
    let (mut all, mut ordered, mut near) = (0, 0, 0);
    for [open, high, low, close] in rows.iter().filter_map(four) {
        let is_ordered = low > 0.0 && high >= open.max(close) && low <= open.min(close);
        all += 1;
        ordered += usize::from(is_ordered);
        near += usize::from(is_ordered && high < 2.0 * low);
    }
    match (ordered == all, 2 * near > all) {
        (true, true) => Seeming::Bars,
        (false, true) => Seeming::Either,
        (true, false) if near > 0 => Seeming::Either,
        (_, false) => Seeming::Quotes,
    }
}

pub(super) fn either() -> ImportError {
    ImportError::new(
        ImportErrorKind::NotUnderstood,
        "Its rows can be read as quotes with sizes and as bars.",
        "Put a header in front: time,bid,ask,bid_volume,ask_volume or time,open,high,low,close.",
    )
}
