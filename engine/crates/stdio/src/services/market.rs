//! Market data of the store: which series a run uses, and the loaded ones, kept by their content.

pub(crate) mod cache;
pub(crate) mod resolve;
pub(crate) mod source;

use crate::engine::Engine;
use crate::failure::limit_exceeded;
use crate::memory::Memory;
use crate::task::Task;
use crate::workers::Lane;
use backtest::Memo;
use cache::{Cache, ChartBars, Claim, Key, Loaded};
use market::{Bars, Chart, TickBlock, Timeframe, higher_bars};
use protocol::{ErrorCode, Reply, StoredData, StoredReport};
use resolve::Resolved;
use std::mem::size_of;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{SeriesKind, Store};
use wire::Failure;

/// Bytes of a quote and of a bar in memory.
const QUOTE_BYTES: usize = 5 * size_of::<i64>();
const BAR_BYTES: usize = 7 * size_of::<i64>();
/// Of columns: forty of 370,000 bars.
const COLUMN_BYTES_MAX: usize = 128 << 20;

/// The loaded data.
pub(crate) struct Market {
    memory: Arc<Memory>,
    cache: Cache,
    columns: Memo,
}

/// What columns of runs may take, of all memory.
fn columns_max(memory: &Memory) -> usize {
    COLUMN_BYTES_MAX.min(memory.half() / 4)
}

/// With what data is loaded.
#[derive(Clone, Copy)]
pub(crate) struct Loading<'a> {
    pub(crate) store: &'a Store,
    pub(crate) pool: &'a dyn base::Pool,
    pub(crate) task: &'a Task<'a>,
}

impl Market {
    pub(crate) fn new(memory: Arc<Memory>) -> Self {
        Self {
            cache: Cache::default(),
            columns: Memo::new(columns_max(&memory)),
            memory,
        }
    }

    /// What runs on loaded data have evaluated, for the next ones.
    pub(crate) const fn columns(&self) -> &Memo {
        &self.columns
    }

    /// The limit of memory has changed.
    pub(crate) fn limited(&self) {
        self.columns.limit(columns_max(&self.memory));
    }

    /// Bytes of what is loaded.
    pub(crate) fn bytes(&self) -> usize {
        self.cache.bytes() + self.columns.bytes()
    }

    /// Forgets everything. Runs under way keep what they use.
    pub(crate) fn clear(&self) {
        self.cache.clear();
        self.columns.clear();
    }

    /// All quotes of a series.
    pub(crate) fn quotes(
        &self,
        loading: Loading<'_>,
        resolved: &Resolved,
    ) -> Result<Arc<TickBlock>, Failure> {
        let key = Key::rows(resolved);
        let loaded = self.cached(loading, key, || {
            self.check_size(resolved, QUOTE_BYTES)?;
            load_quotes(loading, resolved).map(|block| Loaded::Quotes(Arc::new(block)))
        })?;
        match loaded {
            Loaded::Quotes(block) => Ok(block),
            Loaded::Bars(_) => Err(mixed_up()),
        }
    }

    /// The bars of a series, made into those of a chart.
    pub(crate) fn bars(
        &self,
        loading: Loading<'_>,
        resolved: &Resolved,
        timeframe: Timeframe,
    ) -> Result<Arc<ChartBars>, Failure> {
        let own = resolved.own_timeframe()?;
        let zone = &resolved.instrument.zone;
        let key = Key::bars(resolved, timeframe);
        let lower = if timeframe == own {
            None
        } else {
            Some(self.bars(loading, resolved, own)?)
        };
        let loaded = self.cached(loading, key, || {
            let bars = match &lower {
                None => {
                    self.check_size(resolved, BAR_BYTES)?;
                    load_bars(loading, resolved)?
                }
                Some(lower) => {
                    higher_bars(&lower.bars, &own, &timeframe, zone).map_err(|error| {
                        let help = "Choose another chart, or import bars of a shorter timeframe.";
                        Failure::new(ErrorCode::BadSettings, error.to_string(), Some(help.into()))
                    })?
                }
            };
            let content_hash = market::content_hash(&bars, zone);
            Ok(Loaded::Bars(Arc::new(ChartBars {
                bars,
                timeframe,
                content_hash,
            })))
        })?;
        match loaded {
            Loaded::Bars(bars) => Ok(bars),
            Loaded::Quotes(_) => Err(mixed_up()),
        }
    }

    /// What is kept under a key, or what `load` gives. One request loads, others wait for it; who is
    /// cancelled waits no longer, and what it has begun to load is there for the next one.
    fn cached(
        &self,
        loading: Loading<'_>,
        key: Key,
        load: impl FnOnce() -> Result<Loaded, Failure>,
    ) -> Result<Loaded, Failure> {
        let place = match self.cache.claim(&key, || loading.task.go_on())? {
            Claim::There(loaded) => return Ok(loaded),
            Claim::Free(place) => place,
        };
        loading.task.step(|| {
            let loaded = load()?;
            place.fill(loaded.clone(), self.memory.half());
            Ok(loaded)
        })?
    }

    fn check_size(&self, resolved: &Resolved, row_bytes: usize) -> Result<(), Failure> {
        let rows = usize::try_from(resolved.version.rows()).unwrap_or(usize::MAX);
        let needed = rows.saturating_mul(row_bytes);
        if needed <= self.memory.all() {
            return Ok(());
        }
        let what = format!(
            "{} has {rows} rows, which take {} MiB; the engine may take {} MiB.",
            resolved.dataset.status.name,
            needed >> 20,
            self.memory.all() >> 20
        );
        let help =
            "Raise `performance.memory_mb`, or import a shorter time into a dataset of its own.";
        Err(limit_exceeded(&what, help))
    }

    /// What the series is, for the host. Bars are loaded: their hash is that of the chart's bars.
    pub(crate) fn report(
        &self,
        loading: Loading<'_>,
        resolved: &Resolved,
    ) -> Result<StoredReport, Failure> {
        let hash = match (resolved.dataset.series.kind, resolved.chart) {
            (SeriesKind::Bars, Chart::Every(timeframe)) => {
                self.bars(loading, resolved, timeframe)?.content_hash
            }
            _ => resolved.quotes_hash(loading.store)?,
        };
        Ok(resolved.report(&hash))
    }
}

fn mixed_up() -> Failure {
    crate::failure::internal("loaded data was lost")
}

fn load_quotes(loading: Loading<'_>, resolved: &Resolved) -> Result<TickBlock, Failure> {
    use market::TickSource;
    let (name, number) = (&resolved.dataset.status.name, resolved.version.number);
    let stored = loading.store.ticks(name, Some(number));
    let stored = stored.map_err(|error| super::store::store_failure(&error))?;
    let parts = load_parts(loading, resolved, |first, rows| {
        stored.read(first, rows).map(std::borrow::Cow::into_owned)
    })?;
    let mut all = TickBlock::new(stored.scale());
    let rows = stored.rows();
    let TickBlock {
        time,
        bid,
        spread,
        bid_volume,
        ask_volume,
        ..
    } = &mut all;
    for column in [time, bid, spread, bid_volume, ask_volume] {
        column.reserve_exact(rows);
    }
    for part in parts {
        all.extend_from(&part, 0..part.len());
    }
    Ok(all)
}

fn load_bars(loading: Loading<'_>, resolved: &Resolved) -> Result<Bars, Failure> {
    use market::BlockSource;
    let (name, number) = (&resolved.dataset.status.name, resolved.version.number);
    let stored = loading.store.bars(name, Some(number));
    let stored = stored.map_err(|error| super::store::store_failure(&error))?;
    let parts = load_parts(loading, resolved, |first, rows| {
        stored.read(first, rows).map(std::borrow::Cow::into_owned)
    })?;
    let mut all = Bars::default();
    for part in parts {
        all.open_time.extend(part.open_time);
        all.close_time.extend(part.close_time);
        all.open.extend(part.open);
        all.high.extend(part.high);
        all.low.extend(part.low);
        all.close.extend(part.close);
        all.volume.extend(part.volume);
    }
    Ok(all)
}

/// The rows of each segment, in order.
fn load_parts<T: Send + Sync>(
    loading: Loading<'_>,
    resolved: &Resolved,
    read: impl Fn(usize, usize) -> Result<T, String> + Sync,
) -> Result<Vec<T>, Failure> {
    let mut spans = Vec::new();
    let mut first = 0;
    for segment in resolved.version.segments.iter() {
        let rows = usize::try_from(segment.rows).unwrap_or(usize::MAX);
        spans.push((first, rows));
        first += rows;
    }
    let total = first as f64;
    let done = AtomicUsize::new(0);
    let parts = base::pool::map(loading.pool, spans.len(), |index| {
        let (first, rows) = spans[index];
        let part = read(first, rows);
        let done = done.fetch_add(rows, Ordering::Relaxed) + rows;
        loading.task.progress("reading", done as f64, Some(total));
        part
    });
    parts.into_iter().collect::<Result<_, _>>().map_err(damaged)
}

fn damaged(what: String) -> Failure {
    let help = "Run `backtestr fsck --set-aside`, then import again what it names.";
    Failure::new(ErrorCode::StoreDamaged, what, Some(help.to_owned()))
}

impl Engine {
    /// Finds the series that a run would use.
    pub(crate) fn resolve(self: &Arc<Self>, id: u32, wanted: StoredData, chart: Option<String>) {
        self.work(id, "market", Lane::Run, move |engine, task| {
            let store = engine.stores.get()?;
            let resolved = resolve::resolve(&store, &wanted, chart.as_deref())?;
            let loading = Loading {
                store: &store,
                pool: &*engine.workers,
                task,
            };
            let store = engine.market.report(loading, &resolved)?;
            Ok(Reply::MarketResolveDone { id, store })
        });
    }
}
