//! What a caller asks of an import: paths, and what the files do not say themselves.

use base::Zone;
use std::path::PathBuf;
use store::{Decimal, PriceSide, StampRule};

const DECIMALS_MAX: i32 = 18;

/// Files and folders, and how to read them.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    /// Files, or folders that are searched with all that is in them.
    pub paths: Vec<PathBuf>,
    /// What the files do not say themselves.
    pub choices: Choices,
}

/// What the files do not say themselves. What is absent is found, or has a usual value.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// What is traded, as in `EURUSD`. Without it, what the path says.
    pub symbol: Option<String>,
    /// Name of the dataset, where only one results.
    pub dataset: Option<String>,
    /// Zone of times that name none. UTC without it.
    pub zone: Option<Zone>,
    /// What one unit of a `.bi5` price is worth, as in 0.00001. Texts write their decimals.
    pub point: Option<Decimal>,
    /// Smallest price step, for the instrument's record.
    pub tick: Option<Decimal>,
    /// Which end of a bar its time is. Opens without it.
    pub stamp: Option<StampRule>,
    /// Which prices bars are made of. Without it what the file's name says, otherwise last.
    pub side: Option<PriceSide>,
    /// Currency of the prices, for the instrument's record.
    pub currency: Option<String>,
    /// Rows that are there on the UTC dates of the new ones give way to them.
    pub replace: bool,
}

impl Choices {
    /// A positive number such as `0.00001` or `1e-5` without loss; `None` for anything else.
    #[must_use]
    pub fn decimal(text: &str) -> Option<Decimal> {
        let number = crate::Decimal::parse(text.as_bytes(), b'.')?;
        if number.mantissa <= 0 || number.scale > DECIMALS_MAX {
            return None;
        }
        match u8::try_from(number.scale) {
            Ok(scale) => Some(Decimal {
                mantissa: number.mantissa,
                scale,
            }),
            Err(_) => {
                let power = 10_i64.checked_pow(number.scale.unsigned_abs())?;
                let mantissa = number.mantissa.checked_mul(power)?;
                Some(Decimal { mantissa, scale: 0 })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_without_loss() {
        let read = |text| Choices::decimal(text).map(|number| (number.mantissa, number.scale));
        assert_eq!(read("0.00001"), Some((1, 5)));
        assert_eq!(read("1e-05"), Some((1, 5)));
        assert_eq!(read("25"), Some((25, 0)));
        assert_eq!(read("1e2"), Some((100, 0)));
        assert_eq!(read("0.25"), Some((25, 2)));
        for refused in ["", "0", "-1", "x", "1e-19", "1e400", "NaN"] {
            assert_eq!(read(refused), None, "{refused}");
        }
    }
}
