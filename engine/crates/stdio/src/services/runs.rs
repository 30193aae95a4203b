//! Finished runs that the engine holds, and the windows into them that the host pulls.

use crate::failure::unknown_run;
use crate::stream::Stream;
use crate::task::Task;
use events::{EquityPoint, RunRecord};
use plan::Plan;
use protocol::{CHUNK_BYTES_MAX, F64Column, I64Column, Reply, RunSettings, RunSummary, SeriesName};
use std::collections::BTreeMap;
use std::mem::size_of;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use wire::Failure;

/// Bytes of all kept runs together; the oldest go first, the latest always stays.
const RUNS_BYTES_MAX: usize = 512 << 20;
/// Values of a column in one chunk.
const VALUES_PER_CHUNK: usize = CHUNK_BYTES_MAX / 8;
/// A trade on the wire without its ids; with the field names about 330 bytes.
const TRADE_BYTES: usize = 400;

/// Carries out a plan. The one door from the process to the domain's work.
pub(crate) trait Execute: Send + Sync {
    /// Runs `plan` under `settings`. Long work polls `task` and tells it how far it is.
    fn execute(
        &self,
        plan: &Plan,
        settings: &RunSettings,
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
}

/// A run whose rows and columns can be pulled.
pub(crate) struct Kept {
    plan: Arc<Plan>,
    record: RunRecord,
    point_value: f64,
    last_price: f64,
}

impl Kept {
    fn bytes(&self) -> usize {
        let record = &self.record;
        record.equity.len() * size_of::<EquityPoint>()
            + size_of_val(record.fills.as_slice())
            + size_of_val(record.trades.as_slice())
    }
}

/// All kept runs.
#[derive(Default)]
pub(crate) struct Runs(Mutex<State>);

#[derive(Default)]
struct State {
    latest: u32,
    kept: BTreeMap<u32, Arc<Kept>>,
}

impl Runs {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a run and returns its summary, numbered.
    pub(crate) fn keep(&self, plan: Arc<Plan>, executed: Executed) -> RunSummary {
        let Executed {
            summary,
            record,
            point_value,
            last_price,
        } = executed;
        let mut state = self.state();
        state.latest = state.latest.wrapping_add(1);
        let run = state.latest;
        state.kept.insert(
            run,
            Arc::new(Kept {
                plan,
                record,
                point_value,
                last_price,
            }),
        );
        while state.kept.len() > 1
            && state.kept.values().map(|kept| kept.bytes()).sum::<usize>() > RUNS_BYTES_MAX
        {
            state.kept.pop_first();
        }
        RunSummary { run, ..summary }
    }

    pub(crate) fn count(&self) -> usize {
        self.state().kept.len()
    }

    pub(crate) fn forget(&self, run: u32) -> Result<(), Failure> {
        self.state()
            .kept
            .remove(&run)
            .map(drop)
            .ok_or_else(|| unknown_run(run))
    }

    fn get(&self, run: u32) -> Result<Arc<Kept>, Failure> {
        self.state()
            .kept
            .get(&run)
            .map(Arc::clone)
            .ok_or_else(|| unknown_run(run))
    }

    /// Trades from the first-th on.
    pub(crate) fn trades(&self, id: u32, run: u32, window: Window) -> Result<Trades, Failure> {
        let kept = self.get(run)?;
        let window = window.within(kept.record.trades.len());
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
        let window = window.within(kept.record.equity.len());
        let peak = peak_before(&kept.record.equity, window.from);
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
        let longest = self
            .kept
            .plan
            .texts()
            .iter()
            .map(String::len)
            .max()
            .unwrap_or(0);
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
            plan,
            record,
            point_value,
            last_price,
        } = &*self.kept;
        let (first, count) = (range.start, range.len());
        let trades = wire::trade_rows(record, plan, *point_value, *last_price, first, count);
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
        let points = &kept.record.equity[range];
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
