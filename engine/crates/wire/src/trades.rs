//! Trades, findings and hints of a run as rows of the wire.

use ::plan::{Plan, Statement};
use base::Direction;
use events::{ExitReason, FindingKind, NO_STATEMENT, RunRecord, Trade};
use protocol::{Side, TradeRow};
use std::ops::Range;

const NANOS_PER_MICRO: i64 = 1_000;

/// The trades of `rows` (0-based) of a run. `names` are those of [`order_names`]; the money per whole
/// point and contract comes with the price that marks those still open.
#[must_use]
pub fn trade_rows(
    record: &RunRecord,
    names: &[String],
    (point_value, last_price): (f64, f64),
    rows: Range<usize>,
) -> Vec<TradeRow> {
    let shown = record.trades.iter().enumerate();
    let shown = shown.skip(rows.start).take(rows.len());
    shown
        .map(|(index, trade)| row(index, trade, record, names, (point_value, last_price)))
        .collect()
}

fn row(
    index: usize,
    trade: &Trade,
    record: &RunRecord,
    names: &[String],
    (point_value, last_price): (f64, f64),
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
        entry_id: order_name(trade.entry_statement, names),
        entry_statement: trade.entry_statement,
        entry_bar: trade.entry_row.saturating_sub(record.first_row),
        exit_time_us: trade.exit.map(|exit| exit.time.div_euclid(NANOS_PER_MICRO)),
        exit_price: trade.exit.map_or(last_price, |exit| exit.price),
        exit_id: trade.exit.map(|exit| order_name(exit.statement, names)),
        exit_statement: trade
            .exit
            .map(|exit| exit.statement)
            .filter(|statement| *statement != NO_STATEMENT),
        exit_bar: trade
            .exit
            .map(|exit| exit.row.saturating_sub(record.first_row)),
        exit_reason: trade.exit.and_then(|exit| exit.reason).map(exit_reason),
        is_ambiguous: trade.exit.map_or(Some(false), |exit| exit.is_ambiguous),
        profit: trade.profit,
        profit_pct: 100.0 * trade.profit / cost,
        fees: trade.fees,
        bars_held: exit_row.saturating_sub(trade.entry_row),
        mae: trade.mae,
        mfe: trade.mfe,
    }
}

const fn exit_reason(reason: ExitReason) -> protocol::ExitReason {
    match reason {
        ExitReason::Target => protocol::ExitReason::Target,
        ExitReason::Stop => protocol::ExitReason::Stop,
        ExitReason::TrailingStop => protocol::ExitReason::TrailingStop,
        ExitReason::Signal => protocol::ExitReason::Signal,
        ExitReason::Reversal => protocol::ExitReason::Reversal,
        ExitReason::Order => protocol::ExitReason::Order,
        ExitReason::EndOfData => protocol::ExitReason::EndOfData,
    }
}

fn order_name(statement: u32, names: &[String]) -> String {
    let name = names.get(statement as usize);
    name.map_or_else(|| "end of data".to_owned(), Clone::clone)
}

/// The id under which the orders of each statement stand in the trade list.
#[must_use]
pub fn order_names(plan: &Plan) -> Vec<String> {
    let text = |id: u32| plan.texts()[id as usize].clone();
    let name = |statement: &Statement| match statement {
        Statement::Entry { call, .. } | Statement::Order { call, .. } => text(call.id),
        Statement::Exit { id, .. } => text(*id),
        Statement::Close { entry, .. } => format!("close {}", text(*entry)),
        Statement::CloseAll { .. } => "close all".into(),
        // These place no orders.
        Statement::Cancel { .. } | Statement::CancelAll { .. } | Statement::Plot { .. } => {
            String::new()
        }
    };
    plan.statements().iter().map(name).collect()
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

/// What only the whole period tells of the text.
#[must_use]
pub fn hint(hint: &events::Hint) -> protocol::Hint {
    match *hint {
        events::Hint::NeverReached { statement } => protocol::Hint::NeverReached { statement },
        events::Hint::WarmupTooShort {
            statement,
            node,
            bars_lacking,
        } => protocol::Hint::WarmupTooShort {
            statement,
            node,
            bars_lacking,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::TradeExit;

    type End = (Option<protocol::ExitReason>, Option<bool>);

    /// What the wire says of the end of a trade.
    fn end_of(exit: Option<TradeExit>) -> End {
        let trade = Trade {
            direction: Direction::Long,
            quantity: 1.0,
            entry_time: 0,
            entry_price: 100.0,
            entry_statement: 0,
            entry_row: 0,
            exit,
            profit: 1.0,
            fees: 0.0,
            mae: 0.0,
            mfe: 1.0,
        };
        let record = RunRecord {
            trades: vec![trade],
            ..RunRecord::default()
        };
        let rows = trade_rows(&record, &[], (1.0, 101.0), 0..1);
        (rows[0].exit_reason, rows[0].is_ambiguous)
    }

    fn closed(reason: Option<ExitReason>, is_ambiguous: Option<bool>) -> End {
        end_of(Some(TradeExit {
            time: 1,
            price: 101.0,
            statement: 0,
            row: 1,
            reason,
            is_ambiguous,
        }))
    }

    #[test]
    fn the_end_of_a_trade_is_told_as_far_as_it_is_known() {
        let told = closed(Some(ExitReason::TrailingStop), Some(true));
        assert_eq!(told, (Some(protocol::ExitReason::TrailingStop), Some(true)));
        // Loaded from a run that was saved before it was kept.
        assert_eq!(closed(None, None), (None, None));
        // A trade that has not ended is not ambiguous, whoever saved it.
        assert_eq!(end_of(None), (None, Some(false)));
    }
}
