//! Texts that want more than to read.

use crate::support::{Home, MILLI_5, ask, import_quotes, three_quotes};
use query::QueryErrorKind;

#[test]
fn what_does_more_than_read_is_refused() {
    let home = Home::new();
    let outside = home.outside().join("out");
    let out = outside.display();
    for sql in [
        "CREATE TABLE x (i INTEGER)",
        "CREATE TEMP TABLE x AS SELECT 1",
        "CREATE OR REPLACE VIEW ticks AS SELECT 1",
        "CREATE MACRO m() AS 1",
        "DROP VIEW ticks",
        "INSERT INTO datasets SELECT * FROM datasets",
        "UPDATE datasets SET symbol = 'x'",
        "DELETE FROM datasets",
        "TRUNCATE datasets",
        "ALTER TABLE datasets ADD COLUMN x INTEGER",
        &format!("ATTACH '{out}.db' AS x"),
        &format!("COPY (SELECT 1) TO '{out}.csv'"),
        "COPY datasets FROM '/etc/passwd'",
        &format!("EXPORT DATABASE '{out}'"),
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 64",
        "SET GLOBAL memory_limit = '1TB'",
        "RESET TimeZone",
        "PRAGMA enable_profiling",
        "PRAGMA version",
        "CALL pragma_version()",
        "CALL enable_logging(storage = 'stdout')",
        "BEGIN",
        "COMMIT",
        "USE memory",
        "CHECKPOINT",
        "VACUUM",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "CREATE SECRET s (TYPE s3)",
        "EXPLAIN ANALYZE SELECT 1",
    ] {
        let error = home.error(sql);
        assert_eq!(error.kind, QueryErrorKind::Refused, "{sql}: {error}");
        assert!(error.help.contains("SELECT"), "{sql}: {error}");
    }
    assert!(!std::fs::read_dir(home.outside()).unwrap().any(|entry| {
        entry
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("out")
    }));
}

#[test]
fn functions_that_read_elsewhere_or_act_are_refused() {
    let home = Home::new();
    let journal = home.store.root().join("journal/000001.log");
    let journal = journal.display();
    for sql in [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM READ_BLOB('/proc/self/environ')",
        "SELECT * FROM \"read_csv_auto\"('/etc/passwd')",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM parquet_metadata('/etc/passwd')",
        "SELECT * FROM enable_logging(storage = 'stdout')",
        "SELECT * FROM disable_logging()",
        "SELECT * FROM checkpoint()",
        "SELECT * FROM query('SELECT * FROM enable_logging(storage = ''stdout'')')",
        "SELECT * FROM query_table('ticks')",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
        "SELECT * FROM duckdb_secrets()",
        "SELECT write_log('x')",
        "SELECT 1 WHERE (SELECT max(x) FROM (SELECT Write_Log('x') AS x)) IS NULL",
        "WITH a AS (SELECT * FROM read_csv('/etc/passwd')) SELECT 1",
        "SELECT (SELECT count(*) FROM read_csv('/etc/passwd'))",
        "SELECT * FROM range(3) JOIN LATERAL (SELECT * FROM read_text('/etc/passwd')) ON true",
        "DESCRIBE SELECT * FROM read_csv('/etc/passwd')",
        "SUMMARIZE SELECT * FROM read_csv('/etc/passwd')",
        &format!("SELECT * FROM read_text('{journal}')"),
    ] {
        let error = home.error(sql);
        assert_eq!(error.kind, QueryErrorKind::Refused, "{sql}: {error}");
    }
}

#[test]
fn files_are_no_tables() {
    let home = Home::new();
    std::fs::write(home.outside().join("x.csv"), "a,b\n1,2\n").unwrap();
    for file in [
        home.outside().join("x.csv").display().to_string(),
        home.store.root().join("../x.csv").display().to_string(),
        "/etc/passwd".to_owned(),
        "https://example.org/x.csv".to_owned(),
        "s3://bucket/x.parquet".to_owned(),
    ] {
        let error = home.error(&format!("SELECT * FROM '{file}'"));
        let is_refused = error.kind == QueryErrorKind::Refused;
        assert!(
            is_refused || error.message.contains("does not exist"),
            "{file}: {error}"
        );
    }
}

#[test]
fn several_statements_are_refused_before_the_first_one_runs() {
    let home = Home::new();
    let error = home.error("SELECT 1; SELECT 2");
    assert_eq!(error.message, "These are 2 statements.");
    assert_eq!(
        home.error("SELECT 1; DROP VIEW ticks").kind,
        QueryErrorKind::Refused
    );
    assert_eq!(
        home.error("DROP VIEW ticks; SELECT 1").kind,
        QueryErrorKind::Refused
    );
    assert_eq!(home.lines("SELECT count(*) FROM ticks"), ["0"]);
}

#[test]
fn broken_texts_get_a_place_and_a_sentence() {
    let home = Home::new();
    for (sql, expected) in [
        ("", "empty"),
        (" ; -- nothing", "empty"),
        ("SELECT 1 FRM x y", "line 1, column "),
        ("SELECT\n  ä, 1 +\nFROM", "line 3, column"),
        ("selec 1", "line 1, column 1"),
        ("SELECT 'open", "unterminated"),
        ("SELECT \0", "NUL at byte 7"),
        ("SELECT nothing FROM ticks", "nothing"),
        ("SELECT * FROM nowhere", "nowhere"),
        ("SELECT bid + dataset + 1 FROM ticks", "+"),
        ("SELECT ?", "parameter"),
        ("SELECT $name", "parameter"),
        ("SELECT error('my own words')", "my own words"),
        ("SELECT 'x'::INTEGER", "x"),
    ] {
        let error = home.error(sql);
        assert_eq!(error.kind, QueryErrorKind::Text, "{sql:?}: {error}");
        let message = error.message.to_lowercase();
        assert!(
            message.contains(&expected.to_lowercase()),
            "{sql:?}: {error}"
        );
        assert!(!error.help.is_empty(), "{sql:?}");
    }
}

#[test]
fn huge_and_deep_texts_end_in_an_error() {
    let home = Home::new();
    let deep = format!("SELECT {}1{}", "(".repeat(20_000), ")".repeat(20_000));
    let long = format!("SELECT 1{}", " + 1".repeat(40_000));
    let nested = format!(
        "{}SELECT 1{}",
        "SELECT * FROM (".repeat(5_000),
        ")".repeat(5_000)
    );
    let lists = format!("SELECT {}1{}", "[".repeat(20_000), "]".repeat(20_000));
    let large = format!("SELECT '{}'", "x".repeat(300 << 10));
    for sql in [deep, long, nested, lists, large] {
        let error = ask(&home.engine, &sql).unwrap_err();
        assert!(error.message.len() < 2_000, "{} bytes", error.message.len());
    }
    assert_eq!(home.lines("SELECT 1"), ["1"]);
}

#[test]
fn an_error_leaves_the_engine_as_it_was() {
    let home = Home::new();
    import_quotes(
        &home.store,
        ("EURUSD", "EURUSD"),
        1,
        MILLI_5,
        &three_quotes(),
    );
    for sql in [
        "SELECT * FROM nowhere",
        "SELECT error('x') FROM ticks",
        "DROP VIEW ticks",
        "SELECT",
    ] {
        home.error(sql);
        assert_eq!(
            home.lines("SELECT count(*) FROM ticks"),
            ["3"],
            "after {sql}"
        );
    }
}
