//! Quotes from files into the store: blocks are read apart, put in order source by source, merged, and
//! handed over.

mod bi5_block;
mod csv_block;
mod csv_size;
pub(crate) mod layout;
mod merge;
pub(crate) mod note;
mod order;
mod rows;
pub(crate) mod sample;
pub(crate) mod scale;
mod seeming;
mod source;

pub(crate) use csv_size::csv_bytes_of_ticks;
pub(crate) use source::{TickFile, TickForm, read_range};

use crate::error::ImportError;
use crate::job::{Context, Job, Tuning, check_any, finished, sources_of};
use crate::outcome::{Imported, Phase};
use csv_size::CsvSize;
use market::{TickBlock, TickScale};
use merge::{Merged, Plan, Sink, merge};
use scale::wider;
use source::Target;
use std::collections::BTreeSet;
use store::{Begun, Import, ImportMode, ImportPlan, PriceSide, Series, SeriesKind, StampRule};

/// Imports the quotes of a job.
pub(crate) fn import_ticks(
    context: &Context<'_>,
    job: &Job,
    files: &[TickFile],
    scale: TickScale,
) -> Result<Imported, ImportError> {
    let there = context.store.dataset(&job.dataset).ok();
    let there = there.filter(|there| {
        there.series.kind == SeriesKind::Quotes && there.series.symbol == job.symbol
    });
    let is_fixed = there.is_some();
    let mut series = there.map_or_else(|| series_of(job, scale), |there| there.series);
    loop {
        // An attempt that ends at its first block has not asked.
        context.go_on()?;
        match attempt(context, job, files, &series, is_fixed)? {
            Attempt::Done(imported) => return Ok(*imported),
            // Never narrower: what one attempt needed the next one must not forget.
            Attempt::Needs(scale) => series = series_of(job, wider(series.tick_scale(), scale)),
        }
    }
}

fn series_of(job: &Job, scale: TickScale) -> Series {
    Series {
        symbol: job.symbol.clone(),
        kind: SeriesKind::Quotes,
        timeframe: String::new(),
        unit: scale.unit,
        price_scale: scale.price,
        volume_scale: scale.volume,
        side: PriceSide::Both,
        stamp: StampRule::Instant,
        zone: job.zone.clone(),
    }
}

enum Attempt {
    Done(Box<Imported>),
    Needs(TickScale),
}

fn attempt(
    context: &Context<'_>,
    job: &Job,
    files: &[TickFile],
    series: &Series,
    is_fixed: bool,
) -> Result<Attempt, ImportError> {
    let mode = if job.replace {
        ImportMode::Replace
    } else {
        ImportMode::Merge
    };
    let plan = ImportPlan {
        dataset: job.dataset.clone(),
        series: series.clone(),
        sources: sources_of(files.iter().map(|file| (&file.path, file.hash, file.bytes))),
        options: job.options.clone(),
        mode,
    };
    let begun = context
        .store
        .begin_import::<TickBlock>(plan, context.pool)?;
    let mut import = match begun {
        Begun::Done(version) => {
            let imported = finished(context, job, version, None)?;
            return Ok(Attempt::Done(Box::new(imported)));
        }
        Begun::Open(import) => import,
    };
    let Tuning {
        block_bytes,
        blocks_at_once,
    } = context.tuning;
    let target = Target {
        scale: series.tick_scale(),
        is_fixed,
        block_bytes,
    };
    let plan = Plan {
        files,
        target,
        blocks_at_once,
        pool: context.pool,
    };
    let note = import.resumed_note().to_vec();
    let is_whole = note.is_empty() && import.base().is_none();
    let mut sink = StoreSink {
        context,
        job,
        mode,
        size: CsvSize::new(series.tick_scale()),
        import: &mut import,
    };
    let merged = merge(plan, &note, &mut sink)?;
    let size = sink.size.bytes();
    let tally = match merged {
        Merged::Needs(scale) => return Ok(Attempt::Needs(scale)),
        Merged::Done(tally) => tally,
    };
    check_any(job, &tally)?;
    context.tell(job, Phase::Writing, job.bytes, tally.rows_in);
    let version = import.commit(tally.accounting())?;
    let imported = finished(context, job, version, Some(is_whole.then_some(size)))?;
    Ok(Attempt::Done(Box::new(imported)))
}

struct StoreSink<'a, 's> {
    context: &'a Context<'a>,
    job: &'a Job,
    mode: ImportMode,
    size: CsvSize,
    import: &'a mut Import<'s, TickBlock>,
}

impl Sink for StoreSink<'_, '_> {
    fn days(&self) -> BTreeSet<i64> {
        let base = self
            .import
            .base()
            .filter(|_| self.mode == ImportMode::Merge);
        let segments = base.iter().flat_map(|base| base.segments.iter());
        segments.map(|segment| segment.period).collect()
    }

    fn existing(&self, day: i64) -> Result<TickBlock, ImportError> {
        Ok(self.import.existing(day)?)
    }

    fn append(&mut self, rows: &TickBlock) -> Result<(), ImportError> {
        self.size.add(rows);
        Ok(self.import.append(rows)?)
    }

    fn note(&mut self, note: Vec<u8>) {
        self.import.note(note);
    }

    fn progress(&mut self, rows: u64, bytes: u64) -> Result<(), ImportError> {
        self.context.tell(self.job, Phase::Reading, bytes, rows);
        self.context.go_on()
    }
}
