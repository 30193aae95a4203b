//! Questions in SQL as a host asks them: rows in chunks, refusals, limits, cancel.

use super::host::Host;
use protocol::{Configuration, ErrorCode, Reply, Request};
use std::path::PathBuf;

const ENDLESS: &str =
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r";

/// A data home that goes when the test ends, and an engine that has it.
struct Asking {
    host: Host,
    home: PathBuf,
}

impl Asking {
    fn new(name: &str) -> Self {
        let folder = format!("backtestr-sql-{}-{name}", std::process::id());
        let home = std::env::temp_dir().join(folder);
        let mut host = Host::greeted();
        let data_home = Some(home.to_string_lossy().into_owned());
        host.ask(|id| Request::Configure {
            id,
            configuration: Configuration {
                data_home,
                threads: None,
                memory_bytes: None,
            },
        });
        assert!(matches!(host.reply(), Reply::ConfigureDone { .. }));
        Self { host, home }
    }

    fn sql(&mut self, text: &str, rows_max: u32, seconds_max: f64) -> u32 {
        let text = text.to_owned();
        self.host.ask(|id| Request::QuerySql {
            id,
            text,
            rows_max,
            seconds_max,
        })
    }

    fn error(&mut self, text: &str) -> (ErrorCode, String) {
        let asked = self.sql(text, 10, 10.0);
        let (id, code, message) = self.host.error();
        assert_eq!(id, asked);
        (code, message)
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

#[test]
fn rows_come_in_chunks_with_their_columns_first() {
    let mut asking = Asking::new("chunks");
    let text = "SELECT range AS n, NULL AS nothing FROM range(100_000)";
    let id = asking.sql(text, 1_500, 20.0);
    let mut rows = Vec::new();
    let mut with_columns = Vec::new();
    loop {
        match asking.host.reply() {
            Reply::QuerySqlChunk {
                chunk,
                columns,
                rows: some,
                ..
            } => {
                if let Some(columns) = columns {
                    with_columns.push((chunk, columns));
                }
                rows.extend(some);
            }
            done => {
                let expected = Reply::QuerySqlDone {
                    id,
                    rows: 1_500,
                    is_cut: true,
                };
                assert_eq!(done, expected);
                break;
            }
        }
    }
    assert_eq!(rows.len(), 1_500);
    assert_eq!(rows[1_499], [Some("1499".to_owned()), None]);
    let [(0, columns)] = with_columns.as_slice() else {
        panic!("{with_columns:?}");
    };
    let names = columns.iter().map(|column| column.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["n", "nothing"]);
    assert_eq!(columns[0].type_name, "BIGINT");
}

#[test]
fn an_answer_without_rows_has_columns() {
    let mut asking = Asking::new("columns");
    let id = asking.sql("SELECT dataset FROM datasets", 10, 20.0);
    match asking.host.reply() {
        Reply::QuerySqlChunk { columns, rows, .. } => {
            assert_eq!((columns.map(|all| all.len()), rows.len()), (Some(1), 0));
        }
        other => panic!("{other:?}"),
    }
    let (rows, is_cut) = (0, false);
    assert_eq!(
        asking.host.reply(),
        Reply::QuerySqlDone { id, rows, is_cut }
    );
}

#[test]
fn what_cannot_be_answered_says_why() {
    let mut asking = Asking::new("why");
    for (text, code) in [
        ("DROP VIEW ticks", ErrorCode::BadQuery),
        ("SELEC 1", ErrorCode::BadQuery),
        ("SELECT nothing FROM ticks", ErrorCode::BadQuery),
        ("SELECT repeat('x', 2_000_000)", ErrorCode::LimitExceeded),
    ] {
        let (found, message) = asking.error(text);
        assert_eq!(found, code, "{text}: {message}");
    }
    asking.sql(ENDLESS, 10, 0.05);
    assert_eq!(asking.host.error().1, ErrorCode::DeadlineExceeded);
    for seconds in [-1.0, f64::NAN, f64::INFINITY, 1e300] {
        asking.sql("SELECT 1", 10, seconds);
        assert_eq!(asking.host.error().1, ErrorCode::BadRequest);
    }
    asking.host.expect_alive();
}

#[test]
fn a_cancelled_question_ends_and_the_next_one_is_answered() {
    let mut asking = Asking::new("cancel");
    let request = asking.sql(ENDLESS, 10, 600.0);
    asking.host.ask(|id| Request::Cancel { id, request });
    assert_eq!(asking.host.error().1, ErrorCode::Cancelled);
    asking.sql("SELECT 42", 10, 20.0);
    assert!(matches!(asking.host.reply(), Reply::QuerySqlChunk { .. }));
}

#[test]
fn without_a_data_home_there_is_nothing_to_ask() {
    let mut host = Host::greeted();
    host.ask(|id| Request::QuerySql {
        id,
        text: "SELECT 1".into(),
        rows_max: 1,
        seconds_max: 1.0,
    });
    assert_eq!(host.error().1, ErrorCode::Unavailable);
}
