//! Nodes on higher timeframes: evaluated on each completed bar, handed to the chart when it is known.

use crate::Options;
use crate::columns::Columns;
use crate::ended::{Ended, Ends};
use crate::executor::poll;
use crate::feed::Feed;
use crate::graph::{Class, Graph, Id, Op};
use crate::program::{Back, Program, World};
use crate::task::millis;
use base::Nanos;
use events::{RunError, RunErrorKind};
use market::{BlockSource, Timeframe, TimeframeCursor};
use plan::{AccountField, NodeId, Plan, Series};
use sim::Block;

/// The timeframes of the plan's contexts, the chart left out.
pub(crate) fn timeframes(plan: &Plan) -> Result<Vec<Timeframe>, RunError> {
    let texts = plan
        .contexts()
        .iter()
        .filter_map(|context| context.timeframe.as_deref());
    let parse = |text| {
        Timeframe::parse(text)
            .map_err(|error| RunError::new(RunErrorKind::Settings, error.to_string()))
    };
    texts.map(parse).collect()
}

/// Refuses data with a bar that lies in two bars of a timeframe.
pub(crate) fn check_grid(
    source: &dyn BlockSource,
    timeframes: &[Timeframe],
    options: &Options<'_>,
) -> Result<(), RunError> {
    let block = options.block_rows.max(1);
    let zone = &source.instrument().zone;
    let mut first = 0;
    let mut cursors: Vec<(Timeframe, TimeframeCursor<'_>)> = (timeframes.iter())
        .map(|timeframe| (*timeframe, TimeframeCursor::new(*timeframe, zone)))
        .collect();
    while first < source.rows() && !cursors.is_empty() {
        poll(options)?;
        first += crate::source::with_block(source, first, block, |bars| {
            let mut each = cursors.iter_mut();
            each.try_for_each(|(timeframe, cursor)| check_block(bars, timeframe, cursor))
        })?;
    }
    Ok(())
}

fn check_block(
    bars: &Block<'_>,
    timeframe: &Timeframe,
    cursor: &mut TimeframeCursor<'_>,
) -> Result<(), RunError> {
    for (open_time, close_time) in bars.open_time.iter().zip(bars.close_time) {
        let (_, end) = cursor.bounds(*open_time);
        if *close_time > end {
            let error = market::HigherError::Straddles {
                timeframe: *timeframe,
                open_time: *open_time,
                close_time: *close_time,
                end,
            };
            return Err(RunError::new(RunErrorKind::Settings, error.to_string()));
        }
    }
    Ok(())
}

/// A failed node and the end of the bar on which it failed; the least is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Failure {
    pub(crate) time: Nanos,
    /// Chart row on whose close it is known: chart bars of ticks may end at one time.
    pub(crate) row: usize,
    pub(crate) node: NodeId,
}

/// What the contexts' program sees at one instant.
#[derive(Debug)]
struct Instant {
    /// By context; the bar that ends now.
    due: Vec<Option<Ended>>,
    /// By context; completed bars.
    bars: Vec<usize>,
}

#[derive(Debug)]
pub(crate) struct Higher<'a> {
    ends: Ends<'a>,
    program: Program,
    instant: Instant,
    /// Bars that end by the close of the current chart bar: (context, bar).
    ended: Vec<(usize, Ended)>,
    /// Chart node, and context and node whose value it confirms.
    confirmed: Vec<(Id, usize, Id)>,
    /// For the causality guard: row of the chart and latest end known there, where it changes.
    newest: Vec<(usize, Nanos)>,
}

impl<'a> Higher<'a> {
    pub(crate) fn new(
        plan: &Plan,
        graph: &Graph,
        is_live: &[bool],
        timeframes: &[Timeframe],
        feed: Feed<'a>,
    ) -> Result<Self, RunError> {
        let confirmed = |(index, node): (usize, &crate::graph::Node)| match node.op {
            Op::Confirmed { value, context } if is_live[index] && node.context == 0 => {
                Some((index as Id, context as usize, value))
            }
            _ => None,
        };
        Ok(Self {
            ends: Ends::new(feed, timeframes)?,
            program: Program::new(plan, graph, is_live, Class::Higher)?,
            instant: Instant {
                due: vec![None; plan.contexts().len()],
                bars: vec![0; plan.contexts().len()],
            },
            ended: Vec::new(),
            confirmed: graph
                .nodes
                .iter()
                .enumerate()
                .filter_map(confirmed)
                .collect(),
            newest: Vec::new(),
        })
    }

    /// Whether nothing is to be computed on higher timeframes.
    pub(crate) fn is_unused(&self) -> bool {
        self.program.is_empty() && self.confirmed.is_empty()
    }

    /// Takes the bars of a block and writes the confirmed columns; before the columns' own first
    /// row there are none to write. Gives the earliest failure.
    pub(crate) fn advance(
        &mut self,
        bars: &Block<'_>,
        columns: Option<&mut Columns>,
    ) -> Result<Option<Failure>, RunError> {
        let mut failure = None;
        let mut columns = columns;
        self.newest.clear();
        let mut since = 0;
        for row in 0..bars.len() {
            self.ended.clear();
            self.ends.take(bars, row, &mut self.ended)?;
            if self.ended.is_empty() {
                continue;
            }
            self.write(columns.as_deref_mut(), since..row);
            since = row;
            failure = failure.or(self.complete(bars.first_row + row));
            let newest = self
                .ended
                .last()
                .map_or(Nanos::MIN, |(_, ended)| ended.bar.close_time());
            self.newest.push((bars.first_row + row, newest));
        }
        self.write(columns, since..bars.len());
        Ok(failure)
    }

    /// Evaluates the bars that have ended, in the order of their ends.
    fn complete(&mut self, row: usize) -> Option<Failure> {
        let mut failure = None;
        self.ended.sort_by_key(|(_, ended)| ended.bar.close_time());
        let mut from = 0;
        while let Some((_, ended)) = self.ended.get(from) {
            let time = ended.bar.close_time();
            let rest = &self.ended[from..];
            let count = rest.partition_point(|(_, ended)| ended.bar.close_time() == time);
            self.instant.due.fill(None);
            for (context, ended) in &rest[..count] {
                self.instant.due[*context] = Some(*ended);
                self.instant.bars[*context] += 1;
            }
            let failed = self.program.run(&self.instant);
            failure = failure.or(failed.map(|node| Failure { time, row, node }));
            from += count;
        }
        failure
    }

    fn write(&self, columns: Option<&mut Columns>, rows: std::ops::Range<usize>) {
        let Some(columns) = columns else { return };
        for (id, context, value) in &self.confirmed {
            let is_known = self.instant.bars[*context] > 0;
            let absent = columns.absent(*id);
            if let Some(out) = columns.block_mut(*id) {
                let value = if is_known {
                    self.program.get(*value)
                } else {
                    absent
                };
                out[rows.clone()].fill(value);
            }
        }
    }

    /// Latest end of a higher bar that is known at the close of chart row `row` of the block.
    pub(crate) fn newest_end(&self, row: usize) -> Nanos {
        let after = self.newest.partition_point(|(changed, _)| *changed <= row);
        let last = after
            .checked_sub(1)
            .and_then(|index| self.newest.get(index));
        last.map_or(Nanos::MIN, |(_, end)| *end)
    }
}

impl World for Instant {
    fn series(&self, context: usize, series: Series) -> f64 {
        let Some(Ended { bar, quote }) = &self.due[context] else {
            return f64::NAN;
        };
        match series {
            Series::Open => bar.open(),
            Series::High => bar.high(),
            Series::Low => bar.low(),
            Series::Close => bar.close(),
            Series::Volume => bar.volume(),
            Series::Time => millis(bar.open_time()),
            Series::TimeClose => millis(bar.close_time()),
            Series::BarIndex => (self.bars[context] - 1) as f64,
            Series::Bid => quote[0],
            Series::Ask => quote[1],
            Series::BidSize => quote[2],
            Series::AskSize => quote[3],
        }
    }

    fn account(&self, _: AccountField) -> f64 {
        // The plan's checks keep account figures on the chart.
        f64::NAN
    }

    fn is_due(&self, context: usize) -> bool {
        self.due[context].is_some()
    }

    fn bars(&self, context: usize) -> usize {
        self.bars[context]
    }

    fn back(&self, context: usize, _: usize, offset: usize, absent: f64) -> Back {
        // Only constants are read from elsewhere on a higher timeframe.
        if offset < self.bars[context] {
            Back::Register
        } else {
            Back::Value(absent)
        }
    }
}
