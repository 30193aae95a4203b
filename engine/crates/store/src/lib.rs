//! What was imported and saved, in files that survive anything. Knows no foreign format and no
//! query language.
#![allow(
    clippy::disallowed_methods,
    reason = "files, folders and locks of the data home belong to this crate"
)]

mod change;
mod codec;
mod crc;
mod entry;
mod error;
pub mod files;
mod fsck;
mod home;
mod import;
mod journal;
mod layout;
mod names;
mod places;
mod records;
mod runs;
mod segment;
mod source;
mod state;
mod store;

pub use change::Item;
pub use error::StoreError;
pub use files::{DiskFiles, Files};
pub use fsck::{FsckFinding, FsckKind, FsckMode, FsckReport, fsck, fsck_watched};
pub use import::{Begun, Import, ImportMode, ImportPlan, Rows};
pub use places::RunPaths;
pub use records::{
    Accounting, Decimal, ImportRecord, ImportSource, InstrumentRecord, OWN_FACT, PriceSide,
    RuleCount, RunFile, RunInfo, RunTotals, SavedRun, Segment, Series, SeriesKind, StampRule,
};
pub use segment::BarColumns;
pub use source::{StoredBars, StoredTicks};
pub use state::{Dataset, RunEntry, Status, Version};
pub use store::{GroupLimits, Store};
