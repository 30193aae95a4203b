//! What higher timeframes cost per lower bar, at once and one by one.

use base::Zone;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use market::{Bars, MtfState, Timeframe, TimeframeCursor, higher_bars};
use std::hint::black_box;

const ROWS: i64 = 370_000;
const MINUTE: i64 = 60_000_000_000;
const START: i64 = 1_704_067_200_000_000_000;

fn minutes() -> Bars {
    let column = |shift: f64| {
        (0..ROWS)
            .map(|row| 100.0 + (row % 97) as f64 + shift)
            .collect()
    };
    Bars {
        open_time: (0..ROWS).map(|row| START + row * MINUTE).collect(),
        close_time: (1..=ROWS).map(|row| START + row * MINUTE).collect(),
        open: column(0.0),
        high: column(2.0),
        low: column(-2.0),
        close: column(1.0),
        volume: column(0.0),
    }
}

fn timeframe(text: &str) -> Timeframe {
    Timeframe::parse(text).expect("a timeframe")
}

fn benches(criterion: &mut Criterion) {
    let bars = minutes();
    let zone = Zone::new("America/New_York").expect("a known zone");
    let lower = timeframe("1m");
    let eight =
        ["5m", "15m", "30m", "1h", "4h", "1d", "1w", "1mo"].map(|text| (timeframe(text), 1));
    let mut group = criterion.benchmark_group("higher_bars");
    group
        .throughput(Throughput::Elements(ROWS as u64))
        .sample_size(20);
    group.bench_function("at_once_1h", |bencher| {
        bencher.iter(|| higher_bars(black_box(&bars), &lower, &timeframe("1h"), &zone));
    });
    group.bench_function("bounds_of_each_minute", |bencher| {
        bencher.iter(|| {
            let mut cursor = TimeframeCursor::new(lower, &zone);
            let ends = bars.open_time.iter().map(|&time| cursor.bounds(time).1);
            ends.fold(0_i64, i64::wrapping_add)
        });
    });
    for (name, timeframes) in [("step_1h", &eight[3..4]), ("step_8_timeframes", &eight[..])] {
        group.bench_function(name, |bencher| {
            let state = || MtfState::new(&lower, timeframes, &zone).expect("multiples");
            bencher.iter_batched(
                state,
                |mut state| {
                    let mut count = 0_u64;
                    for row in 0..bars.len() {
                        let pushed = state.push(&bars.bar(row), |_, _| count += 1);
                        pushed.expect("bars on the grid");
                    }
                    count
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
