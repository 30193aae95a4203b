//! Runs: from settings to data, from data and plan to a record, from the record to figures.

mod bars_file;
mod input;
mod summary;

pub(crate) use bars_file::import_failure;

use crate::engine::Means;
use crate::services::runs::data::{Feed, RunData};
use crate::services::runs::{Execute, Executed};
use crate::task::Task;
use backtest::{Memo, Options};
use events::{RunError, RunRecord};
use input::Input;
use market::{Bars, BlockSource, Quotes, TickChart};
use plan::{IndicatorFunction, NodeId, Operation, Plan, Profile, ValueType};
use protocol::RunSettings;
use stats::{Figure, Inputs, Rules};
use std::ops::Range;
use std::time::Instant;
use summary::Parts;
use wire::Failure;

/// Backtests of plans over files of bars and series of the store.
pub(crate) struct Backtests {
    means: Means,
}

impl Backtests {
    pub(crate) const fn new(means: Means) -> Self {
        Self { means }
    }
}

impl Execute for Backtests {
    fn execute(
        &self,
        plan: &Plan,
        settings: &RunSettings,
        is_live: bool,
        task: &Task<'_>,
    ) -> Result<Executed, Failure> {
        // What is wrong with the settings is told before anything is read.
        let check = |has_quotes| {
            wire::settings(settings, plan, has_quotes).map_err(|error| wire::settings_error(&error))
        };
        check(false)?;
        task.progress("reading", 0.0, None);
        let begun = Instant::now();
        let input = Input::load(&self.means, settings, task)?;
        let rules = check(input.has_quotes())?;
        let load_seconds = begun.elapsed().as_secs_f64();
        task.go_on()?;

        let begun = Instant::now();
        let chart = tick_chart(plan, &input.feed, task)?;
        let run = Run {
            plan,
            rules: &rules,
            data: match (&input.feed, &chart) {
                (Feed::Bars { source, .. }, _) => Data::Bars(&**source),
                (Feed::Quotes { .. }, Some(chart)) => Data::Quotes(chart),
                (Feed::Quotes { .. }, None) => return Err(crate::failure::internal("no chart")),
            },
            memo: is_live.then(|| self.means.market.columns()),
            task,
        };
        let record = run.record()?;
        let bars = run.data.bars()?;
        let figures = run.figures(&record, bars)?;
        let seconds = begun.elapsed().as_secs_f64();
        let summary = summary::summary(&Parts {
            plan,
            rules: &rules,
            input: &input,
            bars,
            record: &record,
            figures: &figures,
            seconds,
            load_seconds,
        });
        let (point_value, last_price) = (input.instrument().point_value, run.mark(&record, bars));
        drop(chart);
        Ok(Executed {
            summary,
            point_value,
            last_price,
            record,
            data: Some(RunData::new(rules, input.feed)),
        })
    }
}

/// The bars that a run on quotes needs.
fn tick_chart<'a>(
    plan: &Plan,
    feed: &'a Feed,
    task: &Task<'_>,
) -> Result<Option<TickChart<'a>>, Failure> {
    let Feed::Quotes {
        source,
        chart,
        side,
        ..
    } = feed
    else {
        return Ok(None);
    };
    let quotes = Quotes {
        source: &**source,
        chart: *chart,
        side: *side,
    };
    let made = task.step(|| backtest::tick_chart(plan, &quotes))?;
    made.map(Some).map_err(|error| wire::run_error(&error))
}

/// Rows of the data on which the program decided. There is at least one.
fn rows(record: &RunRecord) -> Range<usize> {
    let first = record.first_row as usize;
    first..first + record.equity.len()
}

/// Two hexadecimal digits a byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Clone, Copy)]
enum Data<'a> {
    Bars(&'a (dyn BlockSource + Send + Sync)),
    Quotes(&'a TickChart<'a>),
}

impl<'a> Data<'a> {
    /// The bars of the chart.
    fn bars(self) -> Result<&'a Bars, Failure> {
        match self {
            Self::Bars(source) => source
                .resident()
                .ok_or_else(|| crate::failure::internal("the bars are not in memory")),
            Self::Quotes(chart) => Ok(chart.bars()),
        }
    }

    fn point_value(self) -> f64 {
        match self {
            Self::Bars(source) => source.instrument().point_value,
            Self::Quotes(chart) => chart.instrument().point_value,
        }
    }
}

/// What a run is made of.
struct Run<'a> {
    plan: &'a Plan,
    rules: &'a plan::RunSettings,
    data: Data<'a>,
    memo: Option<&'a Memo>,
    task: &'a Task<'a>,
}

impl Run<'_> {
    fn record(&self) -> Result<RunRecord, Failure> {
        let options = Options {
            is_cancelled: &|| self.task.is_cancelled(),
            on_progress: &|done, total| {
                self.task
                    .progress("running", done as f64, Some(total as f64));
            },
            memo: self.memo,
            ..Options::default()
        };
        let record = match self.data {
            Data::Bars(source) => backtest::run(self.plan, self.rules, source, &options),
            Data::Quotes(chart) => backtest::run_quotes(self.plan, self.rules, chart, &options),
        };
        record.map_err(|error| wire::run_error(&error))
    }

    fn figures(&self, record: &RunRecord, bars: &Bars) -> Result<Vec<Figure>, Failure> {
        let account = &self.rules.account;
        let (rules, hold_from) = match account.profile {
            Profile::Native => (Rules::Native, 0),
            Profile::BacktestingPy => (
                Rules::BacktestingPy,
                self.first_ready_bar(record.equity.len())?,
            ),
        };
        Ok(stats::figures(&Inputs {
            record,
            closes: &bars.close[rows(record)],
            hold_from,
            capital: account.capital,
            point_value: self.data.point_value(),
            risk_free: account.risk_free,
            rules,
        }))
    }

    /// Price at which trades that are still open are marked.
    fn mark(&self, record: &RunRecord, bars: &Bars) -> f64 {
        match self.data {
            Data::Bars(_) => bars.close[rows(record).end - 1],
            Data::Quotes(chart) => backtest::mark_price(self.rules, chart, record),
        }
    }

    /// First of the period's bars on which every indicator of the chart has a value: where that
    /// profile begins to hold. The last bar when one never has.
    fn first_ready_bar(&self, bars: usize) -> Result<usize, Failure> {
        let is_indicator = |node: &NodeId| is_number_indicator(self.plan, *node);
        let nodes: Vec<NodeId> = (0..)
            .take(self.plan.nodes().len())
            .filter(is_indicator)
            .collect();
        let firsts = self.firsts(&nodes);
        let firsts = firsts.map_err(|error| wire::run_error(&error))?;
        let bar = |first: Option<u32>| first.map_or(bars.saturating_sub(1), |bar| bar as usize);
        Ok(firsts.into_iter().map(bar).max().unwrap_or(0))
    }

    fn firsts(&self, nodes: &[NodeId]) -> Result<Vec<Option<u32>>, RunError> {
        let options = Options {
            is_cancelled: &|| self.task.is_cancelled(),
            ..Options::default()
        };
        match self.data {
            Data::Bars(source) => backtest::firsts(self.plan, self.rules, source, nodes, &options),
            Data::Quotes(chart) => {
                backtest::firsts_quotes(self.plan, self.rules, chart, nodes, &options)
            }
        }
    }
}

/// Whether a node is an indicator of the chart that shows `na` until it is warm. Those that wait for
/// an event say nothing about warming up.
fn is_number_indicator(plan: &Plan, id: NodeId) -> bool {
    let node = &plan.nodes()[id as usize];
    let Operation::Indicator { function, .. } = node.operation else {
        return false;
    };
    let waits = matches!(
        function,
        IndicatorFunction::BarsSince | IndicatorFunction::ValueWhen
    );
    node.context == 0 && plan.value_type(id) == ValueType::Number && !waits
}
