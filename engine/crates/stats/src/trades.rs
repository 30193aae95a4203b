//! Measures of closed trades.

use crate::inputs::{Inputs, Rules};
use crate::measure::Value;
use crate::series::{NANOS_PER_DAY, highest, mean, ratio, sample_variance, sum};
use base::Direction;
use events::Trade;

const NO_TRADE: &str = "no trade was closed";
const NO_LOSS: &str = "no trade lost";
const NO_WIN: &str = "no trade won";
const ONE_TRADE: &str = "fewer than two trades were closed";

/// Figures of closed trades by name.
pub(crate) fn measures(inputs: &Inputs<'_>) -> Vec<(&'static str, Value)> {
    let closed = closed(inputs);
    let profits: Vec<f64> = closed.iter().map(|trade| trade.profit).collect();
    let rates: Vec<f64> = closed
        .iter()
        .map(|trade| rate(trade, inputs.point_value))
        .collect();
    let mut found = counts(inputs, &profits);
    found.extend(money(&profits));
    found.extend(rates_of_return(&rates));
    found.extend(quality(&profits));
    found.extend(times(inputs, &closed));
    found.extend(excursions(&closed));
    found
}

pub(crate) fn closed<'a>(inputs: &Inputs<'a>) -> Vec<&'a Trade> {
    inputs
        .record
        .trades
        .iter()
        .filter(|trade| trade.exit.is_some())
        .collect()
}

/// Profit as a fraction of what the entry cost.
fn rate(trade: &Trade, point_value: f64) -> f64 {
    trade.profit / (trade.entry_price * trade.quantity * point_value)
}

fn counts(inputs: &Inputs<'_>, profits: &[f64]) -> Vec<(&'static str, Value)> {
    let record = inputs.record;
    let count = |test: fn(&f64) -> bool| profits.iter().filter(|profit| test(profit)).count();
    let wins = count(|profit| *profit > 0.0);
    let share =
        |part: u32, whole: usize, reason| ratio(100.0 * f64::from(part), whole as f64, reason);
    let entries = record
        .trades
        .iter()
        .map(|trade| (trade.entry_row, trade.entry_statement));
    let mut entries: Vec<(u32, u32)> = entries.collect();
    entries.sort_unstable();
    entries.dedup();
    vec![
        ("trade_count", Ok(profits.len() as f64)),
        (
            "open_trade_count",
            Ok((record.trades.len() - profits.len()) as f64),
        ),
        ("win_count", Ok(wins as f64)),
        ("loss_count", Ok(count(|profit| *profit < 0.0) as f64)),
        ("even_count", Ok(count(|profit| *profit == 0.0) as f64)),
        (
            "win_rate_pct",
            ratio(100.0 * wins as f64, profits.len() as f64, NO_TRADE),
        ),
        ("order_count", Ok(f64::from(record.order_count))),
        ("fill_count", Ok(record.fills.len() as f64)),
        ("entry_count", Ok(entries.len() as f64)),
        ("ambiguous_bar_count", Ok(f64::from(record.ambiguous_bars))),
        (
            "path_fill_share_pct",
            share(record.path_fills, record.fills.len(), "nothing was filled"),
        ),
    ]
}

fn wins(values: &[f64]) -> Vec<f64> {
    values
        .iter()
        .copied()
        .filter(|value| *value > 0.0)
        .collect()
}

fn losses(values: &[f64]) -> Vec<f64> {
    values
        .iter()
        .copied()
        .filter(|value| *value < 0.0)
        .collect()
}

/// Gains over losses, both summed in order.
fn factor(values: &[f64]) -> Value {
    let lost = -sum(losses(values));
    ratio(
        sum(wins(values)),
        lost,
        if values.is_empty() { NO_TRADE } else { NO_LOSS },
    )
}

fn money(profits: &[f64]) -> Vec<(&'static str, Value)> {
    let (won, lost) = (wins(profits), losses(profits));
    let average =
        |values: &[f64], reason| ratio(sum(values.iter().copied()), values.len() as f64, reason);
    vec![
        ("gross_profit", Ok(sum(won.iter().copied()))),
        ("gross_loss", Ok(0.0 - sum(lost.iter().copied()))),
        ("profit_factor", factor(profits)),
        ("expectancy", average(profits, NO_TRADE)),
        ("average_win", average(&won, NO_WIN)),
        ("average_loss", average(&lost, NO_LOSS)),
    ]
}

fn rates_of_return(rates: &[f64]) -> Vec<(&'static str, Value)> {
    let percent = |value: Value| value.map(|value| 100.0 * value);
    let best = highest(f64::NEG_INFINITY, rates.iter().copied());
    let worst = -highest(f64::NEG_INFINITY, rates.iter().map(|rate| -rate));
    vec![
        ("profit_factor_returns", factor(rates)),
        (
            "expectancy_pct",
            percent(ratio(
                sum(rates.iter().copied()),
                rates.len() as f64,
                NO_TRADE,
            )),
        ),
        ("average_trade_pct", percent(geometric_mean(rates))),
        ("best_trade_pct", percent(ratio(best, 1.0, NO_TRADE))),
        ("worst_trade_pct", percent(ratio(worst, 1.0, NO_TRADE))),
    ]
}

/// exp(mean of log(1 + r)) − 1.
fn geometric_mean(rates: &[f64]) -> Value {
    if rates.is_empty() {
        return Err(NO_TRADE);
    }
    if rates.iter().any(|rate| *rate <= -1.0) {
        return Err("a trade lost all it cost or more");
    }
    let logs = sum(rates.iter().map(|rate| libm::log(1.0 + rate)));
    Ok(libm::exp(logs / rates.len() as f64) - 1.0)
}

fn quality(profits: &[f64]) -> Vec<(&'static str, Value)> {
    let count = profits.len() as f64;
    let sqn = if profits.len() < 2 {
        Err(ONE_TRADE)
    } else {
        let average = mean(profits);
        let deviation = sample_variance(profits, average).sqrt();
        ratio(count.sqrt() * average, deviation, "the profits do not vary")
    };
    vec![
        ("sqn", sqn),
        ("kelly", kelly(profits)),
        (
            "max_consecutive_wins",
            Ok(longest_run(profits, |profit| profit > 0.0)),
        ),
        (
            "max_consecutive_losses",
            Ok(longest_run(profits, |profit| profit < 0.0)),
        ),
    ]
}

/// Win rate less loss rate over the ratio of the average win to the average loss.
fn kelly(profits: &[f64]) -> Value {
    let (won, lost) = (wins(profits), losses(profits));
    if won.is_empty() {
        return Err(if profits.is_empty() { NO_TRADE } else { NO_WIN });
    }
    let rate = won.len() as f64 / profits.len() as f64;
    let payoff = ratio(mean(&won), -mean(&lost), NO_LOSS)?;
    ratio(rate - (1.0 - rate) / payoff, 1.0, NO_LOSS)
}

fn longest_run(profits: &[f64], test: fn(f64) -> bool) -> f64 {
    let mut longest = 0;
    let mut run = 0;
    for profit in profits {
        run = if test(*profit) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    f64::from(longest)
}

fn times(inputs: &Inputs<'_>, closed: &[&Trade]) -> Vec<(&'static str, Value)> {
    let days = |trade: &&Trade| {
        let exit = trade.exit.map_or(trade.entry_time, |exit| exit.time);
        (exit - trade.entry_time) as f64 / NANOS_PER_DAY
    };
    let whole = |days: f64| match inputs.rules {
        Rules::Native => days,
        Rules::BacktestingPy => days.ceil(),
    };
    let lengths: Vec<f64> = closed.iter().map(days).collect();
    let bars = closed.iter().map(|trade| {
        f64::from(trade.exit.map_or(trade.entry_row, |exit| exit.row) - trade.entry_row)
    });
    let longest = highest(f64::NEG_INFINITY, lengths.iter().copied());
    vec![
        ("max_trade_days", ratio(longest, 1.0, NO_TRADE).map(whole)),
        (
            "average_trade_days",
            ratio(sum(lengths.iter().copied()), lengths.len() as f64, NO_TRADE).map(whole),
        ),
        (
            "average_bars_held",
            ratio(sum(bars), closed.len() as f64, NO_TRADE),
        ),
        ("exposure_pct", exposure(inputs)),
    ]
}

/// Share of bars from an entry's to its exit's, both included, of any trade.
fn exposure(inputs: &Inputs<'_>) -> Value {
    let bars = inputs.record.equity.len();
    let first = inputs.record.first_row as usize;
    let mut spans: Vec<(usize, usize)> = inputs
        .record
        .trades
        .iter()
        .map(|trade| {
            let from = (trade.entry_row as usize).saturating_sub(first);
            let to = trade
                .exit
                .map_or(bars, |exit| (exit.row as usize + 1).saturating_sub(first));
            (from, to)
        })
        .collect();
    spans.sort_unstable();
    let (mut covered, mut end) = (0, 0);
    for (from, to) in spans {
        covered += to.saturating_sub(from.max(end));
        end = end.max(to);
    }
    ratio(100.0 * covered as f64, bars as f64, "there is no bar")
}

fn excursions(closed: &[&Trade]) -> Vec<(&'static str, Value)> {
    let count = closed.len() as f64;
    let side = |direction: Direction| {
        let chosen = closed
            .iter()
            .filter(move |trade| trade.direction == direction);
        let profits: Vec<f64> = chosen.map(|trade| trade.profit).collect();
        (profits.len() as f64, sum(profits.iter().copied()))
    };
    let (long, short) = (side(Direction::Long), side(Direction::Short));
    vec![
        (
            "average_mae",
            ratio(sum(closed.iter().map(|trade| trade.mae)), count, NO_TRADE),
        ),
        (
            "average_mfe",
            ratio(sum(closed.iter().map(|trade| trade.mfe)), count, NO_TRADE),
        ),
        ("long_trade_count", Ok(long.0)),
        ("short_trade_count", Ok(short.0)),
        ("long_profit", Ok(long.1)),
        ("short_profit", Ok(short.1)),
    ]
}
