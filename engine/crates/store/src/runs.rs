//! Saved runs: three tables and a record of the journal. A run counts from the moment in which
//! `save_run` returns, and comes back bit for bit.

use crate::codec::Encode;
use crate::entry::Entry;
use crate::error::StoreError;
use crate::files::LockMode;
use crate::layout;
use crate::names::hex;
use crate::records::{RunFile, RunInfo, RunTotals, SavedRun};
use crate::segment::{
    self, Encoded, Expected, read_equity, read_fills, read_trades, write_equity, write_fills,
    write_trades,
};
use crate::store::{Store, WRITERS_LOCK};
use bytes::Bytes;
use events::RunRecord;
use std::path::PathBuf;

const ID_DIGITS: usize = 20;

impl Store {
    /// Saves a run and returns its id. The same run of the same moment again changes nothing.
    ///
    /// # Errors
    /// When it cannot be written; then nothing of it is listed.
    pub fn save_run(&self, info: &RunInfo, run: &RunRecord) -> Result<String, StoreError> {
        self.home.check_writable()?;
        let _shared = self.home.lock(WRITERS_LOCK, LockMode::Shared)?;
        let trades = write_trades(&run.trades)?;
        let fills = write_fills(&run.fills)?;
        let equity = write_equity(&run.equity)?;
        let saved = SavedRun {
            id: String::new(),
            info: info.clone(),
            totals: totals(run),
            trades: file(&trades, run.trades.len()),
            fills: file(&fills, run.fills.len()),
            equity: file(&equity, run.equity.len()),
        };
        let saved = SavedRun {
            id: id(&saved),
            ..saved
        };
        let paths = layout::run_files(&saved).map(|(path, _)| path);
        let tables = [&trades, &fills, &equity];
        let written = paths.iter().zip(tables);
        let written = written
            .map(|(path, table)| self.home.write(path, &table.bytes))
            .collect::<Result<Vec<_>, _>>()?;
        self.home.publish(written)?;
        let id = saved.id.clone();
        self.commit(|state| {
            let is_known = state
                .runs
                .get(&saved.id)
                .is_some_and(|run| !run.status.is_purged);
            Ok(if is_known {
                Vec::new()
            } else {
                vec![Entry::from(saved)]
            })
        })?;
        Ok(id)
    }

    /// Everything of a saved run.
    ///
    /// # Errors
    /// When there is none, or a file of it is not what was written.
    pub fn load_run(&self, id_or_name: &str) -> Result<RunRecord, StoreError> {
        let saved = self.run(id_or_name)?.saved;
        let [trades, fills, equity] = layout::run_files(&saved);
        let (trades_path, trades) = self.load_table(trades)?;
        let (fills_path, fills) = self.load_table(fills)?;
        let (equity_path, equity) = self.load_table(equity)?;
        let totals = saved.totals.clone();
        Ok(RunRecord {
            digest: totals.digest,
            first_row: totals.first_row,
            equity: read_equity(&equity_path, equity)?,
            fills: read_fills(&fills_path, fills)?,
            trades: read_trades(&trades_path, trades)?,
            findings: totals.findings,
            order_count: totals.order_count,
            ambiguous_bars: totals.ambiguous_bars,
            path_fills: totals.path_fills,
            final_equity: totals.final_equity,
            fees: totals.fees,
        })
    }

    /// Whether the trades of a saved run tell how they ended, which was not kept at first. A file that
    /// cannot be read counts as one that does: who reads its rows says what is wrong with it.
    #[must_use]
    pub fn tells_trade_ends(&self, run: &SavedRun) -> bool {
        let [(trades, file), ..] = layout::run_files(run);
        let columns = segment::columns_of(&self.home, &trades, file.bytes);
        columns.is_none_or(|columns| columns > segment::COLUMNS_BEFORE_ENDS)
    }

    fn load_table(
        &self,
        (relative, file): (PathBuf, &RunFile),
    ) -> Result<(PathBuf, Bytes), StoreError> {
        let expected = Expected {
            hash: &file.hash,
            bytes: file.bytes,
            blocks: &file.blocks,
        };
        let bytes = segment::load(&self.home, &relative, expected)?;
        Ok((self.home.root().join(relative), bytes))
    }
}

fn totals(run: &RunRecord) -> RunTotals {
    RunTotals {
        digest: run.digest,
        first_row: run.first_row,
        order_count: run.order_count,
        ambiguous_bars: run.ambiguous_bars,
        path_fills: run.path_fills,
        final_equity: run.final_equity,
        fees: run.fees,
        findings: run.findings.clone(),
    }
}

fn file(table: &Encoded, rows: usize) -> RunFile {
    RunFile {
        hash: table.hash,
        bytes: table.bytes.len() as u64,
        rows: rows as u64,
        blocks: table.blocks.clone(),
    }
}

/// From everything that is saved, so that two processes never choose one id for two runs.
fn id(saved: &SavedRun) -> String {
    let mut bytes = Vec::new();
    saved.put(&mut bytes);
    let digits = hex(blake3::hash(&bytes).as_bytes()).to_ascii_uppercase();
    digits[..ID_DIGITS].to_owned()
}
