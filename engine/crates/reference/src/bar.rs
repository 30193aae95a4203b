//! Bars as plain rows, read once, and the rows that a run uses.

use crate::quotes::Quote;
use base::Nanos;
use events::{RunError, RunErrorKind};
use market::{Bars, BlockSource};
use plan::RunSettings;

/// One completed bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bar {
    pub(crate) open_time: Nanos,
    pub(crate) close_time: Nanos,
    pub(crate) open: f64,
    pub(crate) high: f64,
    pub(crate) low: f64,
    pub(crate) close: f64,
    pub(crate) volume: f64,
    /// The last quote in it.
    pub(crate) last_quote: Quote,
    /// Its first quote, and the one after its last, in a run on quotes.
    pub(crate) quotes: (usize, usize),
}

/// Rows of the data that matter to a run, all counted from the first row of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rows {
    /// First row on which column nodes are evaluated.
    pub(crate) start: usize,
    /// First row of the period.
    pub(crate) first: usize,
    /// Last row of the period.
    pub(crate) last: usize,
}

/// All bars of a source.
pub(crate) fn read_all(source: &dyn BlockSource) -> Result<Vec<Bar>, RunError> {
    let mut bars = Vec::new();
    while bars.len() < source.rows() {
        let block = source
            .read(bars.len(), source.rows() - bars.len())
            .map_err(|message| RunError::new(RunErrorKind::Data, message))?;
        block
            .check()
            .map_err(|error| RunError::new(RunErrorKind::Data, error.to_string()))?;
        if block.is_empty() {
            return Err(RunError::new(RunErrorKind::Data, "The bars end too early."));
        }
        bars.extend((0..block.len()).map(|row| bar(&block, row)));
    }
    Ok(bars)
}

fn bar(bars: &Bars, row: usize) -> Bar {
    Bar {
        open_time: bars.open_time[row],
        close_time: bars.close_time[row],
        open: bars.open[row],
        high: bars.high[row],
        low: bars.low[row],
        close: bars.close[row],
        volume: bars.volume[row],
        last_quote: Quote::NONE,
        quotes: (0, 0),
    }
}

/// The rows of the period and of the warm-up before it.
pub(crate) fn rows(bars: &[Bar], settings: &RunSettings) -> Result<Rows, RunError> {
    let from = settings.period.from.unwrap_or(Nanos::MIN);
    let is_inside =
        |bar: &Bar| bar.open_time >= from && settings.period.to.is_none_or(|to| bar.open_time < to);
    let first = bars.iter().position(is_inside);
    let last = bars.iter().rposition(is_inside);
    let (Some(first), Some(last)) = (first, last) else {
        return Err(RunError::new(
            RunErrorKind::Settings,
            "No bar of the data opens in the period.",
        ));
    };
    let start = match settings.warmup_bars {
        Some(warmup) => first.saturating_sub(warmup as usize),
        None => 0,
    };
    Ok(Rows { start, first, last })
}
