//! Cells are exact text, and columns say their types.

use crate::support::{Home, ask};

fn column_types(home: &Home, sql: &str) -> Vec<String> {
    let (answer, _) = ask(&home.engine, sql).unwrap();
    let columns = answer.columns.iter();
    columns
        .map(|column| format!("{} {}", column.name, column.type_name))
        .collect()
}

#[test]
fn values_are_written_without_loss() {
    let home = Home::new();
    for (expression, expected) in [
        ("1", "1"),
        ("9223372036854775807", "9223372036854775807"),
        (
            "170141183460469231731687303715884105727::HUGEINT",
            "170141183460469231731687303715884105727",
        ),
        ("0.1::DOUBLE + 0.2::DOUBLE", "0.30000000000000004"),
        ("1e300::DOUBLE", "1e300"),
        ("'NaN'::DOUBLE", "NaN"),
        ("-0.0::DOUBLE", "-0.0"),
        ("1.10::DECIMAL(18,2)", "1.10"),
        ("-0.00001::DECIMAL(24,5)", "-0.00001"),
        ("true", "true"),
        ("'a|b\n\"c\"'", "a|b\n\"c\""),
        ("'∞ 日本'", "∞ 日本"),
        ("'a' || chr(0) || 'b'", "a\0b"),
        ("DATE '2019-02-04'", "2019-02-04"),
        (
            "TIMESTAMP '2019-02-04 01:02:03.000004'",
            "2019-02-04T01:02:03.000004",
        ),
        (
            "make_timestamp_ns(1549238400000000001)",
            "2019-02-04T00:00:00.000000001",
        ),
        (
            "TIMESTAMPTZ '2019-02-04 01:00:00+01'",
            "2019-02-04T00:00:00Z",
        ),
        ("TIME '01:02:03'", "01:02:03"),
        ("[1, NULL, 3]", "[1, NULL, 3]"),
        ("{'a': 1.50, 'b': NULL}", "{a: 1.50, b: NULL}"),
        ("MAP {'k': 2}", "{k: 2}"),
        ("'ab'::BLOB", "6162"),
        ("NULL", "-"),
        ("'x'::ENUM('x', 'y')", "x"),
        (
            "'0b4a4d22-0000-4000-8000-000000000001'::UUID",
            "0b4a4d22-0000-4000-8000-000000000001",
        ),
        ("current_setting('TimeZone')", "UTC"),
    ] {
        assert_eq!(
            home.lines(&format!("SELECT {expression}")),
            [expected],
            "{expression}"
        );
    }
}

#[test]
fn columns_have_names_and_types_of_sql() {
    let home = Home::new();
    assert_eq!(
        column_types(
            &home,
            "SELECT 1 AS a, 1.50 AS \"the b\", 'x' AS a, [1] AS l, make_timestamp_ns(1) AS t;"
        ),
        [
            "a INTEGER",
            "the b DECIMAL(3,2)",
            "a VARCHAR",
            "l INTEGER[]",
            "t TIMESTAMP_NS"
        ]
    );
    assert_eq!(column_types(&home, "SHOW TABLES"), ["name VARCHAR"]);
    assert_eq!(
        column_types(&home, "SELECT 1 AS one WHERE false"),
        ["one INTEGER"]
    );
}

#[test]
fn everything_that_reads_is_answered() {
    let home = Home::new();
    for sql in [
        "FROM range(3)",
        "VALUES (1, 2), (3, 4)",
        "WITH a AS (SELECT 1 AS x) SELECT x FROM a",
        "SUMMARIZE datasets",
        "DESCRIBE ticks",
        "SHOW TABLES",
        "TABLE datasets",
        "-- a comment\nSELECT 1 -- and another",
        "/* one */ SELECT 1;;",
        "(SELECT 1) UNION ALL (SELECT 2)",
        "SELECT * FROM (PIVOT (SELECT 1 AS a, 2 AS b) ON a IN (1, 2) USING sum(b))",
        "SELECT unnest([1, 2])",
        "SELECT * FROM unnest([1, 2])",
        "SELECT time_bucket(INTERVAL 15 minutes, time), max(bid), arg_min(bid, time) FROM ticks GROUP BY ALL",
        "SELECT time::TIMESTAMPTZ AT TIME ZONE 'America/New_York' FROM ticks",
        "SELECT t.time, e.equity FROM ticks t ASOF JOIN equity e ON t.time >= e.time",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 10) SELECT sum(n) FROM r",
    ] {
        home.rows(sql);
    }
}

/// Whatever DuckDB can make, a cell is a text or the query an error; never a panic.
#[test]
fn no_type_breaks_the_engine() {
    let home = Home::new();
    let names = home.lines("SELECT column_name FROM (DESCRIBE FROM test_all_types())");
    assert!(names.len() > 40);
    for name in names {
        let sql = format!("SELECT \"{name}\", [\"{name}\"] FROM test_all_types()");
        match ask(&home.engine, &sql) {
            Ok((_, rows)) => assert_eq!(rows.len(), 3, "{name}"),
            Err(error) => assert!(!error.message.is_empty(), "{name}"),
        }
    }
}
