//! A file of bars to bars in memory: the steps in order, and the sentence that says what was understood.

use crate::columns::Columns;
use crate::error::{ImportError, ImportErrorKind};
use crate::job::go_on;
use crate::lines::Cut;
use crate::outcome::{Unwatched, Watch};
use crate::report::BarsReport;
use crate::rows::{Parsed, parse};
use crate::sequence::{Clock, Reading, Sequence, sequence};
use crate::span::{BarStamp, Spans, detect_timeframe};
use base::Zone;
use market::{Bars, Instrument, MemoryBars, Timeframe, higher_bars};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

const FILE_BYTES_MAX: u64 = 2 << 30;
/// Read before it is asked whether to go on.
const BLOCK_BYTES: u64 = 16 << 20;
const CAUSES_SHOWN: usize = 3;

/// What is known about a file before it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct BarsFileOptions {
    /// Zone of times without an offset, and of the days on which dated bars end.
    pub zone: Zone,
    /// Which end of a bar its time is.
    pub stamp: BarStamp,
    /// The timeframe that is wanted; without one, the file's own. A longer one is made of the file's.
    pub timeframe: Option<Timeframe>,
    /// What the bars are bars of. Its zone is that of the grid of longer bars.
    pub instrument: Instrument,
}

/// Bars and how they were read.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedBars {
    /// The bars.
    pub bars: MemoryBars,
    /// Their timeframe.
    pub timeframe: Timeframe,
    /// What became of the rows.
    pub report: BarsReport,
}

/// Reads a file of bars.
///
/// # Errors
/// When the file cannot be read, or gives no bars.
pub fn read_bars_file(path: &Path, options: &BarsFileOptions) -> Result<ImportedBars, ImportError> {
    let bytes = bytes_of(path, &Unwatched)?;
    let mut imported = read_bars_text(&bytes, options).map_err(|error| ImportError {
        message: format!("{}: {}", path.display(), error.message),
        ..error
    })?;
    imported.report.path = path.display().to_string();
    Ok(imported)
}

/// Reads the bytes of a file of bars. Time and memory are linear in them.
///
/// # Errors
/// When they give no bars.
pub fn read_bars_text(
    bytes: &[u8],
    options: &BarsFileOptions,
) -> Result<ImportedBars, ImportError> {
    Ok(read_with_lines(bytes, options, &Unwatched)?.0)
}

/// The same, with what is needed to find each bar's own text again: the columns, how the text is cut,
/// and the line of each bar of the file's own timeframe.
pub(crate) fn read_with_lines(
    bytes: &[u8],
    options: &BarsFileOptions,
    watch: &dyn Watch,
) -> Result<(ImportedBars, TextOfBars), ImportError> {
    check_text(bytes)?;
    let mut parsed = parse(bytes, watch)?;
    let is_dated = parsed.form.is_some_and(crate::time::TimeForm::is_dated);
    let reading = reading_of(&parsed);
    let mut clock = Clock::new(&options.zone, reading);
    let sequence = sequence(&mut parsed.rows, &mut clock, &mut parsed.rejections);
    check_usable(&parsed, &sequence)?;
    let own = own_timeframe(&sequence, reading, options)?;
    let spans = Spans {
        zone: &options.zone,
        timeframe: own,
        stamp: options.stamp,
        is_dated,
    };
    let rows = std::mem::take(&mut parsed.rows);
    let mut lines: Vec<u32> = sequence
        .kept
        .iter()
        .map(|row| rows.lines[*row as usize])
        .collect();
    let (bars, overlapping) = spans.bars(rows, &sequence, &mut parsed.rejections);
    let mut overlapping = overlapping.into_iter().peekable();
    let mut at = 0..;
    lines.retain(|_| {
        overlapping
            .next_if_eq(&at.next().unwrap_or_default())
            .is_none()
    });
    let rows_kept = count(bars.len());
    let timeframe = options.timeframe.unwrap_or(own);
    let bars = gather(bars, own, timeframe, options)?;
    let report = BarsReport {
        path: String::new(),
        content_hash: *blake3::hash(bytes).as_bytes(),
        understood: understood(&parsed, &sequence, options, (own, timeframe)),
        timeframe: timeframe.to_string(),
        rows_in: parsed.rows_in,
        rows_kept,
        rows_rejected: parsed.rejections.total(),
        rows_duplicate: sequence.duplicates,
        rejected_by_rule: parsed.rejections.by_rule(),
        rejected: parsed.rejections.into_shown(),
    };
    let bars = MemoryBars::new(options.instrument.clone(), bars).map_err(|error| {
        let message = format!("The file gives bars that break a rule: {error}.");
        ImportError::new(
            ImportErrorKind::NothingUsable,
            message,
            "Report this as a bug.",
        )
    })?;
    let imported = ImportedBars {
        bars,
        timeframe,
        report,
    };
    let text = TextOfBars {
        columns: parsed.columns,
        cut: parsed.cut,
        lines,
    };
    Ok((imported, text))
}

/// Where the bars of a text stand in it.
pub(crate) struct TextOfBars {
    pub(crate) columns: Columns,
    pub(crate) cut: Cut,
    /// Line of each bar, from 1.
    pub(crate) lines: Vec<u32>,
}

pub(crate) fn bytes_of(path: &Path, watch: &dyn Watch) -> Result<Vec<u8>, ImportError> {
    let shown = path.display();
    let unreadable = |error: std::io::Error| {
        let message = format!("{shown} cannot be read.");
        let help = "Give a text file that this user may read.";
        ImportError::new(ImportErrorKind::FileUnreadable, message, help)
            .because(vec![error.to_string()])
    };
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => ImportError::new(
            ImportErrorKind::FileNotFound,
            format!("There is no file {shown}."),
            "Check the path; a relative one starts at the strategy's folder.",
        ),
        _ => unreadable(error),
    })?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(FILE_BYTES_MAX)).unwrap_or(0) + 1);
    let mut rest = file.take(FILE_BYTES_MAX + 1);
    while rest
        .by_ref()
        .take(BLOCK_BYTES)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?
        > 0
    {
        go_on(watch)?;
    }
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(ImportError::new(
            ImportErrorKind::FileTooLarge,
            format!("{shown} is larger than 2 GiB."),
            "Import it into the store, or cut it by time.",
        ));
    }
    Ok(bytes)
}

/// Text has no NUL; UTF-16 has little else.
fn check_text(bytes: &[u8]) -> Result<(), ImportError> {
    if !bytes.contains(&0) {
        return Ok(());
    }
    let before = bytes.iter().take_while(|&&byte| byte != 0);
    let line = before.filter(|&&byte| byte == b'\n').count() + 1;
    Err(ImportError::new(
        ImportErrorKind::NotText,
        format!("Line {line} has bytes that are no text."),
        "Save the file as text in UTF-8; of a file that broke off, cut the end.",
    )
    .at_line(count(line)))
}

fn reading_of(parsed: &Parsed) -> Reading {
    match parsed.form {
        Some(form) if form.is_dated() => Reading::Days,
        Some(form) if form.is_local() && !parsed.columns.is_utc => Reading::Wall,
        _ => Reading::Instants,
    }
}

fn check_usable(parsed: &Parsed, sequence: &Sequence) -> Result<(), ImportError> {
    if !sequence.times.is_empty() {
        return Ok(());
    }
    if parsed.rows_in == 0 {
        return Err(ImportError::new(
            ImportErrorKind::Empty,
            "The file has a header but no rows.",
            "Give a file with one bar a line.",
        ));
    }
    let causes = parsed.rejections.first(CAUSES_SHOWN);
    let line = causes.first().map(|row| row.line);
    let error = ImportError::new(
        ImportErrorKind::NothingUsable,
        format!("None of the {} rows can be used.", parsed.rows_in),
        format!("Rows are read as {}.", columns_in_words(&parsed.columns)),
    )
    .because(
        causes
            .iter()
            .map(|row| format!("line {}: {} ({})", row.line, row.reason, row.rule.name()))
            .collect(),
    );
    Err(ImportError { line, ..error })
}

/// The timeframe of the file's rows.
fn own_timeframe(
    sequence: &Sequence,
    reading: Reading,
    options: &BarsFileOptions,
) -> Result<Timeframe, ImportError> {
    let detected = detect_timeframe(&sequence.times, reading, &options.zone);
    match (detected, options.timeframe) {
        (None, Some(wanted)) => Ok(wanted),
        (None, None) => Err(ImportError::new(
            ImportErrorKind::UnknownTimeframe,
            format!(
                "The times of {} rows do not show how long a bar is.",
                sequence.times.len()
            ),
            "Say it in the strategy: chart = 1d.",
        )),
        (Some(own), Some(wanted)) if !wanted.is_multiple_of(&own) => Err(ImportError::new(
            ImportErrorKind::TimeframeMismatch,
            format!("The chart asks for {wanted} bars; the file has {own} bars."),
            format!("Use chart = {own} or a whole multiple of it, or a file with shorter bars."),
        )),
        (Some(own), _) => Ok(own),
    }
}

fn gather(
    bars: Bars,
    own: Timeframe,
    wanted: Timeframe,
    options: &BarsFileOptions,
) -> Result<Bars, ImportError> {
    if own == wanted {
        return Ok(bars);
    }
    higher_bars(&bars, &own, &wanted, &options.instrument.zone).map_err(|error| {
        let help =
            format!("Use chart = {own}, or set the zone in which the bars start their days.");
        ImportError::new(ImportErrorKind::TimeframeMismatch, error.to_string(), help)
    })
}

/// One sentence on what was understood.
fn understood(
    parsed: &Parsed,
    sequence: &Sequence,
    options: &BarsFileOptions,
    (own, wanted): (Timeframe, Timeframe),
) -> String {
    let cut = match parsed.cut.delimiter {
        b'\t' => "tab-separated",
        b';' => "semicolon-separated",
        b'|' => "bar-separated",
        _ => "comma-separated",
    };
    let header = if parsed.columns.names.is_empty() {
        "without"
    } else {
        "with"
    };
    let form = parsed
        .form
        .map_or_else(String::new, crate::time::TimeForm::describe);
    let zone = match reading_of(parsed) {
        Reading::Instants => String::new(),
        Reading::Wall | Reading::Days => format!(" in {}", options.zone.name()),
    };
    let stamp = match options.stamp {
        BarStamp::Open => "open",
        BarStamp::Close => "close",
    };
    let columns = columns_in_words(&parsed.columns);
    let order = if sequence.is_reversed {
        "; newest first"
    } else {
        ""
    };
    let gathered = if own == wanted {
        String::new()
    } else {
        format!(", gathered into {wanted} bars")
    };
    format!(
        "{cut} {header} header: {columns}; times are {form}{zone} at which bars {stamp}{order}; {own} bars{gathered}"
    )
}

fn columns_in_words(columns: &Columns) -> String {
    let name = |column| columns.name_of(column);
    let time = match columns.clock {
        Some(clock) => format!("{} and {}", name(columns.time), name(clock)),
        None => name(columns.time),
    };
    let [open, high, low, close] = columns.prices.map(name);
    let volume = columns.volume.map_or_else(
        || "no volume".into(),
        |column| format!("volume {}", name(column)),
    );
    format!("time {time}, open {open}, high {high}, low {low}, close {close}, {volume}")
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
