//! The tables of a query: what the journal says as rows, and views over the store's files. Each view
//! names its files; none searches a folder.

mod catalog;
mod market;
mod runs;

use crate::literal;
use duckdb::Connection;
use std::path::{Path, PathBuf};
use store::{Dataset, RunEntry, Segment, SeriesKind, Store, StoreError, Version};

/// What exists at one moment, with the places of its files.
pub(crate) struct Content {
    datasets: Vec<Listed>,
    runs: Vec<SavedFiles>,
}

/// A dataset as it is now.
struct Listed {
    dataset: Dataset,
    current: Version,
    files: Vec<PathBuf>,
}

struct SavedFiles {
    run: RunEntry,
    trades: PathBuf,
    tells_trade_ends: bool,
    fills: PathBuf,
    equity: PathBuf,
}

impl Content {
    /// Reads the journal. Paths are made to begin with `home`, which is the store's root without links.
    pub(crate) fn of(store: &Store, home: &Path) -> Result<Self, StoreError> {
        let below = |path: PathBuf| match path.strip_prefix(store.root()) {
            Ok(relative) => home.join(relative),
            Err(_) => path,
        };
        let listed = |dataset: Dataset| {
            let current = dataset.versions.last()?.clone();
            let place = |segment: &Segment| below(store.segment_path(&dataset.series, segment));
            let files = current.segments.iter().map(place).collect();
            Some(Listed {
                dataset,
                current,
                files,
            })
        };
        let saved = |run: RunEntry| {
            let paths = store.run_paths(&run.saved);
            SavedFiles {
                tells_trade_ends: store.tells_trade_ends(&run.saved),
                run,
                trades: below(paths.trades),
                fills: below(paths.fills),
                equity: below(paths.equity),
            }
        };
        Ok(Self {
            datasets: store.datasets()?.into_iter().filter_map(listed).collect(),
            runs: store.runs()?.into_iter().map(saved).collect(),
        })
    }

    fn of_kind(&self, kind: SeriesKind) -> impl Iterator<Item = &Listed> {
        let with_rows = self
            .datasets
            .iter()
            .filter(|listed| !listed.files.is_empty());
        with_rows.filter(move |listed| listed.dataset.series.kind == kind)
    }
}

/// Some rows of a table, to be copied at once.
pub(crate) struct Part {
    pub(crate) table: &'static str,
    pub(crate) select: String,
    pub(crate) rows: u64,
}

impl Content {
    /// Parts that together are the rows of all views.
    pub(crate) fn parts(&self) -> Vec<Part> {
        market::parts(self).chain(runs::parts(self)).collect()
    }
}

/// Names of all tables and views, those of the journal first.
pub(crate) const TABLES: [&str; 8] = [
    "datasets",
    "imports",
    "backtests",
    "ticks",
    "bars_cache",
    "trades",
    "positions",
    "equity",
];

/// Puts all tables and views in the place of the old ones at once: a query sees the old or the new.
pub(crate) fn renew(connection: &Connection, content: &Content) -> duckdb::Result<()> {
    let mut texts = catalog::tables(content);
    let views = market::views(content)
        .into_iter()
        .chain(runs::views(content));
    texts.extend(views.map(|view| view.create(connection)));
    connection.execute_batch("BEGIN")?;
    let made = texts
        .iter()
        .try_for_each(|sql| connection.execute_batch(sql));
    let end = if made.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.execute_batch(end)?;
    made
}

/// A view over files.
struct View {
    name: &'static str,
    /// Names and types of its columns.
    columns: &'static [(&'static str, &'static str)],
    /// The query that makes the rows; `None` when there are no files.
    select: Option<String>,
}

impl View {
    /// DuckDB opens a view's first file when the view is made. If that fails, the others must still
    /// be there, and this one must say what is wrong when somebody asks for it.
    fn create(&self, connection: &Connection) -> String {
        let select = match &self.select {
            None => self.without_rows("false"),
            Some(select) => match connection.prepare(select) {
                Ok(_) => select.clone(),
                Err(error) => self.failing(&error),
            },
        };
        format!("CREATE OR REPLACE VIEW {} AS {select}", self.name)
    }

    fn failing(&self, error: &duckdb::Error) -> String {
        let message = format!("{} cannot be read: {error}", self.name);
        self.without_rows(&format!("error({}) IS NULL", literal::text(&message)))
    }

    fn without_rows(&self, condition: &str) -> String {
        let columns = self.columns.iter();
        let columns: Vec<String> = columns
            .map(|(name, data_type)| format!("NULL::{data_type} AS {name}"))
            .collect();
        format!("SELECT {} WHERE {condition}", columns.join(", "))
    }
}

/// The rows of files, with the path of each row's file and its number there, from 0.
fn parquet<'a>(files: impl IntoIterator<Item = &'a PathBuf>) -> String {
    let files = literal::list(files.into_iter().map(|file| literal::path(file)));
    format!("read_parquet({files}, filename = true, file_row_number = true)")
}
