//! Why trades ended, worked out on paper, in twin and fast path (docs/semantics/execution.md, 6).

use conformance::{
    Builder, Case, Engine, Fast, Given, Twin, bars_of, case_of, disagreement, given, readable,
};
use events::ExitReason::{self, EndOfData, Order, Reversal, Signal, Stop, Target, TrailingStop};
use protocol::Direction::{Long, Short};
use protocol::{CloseRule, Series, Statement};

/// Quantity, reason and ambiguity of each trade; without a reason it is open.
type Row = (f64, Option<(ExitReason, bool)>);

/// Runs both engines, which agree on everything, and gives how the trades ended.
fn ends(case: &Case) -> Vec<Row> {
    let prepared = case.prepare().expect("the case is valid");
    assert_eq!(disagreement(&prepared), None, "{}", readable(case));
    let fast = Fast::new(1_024, false).run(&prepared);
    assert_eq!(fast, Twin.run(&prepared));
    let record = fast.expect("the case runs");
    let row = |trade: &events::Trade| {
        let end = trade
            .exit
            .map(|exit| (exit.reason.expect("told"), exit.is_ambiguous.expect("told")));
        (trade.quantity, end)
    };
    record.trades.iter().map(row).collect()
}

fn of(quantity: f64) -> Given {
    Given {
        quantity: Some(quantity),
        ..Given::default()
    }
}

const fn at(price: f64) -> [f64; 4] {
    [price; 4]
}

/// Long 1 at 100, bracket at 102 and 99, then a bar.
fn bracket(bars: &[[f64; 4]]) -> Vec<Row> {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, of(1.0));
    let legs = Given {
        target_distance: Some(2.0),
        stop_distance: Some(1.0),
        ..Given::default()
    };
    builder.exit_always("X", Some("L"), legs);
    let bars: Vec<[f64; 4]> = [at(100.0)].iter().chain(bars).copied().collect();
    ends(&case_of(builder, bars_of(&bars)))
}

#[test]
fn legs_end_trades_as_target_or_stop_and_the_path_may_have_decided() {
    let cases = [
        (&[[100.0, 102.5, 99.5, 101.0]][..], Some((Target, false))),
        (&[[100.0, 101.0, 98.0, 100.0]], Some((Stop, false))),
        // The low is nearer; as the high is.
        (&[[100.0, 103.0, 98.0, 100.0]], Some((Stop, true))),
        (&[[100.0, 102.0, 97.0, 100.0]], Some((Target, true))),
        // An open beyond a leg decides by itself, wherever the bar goes then.
        (&[at(100.0), [97.0, 105.0, 97.0, 99.0]], Some((Stop, false))),
        (
            &[at(100.0), [104.0, 105.0, 97.0, 99.0]],
            Some((Target, false)),
        ),
        (&[at(100.0)], None),
    ];
    for (bars, end) in cases {
        assert_eq!(bracket(bars), [(1.0, end)], "{bars:?}");
    }
}

/// The stop is the low of the last bar: 99 when the trade opens at 102, then 101 and 102, where it
/// fills. On the other bars the first one is met.
#[test]
fn a_stop_that_follows_the_lows_is_a_trailing_stop() {
    let first = [100.0, 100.0, 99.0, 100.0];
    let rising = [
        first,
        [102.0, 103.0, 101.0, 103.0],
        [103.0, 104.0, 102.0, 104.0],
        [104.0, 104.0, 100.0, 100.0],
    ];
    let falling = [first, [102.0, 103.0, 98.0, 99.0]];
    for (bars, reason) in [(&rising[..], TrailingStop), (&falling, Stop)] {
        let mut builder = Builder::new();
        builder.enter_on(0, "L", Long, of(1.0));
        let low = builder.series(0, Series::Low);
        let (id, entry) = (builder.text("X"), builder.text("L"));
        builder.statement(Statement::Exit {
            guard: None,
            id,
            from_entry: Some(entry),
            quantity: None,
            quantity_percent: None,
            limit: None,
            stop: given(low),
            target_distance: None,
            stop_distance: None,
            profit_ticks: None,
            loss_ticks: None,
            comment: None,
        });
        let found = ends(&case_of(builder, bars_of(bars)));
        assert_eq!(found, [(1.0, Some((reason, false)))]);
    }
}

/// Long 4: 1 by a close, 1 by an order in the other direction, the rest by a short entry, which the
/// end of the data closes.
#[test]
fn market_orders_end_trades_by_what_they_were_called_for() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, of(4.0));
    builder.close_on(1, "L", of(1.0));
    let guard = Some(conformance::on_bar(&mut builder, 2));
    let one = builder.constant(0, 1.0);
    let id = builder.text("A");
    builder.statement(Statement::Order {
        guard,
        id,
        direction: Short,
        quantity: given(one),
        limit: None,
        stop: None,
        comment: None,
    });
    builder.enter_on(3, "S", Short, of(1.0));
    let mut case = case_of(builder, bars_of(&[at(100.0); 6]));
    assert_eq!(
        ends(&case),
        [
            (1.0, Some((Signal, false))),
            (1.0, Some((Order, false))),
            (2.0, Some((Reversal, false))),
            (1.0, None),
        ]
    );
    case.settings.account.close_at_end = true;
    assert_eq!(ends(&case)[3], (1.0, Some((EndOfData, false))));
}

/// Half leaves at 102 on a bar that holds its stop of 97 too, the rest at 97 on the same bar, on
/// which its own target of 120 is not.
#[test]
fn of_two_parts_that_end_on_a_bar_one_may_be_ambiguous() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, of(4.0));
    let legs = |percent, limit| Given {
        percent,
        limit: Some(limit),
        stop: Some(97.0),
        ..Given::default()
    };
    builder.exit_always("X", Some("L"), legs(Some(50.0), 102.0));
    builder.exit_always("Y", Some("L"), legs(None, 120.0));
    let bars = [at(100.0), [100.0, 102.0, 96.0, 96.0]];
    assert_eq!(
        ends(&case_of(builder, bars_of(&bars))),
        [(2.0, Some((Target, true))), (2.0, Some((Stop, false)))]
    );
}

/// The bracket of B closes A first in, first out: the path between 112 and 105 was assumed for it.
#[test]
fn a_leg_lends_its_reason_to_the_trade_that_it_closes() {
    for rule in [CloseRule::Fifo, CloseRule::Any] {
        let mut builder = Builder::new();
        builder.enter_on(0, "A", Long, of(1.0));
        builder.enter_on(1, "B", Long, of(1.0));
        let legs = Given {
            target_distance: Some(2.0),
            stop_distance: Some(5.0),
            ..Given::default()
        };
        builder.exit_always("X", Some("B"), legs);
        let bars = [at(100.0), at(100.0), [110.0, 113.0, 105.0, 110.0]];
        let mut case = case_of(builder, bars_of(&bars));
        case.settings.account.pyramiding = 2;
        case.settings.account.close_rule = rule;
        assert_eq!(ends(&case), [(1.0, Some((Target, true))), (1.0, None)]);
    }
}
