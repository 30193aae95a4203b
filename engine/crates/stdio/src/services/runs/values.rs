//! Values of a run's nodes: computed for a whole run when first asked for, then kept.

use super::{Kept, Runs};
use crate::engine::Engine;
use crate::failure::{bad_request, bad_settings, limit_exceeded, refused};
use crate::services::runs::data::RunData;
use crate::services::runs::window::{Candles, View, join};
use crate::stream::Stream;
use crate::task::Task;
use crate::workers::Lane;
use backtest::Memo;
use plan::{NodeId, Plan, Statement};
use protocol::{F64Column, I64Column, PlotColumn, Reply};
use std::collections::BTreeMap;
use std::mem::size_of;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use wire::Failure;

const NANOS_PER_MICRO: i64 = 1_000;
/// Nodes in one question.
const NODES_MAX: usize = 100;
/// Bytes of the columns that a run keeps.
const BYTES_MAX: usize = 128 << 20;

/// Columns by node, one value for each bar that decided.
#[derive(Default)]
pub(crate) struct Values(Mutex<Columns>);

#[derive(Default)]
struct Columns {
    uses: u64,
    by_node: BTreeMap<NodeId, (u64, Arc<Vec<f64>>)>,
}

impl Columns {
    fn bytes(&self) -> usize {
        let lengths = self.by_node.values().map(|(_, column)| column.len());
        lengths.sum::<usize>() * size_of::<f64>()
    }

    /// Drops what was used longest ago.
    fn shrink(&mut self) {
        while self.bytes() > BYTES_MAX {
            let oldest = self.by_node.iter().min_by_key(|(_, (used, _))| *used);
            match oldest.map(|(node, _)| *node) {
                Some(node) => self.by_node.remove(&node),
                None => return,
            };
        }
    }
}

impl Values {
    fn columns(&self) -> MutexGuard<'_, Columns> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.columns().bytes()
    }

    fn known(&self, nodes: &[NodeId]) -> BTreeMap<NodeId, Arc<Vec<f64>>> {
        let mut columns = self.columns();
        columns.uses += 1;
        let now = columns.uses;
        let mut known = BTreeMap::new();
        for node in nodes {
            if let Some((used, column)) = columns.by_node.get_mut(node) {
                *used = now;
                known.insert(*node, Arc::clone(column));
            }
        }
        known
    }

    fn keep(&self, made: &BTreeMap<NodeId, Arc<Vec<f64>>>) {
        let mut columns = self.columns();
        let now = columns.uses;
        let made = made.iter();
        let made = made.map(|(node, column)| (*node, (now, Arc::clone(column))));
        columns.by_node.extend(made);
        columns.shrink();
    }
}

impl Kept {
    /// What the run was made on.
    pub(crate) fn data(&self) -> Result<(&RunData, &Plan), Failure> {
        let both = self.executed.data.as_ref().zip(self.plan.as_deref());
        both.ok_or_else(|| {
            refused(
                "This run was loaded from the store, where its bars and values are not saved.",
                "Run the strategy again to see them.",
            )
        })
    }

    /// A column for each of `nodes`.
    fn columns(
        &self,
        nodes: &[NodeId],
        memo: &Memo,
        task: &Task<'_>,
    ) -> Result<Vec<Arc<Vec<f64>>>, Failure> {
        let (data, plan) = self.data()?;
        let mut known = self.values.known(nodes);
        let mut missing: Vec<NodeId> = nodes.to_vec();
        missing.retain(|node| !known.contains_key(node));
        missing.sort_unstable();
        missing.dedup();
        if !missing.is_empty() {
            let made = data.values(plan, &missing, memo, task)?;
            let made: BTreeMap<_, _> = missing
                .into_iter()
                .zip(made.into_iter().map(Arc::new))
                .collect();
            self.values.keep(&made);
            known.extend(made);
        }
        let columns = nodes.iter().map(|node| Arc::clone(&known[node]));
        Ok(columns.collect())
    }
}

impl Runs {
    fn values(&self, asked: &Asked, memo: &Memo, task: &Task<'_>) -> Result<Reply, Failure> {
        let kept = self.get(asked.run)?;
        let (data, plan) = kept.data()?;
        if asked.nodes.len() > NODES_MAX {
            let what = format!("{} nodes are too many for one question.", asked.nodes.len());
            let help = format!("Ask for {NODES_MAX} at most.");
            return Err(limit_exceeded(&what, &help));
        }
        let count = plan.nodes().len();
        if let Some(node) = asked.nodes.iter().find(|node| **node as usize >= count) {
            let why = format!("the plan has no node {node}.");
            return Err(bad_request("run.values", &why));
        }
        let bars = task.step(|| data.chart())?;
        let first = kept.executed.record.first_row as usize;
        let end = first + kept.executed.record.equity.len();
        let bar = bar_at(&bars.open_time[first..end], asked.time_us).ok_or_else(|| {
            bad_settings(
                "No bar that decides opens at or before that time.",
                "Choose a later one.",
            )
        })?;
        let columns = kept.columns(&asked.nodes, memo, task)?;
        let micros = |times: &[i64]| times[first + bar].div_euclid(NANOS_PER_MICRO);
        Ok(Reply::RunValuesDone {
            id: asked.id,
            bar: u32::try_from(bar).unwrap_or(u32::MAX),
            open_time_us: micros(&bars.open_time),
            close_time_us: micros(&bars.close_time),
            values: F64Column(columns.iter().map(|column| column[bar]).collect()),
        })
    }

    fn window(
        &self,
        id: u32,
        run: u32,
        timeframe: Option<&str>,
        view: View,
        task: &Task<'_>,
    ) -> Result<Reply, Failure> {
        view.check("run.window")?;
        let kept = self.get(run)?;
        let (data, _) = kept.data()?;
        let (timeframe, bars) = task.step(|| data.bars(timeframe))??;
        let candles = view.candles(&bars);
        let joined = join(&bars, &candles);
        let is_last = candles.first() < bars.len() && candles.end() == bars.len();
        let is_over = bars.close_time.last() <= data.chart().close_time.last();
        let micros = |times: Vec<i64>| {
            let times = times.into_iter();
            I64Column(times.map(|time| time.div_euclid(NANOS_PER_MICRO)).collect())
        };
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(Reply::RunWindowDone {
            id,
            timeframe,
            bars_per_candle: count(candles.bars_per_candle),
            first_bar: count(candles.first()),
            total_bars: count(bars.len()),
            is_last_forming: is_last && !is_over,
            open_time: micros(joined.open_time),
            close_time: micros(joined.close_time),
            open: F64Column(joined.open),
            high: F64Column(joined.high),
            low: F64Column(joined.low),
            close: F64Column(joined.close),
            volume: F64Column(joined.volume),
        })
    }

    fn plots(
        &self,
        (id, run): (u32, u32),
        view: View,
        memo: &Memo,
        task: &Task<'_>,
    ) -> Result<Plots, Failure> {
        view.check("run.plots")?;
        let kept = self.get(run)?;
        let (data, plan) = kept.data()?;
        let chart = task.step(|| data.chart())?;
        let candles = view.candles(&chart);
        let plots: Vec<(u32, NodeId, String)> = (0..)
            .zip(plan.statements())
            .filter_map(|(index, statement)| match statement {
                Statement::Plot { value, title } => {
                    Some((index, *value, plan.texts()[*title as usize].clone()))
                }
                _ => None,
            })
            .collect();
        let nodes: Vec<NodeId> = plots.iter().map(|(_, node, _)| *node).collect();
        let columns = kept.columns(&nodes, memo, task)?;
        let first = kept.executed.record.first_row as usize;
        let plots = plots.into_iter().zip(columns);
        let plots = plots.map(|((statement, _, title), column)| Plot {
            statement,
            title,
            column,
        });
        Ok(Plots {
            id,
            first,
            candles,
            plots: plots.collect(),
            told: 0,
        })
    }
}

/// The last bar that opens at or before a time. The host knows opens in whole microseconds, rounded
/// down, and finds the bar again by that.
fn bar_at(open_times: &[i64], time_us: i64) -> Option<usize> {
    let after = open_times.partition_point(|open| open.div_euclid(NANOS_PER_MICRO) <= time_us);
    after.checked_sub(1)
}

/// A question about the values of nodes.
struct Asked {
    id: u32,
    run: u32,
    time_us: i64,
    nodes: Vec<NodeId>,
}

struct Plot {
    statement: u32,
    title: String,
    column: Arc<Vec<f64>>,
}

/// Plots, one a chunk.
struct Plots {
    id: u32,
    /// Row of the first bar that decided.
    first: usize,
    candles: Candles,
    plots: Vec<Plot>,
    told: usize,
}

impl Stream for Plots {
    fn is_done(&self) -> bool {
        self.told == self.plots.len()
    }

    fn chunk(&mut self) -> Reply {
        let plot = &self.plots[self.told];
        let last = |rows: std::ops::Range<usize>| {
            let row = (rows.end - 1).checked_sub(self.first);
            let value = row.and_then(|row| plot.column.get(row));
            value.copied().unwrap_or(f64::NAN)
        };
        let chunk = self.told as u32;
        self.told += 1;
        Reply::RunPlotsChunk {
            id: self.id,
            chunk,
            plot: PlotColumn {
                statement: plot.statement,
                title: plot.title.clone(),
                values: F64Column(self.candles.groups().map(last).collect()),
            },
        }
    }

    fn done(&self) -> Reply {
        Reply::RunPlotsDone {
            id: self.id,
            total: self.plots.len() as u32,
        }
    }
}

impl Engine {
    /// Values of nodes on one bar.
    pub(crate) fn run_values(self: &Arc<Self>, id: u32, run: u32, time_us: i64, nodes: Vec<u32>) {
        let asked = Asked {
            id,
            run,
            time_us,
            nodes,
        };
        self.work(id, "run", Lane::Live, move |engine, task| {
            engine.runs.values(&asked, engine.market.columns(), task)
        });
    }

    /// Bars for a chart.
    pub(crate) fn run_window(
        self: &Arc<Self>,
        id: u32,
        run: u32,
        timeframe: Option<String>,
        view: View,
    ) {
        self.work(id, "run", Lane::Live, move |engine, task| {
            let timeframe = timeframe.as_deref();
            engine.runs.window(id, run, timeframe, view, task)
        });
    }

    /// What the strategy plots on them.
    pub(crate) fn run_plots(self: &Arc<Self>, id: u32, run: u32, view: View) {
        self.work(id, "run", Lane::Live, move |engine, task| {
            let memo = engine.market.columns();
            let plots = engine.runs.plots((id, run), view, memo, task);
            plots.map(Box::new)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::market::source::SharedQuotes;
    use crate::services::runs::data::Feed;
    use crate::tests::host;
    use market::{Chart, Instrument, PriceSide, TickBlock};
    use protocol::ErrorCode;
    use std::sync::OnceLock;

    /// A chart that cannot be made: who tries notices.
    fn no_chart() -> Feed {
        let source = SharedQuotes {
            instrument: Instrument {
                symbol: String::new(),
                tick_size: None,
                point_value: 1.0,
                lot: None,
                zone: base::Zone::default(),
            },
            block: Arc::new(TickBlock::default()),
            content_hash: [0; 32],
        };
        Feed::Quotes {
            source: Arc::new(source),
            chart: Chart::Ticks(0),
            side: PriceSide::Bid,
            bars: OnceLock::new(),
        }
    }

    #[test]
    fn who_cancels_waits_for_no_bars_of_quotes() {
        let (engine, _replies) = host::engine();
        let entry = engine.open(1, "run").expect("a place");
        let task = Task::new(&entry, &engine.writer);
        engine.cancel(1);
        let (runs, run) = host::kept_on(no_chart());
        let memo = Memo::new(0);
        let view = || View {
            from_us: None,
            to_us: None,
            candles_max: 10,
        };
        let asked = Asked {
            id: 1,
            run,
            time_us: 0,
            nodes: Vec::new(),
        };
        let kept = runs.get(run).expect("it is kept");
        let (data, plan) = kept.data().expect("it has data");
        let answers = [
            runs.values(&asked, &memo, &task).err(),
            runs.window(1, run, None, view(), &task).err(),
            runs.plots((1, run), view(), &memo, &task).err(),
            data.hints(plan, &task).err(),
            data.values(plan, &[0], &memo, &task).err(),
        ];
        let codes = answers.map(|failure| failure.map(|failure| failure.code));
        assert_eq!(codes, [Some(ErrorCode::Cancelled); 5]);
    }

    #[test]
    fn a_bar_is_found_by_the_open_that_the_host_was_told() {
        let opens = [1_000_500, 2_000_000, 2_000_999];
        let bars = [999, 1_000, 1_999, 2_000, i64::MAX].map(|time_us| bar_at(&opens, time_us));
        assert_eq!(bars, [None, Some(0), Some(0), Some(2), Some(2)]);
        assert_eq!(bar_at(&[-1], -1), Some(0));
        assert_eq!(bar_at(&[], 5), None);
    }
}
