//! An hour of `.bi5` ticks to rows.

use super::csv_block::PRICE_MAX;
use super::rows::{Block, Reject};
use super::scale::{Misfit, TENS};
use crate::bi5::{HOUR_MILLIS, Holds, TICK_BYTES, check_kind, decimal_of_f32, unpack, word};
use crate::rules::RowRule;
use market::{TickScale, TimeUnit};

/// Decimals of sizes in `.bi5` files, which are in millions: six are whole units.
const VOLUME_DECIMALS_MAX: u8 = 6;

/// How to read an hour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hour {
    /// When it begins, milliseconds UTC.
    pub(super) start: i64,
    /// Decimals of its integer prices.
    pub(super) decimals: u8,
    pub(super) scale: TickScale,
    pub(super) is_fixed: bool,
}

/// Reads a file. One that cannot be unpacked counts as one row, rejected.
pub(super) fn read_hour(hour: Hour, packed: &[u8]) -> Block {
    let records =
        unpack(packed).and_then(|records| check_kind(&records, Holds::Ticks).map(|()| records));
    let mut block = match records {
        Err(reason) => {
            let mut block = Block::new(hour.scale, 0);
            block.reject(Reject {
                rule: RowRule::BrokenFile,
                byte: 0,
                reason,
            });
            block
        }
        Ok(records) => read_records(hour, &records),
    };
    block.settle();
    block
}

fn read_records(hour: Hour, records: &[u8]) -> Block {
    let mut block = Block::new(hour.scale, records.len() / TICK_BYTES);
    for (at, record) in records.chunks_exact(TICK_BYTES).enumerate() {
        let byte = at * TICK_BYTES;
        match tick(hour, record) {
            Ok((time, [bid, ask, bid_volume, ask_volume])) => {
                block.rows.time.push(time);
                block.rows.bid.push(bid);
                block.rows.spread.push(ask - bid);
                block.rows.bid_volume.push(bid_volume);
                block.rows.ask_volume.push(ask_volume);
                block.places.push(byte as u32);
            }
            Err(Refused::Needs(_)) if hour.is_fixed => {
                let reason = "it is finer than the dataset".to_owned();
                block.reject(Reject {
                    rule: RowRule::TooPrecise,
                    byte: byte as u64,
                    reason,
                });
            }
            Err(Refused::Needs(scale)) => block.need(scale),
            Err(Refused::Rule(rule, reason)) => {
                block.reject(Reject {
                    rule,
                    byte: byte as u64,
                    reason,
                });
            }
        }
    }
    block
}

enum Refused {
    Rule(RowRule, String),
    Needs(TickScale),
}

fn tick(hour: Hour, record: &[u8]) -> Result<(i64, [i64; 4]), Refused> {
    let millis = i64::from(word(record, 0));
    // The last instant of an hour is written as the end of it.
    if millis > HOUR_MILLIS {
        let reason = format!("{millis} ms is after the end of its hour");
        return Err(Refused::Rule(RowRule::BadTime, reason));
    }
    let (ask, bid) = (word(record, 4), word(record, 8));
    if ask == 0 || bid == 0 || ask > i32::MAX as u32 || bid > i32::MAX as u32 {
        let reason = format!("the prices {} and {}", ask.cast_signed(), bid.cast_signed());
        return Err(Refused::Rule(RowRule::NotPositive, reason));
    }
    let (bid, ask) = (price(hour, bid)?, price(hour, ask)?);
    let (ask_volume, bid_volume) = (volume(hour, record, 12)?, volume(hour, record, 16)?);
    let unit = TimeUnit::Milli.nanos() / hour.scale.unit.nanos();
    // Datasets of quotes never count in seconds.
    Ok((
        (hour.start + millis) * unit,
        [bid, ask, bid_volume, ask_volume],
    ))
}

fn price(hour: Hour, points: u32) -> Result<i64, Refused> {
    let price = at_scale(i64::from(points), hour.decimals, hour.scale.price);
    let price = price.and_then(|price| {
        let fits = price <= PRICE_MAX;
        fits.then_some(price).ok_or(Misfit::TooLarge)
    });
    price.map_err(|misfit| match misfit {
        Misfit::Finer(price) => Refused::Needs(TickScale {
            price,
            ..hour.scale
        }),
        _ => Refused::Rule(RowRule::TooLarge, format!("the price {points}")),
    })
}

/// What is too large for a scale is so for any wider one: it must not ask for another.
fn at_scale(value: i64, own: u8, scale: u8) -> Result<i64, Misfit> {
    let decimals = scale.checked_sub(own).ok_or(Misfit::Finer(own))?;
    let power = TENS.get(usize::from(decimals));
    power
        .and_then(|power| value.checked_mul(*power))
        .ok_or(Misfit::TooLarge)
}

fn volume(hour: Hour, record: &[u8], at: usize) -> Result<i64, Refused> {
    let bits = word(record, at);
    let Some((digits, decimals)) = decimal_of_f32(bits, VOLUME_DECIMALS_MAX) else {
        let reason = format!("the size {} is no number", f32::from_bits(bits));
        return Err(Refused::Rule(RowRule::NotANumber, reason));
    };
    if digits < 0 {
        let reason = format!("the size {}", f32::from_bits(bits));
        return Err(Refused::Rule(RowRule::NegativeVolume, reason));
    }
    at_scale(digits, decimals, hour.scale.volume).map_err(|misfit| match misfit {
        Misfit::Finer(volume) => Refused::Needs(TickScale {
            volume,
            ..hour.scale
        }),
        _ => Refused::Rule(
            RowRule::TooLarge,
            format!("the size {}", f32::from_bits(bits)),
        ),
    })
}
