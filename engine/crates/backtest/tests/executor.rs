//! How a run is carried out never shows: block size, where bars are kept, how often the program runs.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

mod common;

use backtest::Options;
use base::Direction;
use common::build::{Builder, account, mixed, settings, sma_cross, sma_reversal};
use common::generated;
use events::{RunErrorKind, RunRecord};
use market::{Bars, BlockSource, Instrument, MemoryBars};
use plan::{
    AccountField, BinaryFunction as B, Cell, Context, IndicatorFunction as I, Operation, Period,
    Plan, RunSettings, Series, UnaryFunction, ValueType,
};
use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

/// The same bars, read block by block.
struct Streamed(MemoryBars);

impl BlockSource for Streamed {
    fn instrument(&self) -> &Instrument {
        self.0.instrument()
    }

    fn rows(&self) -> usize {
        self.0.rows()
    }

    fn read(&self, first: usize, count: usize) -> Result<Cow<'_, Bars>, String> {
        self.0.read(first, count)
    }

    fn content_hash(&self) -> [u8; 32] {
        self.0.content_hash()
    }
}

fn run(plan: &Plan, source: &dyn BlockSource, options: &Options<'_>) -> RunRecord {
    let mut settings = settings(account());
    settings.period.from = Some(generated::bars(700).open_time[650]);
    backtest::run(plan, &settings, source, options).unwrap()
}

#[test]
fn block_size_source_and_entering_do_not_show() {
    let source = generated::source(3_000);
    let streamed = Streamed(source.clone());
    for plan in [mixed(), sma_reversal(), sma_cross()] {
        let expected = run(&plan, &source, &Options::default());
        assert!(expected.fills.len() > 20, "{}", expected.fills.len());
        assert_eq!(expected.first_row, 650);
        for block_rows in [1, 7, 64, 1_024, 100_000] {
            for enter_every_bar in [false, true] {
                let options = Options {
                    block_rows,
                    enter_every_bar,
                    ..Options::default()
                };
                let resident = run(&plan, &source, &options);
                assert_eq!(resident, expected, "{block_rows} {enter_every_bar}");
                assert_eq!(run(&plan, &streamed, &options), expected);
            }
        }
    }
}

/// A trailing average of its own, its past, an operator over it, and a wait that falls with it. With
/// `asks_account` a guard needs an account figure, which is always as it must be.
fn own_memory(asks_account: bool) -> Plan {
    let mut plan = Builder::default();
    let close = plan.close();
    let [zero, one, two, nine, tenth] = [0.0, 1.0, 2.0, 0.9, 0.1].map(|x| plan.number(x));
    let before = plan.node(Operation::Cell(0));
    let is_first = plan.unary(UnaryFunction::IsNa, before);
    let (old, new) = (
        plan.binary(B::Multiply, nine, before),
        plan.binary(B::Multiply, tenth, close),
    );
    let moved = plan.binary(B::Add, old, new);
    let trail = plan.node(Operation::Select {
        test: is_first,
        yes: close,
        no: moved,
    });
    plan.parts.cells.push(Cell {
        context: 0,
        value_type: ValueType::Number,
        next: trail,
    });
    let past = plan.history(trail, two);
    let rises = plan.binary(B::Greater, trail, past);
    let offset = plan.node(Operation::Select {
        test: rises,
        yes: one,
        no: two,
    });
    let old_close = plan.history(close, offset);
    let length = plan.number(5.0);
    let smooth = plan.indicator(I::Ema, &[trail], &[length]);
    let above = plan.binary(B::Greater, trail, smooth);
    let up = plan.binary(B::Greater, close, old_close);
    let mut buys = plan.binary(B::And, above, up);
    let below = plan.unary(UnaryFunction::Not, above);
    let sells = plan.binary(B::And, below, rises);
    if asks_account {
        let capital = plan.node(Operation::Account(AccountField::InitialCapital));
        let has_money = plan.binary(B::Greater, capital, zero);
        buys = plan.binary(B::And, buys, has_money);
    }
    plan.entry(buys, "L", Direction::Long);
    plan.entry(sells, "S", Direction::Short);
    plan.build()
}

#[test]
fn a_program_that_runs_ahead_does_what_it_does_beside_the_account() {
    let source = generated::source(3_000);
    let beside = run(&own_memory(true), &source, &Options::default());
    assert!(beside.fills.len() >= 100, "{}", beside.fills.len());
    for block_rows in [1, 7, 1_024] {
        for enter_every_bar in [false, true] {
            let options = Options {
                block_rows,
                enter_every_bar,
                ..Options::default()
            };
            let found = run(&own_memory(false), &source, &options);
            let expected = RunRecord {
                digest: found.digest,
                ..beside.clone()
            };
            assert_eq!(found, expected, "{block_rows} {enter_every_bar}");
        }
    }
}

#[test]
fn values_show_columns_programs_and_higher_timeframes() {
    let mut plan = Builder::default();
    plan.parts.contexts.push(Context {
        timeframe: Some("5m".into()),
    });
    plan.context = 1;
    let higher = plan.close();
    plan.context = 0;
    let close = plan.close();
    let two = plan.number(2.0);
    let past = plan.history(close, two);
    let index = plan.series(Series::BarIndex);
    let equity = plan.node(Operation::Account(AccountField::Equity));
    let rises = plan.binary(B::Greater, close, past);
    let plan = plan.build();
    let source = generated::source(40);
    let mut settings = settings(account());
    settings.period.from = Some(source.bars().open_time[10]);
    let nodes = [higher, close, past, index, equity, rises, two];
    let options = Options {
        block_rows: 7,
        ..Options::default()
    };
    let found = backtest::values(&plan, &settings, &source, &nodes, &options).unwrap();
    let closes = &source.bars().close;
    let expected = |row: usize| {
        // Bars of five minutes end on every fifth row.
        let higher = closes[(row + 1) / 5 * 5 - 1];
        let rises = f64::from(u8::from(closes[row] > closes[row - 2]));
        let bar_index = row as f64 - 10.0;
        [
            higher,
            closes[row],
            closes[row - 2],
            bar_index,
            100_000.0,
            rises,
            2.0,
        ]
    };
    for (node, column) in found.iter().enumerate() {
        let expected: Vec<f64> = (10..40).map(|row| expected(row)[node]).collect();
        assert_eq!(*column, expected, "node {node}");
    }
}

#[test]
fn warmup_limits_what_columns_see() {
    let mut plan = Builder::default();
    let sma = plan.average(I::Sma, 4.0);
    let plan = plan.build();
    let source = generated::source(40);
    let defined = |warmup_bars| {
        let mut settings = settings(account());
        settings.period.from = Some(source.bars().open_time[10]);
        settings.warmup_bars = warmup_bars;
        let options = Options::default();
        let found = backtest::values(&plan, &settings, &source, &[sma], &options).unwrap();
        found[0].iter().position(|value| !value.is_nan())
    };
    assert_eq!(defined(None), Some(0));
    assert_eq!(defined(Some(3)), Some(0));
    assert_eq!(defined(Some(1)), Some(2));
    assert_eq!(defined(Some(0)), Some(3));
    assert_eq!(defined(Some(1_000)), Some(0));
}

/// Looks back by 20 less the number of the bar: an error on bar 21.
fn falling_offset() -> Plan {
    let mut plan = Builder::default();
    let close = plan.close();
    let index = plan.series(Series::BarIndex);
    let twenty = plan.number(20.0);
    let offset = plan.binary(B::Subtract, twenty, index);
    plan.history(close, offset);
    plan.build()
}

fn error(plan: &Plan, settings: &RunSettings) -> events::RunError {
    let source = generated::source(100);
    backtest::run(plan, settings, &source, &Options::default()).unwrap_err()
}

#[test]
fn a_history_offset_that_is_none_stops_the_run_at_its_node() {
    let found = error(&falling_offset(), &settings(account()));
    assert_eq!((found.kind, found.node), (RunErrorKind::History, Some(4)));
    // A period that ends before it does not see it.
    let mut before = settings(account());
    before.period.to = Some(generated::bars(30).open_time[21]);
    let source = generated::source(100);
    assert!(backtest::run(&falling_offset(), &before, &source, &Options::default()).is_ok());
}

#[test]
fn settings_that_do_not_fit_stop_the_run_before_it_begins() {
    let mut late = settings(account());
    late.period = Period {
        from: Some(i64::MAX - 1),
        to: None,
    };
    assert_eq!(error(&sma_cross(), &late).kind, RunErrorKind::Settings);
    let mut plan = Builder::default();
    let close = plan.close();
    let zero = plan.number(0.0);
    plan.indicator(I::Sma, &[close], &[zero]);
    let found = error(&plan.build(), &settings(account()));
    assert_eq!((found.kind, found.node), (RunErrorKind::Settings, Some(2)));
    let mut surplus = settings(account());
    surplus.parameters.push(1.0);
    assert_eq!(error(&sma_cross(), &surplus).kind, RunErrorKind::Settings);
    let mut plan = Builder::default();
    plan.parts.contexts.push(Context {
        timeframe: Some("90s".into()),
    });
    let found = error(&plan.build(), &settings(account()));
    assert_eq!(found.kind, RunErrorKind::Settings);
}

#[test]
fn a_cancel_is_noticed_while_the_bars_are_compared_with_a_timeframe() {
    let mut plan = Builder::default();
    let timeframe = Some("7s".into());
    plan.parts.contexts.push(Context { timeframe });
    plan.close();
    let plan = plan.build();
    let run = |is_cancelled| {
        let options = Options {
            is_cancelled,
            ..Options::default()
        };
        backtest::run(
            &plan,
            &settings(account()),
            &generated::source(10),
            &options,
        )
    };
    // A minute lies in several bars of seven seconds, which is found out before the first bar.
    assert_eq!(run(&|| false).unwrap_err().kind, RunErrorKind::Settings);
    assert_eq!(run(&|| true).unwrap_err().kind, RunErrorKind::Cancelled);
}

#[test]
fn a_run_stops_when_asked_and_tells_how_far_it_is() {
    let source = generated::source(10_000);
    let settings = settings(account());
    let done = AtomicU64::new(0);
    let progress = |rows: u64, total: u64| {
        assert_eq!(total, 10_000);
        done.store(rows, Ordering::Relaxed);
    };
    let options = Options {
        on_progress: &progress,
        ..Options::default()
    };
    backtest::run(&sma_cross(), &settings, &source, &options).unwrap();
    assert_eq!(done.load(Ordering::Relaxed), 10_000);
    let halfway = || done.load(Ordering::Relaxed) >= 5_000;
    done.store(0, Ordering::Relaxed);
    let options = Options {
        is_cancelled: &halfway,
        on_progress: &progress,
        ..Options::default()
    };
    let error = backtest::run(&sma_cross(), &settings, &source, &options).unwrap_err();
    assert_eq!(error.kind, RunErrorKind::Cancelled);
    assert!(done.load(Ordering::Relaxed) < 7_000);
}
