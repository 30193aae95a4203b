//! The tables of a saved run. Numbers keep their bits; what a trade has not, yet, is told by a flag.

use super::{Column, Encoded, Packing, Table, Values, write as write_table};
use crate::error::StoreError;
use base::{Direction, Phase, Stamp};
use bytes::Bytes;
use events::{EquityPoint, ExitReason, Fill, Trade, TradeExit};
use std::path::Path;

fn integers<'a>(name: &'static str, packing: Packing, values: &'a [i64]) -> Column<'a> {
    Column {
        name,
        packing,
        values: Values::Integers(values),
    }
}

fn numbers<'a>(name: &'static str, values: &'a [f64]) -> Column<'a> {
    Column {
        name,
        packing: Packing::Plain,
        values: Values::Numbers(values),
    }
}

fn column<T, V>(rows: &[T], value: impl Fn(&T) -> V) -> Vec<V> {
    rows.iter().map(value).collect()
}

fn kind(name: &str) -> [(&'static str, String); 1] {
    [("kind", name.to_owned())]
}

const fn direction(code: i64) -> Option<Direction> {
    match code {
        0 => Some(Direction::Long),
        1 => Some(Direction::Short),
        _ => None,
    }
}

const fn phase(code: i64) -> Option<Phase> {
    match code {
        0 => Some(Phase::BarsComplete),
        1 => Some(Phase::Decision),
        2 => Some(Phase::Market),
        3 => Some(Phase::TickDecision),
        _ => None,
    }
}

/// Code of an exit reason; 0 for none that is known.
const fn reason_code(reason: Option<ExitReason>) -> i64 {
    match reason {
        None => 0,
        Some(ExitReason::Target) => 1,
        Some(ExitReason::Stop) => 2,
        Some(ExitReason::TrailingStop) => 3,
        Some(ExitReason::Signal) => 4,
        Some(ExitReason::Reversal) => 5,
        Some(ExitReason::Order) => 6,
        Some(ExitReason::EndOfData) => 7,
    }
}

/// The reason of a code; nothing at all for a code without a meaning.
const fn reason(code: i64) -> Option<Option<ExitReason>> {
    Some(match code {
        0 => None,
        1 => Some(ExitReason::Target),
        2 => Some(ExitReason::Stop),
        3 => Some(ExitReason::TrailingStop),
        4 => Some(ExitReason::Signal),
        5 => Some(ExitReason::Reversal),
        6 => Some(ExitReason::Order),
        7 => Some(ExitReason::EndOfData),
        _ => return None,
    })
}

/// Code of a truth that may be unknown.
const fn truth_code(truth: Option<bool>) -> i64 {
    match truth {
        Some(truth) => truth as i64,
        None => 2,
    }
}

const fn truth(code: i64) -> Option<Option<bool>> {
    match code {
        0 => Some(Some(false)),
        1 => Some(Some(true)),
        2 => Some(None),
        _ => None,
    }
}

/// Turns rows that make no sense into an error of the file.
fn rows<T>(
    path: &Path,
    count: usize,
    row: impl Fn(usize) -> Option<T>,
) -> Result<Vec<T>, StoreError> {
    (0..count)
        .map(|index| {
            row(index).ok_or_else(|| {
                let what = "it holds a number that means nothing";
                StoreError::corrupt(path, format!("row {index}"), what)
            })
        })
        .collect()
}

fn small(value: i64) -> Option<u32> {
    u32::try_from(value).ok()
}

/// Equity by bar.
pub(crate) fn write_equity(points: &[EquityPoint]) -> Result<Encoded, StoreError> {
    let time = column(points, |point| point.time);
    let equity = column(points, |point| point.equity);
    let position = column(points, |point| point.position);
    write_table(
        &kind("equity"),
        &[
            integers("time", Packing::Delta, &time),
            numbers("equity", &equity),
            numbers("position", &position),
        ],
    )
}

pub(crate) fn read_equity(path: &Path, bytes: Bytes) -> Result<Vec<EquityPoint>, StoreError> {
    let table = Table::open(path, bytes)?;
    table.check_kind("equity")?;
    let (time, equity) = (table.integers(0)?, table.numbers(1)?);
    let position = table.numbers(2)?;
    rows(path, table.rows(), |row| {
        Some(EquityPoint {
            time: time[row],
            equity: equity[row],
            position: position[row],
        })
    })
}

/// Fills in order.
pub(crate) fn write_fills(fills: &[Fill]) -> Result<Encoded, StoreError> {
    let time = column(fills, |fill| fill.stamp.time);
    let phase = column(fills, |fill| fill.stamp.phase as i64);
    let order = column(fills, |fill| i64::from(fill.order));
    let statement = column(fills, |fill| i64::from(fill.statement));
    let direction = column(fills, |fill| fill.direction as i64);
    let row = column(fills, |fill| i64::from(fill.row));
    let quantity = column(fills, |fill| fill.quantity);
    let price = column(fills, |fill| fill.price);
    let fee = column(fills, |fill| fill.fee);
    write_table(
        &kind("fills"),
        &[
            integers("time", Packing::Delta, &time),
            integers("phase", Packing::Dictionary, &phase),
            integers("order", Packing::Delta, &order),
            integers("statement", Packing::Dictionary, &statement),
            integers("direction", Packing::Dictionary, &direction),
            integers("row", Packing::Delta, &row),
            numbers("quantity", &quantity),
            numbers("price", &price),
            numbers("fee", &fee),
        ],
    )
}

pub(crate) fn read_fills(path: &Path, bytes: Bytes) -> Result<Vec<Fill>, StoreError> {
    let table = Table::open(path, bytes)?;
    table.check_kind("fills")?;
    let columns = (0..6)
        .map(|column| table.integers(column))
        .collect::<Result<Vec<_>, _>>()?;
    let (quantity, price, fee) = (table.numbers(6)?, table.numbers(7)?, table.numbers(8)?);
    rows(path, table.rows(), |row| {
        Some(Fill {
            stamp: Stamp::new(columns[0][row], phase(columns[1][row])?),
            order: small(columns[2][row])?,
            statement: small(columns[3][row])?,
            direction: direction(columns[4][row])?,
            quantity: quantity[row],
            price: price[row],
            fee: fee[row],
            row: small(columns[5][row])?,
        })
    })
}

/// Columns of trades at first, when how a trade ended was not kept. Later ones stand behind them, so
/// that earlier versions read the files of later ones too.
pub(crate) const COLUMNS_BEFORE_ENDS: usize = 15;

/// Closed trades, then open ones.
pub(crate) fn write_trades(trades: &[Trade]) -> Result<Encoded, StoreError> {
    let exit =
        |value: fn(&TradeExit) -> i64| column(trades, |trade| trade.exit.as_ref().map_or(0, value));
    let direction = column(trades, |trade| trade.direction as i64);
    let entry_time = column(trades, |trade| trade.entry_time);
    let entry_statement = column(trades, |trade| i64::from(trade.entry_statement));
    let entry_row = column(trades, |trade| i64::from(trade.entry_row));
    let is_closed = column(trades, |trade| i64::from(trade.exit.is_some()));
    let exit_time = exit(|exit| exit.time);
    let exit_statement = exit(|exit| i64::from(exit.statement));
    let exit_row = exit(|exit| i64::from(exit.row));
    let exit_reason = exit(|exit| reason_code(exit.reason));
    let is_ambiguous = exit(|exit| truth_code(exit.is_ambiguous));
    let quantity = column(trades, |trade| trade.quantity);
    let entry_price = column(trades, |trade| trade.entry_price);
    let exit_price = column(trades, |trade| trade.exit.map_or(0.0, |exit| exit.price));
    let profit = column(trades, |trade| trade.profit);
    let fees = column(trades, |trade| trade.fees);
    let mae = column(trades, |trade| trade.mae);
    let mfe = column(trades, |trade| trade.mfe);
    write_table(
        &kind("trades"),
        &[
            integers("entry_time", Packing::Delta, &entry_time),
            integers("direction", Packing::Dictionary, &direction),
            integers("entry_statement", Packing::Dictionary, &entry_statement),
            integers("entry_row", Packing::Delta, &entry_row),
            integers("is_closed", Packing::Dictionary, &is_closed),
            integers("exit_time", Packing::Delta, &exit_time),
            integers("exit_statement", Packing::Dictionary, &exit_statement),
            integers("exit_row", Packing::Delta, &exit_row),
            numbers("quantity", &quantity),
            numbers("entry_price", &entry_price),
            numbers("exit_price", &exit_price),
            numbers("profit", &profit),
            numbers("fees", &fees),
            numbers("mae", &mae),
            numbers("mfe", &mfe),
            integers("exit_reason", Packing::Dictionary, &exit_reason),
            integers("is_ambiguous", Packing::Dictionary, &is_ambiguous),
        ],
    )
}

pub(crate) fn read_trades(path: &Path, bytes: Bytes) -> Result<Vec<Trade>, StoreError> {
    let table = Table::open(path, bytes)?;
    table.check_kind("trades")?;
    let whole = (0..8)
        .map(|column| table.integers(column))
        .collect::<Result<Vec<_>, _>>()?;
    let number = (8..15)
        .map(|column| table.numbers(column))
        .collect::<Result<Vec<_>, _>>()?;
    let ends = if table.columns() > COLUMNS_BEFORE_ENDS {
        Some((table.integers(15)?, table.integers(16)?))
    } else {
        None
    };
    rows(path, table.rows(), |row| {
        let (reason, is_ambiguous) = match &ends {
            Some((reasons, truths)) => (reason(reasons[row])?, truth(truths[row])?),
            None => (None, None),
        };
        let exit = TradeExit {
            time: whole[5][row],
            price: number[2][row],
            statement: small(whole[6][row])?,
            row: small(whole[7][row])?,
            reason,
            is_ambiguous,
        };
        Some(Trade {
            direction: direction(whole[1][row])?,
            quantity: number[0][row],
            entry_time: whole[0][row],
            entry_price: number[1][row],
            entry_statement: small(whole[2][row])?,
            entry_row: small(whole[3][row])?,
            exit: (whole[4][row] == 1).then_some(exit),
            profit: number[3][row],
            fees: number[4][row],
            mae: number[5][row],
            mfe: number[6][row],
        })
    })
}
