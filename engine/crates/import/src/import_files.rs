//! From a request to datasets of the store: what is found, what is imported.

use crate::bars_job::{BarFile, BarKind, import_bars, scale_of};
use crate::error::{ImportError, ImportErrorKind};
use crate::hash::hash_files;
use crate::identify::{Content, Identified, identify};
use crate::job::{Context, Job, Tuning, go_on};
use crate::outcome::{Found, FoundFile, Imported, Phase, Progress, Unwatched, Watch};
use crate::record::keep_instrument;
use crate::request::{Choices, ImportRequest};
use crate::sample_bars;
use crate::symbol::known_symbol_of;
use crate::ticks::scale::wider;
use crate::ticks::{TickFile, import_ticks, sample};
use crate::walk::walk;
use base::Pool;
use market::TickScale;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use store::{PriceSide, SeriesKind, Store};

/// Files that were not understood are named, up to so many.
const SKIPPED_SHOWN: usize = 20;
/// Changes whenever the same files give other rows, so that they are imported anew.
const READER: &str = "2";

/// What would be imported, without writing anything: one entry for each dataset that results.
///
/// # Errors
/// When nothing of the request can be understood, or it lacks something that the files do not say.
pub fn look(request: &ImportRequest) -> Result<Vec<Found>, ImportError> {
    let (groups, skipped) = groups_of(request, &Unwatched)?;
    let mut found: Vec<Found> = groups.iter().map(Group::found).collect();
    if let Some(first) = found.first_mut() {
        first.warnings.extend(skipped);
    }
    Ok(found)
}

/// Imports everything that is found. Interrupted anywhere and run again, it gives the same bytes.
///
/// # Errors
/// As [`look`], and when the store cannot be written. Datasets that were committed before it stay.
pub fn import(
    store: &Store,
    pool: &dyn Pool,
    request: &ImportRequest,
    watch: &dyn Watch,
) -> Result<Vec<Imported>, ImportError> {
    import_tuned(store, pool, request, watch, Tuning::default())
}

/// [`import`] with another amount of reading at once; the results are the same.
///
/// # Errors
/// As [`import`].
pub fn import_tuned(
    store: &Store,
    pool: &dyn Pool,
    request: &ImportRequest,
    watch: &dyn Watch,
    tuning: Tuning,
) -> Result<Vec<Imported>, ImportError> {
    let context = Context {
        store,
        pool,
        watch,
        tuning,
    };
    context.go_on()?;
    watch.progress(&Progress {
        phase: Phase::Looking,
        dataset: String::new(),
        bytes_done: 0,
        bytes_total: 0,
        rows: 0,
    });
    let (groups, _) = groups_of(request, watch)?;
    let mut all = Vec::new();
    for group in groups {
        all.push(group.import(&context, &request.choices)?);
    }
    Ok(all)
}

/// Files that become one dataset.
struct Group {
    job: Job,
    understood: String,
    warnings: Vec<String>,
    rows: GroupRows,
}

enum GroupRows {
    Ticks(Vec<TickFile>, TickScale),
    Bars(Vec<BarFile>, BarKind),
}

fn groups_of(
    request: &ImportRequest,
    watch: &dyn Watch,
) -> Result<(Vec<Group>, Vec<String>), ImportError> {
    let walked = walk(&request.paths)?;
    let mut skipped = walked.skipped;
    let mut first_error = None;
    let mut by_name: BTreeMap<String, Vec<Identified>> = BTreeMap::new();
    for file in &walked.files {
        go_on(watch)?;
        match identify(file, &request.choices, watch) {
            Ok(found) => by_name.entry(dataset_of(&found)).or_default().push(found),
            // What the caller must say, and what it named, is its business; the rest is passed over.
            Err(error) if file.is_named || ends_all(error.kind) => return Err(error),
            Err(error) => {
                skipped.push(error.message.clone());
                first_error.get_or_insert(error);
            }
        }
    }
    if by_name.is_empty() {
        return Err(first_error.unwrap_or_else(|| {
            let places: Vec<String> = request
                .paths
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            ImportError::new(
                ImportErrorKind::NotUnderstood,
                format!("There are no files to import in {}.", places.join(", ")),
                "Give Dukascopy CSV or .bi5 files, or bars as CSV.",
            )
        }));
    }
    check_choices(&request.choices, &by_name)?;
    let groups = by_name
        .into_iter()
        .map(|(name, files)| group_of(name, files, &request.choices));
    let count = skipped.len();
    skipped.truncate(SKIPPED_SHOWN);
    if count > SKIPPED_SHOWN {
        skipped.push(format!(
            "{} more files are not understood.",
            count - SKIPPED_SHOWN
        ));
    }
    Ok((groups.collect(), skipped))
}

const fn ends_all(kind: ImportErrorKind) -> bool {
    matches!(
        kind,
        ImportErrorKind::ChoiceNeeded | ImportErrorKind::Cancelled
    )
}

/// Quotes are called as their symbol; bars also by timeframe and side.
fn dataset_of(found: &Identified) -> String {
    match &found.content {
        Content::Ticks(..) => found.symbol.clone(),
        Content::Bars(_, kind) => {
            let side = match kind.side {
                PriceSide::Bid => ".bid",
                PriceSide::Ask => ".ask",
                PriceSide::Mid => ".mid",
                PriceSide::Both | PriceSide::Last => "",
            };
            format!("{}.{}{side}", found.symbol, kind.timeframe)
        }
    }
}

fn check_choices(
    choices: &Choices,
    by_name: &BTreeMap<String, Vec<Identified>>,
) -> Result<(), ImportError> {
    let names = || {
        by_name
            .keys()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    if choices.dataset.is_some() && by_name.len() > 1 {
        return Err(ImportError::new(
            ImportErrorKind::ChoiceNeeded,
            format!(
                "One name cannot do for {} datasets: {}.",
                by_name.len(),
                names()
            ),
            "Leave --dataset out, or give the files of one dataset.",
        ));
    }
    check_symbols(choices, by_name)
}

/// A symbol that is asked for overrules what one file says, but cannot make one thing of two.
fn check_symbols(
    choices: &Choices,
    by_name: &BTreeMap<String, Vec<Identified>>,
) -> Result<(), ImportError> {
    let mut said: BTreeMap<String, &Path> = BTreeMap::new();
    for found in by_name.values().flatten() {
        let path = match &found.content {
            Content::Bars(file, _) => &file.path,
            Content::Ticks(file, _) => &file.path,
        };
        if let Some(symbol) = symbol_in_path(path).or_else(|| known_symbol_of(path)) {
            said.entry(symbol).or_insert(path);
        }
    }
    let mut said = said.into_iter();
    if let (Some(_), Some(one), Some(other)) = (&choices.symbol, said.next(), said.next()) {
        return Err(ImportError::new(
            ImportErrorKind::ChoiceNeeded,
            format!(
                "By their names {} holds {} and {} holds {}; --symbol can name only one of them.",
                one.1.display(),
                one.0,
                other.1.display(),
                other.0
            ),
            "Leave --symbol out, or import the files of each symbol by themselves.",
        ));
    }
    Ok(())
}

fn symbol_in_path(path: &Path) -> Option<String> {
    let whole = std::fs::canonicalize(path).ok()?;
    crate::bi5::place_of(&whole).ok().map(|place| place.symbol)
}

fn group_of(name: String, files: Vec<Identified>, choices: &Choices) -> Group {
    let mut formats: Vec<&str> = files.iter().map(|file| file.format).collect();
    formats.sort_unstable();
    formats.dedup();
    let format = formats.join(" and ");
    let mut understood: Vec<String> = files.iter().map(|file| file.understood.clone()).collect();
    understood.dedup();
    understood.sort();
    understood.dedup();
    let mut warnings: Vec<String> = files
        .iter()
        .flat_map(|file| file.warnings.clone())
        .collect();
    warnings.sort();
    warnings.dedup();
    let symbol = files
        .first()
        .map(|file| file.symbol.clone())
        .unwrap_or_default();
    let zone = zone_of(&files);
    let rows = rows_of(files);
    Group {
        job: Job {
            dataset: choices.dataset.clone().unwrap_or(name),
            symbol,
            options: options_of(choices, &format, &understood, &zone),
            zone,
            format,
            replace: choices.replace,
            bytes: rows.files().iter().map(|file| file.bytes).sum(),
        },
        understood: understood
            .into_iter()
            .take(3)
            .collect::<Vec<_>>()
            .join("; "),
        warnings,
        rows,
    }
}

/// The zone of all files; UTC, in which rows are kept, where they do not agree.
fn zone_of(files: &[Identified]) -> String {
    let mut zones = files.iter().map(|file| file.zone.name());
    let first = zones
        .next()
        .filter(|first| zones.all(|zone| zone == *first));
    first.unwrap_or("UTC").to_owned()
}

fn options_of(
    choices: &Choices,
    format: &str,
    understood: &[String],
    zone: &str,
) -> Vec<(String, String)> {
    let mut options = vec![
        ("reader".to_owned(), READER.to_owned()),
        ("format".to_owned(), format.to_owned()),
        // Days end by it even where times are instants.
        ("zone".to_owned(), zone.to_owned()),
    ];
    options.extend(
        understood
            .iter()
            .take(3)
            .map(|words| ("understood".to_owned(), words.clone())),
    );
    if let Some(stamp) = choices.stamp {
        options.push(("stamp".to_owned(), format!("{stamp:?}").to_lowercase()));
    }
    options
}

fn rows_of(files: Vec<Identified>) -> GroupRows {
    let mut ticks = Vec::new();
    let mut bars = Vec::new();
    let mut scale: Option<TickScale> = None;
    let mut kind = None;
    for file in files {
        match file.content {
            Content::Ticks(file, own) => {
                scale = Some(scale.map_or(own, |scale| wider(scale, own)));
                ticks.push(file);
            }
            Content::Bars(file, own) => {
                kind.get_or_insert(own);
                bars.push(file);
            }
        }
    }
    match kind {
        Some(kind) => {
            bars.sort_by(|a, b| a.path.cmp(&b.path));
            GroupRows::Bars(bars, kind)
        }
        None => {
            ticks.sort_by(|a, b| (a.start, &a.path).cmp(&(b.start, &b.path)));
            GroupRows::Ticks(ticks, scale.unwrap_or_default())
        }
    }
}

impl GroupRows {
    fn files(&self) -> Vec<FoundFile> {
        let found = |path: &PathBuf, bytes: u64| FoundFile {
            path: path.clone(),
            bytes,
        };
        match self {
            Self::Ticks(files, _) => files
                .iter()
                .map(|file| found(&file.path, file.bytes))
                .collect(),
            Self::Bars(files, _) => files
                .iter()
                .map(|file| found(&file.path, file.bytes))
                .collect(),
        }
    }
}

impl Group {
    fn found(&self) -> Found {
        let (kind, timeframe, side, columns, sample) = match &self.rows {
            GroupRows::Ticks(files, scale) => {
                let rows = files.iter().map(|file| sample::rows(file, *scale));
                let rows = rows.take(24).find(|rows| !rows.is_empty());
                let columns = sample::COLUMNS.map(str::to_owned).to_vec();
                (
                    SeriesKind::Quotes,
                    None,
                    PriceSide::Both,
                    columns,
                    rows.unwrap_or_default(),
                )
            }
            GroupRows::Bars(files, kind) => {
                let rows = files
                    .iter()
                    .map(|file| sample_bars::rows(file, scale_of(files)));
                let rows = rows.take(24).find(|rows| !rows.is_empty());
                let columns = sample_bars::COLUMNS.map(str::to_owned).to_vec();
                let timeframe = Some(kind.timeframe.clone());
                (
                    SeriesKind::Bars,
                    timeframe,
                    kind.side,
                    columns,
                    rows.unwrap_or_default(),
                )
            }
        };
        Found {
            dataset: self.job.dataset.clone(),
            symbol: self.job.symbol.clone(),
            kind,
            timeframe,
            side,
            format: self.job.format.clone(),
            understood: self.understood.clone(),
            files: self.rows.files(),
            columns,
            sample,
            warnings: self.warnings.clone(),
        }
    }

    fn import(mut self, context: &Context<'_>, choices: &Choices) -> Result<Imported, ImportError> {
        let files = self.rows.files();
        let hashes = hash_files(context, &self.job, &files)?;
        let imported = match &mut self.rows {
            GroupRows::Ticks(files, scale) => {
                for (file, hash) in files.iter_mut().zip(&hashes) {
                    file.hash = hash.content;
                }
                import_ticks(context, &self.job, files, *scale)
            }
            GroupRows::Bars(files, kind) => {
                for (file, hash) in files.iter_mut().zip(&hashes) {
                    file.hash = hash.content;
                }
                import_bars(context, &self.job, kind, files)
            }
        }?;
        keep_instrument(context.store, &self.job, choices)?;
        Ok(imported)
    }
}
