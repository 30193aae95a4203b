//! Readers of foreign formats, with validation, and what takes their rows to the store.
//!
//! Nothing is dropped in silence: rows in = rows kept + rejected + duplicates, and each rejected row
//! names the rule that it broke.

#![allow(
    clippy::disallowed_methods,
    reason = "files are what this crate is for; the parsing itself takes bytes"
)]

mod bars_job;
mod bi5;
mod candles;
mod columns;
mod error;
mod exact_bars;
mod hash;
mod identify;
mod import_files;
mod job;
mod lines;
mod number;
mod outcome;
mod plain_row;
mod read;
mod reason;
mod record;
mod report;
mod request;
mod rows;
mod rules;
mod sample_bars;
mod sequence;
mod span;
mod symbol;
mod ticks;
mod time;
mod walk;

pub use error::{ImportError, ImportErrorKind};
pub use import_files::{import, import_tuned, look};
pub use job::{Tuning, csv_bytes_of};
pub use number::Decimal;
pub use outcome::{Found, FoundFile, Imported, Phase, Progress, SAMPLE_ROWS, Unwatched, Watch};
pub use read::{BarsFileOptions, ImportedBars, read_bars_file, read_bars_text};
pub use report::{BarsReport, REJECTED_SHOWN, RejectedRow, Rule};
pub use request::{Choices, ImportRequest};
pub use span::BarStamp;
