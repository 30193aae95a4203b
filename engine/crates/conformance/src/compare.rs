//! Whether two engines agree on a case: digest, record, findings, errors and the value of every node.

use crate::case::Prepared;
use events::{EquityPoint, Fill, RunError, RunRecord, Trade};
use plan::NodeId;

/// An engine under test, or the twin.
pub trait Engine {
    /// Its name, for messages.
    fn name(&self) -> String;

    /// Runs a case.
    ///
    /// # Errors
    /// Whatever stops the run.
    fn run(&self, case: &Prepared) -> Result<RunRecord, RunError>;

    /// Values of nodes on the bars of the period.
    ///
    /// # Errors
    /// Whatever stops the run.
    fn values(&self, case: &Prepared, nodes: &[NodeId]) -> Result<Vec<Vec<f64>>, RunError>;
}

/// The naive twin.
#[derive(Clone, Copy, Debug)]
pub struct Twin;

impl Engine for Twin {
    fn name(&self) -> String {
        "the twin".to_owned()
    }

    fn run(&self, case: &Prepared) -> Result<RunRecord, RunError> {
        reference::run(&case.plan, &case.settings, &case.source)
    }

    fn values(&self, case: &Prepared, nodes: &[NodeId]) -> Result<Vec<Vec<f64>>, RunError> {
        reference::values(&case.plan, &case.settings, &case.source, nodes)
    }
}

/// The fast path with one way of carrying out a run.
#[derive(Clone, Copy, Debug)]
pub struct Fast {
    /// Bars evaluated at a time.
    pub block_rows: usize,
    /// Whether the bar program is entered where it cannot have an effect.
    pub enter_every_bar: bool,
}

impl Fast {
    /// The ways that are compared: none of them may show.
    pub const WAYS: [Self; 4] = [
        Self::new(1, false),
        Self::new(7, false),
        Self::new(1_024, false),
        Self::new(1_024, true),
    ];

    /// A way.
    #[must_use]
    pub const fn new(block_rows: usize, enter_every_bar: bool) -> Self {
        Self {
            block_rows,
            enter_every_bar,
        }
    }

    fn options(&self) -> backtest::Options<'static> {
        backtest::Options {
            block_rows: self.block_rows,
            enter_every_bar: self.enter_every_bar,
            ..backtest::Options::default()
        }
    }
}

impl Engine for Fast {
    fn name(&self) -> String {
        let every = if self.enter_every_bar {
            ", entered on every bar"
        } else {
            ""
        };
        format!("the fast path in blocks of {}{every}", self.block_rows)
    }

    fn run(&self, case: &Prepared) -> Result<RunRecord, RunError> {
        backtest::run(&case.plan, &case.settings, &case.source, &self.options())
    }

    fn values(&self, case: &Prepared, nodes: &[NodeId]) -> Result<Vec<Vec<f64>>, RunError> {
        let options = self.options();
        backtest::values(&case.plan, &case.settings, &case.source, nodes, &options)
    }
}

/// The first difference between the twin and the fast path in any way, in words.
#[must_use]
pub fn disagreement(case: &Prepared) -> Option<String> {
    let twin = Outcome::of(&Twin, case);
    Fast::WAYS.iter().find_map(|way| {
        let difference = twin.difference(&Outcome::of(way, case))?;
        Some(format!("the twin and {}: {difference}", way.name()))
    })
}

/// What an engine made of a case.
#[derive(Clone, Debug)]
pub struct Outcome {
    run: Result<RunRecord, RunError>,
    values: Result<Vec<Vec<f64>>, RunError>,
}

impl Outcome {
    /// Runs a case and asks for the values of all nodes.
    #[must_use]
    pub fn of(engine: &dyn Engine, case: &Prepared) -> Self {
        let nodes: Vec<NodeId> = (0..case.plan.nodes().len() as u32).collect();
        Self {
            run: engine.run(case),
            values: engine.values(case, &nodes),
        }
    }

    /// The first difference between two outcomes, in words.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<String> {
        values(&self.values, &other.values).or_else(|| match (&self.run, &other.run) {
            (Ok(a), Ok(b)) => records(a, b),
            (Err(a), Err(b)) => errors(a, b),
            (a, b) => Some(format!(
                "one run failed: {:?}, {:?}",
                a.as_ref().err(),
                b.as_ref().err()
            )),
        })
    }
}

fn values(
    a: &Result<Vec<Vec<f64>>, RunError>,
    b: &Result<Vec<Vec<f64>>, RunError>,
) -> Option<String> {
    match (a, b) {
        (Ok(a), Ok(b)) => (0..a.len()).find_map(|node| {
            let (a, b) = (&a[node], &b[node]);
            if a.len() != b.len() {
                return Some(format!("node {node} has {} values, {}", a.len(), b.len()));
            }
            let row = (0..a.len()).find(|row| !same(a[*row], b[*row]))?;
            let (a, b) = (a[row], b[row]);
            Some(format!(
                "node {node} on bar {row} of the period is {a:?}, {b:?}"
            ))
        }),
        (Err(a), Err(b)) => errors(a, b),
        (a, b) => {
            let (a, b) = (a.as_ref().err(), b.as_ref().err());
            Some(format!("values of one failed: {a:?}, {b:?}"))
        }
    }
}

/// Messages may differ; kind and place may not.
fn errors(a: &RunError, b: &RunError) -> Option<String> {
    let place = |error: &RunError| (error.kind, error.statement, error.node);
    (place(a) != place(b)).then(|| format!("errors: {a:?}, {b:?}"))
}

/// Any `na` is any other; −0 is 0.
fn same(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

fn records(a: &RunRecord, b: &RunRecord) -> Option<String> {
    let counts = |run: &RunRecord| {
        [
            ("first row", run.first_row),
            ("order count", run.order_count),
            ("ambiguous bars", run.ambiguous_bars),
            ("path fills", run.path_fills),
        ]
    };
    let count = counts(a)
        .into_iter()
        .zip(counts(b))
        .find(|(a, b)| a != b)
        .map(|((name, a), (_, b))| format!("{name}: {a}, {b}"));
    rows("fill", &a.fills, &b.fills, same_fill)
        .or_else(|| rows("trade", &a.trades, &b.trades, same_trade))
        .or_else(|| rows("equity point", &a.equity, &b.equity, same_point))
        .or_else(|| rows("finding", &a.findings, &b.findings, |a, b| a == b))
        .or(count)
        .or_else(|| number("final equity", a.final_equity, b.final_equity))
        .or_else(|| number("fees", a.fees, b.fees))
        .or_else(|| (a.digest != b.digest).then(|| "only the digests differ".to_owned()))
}

fn number(name: &str, a: f64, b: f64) -> Option<String> {
    (!same(a, b)).then(|| format!("{name}: {a:?}, {b:?}"))
}

fn rows<T: std::fmt::Debug>(
    name: &str,
    a: &[T],
    b: &[T],
    is_same: impl Fn(&T, &T) -> bool,
) -> Option<String> {
    let both = a.iter().zip(b).position(|(a, b)| !is_same(a, b));
    let shorter = a.len().min(b.len());
    let row = both.or((a.len() != b.len()).then_some(shorter))?;
    Some(format!("{name} {row}: {:?}, {:?}", a.get(row), b.get(row)))
}

fn same_fill(a: &Fill, b: &Fill) -> bool {
    let facts = |fill: &Fill| {
        (
            fill.stamp,
            fill.order,
            fill.statement,
            fill.direction,
            fill.row,
        )
    };
    facts(a) == facts(b)
        && same(a.quantity, b.quantity)
        && same(a.price, b.price)
        && same(a.fee, b.fee)
}

fn same_trade(a: &Trade, b: &Trade) -> bool {
    let facts = |trade: &Trade| {
        let exit = trade.exit.map(|exit| (exit.time, exit.statement, exit.row));
        let entry = (trade.entry_time, trade.entry_statement, trade.entry_row);
        (trade.direction, entry, exit)
    };
    let numbers = |trade: &Trade| {
        [
            trade.quantity,
            trade.entry_price,
            trade.exit.map_or(0.0, |exit| exit.price),
            trade.profit,
            trade.fees,
            trade.mae,
            trade.mfe,
        ]
    };
    facts(a) == facts(b)
        && numbers(a)
            .iter()
            .zip(&numbers(b))
            .all(|(a, b)| same(*a, *b))
}

fn same_point(a: &EquityPoint, b: &EquityPoint) -> bool {
    a.time == b.time && same(a.equity, b.equity) && same(a.position, b.position)
}
