//! Saved runs: from a kept run to the store and back. What a trade list shows beside the rows (the
//! order ids of the strategy, the money per point, the last price) is saved with them as facts.

use super::datasets::{count, micros, version_number};
use super::store_failure;
use crate::engine::Engine;
use crate::failure::bad_settings;
use crate::log::unix_micros;
use crate::services::runs::{Executed, Kept};
use crate::stream::List;
use crate::workers::Lane;
use events::RunRecord;
use protocol::{
    DataReport, ErrorCode, Fact, NamedNumber, Reply, RunLabel, RunSummary, SavedRunInfo,
};
use std::sync::Arc;
use store::{OWN_FACT, RunEntry, RunInfo, Store};
use wire::Failure;

const NANOS_PER_MICRO: i64 = 1_000;
const NAMES: &str = "engine.orderNames";
const POINT_VALUE: &str = "engine.pointValue";
const LAST_PRICE: &str = "engine.lastPrice";
const SUMMARY: &str = "engine.summary";

impl Engine {
    /// Saved runs, latest first.
    pub(crate) fn saved_runs(self: &Arc<Self>, id: u32, strategy: Option<String>) {
        self.work(id, "store", Lane::Quick, move |engine, _| {
            let store = engine.stores.get()?;
            let runs = store.runs().map_err(|error| store_failure(&error))?;
            let is_wanted = |run: &&RunEntry| {
                let name = strategy.as_ref();
                name.is_none_or(|name| run.saved.info.strategy == *name)
            };
            let runs = runs.iter().rev().filter(is_wanted).map(info);
            let chunk = move |chunk, runs| Reply::StoreRunsChunk { id, chunk, runs };
            Ok(List::new(runs, chunk, Reply::StoreRunsDone { id }))
        });
    }

    /// Saves a kept run; the answer comes when it is durable.
    pub(crate) fn save_run(self: &Arc<Self>, id: u32, run: u32, label: Box<RunLabel>) {
        self.work(id, "store", Lane::Run, move |engine, _| {
            let kept = engine.runs.get(run)?;
            let store = engine.stores.get()?;
            let info = info_of(&kept, &label)?;
            let saved = store.save_run(&info, &kept.executed.record);
            let saved = saved.map_err(|error| store_failure(&error))?;
            Ok(Reply::StoreSaveRunDone { id, saved })
        });
    }

    /// Loads a saved run under a number of its own.
    pub(crate) fn load_run(self: &Arc<Self>, id: u32, saved: String) {
        self.work(id, "store", Lane::Run, move |engine, _| {
            let store = engine.stores.get()?;
            let (entry, names, executed) = load(&store, &saved)?;
            let run = engine.runs.keep_loaded(names, executed);
            let info = Box::new(info(&entry));
            Ok(Reply::StoreLoadRunDone { id, run, info })
        });
    }
}

/// What is saved beside the rows.
fn info_of(kept: &Kept, label: &RunLabel) -> Result<RunInfo, Failure> {
    if let Some(fact) = label
        .facts
        .iter()
        .find(|fact| fact.name.starts_with(OWN_FACT))
    {
        return Err(bad_settings(
            &format!("A fact of the run is called `{}`.", fact.name),
            &format!("Names that begin with `{OWN_FACT}` are the engine's."),
        ));
    }
    let Executed {
        summary,
        point_value,
        last_price,
        ..
    } = &kept.executed;
    let (dataset, dataset_version) = match &summary.data {
        DataReport::Store { store } => (store.dataset.clone(), u64::from(store.version)),
        DataReport::File { .. } => (String::new(), 0),
    };
    let facts = label.facts.iter();
    let mut facts: Vec<(String, String)> = facts
        .map(|fact| (fact.name.clone(), fact.value.clone()))
        .collect();
    // The shortest decimal text reads back as the same number.
    facts.push((POINT_VALUE.into(), point_value.to_string()));
    facts.push((LAST_PRICE.into(), last_price.to_string()));
    facts.push((NAMES.into(), json(&kept.names)?));
    // The equity is among the rows: it would be the most of what the journal keeps of a run.
    let summary_alone = RunSummary {
        equity: Vec::new(),
        ..summary.clone()
    };
    facts.push((SUMMARY.into(), json(&summary_alone)?));
    let figures = summary.figures.iter();
    let figures = figures.filter_map(|figure| Some((figure.name.clone(), figure.value?)));
    Ok(RunInfo {
        name: label.name.clone(),
        strategy: label.strategy.clone(),
        dataset,
        dataset_version,
        plan_hash: hash_of(&summary.plan_hash),
        saved_at: unix_micros().saturating_mul(NANOS_PER_MICRO),
        facts,
        figures: figures.collect(),
    })
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value)
        .map_err(|error| crate::failure::internal(&format!("it cannot be written: {error}")))
}

/// 32 bytes of hexadecimal digits; zeros for anything else.
fn hash_of(digits: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    for (index, byte) in hash.iter_mut().enumerate() {
        let pair = digits.get(2 * index..2 * index + 2);
        *byte = pair
            .and_then(|pair| u8::from_str_radix(pair, 16).ok())
            .unwrap_or(0);
    }
    hash
}

fn load(store: &Store, saved: &str) -> Result<(RunEntry, Vec<String>, Executed), Failure> {
    let entry = store.run(saved).map_err(|error| store_failure(&error))?;
    let record: RunRecord = store
        .load_run(&entry.saved.id)
        .map_err(|error| store_failure(&error))?;
    let fact = |name: &str| {
        let mut facts = entry.saved.info.facts.iter();
        let found = facts.rfind(|(known, _)| known == name);
        found
            .map(|(_, value)| value.as_str())
            .ok_or_else(|| foreign(saved))
    };
    let number = |name: &str| {
        let text = fact(name)?;
        text.parse::<f64>().map_err(|_| foreign(saved))
    };
    let names = serde_json::from_str(fact(NAMES)?).map_err(|_| foreign(saved))?;
    let summary: RunSummary = serde_json::from_str(fact(SUMMARY)?).map_err(|_| foreign(saved))?;
    let executed = Executed {
        summary,
        point_value: number(POINT_VALUE)?,
        last_price: number(LAST_PRICE)?,
        record,
        data: None,
    };
    Ok((entry, names, executed))
}

fn foreign(saved: &str) -> Failure {
    Failure::new(
        ErrorCode::StoreDamaged,
        format!("The saved run {saved} lacks what its trades are called."),
        Some("It was saved by another version: use that one, or run the strategy again.".into()),
    )
}

fn info(entry: &RunEntry) -> SavedRunInfo {
    let saved = &entry.saved;
    let info = &saved.info;
    let facts = info
        .facts
        .iter()
        .filter(|(name, _)| !name.starts_with(OWN_FACT));
    let facts = facts.map(|(name, value)| Fact {
        name: name.clone(),
        value: value.clone(),
    });
    let figures = info.figures.iter().map(|(name, value)| NamedNumber {
        name: name.clone(),
        value: *value,
    });
    let is_stored = info.dataset_version > 0;
    SavedRunInfo {
        saved: saved.id.clone(),
        label: RunLabel {
            // A run may have been renamed since it was saved.
            name: entry.status.name.clone(),
            strategy: info.strategy.clone(),
            facts: facts.collect(),
        },
        saved_at_us: micros(info.saved_at),
        dataset: is_stored.then(|| info.dataset.clone()),
        dataset_version: is_stored.then(|| version_number(info.dataset_version)),
        digest: crate::execute::hex(&saved.totals.digest),
        plan_hash: crate::execute::hex(&info.plan_hash),
        figures: figures.collect(),
        trade_count: count(saved.trades.rows),
        is_pinned: entry.status.is_pinned,
    }
}
