//! The library is the one that belongs to the bindings.

#[test]
fn crate_and_library_are_of_one_version() {
    let connection = duckdb::Connection::open_in_memory().unwrap();
    let version: String = connection
        .query_row("SELECT version()", [], |row| row.get(0))
        .unwrap();
    assert_eq!(version, "v1.5.6");
}

#[test]
fn parquet_json_and_time_zones_need_no_download() {
    let connection = duckdb::Connection::open_in_memory().unwrap();
    let count: i64 = connection
        .query_row(
            "SELECT count(*) FROM duckdb_extensions() WHERE loaded AND extension_name IN ('parquet', 'json', 'icu')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(count, 3);
}
