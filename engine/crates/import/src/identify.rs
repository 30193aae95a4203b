//! What a file is: by its name where that is enough, otherwise by its first rows. Files that are not
//! understood are named with the reason.

use crate::bars_job::{BarFile, BarForm, BarKind};
use crate::bi5::{Bi5Place, Holds, place_of};
use crate::error::{ImportError, ImportErrorKind};
use crate::exact_bars::exact_bars;
use crate::lines::LINE_BYTES_MAX;
use crate::outcome::Watch;
use crate::read::{BarsFileOptions, bytes_of};
use crate::request::Choices;
use crate::span::BarStamp;
use crate::symbol::symbol_of;
use crate::ticks::layout::{Head, TickLayout};
use crate::ticks::{TickFile, TickForm, read_range};
use crate::walk::{Candidate, unreadable};
use base::{Nanos, Zone};
use market::{Instrument, TickScale, TimeUnit, known_instrument};
use std::path::Path;
use std::sync::Arc;
use store::{PriceSide, StampRule};

/// Bytes by which a text is understood.
const HEAD_BYTES: u64 = 1 << 16;

/// A file that is understood.
pub(crate) struct Identified {
    pub(crate) symbol: String,
    /// Name of its format.
    pub(crate) format: &'static str,
    pub(crate) understood: String,
    /// By whose clock its times and days are meant.
    pub(crate) zone: Zone,
    pub(crate) warnings: Vec<String>,
    pub(crate) content: Content,
}

/// What it holds.
pub(crate) enum Content {
    /// Quotes, and a scale that holds its first rows.
    Ticks(TickFile, TickScale),
    Bars(BarFile, BarKind),
}

/// Understands a file, or says in a sentence why not.
pub(crate) fn identify(
    file: &Candidate,
    choices: &Choices,
    watch: &dyn Watch,
) -> Result<Identified, ImportError> {
    let name = file
        .path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    if name.eq_ignore_ascii_case("bi5") {
        return bi5(file, choices);
    }
    let head =
        read_range(&file.path, 0, HEAD_BYTES).map_err(|error| unreadable(&file.path, &error))?;
    let head = text_of(&file.path, file.bytes, head)?;
    let layout = TickLayout::detect(&head, choices.zone.as_ref()).map_err(|error| ImportError {
        message: format!(
            "{} is not understood: {}",
            file.path.display(),
            error.message
        ),
        ..error.in_file(&file.path)
    })?;
    match layout {
        Some(layout) => ticks(file, choices, layout, &head),
        None => bars(file, choices, &head, watch),
    }
}

fn not_understood(path: &Path, why: impl std::fmt::Display, help: &str) -> ImportError {
    let words = format!("{} is not understood: {why}.", path.display());
    ImportError::new(ImportErrorKind::NotUnderstood, words, help).in_file(path)
}

fn bi5(file: &Candidate, choices: &Choices) -> Result<Identified, ImportError> {
    let path = &file.path;
    // Folders above the one in which a relative path starts belong to it as well.
    let whole = std::fs::canonicalize(path).map_err(|error| unreadable(path, &error))?;
    let place = place_of(&whole).map_err(|why| {
        not_understood(
            path,
            why,
            "Keep the folders of the vendor's paths: SYMBOL/YYYY/MM/DD.",
        )
    })?;
    let symbol = choices
        .symbol
        .clone()
        .unwrap_or_else(|| place.symbol.clone());
    let decimals = decimals_of(&symbol, choices)?;
    let understood = understood_bi5(&place, decimals);
    let bytes = file.bytes;
    let content = match place.holds {
        Holds::Ticks => {
            let tick_file = TickFile {
                path: path.clone(),
                bytes,
                hash: [0; 32],
                start: place.start * 1_000_000,
                form: TickForm::Hour {
                    start: place.start,
                    decimals,
                },
            };
            let scale = TickScale {
                unit: TimeUnit::Milli,
                price: decimals,
                volume: 2,
            };
            Content::Ticks(tick_file, scale)
        }
        Holds::Candles { timeframe, .. } => {
            let kind = BarKind {
                timeframe: timeframe.to_owned(),
                side: place.holds.side(),
                stamp: StampRule::Open,
            };
            let form = BarForm::Candles {
                place: place.clone(),
                decimals,
            };
            Content::Bars(
                BarFile {
                    path: path.clone(),
                    bytes,
                    hash: [0; 32],
                    form,
                },
                kind,
            )
        }
    };
    let format = if place.holds == Holds::Ticks {
        "bi5 ticks"
    } else {
        "bi5 candles"
    };
    Ok(Identified {
        symbol,
        format,
        understood,
        zone: choices.zone.clone().unwrap_or_default(),
        warnings: Vec::new(),
        content,
    })
}

fn understood_bi5(place: &Bi5Place, decimals: u8) -> String {
    let what = match place.holds {
        Holds::Ticks => "ticks by the hour".to_owned(),
        Holds::Candles { timeframe, is_ask } => {
            let side = if is_ask { "ask" } else { "bid" };
            format!("{timeframe} candles of the {side}")
        }
    };
    format!(
        "Dukascopy .bi5, {what}; dates from the path, months from 0, UTC; prices with {decimals} decimals"
    )
}

/// Decimals of integer prices: `--point`, or what is known of the symbol.
fn decimals_of(symbol: &str, choices: &Choices) -> Result<u8, ImportError> {
    if let Some(point) = choices.point {
        if point.mantissa == 1 && point.scale <= 9 {
            return Ok(point.scale);
        }
        return Err(ImportError::new(
            ImportErrorKind::ChoiceNeeded,
            "The point is no power of ten such as 0.00001.",
            "Say what one unit of a price is worth: --point 0.00001.",
        ));
    }
    known_instrument(symbol)
        .map(|known| known.decimals)
        .ok_or_else(|| {
            ImportError::new(
                ImportErrorKind::ChoiceNeeded,
                format!(
                    "{symbol} is not known, so the decimals of its integer prices are not either."
                ),
                "Say what one unit of a price is worth: --point 0.00001, or 0.001 as for JPY.",
            )
        })
}

/// The beginning of a text up to a line's end; bytes that are no text are refused.
fn text_of(path: &Path, bytes: u64, mut head: Vec<u8>) -> Result<Vec<u8>, ImportError> {
    let refuse = |why: &str, help: &str| Err(not_understood(path, why, help));
    let utf8 = "Save the file as text in UTF-8.";
    match head.as_slice() {
        [] => return refuse("it is empty", "Give a file with rows."),
        [0x1f, 0x8b, ..] => return refuse("it is compressed with gzip", "Unpack it first."),
        [b'P', b'K', 3, 4, ..] => return refuse("it is a zip archive", "Unpack it first."),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return refuse("it is UTF-16", utf8),
        [0x5d, 0, 0, ..] => {
            return refuse(
                "it is an LZMA stream",
                "Dukascopy's files end in .bi5 and stand in SYMBOL/YYYY/MM/DD.",
            );
        }
        _ => {}
    }
    if head.contains(&0) && head.iter().filter(|byte| **byte == 0).count() * 8 > head.len() {
        return refuse("it is no text", utf8);
    }
    if (head.len() as u64) < bytes {
        let end = head
            .iter()
            .rposition(|byte| *byte == b'\n')
            .or_else(|| head.iter().rposition(|byte| *byte == b'\r'));
        let Some(end) = end else {
            let words = format!(
                "The first line of {} is longer than 64 KiB.",
                path.display()
            );
            let error = ImportError::new(
                ImportErrorKind::LineTooLong,
                words,
                "Give a text file with one row a line.",
            );
            debug_assert!(HEAD_BYTES as usize >= LINE_BYTES_MAX);
            return Err(error.in_file(path).at_line(1));
        };
        head.truncate(end + 1);
    }
    Ok(head)
}

fn ticks(
    file: &Candidate,
    choices: &Choices,
    layout: TickLayout,
    head: &[u8],
) -> Result<Identified, ImportError> {
    let symbol = symbol_of(&file.path, choices)?;
    let first = Head::of(head, &layout);
    if first.is_newest_first {
        let why = "its rows are newest first";
        return Err(not_understood(
            &file.path,
            why,
            "Order them by time, oldest first.",
        ));
    }
    check_point(&file.path, choices, first.price_decimals)?;
    let known = known_instrument(&symbol).map_or(0, |known| known.decimals);
    let point = choices.point.map_or(0, |point| point.scale);
    let price = first.price_decimals.max(known).max(point);
    let scale = TickScale {
        unit: first.unit,
        price,
        volume: first.volume_decimals,
    };
    let mut warnings = Vec::new();
    if !layout.is_zone_named {
        warnings.push(
            "Its times name no zone: they are read as UTC. Say --zone if they are not.".to_owned(),
        );
    }
    if layout.is_swapped {
        warnings.push(
            "Its header has bid and ask the wrong way round: the lower one is read as the bid."
                .to_owned(),
        );
    }
    let start = if first.rows_seen > 300 || head.len() as u64 == file.bytes {
        first.earliest
    } else {
        Nanos::MIN
    };
    let understood = format!("{}; prices with {price} decimals", layout.describe());
    // A header that names a zone is right about it; times that are instants need none.
    let zone = if layout.form.is_local() {
        layout.zone.clone()
    } else {
        choices.zone.clone().unwrap_or_default()
    };
    let form = TickForm::Text(Arc::new(layout));
    let tick_file = TickFile {
        path: file.path.clone(),
        bytes: file.bytes,
        hash: [0; 32],
        start,
        form,
    };
    let content = Content::Ticks(tick_file, scale);
    Ok(Identified {
        symbol,
        format: "csv ticks",
        understood,
        zone,
        warnings,
        content,
    })
}

/// Prices of a text are taken as they are written. Whole ones beside a point ask for something else.
fn check_point(path: &Path, choices: &Choices, decimals: u8) -> Result<(), ImportError> {
    let is_fraction = choices.point.is_some_and(|point| point.scale > 0);
    if !is_fraction || decimals > 0 {
        return Ok(());
    }
    Err(ImportError::new(
        ImportErrorKind::ChoiceNeeded,
        format!(
            "The prices in {} are whole numbers; --point says what those of a .bi5 file are worth and changes none of a text.",
            path.display()
        ),
        "Write the prices with their decimals, or leave --point out if they are whole.",
    )
    .in_file(path))
}

fn bars(
    file: &Candidate,
    choices: &Choices,
    head: &[u8],
    watch: &dyn Watch,
) -> Result<Identified, ImportError> {
    let path = &file.path;
    check_bars(path, head)?;
    let symbol = symbol_of(path, choices)?;
    let stamp = choices.stamp.unwrap_or(StampRule::Open);
    let zone = choices.zone.clone().unwrap_or_default();
    let options = BarsFileOptions {
        zone: zone.clone(),
        stamp: if stamp == StampRule::Close {
            BarStamp::Close
        } else {
            BarStamp::Open
        },
        timeframe: None,
        instrument: Instrument {
            symbol: symbol.clone(),
            tick_size: None,
            point_value: 1.0,
            lot: None,
            zone: zone.clone(),
        },
    };
    let exact = exact_bars(path, &bytes_of(path, watch)?, &options, watch)?;
    check_point(path, choices, exact.scale.price)?;
    let kind = BarKind {
        timeframe: exact.timeframe.clone(),
        side: choices.side.unwrap_or_else(|| side_of(path)),
        stamp,
    };
    let understood = format!(
        "{}; prices with {} decimals",
        exact.understood, exact.scale.price
    );
    let form = BarForm::Text(Arc::new(exact));
    let content = Content::Bars(
        BarFile {
            path: path.clone(),
            bytes: file.bytes,
            hash: [0; 32],
            form,
        },
        kind,
    );
    Ok(Identified {
        symbol,
        format: "csv bars",
        understood,
        zone,
        warnings: Vec::new(),
        content,
    })
}

/// Refuses what is no file of bars by its first line, before the rest is read.
fn check_bars(path: &Path, head: &[u8]) -> Result<(), ImportError> {
    let cut = crate::lines::Cut::detect(head);
    let mut line = crate::lines::Line::default();
    crate::lines::Lines::new(head, cut).next(&mut line);
    crate::columns::Columns::of_first_line(&line).map(|_| ()).map_err(|error| {
        let words = format!("{} is not understood: {}", path.display(), error.message);
        let help = "Give quotes (time, bid, ask) or bars (time, open, high, low, close), with a header or in that order.";
        let kind = if head.trim_ascii().is_empty() { ImportErrorKind::Empty } else { ImportErrorKind::NotUnderstood };
        ImportError::new(kind, words, help).in_file(path).at_line(1)
    })
}

/// The side that a file's name says, as in `gbpusd-m1-bid-2012.csv`.
fn side_of(path: &Path) -> PriceSide {
    let stem = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    let mut parts = stem.split(|letter: char| !letter.is_ascii_alphanumeric());
    parts
        .find_map(|part| match part.to_ascii_lowercase().as_str() {
            "bid" => Some(PriceSide::Bid),
            "ask" => Some(PriceSide::Ask),
            "mid" => Some(PriceSide::Mid),
            _ => None,
        })
        .unwrap_or(PriceSide::Last)
}
