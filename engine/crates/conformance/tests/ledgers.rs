//! Ledgers worked out on paper, in twin and fast path: docs/semantics/execution.md in small numbers.

use base::Direction::{self as Side};
use conformance::{
    Builder, Case, Engine, Fast, Given, Twin, bars_of, case_of, disagreement, readable,
};
use events::{FindingKind, RunRecord, Trade};
use protocol::Direction::{Long, Short};
use protocol::{CloseRule, Commission, FillTiming, Profile, Sizing};

const NOTHING: Given = Given {
    quantity: None,
    percent: None,
    limit: None,
    stop: None,
    target_distance: None,
    stop_distance: None,
};

fn of(quantity: f64) -> Given {
    Given {
        quantity: Some(quantity),
        ..NOTHING
    }
}

/// A bar on which nothing moves.
const fn at(price: f64) -> [f64; 4] {
    [price; 4]
}

/// Runs both engines, which agree, and gives the record.
fn run(case: &Case) -> RunRecord {
    let prepared = case.prepare().expect("the case is valid");
    assert_eq!(disagreement(&prepared), None, "{}", readable(case));
    let fast = Fast::new(1_024, false).run(&prepared);
    assert_eq!(fast, Twin.run(&prepared));
    fast.expect("the case runs")
}

/// Direction, quantity, entry, exit, profit and fees.
type Row = (Side, f64, f64, Option<f64>, f64, f64);

fn rows(run: &RunRecord) -> Vec<Row> {
    let row = |trade: &Trade| {
        let exit = trade.exit.map(|exit| exit.price);
        let (quantity, entry) = (trade.quantity, trade.entry_price);
        (
            trade.direction,
            quantity,
            entry,
            exit,
            trade.profit,
            trade.fees,
        )
    };
    run.trades.iter().map(row).collect()
}

/// Decided on bar 0, bought at the open of bar 1 (101), sold at the open of bar 3 (107):
/// 2 · 6 = 12, less 1 + 0.5 · 2 = 2 a fill. Worst 99 → −4, best 110 → 18.
#[test]
fn a_round_trip_pays_both_fees() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, of(2.0));
    builder.close_on(2, "L", NOTHING);
    let bars = [
        at(100.0),
        [101.0, 103.0, 99.0, 102.0],
        [104.0, 110.0, 103.0, 109.0],
        at(107.0),
    ];
    let mut case = case_of(builder, bars_of(&bars));
    case.settings.account.commission = vec![
        Commission::Order { amount: 1.0 },
        Commission::Contract { amount: 0.5 },
    ];
    let run = run(&case);
    assert_eq!(
        rows(&run),
        [(Side::Long, 2.0, 101.0, Some(107.0), 8.0, 4.0)]
    );
    assert_eq!((run.trades[0].mae, run.trades[0].mfe), (-4.0, 18.0));
    assert_eq!((run.final_equity, run.fees), (10_008.0, 4.0));
    let equity: Vec<f64> = run.equity.iter().map(|point| point.equity).collect();
    // Bar 1: 10,000 − 202 − 2 + 2 · 102; bar 2: 2 · 109 in its place.
    assert_eq!(equity, [10_000.0, 10_000.0, 10_014.0, 10_008.0]);
}

/// Long 1 at 100, then short 2: one order of 3 at 110 with one fee of 1 % of 330. A third of the
/// fee is the exit's (1.1 of 3.3), two thirds are the new trade's.
#[test]
fn a_reversal_is_one_order() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, of(1.0));
    builder.enter_on(1, "S", Short, of(2.0));
    let mut case = case_of(builder, bars_of(&[at(100.0), at(100.0), at(110.0)]));
    case.settings.account.commission = vec![Commission::Value { fraction: 0.01 }];
    let run = run(&case);
    let fee = 330.0 * 0.01;
    let (out, back) = (fee * (1.0 / 3.0), fee * (2.0 / 3.0));
    assert_eq!(
        rows(&run),
        [
            (
                Side::Long,
                1.0,
                100.0,
                Some(110.0),
                10.0 - 1.0 - out,
                1.0 + out
            ),
            (Side::Short, 2.0, 110.0, None, -back, back),
        ]
    );
    assert_eq!(run.fills[1].quantity, 3.0);
    assert_eq!(run.equity[2].position, -2.0);
}

/// A buy stop at 105 is jumped by an open of 108: it fills there, with two ticks of 0.25 against
/// it. A buy limit at 104 fills inside the bar at 104, without slippage.
#[test]
fn gaps_and_slippage() {
    let mut builder = Builder::new();
    let stop = Given {
        stop: Some(105.0),
        ..of(1.0)
    };
    let limit = Given {
        limit: Some(104.0),
        ..of(1.0)
    };
    builder.enter_on(0, "A", Long, stop);
    builder.enter_on(1, "B", Long, limit);
    let bars = [at(100.0), at(108.0), [108.0, 108.0, 103.0, 106.0]];
    let mut case = case_of(builder, bars_of(&bars));
    case.settings.account.slippage_ticks = 2.0;
    case.settings.account.pyramiding = 2;
    let run = run(&case);
    assert_eq!(
        rows(&run),
        [
            (Side::Long, 1.0, 108.5, None, -2.5, 0.0),
            (Side::Long, 1.0, 104.0, None, 2.0, 0.0),
        ]
    );
    assert_eq!(run.path_fills, 1);
}

/// Open 100, high 103, low 98: the low is nearer and comes first, so the stop at 99 fills before
/// the target at 102. Both were inside: the bar is ambiguous. With a high of 101.5 and a target of
/// 101 the high is nearer, and the target fills.
#[test]
fn the_nearer_extreme_comes_first() {
    let cases = [
        ([100.0, 103.0, 98.0, 100.0], 2.0, 99.0),
        ([100.0, 101.5, 98.0, 100.0], 1.0, 101.0),
        // As far up as down: the low comes first.
        ([100.0, 102.0, 98.0, 100.0], 1.0, 99.0),
    ];
    for (bar, target, exit) in cases {
        let mut builder = Builder::new();
        builder.enter_on(0, "L", Long, of(1.0));
        let bracket = Given {
            target_distance: Some(target),
            stop_distance: Some(1.0),
            ..NOTHING
        };
        builder.exit_always("X", Some("L"), bracket);
        let run = run(&case_of(builder, bars_of(&[at(100.0), bar])));
        assert_eq!(
            rows(&run),
            [(Side::Long, 1.0, 100.0, Some(exit), exit - 100.0, 0.0)]
        );
        assert_eq!((run.ambiguous_bars, run.path_fills), (1, 1));
    }
}

/// Half leaves at 102, the rest at the stop of 97 on the next bar.
#[test]
fn exits_reserve_in_their_order() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, of(4.0));
    let half = Given {
        percent: Some(50.0),
        limit: Some(102.0),
        stop: Some(97.0),
        ..NOTHING
    };
    let rest = Given {
        limit: Some(120.0),
        stop: Some(97.0),
        ..NOTHING
    };
    builder.exit_always("X", Some("L"), half);
    builder.exit_always("Y", Some("L"), rest);
    let bars = [
        at(100.0),
        [100.0, 103.0, 100.0, 103.0],
        [103.0, 103.0, 96.0, 96.0],
    ];
    let run = run(&case_of(builder, bars_of(&bars)));
    assert_eq!(
        rows(&run),
        [
            (Side::Long, 2.0, 100.0, Some(102.0), 4.0, 0.0),
            (Side::Long, 2.0, 100.0, Some(97.0), -6.0, 0.0),
        ]
    );
    // The entry and two pairs of legs.
    assert_eq!(run.order_count, 5);
}

/// Two trades of 1 at 100 and 110; a leg of the second one (target 2 above its entry) fills at 112.
/// First in, first out closes the trade at 100; `any` its own.
#[test]
fn close_rules_choose_the_trade() {
    for (rule, entry, profit) in [(CloseRule::Fifo, 100.0, 12.0), (CloseRule::Any, 110.0, 2.0)] {
        let mut builder = Builder::new();
        builder.enter_on(0, "A", Long, of(1.0));
        builder.enter_on(1, "B", Long, of(1.0));
        let target = Given {
            target_distance: Some(2.0),
            ..NOTHING
        };
        builder.exit_always("X", Some("B"), target);
        let bars = [at(100.0), at(100.0), [110.0, 113.0, 110.0, 110.0]];
        let mut case = case_of(builder, bars_of(&bars));
        case.settings.account.pyramiding = 2;
        case.settings.account.close_rule = rule;
        let run = run(&case);
        assert_eq!(
            rows(&run)[0],
            (Side::Long, 1.0, entry, Some(112.0), profit, 0.0)
        );
        assert_eq!(run.trades.len(), 2);
    }
}

/// A stop-limit, stop 105 and limit 103: triggered on the way up at 105, where a buy limit of 103
/// does not fill; filled at 103 on the way down.
#[test]
fn a_stop_limit_waits_for_its_limit() {
    let mut builder = Builder::new();
    let order = Given {
        stop: Some(105.0),
        limit: Some(103.0),
        ..of(1.0)
    };
    builder.enter_on(0, "L", Long, order);
    let bars = [at(100.0), [104.0, 106.0, 101.0, 102.0]];
    let run = run(&case_of(builder, bars_of(&bars)));
    assert_eq!(rows(&run), [(Side::Long, 1.0, 103.0, None, -1.0, 0.0)]);
}

/// All in under backtesting.py's rules: 10,000 / 99 = 101.01…, so 101 whole units at the open;
/// closed at the open of the last bar (110), not at its close: 101 · 11 = 1,111.
#[test]
fn backtesting_py_trades_whole_units_and_closes_at_the_last_open() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, NOTHING);
    let bars = [at(100.0), at(99.0), [110.0, 120.0, 110.0, 120.0]];
    let mut case = case_of(builder, bars_of(&bars));
    case.settings.account.size = Sizing::Equity { fraction: 1.0 };
    case.settings.account.profile = Profile::BacktestingPy;
    case.settings.account.close_at_end = true;
    let run = run(&case);
    assert_eq!(
        rows(&run),
        [(Side::Long, 101.0, 99.0, Some(110.0), 1_111.0, 0.0)]
    );
    assert_eq!(run.final_equity, 11_111.0);
}

/// The same under our own rules: 10,000 / 100 = 100 at the decision, closed at the last close.
#[test]
fn native_sizes_at_the_decision_and_closes_at_the_last_close() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, NOTHING);
    let bars = [at(100.0), at(99.0), [110.0, 120.0, 110.0, 120.0]];
    let mut case = case_of(builder, bars_of(&bars));
    case.settings.account.size = Sizing::Equity { fraction: 1.0 };
    case.settings.account.close_at_end = true;
    let run = run(&case);
    assert_eq!(
        rows(&run),
        [(Side::Long, 100.0, 99.0, Some(120.0), 2_100.0, 0.0)]
    );
}

/// Filled at the close of the bar that decides (102); its low of 95 came before and is no excursion.
#[test]
fn this_close_fills_on_the_bar_that_decides() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, of(1.0));
    builder.close_on(1, "L", NOTHING);
    let bars = [[100.0, 103.0, 95.0, 102.0], [102.0, 104.0, 101.0, 103.0]];
    let mut case = case_of(builder, bars_of(&bars));
    case.settings.account.fills = FillTiming::ThisClose;
    let run = run(&case);
    assert_eq!(
        rows(&run),
        [(Side::Long, 1.0, 102.0, Some(103.0), 1.0, 0.0)]
    );
    assert_eq!((run.trades[0].mae, run.trades[0].mfe), (-1.0, 2.0));
    assert_eq!(
        run.trades[0].exit.map(|exit| exit.time),
        Some(120_000_000_000)
    );
}

/// Of two entries in one direction the second is turned away, and a market order that was placed
/// while there was room is refused at its fill.
#[test]
fn pyramiding_holds_at_the_call_and_at_the_fill() {
    let mut builder = Builder::new();
    builder.enter_on(0, "A", Long, of(1.0));
    builder.enter_on(0, "B", Long, of(1.0));
    builder.enter_on(1, "C", Long, of(1.0));
    let run = run(&case_of(
        builder,
        bars_of(&[at(100.0), at(100.0), at(100.0)]),
    ));
    assert_eq!(run.fills.len(), 1);
    assert_eq!(run.order_count, 2);
}

/// A third of 3, rounded down to lots of 0.5: nothing of 0.25, and 0.5 of 0.9.
#[test]
fn lots_round_down_and_nothing_is_noted() {
    let mut builder = Builder::new();
    builder.enter_on(0, "A", Long, of(0.25));
    builder.enter_on(0, "B", Long, of(0.9));
    let mut case = case_of(builder, bars_of(&[at(100.0), at(100.0)]));
    case.market.instrument.lot = Some(0.5);
    let run = run(&case);
    assert_eq!(rows(&run), [(Side::Long, 0.5, 100.0, None, 0.0, 0.0)]);
    assert_eq!(run.findings.len(), 1);
    assert_eq!(run.findings[0].kind, FindingKind::NoQuantity);
    assert_eq!((run.findings[0].statement, run.findings[0].count), (0, 1));
}
