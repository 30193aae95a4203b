//! Finished runs that the engine holds, and the windows into them that the host pulls.

pub(crate) mod data;
pub(crate) mod hints;
pub(crate) mod start;
pub(crate) mod values;
pub(crate) mod window;

use crate::failure::unknown_run;
use crate::memory::Memory;
use crate::stream::Stream;
use crate::task::Task;
use data::RunData;
use events::{EquityPoint, RunRecord};
use plan::Plan;
use protocol::{CHUNK_BYTES_MAX, F64Column, I64Column, Reply, RunSettings, RunSummary, SeriesName};
use std::collections::BTreeMap;
use std::mem::size_of;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use values::Values;
use wire::Failure;

/// Live runs that are kept: with each keystroke there is another, and nobody drops the old ones.
const LIVE_MAX: usize = 16;
/// Slices of the equity curve that a live run tells: its reader waits for all of the summary.
const LIVE_BUCKETS_MAX: usize = 500;
/// Values of a column in one chunk.
const VALUES_PER_CHUNK: usize = CHUNK_BYTES_MAX / 8;
/// A trade on the wire without its ids; with the field names about 330 bytes.
const TRADE_BYTES: usize = 400;

/// Carries out a plan. The one door from the process to the domain's work.
pub(crate) trait Execute: Send + Sync {
    /// Runs `plan` under `settings`. Long work polls `task` and tells it how far it is. A live run is
    /// one of many that differ by little.
    fn execute(
        &self,
        plan: &Plan,
        settings: &RunSettings,
        is_live: bool,
        task: &Task<'_>,
    ) -> Result<Executed, Failure>;
}

/// What a run leaves behind.
pub(crate) struct Executed {
    /// Its `run` is filled in when the run is kept.
    pub(crate) summary: RunSummary,
    pub(crate) record: RunRecord,
    /// Money per whole price point and contract.
    pub(crate) point_value: f64,
    /// Price at which trades that are still open are marked.
    pub(crate) last_price: f64,
    /// What it was made on; `None` for a run that was loaded.
    pub(crate) data: Option<RunData>,
}

/// A run whose rows and columns can be pulled.
pub(crate) struct Kept {
    /// Under which the orders of each statement stand in the trade list.
    pub(crate) names: Vec<String>,
    /// `None` for a run that was loaded.
    pub(crate) plan: Option<Arc<Plan>>,
    pub(crate) executed: Executed,
    pub(crate) values: Values,
    is_live: bool,
}

impl Kept {
    fn own_bytes(&self) -> usize {
        let record = &self.executed.record;
        let data = self.executed.data.as_ref().map_or(0, RunData::own_bytes);
        record.equity.len() * size_of::<EquityPoint>()
            + size_of_val(record.fills.as_slice())
            + size_of_val(record.trades.as_slice())
            + data
            + self.values.bytes()
    }
}

/// All kept runs.
pub(crate) struct Runs {
    memory: Arc<Memory>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    latest: u32,
    kept: BTreeMap<u32, Arc<Kept>>,
}

impl State {
    /// Data that several runs were made on counts once.
    fn bytes(&self) -> usize {
        let mut shared = BTreeMap::new();
        let mut own = 0;
        for kept in self.kept.values() {
            own += kept.own_bytes();
            shared.extend(kept.executed.data.iter().flat_map(RunData::shared));
        }
        own + shared.values().sum::<usize>()
    }
}

impl Runs {
    pub(crate) fn new(memory: Arc<Memory>) -> Self {
        Self {
            memory,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a run and returns its summary, numbered.
    pub(crate) fn keep(&self, plan: Arc<Plan>, executed: Executed, is_live: bool) -> RunSummary {
        let mut summary = executed.summary.clone();
        if is_live {
            summary.equity = wire::equity_buckets(&executed.record.equity, LIVE_BUCKETS_MAX);
        }
        let run = self.insert(Kept {
            names: wire::order_names(&plan),
            plan: Some(plan),
            executed,
            values: Values::default(),
            is_live,
        });
        RunSummary { run, ..summary }
    }

    /// Keeps a run that was loaded and returns its number.
    pub(crate) fn keep_loaded(&self, names: Vec<String>, executed: Executed) -> u32 {
        self.insert(Kept {
            names,
            plan: None,
            executed,
            values: Values::default(),
            is_live: false,
        })
    }

    /// The oldest go when there are too many, the new one stays.
    fn insert(&self, kept: Kept) -> u32 {
        let kept = Arc::new(kept);
        let mut state = self.state();
        state.latest = state.latest.wrapping_add(1);
        let run = state.latest;
        state.kept.insert(run, kept);
        let live = state.kept.iter().filter(|(_, kept)| kept.is_live);
        let live: Vec<u32> = live.map(|(run, _)| *run).collect();
        for old in live.iter().rev().skip(LIVE_MAX) {
            state.kept.remove(old);
        }
        while state.kept.len() > 1 && state.bytes() > self.memory.half() {
            state.kept.pop_first();
        }
        run
    }

    pub(crate) fn count(&self) -> usize {
        self.state().kept.len()
    }

    /// Bytes of all kept runs, with what they were made on.
    pub(crate) fn bytes(&self) -> usize {
        self.state().bytes()
    }

    pub(crate) fn clear(&self) {
        self.state().kept.clear();
    }

    pub(crate) fn forget(&self, run: u32) -> Result<(), Failure> {
        self.state()
            .kept
            .remove(&run)
            .map(drop)
            .ok_or_else(|| unknown_run(run))
    }

    pub(crate) fn get(&self, run: u32) -> Result<Arc<Kept>, Failure> {
        self.state()
            .kept
            .get(&run)
            .map(Arc::clone)
            .ok_or_else(|| unknown_run(run))
    }

    /// Trades from the first-th on.
    pub(crate) fn trades(&self, id: u32, run: u32, window: Window) -> Result<Trades, Failure> {
        let kept = self.get(run)?;
        let window = window.within(kept.executed.record.trades.len());
        Ok(Trades {
            id,
            kept,
            window,
            chunk: 0,
        })
    }

    /// A column from the first-th value on.
    pub(crate) fn series(
        &self,
        id: u32,
        run: u32,
        name: SeriesName,
        window: Window,
    ) -> Result<Series, Failure> {
        let kept = self.get(run)?;
        let window = window.within(kept.executed.record.equity.len());
        let peak = peak_before(&kept.executed.record.equity, window.from);
        Ok(Series {
            id,
            kept,
            name,
            window,
            chunk: 0,
            peak,
        })
    }
}

/// What the host wants of a list, and what of it is left.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    from: usize,
    to: usize,
    /// Of the whole list.
    total: usize,
}

impl Window {
    pub(crate) fn new(first: u32, count: u32) -> Self {
        let from = first as usize;
        Self {
            from,
            to: from.saturating_add(count as usize),
            total: 0,
        }
    }

    /// Cut to a list of `total` items.
    fn within(self, total: usize) -> Self {
        let from = self.from.min(total);
        Self {
            from,
            to: self.to.clamp(from, total),
            total,
        }
    }

    fn is_empty(&self) -> bool {
        self.from >= self.to
    }

    fn total(&self) -> u32 {
        u32::try_from(self.total).unwrap_or(u32::MAX)
    }

    /// Takes up to `count` items off the front.
    fn take(&mut self, count: usize) -> std::ops::Range<usize> {
        let from = self.from;
        self.from = self.to.min(from + count);
        from..self.from
    }
}

/// Trades in chunks of about half the size that a frame may have.
pub(crate) struct Trades {
    id: u32,
    kept: Arc<Kept>,
    window: Window,
    chunk: u32,
}

impl Trades {
    /// How many trades fit: ids are texts of the strategy and can be long.
    fn count(&self) -> usize {
        let names = self.kept.names.iter();
        let longest = names.map(String::len).max().unwrap_or(0);
        (CHUNK_BYTES_MAX / 2 / (TRADE_BYTES + 2 * longest)).max(1)
    }
}

impl Stream for Trades {
    fn is_done(&self) -> bool {
        self.window.is_empty()
    }

    fn chunk(&mut self) -> Reply {
        let count = self.count();
        let range = self.window.take(count);
        let Kept {
            names, executed, ..
        } = &*self.kept;
        let Executed {
            record,
            point_value,
            last_price,
            ..
        } = executed;
        let trades = wire::trade_rows(record, names, (*point_value, *last_price), range);
        let chunk = self.chunk;
        self.chunk += 1;
        Reply::RunTradesChunk {
            id: self.id,
            chunk,
            trades,
        }
    }

    fn done(&self) -> Reply {
        Reply::RunTradesDone {
            id: self.id,
            total: self.window.total(),
        }
    }
}

/// A column in chunks.
pub(crate) struct Series {
    id: u32,
    kept: Arc<Kept>,
    name: SeriesName,
    window: Window,
    chunk: u32,
    /// Highest equity before the window's next value.
    peak: f64,
}

impl Stream for Series {
    fn is_done(&self) -> bool {
        self.window.is_empty()
    }

    fn chunk(&mut self) -> Reply {
        let range = self.window.take(VALUES_PER_CHUNK);
        let kept = Arc::clone(&self.kept);
        let points = &kept.executed.record.equity[range];
        let (numbers, times) = match self.name {
            SeriesName::TimeClose => (None, Some(points.iter().map(|point| point.time).collect())),
            SeriesName::Equity => (
                Some(points.iter().map(|point| point.equity).collect()),
                None,
            ),
            SeriesName::Drawdown => (Some(drawdowns(points, &mut self.peak)), None),
            SeriesName::PositionSize => (
                Some(points.iter().map(|point| point.position).collect()),
                None,
            ),
        };
        let chunk = self.chunk;
        self.chunk += 1;
        let (numbers, times) = (numbers.map(F64Column), times.map(I64Column));
        Reply::RunSeriesChunk {
            id: self.id,
            chunk,
            numbers,
            times,
        }
    }

    fn done(&self) -> Reply {
        Reply::RunSeriesDone {
            id: self.id,
            total: self.window.total(),
        }
    }
}

fn peak_before(points: &[EquityPoint], index: usize) -> f64 {
    points[..index]
        .iter()
        .fold(f64::NEG_INFINITY, |peak, point| peak.max(point.equity))
}

/// Equity below its highest so far, as a fraction: 0 at a new high, NaN while that is not above 0.
fn drawdowns(points: &[EquityPoint], peak: &mut f64) -> Vec<f64> {
    let next = |point: &EquityPoint| {
        *peak = peak.max(point.equity);
        if *peak > 0.0 {
            (*peak - point.equity) / *peak
        } else {
            f64::NAN
        }
    };
    points.iter().map(next).collect()
}
