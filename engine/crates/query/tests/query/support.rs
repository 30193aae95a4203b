//! A store in a folder of its own, with rows that the tests know by heart.

use base::{Direction, Phase, Sequential, Stamp};
use events::{EquityPoint, ExitReason, Fill, RunRecord, Trade, TradeExit};
use market::{TickBlock, TickScale, TimeUnit};
use query::{Answer, Asked, Limits, QueryEngine, QueryError, Row};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use store::{
    Accounting, BarColumns, Begun, DiskFiles, GroupLimits, ImportMode, ImportPlan, ImportSource,
    OWN_FACT, PriceSide, RuleCount, RunInfo, Series, SeriesKind, StampRule, Store,
};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// 2019-02-04T00:00, in seconds.
pub(crate) const START: i64 = 1_549_238_400;

pub(crate) const LIMITS: Limits = Limits {
    threads: 2,
    memory_bytes: 256 << 20,
};

/// A data home that goes when the test ends.
pub(crate) struct Home {
    folder: PathBuf,
    pub(crate) store: Store,
    pub(crate) engine: QueryEngine,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self::named("home")
    }

    /// In a folder of that name, inside one of the test.
    pub(crate) fn named(name: &str) -> Self {
        let folder = own_folder();
        let home = folder.join(name);
        std::fs::create_dir_all(&home).unwrap();
        Self::opened(folder, &home)
    }

    /// A copy of the home that a version left which did not keep why trades ended: one run, `old`.
    pub(crate) fn before_exit_reasons() -> Self {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let old = crates.join("store/tests/data/home-before-exit-reasons");
        let folder = own_folder();
        let home = folder.join("home");
        copy(&old, &home);
        Self::opened(folder, &home)
    }

    fn opened(folder: PathBuf, home: &Path) -> Self {
        let store = Store::open(home, Arc::new(DiskFiles), GroupLimits::default()).unwrap();
        let engine = QueryEngine::new(home, LIMITS).unwrap();
        Self {
            folder,
            store,
            engine,
        }
    }

    /// The folder around the home.
    pub(crate) fn outside(&self) -> &Path {
        &self.folder
    }

    /// Rows of an answer, after the views have followed the journal.
    pub(crate) fn rows(&self, sql: &str) -> Vec<Row> {
        self.engine.refresh(&self.store).unwrap();
        ask(&self.engine, sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
            .1
    }

    /// The same with `|` between cells and `-` for missing values.
    pub(crate) fn lines(&self, sql: &str) -> Vec<String> {
        let cell = |cell: &Option<String>| cell.clone().unwrap_or_else(|| "-".to_owned());
        let line = |row: &Row| row.iter().map(cell).collect::<Vec<_>>().join("|");
        self.rows(sql).iter().map(line).collect()
    }

    /// Why there is no answer.
    pub(crate) fn error(&self, sql: &str) -> QueryError {
        self.engine.refresh(&self.store).unwrap();
        match ask(&self.engine, sql) {
            Ok((answer, rows)) => panic!("{sql} was answered: {answer:?} {rows:?}"),
            Err(error) => error,
        }
    }
}

fn own_folder() -> PathBuf {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("backtestr-query-{}-{number}", std::process::id());
    std::env::temp_dir().join(name)
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub(crate) fn asked(sql: &str) -> Asked<'_> {
    Asked {
        sql,
        rows_max: 10_000,
        bytes_max: 16 << 20,
        time_max: Duration::from_secs(60),
    }
}

pub(crate) fn ask(engine: &QueryEngine, sql: &str) -> Result<(Answer, Vec<Row>), QueryError> {
    let mut rows = Vec::new();
    let answer = engine.run(asked(sql), &|| false, &mut |batch| {
        rows.extend(batch.rows);
        true
    })?;
    Ok((answer, rows))
}

fn plan(dataset: &str, series: Series, source: u8) -> ImportPlan {
    ImportPlan {
        dataset: dataset.to_owned(),
        series,
        sources: vec![ImportSource {
            name: format!("source {source}.csv"),
            hash: [source; 32],
            bytes: 1_000,
        }],
        options: vec![("zone".to_owned(), "UTC".to_owned())],
        mode: ImportMode::Replace,
    }
}

fn series(
    symbol: &str,
    kind: SeriesKind,
    timeframe: &str,
    side: PriceSide,
    scale: TickScale,
) -> Series {
    Series {
        symbol: symbol.to_owned(),
        kind,
        timeframe: timeframe.to_owned(),
        unit: scale.unit,
        price_scale: scale.price,
        volume_scale: scale.volume,
        side,
        stamp: StampRule::Instant,
        zone: "UTC".to_owned(),
    }
}

/// Quotes `(time, bid, spread, bid volume, ask volume)` in the integers of a scale.
pub(crate) fn import_quotes(
    store: &Store,
    (dataset, symbol): (&str, &str),
    source: u8,
    scale: TickScale,
    quotes: &[[i64; 5]],
) -> u64 {
    let mut block = TickBlock::new(scale);
    for [time, bid, spread, bid_volume, ask_volume] in quotes {
        block.time.push(*time);
        block.bid.push(*bid);
        block.spread.push(*spread);
        block.bid_volume.push(*bid_volume);
        block.ask_volume.push(*ask_volume);
    }
    let kept = quotes.len() as u64;
    let accounting = Accounting {
        rows_in: kept + 5,
        kept,
        duplicates: 1,
        rejected: vec![rule("crossed", 3), rule("zero", 1)],
        flagged: vec![rule("outlier", 2)],
    };
    let series = series(symbol, SeriesKind::Quotes, "", PriceSide::Both, scale);
    match store.begin_import::<TickBlock>(plan(dataset, series, source), &Sequential) {
        Ok(Begun::Open(mut import)) => {
            import.append(&block).unwrap();
            import.commit(accounting).unwrap()
        }
        _ => panic!("the import of {dataset} does not begin"),
    }
}

fn rule(name: &str, rows: u64) -> RuleCount {
    RuleCount {
        rule: name.to_owned(),
        rows,
        examples: Vec::new(),
    }
}

pub(crate) const MILLI_5: TickScale = TickScale {
    unit: TimeUnit::Milli,
    price: 5,
    volume: 2,
};

/// Two quotes of one day and one of the next.
pub(crate) fn three_quotes() -> Vec<[i64; 5]> {
    vec![
        [START * 1_000 + 994, 114_500, 12, 75, 150],
        [START * 1_000 + 3_600_000, 114_499, 0, 100, 1_000_000],
        [(START + 86_400) * 1_000, 114_610, 2, 0, 1],
    ]
}

/// Two bars of a minute with whole prices in seconds; the second has no volume.
pub(crate) fn import_two_bars(store: &Store, dataset: &str) {
    let scale = TickScale {
        unit: TimeUnit::Second,
        price: 0,
        volume: 0,
    };
    let mut bars = BarColumns::new(scale);
    bars.open_time = vec![START, START + 120];
    bars.close_time = vec![START + 60, START + 180];
    bars.open = vec![100, 101];
    bars.high = vec![103, 101];
    bars.low = vec![99, 98];
    bars.close = vec![101, 98];
    bars.volume = vec![Some(7), None];
    let series = series("SPX", SeriesKind::Bars, "1m", PriceSide::Last, scale);
    match store.begin_import::<BarColumns>(plan(dataset, series, 50), &Sequential) {
        Ok(Begun::Open(mut import)) => {
            import.append(&bars).unwrap();
            let accounting = Accounting {
                rows_in: 2,
                kept: 2,
                ..Accounting::default()
            };
            import.commit(accounting).unwrap();
        }
        _ => panic!("the import of {dataset} does not begin"),
    }
}

const fn second(seconds: i64) -> i64 {
    (START + seconds) * 1_000_000_000
}

fn fill(time: i64, order: u32, direction: Direction, quantity: f64, price: f64) -> Fill {
    Fill {
        stamp: Stamp::new(second(time), Phase::Market),
        order,
        statement: 0,
        direction,
        quantity,
        price,
        fee: 0.5,
        row: order,
    }
}

fn trade(quantity: f64, entry: i64, direction: Direction, exit: Option<TradeExit>) -> Trade {
    Trade {
        direction,
        quantity,
        entry_time: second(entry),
        entry_price: 10.0,
        entry_statement: 0,
        entry_row: 1,
        exit,
        profit: 2.25,
        fees: 1.0,
        mae: -1.5,
        mfe: 3.0,
    }
}

fn point(time: i64, equity: f64, position: f64) -> EquityPoint {
    EquityPoint {
        time: second(time),
        equity,
        position,
    }
}

/// Bought in two parts of 0.1 and 0.2, sold at once; then sold short 1 and left open.
pub(crate) fn save_run(store: &Store, name: &str, saved_at: i64) -> String {
    let exit = TradeExit {
        time: second(180),
        price: 12.5,
        statement: 1,
        row: 4,
        reason: Some(ExitReason::TrailingStop),
        is_ambiguous: Some(true),
    };
    let record = RunRecord {
        digest: [0xab; 32],
        equity: vec![point(0, 1_000.0, 0.0), point(60, 1_001.25, 0.3)],
        fills: vec![
            fill(60, 0, Direction::Long, 0.1, 10.0),
            fill(120, 1, Direction::Long, 0.2, 10.5),
            fill(180, 2, Direction::Short, 0.3, 12.5),
            fill(240, 3, Direction::Short, 1.0, 12.0),
        ],
        trades: vec![
            trade(0.1, 60, Direction::Long, Some(exit)),
            trade(1.0, 240, Direction::Short, None),
        ],
        order_count: 4,
        ambiguous_bars: 1,
        path_fills: 2,
        final_equity: 1_001.25,
        fees: 2.0,
        ..RunRecord::default()
    };
    let info = RunInfo {
        name: name.to_owned(),
        strategy: "cross.strat".to_owned(),
        dataset: "EURUSD".to_owned(),
        dataset_version: 2,
        plan_hash: [9; 32],
        saved_at,
        facts: vec![
            ("fast".to_owned(), "it's 10".to_owned()),
            (format!("{OWN_FACT}summary"), "{}".to_owned()),
        ],
        figures: vec![
            ("net_profit".to_owned(), 1.25),
            ("sharpe".to_owned(), f64::NAN),
        ],
    };
    store.save_run(&info, &record).unwrap()
}

/// Closed trades that differ in how they ended.
pub(crate) fn save_ends(store: &Store, ends: &[(Option<ExitReason>, Option<bool>)]) {
    let closed = |(reason, is_ambiguous): &(Option<ExitReason>, Option<bool>)| {
        let exit = TradeExit {
            time: second(180),
            price: 12.5,
            statement: 1,
            row: 4,
            reason: *reason,
            is_ambiguous: *is_ambiguous,
        };
        trade(1.0, 60, Direction::Long, Some(exit))
    };
    let record = RunRecord {
        trades: ends.iter().map(closed).collect(),
        ..RunRecord::default()
    };
    store.save_run(&RunInfo::default(), &record).unwrap();
}
