//! Reads blocks of bars and finds the rows of the period.

use base::Nanos;
use events::{RunError, RunErrorKind};
use market::{Bars, BlockSource};
use plan::Period;
use sim::Block;
use std::borrow::Cow;
use std::ops::Range;

/// At least one bar from row `first` on, at most `count`.
pub(crate) fn read(
    source: &dyn BlockSource,
    first: usize,
    count: usize,
) -> Result<Cow<'_, Bars>, RunError> {
    let bars = (source.read(first, count))
        .map_err(|message| RunError::new(RunErrorKind::Data, message))?;
    if bars.is_empty() {
        let message = format!("The data gave no bars from row {first} on.");
        return Err(RunError::new(RunErrorKind::Data, message));
    }
    Ok(bars)
}

/// Rows of the bars that decide, of so many; `open_time` says when each opens.
pub(crate) fn period(
    rows: usize,
    period: &Period,
    open_time: impl Fn(usize) -> Result<Nanos, RunError>,
) -> Result<Range<usize>, RunError> {
    let first_at = |time: Option<Nanos>| match time {
        Some(time) => first_at_or_after(rows, time, &open_time).map(Some),
        None => Ok(None),
    };
    let start = first_at(period.from)?.unwrap_or(0);
    let end = first_at(period.to)?.unwrap_or(rows);
    if start >= end {
        return Err(
            RunError::new(RunErrorKind::Settings, "No bar opens in the period.")
                .with_help("Choose a period that the data covers."),
        );
    }
    if end > u32::MAX as usize {
        let message = "The data has more than 4,294,967,295 bars.";
        return Err(RunError::new(RunErrorKind::Limit, message));
    }
    Ok(start..end)
}

/// Gives `task` the bars from row `first` on, at most `count`, and says how many they were.
pub(crate) fn with_block(
    source: &dyn BlockSource,
    first: usize,
    count: usize,
    task: impl FnOnce(&Block<'_>) -> Result<(), RunError>,
) -> Result<usize, RunError> {
    if let Some(bars) = source.resident() {
        let rows = first..bars.len().min(first + count);
        let length = rows.len();
        task(&Block::new(bars, rows, first))?;
        return Ok(length);
    }
    let bars = read(source, first, count)?;
    task(&Block::new(&bars, 0..bars.len(), first))?;
    Ok(bars.len())
}

fn first_at_or_after(
    rows: usize,
    time: Nanos,
    open_time: impl Fn(usize) -> Result<Nanos, RunError>,
) -> Result<usize, RunError> {
    let (mut low, mut high) = (0, rows);
    while low < high {
        let middle = low + (high - low) / 2;
        if open_time(middle)? < time {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}
