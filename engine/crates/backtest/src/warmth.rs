//! Which values are `na` when the period begins for no other reason than too few bars before it.

use crate::hints::NEVER;
use plan::{IndicatorFunction, Node, NodeId, Operation, Plan, Series, ValueType};

/// The first bar of a node that lacks bars, and the node.
type Late = (u32, NodeId);

/// What is known of the nodes on which orders rest.
pub(crate) struct Warmth {
    /// Per node, of itself and what it rests on, the one that comes last.
    latest: Vec<Option<Late>>,
}

impl Warmth {
    /// `firsts` are the first bars on which nodes are there.
    pub(crate) fn new(plan: &Plan, beneath: &[bool], firsts: &[u32]) -> Self {
        let mut is_steady = vec![false; beneath.len()];
        let mut latest = vec![None; beneath.len()];
        for (node, index) in plan.nodes().iter().zip(0..) {
            if !beneath[index as usize] {
                continue;
            }
            let view = View {
                plan,
                firsts,
                is_steady: &is_steady,
            };
            let steady = view.is_steady(index, node);
            let own =
                (steady && view.has_past(index, node)).then(|| (firsts[index as usize], index));
            let operands = node.operation.operands().into_iter();
            let below = operands.filter_map(|operand| latest[operand as usize]);
            latest[index as usize] = below.chain(own).max();
            is_steady[index as usize] = steady;
        }
        Self { latest }
    }

    /// The node that comes last of those on which some nodes rest; `None` when all are there on the
    /// period's first bar.
    pub(crate) fn latest(&self, nodes: &[NodeId]) -> Option<Late> {
        nodes
            .iter()
            .filter_map(|node| self.latest[*node as usize])
            .max()
    }
}

struct View<'a> {
    plan: &'a Plan,
    firsts: &'a [u32],
    is_steady: &'a [bool],
}

impl View<'_> {
    /// Whether the node needs bars before it has a value, and is without one on the first bar.
    fn has_past(&self, index: NodeId, node: &Node) -> bool {
        let needs_bars = matches!(
            node.operation,
            Operation::Indicator { .. } | Operation::History { .. }
        );
        needs_bars && self.is_number(index) && self.firsts[index as usize] > 0
    }

    fn is_number(&self, node: NodeId) -> bool {
        self.plan.value_type(node) == ValueType::Number
    }

    /// Whether only bars can be what the node lacks: it waits for no event, remembers nothing of its
    /// own, knows nothing of the account, and has a value wherever its operands have theirs.
    fn is_steady(&self, index: NodeId, node: &Node) -> bool {
        let operands = node.operation.operands();
        let are_steady = || operands.iter().all(|node| self.is_steady[*node as usize]);
        match &node.operation {
            Operation::Number(_)
            | Operation::Bool(_)
            | Operation::Parameter(_)
            | Operation::Instrument(_) => true,
            Operation::Na | Operation::Account(_) | Operation::Cell(_) => false,
            Operation::Series(series) => self.is_steady_series(index, node, *series),
            Operation::Unary(..) | Operation::Binary(..) | Operation::Select { .. } => {
                are_steady() && self.follows(index, &operands)
            }
            Operation::Indicator { function, .. } => !waits(*function) && are_steady(),
            Operation::History { .. } | Operation::Confirmed(_) => are_steady(),
        }
    }

    /// Volume and quotes may be missing in the data; the chart counts its bars from the period's first.
    fn is_steady_series(&self, index: NodeId, node: &Node, series: Series) -> bool {
        match series {
            Series::Open
            | Series::High
            | Series::Low
            | Series::Close
            | Series::Time
            | Series::TimeClose => true,
            Series::BarIndex => node.context != 0,
            Series::Volume | Series::Bid | Series::Ask | Series::BidSize | Series::AskSize => {
                self.firsts[index as usize] != NEVER
            }
        }
    }

    /// Whether a number without a past is there as soon as its operands are. A quotient of 0 is not.
    fn follows(&self, index: NodeId, operands: &[NodeId]) -> bool {
        let numbers = operands.iter().filter(|node| self.is_number(**node));
        let known = numbers.map(|node| self.firsts[*node as usize]);
        !self.is_number(index) || self.firsts[index as usize] <= known.max().unwrap_or(0)
    }
}

/// Indicators that wait for an event: no number of bars brings it for sure.
const fn waits(function: IndicatorFunction) -> bool {
    matches!(
        function,
        IndicatorFunction::BarsSince | IndicatorFunction::ValueWhen
    )
}
