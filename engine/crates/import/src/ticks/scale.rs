//! Units and decimals wide enough for the rows of a source, and numbers brought to them.

use crate::number::Decimal;
use base::Nanos;
use market::{TickScale, TimeUnit};

/// More decimals than any quote has; what goes beyond is noise of a program that wrote floats.
pub(crate) const DECIMALS_MAX: u8 = 15;

pub(crate) const TENS: [i64; 19] = {
    let mut tens = [1; 19];
    let mut at = 1;
    while at < tens.len() {
        tens[at] = tens[at - 1] * 10;
        at += 1;
    }
    tens
};

/// Why a number does not fit a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// It needs so many decimals.
    Finer(u8),
    /// More than [`DECIMALS_MAX`].
    TooFine,
    /// No 64-bit integer.
    TooLarge,
}

/// A number as an integer of `scale` decimals.
pub(crate) fn scaled(number: Decimal, scale: u8) -> Result<i64, Misfit> {
    let (mut mantissa, mut own) = (number.mantissa, number.scale);
    let scale = i32::from(scale);
    while own > scale && mantissa % 10 == 0 {
        mantissa /= 10;
        own -= 1;
    }
    if own > scale {
        return Err(match u8::try_from(own) {
            Ok(own) if own <= DECIMALS_MAX => Misfit::Finer(own),
            _ => Misfit::TooFine,
        });
    }
    let power = usize::try_from(scale - own)
        .ok()
        .and_then(|power| TENS.get(power));
    match power {
        Some(power) => mantissa.checked_mul(*power).ok_or(Misfit::TooLarge),
        None if mantissa == 0 => Ok(0),
        None => Err(Misfit::TooLarge),
    }
}

/// The coarsest unit, from `unit` on, that holds a time.
pub(crate) const fn unit_for(unit: TimeUnit, time: Nanos) -> TimeUnit {
    match unit {
        TimeUnit::Second if time % 1_000_000_000 == 0 => TimeUnit::Second,
        TimeUnit::Second | TimeUnit::Milli if time % 1_000_000 == 0 => TimeUnit::Milli,
        TimeUnit::Second | TimeUnit::Milli | TimeUnit::Micro if time % 1_000 == 0 => {
            TimeUnit::Micro
        }
        _ => TimeUnit::Nano,
    }
}

/// A scale that holds what each of two holds.
pub(crate) const fn wider(one: TickScale, other: TickScale) -> TickScale {
    let unit = if one.unit.nanos() < other.unit.nanos() {
        one.unit
    } else {
        other.unit
    };
    TickScale {
        unit,
        price: if one.price > other.price {
            one.price
        } else {
            other.price
        },
        volume: if one.volume > other.volume {
            one.volume
        } else {
            other.volume
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_to_their_scale_without_loss() {
        let at = |text: &str, scale| scaled(Decimal::parse(text.as_bytes(), b'.').unwrap(), scale);
        assert_eq!(at("1.1", 5), Ok(110_000));
        assert_eq!(at("1.10000000", 5), Ok(110_000));
        assert_eq!(at("1.100001", 5), Err(Misfit::Finer(6)));
        assert_eq!(at("1e3", 2), Ok(100_000));
        assert_eq!(at("0e300", 2), Ok(0));
        assert_eq!(at("1e17", 2), Err(Misfit::TooLarge));
        assert_eq!(at("1e-16", 2), Err(Misfit::TooFine));
        assert_eq!(at("-0.5", 1), Ok(-5));
    }

    #[test]
    fn units_are_as_fine_as_needed() {
        assert_eq!(unit_for(TimeUnit::Milli, 5_000_000_000), TimeUnit::Milli);
        assert_eq!(unit_for(TimeUnit::Second, 5_000_000_000), TimeUnit::Second);
        assert_eq!(unit_for(TimeUnit::Milli, 5_001_000), TimeUnit::Micro);
        assert_eq!(unit_for(TimeUnit::Milli, -1), TimeUnit::Nano);
        assert_eq!(unit_for(TimeUnit::Nano, 0), TimeUnit::Nano);
    }
}
