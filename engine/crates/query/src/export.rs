//! Copies what queries see into a database file of its own, for tools that know DuckDB and not the store.

use crate::engine::{Limits, from_store, instance, without_links};
use crate::error::{QueryError, QueryErrorKind};
use crate::views::{Content, TABLES};
use crate::watch::{Stopped, watched};
use crate::{literal, views};
use duckdb::Connection;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::Store;

/// What a database file got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Names of the tables with their rows.
    pub tables: Vec<(&'static str, u64)>,
    /// Bytes of the file.
    pub bytes: u64,
}

/// Copies all tables into a new database file. It has its name when it is whole and durable, not before;
/// a file that is there is refused. `tell` is told the rows that are copied and how many there are.
///
/// # Errors
/// When the file is there, lies in the data home or cannot be written, when a file of the store cannot
/// be read, or when it is cancelled. Then no file is left.
pub fn export(
    store: &Store,
    limits: Limits,
    file: &Path,
    is_cancelled: &(dyn Fn() -> bool + Sync),
    tell: &mut dyn FnMut(u64, u64),
) -> Result<Exported, QueryError> {
    let home = without_links(store.root())?;
    check_place(&home, file)?;
    let content = Content::of(store, &home).map_err(|error| from_store(&error))?;
    let part = Part::beside(file);
    let connection =
        instance(limits).map_err(|error| QueryError::internal("starting DuckDB", &error))?;
    let handle = connection.interrupt_handle();
    let mut copy = Copy {
        connection,
        part: &part.0,
        is_cancelled,
        tell,
    };
    let (tables, stopped) = watched(&handle, Duration::MAX, is_cancelled, || copy.all(&content));
    drop(copy);
    match (tables, stopped) {
        (Err(_), Some(Stopped::Cancelled)) => Err(QueryError::cancelled("export")),
        (tables, _) => {
            let tables = tables?;
            let bytes = part.publish(file)?;
            Ok(Exported { tables, bytes })
        }
    }
}

fn check_place(home: &Path, file: &Path) -> Result<(), QueryError> {
    if fs::symlink_metadata(file).is_ok() {
        let message = format!("{} is there already.", file.display());
        return Err(QueryError::new(
            QueryErrorKind::Write,
            message,
            "Name another file, or remove that one.",
        ));
    }
    let folder = file.parent().unwrap_or(file);
    let folder = folder
        .canonicalize()
        .map_err(|error| unwritable(folder, &error))?;
    if folder.starts_with(home) {
        let message = format!("{} is inside the data home.", file.display());
        return Err(QueryError::new(
            QueryErrorKind::Write,
            message,
            "Name a file elsewhere: the data home holds nothing but the store.",
        ));
    }
    Ok(())
}

fn unwritable(path: &Path, error: &io::Error) -> QueryError {
    QueryError::new(
        QueryErrorKind::Write,
        format!("{} cannot be written: {error}.", path.display()),
        "Name a file in a folder that is there and may be written.",
    )
}

/// The file while it is written. It goes, unless it was published.
struct Part(PathBuf);

impl Part {
    fn beside(file: &Path) -> Self {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let number = std::process::id();
        Self(file.with_file_name(format!("{name}.{number}.part")))
    }

    fn publish(self, file: &Path) -> Result<u64, QueryError> {
        let made = (|| {
            let part = File::open(&self.0)?;
            part.sync_all()?;
            name(&self.0, file)?;
            File::open(file.parent().unwrap_or(file))?.sync_all()?;
            Ok(part.metadata()?.len())
        })();
        made.map_err(|error| unwritable(file, &error))
    }
}

/// Unlike a rename, a link does not take the place of what has come there meanwhile. Not every file system
/// has links.
fn name(part: &Path, file: &Path) -> io::Result<()> {
    fs::hard_link(part, file).or_else(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::rename(part, file),
    })
}

impl Drop for Part {
    fn drop(&mut self) {
        let log = self.0.with_extension("part.wal");
        for path in [&self.0, &log] {
            let _ = fs::remove_file(path);
        }
    }
}

/// Fills a database.
struct Copy<'a> {
    connection: Connection,
    part: &'a Path,
    is_cancelled: &'a (dyn Fn() -> bool + Sync),
    tell: &'a mut dyn FnMut(u64, u64),
}

impl Copy<'_> {
    fn all(&mut self, content: &Content) -> Result<Vec<(&'static str, u64)>, QueryError> {
        views::renew(&self.connection, content)
            .map_err(|error| QueryError::internal("reading the store", &error))?;
        self.run(&format!("ATTACH {} AS copy", literal::path(self.part)))?;
        self.run("BEGIN")?;
        let parts = content.parts();
        for table in TABLES {
            let is_in_parts = parts.iter().any(|part| part.table == table);
            let limit = if is_in_parts { "LIMIT 0" } else { "" };
            self.run(&format!(
                "CREATE TABLE copy.{table} AS FROM memory.main.{table} {limit}"
            ))?;
        }
        let total = parts.iter().map(|part| part.rows).sum();
        let mut done = 0;
        for part in &parts {
            (self.tell)(done, total);
            self.run(&format!("INSERT INTO copy.{} {}", part.table, part.select))?;
            done += part.rows;
        }
        self.run("COMMIT")?;
        (self.tell)(done, total);
        let tables = TABLES.map(|table| Ok((table, self.count(table)?)));
        let tables = tables.into_iter().collect::<Result<_, QueryError>>();
        self.run("CHECKPOINT copy")?;
        self.run("DETACH copy")?;
        tables
    }

    /// An interrupt that came between two statements is looked for here.
    fn run(&self, sql: &str) -> Result<(), QueryError> {
        if (self.is_cancelled)() {
            return Err(QueryError::cancelled("export"));
        }
        self.connection
            .execute_batch(sql)
            .map_err(|error| self.failure(&error))
    }

    /// An error that names the file is one of writing it.
    fn failure(&self, error: &duckdb::Error) -> QueryError {
        let failure = QueryError::from_answering(error);
        if !failure.message.contains(&*self.part.to_string_lossy()) {
            return failure;
        }
        QueryError::new(
            QueryErrorKind::Write,
            failure.message,
            "Name a file in a folder that may be written, on a disk with room for it.",
        )
    }

    fn count(&self, table: &str) -> Result<u64, QueryError> {
        let sql = format!("SELECT count(*) FROM copy.{table}");
        self.connection
            .query_row(&sql, [], |row| row.get(0))
            .map_err(|error| self.failure(&error))
    }
}
