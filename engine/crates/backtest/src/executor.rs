//! One run's state, moved block by block.

use crate::Options;
use crate::ahead::{self, Ahead};
use crate::calls::Call;
use crate::chart::Decision;
use crate::columns::{Columns, Fault, Span};
use crate::feed::Feed;
use crate::graph::{Class, Graph, Id};
use crate::higher::{Failure, Higher};
use crate::program::Program;
use crate::recall::Recording;
use crate::task::wants;
use crate::wake::Wake;
use crate::watch::{Question, Watch};
use crate::{bind, calls, live};
use events::{EventSink, RunError, RunErrorKind};
use market::{Scratch, Wants};
use plan::{Plan, RunSettings};
use sim::{Bar, Block, Pricing, Simulation};
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

impl Extent {
    fn new(feed: Feed<'_>, settings: &RunSettings) -> Result<Self, RunError> {
        let period = feed.period(&settings.period)?;
        let warmup = settings
            .warmup_bars
            .map_or(period.start, |bars| bars as usize);
        Ok(Self {
            first_row: period.start.saturating_sub(warmup),
            period,
        })
    }
}

pub(crate) struct Executor<'a, S> {
    extent: Extent,
    options: &'a Options<'a>,
    feed: Feed<'a>,
    wants: Wants,
    scratch: Scratch,
    columns: Columns,
    higher: Higher<'a>,
    program: Program,
    /// Where the program runs before the account moves.
    ahead: Option<Ahead>,
    calls: Vec<Call>,
    wake: Wake,
    recording: Option<Recording>,
    /// Column nodes whose value the program or a statement reads.
    loads: Vec<Id>,
    /// What the caller asked besides.
    pub(crate) watch: Watch,
    /// Whether the answer stands in columns: nothing has to be traded then.
    reads_columns: bool,
    pub(crate) simulation: Simulation<S>,
    failure: Option<Failure>,
    steps: usize,
}

impl<'a, S: EventSink> Executor<'a, S> {
    pub(crate) fn new(
        plan: &Plan,
        settings: &RunSettings,
        feed: Feed<'a>,
        options: &'a Options<'a>,
        sink: S,
        asked: Question<'_>,
    ) -> Result<Self, RunError> {
        let instrument = feed.instrument();
        let pricing = feed.pricing(&settings.account)?;
        let bound = bind::Bound::new(plan, settings, instrument)?;
        let mut graph = Graph::new(plan, &bound);
        bind::check_settings(&graph)?;
        let timeframes = crate::higher::timeframes(plan)?;
        let block = options.block_rows.max(1);
        if let Feed::Bars(source) = feed {
            crate::higher::check_grid(source, &timeframes, options)?;
        }
        let extent = Extent::new(feed, settings)?;
        let calls = calls::calls(plan, &graph);
        let bars = extent.period.len();
        let watch = Watch::new(plan, &mut graph, asked, bars);
        let watched = watch.reads();
        let mut reads: Vec<Id> = calls.iter().flat_map(Call::reads).collect();
        reads.extend(&watched);
        let is_live = live::mark(plan, &graph, &reads);
        let is_ahead = ahead::is_possible(&graph, &is_live);
        if is_ahead {
            ahead::sort_out(plan, &mut graph, &is_live);
        }
        let mut wake = Wake::new(&mut graph, &calls, is_ahead);
        let roots: Vec<Id> = reads.iter().copied().chain(wake.reads()).collect();
        let recording = (options.memo)
            .map(|memo| Recording::begin(memo, plan, &mut graph, &roots, (feed, &extent)));
        let is_live = live::mark(plan, &graph, &roots);
        let span = Span {
            block,
            first_row: extent.first_row,
            period_start: extent.period.start,
        };
        let program = Program::new(plan, &graph, &is_live, Class::Program)?;
        let ahead = is_ahead && !program.is_empty();
        let own_reads = program.reads(&graph, &is_live, Class::Program);
        let ahead = ahead.then(|| Ahead::new(&graph, &is_live, &reads, own_reads.clone()));
        let must_see_all = program.is_stateful && !is_ahead;
        let reads_columns = watch.reads_columns(&graph, ahead.is_some());
        if options.enter_every_bar || must_see_all || !watched.is_empty() {
            wake.always();
        }
        reads.extend(own_reads);
        reads.retain(|id| matches!(graph.node(*id).class, Class::Column | Class::After));
        reads.sort_unstable();
        reads.dedup();
        let given = ahead.as_ref().map_or(&[][..], Ahead::exports);
        let rules = bind::rules(&settings.account, instrument);
        Ok(Self {
            wants: wants(&graph, &is_live, pricing != Pricing::Path),
            scratch: Scratch::default(),
            columns: Columns::new(&graph, &is_live, given, span)?,
            higher: Higher::new(plan, &graph, &is_live, &timeframes, feed)?,
            program,
            ahead,
            calls,
            wake,
            recording,
            loads: reads,
            watch,
            reads_columns,
            simulation: Simulation::new(rules, pricing, sink, bars),
            failure: None,
            steps: 0,
            extent,
            options,
            feed,
        })
    }

    pub(crate) const fn first_row(&self) -> usize {
        self.extent.period.start
    }

    /// Runs from the first bar that anything reads to the last of the period, or until what was asked
    /// is answered.
    pub(crate) fn execute(&mut self) -> Result<(), RunError> {
        let is_unused = self.higher.is_unused();
        let begin = if is_unused { self.extent.first_row } else { 0 };
        let mut row = begin;
        let total = (self.extent.period.end - begin) as u64;
        while row < self.extent.period.end && !self.watch.is_answered() {
            poll(self.options)?;
            let end = self.block_end(row);
            let mut scratch = std::mem::take(&mut self.scratch);
            let memory = (self.wants, &mut scratch);
            row += (self.feed).with_block((row, end - row), memory, |bars| self.block(bars))?;
            self.scratch = scratch;
            (self.options.on_progress)((row - begin) as u64, total);
        }
        if let Some((memo, recording)) = self.options.memo.zip(self.recording.take()) {
            recording.end(memo, &self.extent);
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
            if let Some(recording) = &mut self.recording {
                recording.take(bars, &self.columns);
            }
        }
        if first < self.extent.period.start {
            return self.stop_at(first + bars.len() - 1);
        }
        self.run_ahead(bars)?;
        if self.reads_columns {
            self.watch.look_at_columns(bars, &self.columns);
            return self.stop_at(first + bars.len() - 1);
        }
        self.wake.begin_block();
        self.drive(bars)
    }

    fn run_ahead(&mut self, bars: &Block<'_>) -> Result<(), RunError> {
        let Some(ahead) = &mut self.ahead else {
            return Ok(());
        };
        let (options, length, steps) = (self.options, self.program.len(), &mut self.steps);
        let world = (bars, &mut self.columns);
        let found = ahead.run(&mut self.program, world, || count(options, steps, length))?;
        self.failure = self.failure.into_iter().chain(found).min();
        self.columns.evaluate_after(bars);
        Ok(())
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
            failure.row.saturating_sub(bars.first_row)
        })
    }

    fn bar(&mut self, bars: &Block<'_>, row: usize) -> Result<(), RunError> {
        let bar = bars.bar(row);
        let is_last = bars.first_row + row + 1 == self.extent.period.end;
        self.simulation.begin(bars, row)?;
        if is_last || self.failure.is_some() || self.next_wake(bars, row..row + 1) == row {
            self.decide(bars, &bar, row)?;
        }
        self.simulation.end_bar(is_last)
    }

    fn decide(&mut self, bars: &Block<'_>, bar: &Bar, row: usize) -> Result<(), RunError> {
        let steps = self.program.len() + self.calls.len();
        count(self.options, &mut self.steps, steps)?;
        for id in &self.loads {
            self.program.set(*id, self.columns.block(bars, *id)[row]);
        }
        match &self.ahead {
            Some(ahead) => {
                for id in ahead.exports() {
                    self.program.set(*id, self.columns.block(bars, *id)[row]);
                }
            }
            None => self.run_program(bar, row),
        }
        self.stop_at(bar.row as usize)?;
        self.watch.look(&self.program);
        let newest_end = self.higher.newest_end(bar.row as usize);
        self.simulation.decide(newest_end.max(bar.close_time));
        for call in &self.calls {
            if call.is_wanted(&self.program) {
                call.apply(&self.program, &mut self.simulation)?;
            }
        }
        Ok(())
    }

    fn run_program(&mut self, bar: &Bar, row: usize) {
        let world = Decision {
            columns: &self.columns,
            simulation: &self.simulation,
            bar,
            index: row,
        };
        if let Some(node) = self.program.run(&world) {
            let failure = Failure {
                time: bar.close_time,
                row: bar.row as usize,
                node,
            };
            self.failure = self.failure.into_iter().chain([failure]).min();
        }
    }

    /// Stops the run with a failure that is known on chart row `row`.
    fn stop_at(&self, row: usize) -> Result<(), RunError> {
        match self.failure {
            Some(failure) if failure.row <= row => {
                let message = "A history offset is negative, na or above 100,000.";
                Err(RunError::new(RunErrorKind::History, message)
                    .with_help("Offsets count bars back: 0 is this bar, 1 the one before it.")
                    .at_node(failure.node))
            }
            _ => Ok(()),
        }
    }
}

/// Looks at the cancel flag after so many steps.
fn count(options: &Options<'_>, counted: &mut usize, steps: usize) -> Result<(), RunError> {
    *counted += steps;
    if *counted > STEPS_BETWEEN_POLLS {
        *counted = 0;
        return poll(options);
    }
    Ok(())
}

pub(crate) fn poll(options: &Options<'_>) -> Result<(), RunError> {
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
        row: fault.row,
        node: fault.node,
    }
}
