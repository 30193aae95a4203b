//! Made-up rows and runs, the same for the same seed, and the calls that store them.

use super::memory::Random;
use base::{Direction, Phase, Sequential, Stamp};
use events::{EquityPoint, ExitReason, Fill, Finding, FindingKind, RunRecord, Trade, TradeExit};
use market::{TickBlock, TickScale, TimeUnit};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::{
    Accounting, BarColumns, Begun, Files, GroupLimits, ImportMode, ImportPlan, ImportSource,
    PriceSide, RunInfo, Series, SeriesKind, StampRule, Store, StoreError,
};

/// Where homes stand in files in memory.
pub(crate) const HOME: &str = "/home/data";

/// 2019-02-04, in milliseconds.
const START: i64 = 1_549_238_400_000;
const DAY_MILLIS: i64 = 86_400_000;

/// Each segment is a group of its own.
pub(crate) const EVERY_SEGMENT: GroupLimits = GroupLimits {
    bytes: 1,
    time: Duration::MAX,
};

/// A whole import is one group.
pub(crate) const ALL_AT_ONCE: GroupLimits = GroupLimits {
    bytes: u64::MAX,
    time: Duration::MAX,
};

pub(crate) const SCALE: TickScale = TickScale {
    unit: TimeUnit::Milli,
    price: 5,
    volume: 2,
};

pub(crate) fn open(files: Arc<dyn Files>, limits: GroupLimits) -> Result<Store, StoreError> {
    Store::open(Path::new(HOME), files, limits)
}

/// Quotes of some days, `per_day` each, from `first_day` days after the start.
pub(crate) fn ticks(seed: u64, first_day: i64, days: i64, per_day: usize) -> TickBlock {
    let mut random = Random(seed);
    let mut block = TickBlock::new(SCALE);
    let mut bid = 114_500_i64;
    for day in first_day..first_day + days {
        let step = DAY_MILLIS / per_day as i64;
        for row in 0..per_day as i64 {
            bid += random.below(7) as i64 - 3;
            let jitter = random.below(step as usize) as i64;
            block
                .time
                .push(START + day * DAY_MILLIS + row * step + jitter);
            block.bid.push(bid);
            block.spread.push(random.below(5) as i64);
            block.bid_volume.push(75 * (1 + random.below(20) as i64));
            block.ask_volume.push(75 * (1 + random.below(20) as i64));
        }
    }
    block
}

/// One-minute bars, the last ones without volume.
pub(crate) fn bars(seed: u64, count: usize) -> BarColumns {
    let mut random = Random(seed);
    let mut bars = BarColumns::new(SCALE);
    let mut open = 114_500_i64;
    for row in 0..count {
        let close = open + random.below(21) as i64 - 10;
        let time = START + row as i64 * 60_000;
        bars.open_time.push(time);
        bars.close_time.push(time + 60_000);
        bars.open.push(open);
        bars.high.push(open.max(close) + random.below(9) as i64);
        bars.low.push(open.min(close) - random.below(9) as i64);
        bars.close.push(close);
        let volume = 100 * random.below(500) as i64;
        bars.volume.push((row + 10 < count).then_some(volume));
        open = close;
    }
    bars
}

pub(crate) fn quotes_of(symbol: &str) -> Series {
    Series {
        symbol: symbol.to_owned(),
        kind: SeriesKind::Quotes,
        timeframe: String::new(),
        unit: SCALE.unit,
        price_scale: SCALE.price,
        volume_scale: SCALE.volume,
        side: PriceSide::Both,
        stamp: StampRule::Instant,
        zone: "UTC".to_owned(),
    }
}

pub(crate) fn bars_of(symbol: &str) -> Series {
    Series {
        kind: SeriesKind::Bars,
        timeframe: "1m".to_owned(),
        side: PriceSide::Bid,
        stamp: StampRule::Open,
        ..quotes_of(symbol)
    }
}

pub(crate) fn plan(dataset: &str, series: Series, source: u8) -> ImportPlan {
    ImportPlan {
        dataset: dataset.to_owned(),
        series,
        sources: vec![ImportSource {
            name: format!("source-{source}.csv"),
            hash: [source; 32],
            bytes: 1_000,
        }],
        options: vec![("point".to_owned(), "0.00001".to_owned())],
        mode: ImportMode::Merge,
    }
}

pub(crate) fn kept(rows: usize) -> Accounting {
    Accounting {
        rows_in: rows as u64,
        kept: rows as u64,
        ..Accounting::default()
    }
}

/// Imports quotes in parts of `part` rows, noting its place after each. Gives the version.
pub(crate) fn import_ticks(
    store: &Store,
    dataset: &str,
    source: u8,
    ticks: &TickBlock,
    part: usize,
) -> Result<u64, StoreError> {
    let plan = plan(dataset, quotes_of("EURUSD"), source);
    let mut import = match store.begin_import::<TickBlock>(plan, &Sequential)? {
        Begun::Done(version) => return Ok(version),
        Begun::Open(import) => import,
    };
    let note = import.resumed_note();
    let mut from = <[u8; 8]>::try_from(note).map_or(0, u64::from_le_bytes) as usize;
    while from < ticks.len() {
        let end = (from + part).min(ticks.len());
        let mut block = TickBlock::new(ticks.scale);
        block.extend_from(ticks, from..end);
        import.append(&block)?;
        from = end;
        import.note((from as u64).to_le_bytes().to_vec());
    }
    import.commit(kept(ticks.len()))
}

/// Begins the import and ends it before its last row counts.
pub(crate) fn leave_unfinished(store: &Store, dataset: &str, source: u8, ticks: &TickBlock) {
    let plan = plan(dataset, quotes_of("EURUSD"), source);
    match store.begin_import::<TickBlock>(plan, &Sequential).unwrap() {
        Begun::Done(version) => panic!("it was done as version {version}"),
        Begun::Open(mut import) => import.append(ticks).unwrap(),
    }
}

pub(crate) fn import_bars(
    store: &Store,
    dataset: &str,
    source: u8,
    bars: &BarColumns,
) -> Result<u64, StoreError> {
    let plan = plan(dataset, bars_of("EURUSD"), source);
    match store.begin_import::<BarColumns>(plan, &Sequential)? {
        Begun::Done(version) => Ok(version),
        Begun::Open(mut import) => {
            import.append(bars)?;
            import.commit(kept(bars.len()))
        }
    }
}

const REASONS: [Option<ExitReason>; 8] = [
    Some(ExitReason::Target),
    Some(ExitReason::Stop),
    Some(ExitReason::TrailingStop),
    Some(ExitReason::Signal),
    Some(ExitReason::Reversal),
    Some(ExitReason::Order),
    Some(ExitReason::EndOfData),
    None,
];

/// A run with trades, open and closed, and numbers that are no numbers.
pub(crate) fn run(seed: u64, rows: usize) -> RunRecord {
    let mut random = Random(seed);
    let mut number = || random.below(1_000_000) as f64 / 7.0;
    let equity = (0..rows).map(|row| EquityPoint {
        time: row as i64 * 60_000_000_000,
        equity: 100_000.0 + number(),
        position: (row % 3) as f64 - 1.0,
    });
    let equity: Vec<EquityPoint> = equity.collect();
    let fills = (0..rows / 2).map(|row| Fill {
        stamp: Stamp::new(row as i64 * 1_000, Phase::Market),
        order: row as u32,
        statement: if row % 5 == 0 { u32::MAX } else { 3 },
        direction: [Direction::Long, Direction::Short][row % 2],
        quantity: number(),
        price: number(),
        fee: if row == 0 { f64::NAN } else { -0.0 },
        row: row as u32,
    });
    let fills: Vec<Fill> = fills.collect();
    let trades = (0..rows / 4).map(|row| Trade {
        direction: [Direction::Long, Direction::Short][row % 2],
        quantity: 1.0,
        entry_time: row as i64 * 5_000,
        entry_price: number(),
        entry_statement: 1,
        entry_row: row as u32,
        exit: (row % 7 != 6).then(|| TradeExit {
            time: row as i64 * 5_000 + 1,
            price: number(),
            statement: 2,
            row: row as u32 + 1,
            reason: REASONS[row % REASONS.len()],
            is_ambiguous: [Some(false), Some(true), None][row % 3],
        }),
        profit: -number(),
        fees: 0.0,
        mae: f64::NEG_INFINITY,
        mfe: number(),
    });
    let trades: Vec<Trade> = trades.collect();
    RunRecord {
        digest: [seed as u8; 32],
        first_row: 3,
        equity,
        fills,
        trades,
        findings: vec![Finding {
            kind: FindingKind::NoQuantity,
            statement: 4,
            count: 2,
            first_time: 9,
        }],
        order_count: rows as u32,
        ambiguous_bars: 1,
        path_fills: 2,
        final_equity: 100_001.5,
        fees: 0.25,
    }
}

pub(crate) fn info(name: &str, saved_at: i64) -> RunInfo {
    RunInfo {
        name: name.to_owned(),
        strategy: "cross.strat".to_owned(),
        dataset: "EURUSD".to_owned(),
        dataset_version: 1,
        plan_hash: [9; 32],
        saved_at,
        facts: vec![("fast".to_owned(), "10".to_owned())],
        figures: vec![("profit".to_owned(), 1.5)],
    }
}

/// Runs compare by text, so that every bit pattern of no number counts as itself.
pub(crate) fn text(run: &RunRecord) -> String {
    format!("{run:?}")
}
