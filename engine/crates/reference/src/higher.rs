//! Bars of a higher timeframe, made of the chart's bars whose open time is in them.

use crate::bar::Bar;
use base::Zone;
use events::{RunError, RunErrorKind};
use market::Timeframe;

/// All bars of a timeframe that have at least one chart bar, oldest first. `open_time` and
/// `close_time` are start and end.
pub(crate) fn build(
    timeframe: Timeframe,
    zone: &Zone,
    chart: &[Bar],
) -> Result<Vec<Bar>, RunError> {
    let mut bars: Vec<Bar> = Vec::new();
    for bar in chart {
        let (start, end) = timeframe.bounds(zone, bar.open_time);
        if bar.close_time > end {
            let message = format!("{timeframe} is not a multiple of the chart's timeframe.");
            return Err(RunError::new(RunErrorKind::Settings, message));
        }
        match bars.last_mut() {
            Some(last) if last.open_time == start => extend(last, bar),
            _ => bars.push(Bar {
                open_time: start,
                close_time: end,
                volume: 0.0 + bar.volume,
                ..*bar
            }),
        }
    }
    Ok(bars)
}

fn extend(higher: &mut Bar, bar: &Bar) {
    higher.high = higher.high.max(bar.high);
    higher.low = higher.low.min(bar.low);
    higher.close = bar.close;
    higher.volume += bar.volume;
}
