//! A database file has the rows that queries see, and is whole or not there.

use crate::support::{
    Home, LIMITS, MILLI_5, START, import_quotes, import_two_bars, save_run, three_quotes,
};
use query::{Exported, QueryError, QueryErrorKind, export};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

const TABLES: [&str; 8] = [
    "datasets",
    "imports",
    "backtests",
    "ticks",
    "bars_cache",
    "trades",
    "positions",
    "equity",
];

fn exported(home: &Home, file: &Path) -> Result<Exported, QueryError> {
    export(&home.store, LIMITS, file, &|| false, &mut |_, _| {})
}

/// Names in the folder around the home.
fn names(home: &Home) -> Vec<String> {
    let entries = std::fs::read_dir(home.outside()).unwrap();
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<String> = entries
        .map(|entry| name(entry).to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    names
}

fn as_text(sql: &str) -> String {
    format!("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ({sql})")
}

/// Rows as other tools see them: through a DuckDB that knows nothing of the store.
fn read(file: &Path, sql: &str) -> Vec<String> {
    let connection = duckdb::Connection::open(file).unwrap();
    connection.execute_batch("SET TimeZone = 'UTC'").unwrap();
    let mut statement = connection.prepare(&as_text(sql)).unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let count = row.as_ref().column_count();
        let cell = |index| row.get::<_, Option<String>>(index).unwrap();
        let cells = (0..count).map(|index| cell(index).unwrap_or_else(|| "-".to_owned()));
        lines.push(cells.collect::<Vec<_>>().join("|"));
    }
    lines
}

fn filled() -> Home {
    let home = Home::new();
    let quotes = ("EURUSD", "EURUSD");
    import_quotes(&home.store, quotes, 1, MILLI_5, &three_quotes());
    // A quote on each of forty dates: more files than are copied at once, and another scale.
    let scale = market::TickScale {
        price: 3,
        ..MILLI_5
    };
    let daily: Vec<[i64; 5]> = (0..40)
        .map(|day| [(START + day * 86_400) * 1_000, 145_000 + day, 3, 1, 1])
        .collect();
    import_quotes(&home.store, ("it's yen", "GBPJPY"), 2, scale, &daily);
    import_two_bars(&home.store, "SPX");
    save_run(&home.store, "first", 1);
    save_run(&home.store, "second", 2);
    home
}

fn is_copied(home: &Home, file: &Path, table: &str, rows: u64) {
    let all = format!("SELECT * FROM {table} ORDER BY ALL");
    let there = read(file, &all);
    assert_eq!(there, home.lines(&as_text(&all)), "{table}");
    assert_eq!(there.len() as u64, rows);
}

#[test]
fn a_database_has_the_rows_of_all_tables() {
    let home = filled();
    let file = home.outside().join("all.duckdb");
    let mut told = Vec::new();
    let mut tell = |done, total| told.push((done, total));
    let exported = export(&home.store, LIMITS, &file, &|| false, &mut tell).unwrap();
    for (table, rows) in &exported.tables {
        is_copied(&home, &file, table, *rows);
    }
    assert_eq!(
        exported
            .tables
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>(),
        TABLES
    );
    assert_eq!(exported.bytes, std::fs::metadata(&file).unwrap().len());
    // 43 quotes, 2 bars; of each run 2 trades, 4 fills, 2 values of equity.
    assert_eq!(told.first(), Some(&(0, 61)));
    assert_eq!(told.last(), Some(&(61, 61)));
    assert!(told.is_sorted());
    assert_eq!(names(&home), ["all.duckdb", "home"]);
}

#[test]
fn an_empty_store_gives_empty_tables() {
    let home = Home::new();
    let file = home.outside().join("none.duckdb");
    let exported = exported(&home, &file).unwrap();
    assert_eq!(exported.tables, TABLES.map(|table| (table, 0)));
    let nothing: [&str; 0] = [];
    assert_eq!(read(&file, "SELECT bid FROM ticks"), nothing);
}

#[test]
fn files_that_are_there_and_places_that_are_none_are_refused() {
    let home = filled();
    let there = home.outside().join("there.duckdb");
    std::fs::write(&there, "mine").unwrap();
    let inside = home.store.root().join("all.duckdb");
    let nowhere = home.outside().join("nowhere/all.duckdb");
    let cases: [(PathBuf, &str); 4] = [
        (there.clone(), "is there already"),
        (home.outside().to_owned(), "is there already"),
        (inside, "inside the data home"),
        (nowhere, "cannot be written"),
    ];
    for (file, why) in cases {
        let error = exported(&home, &file).unwrap_err();
        assert_eq!(error.kind, QueryErrorKind::Write, "{error}");
        assert!(error.message.contains(why), "{error}");
    }
    assert_eq!(std::fs::read(&there).unwrap(), b"mine");
    assert_eq!(names(&home), ["home", "there.duckdb"]);
}

#[test]
fn cancelled_at_any_moment_it_leaves_no_file() {
    let home = filled();
    let file = home.outside().join("all.duckdb");
    let mut cancelled = 0;
    for at in 0.. {
        let asked = AtomicU32::new(0);
        let is_cancelled = || asked.fetch_add(1, Ordering::Relaxed) >= at;
        match export(&home.store, LIMITS, &file, &is_cancelled, &mut |_, _| {}) {
            Ok(_) => break,
            Err(error) => assert_eq!(error.kind, QueryErrorKind::Cancelled, "{error}"),
        }
        assert_eq!(names(&home), ["home"]);
        cancelled += 1;
    }
    assert!(cancelled > 10);
    assert_eq!(names(&home), ["all.duckdb", "home"]);
}

#[test]
fn a_damaged_file_of_the_store_is_told_and_nothing_is_left() {
    let home = filled();
    let dataset = home.store.dataset("EURUSD").unwrap();
    let version = dataset.versions.last().unwrap();
    let damaged = home
        .store
        .segment_path(&dataset.series, &version.segments[1]);
    std::fs::write(&damaged, "no parquet").unwrap();
    let file = home.outside().join("all.duckdb");
    let error = exported(&home, &file).unwrap_err();
    assert_eq!(error.kind, QueryErrorKind::Store, "{error}");
    assert!(error.help.contains("backtestr fsck"), "{error}");
    assert_eq!(names(&home), ["home"]);
}
