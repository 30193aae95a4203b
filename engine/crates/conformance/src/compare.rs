//! Whether two engines agree on a case: digest, record, findings, errors and the value of every node.

use crate::case::{Data, Prepared};
use backtest::Memo;
use events::{EquityPoint, Fill, RunError, RunErrorKind, RunRecord, Trade};
use plan::{NodeId, RunSettings};

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

/// Small enough that cases of many nodes lose columns on the way.
const MEMO_BYTES: usize = 1 << 20;

/// Of so many nodes one is asked for alone.
const PART: usize = 7;

/// The naive twin.
#[derive(Clone, Copy, Debug)]
pub struct Twin;

impl Engine for Twin {
    fn name(&self) -> String {
        "the twin".to_owned()
    }

    fn run(&self, case: &Prepared) -> Result<RunRecord, RunError> {
        let (plan, settings) = (&case.plan, &case.settings);
        match &case.data {
            Data::Bars(source) => reference::run(plan, settings, source),
            Data::Quotes(quotes) => reference::run_quotes(plan, settings, &quotes.quotes()),
        }
    }

    fn values(&self, case: &Prepared, nodes: &[NodeId]) -> Result<Vec<Vec<f64>>, RunError> {
        let (plan, settings) = (&case.plan, &case.settings);
        match &case.data {
            Data::Bars(source) => reference::values(plan, settings, source, nodes),
            Data::Quotes(quotes) => {
                reference::values_quotes(plan, settings, &quotes.quotes(), nodes)
            }
        }
    }
}

/// The fast path with one way of carrying out a run.
#[derive(Clone, Copy, Debug)]
pub struct Fast<'a> {
    /// Bars evaluated at a time.
    pub block_rows: usize,
    /// Whether the bar program is entered where it cannot have an effect.
    pub enter_every_bar: bool,
    /// Columns of earlier runs.
    pub memo: Option<&'a Memo>,
}

impl<'a> Fast<'a> {
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
            memo: None,
        }
    }

    /// The same with a memo.
    #[must_use]
    pub const fn recalling(self, memo: &'a Memo) -> Self {
        Self {
            memo: Some(memo),
            ..self
        }
    }

    fn options(&self) -> backtest::Options<'a> {
        backtest::Options {
            block_rows: self.block_rows,
            enter_every_bar: self.enter_every_bar,
            memo: self.memo,
            ..backtest::Options::default()
        }
    }
}

impl Fast<'_> {
    fn run_under(&self, case: &Prepared, settings: &RunSettings) -> Result<RunRecord, RunError> {
        let (plan, options) = (&case.plan, self.options());
        match &case.data {
            Data::Bars(source) => backtest::run(plan, settings, source, &options),
            Data::Quotes(quotes) => {
                let chart = backtest::tick_chart(plan, &quotes.quotes())?;
                backtest::run_quotes(plan, settings, &chart, &options)
            }
        }
    }
}

impl Engine for Fast<'_> {
    fn name(&self) -> String {
        let every = if self.enter_every_bar {
            ", entered on every bar"
        } else {
            ""
        };
        let recalling = if self.memo.is_some() {
            ", with columns of earlier runs"
        } else {
            ""
        };
        let blocks = self.block_rows;
        format!("the fast path in blocks of {blocks}{every}{recalling}")
    }

    fn run(&self, case: &Prepared) -> Result<RunRecord, RunError> {
        self.run_under(case, &case.settings)
    }

    fn values(&self, case: &Prepared, nodes: &[NodeId]) -> Result<Vec<Vec<f64>>, RunError> {
        let (plan, settings, options) = (&case.plan, &case.settings, self.options());
        match &case.data {
            Data::Bars(source) => backtest::values(plan, settings, source, nodes, &options),
            Data::Quotes(quotes) => {
                let chart = backtest::tick_chart(plan, &quotes.quotes())?;
                backtest::values_quotes(plan, settings, &chart, nodes, &options)
            }
        }
    }
}

/// The first difference between the twin and the fast path in any way, in words.
#[must_use]
pub fn disagreement(case: &Prepared) -> Option<String> {
    let twin = Outcome::of(&Twin, case);
    let memo = Memo::new(MEMO_BYTES);
    let [single, _, whole, _] = Fast::WAYS.map(|way| way.recalling(&memo));
    // What an earlier run leaves is partly that of other parameters.
    let mut before = case.settings.clone();
    before.parameters.iter_mut().for_each(|value| *value += 1.0);
    // Whether it comes to its end does not matter.
    let _ = whole.run_under(case, &before);
    let recalling = [whole, single];
    let difference = Fast::WAYS.iter().chain(&recalling).find_map(|way| {
        let difference = twin.difference(&Outcome::of(way, case))?;
        Some(format!("the twin and {}: {difference}", way.name()))
    });
    difference.or_else(|| twin.difference_in_part(&whole, case))
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

    /// The first difference in values when each node is asked for alone: those that stand in columns are
    /// then read there, whatever else the plan computes.
    fn difference_in_part(&self, engine: &dyn Engine, case: &Prepared) -> Option<String> {
        let known = self.values.as_ref().ok()?;
        (0..).zip(known).step_by(PART).find_map(|(node, column)| {
            let alone = engine.values(case, &[node]);
            let difference = values(&Ok(vec![column.clone()]), &alone)?;
            let name = engine.name();
            Some(format!(
                "the twin and {name}, node {node} alone: {difference}"
            ))
        })
    }

    /// The first difference between two outcomes, in words.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<String> {
        let values = match (&self.values, &other.values) {
            // The twin trades for values too; columns are there whatever becomes of the account.
            (Err(error), Ok(_)) if error.kind == RunErrorKind::Limit => None,
            (a, b) => values(a, b),
        };
        values.or_else(|| match (&self.run, &other.run) {
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
        let exit = (trade.exit).map(|exit| {
            (
                exit.time,
                exit.statement,
                exit.row,
                exit.reason,
                exit.is_ambiguous,
            )
        });
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
