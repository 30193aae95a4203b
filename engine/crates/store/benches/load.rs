//! Reads of the store beside bare reads of the same files: 370,000 bars and a million quotes, and what
//! packing costs. The files are in the page cache.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench makes its own folder and reads files by itself; criterion's macros have no docs"
)]

use base::Sequential;
use bytes::Bytes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use market::{BlockSource, TickBlock, TickScale, TickSource, TimeUnit};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::Int64Type;
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{
    Accounting, BarColumns, Begun, DiskFiles, GroupLimits, ImportMode, ImportPlan, PriceSide, Rows,
    Series, SeriesKind, StampRule, Store,
};

const BARS: usize = 370_000;
const QUOTES: usize = 1_000_000;
const SCALE: TickScale = TickScale {
    unit: TimeUnit::Milli,
    price: 5,
    volume: 2,
};
/// 2024-01-01, in milliseconds.
const START: i64 = 1_704_067_200_000;

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        ((self.0 >> 33) % limit) as i64
    }
}

fn quotes() -> TickBlock {
    let mut random = Random(1);
    let mut block = TickBlock::new(SCALE);
    let (mut time, mut bid) = (START, 109_500);
    for _ in 0..QUOTES {
        time += 1 + random.below(170);
        bid += random.below(5) - 2;
        block.time.push(time);
        block.bid.push(bid);
        block.spread.push(1 + random.below(6));
        block.bid_volume.push(75 + 25 * random.below(200));
        block.ask_volume.push(75 + 25 * random.below(200));
    }
    block
}

fn bars() -> BarColumns {
    let mut random = Random(2);
    let mut bars = BarColumns::new(SCALE);
    let mut open = 109_500;
    for row in 0..BARS {
        let close = open + random.below(41) - 20;
        let time = START + row as i64 * 60_000;
        bars.open_time.push(time);
        bars.close_time.push(time + 60_000);
        bars.open.push(open);
        bars.high.push(open.max(close) + random.below(15));
        bars.low.push(open.min(close) - random.below(15));
        bars.close.push(close);
        bars.volume.push(Some(random.below(100_000)));
        open = close;
    }
    bars
}

fn series(kind: SeriesKind) -> Series {
    Series {
        symbol: "EURUSD".into(),
        kind,
        timeframe: String::new(),
        unit: SCALE.unit,
        price_scale: SCALE.price,
        volume_scale: SCALE.volume,
        side: PriceSide::Bid,
        stamp: StampRule::Open,
        zone: "UTC".into(),
    }
}

fn import<R: Rows>(store: &Store, name: &str, kind: SeriesKind, rows: &R, count: usize) {
    let plan = ImportPlan {
        dataset: name.into(),
        series: series(kind),
        sources: Vec::new(),
        options: Vec::new(),
        mode: ImportMode::Replace,
    };
    let Begun::Open(mut import) = store.begin_import::<R>(plan, &Sequential).unwrap() else {
        return;
    };
    import.append(rows).unwrap();
    let accounting = Accounting {
        rows_in: count as u64,
        kept: count as u64,
        ..Accounting::default()
    };
    import.commit(accounting).unwrap();
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// What the Parquet crate needs for the same columns, without checks and conversions. The columns are
/// kept until all are there, as a run keeps them: fresh memory is a large part of the time.
fn bare(paths: &[PathBuf]) -> usize {
    let mut rows = 0;
    let mut columns = Vec::new();
    for path in paths {
        let bytes = Bytes::from(std::fs::read(path).unwrap());
        let reader = SerializedFileReader::new(bytes).unwrap();
        let count = reader.metadata().file_metadata().num_rows() as usize;
        let group = reader.get_row_group(0).unwrap();
        for column in 0..group.metadata().num_columns() {
            let reader = group.get_column_reader(column).unwrap();
            let mut reader = get_typed_column_reader::<Int64Type>(reader);
            let (mut values, mut levels) = (Vec::with_capacity(count), Vec::new());
            reader
                .read_records(count, Some(&mut levels), None, &mut values)
                .unwrap();
            columns.push(values);
        }
        rows += count;
    }
    black_box(&columns);
    rows
}

fn loads(c: &mut Criterion) {
    let home = std::env::temp_dir().join(format!("backtestr-bench-{}", std::process::id()));
    let store = Store::open(&home, Arc::new(DiskFiles), GroupLimits::default()).unwrap();
    import(&store, "bars", SeriesKind::Bars, &bars(), BARS);
    let (mut of_bars, mut all) = (Vec::new(), Vec::new());
    files(&home.join("ticks"), &mut of_bars);
    import(&store, "quotes", SeriesKind::Quotes, &quotes(), QUOTES);
    files(&home.join("ticks"), &mut all);
    let of_quotes: Vec<PathBuf> = all
        .into_iter()
        .filter(|path| !of_bars.contains(path))
        .collect();

    let mut group = c.benchmark_group("load");
    group
        .sample_size(20)
        .throughput(Throughput::Elements(BARS as u64));
    group.bench_function("bars, store", |b| {
        b.iter(|| {
            let source = store.bars("bars", None).unwrap();
            source.read(0, usize::MAX).unwrap().len()
        });
    });
    group.bench_function("bars, bare", |b| b.iter(|| bare(&of_bars)));
    group.throughput(Throughput::Elements(QUOTES as u64));
    group.bench_function("quotes, store", |b| {
        b.iter(|| {
            let source = store.ticks("quotes", None).unwrap();
            source.read(0, usize::MAX).unwrap().len()
        });
    });
    group.bench_function("quotes, bare", |b| b.iter(|| bare(&of_quotes)));
    group.finish();
    std::fs::remove_dir_all(&home).unwrap();
}

fn imports(c: &mut Criterion) {
    let home = std::env::temp_dir().join(format!("backtestr-bench-in-{}", std::process::id()));
    let store = Store::open(&home, Arc::new(DiskFiles), GroupLimits::default()).unwrap();
    let quotes = quotes();
    let mut number = 0;
    let mut group = c.benchmark_group("import");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(QUOTES as u64));
    group.bench_function("quotes in memory to the store", |b| {
        b.iter(|| {
            number += 1;
            import(
                &store,
                &format!("set {number}"),
                SeriesKind::Quotes,
                &quotes,
                QUOTES,
            );
        });
    });
    group.finish();
    std::fs::remove_dir_all(&home).unwrap();
}

criterion_group!(benches, loads, imports);
criterion_main!(benches);
