//! Bars from files into the store, year by year: each instant once, the dataset's own bars first.

use crate::bi5::{Bi5Place, PACKED_BYTES_MAX};
use crate::candles::CandleReading;
use crate::error::ImportError;
use crate::exact_bars::ExactBars;
use crate::job::{Context, Job, check_any, finished, go_on, sources_of};
use crate::outcome::{Imported, Phase};
use crate::rules::{RowRule, Tally};
use crate::ticks::note::{Note, NoteReader};
use crate::ticks::read_range;
use crate::ticks::scale::wider;
use crate::walk::unreadable;
use base::civil::{DAY_NANOS, Date, utc_text};
use market::{BlockSource, TickScale, TimeUnit};
use std::collections::BTreeSet;
use std::fmt::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use store::{
    BarColumns, Begun, Import, ImportMode, ImportPlan, PriceSide, Series, SeriesKind, StampRule,
};

/// A file with bars.
#[derive(Clone)]
pub(crate) struct BarFile {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    pub(crate) hash: [u8; 32],
    pub(crate) form: BarForm,
}

/// How its rows are written.
#[derive(Clone)]
pub(crate) enum BarForm {
    /// Read already: it needed to be, to be understood.
    Text(Arc<ExactBars>),
    Candles {
        place: Bi5Place,
        decimals: u8,
    },
}

/// What the bars of a dataset are.
#[derive(Clone, Debug)]
pub(crate) struct BarKind {
    pub(crate) timeframe: String,
    pub(crate) side: PriceSide,
    pub(crate) stamp: StampRule,
}

/// Imports the bars of a job.
pub(crate) fn import_bars(
    context: &Context<'_>,
    job: &Job,
    kind: &BarKind,
    files: &[BarFile],
) -> Result<Imported, ImportError> {
    let there = context.store.dataset(&job.dataset).ok();
    let there = there.filter(|there| {
        there.series.kind == SeriesKind::Bars
            && there.series.symbol == job.symbol
            && there.series.timeframe == kind.timeframe
            && there.series.side == kind.side
    });
    let is_fixed = there.is_some();
    let mut series = there.map_or_else(
        || series_of(job, kind, scale_of(files)),
        |there| there.series,
    );
    loop {
        context.go_on()?;
        match attempt(context, job, files, &series, is_fixed)? {
            Ok(imported) => return Ok(imported),
            Err(needs) => series = series_of(job, kind, needs),
        }
    }
}

/// What holds all texts, and candles as far as that is known before they are read.
pub(crate) fn scale_of(files: &[BarFile]) -> TickScale {
    let least = TickScale {
        unit: TimeUnit::Second,
        price: 0,
        volume: 0,
    };
    files.iter().fold(least, |scale, file| match &file.form {
        BarForm::Text(exact) => wider(scale, exact.scale),
        BarForm::Candles { decimals, .. } => wider(
            scale,
            TickScale {
                price: *decimals,
                volume: 2,
                ..least
            },
        ),
    })
}

fn series_of(job: &Job, kind: &BarKind, scale: TickScale) -> Series {
    Series {
        symbol: job.symbol.clone(),
        kind: SeriesKind::Bars,
        timeframe: kind.timeframe.clone(),
        unit: scale.unit,
        price_scale: scale.price,
        volume_scale: scale.volume,
        side: kind.side,
        stamp: kind.stamp,
        zone: job.zone.clone(),
    }
}

/// One try; a wider scale where this one does not hold all rows.
fn attempt(
    context: &Context<'_>,
    job: &Job,
    files: &[BarFile],
    series: &Series,
    is_fixed: bool,
) -> Result<Result<Imported, TickScale>, ImportError> {
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
    let mut import = match context
        .store
        .begin_import::<BarColumns>(plan, context.pool)?
    {
        Begun::Done(version) => return finished(context, job, version, None).map(Ok),
        Begun::Open(import) => import,
    };
    let mut years = Years {
        context,
        job,
        files,
        scale: series.tick_scale(),
        is_fixed,
        is_merged: mode == ImportMode::Merge,
        texts: Vec::new(),
        tally: Tally::default(),
        carried: 0,
        ended: i64::MIN,
        bytes: 0,
    };
    let texts = years.read_texts();
    if let Some(needs) = years.run(&mut import)? {
        return Ok(Err(needs));
    }
    let mut tally = texts;
    tally.join(&years.tally);
    check_any(job, &tally)?;
    context.tell(job, Phase::Writing, job.bytes, tally.rows_in);
    let version = import.commit(tally.accounting())?;
    finished(context, job, version, Some(None)).map(Ok)
}

struct Years<'a> {
    context: &'a Context<'a>,
    job: &'a Job,
    files: &'a [BarFile],
    scale: TickScale,
    is_fixed: bool,
    is_merged: bool,
    /// Bars of the texts, with the number of their file.
    texts: Vec<(usize, BarColumns)>,
    /// Of candles, and of what bars say about each other.
    tally: Tally,
    /// Bars that were there on dates which are not replaced.
    carried: u64,
    /// When the last bar of the years before ends.
    ended: i64,
    bytes: u64,
}

impl Years<'_> {
    fn read_texts(&mut self) -> Tally {
        let mut all = Tally::default();
        for (at, file) in self.files.iter().enumerate() {
            if let BarForm::Text(exact) = &file.form {
                let (bars, tally) = exact.columns(self.scale);
                all.join(&tally);
                self.texts.push((at, bars));
                self.bytes += file.bytes;
            }
        }
        all
    }

    fn years(&self) -> BTreeSet<i64> {
        let unit = self.scale.unit.nanos();
        let texts = self
            .texts
            .iter()
            .flat_map(|(_, bars)| bars.open_time.iter());
        let texts = texts.map(|time| year_of(time * unit));
        let candles = self.files.iter().filter_map(|file| match &file.form {
            BarForm::Candles { place, .. } => Some(year_of(place.start * 1_000_000)),
            BarForm::Text(_) => None,
        });
        texts.chain(candles).collect()
    }

    /// Hands over all years. A scale: some candles need it.
    fn run(
        &mut self,
        import: &mut Import<'_, BarColumns>,
    ) -> Result<Option<TickScale>, ImportError> {
        let mut first = i64::MIN;
        if let Some(mut note) = NoteReader::new(import.resumed_note())
            && let (Some(next), Some(tally)) = (note.signed(), note.tally())
            && let (Some(carried), Some(ended)) = (note.unsigned(), note.signed())
        {
            first = next;
            self.tally = tally;
            self.carried = carried;
            self.ended = ended;
            import.carry(carried);
        }
        for year in self.years().range(first..) {
            self.context.go_on()?;
            let mut sources = Vec::new();
            match self.candles(*year)? {
                Ok(candles) => sources.extend(candles),
                Err(needs) => return Ok(Some(needs)),
            }
            for (at, bars) in &self.texts {
                sources.push((*at, part_of(bars, *year)));
            }
            let mut own = import.existing(*year)?;
            if !self.is_merged {
                own = beside(&own, &sources);
                self.carried += own.len() as u64;
                import.carry(own.len() as u64);
            }
            sources.insert(0, (usize::MAX, own));
            let bars = self.join(&sources);
            import.append(&bars)?;
            let mut note = Note::new();
            note.signed(year + 1);
            note.tally(&self.tally);
            note.unsigned(self.carried);
            note.signed(self.ended);
            import.note(note.finish());
            self.context
                .tell(self.job, Phase::Reading, self.bytes, self.tally.rows_in);
        }
        Ok(None)
    }

    /// The candles of a year, file by file.
    fn candles(
        &mut self,
        year: i64,
    ) -> Result<Result<Vec<(usize, BarColumns)>, TickScale>, ImportError> {
        let of_year = self
            .files
            .iter()
            .enumerate()
            .filter_map(|(at, file)| match &file.form {
                BarForm::Candles { place, decimals }
                    if year_of(place.start * 1_000_000) == year =>
                {
                    Some((at, file, place, *decimals))
                }
                _ => None,
            });
        let of_year: Vec<_> = of_year.collect();
        let watch = self.context.watch;
        let read = base::pool::map(self.context.pool, of_year.len(), |index| {
            go_on(watch)?;
            let (_, file, place, decimals) = of_year[index];
            let packed = read_range(&file.path, 0, file.bytes.min(PACKED_BYTES_MAX + 1))
                .map_err(|error| unreadable(&file.path, &error))?;
            let (scale, is_fixed) = (self.scale, self.is_fixed);
            let path = &file.path;
            Ok::<_, ImportError>(
                CandleReading {
                    path,
                    place,
                    decimals,
                    scale,
                    is_fixed,
                }
                .read(&packed),
            )
        });
        let mut all = Vec::new();
        for ((at, file, ..), candles) in of_year.iter().zip(read) {
            let candles = candles?;
            if let Some(needs) = candles.needs {
                return Ok(Err(wider(self.scale, needs)));
            }
            self.tally.join(&candles.tally);
            self.bytes += file.bytes;
            all.push((*at, candles.bars));
        }
        Ok(Ok(all))
    }

    /// Bars of a year of all sources in order of time, each instant once; of two, the one of the earlier
    /// source. The first source is the dataset itself, of which no bar is lost.
    fn join(&mut self, sources: &[(usize, BarColumns)]) -> BarColumns {
        let mut rows: Vec<(i64, usize, usize)> = Vec::new();
        for (rank, (_, bars)) in sources.iter().enumerate() {
            rows.extend(
                bars.open_time
                    .iter()
                    .enumerate()
                    .map(|(row, time)| (*time, rank, row)),
            );
        }
        rows.sort();
        let mut joined = BarColumns::new(self.scale);
        let mut last: Option<(usize, usize)> = None;
        for (time, rank, row) in rows {
            let bars = &sources[rank].1;
            let before = last.map(|(rank, row)| (&sources[rank].1, row));
            let clash = before.and_then(|before| clash(before, (bars, row)));
            let overlaps = || {
                let is_new = rank > 0;
                let reaches = reaches_into(&sources[0].1, (time, bars.close_time[row]));
                (is_new && (time < self.ended || reaches)).then_some(Some(RowRule::Overlap))
            };
            if let Some(rule) = clash.or_else(overlaps) {
                self.clashed(rule, sources[rank].0, bars, row);
                continue;
            }
            joined.extend_from(bars, row..row + 1);
            last = Some((rank, row));
        }
        self.ended = joined
            .close_time
            .last()
            .map_or(self.ended, |end| self.ended.max(*end));
        joined
    }

    fn clashed(&mut self, rule: Option<RowRule>, file: usize, bars: &BarColumns, row: usize) {
        let Some(rule) = rule else {
            self.tally.duplicates += 1;
            return;
        };
        let time = utc_text(bars.open_time[row] * self.scale.unit.nanos());
        let name = self
            .files
            .get(file)
            .map(|file| file.path.display().to_string());
        self.tally.add(rule, || {
            format!("{}, the bar of {time}", name.unwrap_or_default())
        });
    }
}

/// Whether a span goes on when the next of some bars opens.
fn reaches_into(bars: &BarColumns, (open, close): (i64, i64)) -> bool {
    let next = bars.open_time.partition_point(|time| *time <= open);
    bars.open_time.get(next).is_some_and(|next| *next < close)
}

/// Whether a bar cannot follow another: `Some(None)` where it equals it.
#[allow(
    clippy::option_option,
    reason = "no clash, an equal bar, or a broken rule"
)]
fn clash(before: (&BarColumns, usize), bar: (&BarColumns, usize)) -> Option<Option<RowRule>> {
    let values = |(bars, row): (&BarColumns, usize)| {
        let prices = [
            bars.open[row],
            bars.high[row],
            bars.low[row],
            bars.close[row],
        ];
        (
            bars.open_time[row],
            bars.close_time[row],
            prices,
            bars.volume[row],
        )
    };
    let (one, other) = (values(before), values(bar));
    if one == other {
        Some(None)
    } else if one.0 == other.0 {
        Some(Some(RowRule::ConflictingDuplicate))
    } else {
        (other.0 < one.1).then_some(Some(RowRule::Overlap))
    }
}

/// The dataset's own bars that new ones leave where they are: those of other UTC dates, as far as no
/// new bar overlaps them.
fn beside(own: &BarColumns, new: &[(usize, BarColumns)]) -> BarColumns {
    let unit = own.scale.unit.nanos();
    let date = |time: i64| (time * unit).div_euclid(DAY_NANOS);
    let spans = new.iter().flat_map(|(_, bars)| {
        let opens = bars.open_time.iter().copied();
        opens.zip(bars.close_time.iter().copied())
    });
    let mut spans: Vec<(i64, i64)> = spans.collect();
    spans.sort_unstable();
    let dates: BTreeSet<i64> = spans.iter().map(|(open, _)| date(*open)).collect();
    let is_overlapped = |open: i64, close: i64| {
        let after = spans.partition_point(|span| span.0 < open);
        let before = after.checked_sub(1).map(|at| spans[at]);
        spans.get(after).is_some_and(|span| span.0 < close)
            || before.is_some_and(|span| span.1 > open)
    };
    let mut rest = BarColumns::new(own.scale);
    for row in 0..own.len() {
        let (open, close) = (own.open_time[row], own.close_time[row]);
        if !dates.contains(&date(open)) && !is_overlapped(open, close) {
            rest.extend_from(own, row..row + 1);
        }
    }
    rest
}

fn part_of(bars: &BarColumns, year: i64) -> BarColumns {
    let unit = bars.scale.unit.nanos();
    let from = bars
        .open_time
        .partition_point(|time| year_of(time * unit) < year);
    let until = bars
        .open_time
        .partition_point(|time| year_of(time * unit) <= year);
    let mut part = BarColumns::new(bars.scale);
    part.extend_from(bars, from..until);
    part
}

fn year_of(time: i64) -> i64 {
    i64::from(Date::from_day_number(time.div_euclid(DAY_NANOS)).year)
}

/// Bytes that bars take as CSV: times as in quotes, numbers with as many digits as they need.
pub(crate) fn csv_bytes_of_bars(bars: &dyn BlockSource) -> Result<u64, String> {
    const ROWS: usize = 1 << 16;
    const TIME: u64 = "2019-02-04 00:00:00.000\n".len() as u64;
    let mut counted = Counted("timestamp,open,high,low,close,volume\n".len() as u64);
    for first in (0..bars.rows()).step_by(ROWS) {
        let rows = bars.read(first, ROWS)?;
        for row in 0..rows.len() {
            counted.0 += TIME;
            let (open, high) = (rows.open[row], rows.high[row]);
            let (low, close, volume) = (rows.low[row], rows.close[row], rows.volume[row]);
            let numbers = write!(counted, ",{open},{high},{low},{close},");
            let volume = if volume.is_nan() {
                Ok(())
            } else {
                write!(counted, "{volume}")
            };
            numbers.and(volume).map_err(|error| error.to_string())?;
        }
    }
    Ok(counted.0)
}

/// Counts what is written.
struct Counted(u64);

impl Write for Counted {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len() as u64;
        Ok(())
    }
}
