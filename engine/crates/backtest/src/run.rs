//! The two questions that can be asked of a plan: what happens, and what its nodes are worth.

use crate::Options;
use crate::executor::Executor;
use base::Nanos;
use events::{EventSink, Fill, OrderTransition, RunDigest, RunError, RunRecord};
use market::BlockSource;
use plan::{NodeId, Plan, RunSettings};

/// Runs a plan over the bars of its period.
///
/// # Errors
/// Settings that do not fit plan or data, data that cannot be read, a history offset that is no
/// offset, a breach of causality, too many working orders, or the caller's cancel.
pub fn run(
    plan: &Plan,
    settings: &RunSettings,
    source: &dyn BlockSource,
    options: &Options<'_>,
) -> Result<RunRecord, RunError> {
    let instrument = source.instrument();
    let (tick_size, lot) = (instrument.tick_size, instrument.lot);
    let settings_hash = settings.hash(tick_size, instrument.point_value, lot);
    let digest = RunDigest::new(plan.hash(), &settings_hash, &source.content_hash());
    let mut executor = Executor::new(plan, settings, source, options, digest, &[])?;
    executor.execute()?;
    let first_row = executor.first_row() as u32;
    let outcome = executor.simulation.finish();
    Ok(RunRecord {
        digest: outcome.sink.finish(),
        first_row,
        equity: outcome.equity,
        fills: outcome.fills,
        trades: outcome.trades,
        findings: outcome.findings,
        order_count: outcome.order_count,
        ambiguous_bars: outcome.ambiguous_bars,
        path_fills: outcome.path_fills,
        final_equity: outcome.final_equity,
        fees: outcome.fees,
    })
}

/// Values of nodes at each bar of the period, a column for each of `nodes`; bools are 0 and 1. A
/// node of another timeframe shows its value on the last completed bar.
///
/// # Errors
/// As for [`run`].
pub fn values(
    plan: &Plan,
    settings: &RunSettings,
    source: &dyn BlockSource,
    nodes: &[NodeId],
    options: &Options<'_>,
) -> Result<Vec<Vec<f64>>, RunError> {
    let mut executor = Executor::new(plan, settings, source, options, Unheard, nodes)?;
    executor.execute()?;
    Ok(executor.watched_values)
}

/// Nobody asks for the events.
struct Unheard;

impl EventSink for Unheard {
    fn order(&mut self, _: &OrderTransition) {}
    fn fill(&mut self, _: &Fill) {}
    fn equity(&mut self, _: Nanos, _: f64) {}
}
