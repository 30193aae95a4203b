//! The naive twin of the fast engine, for tests only: plans evaluated bar by bar straight from
//! docs/semantics, with its own indicators, order book and ledger. It shares nothing with the
//! crates that it checks; where it could be clever it is not.

mod bar;
mod book;
mod broker;
mod calls;
mod check;
mod evaluator;
mod exits;
mod feed;
mod fills;
mod higher;
mod indicator;
mod journal;
mod ledger;
mod matching;
mod operator;
mod quotes;
mod simulation;
mod window;

use events::{OrderTransition, RunError, RunRecord};
use feed::Feed;
use market::{BlockSource, Quotes};
use plan::{NodeId, Plan, RunSettings};

/// Runs a plan over the bars of a source.
///
/// # Errors
/// Whatever stops a run: settings that make no sense, unreadable data, a history offset out of range.
pub fn run(
    plan: &Plan,
    settings: &RunSettings,
    source: &dyn BlockSource,
) -> Result<RunRecord, RunError> {
    run_with_orders(plan, settings, source).map(|(record, _)| record)
}

/// Runs a plan and tells every order transition besides.
///
/// # Errors
/// As [`run`].
pub fn run_with_orders(
    plan: &Plan,
    settings: &RunSettings,
    source: &dyn BlockSource,
) -> Result<(RunRecord, Vec<OrderTransition>), RunError> {
    let feed = Feed::of_bars(source, settings)?;
    let run = simulation::simulate(plan, settings, &feed, &[])?;
    Ok((run.record, run.orders))
}

/// Values of nodes on each bar of the period, one column a node; bools are 0 and 1.
/// A node of a higher timeframe shows what `confirmed` would give.
///
/// # Errors
/// As [`run`].
pub fn values(
    plan: &Plan,
    settings: &RunSettings,
    source: &dyn BlockSource,
    nodes: &[NodeId],
) -> Result<Vec<Vec<f64>>, RunError> {
    let feed = Feed::of_bars(source, settings)?;
    simulation::simulate(plan, settings, &feed, nodes).map(|run| run.columns)
}

/// Runs a plan on quotes (docs/semantics/ticks.md).
///
/// # Errors
/// As [`run`], and for what a run on quotes cannot be.
pub fn run_quotes(
    plan: &Plan,
    settings: &RunSettings,
    quotes: &Quotes<'_>,
) -> Result<RunRecord, RunError> {
    run_quotes_with_orders(plan, settings, quotes).map(|(record, _)| record)
}

/// Runs a plan on quotes and tells every order transition besides.
///
/// # Errors
/// As [`run_quotes`].
pub fn run_quotes_with_orders(
    plan: &Plan,
    settings: &RunSettings,
    quotes: &Quotes<'_>,
) -> Result<(RunRecord, Vec<OrderTransition>), RunError> {
    let feed = Feed::of_quotes(quotes, settings)?;
    let run = simulation::simulate(plan, settings, &feed, &[])?;
    Ok((run.record, run.orders))
}

/// As [`values`], on quotes.
///
/// # Errors
/// As [`run_quotes`].
pub fn values_quotes(
    plan: &Plan,
    settings: &RunSettings,
    quotes: &Quotes<'_>,
    nodes: &[NodeId],
) -> Result<Vec<Vec<f64>>, RunError> {
    let feed = Feed::of_quotes(quotes, settings)?;
    simulation::simulate(plan, settings, &feed, nodes).map(|run| run.columns)
}
