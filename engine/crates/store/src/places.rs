//! Where the files of datasets and runs stand, for those who read them without the store: other tools
//! and query languages. They get paths, never folders to search.

use crate::error::StoreError;
use crate::layout;
use crate::records::{SavedRun, Segment, Series};
use crate::store::Store;
use std::path::{Path, PathBuf};

/// The tables of a saved run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunPaths {
    /// Closed and open trades.
    pub trades: PathBuf,
    /// Fills.
    pub fills: PathBuf,
    /// Equity by bar.
    pub equity: PathBuf,
}

impl Store {
    /// Number of the journal's last record, after reading what other processes have committed since.
    /// Equal numbers mean that nothing has changed.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn revision(&self) -> Result<u64, StoreError> {
        self.refresh()?;
        Ok(self.last_sequence())
    }

    /// The folder in which everything stands.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.home.root()
    }

    /// Path of a segment of a dataset.
    #[must_use]
    pub fn segment_path(&self, series: &Series, segment: &Segment) -> PathBuf {
        let below = layout::segment(&series.symbol, series.kind, segment);
        self.home.root().join(below)
    }

    /// Paths of a run's tables.
    #[must_use]
    pub fn run_paths(&self, run: &SavedRun) -> RunPaths {
        let [trades, fills, equity] =
            layout::run_files(run).map(|(below, _)| self.home.root().join(below));
        RunPaths {
            trades,
            fills,
            equity,
        }
    }
}
