//! What a run on quotes asks of them: which bars its chart has, and which prices make them
//! (docs/semantics/ticks.md, 1).

use crate::ticks::TickSource;
use crate::timeframe::{Timeframe, TimeframeError};
use std::fmt;

/// Most quotes of a bar of `ticks(n)`.
pub const TICKS_MAX: u32 = 1_000_000;

/// What the bars of a chart are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Chart {
    /// A bar for each interval that holds a quote.
    Every(Timeframe),
    /// A bar for each so many quotes; from 1 to [`TICKS_MAX`].
    Ticks(u32),
}

impl Chart {
    /// Reads `15m` or `ticks(5)`.
    ///
    /// # Errors
    /// When the text has another form, or the count is 0 or too large.
    pub fn parse(text: &str) -> Result<Self, TimeframeError> {
        let count = text
            .strip_prefix("ticks(")
            .and_then(|rest| rest.strip_suffix(')'));
        let Some(count) = count else {
            return Timeframe::parse(text).map(Self::Every);
        };
        let chart = count.parse().map(Self::Ticks);
        chart
            .ok()
            .filter(|chart| chart.check().is_ok())
            .ok_or_else(|| out_of_limits(text))
    }

    /// Says whether bars can be made so.
    ///
    /// # Errors
    /// When the count of ticks is 0 or too large.
    pub fn check(self) -> Result<(), TimeframeError> {
        match self {
            Self::Every(_) | Self::Ticks(1..=TICKS_MAX) => Ok(()),
            Self::Ticks(_) => Err(out_of_limits(&self.to_string())),
        }
    }
}

fn out_of_limits(text: &str) -> TimeframeError {
    TimeframeError {
        text: text.chars().take(40).collect(),
        what: "needs a count of ticks from 1 to 1000000, as in ticks(100)",
    }
}

impl fmt::Display for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every(timeframe) => timeframe.fmt(f),
            Self::Ticks(count) => write!(f, "ticks({count})"),
        }
    }
}

/// Which prices of quotes make bars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum PriceSide {
    /// What a seller gets.
    #[default]
    Bid,
    /// What a buyer pays.
    Ask,
    /// Halfway between.
    Mid,
}

/// Quotes and the bars that a run wants of them.
#[derive(Clone, Copy)]
pub struct Quotes<'a> {
    /// The quotes.
    pub source: &'a dyn TickSource,
    /// The bars on which the program decides.
    pub chart: Chart,
    /// The prices of all bars.
    pub side: PriceSide,
}

impl Quotes<'_> {
    /// The data's part of the run digest.
    #[must_use]
    pub fn data_hash(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.source.content_hash());
        for text in [
            self.chart.to_string().as_str(),
            self.source.instrument().zone.name(),
        ] {
            hasher.update(text.as_bytes());
            hasher.update(&(text.len() as u64).to_le_bytes());
        }
        hasher.update(&[self.side as u8]);
        hasher.update(b"quotes 1");
        *hasher.finalize().as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_is_written_as_it_is_read() {
        for text in ["15m", "1d", "ticks(1)", "ticks(1000000)"] {
            assert_eq!(
                Chart::parse(text).map(|chart| chart.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn counts_of_ticks_have_limits() {
        for text in [
            "ticks(0)",
            "ticks(1000001)",
            "ticks()",
            "ticks(-1)",
            "ticks(1",
            "ticks",
        ] {
            assert!(Chart::parse(text).is_err(), "{text}");
        }
        for count in [0, TICKS_MAX + 1, u32::MAX] {
            assert!(Chart::Ticks(count).check().is_err(), "{count}");
        }
        assert!(Chart::Ticks(TICKS_MAX).check().is_ok());
    }
}
