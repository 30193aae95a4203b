//! Runs: from settings to bars, from bars and plan to a record, from the record to figures.

mod bars_file;
mod summary;

use crate::services::runs::{Execute, Executed};
use crate::task::Task;
use backtest::Options;
use bars_file::Loaded;
use events::RunRecord;
use market::BlockSource;
use plan::{IndicatorFunction, NodeId, Operation, Plan, Profile, ValueType};
use protocol::{ErrorCode, RunSettings};
use stats::{Figure, Inputs, Rules};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use summary::Parts;
use wire::Failure;

/// Backtests of plans over files of bars.
pub(crate) struct Backtests;

impl Execute for Backtests {
    fn execute(
        &self,
        plan: &Plan,
        settings: &RunSettings,
        task: &Task<'_>,
    ) -> Result<Executed, Failure> {
        let rules = wire::settings(settings, plan).map_err(|error| wire::settings_error(&error))?;
        task.progress("reading", 0.0, None);
        let begun = Instant::now();
        let loaded = bars_file::load(settings)?;
        let load_seconds = begun.elapsed().as_secs_f64();
        stop_if(task.cancelled())?;

        let begun = Instant::now();
        let run = Run {
            plan,
            rules: &rules,
            loaded: &loaded,
            task,
        };
        let record = run.record()?;
        let figures = run.figures(&record)?;
        let seconds = begun.elapsed().as_secs_f64();

        let bars = loaded.imported.bars.bars();
        let parts = Parts {
            plan,
            rules: &rules,
            loaded: &loaded,
            record: &record,
            figures: &figures,
            seconds,
            load_seconds,
        };
        Ok(Executed {
            summary: summary::summary(&parts),
            point_value: loaded.imported.bars.instrument().point_value,
            last_price: bars.close[rows(&record).end - 1],
            record,
        })
    }
}

fn stop_if(cancelled: &AtomicBool) -> Result<(), Failure> {
    if cancelled.load(Ordering::Relaxed) {
        return Err(Failure::new(
            ErrorCode::Cancelled,
            "The run was stopped.",
            None,
        ));
    }
    Ok(())
}

/// Rows of the data on which the program decided. There is at least one.
fn rows(record: &RunRecord) -> Range<usize> {
    let first = record.first_row as usize;
    first..first + record.equity.len()
}

/// What a run is made of.
struct Run<'a> {
    plan: &'a Plan,
    rules: &'a plan::RunSettings,
    loaded: &'a Loaded,
    task: &'a Task<'a>,
}

impl Run<'_> {
    fn record(&self) -> Result<RunRecord, Failure> {
        let options = Options {
            is_cancelled: &|| self.task.cancelled().load(Ordering::Relaxed),
            on_progress: &|done, total| {
                self.task
                    .progress("running", done as f64, Some(total as f64));
            },
            ..Options::default()
        };
        backtest::run(self.plan, self.rules, &self.loaded.imported.bars, &options)
            .map_err(|error| wire::run_error(&error))
    }

    fn figures(&self, record: &RunRecord) -> Result<Vec<Figure>, Failure> {
        let bars = self.loaded.imported.bars.bars();
        let account = &self.rules.account;
        let (rules, hold_from) = match account.profile {
            Profile::Native => (Rules::Native, 0),
            Profile::BacktestingPy => (Rules::BacktestingPy, self.first_ready_bar()?),
        };
        Ok(stats::figures(&Inputs {
            record,
            closes: &bars.close[rows(record)],
            hold_from,
            capital: account.capital,
            point_value: self.loaded.imported.bars.instrument().point_value,
            risk_free: account.risk_free,
            rules,
        }))
    }

    /// First bar of the period on which every indicator of the chart has a value: where that
    /// profile begins to hold. The last bar when one never has.
    fn first_ready_bar(&self) -> Result<usize, Failure> {
        let is_indicator = |node: &NodeId| is_number_indicator(self.plan, *node);
        let nodes: Vec<NodeId> = (0..)
            .take(self.plan.nodes().len())
            .filter(is_indicator)
            .collect();
        let options = Options {
            is_cancelled: &|| self.task.cancelled().load(Ordering::Relaxed),
            ..Options::default()
        };
        let values = backtest::values(
            self.plan,
            self.rules,
            &self.loaded.imported.bars,
            &nodes,
            &options,
        )
        .map_err(|error| wire::run_error(&error))?;
        let first_defined = |column: &Vec<f64>| {
            column
                .iter()
                .position(|value| !value.is_nan())
                .unwrap_or(column.len().saturating_sub(1))
        };
        Ok(values.iter().map(first_defined).max().unwrap_or(0))
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
