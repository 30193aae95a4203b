//! What orders do to each other and to the position: pyramiding, reversal, replacement, exits, closes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

mod common;

use base::Direction;
use common::{Log, check, rules, run, with_fee};
use events::{FindingKind, OrderState, RunErrorKind};
use sim::{
    AtEnd, CloseRule, Fee, FillTiming, OrderCall, Pricing, Rules, Simulation, SizedAt, Sizing,
};

fn any() -> Rules {
    Rules {
        close_rule: CloseRule::Any,
        pyramiding: 9,
        ..rules()
    }
}

fn fifo() -> Rules {
    Rules {
        pyramiding: 9,
        ..rules()
    }
}

#[test]
fn an_entry_beyond_pyramiding_leaves_no_trace() {
    check(
        rules(),
        "10 10 10 10: buy L
         10 10 10 10: buy M
         10 10 10 10",
        "placed 0 buy 1; buy 0 1 @ 10",
    );
}

#[test]
fn pyramiding_is_checked_again_when_a_market_entry_fills() {
    check(
        rules(),
        "10 10 10 10: buy L; buy M
         10 10 10 10",
        "placed 0 buy 1; placed 1 buy 1; buy 0 1 @ 10; refused 1 buy 1",
    );
    // Price entries are not asked again.
    check(
        rules(),
        "10 10 10 10: buy L; buy M stop 11
         10 11 10 10",
        "placed 0 buy 1; placed 1 buy 1 stop 11; buy 0 1 @ 10; buy 1 1 @ 11",
    );
}

#[test]
fn an_entry_reverses_the_whole_position() {
    check(
        fifo(),
        "10 10 10 10: buy L q 2; buy M q 0.5
         10 10 10 10: sell S q 3
         11 11 11 11",
        "placed 0 buy 2; placed 1 buy 0.5; buy 0 2 @ 10; buy 1 0.5 @ 10; placed 2 sell 3; \
         sell 2 5.5 @ 11",
    );
}

#[test]
fn an_order_trades_on_the_net_position() {
    let outcome = run(
        fifo(),
        "10 10 10 10: order-buy L q 2
         10 10 10 10: order-sell S q 3
         11 11 11 11",
    )
    .unwrap();
    assert_eq!(outcome.trades.len(), 2);
    assert_eq!(
        (outcome.trades[0].quantity, outcome.trades[0].profit),
        (2.0, 2.0)
    );
    let open = outcome.trades[1];
    assert_eq!((open.quantity, open.direction), (1.0, Direction::Short));
    assert_eq!(outcome.equity.last().unwrap().position, -1.0);
}

#[test]
fn a_working_order_of_the_same_id_is_replaced() {
    check(
        rules(),
        "10 10 10 10: buy L limit 8
         10 10 10 10: buy L limit 9
         10 10 9 10",
        "placed 0 buy 1 limit 8; replaced 0 buy 1 limit 8; placed 1 buy 1 limit 9; buy 1 1 @ 9",
    );
}

#[test]
fn cancel_withdraws_orders_and_exit_rules_of_the_id() {
    check(
        rules(),
        "10 10 10 10: buy L; cancel L
         10 10 10 10: buy L limit 9
         10 10 10 10: cancel K; cancel-all",
        "placed 0 buy 1; cancelled 0 buy 1; placed 1 buy 1 limit 9; cancelled 1 buy 1 limit 9",
    );
    check(
        rules(),
        "10 10 10 10: buy L; exit X limit 12 stop 8
         10 10 10 10: cancel X
         10 12 8 10",
        "placed 0 buy 1; buy 0 1 @ 10; placed 1 sell 1 limit 12; placed 2 sell 1 stop 8; \
         cancelled 1 sell 1 limit 12; cancelled 2 sell 1 stop 8",
    );
}

#[test]
fn an_exit_rule_waits_for_its_entry_and_goes_with_it() {
    check(
        rules(),
        "10 10 10 10: exit X stop 8
         10 10 10 10: buy L limit 9; exit X stop 8
         10 10 10 10: cancel L
         10 10 10 10: buy L
         10 10 7 10",
        "placed 0 buy 1 limit 9; cancelled 0 buy 1 limit 9; placed 1 buy 1; buy 1 1 @ 10",
    );
}

#[test]
fn an_equal_exit_call_changes_nothing_another_replaces_the_legs() {
    check(
        rules(),
        "10 10 10 10: buy L; exit X stop 8
         10 10 10 10: exit X stop 8; exit X stop 8 percent 100
         10 10 10 10: exit X stop 9",
        "placed 0 buy 1; buy 0 1 @ 10; placed 1 sell 1 stop 8; \
         replaced 1 sell 1 stop 8; placed 2 sell 1 stop 9",
    );
}

#[test]
fn of_price_and_distances_the_one_met_first_counts() {
    check(
        rules(),
        "10 10 10 10: buy L; exit X limit 13 target 2 profit-ticks 6 stop 7 risk 2 loss-ticks 2
         10 10 10 10",
        "placed 0 buy 1; buy 0 1 @ 10; placed 1 sell 1 limit 12; placed 2 sell 1 stop 9",
    );
    check(
        rules(),
        "10 10 10 10: sell S; exit X limit 7 target 2 stop 13 risk 2
         10 10 10 10",
        "placed 0 sell 1; sell 0 1 @ 10; placed 1 buy 1 limit 8; placed 2 buy 1 stop 12",
    );
}

#[test]
fn rules_reserve_in_the_order_of_their_creation() {
    check(
        rules(),
        "10 10 10 10: buy L q 10; exit X percent 30 limit 12; exit Y q 5 limit 13; exit Z limit 14
         10 10 10 10
         10 15 10 10",
        "placed 0 buy 10; buy 0 10 @ 10; placed 1 sell 3 limit 12; placed 2 sell 5 limit 13; \
         placed 3 sell 2 limit 14; sell 1 3 @ 12; sell 2 5 @ 13; sell 3 2 @ 14",
    );
}

#[test]
fn what_a_rule_has_closed_stays_counted() {
    check(
        rules(),
        "10 10 10 10: buy L q 10; exit X q 4 limit 12
         10 12 10 10: exit X q 6 limit 11
         10 10.5 10 10",
        "placed 0 buy 10; buy 0 10 @ 10; placed 1 sell 4 limit 12; sell 1 4 @ 12; \
         placed 2 sell 2 limit 11",
    );
}

#[test]
fn fifo_closes_the_oldest_trade_even_for_the_leg_of_another() {
    let scenario = "10 10 10 10: buy A q 1; buy B q 3; exit X from B limit 12
                    10 12 10 10";
    let outcome = run(fifo(), scenario).unwrap();
    let closed = outcome.trades.iter().filter(|trade| trade.exit.is_some());
    let quantities: Vec<(u32, f64)> = closed
        .map(|trade| (trade.entry_statement, trade.quantity))
        .collect();
    assert_eq!(quantities, [(0, 1.0), (1, 2.0)]);
    let outcome = run(any(), scenario).unwrap();
    let closed = outcome.trades.iter().filter(|trade| trade.exit.is_some());
    let quantities: Vec<(u32, f64)> = closed
        .map(|trade| (trade.entry_statement, trade.quantity))
        .collect();
    assert_eq!(quantities, [(1, 3.0)]);
}

#[test]
fn a_leg_that_could_still_close_gets_a_new_pair() {
    // fifo: B's leg of 4 closes A whole and 3 of B; one of the five contracts is left to the rule.
    check(
        fifo(),
        "10 10 10 10: buy A q 1; buy B q 10; exit X q 5 target 2
         10 10 10 10
         10 12 10 10",
        "placed 0 buy 1; placed 1 buy 10; buy 0 1 @ 10; placed 2 sell 1 limit 12; \
         buy 1 10 @ 10; placed 3 sell 4 limit 12; \
         sell 2 1 @ 12; sell 3 4 @ 12",
    );
}

#[test]
fn closes_are_capped_by_what_is_open_when_they_fill() {
    check(
        rules(),
        "10 10 10 10: buy L
         10 10 10 10: close L; close L; close-all
         10 10 10 10",
        "placed 0 buy 1; buy 0 1 @ 10; placed 1 sell 1; placed 2 sell 1; placed 3 sell 1; \
         sell 1 1 @ 10; cancelled 2 sell 1; cancelled 3 sell 1",
    );
    check(rules(), "10 10 10 10: close L; close-all", "");
    check(
        fifo(),
        "10 10 10 10: buy A q 4; buy B q 4
         10 10 10 10: close A percent 50; close B q 9
         10 10 10 10",
        "placed 0 buy 4; placed 1 buy 4; buy 0 4 @ 10; buy 1 4 @ 10; \
         placed 2 sell 2; placed 3 sell 4; sell 2 2 @ 10; sell 3 4 @ 10",
    );
}

#[test]
fn a_close_never_opens_the_other_side() {
    // The market entry reverses first; the close was meant for the long trade.
    check(
        rules(),
        "10 10 10 10: buy L
         10 10 10 10: sell S; close L
         10 10 10 10",
        "placed 0 buy 1; buy 0 1 @ 10; placed 1 sell 1; placed 2 sell 1; sell 1 2 @ 10; \
         cancelled 2 sell 1",
    );
}

#[test]
fn whole_closes_leave_no_dust() {
    let outcome = run(
        fifo(),
        "10 10 10 10: buy A q 0.1; buy B q 0.2; buy C q 0.3
         10 10 10 10: close-all
         10 10 10 10",
    )
    .unwrap();
    let last = outcome.equity.last().unwrap();
    assert_eq!((last.position, outcome.trades.len()), (0.0, 3));
    assert!(outcome.trades.iter().all(|trade| trade.exit.is_some()));
}

#[test]
fn the_position_is_closed_at_the_end_when_the_account_says_so() {
    let at = |at_end| Rules { at_end, ..rules() };
    let scenario = "10 10 10 10: buy L; exit X stop 1
                    10 10 10 10
                    11 12 11 12";
    let start = "placed 0 buy 1; buy 0 1 @ 10; placed 1 sell 1 stop 1; placed 2 sell 1;";
    let end = "cancelled 1 sell 1 stop 1";
    check(
        at(AtEnd::CloseAtClose),
        scenario,
        &format!("{start} sell 2 1 @ 12; {end}"),
    );
    check(
        at(AtEnd::CloseAtOpen),
        scenario,
        &format!("{start} sell 2 1 @ 11; {end}"),
    );
    let outcome = run(at(AtEnd::CloseAtOpen), scenario).unwrap();
    assert_eq!(outcome.sink.equity, [(10, 0.0), (20, 0.0), (30, 1.0)]);
    assert_eq!(outcome.final_equity, 1.0);
}

#[test]
fn sizing_by_cash_and_equity_uses_the_close_and_whole_lots() {
    let sized = |sizing, lot| Rules {
        capital: 1_000.0,
        sizing,
        lot,
        ..rules()
    };
    let quantity = |rules: Rules| {
        let outcome = run(rules, "10 10 8 8: buy L\n 9 9 9 9").unwrap();
        outcome.fills[0].quantity
    };
    assert_eq!(quantity(sized(Sizing::Cash(100.0), None)), 12.5);
    assert_eq!(quantity(sized(Sizing::Cash(100.0), Some(5.0))), 10.0);
    assert_eq!(quantity(sized(Sizing::Equity(0.5), None)), 62.5);
    assert_eq!(quantity(sized(Sizing::Contracts(7.5), Some(2.0))), 6.0);
}

#[test]
fn sizing_at_the_fill_counts_whole_units_after_the_reversal() {
    let rules = Rules {
        capital: 1_000.0,
        sizing: Sizing::Equity(1.0),
        sized_at: SizedAt::Fill,
        ..rules()
    };
    check(
        rules,
        "10 10 10 10: buy L
         9 9 9 9: sell S
         12 12 12 12",
        "placed 0 buy NaN; buy 0 111 @ 9; placed 1 sell NaN; sell 1 222 @ 12",
    );
}

#[test]
fn calls_without_effect_are_counted() {
    let outcome = run(
        rules(),
        "10 10 10 10: buy L q NaN; buy L q 0
         10 10 10 10: buy L limit NaN; exit X stop NaN; close L q -1",
    )
    .unwrap();
    assert!(outcome.sink.lines.is_empty());
    let found: Vec<_> = (outcome.findings.iter())
        .map(|finding| (finding.statement, finding.kind, finding.count))
        .collect();
    use FindingKind::{NaArgument, NoQuantity};
    let expected = [
        (0, NaArgument, 1),
        (1, NoQuantity, 1),
        (100, NaArgument, 1),
        (101, NaArgument, 1),
        (102, NoQuantity, 1),
    ];
    assert_eq!(found, expected);
    assert_eq!(outcome.findings[2].first_time, 20);
}

#[test]
fn the_limit_of_working_orders_names_the_statement() {
    let mut simulation = Simulation::new(rules(), Pricing::Path, Log::default(), 0);
    let mut call = OrderCall {
        statement: 7,
        id: 0,
        direction: Direction::Long,
        quantity: None,
        limit: Some(1.0),
        stop: None,
    };
    for id in 0..sim::WORKING_ORDERS_MAX as u32 {
        call.id = id;
        simulation.entry(&call).unwrap();
    }
    call.id = u32::MAX - 1;
    let error = simulation.entry(&call).unwrap_err();
    assert_eq!(
        (error.kind, error.statement),
        (RunErrorKind::Limit, Some(7))
    );
}

#[test]
fn a_fill_from_before_its_decision_stops_the_run() {
    let mut simulation = Simulation::new(rules(), Pricing::Path, Log::default(), 0);
    let bar = |open_time| sim::Bar {
        row: 0,
        open_time,
        close_time: open_time + 10,
        open: 10.0,
        high: 10.0,
        low: 10.0,
        close: 10.0,
    };
    let call = OrderCall {
        statement: 3,
        id: 0,
        direction: Direction::Long,
        quantity: None,
        limit: None,
        stop: None,
    };
    simulation.begin_bar(&bar(100)).unwrap();
    simulation.decide(110);
    simulation.entry(&call).unwrap();
    simulation.end_bar(false).unwrap();
    // Bars that overlap: this one opens before the decision.
    let error = simulation.begin_bar(&bar(105)).unwrap_err();
    assert_eq!(
        (error.kind, error.statement),
        (RunErrorKind::Causality, Some(3))
    );
}

#[test]
fn an_input_from_after_the_price_stops_the_run_at_this_close_too() {
    let rules = Rules {
        timing: FillTiming::ThisClose,
        ..rules()
    };
    let mut simulation = Simulation::new(rules, Pricing::Path, Log::default(), 0);
    let bar = sim::Bar {
        close_time: 10,
        open: 10.0,
        high: 10.0,
        low: 10.0,
        close: 10.0,
        ..sim::Bar::default()
    };
    simulation.begin_bar(&bar).unwrap();
    simulation.decide(11);
    let call = OrderCall {
        statement: 0,
        id: 0,
        direction: Direction::Long,
        quantity: None,
        limit: None,
        stop: None,
    };
    simulation.entry(&call).unwrap();
    let error = simulation.end_bar(false).unwrap_err();
    assert_eq!(error.kind, RunErrorKind::Causality);
}

#[test]
fn fees_are_charged_once_a_fill_and_shared_by_its_parts() {
    let outcome = run(
        with_fee(Fee::Order(2.0)),
        "10 10 10 10: buy L q 4
         10 10 10 10: close L q 1
         11 11 11 11: sell S q 5
         12 12 12 12",
    )
    .unwrap();
    assert_eq!(outcome.fees, 6.0);
    let profits: Vec<f64> = outcome.trades.iter().map(|trade| trade.profit).collect();
    // 1 − 0.5 − 2; 6 − 1.5 − 2 · 3/8; open: 0 − 2 · 5/8
    assert_eq!(profits, [-1.5, 3.75, -1.25]);
    let states = outcome.sink.transitions.iter().map(|order| order.state);
    assert_eq!(
        states.filter(|state| *state == OrderState::Filled).count(),
        3
    );
}
