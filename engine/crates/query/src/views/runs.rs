//! Trades, positions and equity of the saved runs.

use super::{Content, Part, SavedFiles, View, parquet};
use crate::literal;
use std::path::PathBuf;
use store::SavedRun;

const TRADES: &[(&str, &str)] = &[
    ("run", "VARCHAR"),
    ("name", "VARCHAR"),
    ("dataset", "VARCHAR"),
    ("number", "BIGINT"),
    ("side", "VARCHAR"),
    ("quantity", "DOUBLE"),
    ("entry_time", "TIMESTAMP_NS"),
    ("entry_price", "DOUBLE"),
    ("exit_time", "TIMESTAMP_NS"),
    ("exit_price", "DOUBLE"),
    ("profit", "DOUBLE"),
    ("fees", "DOUBLE"),
    ("bars_held", "BIGINT"),
    ("mae", "DOUBLE"),
    ("mfe", "DOUBLE"),
    ("exit_reason", "VARCHAR"),
    ("is_ambiguous", "BOOLEAN"),
];

const POSITIONS: &[(&str, &str)] = &[
    ("run", "VARCHAR"),
    ("name", "VARCHAR"),
    ("dataset", "VARCHAR"),
    ("number", "BIGINT"),
    ("time", "TIMESTAMP_NS"),
    ("order_number", "BIGINT"),
    ("side", "VARCHAR"),
    ("quantity", "DOUBLE"),
    ("price", "DOUBLE"),
    ("fee", "DOUBLE"),
    ("position", "DOUBLE"),
];

const EQUITY: &[(&str, &str)] = &[
    ("run", "VARCHAR"),
    ("name", "VARCHAR"),
    ("dataset", "VARCHAR"),
    ("number", "BIGINT"),
    ("time", "TIMESTAMP_NS"),
    ("equity", "DOUBLE"),
    ("position", "DOUBLE"),
];

pub(super) fn views(content: &Content) -> Vec<View> {
    let over = |columns: &str, file: fn(&SavedFiles) -> &PathBuf| {
        let rows = || parquet(content.runs.iter().map(file));
        (!content.runs.is_empty()).then(|| select(content, columns, &rows(), file))
    };
    let trades = || select(content, TRADE, &trade_rows(content), |run| &run.trades);
    vec![
        View {
            name: "trades",
            columns: TRADES,
            select: (!content.runs.is_empty()).then(trades),
        },
        View {
            name: "positions",
            columns: POSITIONS,
            select: over(POSITION, |run| &run.fills),
        },
        View {
            name: "equity",
            columns: EQUITY,
            select: over(
                "make_timestamp_ns(rows.time) AS time, equity, position",
                |run| &run.equity,
            ),
        },
    ]
}

/// The same rows as the views', a table at a time.
pub(super) fn parts(content: &Content) -> impl Iterator<Item = Part> {
    let rows = |count: fn(&SavedRun) -> u64| -> u64 {
        content.runs.iter().map(|run| count(&run.run.saved)).sum()
    };
    let counts = [
        rows(|saved| saved.trades.rows),
        rows(|saved| saved.fills.rows),
        rows(|saved| saved.equity.rows),
    ];
    views(content)
        .into_iter()
        .zip(counts)
        .filter_map(|(view, rows)| {
            view.select.map(|select| Part {
                table: view.name,
                select,
                rows,
            })
        })
}

/// Codes of reasons and truths are those of the store's `segment/runs.rs`.
const TRADE: &str = "if(rows.direction = 0, 'long', 'short') AS side, quantity,
    make_timestamp_ns(entry_time) AS entry_time, entry_price,
    CASE WHEN is_closed = 1 THEN make_timestamp_ns(exit_time) END AS exit_time,
    CASE WHEN is_closed = 1 THEN exit_price END AS exit_price,
    profit, fees,
    CASE WHEN is_closed = 1 THEN exit_row - entry_row END AS bars_held, mae, mfe,
    CASE exit_reason WHEN 1 THEN 'target' WHEN 2 THEN 'stop' WHEN 3 THEN 'trailing stop'
        WHEN 4 THEN 'signal' WHEN 5 THEN 'reversal' WHEN 6 THEN 'order'
        WHEN 7 THEN 'end of data' END AS exit_reason,
    CASE WHEN is_closed = 0 OR is_ambiguous = 0 THEN false
        WHEN is_ambiguous = 1 THEN true END AS is_ambiguous";

/// Files of earlier versions do not tell how trades ended. They are read apart: reading all by the names
/// of their columns would open every file for every question about one run.
fn trade_rows(content: &Content) -> String {
    let (told, untold): (Vec<&SavedFiles>, Vec<&SavedFiles>) =
        content.runs.iter().partition(|run| run.tells_trade_ends);
    let rows = |runs: &[&SavedFiles]| parquet(runs.iter().map(|run| &run.trades));
    if untold.is_empty() {
        return rows(&told);
    }
    let untold = format!(
        "SELECT *, NULL::BIGINT AS exit_reason, NULL::BIGINT AS is_ambiguous FROM {}",
        rows(&untold)
    );
    if told.is_empty() {
        return format!("({untold})");
    }
    format!("(SELECT * FROM {} UNION ALL BY NAME {untold})", rows(&told))
}

/// The position after each fill. Quantities are summed as decimals, so that what was opened in parts
/// and closed at once leaves nothing behind.
const POSITION: &str = "make_timestamp_ns(rows.time) AS time, rows.order AS order_number,
    if(rows.direction = 0, 'buy', 'sell') AS side, quantity, price, fee,
    sum(TRY_CAST(if(rows.direction = 0, quantity, -quantity) AS DECIMAL(38,12)))
        OVER (PARTITION BY files.run ORDER BY rows.file_row_number)::DOUBLE AS position";

/// All runs' files are read as one; a row finds its run by the path of its file.
fn select(
    content: &Content,
    columns: &str,
    rows: &str,
    file: fn(&SavedFiles) -> &PathBuf,
) -> String {
    let runs: Vec<String> = content
        .runs
        .iter()
        .map(|run| {
            let info = &run.run.saved.info;
            format!(
                "({}, {}, {}, {})",
                literal::path(file(run)),
                literal::text(&run.run.saved.id),
                literal::text(&run.run.status.name),
                literal::text(&info.dataset),
            )
        })
        .collect();
    format!(
        "SELECT files.run, files.name, files.dataset, rows.file_row_number + 1 AS number, {columns} \
         FROM {rows} AS rows JOIN (VALUES {runs}) AS files(path, run, name, dataset) \
         ON rows.filename = files.path",
        runs = runs.join(", "),
    )
}
