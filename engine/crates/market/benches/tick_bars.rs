//! Ticks into eight timeframes in one pass: ticks a second at once and tick by tick, and how long
//! single ticks take.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints what it found")]

use base::Zone;
use criterion::{Criterion, Throughput, criterion_group};
use market::{
    Chart, MtfState, PriceSide, TickBlock, TickPrices, TickScale, TimeUnit, Timeframe, quote_bars,
};
use std::hint::black_box;
use std::time::Instant;

const ROWS: usize = 1_000_000;
const TEXTS: [&str; 8] = ["1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w"];
/// Passes of which each tick counts with its fastest one: what the machine did meanwhile drops out.
const PASSES: usize = 7;

/// A random walk with half a second between ticks.
fn block() -> TickBlock {
    let mut block = TickBlock::new(TickScale {
        unit: TimeUnit::Milli,
        price: 5,
        volume: 2,
    });
    let (mut state, mut time, mut bid) = (1_u64, 1_704_067_200_000, 110_000);
    for _ in 0..ROWS {
        state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        let random = state >> 33;
        time += (random % 1_000) as i64;
        bid += (random >> 10) as i64 % 5 - 2;
        block.time.push(time);
        block.bid.push(bid);
        block.spread.push((random >> 20) as i64 % 3);
        block.bid_volume.push((random >> 12) as i64 % 1_000);
        block.ask_volume.push((random >> 14) as i64 % 1_000);
    }
    block
}

fn timeframes() -> [Timeframe; 8] {
    TEXTS.map(|text| Timeframe::parse(text).expect("a timeframe"))
}

/// Nanoseconds of each tick: the fastest of some passes.
fn each_tick(prices: TickPrices<'_>, zone: &Zone) -> Vec<u32> {
    let mut fastest = vec![u32::MAX; ROWS];
    for _ in 0..PASSES {
        let mut state = MtfState::of_ticks(&timeframes().map(|timeframe| (timeframe, 4)), zone);
        let mut done = [0_u64; TEXTS.len()];
        for (row, fastest) in fastest.iter_mut().enumerate() {
            let (time, price) = (prices.time(row), prices.bid(row));
            let start = Instant::now();
            let volume = prices.bid_size(row);
            state.push_tick(time, price, volume, |track, _| done[track] += 1);
            let spent = start.elapsed().as_nanos();
            *fastest = (*fastest).min(u32::try_from(spent).unwrap_or(u32::MAX));
        }
        black_box(done);
    }
    fastest
}

fn print_histogram(prices: TickPrices<'_>, zone: &Zone) {
    let mut ticks = each_tick(prices, zone);
    ticks.sort_unstable();
    println!("single ticks, clock included, fastest of {PASSES} passes:");
    let mut bound = 64;
    let mut from = 0;
    while from < ticks.len() {
        let to = ticks.partition_point(|nanos| *nanos < bound);
        if to > from {
            println!("  below {bound:>9} ns: {:>8} ticks", to - from);
        }
        (from, bound) = (to, bound.saturating_mul(2));
    }
    println!("  worst tick: {} ns", ticks[ticks.len() - 1]);
}

/// What the thread has spent on a core, where the system tells.
fn cpu_nanos() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// The median of some runs in time on a core: what else the machine does hardly shows.
fn print_by_core(name: &str, run: &mut dyn FnMut()) {
    let mut spent = || {
        let start = cpu_nanos()?;
        run();
        Some(cpu_nanos()? - start)
    };
    let Some(mut runs) = (0..21).map(|_| spent()).collect::<Option<Vec<u64>>>() else {
        return;
    };
    runs.sort_unstable();
    let rate = |nanos: u64| ROWS as f64 * 1e3 / nanos as f64;
    println!(
        "{name}: {:.1} M ticks a second on a core (fastest {:.1})",
        rate(runs[10]),
        rate(runs[0])
    );
}

fn tick_by_tick(prices: TickPrices<'_>, zone: &Zone) -> u64 {
    let mut state = MtfState::of_ticks(&timeframes().map(|timeframe| (timeframe, 4)), zone);
    let mut count = 0;
    for row in 0..ROWS {
        let (price, volume) = (prices.bid(row), prices.bid_size(row));
        state.push_tick(prices.time(row), price, volume, |_, _| count += 1);
    }
    count
}

fn ticks_a_second(criterion: &mut Criterion) {
    let block = block();
    let (prices, zone) = (
        TickPrices::new(&block),
        Zone::new("America/New_York").expect("a known zone"),
    );
    print_histogram(prices, &zone);
    let mut group = criterion.benchmark_group("tick_bars");
    group
        .throughput(Throughput::Elements(ROWS as u64))
        .sample_size(20);
    let charts = timeframes().map(Chart::Every);
    let mut measure = |name: &str, run: &mut dyn FnMut()| {
        print_by_core(name, run);
        group.bench_function(name, |bencher| bencher.iter(&mut *run));
    };
    for (name, side) in [
        ("at_once_bid", PriceSide::Bid),
        ("at_once_mid", PriceSide::Mid),
    ] {
        measure(name, &mut || {
            black_box(quote_bars(prices, ROWS, side, &charts, &zone));
        });
    }
    measure("tick_by_tick", &mut || {
        black_box(tick_by_tick(prices, &zone));
    });
    group.finish();
}

criterion_group!(all, ticks_a_second);
criterion::criterion_main!(all);
