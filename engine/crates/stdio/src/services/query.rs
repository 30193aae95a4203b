//! Questions in SQL about the open store. The instance of DuckDB is made with the first question and
//! belongs to its store: another data home gets another.

use crate::engine::Engine;
use crate::services::store::datasets::count;
use crate::stream::Stream;
use crate::task::{Task, rate, seconds_left};
use crate::workers::Lane;
use protocol::{ErrorCode, ExportedTable, QueryColumn, Reply};
use query::{Answer, Asked, Batch, Limits, QueryEngine, QueryError, QueryErrorKind, Row, export};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use store::Store;
use wire::Failure;

/// Queries are beside the product's work: a part of the machine, and a bound.
const LIMITS: Limits = Limits {
    threads: 2,
    memory_bytes: 1 << 30,
};
/// What an answer may take while it waits for credit.
const ANSWER_BYTES_MAX: u64 = 64 << 20;
const SECONDS_MAX: f64 = 3_600.0;

/// The instance, and the store that it shows.
#[derive(Default)]
pub(crate) struct Queries(Mutex<Option<(Weak<Store>, Arc<QueryEngine>)>>);

/// A question as the host asks it.
pub(crate) struct Question {
    pub(crate) id: u32,
    pub(crate) text: String,
    pub(crate) rows_max: u32,
    pub(crate) seconds_max: f64,
}

impl Engine {
    /// Answers a question, once the store is open.
    pub(crate) fn sql(self: &Arc<Self>, question: Question) {
        self.work(question.id, "query", Lane::Run, move |engine, task| {
            let store = engine.stores.get()?;
            engine.queries.sql(&store, &question, task)
        });
    }

    /// Copies everything that SQL sees into a database file.
    pub(crate) fn export(self: &Arc<Self>, id: u32, file: String) {
        self.work(id, "query", Lane::Long, move |engine, task| {
            let file = Path::new(&file);
            if !file.is_absolute() {
                return Err(relative(file));
            }
            let store = engine.stores.get()?;
            let mut tell = |done: u64, total: u64| {
                let (done, total) = (done as f64, total as f64);
                task.tell(|id, seconds| {
                    let per_second = rate(done, seconds);
                    Reply::QueryExportProgress {
                        id,
                        rows_done: done,
                        rows_total: total,
                        rows_per_second: per_second,
                        seconds_left: seconds_left(per_second, done, Some(total)),
                    }
                });
            };
            let exported = export(&store, LIMITS, file, &|| task.is_cancelled(), &mut tell);
            let exported = exported.map_err(failure)?;
            let table = |(name, rows): (&str, u64)| ExportedTable {
                name: name.to_owned(),
                rows: count(rows),
            };
            Ok(Reply::QueryExportDone {
                id,
                tables: exported.tables.into_iter().map(table).collect(),
                bytes: count(exported.bytes),
            })
        });
    }
}

impl Queries {
    /// Lets the instance go. Questions under way keep it until they end.
    pub(crate) fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn sql(
        &self,
        store: &Arc<Store>,
        question: &Question,
        task: &Task<'_>,
    ) -> Result<Box<Rows>, Failure> {
        let time_max = time_max(question.seconds_max)?;
        let engine = self.engine(store)?;
        engine.refresh(store).map_err(failure)?;
        let asked = Asked {
            sql: &question.text,
            rows_max: u64::from(question.rows_max),
            bytes_max: ANSWER_BYTES_MAX,
            time_max,
        };
        let mut batches = VecDeque::new();
        let mut take = |batch: Batch<'_>| {
            batches.push_back(batch.rows);
            true
        };
        let answer = engine.run(asked, &|| task.is_cancelled(), &mut take);
        Ok(Box::new(Rows::new(
            question.id,
            answer.map_err(failure)?,
            batches,
        )))
    }

    fn engine(&self, store: &Arc<Store>) -> Result<Arc<QueryEngine>, Failure> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, engine)) = open.as_ref()
            && std::ptr::eq(of.as_ptr(), Arc::as_ptr(store))
        {
            return Ok(Arc::clone(engine));
        }
        let engine = Arc::new(QueryEngine::new(store.root(), LIMITS).map_err(failure)?);
        *open = Some((Arc::downgrade(store), Arc::clone(&engine)));
        Ok(engine)
    }
}

fn time_max(seconds: f64) -> Result<Duration, Failure> {
    if (0.0..=SECONDS_MAX).contains(&seconds) {
        return Ok(Duration::from_secs_f64(seconds));
    }
    Err(Failure::new(
        ErrorCode::BadRequest,
        format!("A query cannot be given {seconds} seconds."),
        Some(format!("Give it 0 to {SECONDS_MAX}.")),
    ))
}

fn relative(file: &Path) -> Failure {
    Failure::new(
        ErrorCode::BadRequest,
        format!("The path {} is not absolute.", file.display()),
        Some("The engine has no folder of its own: give the whole path.".to_owned()),
    )
}

fn failure(error: QueryError) -> Failure {
    let code = match error.kind {
        QueryErrorKind::Text | QueryErrorKind::Refused => ErrorCode::BadQuery,
        QueryErrorKind::Write => ErrorCode::Refused,
        QueryErrorKind::Time => ErrorCode::DeadlineExceeded,
        QueryErrorKind::Size => ErrorCode::LimitExceeded,
        QueryErrorKind::Cancelled => ErrorCode::Cancelled,
        QueryErrorKind::Store => ErrorCode::StoreDamaged,
    };
    Failure::new(code, error.message, Some(error.help))
}

/// An answer on its way.
pub(crate) struct Rows {
    id: u32,
    /// For the first chunk.
    columns: Option<Vec<QueryColumn>>,
    batches: VecDeque<Vec<Row>>,
    chunk: u32,
    rows: u64,
    is_cut: bool,
}

impl Rows {
    fn new(id: u32, answer: Answer, batches: VecDeque<Vec<Row>>) -> Self {
        let columns = answer.columns.into_iter();
        let columns = columns.map(|column| QueryColumn {
            name: column.name,
            type_name: column.type_name,
        });
        Self {
            id,
            columns: Some(columns.collect()),
            batches,
            chunk: 0,
            rows: answer.rows,
            is_cut: answer.is_cut,
        }
    }
}

impl Stream for Rows {
    fn is_done(&self) -> bool {
        self.batches.is_empty()
    }

    fn chunk(&mut self) -> Reply {
        let chunk = self.chunk;
        self.chunk += 1;
        Reply::QuerySqlChunk {
            id: self.id,
            chunk,
            columns: self.columns.take(),
            rows: self.batches.pop_front().unwrap_or_default(),
        }
    }

    fn done(&self) -> Reply {
        Reply::QuerySqlDone {
            id: self.id,
            rows: count(self.rows),
            is_cut: self.is_cut,
        }
    }
}
