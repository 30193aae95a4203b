//! Quotes a second of the workload EMA-TICK on one core: bars of quotes, averages, orders at bid and
//! ask, trade list, equity curve and digest. With averages of the engine, and with averages that the
//! strategy keeps in variables.
#![allow(clippy::unwrap_used, reason = "a bench has no caller to tell")]
#![allow(
    clippy::disallowed_methods,
    reason = "a bench reads the clock of its thread"
)]
#![allow(clippy::print_stdout, reason = "a bench prints what it found")]

#[path = "../tests/common/mod.rs"]
mod common;

use backtest::Options;
use common::build::{Builder, account, given, settings};
use common::quotes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use market::{Chart, MemoryTicks, PriceSide, Quotes};
use plan::{ExitPrices, IndicatorFunction as I, Intrabar, Plan, RunSettings};
use std::hint::black_box;
use std::time::Duration;

const ROWS: usize = 1_000_000;

/// Crossing averages of minutes with a bracket whose prices only quotes reach.
fn bracket() -> Plan {
    let mut plan = Builder::default();
    let fast = plan.average(I::Sma, 5.0);
    let slow = plan.average(I::Sma, 20.0);
    let over = plan.indicator(I::CrossOver, &[fast, slow], &[]);
    let under = plan.indicator(I::CrossUnder, &[fast, slow], &[]);
    let (near, far) = (plan.number(3.0), plan.number(6.0));
    plan.entry(over, "L", base::Direction::Long);
    plan.entry(under, "S", base::Direction::Short);
    let prices = ExitPrices {
        target_distance: given(far),
        stop_distance: given(near),
        ..ExitPrices::default()
    };
    plan.exit(None, "X", prices);
    plan.build()
}

fn at_quotes() -> RunSettings {
    let mut account = account();
    account.intrabar = Intrabar::Ticks;
    settings(account)
}

fn minutes(source: &MemoryTicks) -> Quotes<'_> {
    Quotes {
        source,
        chart: Chart::parse("1m").unwrap(),
        side: PriceSide::Bid,
    }
}

type Workload<'a> = (&'static str, Plan, RunSettings, Quotes<'a>);

fn workloads(source: &MemoryTicks) -> [Workload<'_>; 3] {
    let each = quotes::each(source);
    [
        (
            "engine_averages",
            quotes::ema_seeded_by_mean(),
            quotes::at_once(),
            each,
        ),
        (
            "own_variables",
            quotes::ema_seeded_by_first(),
            quotes::at_once(),
            each,
        ),
        (
            "minutes_with_bracket",
            bracket(),
            at_quotes(),
            minutes(source),
        ),
    ]
}

/// From the integers of the quotes to the record of the run.
fn once((_, plan, settings, quotes): &Workload<'_>) {
    let chart = backtest::tick_chart(plan, quotes).unwrap();
    let record = backtest::run_quotes(plan, settings, &chart, &Options::default());
    black_box(record.unwrap());
}

/// What the thread has spent on a core, where the system tells.
fn cpu_nanos() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// The median of some runs in time on a core: what else the machine does hardly shows.
fn print_by_core(workload: &Workload<'_>) {
    let spent = || {
        let start = cpu_nanos()?;
        once(workload);
        Some(cpu_nanos()? - start)
    };
    let Some(mut runs) = (0..15).map(|_| spent()).collect::<Option<Vec<u64>>>() else {
        return;
    };
    runs.sort_unstable();
    let rate = |nanos: u64| ROWS as f64 * 1e3 / nanos as f64;
    println!(
        "{}: {:.1} M quotes a second on a core (fastest {:.1})",
        workload.0,
        rate(runs[7]),
        rate(runs[0])
    );
}

fn quotes_a_second(criterion: &mut Criterion) {
    let source = quotes::ticks(ROWS);
    let mut group = criterion.benchmark_group("ema_tick");
    group
        .throughput(Throughput::Elements(ROWS as u64))
        .sample_size(20)
        .measurement_time(Duration::from_secs(3));
    for workload in workloads(&source) {
        print_by_core(&workload);
        group.bench_function(workload.0, |bencher| bencher.iter(|| once(&workload)));
    }
    group.finish();
}

criterion_group!(benches, quotes_a_second);
criterion_main!(benches);
