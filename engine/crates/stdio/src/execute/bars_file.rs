//! A run's bars: from what the settings say to bars in memory, and what became of the file's rows.

use import::{BarStamp, BarsFileOptions, ImportError, ImportErrorKind, ImportedBars};
use market::{Instrument, Timeframe};
use protocol::{BarsFile, BarsReport, ErrorCode, RejectedRow, Stamp};
use std::fmt::Display;
use std::path::Path;
use wire::Failure;

/// Reads a file.
pub(crate) fn load(file: &BarsFile, chart: Option<&str>) -> Result<ImportedBars, Failure> {
    let zone = base::Zone::new(&file.zone).map_err(|error| {
        bad(
            error,
            "Give an IANA name such as `America/New_York` or `UTC`.",
        )
    })?;
    let facts =
        wire::instrument_facts(&file.instrument).map_err(|error| wire::settings_error(&error))?;
    let timeframe = chart.map(Timeframe::parse).transpose();
    let options = BarsFileOptions {
        zone: zone.clone(),
        stamp: match file.stamp {
            Stamp::Open => BarStamp::Open,
            Stamp::Close => BarStamp::Close,
        },
        timeframe: timeframe
            .map_err(|error| bad(error, "Write it as `15m`, `4h`, `1d`, `1w` or `1mo`."))?,
        instrument: Instrument {
            symbol: file.instrument.symbol.clone(),
            tick_size: facts.tick_size,
            point_value: facts.point_value,
            lot: facts.lot,
            zone,
        },
    };
    import::read_bars_file(Path::new(&file.path), &options).map_err(|error| import_failure(&error))
}

fn bad(error: impl Display, help: &str) -> Failure {
    Failure::new(
        ErrorCode::BadSettings,
        error.to_string(),
        Some(help.to_owned()),
    )
}

/// A failure of the importer, for the host.
pub(crate) fn import_failure(error: &ImportError) -> Failure {
    let code = match error.kind {
        ImportErrorKind::FileNotFound => ErrorCode::FileNotFound,
        ImportErrorKind::FileUnreadable => ErrorCode::FileUnreadable,
        ImportErrorKind::FileTooLarge | ImportErrorKind::LineTooLong => ErrorCode::LimitExceeded,
        ImportErrorKind::Empty
        | ImportErrorKind::NotText
        | ImportErrorKind::UnknownHeader
        | ImportErrorKind::AmbiguousDates
        | ImportErrorKind::NotUnderstood
        | ImportErrorKind::NothingUsable => ErrorCode::BadData,
        ImportErrorKind::UnknownTimeframe
        | ImportErrorKind::TimeframeMismatch
        | ImportErrorKind::ChoiceNeeded => ErrorCode::BadSettings,
        ImportErrorKind::Cancelled => ErrorCode::Cancelled,
        ImportErrorKind::Busy => ErrorCode::Busy,
        ImportErrorKind::Store => ErrorCode::Refused,
        ImportErrorKind::StoreDamaged => ErrorCode::StoreDamaged,
    };
    let failure = Failure::new(code, error.message.clone(), error.help.clone());
    Failure {
        causes: error.causes.clone(),
        ..failure
    }
}

/// What became of the file's rows, for the wire.
pub(crate) fn report(imported: &ImportedBars) -> BarsReport {
    let report = &imported.report;
    let rejected = report.rejected.iter().map(|row| RejectedRow {
        line: row.line,
        rule: row.rule.name().to_owned(),
        reason: row.reason.clone(),
    });
    BarsReport {
        path: report.path.clone(),
        content_hash: super::hex(&report.content_hash),
        understood: report.understood.clone(),
        timeframe: report.timeframe.clone(),
        rows_in: report.rows_in,
        rows_kept: report.rows_kept,
        rows_rejected: report.rows_rejected,
        rows_duplicate: report.rows_duplicate,
        rejected: rejected.collect(),
    }
}
