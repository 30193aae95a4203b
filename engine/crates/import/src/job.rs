//! What every import of a dataset shares: who asks, what for, and the outcome once it is committed.

use crate::bars_job::csv_bytes_of_bars;
use crate::error::{ImportError, ImportErrorKind};
use crate::outcome::{Imported, Phase, Progress, Watch};
use crate::rules::Tally;
use crate::ticks::csv_bytes_of_ticks;
use base::Pool;
use std::path::PathBuf;
use store::{ImportSource, SeriesKind, Store};

/// How much is read at once. Results do not depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Tuning {
    /// Bytes of a block of text.
    pub block_bytes: u64,
    /// Blocks that are read at once, at most.
    pub blocks_at_once: usize,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            // The text and its rows stay in a core's own cache.
            block_bytes: 1 << 18,
            blocks_at_once: 16,
        }
    }
}

/// With what an import works.
pub(crate) struct Context<'a> {
    pub(crate) store: &'a Store,
    pub(crate) pool: &'a dyn Pool,
    pub(crate) watch: &'a dyn Watch,
    pub(crate) tuning: Tuning,
}

/// A dataset to be imported.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) dataset: String,
    pub(crate) symbol: String,
    pub(crate) format: String,
    pub(crate) zone: String,
    /// What decides on the rows beside the files.
    pub(crate) options: Vec<(String, String)>,
    pub(crate) replace: bool,
    /// Of all files.
    pub(crate) bytes: u64,
}

impl Context<'_> {
    pub(crate) fn tell(&self, job: &Job, phase: Phase, bytes_done: u64, rows: u64) {
        self.watch.progress(&Progress {
            phase,
            dataset: job.dataset.clone(),
            bytes_done,
            bytes_total: job.bytes,
            rows,
        });
    }

    pub(crate) fn go_on(&self) -> Result<(), ImportError> {
        go_on(self.watch)
    }
}

/// Whether to go on: to be asked before every file and block.
pub(crate) fn go_on(watch: &dyn Watch) -> Result<(), ImportError> {
    if watch.is_cancelled() {
        return Err(ImportError::cancelled());
    }
    Ok(())
}

/// Sources as the journal names them.
pub(crate) fn sources_of<'a>(
    files: impl Iterator<Item = (&'a PathBuf, [u8; 32], u64)>,
) -> Vec<ImportSource> {
    files
        .map(|(path, hash, bytes)| ImportSource {
            name: path.display().to_string(),
            hash,
            bytes,
        })
        .collect()
}

/// The outcome of a version that is committed. `csv_bytes` is there for a version that was made now,
/// with the size of its rows where that is known.
pub(crate) fn finished(
    context: &Context<'_>,
    job: &Job,
    number: u64,
    csv_bytes: Option<Option<u64>>,
) -> Result<Imported, ImportError> {
    let dataset = context.store.dataset(&job.dataset)?;
    let missing = || {
        ImportError::new(
            ImportErrorKind::Store,
            format!("Version {number} of {} is gone again.", job.dataset),
            "Another process removed it: run the import again.",
        )
    };
    let version = dataset
        .versions
        .iter()
        .find(|version| version.number == number);
    let version = version.ok_or_else(missing)?;
    let csv_bytes_equivalent = match csv_bytes.flatten() {
        Some(bytes) => bytes,
        None => csv_bytes_of(context.store, &job.dataset, Some(number))?,
    };
    let times = |at: fn(&store::Segment) -> i64| version.segments.iter().map(at);
    Ok(Imported {
        dataset: job.dataset.clone(),
        version: number,
        is_new: csv_bytes.is_some(),
        kind: dataset.series.kind,
        format: job.format.clone(),
        accounting: version.import.accounting.clone(),
        first: times(|segment| segment.first).min().unwrap_or(0),
        last: times(|segment| segment.last).max().unwrap_or(0),
        bytes_in: job.bytes,
        bytes_stored: version.bytes(),
        csv_bytes_equivalent,
    })
}

/// Bytes that the rows of a version take as Dukascopy CSV; of the newest version if none is named.
///
/// # Errors
/// When there is no such version, or it cannot be read.
pub fn csv_bytes_of(
    store: &Store,
    dataset: &str,
    version: Option<u64>,
) -> Result<u64, ImportError> {
    let unreadable = |words: String| {
        let help = "Run `backtestr fsck`.";
        ImportError::new(ImportErrorKind::StoreDamaged, words, help)
    };
    match store.dataset(dataset)?.series.kind {
        SeriesKind::Quotes => {
            csv_bytes_of_ticks(&store.ticks(dataset, version)?).map_err(unreadable)
        }
        SeriesKind::Bars => csv_bytes_of_bars(&store.bars(dataset, version)?).map_err(unreadable),
    }
}

/// Refuses an import of which no row is left.
pub(crate) fn check_any(job: &Job, tally: &Tally) -> Result<(), ImportError> {
    let accounting = tally.accounting();
    if accounting.kept > 0 || accounting.duplicates > 0 {
        return Ok(());
    }
    if accounting.rows_in == 0 {
        return Err(ImportError::new(
            ImportErrorKind::Empty,
            format!("The files for {} have no rows.", job.dataset),
            "Give files with rows.",
        ));
    }
    let examples = accounting.rejected.iter().flat_map(|count| {
        count
            .examples
            .iter()
            .map(move |example| format!("{example} ({})", count.rule))
    });
    Err(ImportError::new(
        ImportErrorKind::NothingUsable,
        format!(
            "None of the {} rows for {} can be used.",
            accounting.rows_in, job.dataset
        ),
        "Look at the first of them: the file may be read in the wrong way.",
    )
    .because(examples.take(3).collect()))
}
