//! The instance of DuckDB: locked down when it opens, its views renewed when the journal grows, its
//! connections lent to one query at a time.

use crate::answer::{Answer, Batch, Column, Row};
use crate::cells::{Texts, options, type_name, writable};
use crate::error::{QueryError, QueryErrorKind};
use crate::watch::{Stopped, watched};
use crate::{guard, literal, views};
use duckdb::arrow::error::ArrowError;
use duckdb::{Config, Connection, Statement};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::Store;

/// Rows in a batch, at most.
const BATCH_ROWS: usize = 1_000;
/// Bytes in a batch, at most, except that a row is not torn apart.
const BATCH_BYTES: usize = 128 << 10;
/// Bytes in a row, at most: a reply has to fit into a frame.
const ROW_BYTES_MAX: usize = 512 << 10;
/// Bytes of names and types of the columns, at most: they stand in the first reply.
const COLUMN_BYTES_MAX: usize = 256 << 10;
/// What a cell or a name takes besides its text.
const CELL_BYTES: usize = 5;
/// What a column takes besides its name and type.
const COLUMN_BYTES: usize = 32;

/// What the instance may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Threads of DuckDB, shared by all queries.
    pub threads: usize,
    /// Memory of DuckDB. What does not fit is refused: nothing is written to disk.
    pub memory_bytes: u64,
}

/// A query and how far it may go.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// One statement that reads.
    pub sql: &'a str,
    /// Rows that are handed over at most.
    pub rows_max: u64,
    /// Bytes that are handed over at most.
    pub bytes_max: u64,
    /// Time it may take.
    pub time_max: Duration,
}

/// Answers questions about one data home.
pub struct QueryEngine {
    /// The home without links and dots, as DuckDB compares it.
    home: PathBuf,
    /// Makes the views and the other connections.
    first: Mutex<First>,
    idle: Mutex<Vec<Connection>>,
}

struct First {
    connection: Connection,
    /// The journal's last record when the views were made.
    revision: Option<u64>,
}

impl QueryEngine {
    /// An instance over the home of a store, empty until `refresh`.
    ///
    /// # Errors
    /// When the home is not there or DuckDB cannot start.
    pub fn new(home: &Path, limits: Limits) -> Result<Self, QueryError> {
        let home = without_links(home)?;
        let connection =
            open(&home, limits).map_err(|error| QueryError::internal("starting DuckDB", &error))?;
        Ok(Self {
            home,
            first: Mutex::new(First {
                connection,
                revision: None,
            }),
            idle: Mutex::default(),
        })
    }

    /// Lets the views follow the journal. Cheap when nothing was imported, saved or removed.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn refresh(&self, store: &Store) -> Result<(), QueryError> {
        let mut first = held(&self.first);
        let revision = store.revision().map_err(|error| from_store(&error))?;
        if first.revision == Some(revision) {
            return Ok(());
        }
        let content = views::Content::of(store, &self.home).map_err(|error| from_store(&error))?;
        views::renew(&first.connection, &content)
            .map_err(|error| QueryError::internal("renewing the views", &error))?;
        first.revision = Some(revision);
        Ok(())
    }

    /// Answers a query in batches, until `take` says that it has enough.
    ///
    /// # Errors
    /// When the text is not one statement that reads, or the answer would pass a limit.
    pub fn run(
        &self,
        asked: Asked<'_>,
        is_cancelled: &(dyn Fn() -> bool + Sync),
        take: &mut dyn FnMut(Batch<'_>) -> bool,
    ) -> Result<Answer, QueryError> {
        let connection = self.connection()?;
        let handle = connection.interrupt_handle();
        let (answer, stopped) = watched(&handle, asked.time_max, is_cancelled, || {
            answer(&connection, asked, take)
        });
        self.give_back(connection);
        match (answer, stopped) {
            (Err(_), Some(Stopped::Time)) => Err(QueryError::new(
                QueryErrorKind::Time,
                format!(
                    "The query took longer than {} s.",
                    asked.time_max.as_secs_f64()
                ),
                "Ask for less: a shorter period, fewer rows. Or allow it more time.",
            )),
            (Err(_), Some(Stopped::Cancelled)) => Err(QueryError::cancelled("query")),
            (answer, _) => answer,
        }
    }

    fn connection(&self) -> Result<Connection, QueryError> {
        if let Some(idle) = held(&self.idle).pop() {
            return Ok(idle);
        }
        held(&self.first)
            .connection
            .try_clone()
            .map_err(|error| QueryError::internal("opening a connection", &error))
    }

    /// A connection that cannot leave its transaction is not lent again. A query that was refused had
    /// begun none.
    fn give_back(&self, connection: Connection) {
        let is_free = match connection.execute_batch("ROLLBACK") {
            Ok(()) => true,
            Err(error) => error.to_string().contains("no transaction is active"),
        };
        if is_free {
            held(&self.idle).push(connection);
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The home without links and dots.
pub(crate) fn without_links(home: &Path) -> Result<PathBuf, QueryError> {
    home.canonicalize().map_err(|error| {
        QueryError::new(
            QueryErrorKind::Store,
            format!(
                "The data home {} cannot be opened: {error}.",
                home.display()
            ),
            "Check the setting `store.data_home` or `--data-home`.",
        )
    })
}

pub(crate) fn from_store(error: &store::StoreError) -> QueryError {
    QueryError::new(
        QueryErrorKind::Store,
        error.to_string(),
        "Run `backtestr fsck`.",
    )
}

/// No file outside the home, and no way back.
fn open(home: &Path, limits: Limits) -> duckdb::Result<Connection> {
    let connection = instance(limits)?;
    connection.execute_batch(&format!(
        "SET allowed_directories = [{}];
         SET enable_external_access = false;
         SET lock_configuration = true;",
        literal::path(home)
    ))?;
    Ok(connection)
}

/// An instance in memory, with no extension and no temporary file.
pub(crate) fn instance(limits: Limits) -> duckdb::Result<Connection> {
    let memory = format!("{}B", limits.memory_bytes);
    let config = Config::default()
        .enable_autoload_extension(false)?
        .with("autoinstall_known_extensions", "false")?
        .with("allow_community_extensions", "false")?
        .with("temp_directory", "")?
        .with("memory_limit", memory)?
        .threads(i64::try_from(limits.threads.max(1)).unwrap_or(1))?;
    let connection = Connection::open_in_memory_with_flags(config)?;
    connection.execute_batch("SET GLOBAL TimeZone = 'UTC'")?;
    Ok(connection)
}

fn answer(
    connection: &Connection,
    asked: Asked<'_>,
    take: &mut dyn FnMut(Batch<'_>) -> bool,
) -> Result<Answer, QueryError> {
    guard::check(connection, asked.sql)?;
    let wrong = |error: duckdb::Error| QueryError::from_answering(&error);
    // Types and rows come from one state of the views.
    connection
        .execute_batch("BEGIN TRANSACTION READ ONLY")
        .map_err(wrong)?;
    let types = types(connection, asked.sql);
    let mut statement = connection.prepare(asked.sql).map_err(wrong)?;
    // Without a reader of its own: it would panic where a query stops in the middle.
    drop(statement.stream_arrow([]).map_err(wrong)?);
    let columns = columns(&statement, &types);
    check_columns(&columns)?;
    let mut sender = Sender::new(columns, asked, take);
    while !sender.has_enough {
        let Some(block) = statement.step().map_err(wrong)? else {
            break;
        };
        let (columns, options) = (writable(&block), options());
        let texts = Texts::new(&columns, &options).map_err(|error| unprintable(&error))?;
        for row in 0..duckdb::arrow::array::Array::len(&block) {
            if !sender.wants() {
                break;
            }
            sender.add(texts.row(row).map_err(|error| unprintable(&error))?)?;
        }
    }
    Ok(sender.finish())
}

fn unprintable(error: &ArrowError) -> QueryError {
    QueryError::new(
        QueryErrorKind::Text,
        format!("A column cannot be written as text: {error}."),
        "Cast it in the query: `column::VARCHAR`.",
    )
}

/// Names of the types as DuckDB says them; nothing where it describes no such statement.
fn types(connection: &Connection, sql: &str) -> Vec<String> {
    let described = connection.prepare(&format!("DESCRIBE {sql}"));
    let names = described.and_then(|mut statement| {
        let rows = statement.query_map([], |row| row.get::<_, String>(1))?;
        rows.collect::<duckdb::Result<Vec<String>>>()
    });
    names.unwrap_or_default()
}

fn columns(statement: &Statement<'_>, types: &[String]) -> Vec<Column> {
    let schema = statement.schema();
    let is_described = types.len() == schema.fields().len();
    let named = schema.fields().iter().enumerate();
    named
        .map(|(index, field)| Column {
            name: field.name().clone(),
            type_name: if is_described {
                types[index].clone()
            } else {
                type_name(field.data_type())
            },
        })
        .collect()
}

fn check_columns(columns: &[Column]) -> Result<(), QueryError> {
    let bytes = |column: &Column| column.name.len() + column.type_name.len() + COLUMN_BYTES;
    let bytes: usize = columns.iter().map(bytes).sum();
    if bytes <= COLUMN_BYTES_MAX {
        return Ok(());
    }
    Err(QueryError::new(
        QueryErrorKind::Size,
        format!(
            "The names of {} columns take {bytes} bytes; {COLUMN_BYTES_MAX} are the most.",
            columns.len()
        ),
        "Select fewer columns, or give them shorter names.",
    ))
}

/// Gathers rows into batches and stops when there are enough.
struct Sender<'t> {
    columns: Vec<Column>,
    rows_max: u64,
    bytes_max: u64,
    take: &'t mut dyn FnMut(Batch<'_>) -> bool,
    waiting: Vec<Row>,
    waiting_bytes: usize,
    rows: u64,
    bytes: u64,
    batches: u64,
    is_cut: bool,
    has_enough: bool,
    /// Whether the taker wants more.
    is_wanted: bool,
}

impl<'t> Sender<'t> {
    fn new(
        columns: Vec<Column>,
        asked: Asked<'_>,
        take: &'t mut dyn FnMut(Batch<'_>) -> bool,
    ) -> Self {
        Self {
            columns,
            rows_max: asked.rows_max,
            bytes_max: asked.bytes_max,
            take,
            waiting: Vec::new(),
            waiting_bytes: 0,
            rows: 0,
            bytes: 0,
            batches: 0,
            is_cut: false,
            has_enough: false,
            is_wanted: true,
        }
    }

    /// Whether another row may be handed over; asked only when there is one.
    fn wants(&mut self) -> bool {
        if self.rows == self.rows_max {
            self.is_cut = true;
            self.has_enough = true;
        }
        !self.has_enough
    }

    fn add(&mut self, row: Row) -> Result<(), QueryError> {
        let text: usize = row.iter().flatten().map(String::len).sum();
        let bytes = text + row.len() * CELL_BYTES;
        if bytes > ROW_BYTES_MAX {
            return Err(QueryError::new(
                QueryErrorKind::Size,
                format!(
                    "Row {} takes {bytes} bytes; {ROW_BYTES_MAX} are the most.",
                    self.rows + 1
                ),
                "Select fewer columns, or cut long text: `left(column, 1000)`.",
            ));
        }
        self.bytes += bytes as u64;
        if self.bytes > self.bytes_max {
            return Err(QueryError::new(
                QueryErrorKind::Size,
                format!(
                    "The answer takes more than {} bytes, from row {} on.",
                    self.bytes_max,
                    self.rows + 1
                ),
                "Select fewer rows or columns, or aggregate.",
            ));
        }
        if self.waiting_bytes + bytes > BATCH_BYTES || self.waiting.len() == BATCH_ROWS {
            self.send();
        }
        self.waiting_bytes += bytes;
        self.waiting.push(row);
        self.rows += 1;
        Ok(())
    }

    fn send(&mut self) {
        let batch = Batch {
            columns: &self.columns,
            rows: std::mem::take(&mut self.waiting),
        };
        self.batches += 1;
        self.waiting_bytes = 0;
        self.is_wanted = (self.take)(batch);
        self.has_enough |= !self.is_wanted;
    }

    fn finish(mut self) -> Answer {
        if self.is_wanted && (self.batches == 0 || !self.waiting.is_empty()) {
            self.send();
        }
        Answer {
            columns: self.columns,
            rows: self.rows,
            is_cut: self.is_cut,
        }
    }
}
