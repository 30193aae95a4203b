//! What the store holds, for the host.

use super::compression::TextSizes;
use super::store_failure;
use crate::engine::Engine;
use crate::services::market::resolve::stored_side;
use crate::stream::List;
use crate::workers::Lane;
use protocol::{DatasetInfo, Instrument, Reply, RuleCount, SeriesKind, VersionInfo};
use std::sync::Arc;
use store::{Dataset, Decimal, InstrumentRecord, Store, Version};

const NANOS_PER_MICRO: i64 = 1_000;
/// Versions of a dataset in one piece.
const VERSIONS_AT_ONCE: usize = 16;
/// Names of sources that are told of a version.
const SOURCES_TOLD: usize = 100;

impl Engine {
    /// All datasets.
    pub(crate) fn datasets(self: &Arc<Self>, id: u32) {
        self.work(id, "store", Lane::Run, move |engine, task| {
            let store = engine.stores.get()?;
            let datasets = store.datasets().map_err(|error| store_failure(&error))?;
            task.step(|| engine.sizes.find(&store, &datasets, task))?;
            let parts = datasets
                .iter()
                .flat_map(|one| parts(&store, one, &engine.sizes));
            let chunk = move |chunk, datasets| Reply::StoreDatasetsChunk {
                id,
                chunk,
                datasets,
            };
            Ok(List::new(parts, chunk, Reply::StoreDatasetsDone { id }))
        });
    }
}

/// A count of bytes or rows for the wire.
pub(crate) fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number of a version for the wire.
pub(crate) fn version_number(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A time of the store for the wire.
pub(crate) const fn micros(nanos: i64) -> i64 {
    nanos.div_euclid(NANOS_PER_MICRO)
}

/// What the rows of a series are.
pub(crate) const fn kind(kind: store::SeriesKind) -> SeriesKind {
    match kind {
        store::SeriesKind::Quotes => SeriesKind::Quotes,
        store::SeriesKind::Bars => SeriesKind::Bars,
    }
}

/// Counts of rules.
pub(crate) fn rule_counts(counts: &[store::RuleCount]) -> Vec<RuleCount> {
    let count = |one: &store::RuleCount| RuleCount {
        rule: one.rule.clone(),
        rows: count(one.rows),
        examples: one.examples.clone(),
    };
    counts.iter().map(count).collect()
}

/// A dataset, some versions at a time: there may be more than a frame takes.
fn parts(store: &Store, dataset: &Dataset, sizes: &TextSizes) -> Vec<DatasetInfo> {
    let some = dataset.versions.chunks(VERSIONS_AT_ONCE);
    some.map(|some| info(store, dataset, some, sizes)).collect()
}

fn info(store: &Store, dataset: &Dataset, some: &[Version], sizes: &TextSizes) -> DatasetInfo {
    let series = &dataset.series;
    let record = store.instrument(&series.symbol).pop();
    let version_info = |one: &Version| version(one, sizes.of(dataset, one));
    DatasetInfo {
        name: dataset.status.name.clone(),
        symbol: series.symbol.clone(),
        series: kind(series.kind),
        timeframe: Some(series.timeframe.clone()).filter(|text| !text.is_empty()),
        price: stored_side(series.side),
        zone: series.zone.clone(),
        versions: some.iter().map(version_info).collect(),
        instrument: record.as_ref().map(instrument),
        is_pinned: dataset.status.is_pinned,
    }
}

fn version(version: &Version, text_bytes: Option<u64>) -> VersionInfo {
    let accounting = &version.import.accounting;
    let sources = version.import.sources.iter();
    VersionInfo {
        version: version_number(version.number),
        rows: count(version.rows()),
        bytes: count(version.bytes()),
        csv_bytes: text_bytes.map(count),
        segments: u32::try_from(version.segments.len()).unwrap_or(u32::MAX),
        first_time_us: version.segments.first().map(|one| micros(one.first)),
        last_time_us: version.segments.last().map(|one| micros(one.last)),
        sources: sources
            .take(SOURCES_TOLD)
            .map(|source| source.name.clone())
            .collect(),
        source_count: count(version.import.sources.len() as u64),
        rows_in: count(accounting.rows_in),
        rows_kept: count(accounting.kept),
        rows_duplicate: count(accounting.duplicates),
        rejected: rule_counts(&accounting.rejected),
        flagged: rule_counts(&accounting.flagged),
    }
}

fn instrument(record: &InstrumentRecord) -> Instrument {
    Instrument {
        symbol: record.symbol.clone(),
        tick: record.tick_size.map(Decimal::to_f64),
        point_value: record.point_value.to_f64(),
        lot: record.lot.map(Decimal::to_f64),
        currency: Some(record.currency.clone()).filter(|text| !text.is_empty()),
    }
}
