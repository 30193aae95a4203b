//! What the journal says, as tables: datasets, imports with their accounting, saved runs.

use super::{Content, Listed, SavedFiles};
use crate::literal::{hash, instant, list, map, number, text};
use store::{Accounting, OWN_FACT, PriceSide, RuleCount, SeriesKind, Version};

const DATASETS: &str = "dataset VARCHAR, symbol VARCHAR, kind VARCHAR, timeframe VARCHAR, \
     side VARCHAR, zone VARCHAR, version BIGINT, rows BIGINT, bytes BIGINT, files BIGINT, \
     first_time TIMESTAMP_NS, last_time TIMESTAMP_NS, is_pinned BOOLEAN";

const IMPORTS: &str = "dataset VARCHAR, version BIGINT, is_current BOOLEAN, sources VARCHAR[], \
     source_bytes BIGINT, rows_in BIGINT, kept BIGINT, duplicates BIGINT, rejected BIGINT, \
     flagged BIGINT, rejected_by_rule MAP(VARCHAR, BIGINT), flagged_by_rule MAP(VARCHAR, BIGINT), \
     options MAP(VARCHAR, VARCHAR)";

const BACKTESTS: &str = "run VARCHAR, name VARCHAR, strategy VARCHAR, dataset VARCHAR, \
     dataset_version BIGINT, saved_at TIMESTAMP_NS, bars BIGINT, orders BIGINT, fills BIGINT, \
     trades BIGINT, final_equity DOUBLE, fees DOUBLE, ambiguous_bars BIGINT, path_fills BIGINT, \
     figures MAP(VARCHAR, DOUBLE), facts MAP(VARCHAR, VARCHAR), plan_hash VARCHAR, digest VARCHAR, \
     is_pinned BOOLEAN";

/// Rows in one INSERT: a text of a million rows would be slow to parse and large.
const ROWS_AT_ONCE: usize = 500;

pub(super) fn tables(content: &Content) -> Vec<String> {
    let datasets = content.datasets.iter().map(dataset);
    let imports = content.datasets.iter().flat_map(imports);
    let runs = content.runs.iter().map(backtest);
    [
        table("datasets", DATASETS, datasets.collect()),
        table("imports", IMPORTS, imports.collect()),
        table("backtests", BACKTESTS, runs.collect()),
    ]
    .concat()
}

fn table(name: &str, columns: &str, rows: Vec<String>) -> Vec<String> {
    let made = format!("CREATE OR REPLACE TABLE {name} ({columns})");
    let filled = rows.chunks(ROWS_AT_ONCE).map(|some| {
        let rows = some.join(", ");
        format!("INSERT INTO {name} VALUES {rows}")
    });
    std::iter::once(made).chain(filled).collect()
}

fn row(cells: &[String]) -> String {
    format!("({})", cells.join(", "))
}

fn or_null(value: Option<String>) -> String {
    value.unwrap_or_else(|| "NULL".to_owned())
}

fn unless_empty(value: &str) -> String {
    or_null((!value.is_empty()).then(|| text(value)))
}

pub(super) const fn side(side: PriceSide) -> &'static str {
    match side {
        PriceSide::Both => "both",
        PriceSide::Bid => "bid",
        PriceSide::Ask => "ask",
        PriceSide::Mid => "mid",
        PriceSide::Last => "last",
    }
}

fn dataset(
    Listed {
        dataset, current, ..
    }: &Listed,
) -> String {
    let series = &dataset.series;
    let kind = match series.kind {
        SeriesKind::Quotes => "quotes",
        SeriesKind::Bars => "bars",
    };
    row(&[
        text(&dataset.status.name),
        text(&series.symbol),
        text(kind),
        unless_empty(&series.timeframe),
        text(side(series.side)),
        text(&series.zone),
        current.number.to_string(),
        current.rows().to_string(),
        current.bytes().to_string(),
        current.segments.len().to_string(),
        or_null(current.segments.first().map(|first| instant(first.first))),
        or_null(current.segments.last().map(|last| instant(last.last))),
        dataset.status.is_pinned.to_string(),
    ])
}

fn imports(listed: &Listed) -> impl Iterator<Item = String> {
    let versions = listed.dataset.versions.iter();
    versions.map(|version| import(listed, version))
}

fn import(listed: &Listed, version: &Version) -> String {
    let record = &version.import;
    let accounting: &Accounting = &record.accounting;
    let flagged: u64 = accounting.flagged.iter().map(|rule| rule.rows).sum();
    let source_bytes: u64 = record.sources.iter().map(|source| source.bytes).sum();
    let sources = list(record.sources.iter().map(|source| text(&source.name)));
    row(&[
        text(&listed.dataset.status.name),
        version.number.to_string(),
        (version.number == listed.current.number).to_string(),
        format!("{sources}::VARCHAR[]"),
        source_bytes.to_string(),
        accounting.rows_in.to_string(),
        accounting.kept.to_string(),
        accounting.duplicates.to_string(),
        accounting.rejected_rows().to_string(),
        flagged.to_string(),
        by_rule(&accounting.rejected),
        by_rule(&accounting.flagged),
        texts(record.options.iter()),
    ])
}

fn by_rule(rules: &[RuleCount]) -> String {
    let entries = rules.iter();
    map(
        "BIGINT",
        entries.map(|rule| (rule.rule.clone(), rule.rows.to_string())),
    )
}

fn texts<'a>(entries: impl Iterator<Item = &'a (String, String)>) -> String {
    map(
        "VARCHAR",
        entries.map(|(name, value)| (name.clone(), text(value))),
    )
}

fn backtest(SavedFiles { run, .. }: &SavedFiles) -> String {
    let (saved, info, totals) = (&run.saved, &run.saved.info, &run.saved.totals);
    let figures = info.figures.iter();
    let figures = figures.map(|(name, value)| (name.clone(), number(*value)));
    let facts = info.facts.iter();
    let facts = facts.filter(|(name, _)| !name.starts_with(OWN_FACT));
    let version = (info.dataset_version > 0).then(|| info.dataset_version.to_string());
    row(&[
        text(&saved.id),
        text(&run.status.name),
        text(&info.strategy),
        text(&info.dataset),
        or_null(version),
        instant(info.saved_at),
        saved.equity.rows.to_string(),
        totals.order_count.to_string(),
        saved.fills.rows.to_string(),
        saved.trades.rows.to_string(),
        number(totals.final_equity),
        number(totals.fees),
        totals.ambiguous_bars.to_string(),
        totals.path_fills.to_string(),
        map("DOUBLE", figures),
        texts(facts),
        hash(&info.plan_hash),
        hash(&totals.digest),
        run.status.is_pinned.to_string(),
    ])
}
