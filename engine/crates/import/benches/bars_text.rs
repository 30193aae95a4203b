//! What reading 370,000 one-minute bars costs: from bytes, and with its parts.

use base::Zone;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use import::{BarStamp, BarsFileOptions, read_bars_text};
use market::{Instrument, Timeframe};
use std::fmt::Write;
use std::hint::black_box;

const ROWS: u64 = 370_000;

fn options(zone: &str, timeframe: Option<&str>) -> BarsFileOptions {
    let zone = Zone::new(zone).expect("a known zone");
    BarsFileOptions {
        zone: zone.clone(),
        stamp: BarStamp::Open,
        timeframe: timeframe.and_then(|text| Timeframe::parse(text).ok()),
        instrument: Instrument {
            symbol: "BENCH".into(),
            tick_size: None,
            point_value: 1.0,
            lot: None,
            zone,
        },
    }
}

/// A walk of quarter points, written as exporters do.
fn text(time: impl Fn(u64) -> String) -> String {
    let mut text = String::from("time,open,high,low,close,volume\n");
    let mut state = 1_u64;
    let mut quarters = 80_000_i64;
    for row in 0..ROWS {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let body = ((state >> 33) % 65) as i64 - 32;
        let (open, close) = (quarters, quarters + body);
        let (high, low) = (open.max(close) + 5, open.min(close) - 7);
        quarters = close.max(1_000);
        let price = |quarters: i64| quarters as f64 * 0.25;
        writeln!(
            text,
            "{},{:.2},{:.2},{:.2},{:.2},{}",
            time(row),
            price(open),
            price(high),
            price(low),
            price(close),
            1 + state % 1_000
        )
        .expect("writing to a string");
    }
    text
}

fn iso(row: u64) -> String {
    let time = base::civil::utc_text((1_704_067_200 + row as i64 * 60) * 1_000_000_000);
    time.replace('T', " ").replace('Z', "")
}

fn benches(criterion: &mut Criterion) {
    let epoch = text(|row| (1_704_067_200 + row * 60).to_string());
    let iso = text(iso);
    let mut group = criterion.benchmark_group("bars_text");
    group.throughput(Throughput::Elements(ROWS)).sample_size(20);
    let cases = [
        ("epoch", &epoch, options("UTC", None)),
        ("iso_utc", &iso, options("UTC", None)),
        ("iso_tokyo_to_1h", &iso, options("Asia/Tokyo", Some("1h"))),
    ];
    for (name, text, options) in cases {
        group.bench_function(name, |bencher| {
            bencher.iter(|| read_bars_text(black_box(text.as_bytes()), &options));
        });
    }
    group.bench_function("hash_of_bytes_and_bars", |bencher| {
        let bars = read_bars_text(epoch.as_bytes(), &options("UTC", None)).expect("bars");
        bencher.iter(|| {
            let bytes = blake3::hash(black_box(epoch.as_bytes()));
            (bytes, market::content_hash(bars.bars.bars(), &Zone::utc()))
        });
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
