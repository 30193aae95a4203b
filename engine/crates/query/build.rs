//! Lets the tests of this crate find the DuckDB library.

fn main() -> Result<(), String> {
    duckdb_link::link()
}
