//! The plan's nodes with constants bound and equal ones merged.

use crate::bind::Bound;
use crate::scalar;
use indicators::Kind;
use plan::{
    AccountField, BinaryFunction, CellId, ContextId, IndicatorFunction, NodeId, Operation, Plan,
    Series, UnaryFunction, ValueType,
};
use std::collections::HashMap;
use std::sync::Arc;

/// Index of a merged node.
pub(crate) type Id = u32;

/// How a merged node gets its value. Operands stand before it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Op {
    Constant(f64),
    Series(Series),
    Account(AccountField),
    Unary(UnaryFunction, Id),
    Binary(BinaryFunction, Id, Id),
    Select(Id, Id, Id),
    History {
        value: Id,
        offset: Id,
    },
    Indicator(Kind, [Id; 3], Settings),
    Cell(CellId),
    Confirmed {
        value: Id,
        context: ContextId,
    },
    /// From an earlier run, from the first row on that columns are evaluated on.
    Recalled(Arc<Vec<f64>>),
}

/// Lengths and switches of an operator; NaN beyond those it has.
pub(crate) type Settings = [f64; 2];

/// Who evaluates a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Nobody: it is known.
    Constant,
    /// The chart's column driver.
    Column,
    /// The chart's bar program.
    Program,
    /// The chart's column driver, after the bar program has run over the block.
    After,
    /// The program of the higher timeframes.
    Higher,
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) op: Op,
    pub(crate) context: ContextId,
    pub(crate) class: Class,
    pub(crate) is_bool: bool,
    /// Lowest node of the plan that it stands for; names it in errors.
    pub(crate) origin: NodeId,
}

#[derive(Debug, Default)]
pub(crate) struct Graph {
    pub(crate) nodes: Vec<Node>,
    /// Merged node of each node of the plan.
    pub(crate) of: Vec<Id>,
    known: HashMap<Vec<u64>, Id>,
}

impl Graph {
    pub(crate) fn new(plan: &Plan, bound: &Bound) -> Self {
        let mut graph = Self::default();
        for (index, node) in plan.nodes().iter().enumerate() {
            let index = index as NodeId;
            let op = graph.lowered(plan, bound, &node.operation);
            let is_bool = plan.value_type(index) == ValueType::Bool;
            let id = graph.intern(op, node.context, is_bool, index);
            graph.of.push(id);
        }
        graph
    }

    pub(crate) fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    pub(crate) fn constant(&self, id: Id) -> Option<f64> {
        match self.node(id).op {
            Op::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// The chart's node that shows a node of the plan, on whatever timeframe that is.
    pub(crate) fn shown(&mut self, plan: &Plan, node: NodeId) -> Id {
        let value = self.of[node as usize];
        let context = plan.nodes()[node as usize].context;
        if self.node(value).class != Class::Higher {
            return value;
        }
        let is_bool = self.node(value).is_bool;
        self.intern(Op::Confirmed { value, context }, 0, is_bool, node)
    }

    /// Adds a node, or finds the equal one.
    pub(crate) fn intern(
        &mut self,
        op: Op,
        context: ContextId,
        is_bool: bool,
        origin: NodeId,
    ) -> Id {
        let op = self.folded(op);
        let context = if matches!(op, Op::Constant(_)) {
            0
        } else {
            context
        };
        let key = key(&op, context, is_bool);
        if let Some(id) = self.known.get(&key) {
            return *id;
        }
        let id = self.nodes.len() as Id;
        let class = self.class(&op, context);
        self.nodes.push(Node {
            op,
            context,
            class,
            is_bool,
            origin,
        });
        self.known.insert(key, id);
        id
    }

    fn lowered(&self, plan: &Plan, bound: &Bound, operation: &Operation) -> Op {
        let of = |node: &NodeId| self.of[*node as usize];
        match operation {
            Operation::Number(value) => Op::Constant(*value),
            Operation::Na => Op::Constant(f64::NAN),
            Operation::Bool(value) => Op::Constant(f64::from(u8::from(*value))),
            Operation::Parameter(index) => Op::Constant(bound.parameter(*index)),
            Operation::Instrument(field) => Op::Constant(bound.instrument(*field)),
            Operation::Series(series) => Op::Series(*series),
            Operation::Account(field) => Op::Account(*field),
            Operation::Unary(function, value) => Op::Unary(*function, of(value)),
            Operation::Binary(function, a, b) => Op::Binary(*function, of(a), of(b)),
            Operation::Select { test, yes, no } => Op::Select(of(test), of(yes), of(no)),
            Operation::History { value, offset } => Op::History {
                value: of(value),
                offset: of(offset),
            },
            Operation::Indicator {
                function,
                inputs,
                settings,
            } => Op::Indicator(
                kind(*function),
                std::array::from_fn(|i| inputs.get(i).or(inputs.first()).map_or(0, of)),
                std::array::from_fn(|i| {
                    let setting = settings.get(i).and_then(|node| self.constant(of(node)));
                    setting.unwrap_or(f64::NAN)
                }),
            ),
            Operation::Cell(cell) => Op::Cell(*cell),
            Operation::Confirmed(value) => Op::Confirmed {
                value: of(value),
                context: plan.nodes()[*value as usize].context,
            },
        }
    }

    /// Computes what is the same for the whole run.
    fn folded(&self, op: Op) -> Op {
        let known = |id: Id| self.constant(id);
        let value = match op {
            Op::Unary(function, x) => known(x).map(|x| scalar::unary(function, x)),
            Op::Binary(function, a, b) => known(a)
                .zip(known(b))
                .map(|(a, b)| scalar::binary(function, a, b)),
            Op::Select(test, yes, no) => match (known(test), known(yes), known(no)) {
                (Some(test), Some(yes), Some(no)) => Some(if test != 0.0 { yes } else { no }),
                _ => None,
            },
            _ => None,
        };
        value.map_or(op, Op::Constant)
    }

    fn class(&self, op: &Op, context: ContextId) -> Class {
        match op {
            Op::Constant(_) => Class::Constant,
            _ if context != 0 => Class::Higher,
            Op::Account(_) | Op::Cell(_) => Class::Program,
            // Its value comes from elsewhere, whatever it depends on there.
            Op::Confirmed { .. } => Class::Column,
            _ => {
                let mut operands = operands(op);
                if operands.any(|id| self.node(id).class == Class::Program) {
                    Class::Program
                } else {
                    Class::Column
                }
            }
        }
    }
}

/// What a node reads on the same bar. An operator's missing inputs repeat its first one.
pub(crate) fn operands(op: &Op) -> impl Iterator<Item = Id> + use<> {
    let (operands, count) = match *op {
        Op::Constant(_) | Op::Series(_) | Op::Account(_) | Op::Cell(_) | Op::Recalled(_) => {
            ([0; 3], 0)
        }
        Op::Unary(_, x) | Op::Confirmed { value: x, .. } => ([x; 3], 1),
        Op::Binary(_, a, b)
        | Op::History {
            value: a,
            offset: b,
        } => ([a, b, b], 2),
        Op::Select(test, yes, no) => ([test, yes, no], 3),
        Op::Indicator(_, inputs, _) => (inputs, 3),
    };
    operands.into_iter().take(count)
}

pub(crate) const fn kind(function: IndicatorFunction) -> Kind {
    match function {
        IndicatorFunction::Sma => Kind::Sma,
        IndicatorFunction::Ema => Kind::Ema,
        IndicatorFunction::Rma => Kind::Rma,
        IndicatorFunction::Wma => Kind::Wma,
        IndicatorFunction::Stdev => Kind::Stdev,
        IndicatorFunction::Rsi => Kind::Rsi,
        IndicatorFunction::Highest => Kind::Highest,
        IndicatorFunction::Lowest => Kind::Lowest,
        IndicatorFunction::Cumulate => Kind::Cumulate,
        IndicatorFunction::TrueRange => Kind::TrueRange,
        IndicatorFunction::CrossOver => Kind::CrossOver,
        IndicatorFunction::CrossUnder => Kind::CrossUnder,
        IndicatorFunction::BarsSince => Kind::BarsSince,
        IndicatorFunction::ValueWhen => Kind::ValueWhen,
        IndicatorFunction::FixNa => Kind::FixNa,
    }
}

/// Equal for equal nodes only. Zeros of either sign stay apart: 1 / x tells nothing, but atan2 might.
fn key(op: &Op, context: ContextId, is_bool: bool) -> Vec<u64> {
    let mut key = shape(op, is_bool);
    let timeframe = match *op {
        Op::Confirmed { context, .. } => context,
        _ => 0,
    };
    key.extend([u64::from(context), u64::from(timeframe)]);
    key.extend(operands(op).map(u64::from));
    key
}

/// What a node is, its operands and timeframes left out.
pub(crate) fn shape(op: &Op, is_bool: bool) -> Vec<u64> {
    let mut key = vec![u64::from(is_bool)];
    match *op {
        Op::Constant(value) => key.extend([0, value.to_bits()]),
        Op::Series(series) => key.extend([1, series as u64]),
        Op::Account(field) => key.extend([2, field as u64]),
        Op::Unary(function, _) => key.extend([3, function as u64]),
        Op::Binary(function, ..) => key.extend([4, function as u64]),
        Op::Select(..) => key.push(5),
        Op::History { .. } => key.push(6),
        Op::Indicator(kind, _, settings) => {
            key.extend([7, kind as u64]);
            key.extend(settings.map(f64::to_bits));
        }
        Op::Cell(cell) => key.extend([8, u64::from(cell)]),
        Op::Confirmed { .. } => key.push(9),
        Op::Recalled(_) => key.push(10),
    }
    key
}
