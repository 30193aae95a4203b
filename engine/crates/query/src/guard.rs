//! Lets through one statement that reads. DuckDB's own parser says what a text is, because a second
//! reading of SQL would be wrong somewhere; the locked configuration stands behind it.

use crate::error::{QueryError, QueryErrorKind};
use duckdb::{Connection, OptionalExt};

/// A longer text is no question of a person, and DuckDB would take long to say so.
const TEXT_BYTES_MAX: usize = 256 << 10;

const READ_ONLY: &str = "Begin with SELECT, WITH, FROM, VALUES, SUMMARIZE, DESCRIBE or SHOW. \
     To change what is stored use `backtestr import`, `backtestr data` or `backtestr runs`.";

/// Functions that stand in FROM. The others read files or change the instance: logging, for one, may
/// write to our stdout in spite of a locked configuration.
const TABLE_FUNCTIONS: &[&str] = &[
    "duckdb_columns",
    "duckdb_functions",
    "duckdb_keywords",
    "duckdb_memory",
    "duckdb_settings",
    "duckdb_tables",
    "duckdb_types",
    "duckdb_views",
    "generate_series",
    "histogram",
    "histogram_values",
    "json_each",
    "json_tree",
    "pragma_table_info",
    "pragma_version",
    "range",
    "repeat",
    "repeat_row",
    "summary",
    "test_all_types",
    "unnest",
];

/// Functions in expressions that do more than compute.
const REFUSED_FUNCTIONS: &[&str] = &["write_log", "nextval", "sleep_ms"];

/// What DuckDB's parser says: error, its place, number of statements, functions in FROM, all functions.
const PARSE: &str = "
    WITH parsed AS (SELECT json_serialize_sql(?::VARCHAR) AS tree),
    named AS (
        SELECT lower(atom ->> '$') AS name, path LIKE '%.function' AS is_table
        FROM parsed, json_tree(parsed.tree)
        WHERE key = 'function_name'
    )
    SELECT
        CASE WHEN (tree ->> 'error') = 'true' THEN tree ->> 'error_type' END,
        tree ->> 'error_message',
        TRY_CAST(tree ->> 'position' AS BIGINT),
        coalesce(json_array_length(tree, '$.statements'), 0)::BIGINT,
        coalesce((SELECT string_agg(name, ' ' ORDER BY name) FROM named WHERE is_table), ''),
        coalesce((SELECT string_agg(name, ' ' ORDER BY name) FROM named WHERE NOT is_table), '')
    FROM parsed";

struct Parsed {
    error_type: Option<String>,
    error: Option<String>,
    position: Option<i64>,
    statements: i64,
    table_functions: String,
    functions: String,
}

/// Refuses what is not one statement that reads.
pub(crate) fn check(connection: &Connection, sql: &str) -> Result<(), QueryError> {
    check_text(sql)?;
    let parsed = parse(connection, sql)?;
    if let Some(error_type) = &parsed.error_type {
        return Err(parse_error(sql, error_type, &parsed));
    }
    match parsed.statements {
        0 => {
            return Err(text(
                "The query is empty.",
                "Write one, as in `SELECT * FROM datasets`.",
            ));
        }
        1 => {}
        count => {
            let message = format!("These are {count} statements.");
            return Err(refused(message, "Ask one question at a time."));
        }
    }
    check_functions(&parsed)
}

fn check_text(sql: &str) -> Result<(), QueryError> {
    if let Some(place) = sql.find('\0') {
        let message = format!("The query holds the character NUL at byte {place}.");
        return Err(text(
            message,
            "Remove it; `chr(0)` makes one inside a query.",
        ));
    }
    if sql.len() > TEXT_BYTES_MAX {
        let message = format!(
            "The query is {} bytes long; {TEXT_BYTES_MAX} are the most.",
            sql.len()
        );
        return Err(text(message, "Write a shorter one."));
    }
    Ok(())
}

fn parse(connection: &Connection, sql: &str) -> Result<Parsed, QueryError> {
    connection
        .query_row(PARSE, [sql], |row| {
            Ok(Parsed {
                error_type: row.get(0)?,
                error: row.get(1)?,
                position: row.get(2)?,
                statements: row.get(3)?,
                table_functions: row.get(4)?,
                functions: row.get(5)?,
            })
        })
        .optional()
        .map_err(|error| QueryError::from_answering(&error))?
        .ok_or_else(|| text("The query cannot be read.", "Correct it."))
}

fn parse_error(sql: &str, error_type: &str, parsed: &Parsed) -> QueryError {
    let said = parsed.error.as_deref().unwrap_or("it cannot be read");
    if error_type == "not implemented" {
        return refused(
            "Only statements that read are answered, and this is another one.",
            READ_ONLY,
        );
    }
    let place = parsed.position.map(|at| place(sql, at));
    let message = format!(
        "The query cannot be read: {said}{}.",
        place.unwrap_or_default()
    );
    text(message, "Correct it there.")
}

/// Line and column, from 1, of the place that DuckDB tells as a number of characters.
fn place(sql: &str, position: i64) -> String {
    let before: String = sql
        .chars()
        .take(usize::try_from(position).unwrap_or(0))
        .collect();
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    format!(", line {line}, column {column}")
}

fn check_functions(parsed: &Parsed) -> Result<(), QueryError> {
    let mut in_from = parsed.table_functions.split_whitespace();
    if let Some(name) = in_from.find(|name| !TABLE_FUNCTIONS.contains(name)) {
        let message = format!("A query may not read from the function {name}.");
        let help = "Queries read the tables that `SHOW TABLES` lists, no files and no other place.";
        return Err(refused(message, help));
    }
    let mut others = parsed.functions.split_whitespace();
    if let Some(name) = others.find(|name| REFUSED_FUNCTIONS.contains(name)) {
        let message = format!("A query may not call the function {name}.");
        return Err(refused(
            message,
            "Leave it out: queries only compute from what is stored.",
        ));
    }
    Ok(())
}

fn text(message: impl Into<String>, help: &str) -> QueryError {
    QueryError::new(QueryErrorKind::Text, message, help)
}

fn refused(message: impl Into<String>, help: &str) -> QueryError {
    QueryError::new(QueryErrorKind::Refused, message, help)
}
