//! Imports: what the host asks for, handed to the importer, and what comes of it.

use crate::engine::Engine;
use crate::execute::import_failure;
use crate::failure::bad_settings;
use crate::services::market::resolve::stored_side;
use crate::services::store::datasets::{count, kind, micros, rule_counts, version_number};
use crate::task::{Task, rate, seconds_left};
use crate::workers::Lane;
use import::{Choices, Found, ImportRequest, Imported, Progress, Watch};
use protocol::{ImportFound, ImportOptions, ImportResult, PriceSide, Reply, Stamp};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use store::{Decimal, StampRule, Store};
use wire::Failure;

/// Files of a dataset that are named.
const PATHS_SHOWN: usize = 20;

impl Engine {
    /// Says what an import would do.
    pub(crate) fn import_look(self: &Arc<Self>, id: u32, options: ImportOptions) {
        self.work(id, "import", Lane::Run, move |_, task| {
            let request = request(&options)?;
            let found = task.step(|| import::look(&request))?;
            let found = found.map_err(|error| import_failure(&error))?;
            Ok(Reply::ImportLookDone {
                id,
                found: found.iter().map(info).collect(),
            })
        });
    }

    /// Imports.
    pub(crate) fn import(self: &Arc<Self>, id: u32, options: ImportOptions) {
        self.work(id, "import", Lane::Long, move |engine, task| {
            let request = request(&options)?;
            let store = engine.stores.get()?;
            let begun = Instant::now();
            let watch = Told {
                task,
                phase: Mutex::new(None),
            };
            let imported = import::import(&store, &*engine.workers, &request, &watch);
            let imported = imported.map_err(|error| import_failure(&error))?;
            let seconds = begun.elapsed().as_secs_f64();
            let imported = imported.iter().map(|one| result(&store, one)).collect();
            Ok(Reply::ImportStartDone {
                id,
                imported,
                seconds,
            })
        });
    }
}

/// Tells the host how far an import is.
struct Told<'a> {
    task: &'a Task<'a>,
    /// When the phase of a dataset began that is being told.
    phase: Mutex<Option<(String, &'static str, Instant)>>,
}

impl Told<'_> {
    /// Seconds since this phase of this dataset began.
    fn seconds(&self, progress: &Progress) -> f64 {
        let mut phase = self.phase.lock().unwrap_or_else(PoisonError::into_inner);
        let name = progress.phase.name();
        match phase.as_ref() {
            Some((dataset, known, begun)) if *dataset == progress.dataset && *known == name => {
                begun.elapsed().as_secs_f64()
            }
            _ => {
                *phase = Some((progress.dataset.clone(), name, Instant::now()));
                0.0
            }
        }
    }
}

impl Watch for Told<'_> {
    fn progress(&self, progress: &Progress) {
        let seconds = self.seconds(progress);
        let (done, total) = (progress.bytes_done as f64, progress.bytes_total as f64);
        self.task.tell(|id, _| Reply::ImportStartProgress {
            id,
            phase: progress.phase.name().to_owned(),
            dataset: Some(progress.dataset.clone()).filter(|name| !name.is_empty()),
            bytes_done: done,
            bytes_total: total,
            rows: progress.rows as f64,
            rows_per_second: rate(progress.rows as f64, seconds),
            seconds_left: seconds_left(rate(done, seconds), done, Some(total)),
        });
    }

    fn is_cancelled(&self) -> bool {
        self.task.is_cancelled()
    }
}

fn request(options: &ImportOptions) -> Result<ImportRequest, Failure> {
    if options.paths.is_empty() {
        return Err(bad_settings(
            "The import names no files.",
            "Give files or folders.",
        ));
    }
    let mut paths = Vec::new();
    for path in &options.paths {
        let path = PathBuf::from(path);
        if !path.is_absolute() {
            return Err(bad_settings(
                &format!("The path {} is not absolute.", path.display()),
                "Give it from the root of the disk on.",
            ));
        }
        paths.push(path);
    }
    let zone = options.zone.as_deref().map(base::Zone::new).transpose();
    let zone = zone.map_err(|error| {
        bad_settings(
            &error.to_string(),
            "Give an IANA name such as `America/New_York` or `UTC`.",
        )
    })?;
    Ok(ImportRequest {
        paths,
        choices: Choices {
            symbol: named("symbol", options.symbol.as_deref())?,
            dataset: named("dataset", options.dataset.as_deref())?,
            zone,
            point: decimal("point", options.point.as_deref())?,
            tick: decimal("tick", options.tick.as_deref())?,
            stamp: options.stamp.map(|stamp| match stamp {
                Stamp::Open => StampRule::Open,
                Stamp::Close => StampRule::Close,
            }),
            side: options.side.map(side),
            currency: named("currency", options.currency.as_deref())?,
            replace: options.replace,
        },
    })
}

fn named(what: &str, text: Option<&str>) -> Result<Option<String>, Failure> {
    let is_name = |text: &str| !text.trim().is_empty() && !text.chars().any(char::is_control);
    match text {
        Some(text) if !is_name(text) => Err(bad_settings(
            &format!("The {what} of the import is no name."),
            &format!("Give the {what} in one line, or leave it out."),
        )),
        text => Ok(text.map(str::to_owned)),
    }
}

fn decimal(what: &str, text: Option<&str>) -> Result<Option<Decimal>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let shown: String = text.chars().take(40).collect();
    Choices::decimal(text).map(Some).ok_or_else(|| {
        bad_settings(
            &format!("The {what} `{shown}` is no number above 0."),
            "Write it as `0.00001`, with at most 18 decimals.",
        )
    })
}

const fn side(side: PriceSide) -> store::PriceSide {
    match side {
        PriceSide::Bid => store::PriceSide::Bid,
        PriceSide::Ask => store::PriceSide::Ask,
        PriceSide::Mid => store::PriceSide::Mid,
        PriceSide::Last => store::PriceSide::Last,
    }
}

fn info(found: &Found) -> ImportFound {
    let paths = found.files.iter().take(PATHS_SHOWN);
    ImportFound {
        dataset: found.dataset.clone(),
        symbol: found.symbol.clone(),
        series: kind(found.kind),
        timeframe: found.timeframe.clone(),
        price: stored_side(found.side),
        format: found.format.clone(),
        understood: found.understood.clone(),
        files: u32::try_from(found.files.len()).unwrap_or(u32::MAX),
        bytes: count(found.files.iter().map(|file| file.bytes).sum()),
        paths: paths.map(|file| file.path.display().to_string()).collect(),
        columns: found.columns.clone(),
        sample: found.sample.clone(),
        warnings: found.warnings.clone(),
    }
}

fn result(store: &Store, imported: &Imported) -> ImportResult {
    let accounting = &imported.accounting;
    let series = store.dataset(&imported.dataset).ok();
    let series = series.map(|dataset| dataset.series);
    let timeframe = series.as_ref().map(|series| series.timeframe.clone());
    ImportResult {
        dataset: imported.dataset.clone(),
        version: version_number(imported.version),
        is_new: imported.is_new,
        series: kind(imported.kind),
        timeframe: timeframe.filter(|text| !text.is_empty()),
        price: series.and_then(|series| stored_side(series.side)),
        format: imported.format.clone(),
        rows_in: count(accounting.rows_in),
        rows_kept: count(accounting.kept),
        rows_duplicate: count(accounting.duplicates),
        rejected: rule_counts(&accounting.rejected),
        flagged: rule_counts(&accounting.flagged),
        first_time_us: Some(micros(imported.first)),
        last_time_us: Some(micros(imported.last)),
        bytes_in: count(imported.bytes_in),
        bytes_stored: count(imported.bytes_stored),
        csv_bytes: count(imported.csv_bytes_equivalent),
    }
}
