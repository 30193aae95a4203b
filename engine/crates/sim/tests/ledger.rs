//! Money of fills, worked by hand.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

mod common;

use common::{rules, run};
use events::Trade;
use sim::{CloseRule, Fee, Rules};

/// Fills as `buy Q @ P` one a bar, then what the account shows.
#[track_caller]
fn check_ledger(rules: Rules, case: &str) {
    let (fills, expected) = case.split_once('|').unwrap();
    let mut scenario = String::new();
    let mut call = String::from("1 1 1 1:");
    for fill in fills.split(',') {
        let words: Vec<&str> = fill.split_whitespace().collect();
        let [side, quantity, "@", price] = words[..] else {
            panic!("no fill: {fill}");
        };
        scenario += &format!("{call} order-{side} X{} q {quantity}\n", scenario.len());
        call = format!("{price} {price} {price} {price}:");
    }
    scenario += call.trim_end_matches(':');
    let outcome = run(rules, &scenario).unwrap();
    let last = outcome.equity.last().unwrap();
    let closed: Vec<&Trade> = outcome.trades.iter().filter(|t| t.exit.is_some()).collect();
    let net = closed.iter().fold(0.0, |sum, trade| sum + trade.profit);
    let found = format!(
        "position {} equity {} fees {} closed {} net {}",
        last.position,
        outcome.final_equity,
        outcome.fees,
        closed.len(),
        net
    );
    assert_eq!(found, expected.trim(), "{case}");
}

#[test]
fn fills_move_position_cash_and_fees() {
    let fee = || Rules {
        fees: vec![Fee::Value(0.001)],
        ..rules()
    };
    let each = || Rules {
        fees: vec![Fee::Order(1.0), Fee::Contract(0.5)],
        ..rules()
    };
    let big = || Rules {
        point_value: 50.0,
        capital: 1_000.0,
        ..rules()
    };
    check_ledger(
        rules(),
        "buy 2 @ 100 | position 2 equity 0 fees 0 closed 0 net 0",
    );
    check_ledger(
        fee(),
        "buy 2 @ 100 | position 2 equity -0.19999999999998863 fees 0.2 closed 0 net 0",
    );
    check_ledger(
        rules(),
        "buy 2 @ 100, sell 2 @ 110 | position 0 equity 20 fees 0 closed 1 net 20",
    );
    check_ledger(
        rules(),
        "sell 2 @ 100, buy 2 @ 110 | position 0 equity -20 fees 0 closed 1 net -20",
    );
    check_ledger(
        rules(),
        "buy 2 @ 100, sell 3 @ 110 | position -1 equity 20 fees 0 closed 1 net 20",
    );
    check_ledger(
        rules(),
        "buy 1 @ 100, buy 1 @ 104, sell 2 @ 110 | position 0 equity 16 fees 0 closed 2 net 16",
    );
    check_ledger(
        each(),
        "buy 2 @ 100, sell 1 @ 110 | position 1 equity 16.5 fees 3.5 closed 1 net 7.5",
    );
    check_ledger(
        big(),
        "buy 1 @ 10, sell 1 @ 12 | position 0 equity 1100 fees 0 closed 1 net 100",
    );
}

#[test]
fn excursions_span_the_prices_between_entry_and_exit() {
    let trade = |scenario: &str| {
        let outcome = run(rules(), scenario).unwrap();
        (outcome.trades[0].mae, outcome.trades[0].mfe)
    };
    let long = "10 10 10 10: buy L
                10 13 9 12
                12 15 11 14: close L
                14 30 1 14";
    assert_eq!(trade(long), (-1.0, 5.0));
    let short = "10 10 10 10: sell S
                 10 13 9 12
                 12 15 11 14: close S
                 16 30 1 14";
    assert_eq!(trade(short), (-6.0, 1.0));
    // Entered on the path: only what comes after counts; left on the path: the exit price counts.
    let inside = "10 10 10 10: buy L stop 12; exit X target 2
                  10 15 9 10";
    assert_eq!(trade(inside), (0.0, 2.0));
}

#[test]
fn excursions_of_many_trades_are_those_of_each() {
    let mut scenario = String::from("50 50 50 50: buy A q 1\n");
    let mut expected = Vec::new();
    let prices = [50, 47, 53, 49, 60, 41, 44, 58, 52, 39, 70, 51];
    for price in prices {
        scenario += &format!("{price} {price} {price} {price}: buy A q 1\n");
    }
    for (index, entry) in prices.iter().enumerate() {
        let seen = &prices[index..];
        let low = seen.iter().min().unwrap();
        let high = seen.iter().max().unwrap();
        expected.push((f64::from(low - entry), f64::from(high - entry)));
    }
    let rules = Rules {
        pyramiding: 100,
        close_rule: CloseRule::Any,
        ..rules()
    };
    let outcome = run(rules, &scenario).unwrap();
    let found: Vec<(f64, f64)> = outcome.trades.iter().map(|t| (t.mae, t.mfe)).collect();
    assert_eq!(found, expected);
}
