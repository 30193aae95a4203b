//! Dukascopy's `.bi5` files: what the path says, the LZMA stream, and the big-endian records in it.
//! Months in paths count from 0.

use base::civil::Date;
use lzma_rust2::LzmaReader;
use std::io::Read;
use std::path::Path;
use store::PriceSide;

pub(crate) const TICK_BYTES: usize = 20;
pub(crate) const CANDLE_BYTES: usize = 24;
pub(crate) const HOUR_MILLIS: i64 = 3_600_000;
const DAY_MILLIS: i64 = 24 * HOUR_MILLIS;
/// Bytes that one packed byte may become.
const RATIO_MAX: u64 = 200;
/// Small files are allowed so much anyway.
const UNPACKED_FREE: u64 = 1 << 16;
/// More than a hundred times what the largest hour takes. Several files are unpacked at once.
const UNPACKED_MAX: u64 = 256 << 20;
/// A file holds an hour of ticks or a year of candles: a few megabytes.
pub(crate) const PACKED_BYTES_MAX: u64 = 64 << 20;
const DICTIONARY_KIB_MAX: u32 = 64 << 10;

/// What a file holds, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Holds {
    Ticks,
    /// One-minute candles of a day, one-hour candles of a month, one-day candles of a year.
    Candles {
        timeframe: &'static str,
        is_ask: bool,
    },
}

impl Holds {
    pub(crate) const fn side(self) -> PriceSide {
        match self {
            Self::Ticks => PriceSide::Both,
            Self::Candles { is_ask: true, .. } => PriceSide::Ask,
            Self::Candles { .. } => PriceSide::Bid,
        }
    }
}

/// What a path says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bi5Place {
    pub(crate) symbol: String,
    pub(crate) holds: Holds,
    /// From when to when its records can be, milliseconds UTC.
    pub(crate) start: i64,
    pub(crate) end: i64,
}

/// What a path says, as in `EURUSD/2019/01/04/00h_ticks.bi5`, which is 4 February 2019.
pub(crate) fn place_of(path: &Path) -> Result<Bi5Place, String> {
    let parts: Vec<&str> = path
        .iter()
        .map(|part| part.to_str().unwrap_or_default())
        .collect();
    let Some((name, folders)) = parts.split_last() else {
        return Err("it has no name".to_owned());
    };
    let (holds, hour, depth) = named(name).ok_or_else(|| {
        "its name does not say what it holds: it must be as in EURUSD/2019/01/04/00h_ticks.bi5 or EURUSD/2019/01/04/BID_candles_min_1.bi5, with the month counted from 00".to_owned()
    })?;
    let needs = || {
        let dates = ["YYYY", "YYYY/MM", "YYYY/MM/DD"][depth - 1];
        format!(
            "its path has no date: it must be as in SYMBOL/{dates}/{name}, with MM from 00 for January"
        )
    };
    let at = folders.len().checked_sub(depth + 1).ok_or_else(needs)?;
    let number = |at: usize, digits: usize| {
        let text = folders[at];
        let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<i64>().ok()).flatten()
    };
    let year = number(at + 1, 4).ok_or_else(needs)?;
    let month = if depth > 1 {
        number(at + 2, 2).ok_or_else(needs)?
    } else {
        0
    };
    let day = if depth > 2 {
        number(at + 3, 2).ok_or_else(needs)?
    } else {
        1
    };
    let impossible =
        || "its path has a date that is none; months count from 00 for January".to_owned();
    let (start, end) = span(year, month, day, depth).ok_or_else(impossible)?;
    let (start, end) = match hour {
        Some(hour) => (start + hour * HOUR_MILLIS, start + (hour + 1) * HOUR_MILLIS),
        None => (start, end),
    };
    Ok(Bi5Place {
        symbol: folders[at].to_owned(),
        holds,
        start,
        end,
    })
}

/// What a name says: contents, hour, and how many folders make the date.
fn named(name: &str) -> Option<(Holds, Option<i64>, usize)> {
    if let Some(hour) = name.strip_suffix("h_ticks.bi5") {
        let is_hour = hour.len() == 2 && hour.bytes().all(|byte| byte.is_ascii_digit());
        let hour = hour.parse().ok().filter(|hour| is_hour && *hour < 24)?;
        return Some((Holds::Ticks, Some(hour), 3));
    }
    let (side, length) = name.strip_suffix(".bi5")?.split_once("_candles_")?;
    let is_ask = match side {
        "ASK" => true,
        "BID" => false,
        _ => return None,
    };
    let (timeframe, depth) = match length {
        "min_1" => ("1m", 3),
        "hour_1" => ("1h", 2),
        "day_1" => ("1d", 1),
        _ => return None,
    };
    Some((Holds::Candles { timeframe, is_ask }, None, depth))
}

/// The year, month or day, in milliseconds.
fn span(year: i64, month: i64, day: i64, depth: usize) -> Option<(i64, i64)> {
    let year = i32::try_from(year)
        .ok()
        .filter(|year| (1_970..2_200).contains(year))?;
    let date = Date::new(year, u8::try_from(month + 1).ok()?, u8::try_from(day).ok()?)?;
    let next = match depth {
        1 => Date::new(year + 1, 1, 1)?.day_number(),
        2 => Date::first_of_month(date.month_number() + 1).day_number(),
        _ => date.day_number() + 1,
    };
    Some((date.day_number() * DAY_MILLIS, next * DAY_MILLIS))
}

/// The records of a file. No bytes are a period without records.
pub(crate) fn unpack(packed: &[u8]) -> Result<Vec<u8>, String> {
    unpack_within(packed, UNPACKED_MAX)
}

fn unpack_within(packed: &[u8], most: u64) -> Result<Vec<u8>, String> {
    let mut records = Vec::new();
    if packed.is_empty() {
        return Ok(records);
    }
    let broken = |error: std::io::Error| format!("it is no LZMA stream, or is cut off: {error}");
    let reader = LzmaReader::new_mem_limit(packed, DICTIONARY_KIB_MAX, None).map_err(broken)?;
    let limit = RATIO_MAX * packed.len() as u64;
    let limit = limit.max(UNPACKED_FREE).min(most);
    reader
        .take(limit + 1)
        .read_to_end(&mut records)
        .map_err(broken)?;
    if records.len() as u64 > most {
        return Err(format!("it unpacks to more than {most} bytes"));
    }
    if records.len() as u64 > limit {
        return Err(format!(
            "it unpacks to more than {RATIO_MAX} times its size"
        ));
    }
    Ok(records)
}

/// The number at a place of a record.
pub(crate) fn word(record: &[u8], at: usize) -> u32 {
    let mut bytes = [0; 4];
    bytes.copy_from_slice(&record[at..at + 4]);
    u32::from_be_bytes(bytes)
}

/// The records of a length, unless they are of the other kind: in ticks the ask, which comes first, is
/// not below the bid, and times stay within the hour.
pub(crate) fn check_kind(records: &[u8], holds: Holds) -> Result<(), String> {
    let is_ticks = holds == Holds::Ticks;
    let (length, other) = if is_ticks {
        (TICK_BYTES, CANDLE_BYTES)
    } else {
        (CANDLE_BYTES, TICK_BYTES)
    };
    let seems = |length: usize, as_ticks: bool| {
        records.len().is_multiple_of(length) && share(records, length, as_ticks) > 0.9
    };
    if !records.len().is_multiple_of(length)
        || (!seems(length, is_ticks) && seems(other, !is_ticks))
    {
        let name = if is_ticks { "ticks" } else { "candles" };
        return Err(format!(
            "its name says {name}, its {} bytes do not hold them",
            records.len()
        ));
    }
    Ok(())
}

/// The share of records that make sense as ticks or as candles.
fn share(records: &[u8], length: usize, as_ticks: bool) -> f64 {
    let all = records.len() / length;
    if all == 0 {
        return 1.0;
    }
    let makes_sense = |record: &&[u8]| {
        let value = |at| word(record, at);
        if as_ticks {
            i64::from(value(0)) <= HOUR_MILLIS && value(4) >= value(8) && value(8) > 0
        } else {
            let (open, close, low, high) = (value(4), value(8), value(12), value(16));
            value(0) % 60 == 0 && low > 0 && low <= open.min(close) && high >= open.max(close)
        }
    };
    let good = records.chunks_exact(length).filter(makes_sense).count();
    good as f64 / all as f64
}

/// A size as it was written in decimal, before it became a 32-bit float: digits and decimals, at
/// most `scale_max` of these. `None` for what is no size.
pub(crate) fn decimal_of_f32(bits: u32, scale_max: u8) -> Option<(i64, u8)> {
    const HUNDREDTHS_MAX: f64 = 1e12;
    let value = f32::from_bits(bits);
    if !value.is_finite() {
        return None;
    }
    let mut power = 1.0_f64;
    for scale in 0..=scale_max {
        let whole = (f64::from(value) * power).round();
        if whole.abs() > HUNDREDTHS_MAX {
            break;
        }
        // The decimal number whose nearest 32-bit float is the value, with the fewest decimals.
        if (whole / power) as f32 == value {
            return Some((whole as i64, scale));
        }
        power *= 10.0;
    }
    let whole = f64::from(value).round();
    (whole.abs() < 9e18).then_some((whole as i64, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::civil::utc_text;
    use std::io::Write;

    fn place(path: &str) -> Result<(String, Holds, String, String), String> {
        let place = place_of(Path::new(path))?;
        let text = |millis: i64| utc_text(millis * 1_000_000);
        Ok((
            place.symbol,
            place.holds,
            text(place.start),
            text(place.end),
        ))
    }

    #[test]
    fn months_in_paths_count_from_zero() {
        let (symbol, holds, start, end) = place("x/EURUSD/2019/01/04/00h_ticks.bi5").unwrap();
        assert_eq!((symbol.as_str(), holds), ("EURUSD", Holds::Ticks));
        assert!(
            start.starts_with("2019-02-04T00:00") && end.starts_with("2019-02-04T01:00"),
            "{start} {end}"
        );
        let (_, holds, start, end) = place("EURUSD/2019/01/ASK_candles_hour_1.bi5").unwrap();
        assert_eq!(
            holds,
            Holds::Candles {
                timeframe: "1h",
                is_ask: true
            }
        );
        assert!(start.starts_with("2019-02-01") && end.starts_with("2019-03-01"));
        let (.., start, end) = place("GBPJPY/2012/11/03/BID_candles_min_1.bi5").unwrap();
        assert!(start.starts_with("2012-12-03") && end.starts_with("2012-12-04"));
        let (.., start, end) = place("EURUSD/2019/BID_candles_day_1.bi5").unwrap();
        assert!(start.starts_with("2019-01-01") && end.starts_with("2020-01-01"));
    }

    #[test]
    fn paths_that_say_too_little_say_what_is_needed() {
        for (path, words) in [
            ("00h_ticks.bi5", "no date"),
            ("04/00h_ticks.bi5", "no date"),
            ("EURUSD/2019/12/04/00h_ticks.bi5", "none"),
            ("EURUSD/2019/01/30/00h_ticks.bi5", "none"),
            ("EURUSD/2019/01/04/24h_ticks.bi5", "name"),
            ("EURUSD/2019/01/04/test.bi5", "name"),
            ("EURUSD/2019/01/04/MID_candles_min_1.bi5", "name"),
        ] {
            let error = place(path).unwrap_err();
            assert!(error.contains(words), "{path}: {error}");
        }
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_however_well_it_was_packed() {
        let options = lzma_rust2::LzmaOptions::default();
        let mut writer =
            lzma_rust2::LzmaWriter::new_use_header(Vec::new(), &options, None).unwrap();
        writer.write_all(&[0; 1_000]).unwrap();
        let packed = writer.finish().unwrap();
        assert_eq!(unpack_within(&packed, 1_000), Ok(vec![0; 1_000]));
        assert_eq!(
            unpack_within(&packed, 999),
            Err("it unpacks to more than 999 bytes".to_owned())
        );
    }

    #[test]
    fn sizes_get_their_decimals_back() {
        let of = |value: f32| decimal_of_f32(value.to_bits(), 6);
        assert_eq!(of(0.75), Some((75, 2)));
        assert_eq!(of(1.12), Some((112, 2)));
        assert_eq!(of(10.0), Some((10, 0)));
        assert_eq!(of(0.0), Some((0, 0)));
        assert_eq!(of(2_531.7), Some((25_317, 1)));
        assert_eq!(of(f32::NAN), None);
        assert_eq!(of(f32::INFINITY), None);
    }
}
