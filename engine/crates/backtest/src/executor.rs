//! One run's state, moved block by block.

use crate::Options;
use crate::calls::Call;
use crate::chart::Decision;
use crate::columns::{Columns, Fault, Span};
use crate::graph::{Class, Graph, Id};
use crate::higher::{Failure, Higher};
use crate::program::Program;
use crate::wake::Wake;
use crate::{bind, calls, live, source};
use events::{EventSink, RunError, RunErrorKind};
use market::BlockSource;
use plan::{Plan, RunSettings};
use sim::{Bar, Block, Simulation};
use std::ops::Range;

/// Steps of the bar program between two looks at the cancel flag.
const STEPS_BETWEEN_POLLS: usize = 65_536;

/// Rows that a run touches.
#[derive(Clone, Debug)]
pub(crate) struct Extent {
    /// Decision bars.
    pub(crate) period: Range<usize>,
    /// First bar on which columns of the chart are evaluated.
    pub(crate) first_row: usize,
}

pub(crate) struct Executor<'a, S> {
    extent: Extent,
    options: &'a Options<'a>,
    source: &'a dyn BlockSource,
    columns: Columns,
    higher: Higher<'a>,
    program: Program,
    calls: Vec<Call>,
    wake: Wake,
    /// Column nodes whose value the program or a statement reads.
    loads: Vec<Id>,
    /// Nodes whose values are kept for the caller.
    watched: Vec<Id>,
    pub(crate) watched_values: Vec<Vec<f64>>,
    pub(crate) simulation: Simulation<S>,
    failure: Option<Failure>,
    steps: usize,
}

impl<'a, S: EventSink> Executor<'a, S> {
    pub(crate) fn new(
        plan: &Plan,
        settings: &RunSettings,
        source: &'a dyn BlockSource,
        options: &'a Options<'a>,
        sink: S,
        watched: &[plan::NodeId],
    ) -> Result<Self, RunError> {
        let instrument = source.instrument();
        let bound = bind::Bound::new(plan, settings, instrument)?;
        let mut graph = Graph::new(plan, &bound);
        bind::check_settings(&graph)?;
        let timeframes = crate::higher::timeframes(plan)?;
        let block = options.block_rows.max(1);
        crate::higher::check_grid(source, &timeframes, block)?;
        let period = source::period(source, &settings.period)?;
        let warmup = settings
            .warmup_bars
            .map_or(period.start, |bars| bars as usize);
        let extent = Extent {
            first_row: period.start.saturating_sub(warmup),
            period,
        };
        let calls = calls::calls(plan, &graph);
        let watched: Vec<Id> = watched
            .iter()
            .map(|node| graph.shown(plan, *node))
            .collect();
        let mut wake = Wake::new(&mut graph, &calls);
        let mut reads: Vec<Id> = calls.iter().flat_map(Call::reads).collect();
        reads.extend(&watched);
        let roots: Vec<Id> = reads.iter().copied().chain(wake.reads()).collect();
        let is_live = live::mark(plan, &graph, &roots);
        let span = Span {
            block,
            first_row: extent.first_row,
            period_start: extent.period.start,
        };
        let program = Program::new(plan, &graph, &is_live, Class::Program)?;
        if options.enter_every_bar || program.is_stateful || !watched.is_empty() {
            wake.always();
        }
        reads.extend(program.reads(&graph, &is_live, Class::Program));
        reads.retain(|id| graph.node(*id).class == Class::Column);
        reads.sort_unstable();
        reads.dedup();
        let bars = extent.period.len();
        Ok(Self {
            columns: Columns::new(&graph, &is_live, span)?,
            higher: Higher::new(plan, &graph, &is_live, &timeframes, &instrument.zone)?,
            program,
            calls,
            wake,
            loads: reads,
            watched_values: watched.iter().map(|_| Vec::with_capacity(bars)).collect(),
            watched,
            simulation: Simulation::new(bind::rules(&settings.account, instrument), sink, bars),
            failure: None,
            steps: 0,
            extent,
            options,
            source,
        })
    }

    pub(crate) const fn first_row(&self) -> usize {
        self.extent.period.start
    }

    /// Runs from the first bar that anything reads to the last of the period.
    pub(crate) fn execute(&mut self) -> Result<(), RunError> {
        let is_unused = self.higher.is_unused();
        let begin = if is_unused { self.extent.first_row } else { 0 };
        let mut row = begin;
        let total = (self.extent.period.end - begin) as u64;
        while row < self.extent.period.end {
            self.pause()?;
            let end = self.block_end(row);
            row += source::with_block(self.source, row, end - row, |bars| self.block(bars))?;
            (self.options.on_progress)((row - begin) as u64, total);
        }
        Ok(())
    }

    /// Blocks end at multiples of their length, and where columns or decisions begin.
    fn block_end(&self, row: usize) -> usize {
        let length = self.options.block_rows.max(1);
        let aligned = (row / length + 1) * length;
        let Extent { period, first_row } = &self.extent;
        let cuts = [*first_row, period.start, period.end];
        cuts.into_iter()
            .filter(|cut| *cut > row)
            .fold(aligned, usize::min)
    }

    fn pause(&self) -> Result<(), RunError> {
        if (self.options.is_cancelled)() {
            return Err(RunError::new(
                RunErrorKind::Cancelled,
                "The run was cancelled.",
            ));
        }
        Ok(())
    }

    fn block(&mut self, bars: &Block<'_>) -> Result<(), RunError> {
        let first = bars.first_row;
        let has_columns = first >= self.extent.first_row;
        if has_columns {
            self.columns.advance(first..first + bars.len());
        }
        if !self.higher.is_unused() {
            let columns = has_columns.then_some(&mut self.columns);
            let failure = self.higher.advance(bars, columns)?;
            self.failure = self.failure.or(failure);
        }
        if has_columns {
            let options = self.options;
            let fault = self.columns.evaluate(bars, &|| poll(options))?;
            let failure = fault.map(|fault| failure_at(bars, fault));
            self.failure = self.failure.into_iter().chain(failure).min();
        }
        if first < self.extent.period.start {
            return self.stop_at(Some(bars.close_time[bars.len() - 1]));
        }
        self.wake.begin_block();
        self.drive(bars)
    }

    /// Moves the account over the bars of a block.
    fn drive(&mut self, bars: &Block<'_>) -> Result<(), RunError> {
        let last = self.extent.period.end - 1;
        let failing = self.failing_row(bars);
        let mut row = 0;
        while row < bars.len() {
            let end = bars.len().min(failing).min(last - bars.first_row);
            let stop = self.next_wake(bars, row..end.max(row));
            let untouched = self.simulation.untouched(bars, row..stop);
            self.simulation.coast(bars, row..row + untouched);
            row += untouched;
            if row < bars.len() {
                self.bar(bars, row)?;
                row += 1;
            }
        }
        Ok(())
    }

    fn next_wake(&mut self, bars: &Block<'_>, rows: Range<usize>) -> usize {
        self.wake.next(rows, bars, &self.columns, &self.simulation)
    }

    /// First row of the block on whose close a failure is known; beyond the block when there is none.
    fn failing_row(&self, bars: &Block<'_>) -> usize {
        self.failure.map_or(usize::MAX, |failure| {
            bars.close_time.partition_point(|time| *time < failure.time)
        })
    }

    fn bar(&mut self, bars: &Block<'_>, row: usize) -> Result<(), RunError> {
        let bar = bars.bar(row);
        let is_last = bars.first_row + row + 1 == self.extent.period.end;
        self.simulation.begin_bar(&bar)?;
        if is_last || self.failure.is_some() || self.next_wake(bars, row..row + 1) == row {
            self.decide(bars, &bar, row)?;
        }
        self.simulation.end_bar(is_last)
    }

    fn decide(&mut self, bars: &Block<'_>, bar: &Bar, row: usize) -> Result<(), RunError> {
        self.steps += self.program.len() + self.calls.len();
        if self.steps > STEPS_BETWEEN_POLLS {
            self.steps = 0;
            self.pause()?;
        }
        for id in &self.loads {
            self.program.set(*id, self.columns.block(bars, *id)[row]);
        }
        let world = Decision {
            columns: &self.columns,
            simulation: &self.simulation,
            bar,
            index: row,
        };
        if let Some(node) = self.program.run(&world) {
            let failure = Failure {
                time: bar.close_time,
                node,
            };
            self.failure = self.failure.into_iter().chain([failure]).min();
        }
        self.stop_at(Some(bar.close_time))?;
        for (values, id) in self.watched_values.iter_mut().zip(&self.watched) {
            values.push(self.program.get(*id));
        }
        let newest_end = self.higher.newest_end(bar.row as usize);
        self.simulation.decide(newest_end.max(bar.close_time));
        for call in &self.calls {
            if call.is_wanted(&self.program) {
                call.apply(&self.program, &mut self.simulation)?;
            }
        }
        Ok(())
    }

    /// Stops the run with a failure that is known by `time`.
    fn stop_at(&self, time: Option<base::Nanos>) -> Result<(), RunError> {
        match (self.failure, time) {
            (Some(failure), Some(time)) if failure.time <= time => {
                let message = "A history offset is negative, na or above 100,000.";
                Err(RunError::new(RunErrorKind::History, message)
                    .with_help("Offsets count bars back: 0 is this bar, 1 the one before it.")
                    .at_node(failure.node))
            }
            _ => Ok(()),
        }
    }
}

fn poll(options: &Options<'_>) -> Result<(), RunError> {
    if (options.is_cancelled)() {
        return Err(RunError::new(
            RunErrorKind::Cancelled,
            "The run was cancelled.",
        ));
    }
    Ok(())
}

fn failure_at(bars: &Block<'_>, fault: Fault) -> Failure {
    Failure {
        time: bars.close_time[fault.row - bars.first_row],
        node: fault.node,
    }
}
