//! Bars a second of the workload SMA-REV (indicators, orders, trade list, equity curve and digest, on
//! one core) and of two strategies that need more of the engine.
#![allow(clippy::unwrap_used, reason = "a bench has no caller to tell")]

#[path = "../tests/common/mod.rs"]
mod common;

use backtest::Options;
use base::Direction;
use common::build::{Builder, account, given, settings, sma_reversal};
use common::generated;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use events::RunRecord;
use market::MemoryBars;
use plan::{
    AccountField, BinaryFunction as B, Commission, ExitPrices, IndicatorFunction as I, Operation,
    Plan, Series,
};
use std::hint::black_box;
use std::time::Duration;

fn run(plan: &Plan, source: &MemoryBars) -> RunRecord {
    let mut account = account();
    account.commission = vec![Commission::Value(1.0 / 16_384.0)];
    backtest::run(plan, &settings(account), source, &Options::default()).unwrap()
}

/// EMA cross with RSI and volume filters and an ATR bracket.
fn filtered() -> Plan {
    let mut plan = Builder::default();
    let fast = plan.average(I::Ema, 12.0);
    let slow = plan.average(I::Ema, 26.0);
    let rsi = plan.average(I::Rsi, 14.0);
    let [high, low, close, volume] =
        [Series::High, Series::Low, Series::Close, Series::Volume].map(|s| plan.series(s));
    let bridges = plan.truth(true);
    let range = plan.indicator(I::TrueRange, &[high, low, close], &[bridges]);
    let length = plan.number(14.0);
    let atr = plan.indicator(I::Rma, &[range], &[length]);
    let twenty = plan.number(20.0);
    let usual = plan.indicator(I::Sma, &[volume], &[twenty]);
    let busy = plan.binary(B::Greater, volume, usual);
    let [seventy, thirty, two, three] = [70.0, 30.0, 2.0, 3.0].map(|x| plan.number(x));
    let cool = plan.binary(B::Less, rsi, seventy);
    let warm = plan.binary(B::Greater, rsi, thirty);
    let over = plan.indicator(I::CrossOver, &[fast, slow], &[]);
    let under = plan.indicator(I::CrossUnder, &[fast, slow], &[]);
    let buys = plan.binary(B::And, over, cool);
    let buys = plan.binary(B::And, buys, busy);
    let sells = plan.binary(B::And, under, warm);
    let risk = plan.binary(B::Multiply, atr, two);
    let target = plan.binary(B::Multiply, atr, three);
    plan.entry(buys, "L", Direction::Long);
    plan.entry(sells, "S", Direction::Short);
    let entered = plan.binary(B::Or, buys, sells);
    let prices = ExitPrices {
        target_distance: given(target),
        stop_distance: given(risk),
        ..ExitPrices::default()
    };
    plan.exit(Some(entered), "X", prices);
    plan.build()
}

/// The bar program sees every bar: an average of equity decides.
fn equity_curve() -> Plan {
    let mut plan = Builder::default();
    let equity = plan.node(Operation::Account(AccountField::Equity));
    let length = plan.number(50.0);
    let usual = plan.indicator(I::Sma, &[equity], &[length]);
    let fast = plan.average(I::Sma, 20.0);
    let slow = plan.average(I::Sma, 50.0);
    let over = plan.binary(B::Greater, fast, slow);
    let under = plan.binary(B::Less, fast, slow);
    let well = plan.binary(B::GreaterOrEqual, equity, usual);
    let buys = plan.binary(B::And, over, well);
    plan.entry(buys, "L", Direction::Long);
    plan.entry(under, "S", Direction::Short);
    plan.build()
}

fn bars_a_second(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("bars");
    group.measurement_time(Duration::from_secs(3));
    for (name, plan, rows) in [
        ("sma_rev/370000", sma_reversal(), 370_000),
        ("sma_rev/1000000", sma_reversal(), 1_000_000),
        ("filtered_bracket/370000", filtered(), 370_000),
        ("equity_curve/370000", equity_curve(), 370_000),
    ] {
        let source = generated::source(rows);
        group.throughput(Throughput::Elements(rows as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(run(&plan, &source)))
        });
    }
    group.finish();
}

criterion_group!(benches, bars_a_second);
criterion_main!(benches);
