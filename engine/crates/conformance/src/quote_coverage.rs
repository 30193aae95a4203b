//! What random cases on quotes exercise besides what cases on bars do.

use crate::case::Prepared;
use base::Phase;
use events::RunRecord;
use market::{Chart, PriceSide, Quotes, Timeframe};
use plan::Intrabar;

/// What a case shows, in the order of the table in coverage.rs.
pub(crate) fn shown_on_quotes(
    case: &Prepared,
    quotes: &Quotes<'_>,
    record: Option<&RunRecord>,
) -> [bool; 11] {
    let Ok(block) = quotes.source.read(0, quotes.source.rows()) else {
        return [false; 11];
    };
    let on_ticks = case.settings.account.intrabar == Intrabar::Ticks;
    let fills = record.map_or(&[][..], |record| &record.fills);
    let at_quotes = || {
        let is_at_quote = |fill: &&events::Fill| on_ticks && fill.stamp.phase == Phase::Market;
        fills.iter().filter(is_at_quote)
    };
    let times: Vec<i64> = block.all_nanos().collect();
    let is_crossed = |time: i64| {
        let mut rows = (0..times.len()).filter(|row| times[*row] == time);
        rows.any(|row| block.spread[row] < 0)
    };
    let left_over = match quotes.chart {
        Chart::Ticks(count) => !times.len().is_multiple_of(count.max(1) as usize),
        Chart::Every(_) => false,
    };
    let starts_bar = |time: i64| match quotes.chart {
        Chart::Ticks(count) => {
            let mut bars = (0..times.len()).step_by(count.max(1) as usize);
            bars.any(|row| times[row] == time)
        }
        Chart::Every(timeframe) => {
            let zone = &quotes.source.instrument().zone;
            let (start, _) = timeframe.bounds(zone, time);
            let first = times.partition_point(|time| *time < start);
            times[first] == time
        }
    };
    [
        on_ticks && record.is_some(),
        on_ticks && !fills.is_empty(),
        matches!(quotes.chart, Chart::Ticks(_)) && record.is_some(),
        left_over,
        at_quotes().any(|fill| is_crossed(fill.stamp.time)),
        fills
            .windows(2)
            .any(|pair| pair[0].stamp == pair[1].stamp && on_ticks),
        at_quotes().any(|fill| !starts_bar(fill.stamp.time)),
        on_ticks && fills.iter().any(|fill| fill.stamp.phase != Phase::Market),
        times.windows(2).any(|pair| pair[0] == pair[1]),
        record.is_some() && has_shorter(case, quotes.chart),
        quotes.side != PriceSide::Bid,
    ]
}

fn has_shorter(case: &Prepared, chart: Chart) -> bool {
    let length = |timeframe: Timeframe| timeframe.intraday_nanos().unwrap_or(i64::MAX);
    let Chart::Every(chart) = chart else {
        return false;
    };
    let names = case.plan.contexts().iter();
    names
        .filter_map(|context| Timeframe::parse(context.timeframe.as_deref()?).ok())
        .any(|timeframe| length(timeframe) < length(chart))
}
