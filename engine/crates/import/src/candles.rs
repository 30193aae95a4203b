//! Candles of `.bi5` files as bars. The vendor writes a candle for every period; flat ones without
//! volume are periods in which nothing was quoted, and are left out by a rule of their own.

use crate::bi5::{
    Bi5Place, CANDLE_BYTES, PACKED_BYTES_MAX, check_kind, decimal_of_f32, unpack, word,
};
use crate::rules::{RowRule, Tally};
use crate::ticks::scale::{TENS, wider};
use market::TickScale;
use std::path::Path;
use store::BarColumns;

const VOLUME_DECIMALS_MAX: u8 = 6;

/// What a file came to.
pub(crate) struct Candles {
    pub(crate) bars: BarColumns,
    pub(crate) tally: Tally,
    /// A scale that would hold what was left out for it.
    pub(crate) needs: Option<TickScale>,
}

/// How to read a file.
#[derive(Clone, Copy)]
pub(crate) struct CandleReading<'a> {
    pub(crate) path: &'a Path,
    pub(crate) place: &'a Bi5Place,
    /// Decimals of its integer prices.
    pub(crate) decimals: u8,
    pub(crate) scale: TickScale,
    pub(crate) is_fixed: bool,
}

enum Refused {
    Rule(RowRule, String),
    Needs(TickScale),
}

/// One candle: seconds since the start of its file's period, prices, volume.
struct Candle {
    seconds: i64,
    open: i64,
    high: i64,
    low: i64,
    close: i64,
    volume: i64,
}

impl CandleReading<'_> {
    /// Reads the packed bytes of a file.
    pub(crate) fn read(&self, packed: &[u8]) -> Candles {
        let mut candles = Candles {
            bars: BarColumns::new(self.scale),
            tally: Tally::default(),
            needs: None,
        };
        let records = if packed.len() as u64 > PACKED_BYTES_MAX {
            Err("it is larger than any file of candles".to_owned())
        } else {
            unpack(packed)
        };
        let records =
            records.and_then(|records| check_kind(&records, self.place.holds).map(|()| records));
        match records {
            Ok(records) => self.read_records(&records, &mut candles),
            Err(reason) => {
                candles.tally.rows_in = 1;
                let example = || format!("{}: {reason}", self.path.display());
                candles.tally.add(RowRule::BrokenFile, example);
            }
        }
        candles
    }

    fn read_records(&self, records: &[u8], candles: &mut Candles) {
        for (at, record) in records.chunks_exact(CANDLE_BYTES).enumerate() {
            candles.tally.rows_in += 1;
            let refused = match self.candle(record) {
                Ok(candle) => {
                    self.push(&candle, &mut candles.bars);
                    continue;
                }
                Err(refused) => refused,
            };
            let (rule, reason) = match refused {
                Refused::Needs(scale) if !self.is_fixed => {
                    let needs = candles.needs.map_or(scale, |needs| wider(needs, scale));
                    candles.needs = Some(needs);
                    continue;
                }
                Refused::Needs(_) => (
                    RowRule::TooPrecise,
                    "it is finer than the dataset".to_owned(),
                ),
                Refused::Rule(rule, reason) => (rule, reason),
            };
            candles.tally.add(rule, || {
                let byte = at * CANDLE_BYTES;
                format!(
                    "{}, record {}, byte {byte}: {reason}",
                    self.path.display(),
                    at + 1
                )
            });
        }
    }

    fn candle(&self, record: &[u8]) -> Result<Candle, Refused> {
        let seconds = i64::from(word(record, 0));
        let last = (self.place.end - self.place.start) / 1_000;
        if seconds >= last {
            let reason = format!("{seconds} s is after the end of its file's period");
            return Err(Refused::Rule(RowRule::BadTime, reason));
        }
        let [open, close, low, high] =
            [4, 8, 12, 16].map(|at| i64::from(word(record, at).cast_signed()));
        let (digits, decimals) = self.volume(word(record, 20))?;
        if digits == 0 && open == high && high == low && low == close {
            let reason = "nothing was quoted: no volume, and four equal prices".to_owned();
            return Err(Refused::Rule(RowRule::EmptyPeriod, reason));
        }
        check_prices(open, high, low, close)?;
        let price = self.scale.price.checked_sub(self.decimals);
        let price = price.and_then(|decimals| TENS.get(usize::from(decimals)));
        let volume = self.scale.volume.checked_sub(decimals);
        let volume = volume.and_then(|decimals| TENS.get(usize::from(decimals)));
        let (Some(price), Some(volume)) = (price, volume) else {
            let needs = TickScale {
                price: self.decimals,
                volume: decimals,
                ..self.scale
            };
            return Err(Refused::Needs(needs));
        };
        let candle = || {
            Some(Candle {
                seconds,
                open: open.checked_mul(*price)?,
                high: high.checked_mul(*price)?,
                low: low.checked_mul(*price)?,
                close: close.checked_mul(*price)?,
                volume: digits.checked_mul(*volume)?,
            })
        };
        candle().ok_or_else(|| {
            let shown = f32::from_bits(word(record, 20));
            let reason = format!("the high {high} or the volume {shown}");
            Refused::Rule(RowRule::TooLarge, reason)
        })
    }

    fn volume(&self, bits: u32) -> Result<(i64, u8), Refused> {
        let shown = f32::from_bits(bits);
        let Some((digits, decimals)) = decimal_of_f32(bits, VOLUME_DECIMALS_MAX) else {
            let reason = format!("the volume {shown} is no number");
            return Err(Refused::Rule(RowRule::NotANumber, reason));
        };
        if digits < 0 {
            return Err(Refused::Rule(
                RowRule::NegativeVolume,
                format!("the volume {shown}"),
            ));
        }
        Ok((digits, decimals))
    }

    fn push(&self, candle: &Candle, bars: &mut BarColumns) {
        let unit = 1_000_000_000 / self.scale.unit.nanos();
        let open = (self.place.start / 1_000 + candle.seconds) * unit;
        bars.open_time.push(open);
        bars.close_time.push(open + self.length() * unit);
        bars.open.push(candle.open);
        bars.high.push(candle.high);
        bars.low.push(candle.low);
        bars.close.push(candle.close);
        bars.volume.push(Some(candle.volume));
    }

    /// Seconds of a candle.
    const fn length(&self) -> i64 {
        let day = 86_400_000;
        match self.place.end - self.place.start {
            span if span <= day => 60,
            span if span <= 31 * day => 3_600,
            _ => 86_400,
        }
    }
}

fn check_prices(open: i64, high: i64, low: i64, close: i64) -> Result<(), Refused> {
    if low <= 0 {
        return Err(Refused::Rule(
            RowRule::NotPositive,
            format!("the low {low}"),
        ));
    }
    if high < low {
        return Err(Refused::Rule(
            RowRule::HighBelowLow,
            format!("the high {high}, the low {low}"),
        ));
    }
    if !(low..=high).contains(&open) || !(low..=high).contains(&close) {
        let reason = format!("open {open} or close {close} is not between {low} and {high}");
        return Err(Refused::Rule(RowRule::OpenCloseOutside, reason));
    }
    Ok(())
}
