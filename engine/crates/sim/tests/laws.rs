//! Laws of the account, over thousands of random scenarios.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

mod common;

use common::{BAR_NANOS, Log, rules};
use events::{ExitReason, OrderState, OrderTransition, Trade};
use proptest::prelude::*;
use sim::{
    Bar, CloseCall, CloseRule, ExitCall, ExitPrices, Fee, FillTiming, OrderCall, Outcome, Pricing,
    Rules, Simulation,
};
use std::collections::HashMap;

/// A call with its numbers relative to the close and to the unit of size.
#[derive(Clone, Debug)]
enum Ask {
    Order {
        is_entry: bool,
        is_long: bool,
        id: u32,
        quantity: Option<u32>,
        limit: Option<i32>,
        stop: Option<i32>,
    },
    Exit {
        id: u32,
        from_entry: Option<u32>,
        percent: Option<u32>,
        quantity: Option<u32>,
        target: Option<u32>,
        risk: Option<u32>,
    },
    Close {
        entry: Option<u32>,
        percent: Option<u32>,
    },
    Cancel(Option<u32>),
}

/// One bar: open, high − top, bottom − low, close as ticks; and the calls on it.
type Step = ((i32, u32, u32, i32), Vec<Ask>);

fn ask() -> impl Strategy<Value = Ask> {
    let id = || 0_u32..3;
    let opt = prop::option::weighted::<std::ops::Range<u32>>;
    prop_oneof![
        5 => (
            any::<bool>(), any::<bool>(), id(), opt(0.7, 1..9),
            prop::option::weighted(0.4, -6_i32..6), prop::option::weighted(0.4, -6_i32..6),
        ).prop_map(|(is_entry, is_long, id, quantity, limit, stop)| Ask::Order {
            is_entry, is_long, id, quantity, limit, stop,
        }),
        3 => (id(), opt(0.5, 0..3), opt(0.4, 1..150), opt(0.3, 1..9), opt(0.7, 1..8), opt(0.7, 1..8))
            .prop_map(|(id, from_entry, percent, quantity, target, risk)| Ask::Exit {
                id, from_entry, percent, quantity, target, risk,
            }),
        2 => (opt(0.7, 0..3), opt(0.4, 1..150))
            .prop_map(|(entry, percent)| Ask::Close { entry, percent }),
        1 => opt(0.7, 0..3).prop_map(Ask::Cancel),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let shape = (96_i32..104, 0_u32..5, 0_u32..5, 96_i32..104);
    prop::collection::vec((shape, prop::collection::vec(ask(), 0..3)), 2..40)
}

fn account() -> impl Strategy<Value = Rules> {
    let flags = (any::<bool>(), any::<bool>(), 1_u32..4);
    (flags, 0_u32..3).prop_map(|((is_any, at_close, pyramiding), fee)| Rules {
        capital: 10_000.0,
        pyramiding,
        close_rule: if is_any {
            CloseRule::Any
        } else {
            CloseRule::Fifo
        },
        timing: if at_close {
            FillTiming::ThisClose
        } else {
            FillTiming::NextOpen
        },
        fees: match fee {
            0 => Vec::new(),
            1 => vec![Fee::Value(0.001)],
            _ => vec![Fee::Contract(0.125)],
        },
        ..rules()
    })
}

/// A power of two, so that scaling by it is exact.
#[derive(Clone, Copy)]
struct Scale {
    quantity: f64,
    shift: i64,
}

const PLAIN: Scale = Scale {
    quantity: 1.0,
    shift: 0,
};

fn bar(row: usize, (open, up, down, close): (i32, u32, u32, i32), scale: Scale) -> Bar {
    let (open, close) = (f64::from(open), f64::from(close));
    let open_time = row as i64 * BAR_NANOS + scale.shift;
    Bar {
        row: row as u32,
        open_time,
        close_time: open_time + BAR_NANOS,
        open,
        high: open.max(close) + f64::from(up),
        low: open.min(close) - f64::from(down),
        close,
    }
}

fn apply(simulation: &mut Simulation<Log>, statement: u32, ask: &Ask, close: f64, scale: Scale) {
    let amount = |quantity: Option<u32>| quantity.map(|q| f64::from(q) * scale.quantity);
    let percent = |percent: Option<u32>| percent.map(f64::from);
    match *ask {
        Ask::Order {
            is_entry,
            is_long,
            id,
            quantity,
            limit,
            stop,
        } => {
            let call = OrderCall {
                statement,
                id,
                direction: if is_long {
                    base::Direction::Long
                } else {
                    base::Direction::Short
                },
                quantity: amount(quantity),
                limit: limit.map(|ticks| close + f64::from(ticks)),
                stop: stop.map(|ticks| close + f64::from(ticks)),
            };
            if is_entry {
                simulation.entry(&call).unwrap();
            } else {
                simulation.order(&call).unwrap();
            }
        }
        Ask::Exit {
            id,
            from_entry,
            percent: share,
            quantity,
            target,
            risk,
        } => simulation
            .exit(&ExitCall {
                statement,
                id,
                from_entry,
                quantity: amount(quantity),
                percent: percent(share),
                prices: ExitPrices {
                    target_distance: target.map(f64::from),
                    stop_distance: risk.map(f64::from),
                    ..ExitPrices::default()
                },
            })
            .unwrap(),
        Ask::Close {
            entry,
            percent: share,
        } => simulation
            .close(&CloseCall {
                statement,
                entry,
                quantity: None,
                percent: percent(share),
            })
            .unwrap(),
        Ask::Cancel(id) => simulation.cancel(id).unwrap(),
    }
}

/// Runs the steps; `watch` sees the account at the end of each bar.
fn simulate(
    rules: Rules,
    steps: &[Step],
    scale: Scale,
    mut watch: impl FnMut(&Simulation<Log>, &Bar),
) -> Outcome<Log> {
    let mut simulation = Simulation::new(rules, Pricing::Path, Log::default(), 0);
    for (row, (shape, asks)) in steps.iter().enumerate() {
        let bar = bar(row, *shape, scale);
        simulation.begin_bar(&bar).unwrap();
        simulation.decide(bar.close_time);
        for (index, ask) in asks.iter().enumerate() {
            apply(&mut simulation, index as u32, ask, bar.close, scale);
        }
        simulation.end_bar(row + 1 == steps.len()).unwrap();
        watch(&simulation, &bar);
    }
    simulation.finish()
}

fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// May an order in state `from` enter `to`?
fn may_follow(from: Option<OrderState>, to: OrderState) -> bool {
    use OrderState::{Placed, Triggered};
    match (from, to) {
        (None, next) => next == Placed,
        (Some(Placed), next) => next != Placed,
        (Some(Triggered), next) => next != Placed && next != Triggered,
        (Some(_), _) => false,
    }
}

/// Whether an order that can end a trade for its reason filled when it ended.
fn is_told(trade: &Trade, transitions: &[OrderTransition]) -> bool {
    use ExitReason::{EndOfData, Order, Reversal, Signal, Stop, Target, TrailingStop};
    let Some((exit, reason)) = trade.exit.and_then(|exit| Some((exit, exit.reason?))) else {
        return trade.exit.is_none();
    };
    transitions.iter().any(|order| {
        let prices = (!order.limit.is_nan(), !order.stop.is_nan());
        let is_it = order.state == OrderState::Filled
            && (order.stamp.time, order.statement) == (exit.time, exit.statement)
            && order.direction == trade.direction.opposite();
        is_it
            && match reason {
                Target => prices == (true, false),
                Stop | TrailingStop => prices == (false, true),
                Signal | EndOfData => prices == (false, false),
                Reversal | Order => true,
            }
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn equity_is_cash_and_position_and_position_is_the_sum_of_fills(
        rules in account(),
        steps in steps(),
    ) {
        let capital = rules.capital;
        let mut seen: Vec<(f64, f64, f64)> = Vec::new();
        let outcome = simulate(rules, &steps, PLAIN, |account, bar| {
            seen.push((account.equity(), account.position_size(), bar.close));
        });
        let fills = &outcome.fills;
        for (row, (equity, position, close)) in seen.into_iter().enumerate() {
            let until = fills.iter().filter(|fill| fill.row as usize <= row);
            let (mut cash, mut held) = (capital, 0.0);
            for fill in until {
                cash -= fill.direction.sign() * fill.quantity * fill.price + fill.fee;
                held += fill.direction.sign() * fill.quantity;
            }
            prop_assert!(is_close(position, held), "row {}: {} is not {}", row, position, held);
            prop_assert!(is_close(equity, cash + held * close));
        }
        let fees = fills.iter().fold(0.0, |sum, fill| sum + fill.fee);
        prop_assert!(is_close(outcome.fees, fees));
        let profit = outcome.trades.iter().fold(0.0, |sum, trade| sum + trade.profit);
        prop_assert!(is_close(outcome.final_equity, capital + profit));
    }

    #[test]
    fn fills_stay_inside_their_bar(rules in account(), steps in steps()) {
        let outcome = simulate(rules, &steps, PLAIN, |_, _| {});
        for fill in &outcome.fills {
            let bar = bar(fill.row as usize, steps[fill.row as usize].0, PLAIN);
            prop_assert!(bar.low <= fill.price && fill.price <= bar.high);
            prop_assert!(fill.quantity > 0.0);
        }
        for trade in &outcome.trades {
            prop_assert!(trade.mae <= 0.0 && trade.mfe >= 0.0);
        }
    }

    #[test]
    fn orders_follow_the_state_machine(rules in account(), steps in steps()) {
        let outcome = simulate(rules, &steps, PLAIN, |_, _| {});
        let mut states: HashMap<u32, OrderState> = HashMap::new();
        let mut placed = 0;
        let mut last = (base::Stamp::new(i64::MIN, base::Phase::BarsComplete), 0);
        for OrderTransition { order, state, stamp, .. } in &outcome.sink.transitions {
            prop_assert!(may_follow(states.insert(*order, *state), *state));
            if *state == OrderState::Placed {
                prop_assert_eq!(*order, placed);
                placed += 1;
            }
            prop_assert!(*stamp >= last.0, "stamps go back");
            last.0 = *stamp;
        }
        prop_assert_eq!(outcome.order_count, placed);
    }

    #[test]
    fn a_trade_ends_as_the_order_that_closed_it_asked(rules in account(), steps in steps()) {
        let outcome = simulate(rules, &steps, PLAIN, |_, _| {});
        for trade in &outcome.trades {
            prop_assert!(is_told(trade, &outcome.sink.transitions), "{:?}", trade);
        }
    }

    #[test]
    fn ambiguous_trades_ended_on_the_ambiguous_bars(rules in account(), steps in steps()) {
        let outcome = simulate(rules, &steps, PLAIN, |_, _| {});
        let exits = outcome.trades.iter().filter_map(|trade| trade.exit);
        let ambiguous = exits.filter(|exit| exit.is_ambiguous == Some(true));
        let mut rows: Vec<u32> = ambiguous.map(|exit| exit.row).collect();
        rows.dedup();
        prop_assert_eq!(rows.len(), outcome.ambiguous_bars as usize);
    }

    #[test]
    fn double_the_cash_and_the_size_and_the_profit_doubles(
        rules in account(),
        steps in steps(),
    ) {
        let outcome = simulate(rules.clone(), &steps, PLAIN, |_, _| {});
        let sized = Rules {
            capital: rules.capital * 2.0,
            sizing: sim::Sizing::Contracts(2.0),
            ..rules
        };
        let double = Scale { quantity: 2.0, ..PLAIN };
        let doubled = simulate(sized, &steps, double, |_, _| {});
        prop_assert_eq!(doubled.final_equity, outcome.final_equity * 2.0);
        prop_assert_eq!(doubled.trades.len(), outcome.trades.len());
        for (double, single) in doubled.trades.iter().zip(&outcome.trades) {
            prop_assert_eq!(double.profit, single.profit * 2.0);
        }
    }

    #[test]
    fn shifting_all_times_changes_no_trade(rules in account(), steps in steps()) {
        let outcome = simulate(rules.clone(), &steps, PLAIN, |_, _| {});
        let later = Scale { shift: 86_400_000_000_000, ..PLAIN };
        let shifted = simulate(rules, &steps, later, |_, _| {});
        prop_assert_eq!(shifted.sink.lines, outcome.sink.lines);
        prop_assert_eq!(shifted.final_equity, outcome.final_equity);
    }
}
