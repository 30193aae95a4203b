//! Why each trade ended, and whether the assumed path decided it, worked by hand
//! (docs/semantics/execution.md, 6).
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod common;

use common::{Log, rules, run, run_on_quotes};
use events::{ExitReason, Trade};
use sim::{AtEnd, CloseRule, FillTiming, Outcome, Pricing, Rules};

/// Trades as quantity and reason, a question mark where they are ambiguous.
fn ends(outcome: &Outcome<Log>) -> String {
    let end = |trade: &Trade| {
        let Some(exit) = trade.exit else {
            return format!("{} open", trade.quantity);
        };
        let reason = match exit.reason.unwrap() {
            ExitReason::Target => "target",
            ExitReason::Stop => "stop",
            ExitReason::TrailingStop => "trailing stop",
            ExitReason::Signal => "signal",
            ExitReason::Reversal => "reversal",
            ExitReason::Order => "order",
            ExitReason::EndOfData => "end of data",
        };
        let mark = if exit.is_ambiguous.unwrap() { "?" } else { "" };
        format!("{} {reason}{mark}", trade.quantity)
    };
    let ends: Vec<String> = outcome.trades.iter().map(end).collect();
    ends.join("; ")
}

#[track_caller]
fn check(rules: Rules, scenario: &str, expected: &str) {
    let outcome = run(rules, scenario).unwrap();
    assert_eq!(ends(&outcome), expected, "{scenario}");
}

/// A long trade at 10 with a target at 12 and a stop at 8, then the given bars.
#[track_caller]
fn check_bracket(bars: &str, expected: &str) {
    let scenario = format!("10 10 10 10: buy L; exit X target 2 risk 2\n{bars}");
    check(rules(), &scenario, expected);
}

#[test]
fn a_leg_says_which_one_it_was() {
    check_bracket("10 12 9 11", "1 target");
    check_bracket("10 11 8 9", "1 stop");
    check_bracket("10 11 9 10", "1 open");
}

#[test]
fn a_gap_through_a_leg_changes_no_reason_and_is_not_ambiguous() {
    check_bracket("10 11 9 10\n7 13 7 9", "1 stop");
    check_bracket("10 11 9 10\n13 13 7 9", "1 target");
}

#[test]
fn both_legs_inside_a_bar_make_the_trade_ambiguous_whichever_fills() {
    // The high is nearer to the open, then the low is.
    check_bracket("10 12 7 9", "1 target?");
    check_bracket("10 13 8 9", "1 stop?");
    // Both inside, but on bars of their own.
    check_bracket("10 11 9 10\n10 11.5 8 9", "1 stop");
    // What an open decides is not assumed, though the other leg is inside: 12 is the open itself.
    check_bracket("10 11 9 10\n12 13 7 9", "1 target");
}

/// A long trade at 10 whose stop starts at 8, with an exit call on the bar after.
#[track_caller]
fn check_moved(calls: &str, bars: &str, expected: &str) {
    let scenario = format!("10 10 10 10: buy L; exit X stop 8\n10 12 10 12: {calls}\n{bars}");
    check(rules(), &scenario, expected);
}

#[test]
fn a_stop_that_was_moved_in_favour_of_the_trade_is_a_trailing_stop() {
    check_moved("exit X stop 11", "12 12 10 10", "1 trailing stop");
    // The open jumps over it.
    check_moved("exit X stop 11", "9 9 9 9", "1 trailing stop");
    check_moved(
        "exit X stop 11",
        "12 12 12 12: exit X stop 9.5\n12 12 9 9",
        "1 trailing stop",
    );
}

#[test]
fn a_stop_that_was_moved_away_or_back_is_a_stop() {
    check_moved("exit X stop 7", "12 12 6 7", "1 stop");
    check_moved(
        "exit X stop 11",
        "12 12 12 12: exit X stop 8\n12 12 8 8",
        "1 stop",
    );
    // Only the target is new.
    check_moved("exit X stop 8 limit 20", "12 12 8 8", "1 stop");
}

#[test]
fn what_a_stop_is_compared_with_is_the_first_one_of_its_rule_and_trade() {
    // The rule had a target only: the stop that comes late is its first.
    let late = "10 10 10 10: buy L; exit X limit 20\n10 12 10 12: exit X limit 20 stop 9\n";
    check(rules(), &format!("{late}12 12 9 9"), "1 stop");
    let moved = format!("{late}12 12 12 12: exit X limit 20 stop 10\n12 12 9 9");
    check(rules(), &moved, "1 trailing stop");
    check_moved("cancel X; exit X stop 9", "12 12 9 9", "1 stop");
    check_moved("cancel X; exit Y stop 9", "12 12 9 9", "1 stop");
    // Two trades at 10 and 14 with a risk of 2, then of 1: 9 is above 8, 13 above 12.
    let rules = Rules {
        pyramiding: 2,
        close_rule: CloseRule::Any,
        ..rules()
    };
    check(
        rules,
        "10 10 10 10: buy A; exit X risk 2
         14 14 14 14: buy B
         14 14 14 14: exit X risk 1
         14 14 9 9",
        "1 trailing stop; 1 trailing stop",
    );
}

#[test]
fn stops_of_short_trades_trail_downwards() {
    let short = "10 10 10 10: sell S; exit X stop 12\n10 10 8 8:";
    check(
        rules(),
        &format!("{short} exit X stop 9\n8 10 8 10"),
        "1 trailing stop",
    );
    check(
        rules(),
        &format!("{short} exit X stop 13\n8 14 8 14"),
        "1 stop",
    );
}

#[test]
fn an_entry_in_the_other_direction_reverses_however_it_waits() {
    let long = "10 10 10 10: buy L\n10 10 10 10:";
    check(
        rules(),
        &format!("{long} sell S\n9 9 9 9"),
        "1 reversal; 1 open",
    );
    check(
        rules(),
        &format!("{long} sell S limit 12\n10 12 10 11"),
        "1 reversal; 1 open",
    );
    check(
        rules(),
        &format!("{long} sell S stop 8\n10 10 8 8"),
        "1 reversal; 1 open",
    );
}

#[test]
fn an_order_on_the_net_position_is_an_order() {
    let long = "10 10 10 10: buy L\n10 10 10 10:";
    check(
        rules(),
        &format!("{long} order-sell A q 1\n9 9 9 9"),
        "1 order",
    );
    check(
        rules(),
        &format!("{long} order-sell A q 3 limit 12\n10 12 10 11"),
        "1 order; 2 open",
    );
}

#[test]
fn closes_are_signals() {
    let long = "10 10 10 10: buy L q 2\n10 10 10 10:";
    check(rules(), &format!("{long} close L\n9 9 9 9"), "2 signal");
    check(rules(), &format!("{long} close-all\n9 9 9 9"), "2 signal");
    check(
        rules(),
        &format!("{long} close L percent 25\n9 9 9 9"),
        "0.5 signal; 1.5 open",
    );
}

#[test]
fn the_close_after_the_last_bar_is_the_end_of_data() {
    for at_end in [AtEnd::CloseAtClose, AtEnd::CloseAtOpen] {
        let rules = || Rules { at_end, ..rules() };
        check(rules(), "10 10 10 10: buy L\n10 10 10 10", "1 end of data");
        // A close of the last decision has no bar to fill on.
        check(
            rules(),
            "10 10 10 10: buy L\n10 10 10 10: close-all",
            "1 end of data",
        );
    }
    let this_close = Rules {
        at_end: AtEnd::CloseAtClose,
        timing: FillTiming::ThisClose,
        ..rules()
    };
    check(
        this_close,
        "10 10 10 10: buy L\n10 10 10 10: close-all",
        "1 signal",
    );
}

#[test]
fn parts_of_a_trade_end_each_in_their_own_way() {
    // Half at 12, with its stop of 8 inside; the rest at 8, whose target of 14 is not.
    let scenario =
        "10 10 10 10: buy L q 4; exit X percent 50 limit 12 stop 8; exit Y limit 14 stop 8
         10 12 7 9";
    check(rules(), scenario, "2 target?; 2 stop");
    assert_eq!(run(rules(), scenario).unwrap().ambiguous_bars, 1);
    check(
        rules(),
        "10 10 10 10: buy L q 4; exit X from L percent 25 limit 12
         10 12 10 12: close L percent 50
         12 12 12 12: sell S q 1
         12 12 12 12",
        "1 target; 1.5 signal; 1.5 reversal; 1 open",
    );
}

#[test]
fn first_in_first_out_gives_the_older_trade_the_reason_of_the_leg() {
    // The bracket is of B, bought at 11; A, bought at 10, is what it closes.
    let scenario = "10 10 10 10: buy A
         10 10 10 10: buy B; exit X from B limit 12 stop 5
         11 12.5 5 9";
    let rules = |close_rule| Rules {
        pyramiding: 2,
        close_rule,
        ..rules()
    };
    check(rules(CloseRule::Fifo), scenario, "1 target?; 1 open");
    check(rules(CloseRule::Any), scenario, "1 target?; 1 open");
    let entries = [CloseRule::Fifo, CloseRule::Any].map(|close_rule| {
        let outcome = run(rules(close_rule), scenario).unwrap();
        outcome.trades[0].entry_price
    });
    assert_eq!(entries, [10.0, 11.0]);
}

#[test]
fn real_quotes_leave_nothing_to_assume() {
    let scenario = "10/11: buy L; exit X from L stop 9 limit 12
         10/11 9.5/10 12/13 8/9";
    for pricing in [Pricing::Quotes, Pricing::QuotesByCount] {
        let scenario = if pricing == Pricing::Quotes {
            scenario.to_owned()
        } else {
            // Bars of four quotes each.
            scenario.replacen("10/11:", "10/11 10/11 10/11 10/11:", 1)
        };
        let outcome = run_on_quotes(rules(), pricing, &scenario).unwrap();
        assert_eq!(ends(&outcome), "1 target");
    }
}
