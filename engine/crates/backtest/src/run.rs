//! The questions that can be asked of a plan: what happens, what its nodes are worth, and when they are
//! there first. All on bars and on quotes.

use crate::Options;
use crate::executor::Executor;
use crate::feed::Feed;
use crate::watch::{Question, Watch};
use base::Nanos;
use events::{EventSink, Fill, OrderTransition, RunDigest, RunError, RunErrorKind, RunRecord};
use market::{BlockSource, Quotes, TickChart};
use plan::{Intrabar, NodeId, Plan, RunSettings};

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
    record(plan, settings, Feed::Bars(source), options)
}

/// Values of nodes at each bar of the period, a column for each of `nodes`; bools are 0 and 1. A
/// node of another timeframe shows its value on the last completed bar.
///
/// # Errors
/// As for [`run`]. Where all of `nodes` are known without an account, none of those that its orders
/// raise.
pub fn values(
    plan: &Plan,
    settings: &RunSettings,
    source: &dyn BlockSource,
    nodes: &[NodeId],
    options: &Options<'_>,
) -> Result<Vec<Vec<f64>>, RunError> {
    let asked = Question::Values(nodes);
    Ok(watch(plan, settings, Feed::Bars(source), asked, options)?.columns())
}

/// For each of `nodes` the first bar of the period on which it is there: a number that is not `na`, a
/// bool that is true. Bars count from 0 at the period's first.
///
/// # Errors
/// As for [`run`].
pub fn firsts(
    plan: &Plan,
    settings: &RunSettings,
    source: &dyn BlockSource,
    nodes: &[NodeId],
    options: &Options<'_>,
) -> Result<Vec<Option<u32>>, RunError> {
    let asked = Question::Firsts(nodes);
    Ok(watch(plan, settings, Feed::Bars(source), asked, options)?.firsts())
}

/// The bars that a plan needs, made of quotes: those of the chart and of the plan's timeframes. They
/// serve any number of runs of plans with these timeframes.
///
/// # Errors
/// A count of ticks out of its limits, a timeframe that is none, or quotes that cannot be read.
pub fn tick_chart<'a>(plan: &Plan, quotes: &Quotes<'a>) -> Result<TickChart<'a>, RunError> {
    quotes.chart.check().map_err(|error| {
        RunError::new(RunErrorKind::Settings, error.to_string())
            .with_help("Write the chart as ticks(n) with an n from 1 to 1000000.")
    })?;
    let timeframes = crate::higher::timeframes(plan)?;
    TickChart::new(quotes, &timeframes)
        .map_err(|message| RunError::new(RunErrorKind::Data, message))
}

/// Runs a plan over quotes (docs/semantics/ticks.md). The chart is the one of [`tick_chart`].
///
/// # Errors
/// As for [`run`].
pub fn run_quotes(
    plan: &Plan,
    settings: &RunSettings,
    chart: &TickChart<'_>,
    options: &Options<'_>,
) -> Result<RunRecord, RunError> {
    record(plan, settings, Feed::Quotes(chart), options)
}

/// What [`values`] gives, for a run on quotes.
///
/// # Errors
/// As for [`run`].
pub fn values_quotes(
    plan: &Plan,
    settings: &RunSettings,
    chart: &TickChart<'_>,
    nodes: &[NodeId],
    options: &Options<'_>,
) -> Result<Vec<Vec<f64>>, RunError> {
    let asked = Question::Values(nodes);
    Ok(watch(plan, settings, Feed::Quotes(chart), asked, options)?.columns())
}

/// What [`firsts`] gives, for a run on quotes.
///
/// # Errors
/// As for [`run`].
pub fn firsts_quotes(
    plan: &Plan,
    settings: &RunSettings,
    chart: &TickChart<'_>,
    nodes: &[NodeId],
    options: &Options<'_>,
) -> Result<Vec<Option<u32>>, RunError> {
    let asked = Question::Firsts(nodes);
    Ok(watch(plan, settings, Feed::Quotes(chart), asked, options)?.firsts())
}

/// Price at which a run on quotes marks what is open at its end.
#[must_use]
pub fn mark_price(settings: &RunSettings, chart: &TickChart<'_>, record: &RunRecord) -> f64 {
    let after = record.first_row as usize + record.equity.len();
    let Some(row) = after.checked_sub(1).filter(|row| *row < chart.rows()) else {
        return f64::NAN;
    };
    let position = record.equity.last().map_or(0.0, |point| point.position);
    match settings.account.intrabar {
        Intrabar::OhlcPath => chart.bars().close[row],
        Intrabar::Ticks if position < 0.0 => chart.standing(row).1,
        Intrabar::Ticks => chart.standing(row).0,
    }
}

fn record(
    plan: &Plan,
    settings: &RunSettings,
    feed: Feed<'_>,
    options: &Options<'_>,
) -> Result<RunRecord, RunError> {
    let instrument = feed.instrument();
    let (tick_size, lot) = (instrument.tick_size, instrument.lot);
    let settings_hash = settings.hash(tick_size, instrument.point_value, lot);
    let digest = RunDigest::new(plan.hash(), &settings_hash, &feed.data_hash());
    let mut executor = Executor::new(plan, settings, feed, options, digest, Question::Values(&[]))?;
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

/// What a question about nodes has for an answer.
pub(crate) fn watch(
    plan: &Plan,
    settings: &RunSettings,
    feed: Feed<'_>,
    asked: Question<'_>,
    options: &Options<'_>,
) -> Result<Watch, RunError> {
    let mut executor = Executor::new(plan, settings, feed, options, Unheard, asked)?;
    executor.execute()?;
    Ok(executor.watch)
}

/// Nobody asks for the events.
struct Unheard;

impl EventSink for Unheard {
    fn order(&mut self, _: &OrderTransition) {}
    fn fill(&mut self, _: &Fill) {}
    fn equity(&mut self, _: Nanos, _: f64) {}
}
