//! Trades and findings of a run as rows of the wire.

use ::plan::{Plan, Statement};
use base::Direction;
use events::{FindingKind, NO_STATEMENT, RunRecord, Trade};
use protocol::{Side, TradeRow};

const NANOS_PER_MICRO: i64 = 1_000;

/// Trades `first` to `first + count` (0-based) of a run. `last_price` marks those still open.
#[must_use]
pub fn trade_rows(
    record: &RunRecord,
    plan: &Plan,
    point_value: f64,
    last_price: f64,
    first: usize,
    count: usize,
) -> Vec<TradeRow> {
    let shown = record.trades.iter().enumerate().skip(first).take(count);
    shown
        .map(|(index, trade)| row(index, trade, record, plan, point_value, last_price))
        .collect()
}

fn row(
    index: usize,
    trade: &Trade,
    record: &RunRecord,
    plan: &Plan,
    point_value: f64,
    last_price: f64,
) -> TradeRow {
    let last_row = record.first_row + u32::try_from(record.equity.len()).unwrap_or(u32::MAX);
    let exit_row = trade
        .exit
        .map_or(last_row.saturating_sub(1), |exit| exit.row);
    let cost = trade.entry_price * trade.quantity * point_value;
    TradeRow {
        number: u32::try_from(index + 1).unwrap_or(u32::MAX),
        side: match trade.direction {
            Direction::Long => Side::Long,
            Direction::Short => Side::Short,
        },
        quantity: trade.quantity,
        entry_time_us: trade.entry_time.div_euclid(NANOS_PER_MICRO),
        entry_price: trade.entry_price,
        entry_id: order_name(trade.entry_statement, plan),
        entry_statement: trade.entry_statement,
        entry_bar: trade.entry_row.saturating_sub(record.first_row),
        exit_time_us: trade.exit.map(|exit| exit.time.div_euclid(NANOS_PER_MICRO)),
        exit_price: trade.exit.map_or(last_price, |exit| exit.price),
        exit_id: trade.exit.map(|exit| order_name(exit.statement, plan)),
        exit_statement: trade
            .exit
            .map(|exit| exit.statement)
            .filter(|statement| *statement != NO_STATEMENT),
        exit_bar: trade
            .exit
            .map(|exit| exit.row.saturating_sub(record.first_row)),
        profit: trade.profit,
        profit_pct: 100.0 * trade.profit / cost,
        fees: trade.fees,
        bars_held: exit_row.saturating_sub(trade.entry_row),
        mae: trade.mae,
        mfe: trade.mfe,
    }
}

/// The id under which an order stands in the trade list.
fn order_name(statement: u32, plan: &Plan) -> String {
    let text = |id: u32| plan.texts()[id as usize].clone();
    match plan.statements().get(statement as usize) {
        Some(Statement::Entry { call, .. } | Statement::Order { call, .. }) => text(call.id),
        Some(Statement::Exit { id, .. }) => text(*id),
        Some(Statement::Close { entry, .. }) => format!("close {}", text(*entry)),
        Some(Statement::CloseAll { .. }) => "close all".into(),
        Some(Statement::Cancel { .. } | Statement::CancelAll { .. } | Statement::Plot { .. })
        | None => "end of data".into(),
    }
}

/// What the run noticed.
#[must_use]
pub fn findings(record: &RunRecord) -> Vec<protocol::Finding> {
    let finding = |finding: &events::Finding| protocol::Finding {
        what: match finding.kind {
            FindingKind::NaArgument => protocol::FindingKind::NaArgument,
            FindingKind::NoQuantity => protocol::FindingKind::NoQuantity,
        },
        statement: finding.statement,
        count: finding.count,
        first_time_us: finding.first_time.div_euclid(NANOS_PER_MICRO),
    };
    record.findings.iter().map(finding).collect()
}
