//! Where and in which order working orders fill: each order type, both path directions, gaps, ties.

mod common;

use common::{check, rules, run};
use sim::{FillTiming, Rules};

#[test]
fn market_orders_fill_at_the_next_open() {
    check(
        rules(),
        "10 11 9 10: buy L
         12 13 11 12",
        "placed 0 buy 1; buy 0 1 @ 12",
    );
}

#[test]
fn market_orders_fill_at_this_close_when_the_account_says_so() {
    let rules = Rules {
        timing: FillTiming::ThisClose,
        ..rules()
    };
    check(
        rules,
        "10 11 9 10.5: buy L",
        "placed 0 buy 1; buy 0 1 @ 10.5",
    );
}

#[test]
fn a_price_order_of_this_close_waits_for_the_next_bar() {
    let rules = Rules {
        timing: FillTiming::ThisClose,
        ..rules()
    };
    check(
        rules,
        "10 11 9 10: buy L limit 10
         10.5 11 9 10",
        "placed 0 buy 1 limit 10; buy 0 1 @ 10",
    );
}

#[test]
fn limits_fill_at_their_price_inside_and_at_the_open_through_a_gap() {
    check(
        rules(),
        "10 11 9 10: buy L limit 9
         10 11 8 10",
        "placed 0 buy 1 limit 9; buy 0 1 @ 9",
    );
    check(
        rules(),
        "10 11 9 10: buy L limit 9
         8 9 7 8",
        "placed 0 buy 1 limit 9; buy 0 1 @ 8",
    );
    check(
        rules(),
        "10 11 9 10: sell S limit 12
         13 14 12 13",
        "placed 0 sell 1 limit 12; sell 0 1 @ 13",
    );
    check(
        rules(),
        "10 11 9 10: sell S limit 12
         10 12 9 11",
        "placed 0 sell 1 limit 12; sell 0 1 @ 12",
    );
}

#[test]
fn an_untouched_limit_keeps_working() {
    check(
        rules(),
        "10 11 9 10: buy L limit 8
         10 11 8.5 10
         10 11 8 10",
        "placed 0 buy 1 limit 8; buy 0 1 @ 8",
    );
}

#[test]
fn stops_fill_at_their_price_inside_and_at_the_open_through_a_gap() {
    check(
        rules(),
        "10 11 9 10: buy L stop 12
         10 12 9 11",
        "placed 0 buy 1 stop 12; buy 0 1 @ 12",
    );
    check(
        rules(),
        "10 11 9 10: buy L stop 12
         13 14 12 13",
        "placed 0 buy 1 stop 12; buy 0 1 @ 13",
    );
    check(
        rules(),
        "10 11 9 10: sell S stop 8
         7 8 6 7",
        "placed 0 sell 1 stop 8; sell 0 1 @ 7",
    );
}

#[test]
fn slippage_moves_market_and_stop_fills_only() {
    let rules = || Rules {
        slippage: 0.25,
        ..rules()
    };
    check(
        rules(),
        "10 11 9 10: buy L
         12 13 11 12: sell S stop 11.5
         12 13 11 12",
        "placed 0 buy 1; buy 0 1 @ 12.25; placed 1 sell 1 stop 11.5; sell 1 2 @ 11.25",
    );
    check(
        rules(),
        "10 11 9 10: buy L limit 9
         10 11 8 10",
        "placed 0 buy 1 limit 9; buy 0 1 @ 9",
    );
}

#[test]
fn a_stop_limit_is_triggered_and_then_waits_for_its_limit() {
    // Up through the stop, back down to the limit on the way to the close.
    check(
        rules(),
        "10 11 9 10: buy L stop 12 limit 11
         10 13 9.5 10.5",
        "placed 0 buy 1 limit 11 stop 12; triggered 0 buy 1 limit 11 stop 12; buy 0 1 @ 11",
    );
    // Triggered where its limit is satisfied: it fills there.
    check(
        rules(),
        "10 11 9 10: buy L stop 12 limit 12.5
         10 13 9.5 10.5",
        "placed 0 buy 1 limit 12.5 stop 12; triggered 0 buy 1 limit 12.5 stop 12; buy 0 1 @ 12",
    );
    // Triggered by a gap beyond the limit: it waits, here for the next bar.
    check(
        rules(),
        "10 11 9 10: buy L stop 12 limit 12
         14 15 13 14
         13 13 11 12",
        "placed 0 buy 1 limit 12 stop 12; triggered 0 buy 1 limit 12 stop 12; buy 0 1 @ 12",
    );
}

#[test]
fn the_nearer_extreme_comes_first() {
    let bracket = "10 10 10 10: buy L; exit X target 2 risk 2\n";
    // High is nearer: the target fills.
    check(
        rules(),
        &format!("{bracket} 10 12 7 9"),
        "placed 0 buy 1; buy 0 1 @ 10; placed 1 sell 1 limit 12; placed 2 sell 1 stop 8; \
         sell 1 1 @ 12; cancelled 2 sell 1 stop 8",
    );
    // Low is nearer: the stop fills.
    check(
        rules(),
        &format!("{bracket} 10 13 8 9"),
        "placed 0 buy 1; buy 0 1 @ 10; placed 1 sell 1 limit 12; placed 2 sell 1 stop 8; \
         sell 2 1 @ 8; cancelled 1 sell 1 limit 12",
    );
    // Equally near: low first.
    check(
        rules(),
        &format!("{bracket} 10 12 8 9"),
        "placed 0 buy 1; buy 0 1 @ 10; placed 1 sell 1 limit 12; placed 2 sell 1 stop 8; \
         sell 2 1 @ 8; cancelled 1 sell 1 limit 12",
    );
}

#[test]
fn a_bar_with_both_legs_inside_is_ambiguous() {
    let ambiguous = |second: &str| {
        let scenario = format!("10 10 10 10: buy L; exit X target 2 risk 2\n{second}");
        let outcome = run(rules(), &scenario).unwrap();
        (outcome.ambiguous_bars, outcome.path_fills)
    };
    assert_eq!(ambiguous("10 12 7 9"), (1, 1));
    assert_eq!(ambiguous("10 12 9 11"), (0, 1));
    assert_eq!(ambiguous("10 11 9 10"), (0, 0));
    // The stop is jumped by the next bar's open: no path decides.
    assert_eq!(ambiguous("10 11 9 10\n7 13 7 9"), (0, 0));
}

#[test]
fn on_one_segment_the_first_price_met_fills_first() {
    let rules = || Rules {
        pyramiding: 9,
        ..rules()
    };
    check(
        rules(),
        "10 11 9 10: buy A stop 13; buy B stop 12; sell C limit 11
         10 14 9.5 13",
        "placed 0 buy 1 stop 13; placed 1 buy 1 stop 12; placed 2 sell 1 limit 11; \
         sell 2 1 @ 11; buy 1 2 @ 12; buy 0 1 @ 13",
    );
}

#[test]
fn at_one_price_stops_come_before_limits_then_the_older() {
    let rules = || Rules {
        pyramiding: 9,
        ..rules()
    };
    check(
        rules(),
        "10 11 9 10: order-sell A limit 12; order-buy B stop 12; order-buy C stop 12
         10 13 9.5 13",
        "placed 0 sell 1 limit 12; placed 1 buy 1 stop 12; placed 2 buy 1 stop 12; \
         buy 1 1 @ 12; buy 2 1 @ 12; sell 0 1 @ 12",
    );
    check(
        rules(),
        "10 11 9 10: order-sell A limit 12; order-buy B stop 12
         13 13 13 13",
        "placed 0 sell 1 limit 12; placed 1 buy 1 stop 12; buy 1 1 @ 13; sell 0 1 @ 13",
    );
}

#[test]
fn legs_live_within_the_entry_bar() {
    // A limit entry on the way down; its target is met on the way up, on the same bar.
    check(
        rules(),
        "10 11 9 10: buy L limit 9; exit X target 1.5 risk 1
         10 12 8.5 11",
        "placed 0 buy 1 limit 9; buy 0 1 @ 9; placed 1 sell 1 limit 10.5; \
         placed 2 sell 1 stop 8; sell 1 1 @ 10.5; cancelled 2 sell 1 stop 8",
    );
    // What the path passed before the entry does not count: the stop above the low is not met.
    check(
        rules(),
        "10 11 9 10: buy L stop 11; exit X stop 9.5
         10 11 9 10.5",
        "placed 0 buy 1 stop 11; buy 0 1 @ 11; placed 1 sell 1 stop 9.5",
    );
}

#[test]
fn a_leg_that_is_already_passed_fills_where_the_market_is() {
    check(
        rules(),
        "10 11 9 10: buy L stop 11; exit X limit 10.5
         10 12 9.9 10",
        "placed 0 buy 1 stop 11; buy 0 1 @ 11; placed 1 sell 1 limit 10.5; sell 1 1 @ 11",
    );
}
