//! Fills, marks and excursions on quotes, worked by hand: a case for each sentence of
//! docs/semantics/ticks.md, 3.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

mod common;

use base::{Phase, Stamp};
use common::{Log, MINUTE, rules, run_on_quotes};
use events::{RunErrorKind, Trade};
use sim::{AtEnd, FillTiming, Outcome, Pricing, Rules};

const SECOND: i64 = 1_000_000_000;

fn outcome(rules: Rules, scenario: &str) -> Outcome<Log> {
    run_on_quotes(rules, Pricing::Quotes, scenario).unwrap()
}

/// Compares the events of a scenario, joined by `; `.
#[track_caller]
fn check(rules: Rules, scenario: &str, expected: &str) {
    let found = outcome(rules, scenario).sink.lines.join("; ");
    assert_eq!(found, expected, "{scenario}");
}

fn equities(rules: Rules, scenario: &str) -> Vec<f64> {
    let points = outcome(rules, scenario).equity;
    points.iter().map(|point| point.equity).collect()
}

fn this_close() -> Rules {
    Rules {
        timing: FillTiming::ThisClose,
        ..rules()
    }
}

#[test]
fn market_orders_buy_at_the_next_ask_and_sell_at_the_next_bid() {
    check(
        rules(),
        "10/11 10/11: buy L
         12/13 20/21",
        "placed 0 buy 1; buy 0 1 @ 13",
    );
    check(
        rules(),
        "10/11 10/11: sell S
         12/13 20/21",
        "placed 0 sell 1; sell 0 1 @ 12",
    );
}

#[test]
fn a_fill_bears_the_time_of_its_quote() {
    let found = outcome(
        rules(),
        "10/11: buy L limit 9
         10/11 8/9 7/8",
    );
    let fill = found.fills[0];
    assert_eq!(fill.stamp, Stamp::new(MINUTE + 10 * SECOND, Phase::Market));
    assert_eq!(fill.row, 1);
    let found = outcome(this_close(), "10/11 10/12: buy L");
    assert_eq!(found.fills[0].stamp, Stamp::new(MINUTE, Phase::Decision));
}

#[test]
fn stops_fill_where_the_market_is_when_it_gaps() {
    check(
        rules(),
        "10/11: buy L stop 12
         10/11 11/12.5 20/21",
        "placed 0 buy 1 stop 12; buy 0 1 @ 12.5",
    );
    check(
        rules(),
        "10/11: sell S stop 9
         10/11 8.5/12 5/6",
        "placed 0 sell 1 stop 9; sell 0 1 @ 8.5",
    );
}

#[test]
fn limits_fill_at_the_better_quote_and_only_at_their_own_side() {
    check(
        rules(),
        "10/11: buy L limit 10
         9/10.5 8.5/9.5 8/9",
        "placed 0 buy 1 limit 10; buy 0 1 @ 9.5",
    );
    check(
        rules(),
        "10/11: sell S limit 12
         11.5/12.5 12.5/13 14/15",
        "placed 0 sell 1 limit 12; sell 0 1 @ 12.5",
    );
    check(
        rules(),
        "10/11: buy L limit 10
         9/10.5 8/10.5",
        "placed 0 buy 1 limit 10",
    );
}

#[test]
fn a_stop_limit_may_trigger_and_fill_at_one_quote() {
    check(
        rules(),
        "10/11: buy L stop 12 limit 13
         10/11 11/12.5 10/11",
        "placed 0 buy 1 limit 13 stop 12; triggered 0 buy 1 limit 13 stop 12; buy 0 1 @ 12.5",
    );
    check(
        rules(),
        "10/11: buy L stop 12 limit 12.5
         12/13 12/12.5",
        "placed 0 buy 1 limit 12.5 stop 12; triggered 0 buy 1 limit 12.5 stop 12; buy 0 1 @ 12.5",
    );
    check(
        rules(),
        "10/11: buy L stop 12 limit 11.5
         12/13 11/11.25",
        "placed 0 buy 1 limit 11.5 stop 12; triggered 0 buy 1 limit 11.5 stop 12; buy 0 1 @ 11.25",
    );
}

#[test]
fn legs_take_part_at_the_quote_of_their_entry() {
    check(
        rules(),
        "10/11: buy L; exit X from L limit 9
         10/11 12/13",
        "placed 0 buy 1; buy 0 1 @ 11; placed 1 sell 1 limit 9; sell 1 1 @ 10",
    );
    check(
        rules(),
        "10/11: buy L; exit X from L stop 10 limit 20
         10/11 12/13",
        "placed 0 buy 1; buy 0 1 @ 11; placed 1 sell 1 limit 20; placed 2 sell 1 stop 10; \
         sell 2 1 @ 10; cancelled 1 sell 1 limit 20",
    );
    // The ask touches the target of a long trade in vain.
    check(
        rules(),
        "10/11: buy L; exit X from L limit 12
         10/11 11/12 12/13",
        "placed 0 buy 1; buy 0 1 @ 11; placed 1 sell 1 limit 12; sell 1 1 @ 12",
    );
}

#[test]
fn stops_come_before_limits_then_the_order_of_creation() {
    check(
        Rules {
            pyramiding: 3,
            ..rules()
        },
        "10/11: buy A limit 9; buy B stop 8; buy C stop 8.5
         7/9",
        "placed 0 buy 1 limit 9; placed 1 buy 1 stop 8; placed 2 buy 1 stop 8.5; \
         buy 1 1 @ 9; buy 2 1 @ 9; buy 0 1 @ 9",
    );
    // Market orders go before both, and each side has its own price.
    check(
        Rules {
            pyramiding: 3,
            ..rules()
        },
        "10/11: order-sell A limit 9; order-buy B stop 8; order-buy C
         9/11",
        "placed 0 sell 1 limit 9; placed 1 buy 1 stop 8; placed 2 buy 1; \
         buy 2 1 @ 11; buy 1 1 @ 11; sell 0 1 @ 9",
    );
}

#[test]
fn no_fill_is_decided_by_a_path_and_no_bar_is_ambiguous() {
    let found = outcome(
        rules(),
        "10/11: buy L; exit X from L stop 9 limit 12
         10/11 9.5/10 12/13 8/9",
    );
    assert_eq!((found.ambiguous_bars, found.path_fills), (0, 0));
    assert_eq!(found.fills.len(), 2);
    assert_eq!(found.fills[1].price, 12.0);
}

#[test]
fn this_close_trades_at_the_quote_that_stands() {
    check(
        this_close(),
        "10/11 20/22: buy L
         30/31 40/42: sell S",
        "placed 0 buy 1; buy 0 1 @ 22; placed 1 sell 1; sell 1 2 @ 40",
    );
    // Price orders wait for the next quote.
    check(
        this_close(),
        "10/11 20/22: buy L limit 30
         25/26 24/25",
        "placed 0 buy 1 limit 30; buy 0 1 @ 26",
    );
}

#[test]
fn what_is_open_at_the_end_is_closed_at_the_standing_quote() {
    let rules = Rules {
        at_end: AtEnd::CloseAtClose,
        ..rules()
    };
    check(
        rules.clone(),
        "10/11: buy L
         12/13 14/16",
        "placed 0 buy 1; buy 0 1 @ 13; placed 1 sell 1; sell 1 1 @ 14",
    );
    check(
        rules,
        "10/11: sell S
         12/13 14/16",
        "placed 0 sell 1; sell 0 1 @ 12; placed 1 buy 1; buy 1 1 @ 16",
    );
}

#[test]
fn positions_are_marked_where_they_could_be_closed() {
    let long = "10/11: buy L
                12/13 14/16
                15/18";
    assert_eq!(equities(rules(), long), [0.0, 1.0, 2.0]);
    let short = "10/11: sell S
                 12/13 14/16
                 15/18";
    assert_eq!(equities(rules(), short), [0.0, -4.0, -6.0]);
    let open: Vec<Trade> = outcome(rules(), short).trades;
    assert_eq!((open[0].exit, open[0].profit), (None, -6.0));
}

#[test]
fn crossed_quotes_are_taken_as_they_are() {
    let scenario = "10/11: buy L
                    12/11 12/11";
    check(rules(), scenario, "placed 0 buy 1; buy 0 1 @ 11");
    assert_eq!(equities(rules(), scenario), [0.0, 1.0]);
}

#[test]
fn slippage_moves_market_and_stop_fills_only() {
    let rules = Rules {
        slippage: 0.5,
        pyramiding: 3,
        ..rules()
    };
    check(
        rules,
        "10/11: buy A; buy B stop 12; buy C limit 9
         10/11 12/13 8/9",
        "placed 0 buy 1; placed 1 buy 1 stop 12; placed 2 buy 1 limit 9; \
         buy 0 1 @ 11.5; buy 1 1 @ 13.5; buy 2 1 @ 9",
    );
}

/// Largest loss and gain of the first trade.
fn excursions(rules: Rules, scenario: &str) -> (f64, f64) {
    let trade = outcome(rules, scenario).trades[0];
    (trade.mae, trade.mfe)
}

#[test]
fn a_long_trade_sees_the_bids_after_its_entry_up_to_its_exit() {
    // Entry at 11; its own quote's bid of 5 does not count, the exit's does, what follows does not.
    let scenario = "10/11: buy L; exit X from L limit 14
                    5/11 9/30 13/14 14/15 1/40";
    assert_eq!(excursions(rules(), scenario), (-2.0, 3.0));
    // Bars on which nothing happens count as a whole; asks never.
    let scenario = "10/11: buy L
                    10/11
                    7/50 13/60
                    12/13 6/7";
    assert_eq!(excursions(rules(), scenario), (-5.0, 2.0));
}

#[test]
fn a_short_trade_sees_the_asks() {
    let scenario = "10/11: sell S; exit X from S stop 15
                    10/13 1/12 2/9 1/16 1/40";
    assert_eq!(excursions(rules(), scenario), (-6.0, 1.0));
    // The ask of the entry's own quote does not count, what the bids do neither.
    let scenario = "10/11: sell S
                    10/13 1/12 2/9";
    assert_eq!(excursions(rules(), scenario), (-2.0, 1.0));
}

#[test]
fn a_trade_entered_at_a_close_starts_with_the_next_quote() {
    let scenario = "10/11 3/11: buy L
                    10/11 9/10";
    assert_eq!(excursions(this_close(), scenario), (-2.0, 0.0));
    let scenario = "10/11 3/11: buy L";
    assert_eq!(excursions(this_close(), scenario), (0.0, 0.0));
}

#[test]
fn by_count_rows_tell_what_came_first_where_times_are_equal() {
    let by_count = |rules: Rules, scenario: &str| {
        run_on_quotes(rules, Pricing::QuotesByCount, scenario).unwrap()
    };
    let scenario = "10/11 12/13: buy L
                    14/15 16/17";
    let found = by_count(rules(), scenario);
    assert_eq!(found.sink.lines.join("; "), "placed 0 buy 1; buy 0 1 @ 15");
    assert_eq!(found.fills[0].stamp, Stamp::new(7 * SECOND, Phase::Market));
    let placed = found.sink.transitions[0].stamp;
    assert_eq!(placed, Stamp::new(7 * SECOND, Phase::TickDecision));
    let found = by_count(this_close(), scenario);
    assert_eq!(found.sink.lines.join("; "), "placed 0 buy 1; buy 0 1 @ 13");
    assert_eq!(
        found.fills[0].stamp,
        Stamp::new(7 * SECOND, Phase::TickDecision)
    );
}

#[test]
fn ten_thousand_fills_on_one_bar_are_too_many() {
    let rules = Rules {
        pyramiding: u32::MAX,
        timing: FillTiming::ThisClose,
        ..rules()
    };
    let calls: Vec<String> = (0..10_000).map(|id| format!("buy {id} limit 20")).collect();
    let scenario = format!("10/11: {}; buy M\n12/13", calls.join("; "));
    let error = run_on_quotes(rules.clone(), Pricing::Quotes, &scenario).unwrap_err();
    assert_eq!(error.kind, RunErrorKind::Limit);
    let scenario = format!("10/11: {}\n12/13", calls.join("; "));
    let found = outcome(rules, &scenario);
    assert_eq!(found.fills.len(), 10_000);
}
