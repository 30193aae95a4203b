//! What a run leaves behind, written down as it happens.

use base::{Direction, Nanos, Stamp};
use events::{
    EquityPoint, EventSink, Fill, Finding, FindingKind, OrderState, OrderTransition, RunDigest,
    Trade,
};

/// The moment of a decision or a fill.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) stamp: Stamp,
    /// Chart row, from the first row of the data.
    pub(crate) row: usize,
    /// Close time of that row's bar, for findings.
    pub(crate) close_time: Nanos,
}

/// The parts of an order that its transitions carry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OrderFacts {
    pub(crate) number: u32,
    pub(crate) statement: u32,
    pub(crate) direction: Direction,
    pub(crate) limit: Option<f64>,
    pub(crate) stop: Option<f64>,
}

/// Everything recorded so far.
pub(crate) struct Journal {
    pub(crate) digest: RunDigest,
    pub(crate) equity: Vec<EquityPoint>,
    pub(crate) fills: Vec<Fill>,
    pub(crate) trades: Vec<Trade>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) orders: Vec<OrderTransition>,
    pub(crate) ambiguous_rows: Vec<usize>,
    /// The legs whose fills made them so.
    pub(crate) ambiguous_legs: Vec<u32>,
    pub(crate) path_fills: u32,
    pub(crate) fees: f64,
}

impl Journal {
    pub(crate) fn new(digest: RunDigest) -> Self {
        Self {
            digest,
            equity: Vec::new(),
            fills: Vec::new(),
            trades: Vec::new(),
            findings: Vec::new(),
            orders: Vec::new(),
            ambiguous_rows: Vec::new(),
            ambiguous_legs: Vec::new(),
            path_fills: 0,
            fees: 0.0,
        }
    }

    /// An order enters a state; `quantity` is `None` while sizing is left to the fill.
    pub(crate) fn order(
        &mut self,
        stamp: Stamp,
        facts: &OrderFacts,
        state: OrderState,
        quantity: Option<f64>,
    ) {
        let transition = OrderTransition {
            stamp,
            order: facts.number,
            statement: facts.statement,
            state,
            direction: facts.direction,
            quantity: quantity.unwrap_or(f64::NAN),
            limit: facts.limit.unwrap_or(f64::NAN),
            stop: facts.stop.unwrap_or(f64::NAN),
        };
        self.digest.order(&transition);
        self.orders.push(transition);
    }

    pub(crate) fn fill(&mut self, fill: Fill) {
        self.fees += fill.fee;
        self.digest.fill(&fill);
        self.fills.push(fill);
    }

    pub(crate) fn finding(&mut self, kind: FindingKind, statement: u32, first_time: Nanos) {
        let known = self
            .findings
            .iter_mut()
            .find(|finding| finding.kind == kind && finding.statement == statement);
        match known {
            Some(finding) => finding.count += 1,
            None => self.findings.push(Finding {
                kind,
                statement,
                count: 1,
                first_time,
            }),
        }
    }

    pub(crate) fn ambiguous(&mut self, row: usize, leg: u32) {
        self.ambiguous_legs.push(leg);
        if self.ambiguous_rows.last() != Some(&row) {
            self.ambiguous_rows.push(row);
        }
    }
}
