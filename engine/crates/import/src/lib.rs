//! Readers of foreign formats, with validation. Bars from delimited text so far.
//!
//! Nothing is dropped in silence: rows in = rows kept + rejected + duplicates, and each rejected row
//! names the rule that it broke.

// Files are what this crate is for; the parsing itself takes bytes.
#![allow(clippy::disallowed_methods)]

mod columns;
mod error;
mod lines;
mod number;
mod plain_row;
mod read;
mod reason;
mod report;
mod rows;
mod sequence;
mod span;
mod time;

pub use error::{ImportError, ImportErrorKind};
pub use number::Decimal;
pub use read::{BarsFileOptions, ImportedBars, read_bars_file, read_bars_text};
pub use report::{BarsReport, REJECTED_SHOWN, RejectedRow, Rule};
pub use span::BarStamp;
