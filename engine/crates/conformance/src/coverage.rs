//! What random cases exercise, counted from the twin's own record of them.

use crate::case::Prepared;
use base::Direction;
use events::{OrderState, OrderTransition, RunError, RunRecord};
use plan::{Operation, Plan};
use std::fmt;

/// Names of what is counted, and the least share of cases in per mille that must show it.
const FEATURES: [(&str, u32); 24] = [
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
];

/// Counts of cases by feature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    cases: u32,
    counts: [u32; FEATURES.len()],
}

impl Coverage {
    /// Runs a case in the twin and counts what it shows.
    pub fn count_case(&mut self, case: &Prepared) {
        let run = reference::run_with_orders(&case.plan, &case.settings, &case.source);
        let outcome = run
            .as_ref()
            .map(|(record, orders)| (record, orders.as_slice()));
        self.count(&case.plan, outcome);
    }

    fn count(&mut self, plan: &Plan, outcome: Result<(&RunRecord, &[OrderTransition]), &RunError>) {
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
        let shown = [
            &run[..16],
            &[
                uses(|operation| matches!(operation, Operation::Confirmed(_))),
                uses(|operation| matches!(operation, Operation::Cell(_))),
                uses(|operation| matches!(operation, Operation::Account(_))),
                error.is_none() && has_dynamic,
                run[16],
                error.is_some(),
                error.is_some_and(|error| error.kind == events::RunErrorKind::History),
            ],
        ]
        .concat();
        let record = outcome.ok().map(|(record, _)| record);
        let wins_and_losses = record.is_some_and(|record| {
            record.trades.iter().any(|trade| trade.profit > 0.0)
                && record.trades.iter().any(|trade| trade.profit < 0.0)
        });
        self.cases += 1;
        for (count, is_shown) in self
            .counts
            .iter_mut()
            .zip(shown.iter().chain([&wins_and_losses]))
        {
            *count += u32::from(*is_shown);
        }
    }

    /// Adds what another thread counted.
    pub fn add(&mut self, other: &Self) {
        self.cases += other.cases;
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
    }

    /// Features that too few cases show.
    #[must_use]
    pub fn lacks(&self) -> Vec<&'static str> {
        let counts = self.counts.iter().zip(FEATURES);
        counts
            .filter(|(count, (_, least))| **count * 1_000 < least * self.cases)
            .map(|(_, (name, _))| name)
            .collect()
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} cases, of which show:", self.cases)?;
        for (count, (name, _)) in self.counts.iter().zip(FEATURES) {
            let share = 100.0 * f64::from(*count) / f64::from(self.cases.max(1));
            writeln!(f, "{share:6.1} %  {name}")?;
        }
        Ok(())
    }
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
