//! What random cases exercise, counted from the twin's own record of them.

use crate::case::{Data, Prepared};
use crate::quote_coverage::shown_on_quotes;
use base::Direction;
use events::{ExitReason, OrderState, OrderTransition, RunError, RunRecord};
use plan::{Operation, Plan};
use std::fmt;

/// What is counted, and the least share of cases in per mille that must show it.
type Feature = (&'static str, u32);

/// What a case on bars can show, in the order in which [`shown`] tells it.
const ON_BARS: [Feature; 31] = [
    ("trades", 600),
    ("ten trades or more", 300),
    ("short trades", 250),
    ("partial exits", 100),
    ("fills that reverse", 80),
    ("several trades open at once", 100),
    ("stop-limits triggered", 25),
    ("orders cancelled", 100),
    ("orders replaced", 100),
    ("orders refused", 10),
    ("fills of price orders inside bars", 250),
    ("ambiguous bars", 60),
    ("exit legs filled", 150),
    ("findings", 80),
    ("open trade at the end", 150),
    ("fees", 250),
    ("confirmed values", 300),
    ("cells", 200),
    ("account figures", 200),
    ("dynamic history", 100),
    ("every sizing by equity at the fill", 20),
    ("errors", 5),
    ("errors of history", 3),
    ("wins and losses", 350),
    ("exits by target", 170),
    ("exits by stop", 190),
    ("exits by trailing stop", 50),
    ("exits by signal", 120),
    ("exits by reversal", 140),
    ("exits by order", 80),
    ("exits by end of data", 250),
];

/// What a case on quotes can show: the same, then what [`shown_on_quotes`] tells.
const ON_QUOTES: [Feature; 42] = [
    ("trades", 500),
    ("ten trades or more", 180),
    ("short trades", 300),
    ("partial exits", 100),
    ("fills that reverse", 100),
    ("several trades open at once", 250),
    ("stop-limits triggered", 80),
    ("orders cancelled", 180),
    ("orders replaced", 220),
    ("orders refused", 6),
    ("fills of price orders inside bars", 20),
    ("ambiguous bars", 1),
    ("exit legs filled", 220),
    ("findings", 250),
    ("open trade at the end", 200),
    ("fees", 230),
    ("confirmed values", 300),
    ("cells", 300),
    ("account figures", 280),
    ("dynamic history", 200),
    ("every sizing by equity at the fill", 10),
    ("errors", 8),
    ("errors of history", 2),
    ("wins and losses", 200),
    ("exits by target", 140),
    ("exits by stop", 160),
    ("exits by trailing stop", 45),
    ("exits by signal", 110),
    ("exits by reversal", 130),
    ("exits by order", 70),
    ("exits by end of data", 240),
    ("orders that meet quotes", 600),
    ("orders that meet quotes, with trades", 450),
    ("charts of ticks", 250),
    ("quotes left over by ticks(n)", 130),
    ("fills at a touch that is crossed", 200),
    ("several fills at one quote", 150),
    ("fills inside a bar, not at its first quote", 120),
    ("fills at a close", 200),
    ("quotes of one time", 350),
    ("timeframes shorter than the chart's", 60),
    ("prices of ask or mid", 500),
];

/// Counts of cases by feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    features: &'static [Feature],
    cases: u32,
    counts: Vec<u32>,
}

impl Coverage {
    /// No case on bars yet.
    #[must_use]
    pub fn on_bars() -> Self {
        Self::new(&ON_BARS)
    }

    /// No case on quotes yet.
    #[must_use]
    pub fn on_quotes() -> Self {
        Self::new(&ON_QUOTES)
    }

    fn new(features: &'static [Feature]) -> Self {
        Self {
            features,
            cases: 0,
            counts: vec![0; features.len()],
        }
    }

    /// Runs a case in the twin and counts what it shows.
    pub fn count_case(&mut self, case: &Prepared) {
        let (plan, settings) = (&case.plan, &case.settings);
        let run = match &case.data {
            Data::Bars(source) => reference::run_with_orders(plan, settings, source),
            Data::Quotes(source) => {
                reference::run_quotes_with_orders(plan, settings, &source.quotes())
            }
        };
        let outcome = run
            .as_ref()
            .map(|(record, orders)| (record, orders.as_slice()));
        let mut shows = shown(plan, outcome);
        if let Data::Quotes(source) = &case.data {
            let record = outcome.ok().map(|(record, _)| record);
            shows.extend(shown_on_quotes(case, &source.quotes(), record));
        }
        self.cases += 1;
        for (count, is_shown) in self.counts.iter_mut().zip(shows) {
            *count += u32::from(is_shown);
        }
    }

    /// Adds what another thread counted.
    pub fn add(&mut self, other: &Self) {
        self.cases += other.cases;
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    /// Features that too few cases show.
    #[must_use]
    pub fn lacks(&self) -> Vec<&'static str> {
        let counts = self.counts.iter().zip(self.features);
        counts
            .filter(|(count, (_, least))| **count * 1_000 < least * self.cases)
            .map(|(_, (name, _))| *name)
            .collect()
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} cases, of which show:", self.cases)?;
        for (count, (name, _)) in self.counts.iter().zip(self.features) {
            let share = 100.0 * f64::from(*count) / f64::from(self.cases.max(1));
            writeln!(f, "{share:6.1} %  {name}")?;
        }
        Ok(())
    }
}

fn shown(plan: &Plan, outcome: Result<(&RunRecord, &[OrderTransition]), &RunError>) -> Vec<bool> {
    let (run, error) = match outcome {
        Ok((record, orders)) => (run_features(record, orders), None),
        Err(error) => ([false; 17], Some(error)),
    };
    let uses = |wanted: fn(&Operation) -> bool| {
        error.is_none() && plan.nodes().iter().any(|node| wanted(&node.operation))
    };
    let is_dynamic = |operation: &Operation| match operation {
        Operation::History { offset, .. } => !matches!(
            plan.nodes()[*offset as usize].operation,
            Operation::Number(_)
        ),
        _ => false,
    };
    let has_dynamic = plan.nodes().iter().any(|node| is_dynamic(&node.operation));
    let record = outcome.ok().map(|(record, _)| record);
    let wins_and_losses = record.is_some_and(|record| {
        record.trades.iter().any(|trade| trade.profit > 0.0)
            && record.trades.iter().any(|trade| trade.profit < 0.0)
    });
    let of_plan = [
        uses(|operation| matches!(operation, Operation::Confirmed(_))),
        uses(|operation| matches!(operation, Operation::Cell(_))),
        uses(|operation| matches!(operation, Operation::Account(_))),
        error.is_none() && has_dynamic,
        run[16],
        error.is_some(),
        error.is_some_and(|error| error.kind == events::RunErrorKind::History),
        wins_and_losses,
    ];
    [&run[..16], &of_plan, &exit_reasons(record)].concat()
}

fn exit_reasons(record: Option<&RunRecord>) -> [bool; 7] {
    let trades = record.map_or(&[][..], |record| &record.trades);
    let has = |reason| {
        let mut exits = trades.iter().filter_map(|trade| trade.exit);
        exits.any(|exit| exit.reason == Some(reason))
    };
    [
        has(ExitReason::Target),
        has(ExitReason::Stop),
        has(ExitReason::TrailingStop),
        has(ExitReason::Signal),
        has(ExitReason::Reversal),
        has(ExitReason::Order),
        has(ExitReason::EndOfData),
    ]
}

fn run_features(record: &RunRecord, orders: &[OrderTransition]) -> [bool; 17] {
    let trades = &record.trades;
    let has = |state: OrderState| orders.iter().any(|order| order.state == state);
    let is_part = |a: &events::Trade, b: &events::Trade| {
        (a.entry_row, a.entry_statement, a.entry_price)
            == (b.entry_row, b.entry_statement, b.entry_price)
    };
    let partial = trades.windows(2).any(|pair| is_part(&pair[0], &pair[1]));
    let reversed = trades.iter().any(|closed| {
        let exit = closed
            .exit
            .map(|exit| (exit.row, exit.statement, exit.price));
        trades.iter().any(|other| {
            exit == Some((other.entry_row, other.entry_statement, other.entry_price))
                && other.direction != closed.direction
        })
    });
    let overlap = trades.iter().enumerate().any(|(index, trade)| {
        trades[..index].iter().any(|other| {
            let end = other.exit.map_or(u32::MAX, |exit| exit.row);
            other.direction == trade.direction
                && (other.entry_row..end).contains(&trade.entry_row)
                && other.entry_row != trade.entry_row
        })
    });
    let closes = |order: &OrderTransition| {
        let both = order.limit.is_nan() != order.stop.is_nan();
        let exits = trades.iter().filter_map(|trade| trade.exit);
        order.state == OrderState::Filled
            && both
            && exits.clone().any(|exit| exit.statement == order.statement)
    };
    let sized_late =
        |order: &OrderTransition| order.state == OrderState::Placed && order.quantity.is_nan();
    [
        !trades.is_empty(),
        trades.len() >= 10,
        trades
            .iter()
            .any(|trade| trade.direction == Direction::Short),
        partial,
        reversed,
        overlap,
        has(OrderState::Triggered),
        has(OrderState::Cancelled),
        has(OrderState::Replaced),
        has(OrderState::Refused),
        record.path_fills > 0,
        record.ambiguous_bars > 0,
        orders.iter().any(closes),
        !record.findings.is_empty(),
        trades.iter().any(|trade| trade.exit.is_none()),
        record.fees > 0.0,
        orders.iter().any(sized_late) && !trades.is_empty(),
    ]
}
