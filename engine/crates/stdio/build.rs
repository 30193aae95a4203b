//! Lets the engine find the DuckDB library, beside itself.

fn main() -> Result<(), String> {
    duckdb_link::link()
}
