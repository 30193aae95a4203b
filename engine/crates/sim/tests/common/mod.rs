//! Scenarios in text: bars and calls in, events and the account out.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

use base::{Direction, Nanos, Zone};
use events::{EventSink, Fill, OrderState, OrderTransition, RunError};
use market::{
    Chart, Instrument, MemoryTicks, PriceSide, Quotes, Scratch, TickBlock, TickChart, TickScale,
    TimeUnit, Wants,
};
use sim::{
    AtEnd, Bar, Block, CloseCall, CloseRule, ExitCall, ExitPrices, Fee, FillTiming, OrderCall,
    Outcome, Pricing, Rules, Simulation, SizedAt, Sizing,
};
use std::collections::HashMap;

pub(crate) const BAR_NANOS: Nanos = 10;

pub(crate) fn rules() -> Rules {
    Rules {
        capital: 0.0,
        sizing: Sizing::Contracts(1.0),
        sized_at: SizedAt::Placing,
        fees: Vec::new(),
        slippage: 0.0,
        tick_size: 0.5,
        point_value: 1.0,
        lot: None,
        pyramiding: 1,
        close_rule: CloseRule::Fifo,
        timing: FillTiming::NextOpen,
        at_end: AtEnd::Keep,
    }
}

pub(crate) fn with_fee(fee: Fee) -> Rules {
    Rules {
        fees: vec![fee],
        ..rules()
    }
}

/// Events as text, and as they came.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) lines: Vec<String>,
    pub(crate) transitions: Vec<OrderTransition>,
    pub(crate) fills: Vec<Fill>,
    pub(crate) equity: Vec<(Nanos, f64)>,
}

const fn side(direction: Direction) -> &'static str {
    match direction {
        Direction::Long => "buy",
        Direction::Short => "sell",
    }
}

fn price(name: &str, price: f64) -> String {
    if price.is_nan() {
        String::new()
    } else {
        format!(" {name} {price}")
    }
}

impl EventSink for Log {
    fn order(&mut self, order: &OrderTransition) {
        self.transitions.push(*order);
        let state = match order.state {
            OrderState::Placed => "placed",
            OrderState::Triggered => "triggered",
            OrderState::Cancelled => "cancelled",
            OrderState::Replaced => "replaced",
            OrderState::Refused => "refused",
            // The fill's own line says it.
            OrderState::Filled => return,
        };
        let line = format!(
            "{state} {} {} {}{}{}",
            order.order,
            side(order.direction),
            order.quantity,
            price("limit", order.limit),
            price("stop", order.stop)
        );
        self.lines.push(line);
    }

    fn fill(&mut self, fill: &Fill) {
        let last = self.transitions.last().expect("a transition comes first");
        assert_eq!((last.state, last.order), (OrderState::Filled, fill.order));
        self.fills.push(*fill);
        let Fill {
            order,
            quantity,
            price,
            fee,
            ..
        } = fill;
        let fee = if *fee == 0.0 {
            String::new()
        } else {
            format!(" fee {fee}")
        };
        let side = side(fill.direction);
        self.lines
            .push(format!("{side} {order} {quantity} @ {price}{fee}"));
    }

    fn equity(&mut self, close_time: Nanos, equity: f64) {
        self.equity.push((close_time, equity));
    }
}

/// Runs a scenario: a line a bar, `O H L C: call; call`.
pub(crate) fn run(rules: Rules, scenario: &str) -> Result<Outcome<Log>, RunError> {
    let mut simulation = Simulation::new(rules, Pricing::Path, Log::default(), 0);
    let lines: Vec<&str> = (scenario.lines().map(str::trim))
        .filter(|line| !line.is_empty())
        .collect();
    let mut ids = Ids::default();
    for (row, line) in lines.iter().enumerate() {
        let (prices, calls) = line.split_once(':').unwrap_or((line, ""));
        simulation.begin_bar(&bar(row, prices))?;
        simulation.decide((row as Nanos + 1) * BAR_NANOS);
        for (index, call) in calls.split(';').map(str::trim).enumerate() {
            if !call.is_empty() {
                apply(&mut simulation, &mut ids, row * 100 + index, call)?;
            }
        }
        simulation.end_bar(row + 1 == lines.len())?;
    }
    Ok(simulation.finish())
}

/// A minute, the bar of scenarios on quotes.
pub(crate) const MINUTE: Nanos = 60_000_000_000;
const SECOND_MILLIS: i64 = 1_000;

/// Runs a scenario on quotes: a line a bar, `bid/ask bid/ask: call; call`. By time the quotes of a
/// line are ten seconds apart in its minute; by count all have one time.
pub(crate) fn run_on_quotes(
    rules: Rules,
    pricing: Pricing,
    scenario: &str,
) -> Result<Outcome<Log>, RunError> {
    let lines: Vec<(&str, &str)> = (scenario.lines().map(str::trim))
        .filter(|line| !line.is_empty())
        .map(|line| line.split_once(':').unwrap_or((line, "")))
        .collect();
    let by_count = pricing == Pricing::QuotesByCount;
    let source = quotes(lines.iter().map(|(quotes, _)| *quotes), by_count);
    let count = lines[0].0.split_whitespace().count() as u32;
    let quotes = Quotes {
        source: &source,
        chart: if by_count {
            Chart::Ticks(count)
        } else {
            Chart::parse("1m").unwrap()
        },
        side: PriceSide::Mid,
    };
    let chart = TickChart::new(&quotes, &[]).unwrap();
    assert_eq!(chart.rows(), lines.len(), "each line is a bar");
    let (wants, mut scratch) = (
        Wants {
            ranges: true,
            ..Wants::default()
        },
        Scratch::default(),
    );
    let (bars, columns) = chart.columns(0..lines.len(), wants, &mut scratch);
    let block = Block::of(bars, Some(columns), 0);
    let mut simulation = Simulation::new(rules, pricing, Log::default(), 0);
    let mut ids = Ids::default();
    for (row, (_, calls)) in lines.iter().enumerate() {
        simulation.begin(&block, row)?;
        simulation.decide(block.close_time[row]);
        for (index, call) in calls.split(';').map(str::trim).enumerate() {
            if !call.is_empty() {
                apply(&mut simulation, &mut ids, row * 100 + index, call)?;
            }
        }
        simulation.end_bar(row + 1 == lines.len())?;
    }
    Ok(simulation.finish())
}

/// The quotes of a scenario, prices in hundredths.
fn quotes<'a>(lines: impl Iterator<Item = &'a str>, by_count: bool) -> MemoryTicks {
    let mut block = TickBlock::new(TickScale {
        unit: TimeUnit::Milli,
        price: 2,
        volume: 0,
    });
    let hundredths = |text: &str| (text.parse::<f64>().unwrap() * 100.0).round() as i64;
    for (line, minute) in lines.zip(0_i64..) {
        for (quote, index) in line.split_whitespace().zip(0_i64..) {
            let (bid, ask) = quote.split_once('/').unwrap();
            let seconds = if by_count {
                7
            } else {
                60 * minute + 10 * index
            };
            block.time.push(seconds * SECOND_MILLIS);
            block.bid.push(hundredths(bid));
            block.spread.push(hundredths(ask) - hundredths(bid));
            block.bid_volume.push(1);
            block.ask_volume.push(1);
        }
    }
    let instrument = Instrument {
        symbol: "TEST".into(),
        tick_size: Some(0.5),
        point_value: 1.0,
        lot: None,
        zone: Zone::utc(),
    };
    MemoryTicks::new(instrument, block).unwrap()
}

/// Compares the events of a scenario, joined by `; `.
pub(crate) fn check(rules: Rules, scenario: &str, expected: &str) {
    let outcome = run(rules, scenario).unwrap();
    let found = outcome.sink.lines.join("; ");
    let expected: Vec<&str> = (expected.split(';').map(str::trim))
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(found, expected.join("; "), "{scenario}");
}

fn bar(row: usize, prices: &str) -> Bar {
    let prices: Vec<f64> = (prices.split_whitespace())
        .map(|price| price.parse().unwrap())
        .collect();
    let [open, high, low, close] = prices[..] else {
        panic!("a bar has four prices: {prices:?}");
    };
    assert!(low <= open.min(close) && high >= open.max(close));
    let open_time = row as Nanos * BAR_NANOS;
    Bar {
        row: row as u32,
        open_time,
        close_time: open_time + BAR_NANOS,
        open,
        high,
        low,
        close,
    }
}

#[derive(Default)]
struct Ids(HashMap<String, u32>);

impl Ids {
    fn get(&mut self, text: &str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(text.into()).or_insert(next)
    }
}

fn apply(
    simulation: &mut Simulation<Log>,
    ids: &mut Ids,
    statement: usize,
    call: &str,
) -> Result<(), RunError> {
    let words: Vec<&str> = call.split_whitespace().collect();
    let statement = statement as u32;
    let number = |name: &str| {
        let at = words.iter().position(|word| *word == name)?;
        Some(words[at + 1].parse().unwrap())
    };
    let from = words.iter().position(|word| *word == "from");
    match words[..] {
        [verb @ ("buy" | "sell" | "order-buy" | "order-sell"), id, ..] => {
            let call = OrderCall {
                statement,
                id: ids.get(id),
                direction: if verb.ends_with("buy") {
                    Direction::Long
                } else {
                    Direction::Short
                },
                quantity: number("q"),
                limit: number("limit"),
                stop: number("stop"),
            };
            if verb.starts_with("order") {
                simulation.order(&call)
            } else {
                simulation.entry(&call)
            }
        }
        ["exit", id, ..] => simulation.exit(&ExitCall {
            statement,
            id: ids.get(id),
            from_entry: from.map(|at| ids.get(words[at + 1])),
            quantity: number("q"),
            percent: number("percent"),
            prices: ExitPrices {
                limit: number("limit"),
                stop: number("stop"),
                target_distance: number("target"),
                stop_distance: number("risk"),
                profit_ticks: number("profit-ticks"),
                loss_ticks: number("loss-ticks"),
            },
        }),
        ["close-all"] => simulation.close(&CloseCall {
            statement,
            entry: None,
            quantity: None,
            percent: None,
        }),
        ["close", id, ..] => simulation.close(&CloseCall {
            statement,
            entry: Some(ids.get(id)),
            quantity: number("q"),
            percent: number("percent"),
        }),
        ["cancel-all"] => simulation.cancel(None),
        ["cancel", id] => simulation.cancel(Some(ids.get(id))),
        _ => panic!("no call: {call}"),
    }
}
