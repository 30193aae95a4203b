//! Quotes and bars. The files hold integers; a view gives the decimals and instants they stand for,
//! exactly.

use super::{Content, Listed, Part, View, parquet};
use crate::literal;
use std::path::PathBuf;
use store::{Dataset, Series, SeriesKind};

const TICKS: &[(&str, &str)] = &[
    ("dataset", "VARCHAR"),
    ("symbol", "VARCHAR"),
    ("time", "TIMESTAMP_NS"),
    ("bid", "DECIMAL(24,5)"),
    ("ask", "DECIMAL(24,5)"),
    ("bid_volume", "DECIMAL(24,5)"),
    ("ask_volume", "DECIMAL(24,5)"),
];

const BARS: &[(&str, &str)] = &[
    ("dataset", "VARCHAR"),
    ("symbol", "VARCHAR"),
    ("timeframe", "VARCHAR"),
    ("side", "VARCHAR"),
    ("open_time", "TIMESTAMP_NS"),
    ("close_time", "TIMESTAMP_NS"),
    ("open", "DECIMAL(24,5)"),
    ("high", "DECIMAL(24,5)"),
    ("low", "DECIMAL(24,5)"),
    ("close", "DECIMAL(24,5)"),
    ("volume", "DECIMAL(24,5)"),
];

/// Files that are copied between two looks at whether to go on.
const FILES_AT_ONCE: usize = 16;

pub(super) fn views(content: &Content) -> Vec<View> {
    vec![
        View {
            name: "ticks",
            columns: TICKS,
            select: union(content.of_kind(SeriesKind::Quotes), ticks),
        },
        View {
            name: "bars_cache",
            columns: BARS,
            select: union(content.of_kind(SeriesKind::Bars), bars),
        },
    ]
}

fn union<'a>(
    listed: impl Iterator<Item = &'a Listed>,
    rows: fn(&Dataset, &[PathBuf]) -> String,
) -> Option<String> {
    let selects: Vec<String> = listed.map(|one| rows(&one.dataset, &one.files)).collect();
    (!selects.is_empty()).then(|| selects.join(" UNION ALL "))
}

/// The same rows as the views', some files at a time.
pub(super) fn parts(content: &Content) -> impl Iterator<Item = Part> {
    let quotes = content.of_kind(SeriesKind::Quotes);
    let quotes = quotes.flat_map(|listed| parts_of(listed, "ticks", ticks));
    let with_bars = content.of_kind(SeriesKind::Bars);
    quotes.chain(with_bars.flat_map(|listed| parts_of(listed, "bars_cache", bars)))
}

fn parts_of(
    listed: &Listed,
    table: &'static str,
    rows: fn(&Dataset, &[PathBuf]) -> String,
) -> impl Iterator<Item = Part> {
    let segments = listed.current.segments.chunks(FILES_AT_ONCE);
    let files = listed.files.chunks(FILES_AT_ONCE);
    files.zip(segments).map(move |(files, segments)| Part {
        table,
        select: rows(&listed.dataset, files),
        rows: segments.iter().map(|segment| segment.rows).sum(),
    })
}

fn ticks(dataset: &Dataset, files: &[PathBuf]) -> String {
    let series = &dataset.series;
    format!(
        "SELECT {dataset} AS dataset, {symbol} AS symbol, {time} AS time, {bid} AS bid, {ask} AS ask, \
         {bid_volume} AS bid_volume, {ask_volume} AS ask_volume FROM {files}",
        dataset = literal::text(&dataset.status.name),
        symbol = literal::text(&series.symbol),
        time = instant("time", series),
        bid = decimal("bid", series.price_scale),
        ask = decimal("bid + spread", series.price_scale),
        bid_volume = decimal("bid_volume", series.volume_scale),
        ask_volume = decimal("ask_volume", series.volume_scale),
        files = parquet(files),
    )
}

fn bars(dataset: &Dataset, files: &[PathBuf]) -> String {
    let series = &dataset.series;
    let price = |name: &str| format!("{} AS {name}", decimal(name, series.price_scale));
    format!(
        "SELECT {dataset} AS dataset, {symbol} AS symbol, {timeframe} AS timeframe, '{side}' AS side, \
         {open_time} AS open_time, {close_time} AS close_time, {open}, {high}, {low}, {close}, \
         {volume} AS volume FROM {files}",
        dataset = literal::text(&dataset.status.name),
        symbol = literal::text(&series.symbol),
        timeframe = literal::text(&series.timeframe),
        side = super::catalog::side(series.side),
        open_time = instant("open_time", series),
        close_time = instant("open_time + length", series),
        open = price("open"),
        high = price("high"),
        low = price("low"),
        close = price("close"),
        volume = decimal("volume", series.volume_scale),
        files = parquet(files),
    )
}

fn instant(expression: &str, series: &Series) -> String {
    format!(
        "make_timestamp_ns(({expression}) * {})",
        series.unit.nanos()
    )
}

/// An integer times a power of ten as a decimal: 19 digits hold any integer, and 38 any product with up
/// to 18 decimals, which are the most that a scale has.
fn decimal(expression: &str, scale: u8) -> String {
    if scale == 0 {
        return format!("({expression})::DECIMAL(19,0)");
    }
    let unit = format!("0.{:0>width$}", 1, width = usize::from(scale));
    format!("(({expression})::DECIMAL(19,0) * {unit}::DECIMAL({scale},{scale}))")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_has_as_many_decimals_as_its_scale() {
        assert_eq!(decimal("bid", 0), "(bid)::DECIMAL(19,0)");
        assert_eq!(
            decimal("bid", 5),
            "((bid)::DECIMAL(19,0) * 0.00001::DECIMAL(5,5))"
        );
        assert_eq!(
            decimal("a + b", 1),
            "((a + b)::DECIMAL(19,0) * 0.1::DECIMAL(1,1))"
        );
    }
}
