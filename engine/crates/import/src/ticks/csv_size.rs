//! How many bytes quotes take as Dukascopy CSV: `2019-02-04 00:00:00.994,1.14543,1.14546,0.75,1.5`.
//! Prices have all their decimals, sizes only those that they need.

use market::{TickBlock, TickScale, TickSource};

const HEADER: u64 = "timestamp,bid,ask,bid_volume,ask_volume\n".len() as u64;
/// Date, time of day with milliseconds, four commas and the line's end.
const FIXED: u64 = "2019-02-04 00:00:00.994,,,,\n".len() as u64;

/// Adds up the bytes of rows.
pub(super) struct CsvSize {
    scale: TickScale,
    bytes: u64,
}

impl CsvSize {
    pub(super) const fn new(scale: TickScale) -> Self {
        Self {
            scale,
            bytes: HEADER,
        }
    }

    pub(super) fn add(&mut self, rows: &TickBlock) {
        let decimals = u32::from(self.scale.price);
        self.bytes += FIXED * rows.len() as u64;
        let asks = rows
            .bid
            .iter()
            .zip(&rows.spread)
            .map(|(bid, spread)| bid + spread);
        let prices = rows.bid.iter().copied().chain(asks);
        let (least, most) = prices
            .clone()
            .fold((i64::MAX, i64::MIN), |(least, most), price| {
                (least.min(price), most.max(price))
            });
        self.bytes += if rows.is_empty() || digits(least) == digits(most) {
            2 * rows.len() as u64 * fixed(most, decimals)
        } else {
            prices.map(|price| fixed(price, decimals)).sum()
        };
        for column in [&rows.bid_volume, &rows.ask_volume] {
            self.bytes += column
                .iter()
                .map(|volume| shortest(*volume, self.scale.volume))
                .sum::<u64>();
        }
    }

    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// Digits of a number that is not below 0.
fn digits(value: i64) -> u32 {
    // Most sizes are small, and this is done for every row.
    if value < 100 {
        1 + u32::from(value >= 10)
    } else {
        value.ilog10() + 1
    }
}

/// Length of a number with all its decimals.
fn fixed(value: i64, decimals: u32) -> u64 {
    let point = u32::from(decimals > 0);
    u64::from(digits(value).max(decimals + 1) + point)
}

/// Length of a number without zeros at its end.
fn shortest(mut value: i64, decimals: u8) -> u64 {
    let mut decimals = u32::from(decimals);
    while decimals > 0 && value % 10 == 0 {
        value /= 10;
        decimals -= 1;
    }
    fixed(value, decimals)
}

/// The same of stored quotes, of which a million at a time are in memory.
pub(crate) fn csv_bytes_of_ticks(ticks: &dyn TickSource) -> Result<u64, String> {
    const ROWS: usize = 1 << 20;
    let mut size = CsvSize::new(ticks.scale());
    for first in (0..ticks.rows()).step_by(ROWS) {
        size.add(&*ticks.read(first, ROWS)?);
    }
    Ok(size.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::TimeUnit;
    use proptest::prelude::*;

    fn text(rows: &TickBlock) -> String {
        let number = |value: i64, scale: u8| {
            let power = 10_i64.pow(u32::from(scale));
            let decimals = usize::from(scale);
            if scale == 0 {
                value.to_string()
            } else {
                format!("{}.{:0decimals$}", value / power, value % power)
            }
        };
        let size = |value: i64, scale: u8| {
            let text = number(value, scale);
            if scale == 0 {
                text
            } else {
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
        };
        let mut text = "timestamp,bid,ask,bid_volume,ask_volume\n".to_owned();
        for row in 0..rows.len() {
            text.push_str(&format!(
                "2019-02-04 00:00:00.994,{},{},{},{}\n",
                number(rows.bid[row], rows.scale.price),
                number(rows.ask(row), rows.scale.price),
                size(rows.bid_volume[row], rows.scale.volume),
                size(rows.ask_volume[row], rows.scale.volume)
            ));
        }
        text
    }

    proptest! {
        #[test]
        fn the_size_is_that_of_the_text(
            values in proptest::collection::vec((1_i64..300_000, 0_i64..20, 0_i64..20_000, 0_i64..300), 0..20),
            price in 0_u8..6, volume in 0_u8..4,
        ) {
            let scale = TickScale { unit: TimeUnit::Milli, price, volume };
            let mut rows = TickBlock::new(scale);
            for (bid, spread, bid_volume, ask_volume) in values {
                rows.time.push(0);
                rows.bid.push(bid);
                rows.spread.push(spread);
                rows.bid_volume.push(bid_volume);
                rows.ask_volume.push(ask_volume);
            }
            let mut size = CsvSize::new(scale);
            size.add(&rows);
            prop_assert_eq!(size.bytes(), text(&rows).len() as u64);
        }
    }
}
