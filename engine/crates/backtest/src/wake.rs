//! The wake predicate: bars on which some order statement may have an effect. It may say yes too
//! often, never too seldom.

use crate::calls::{Call, Idle};
use crate::columns::Columns;
use crate::graph::{Class, Graph, Id, Op};
use events::EventSink;
use market::Bars;
use plan::BinaryFunction;
use sim::Simulation;

const WORD_BITS: usize = 64;

/// What a guard surely needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    Nothing,
    Column(Id),
    /// It is never true.
    Never,
}

/// Statements that are idle together, and the bars of the block on which one of them may act.
#[derive(Debug)]
struct Group {
    idle: Idle,
    needs: Vec<Need>,
    bits: Vec<u64>,
}

#[derive(Debug)]
pub(crate) struct Wake {
    groups: Vec<Group>,
    /// The program has memory, or is entered by choice.
    is_always: bool,
}

impl Wake {
    /// Adds nodes to the graph where a guard's needs are a choice of columns.
    pub(crate) fn new(graph: &mut Graph, calls: &[Call]) -> Self {
        let mut wake = Self {
            groups: Vec::new(),
            is_always: false,
        };
        for call in calls {
            let need = call.guard.map_or(Need::Nothing, |guard| need(graph, guard));
            let idle = call.idle();
            match wake.groups.iter_mut().find(|group| group.idle == idle) {
                Some(group) => group.needs.push(need),
                None => wake.groups.push(Group {
                    idle,
                    needs: vec![need],
                    bits: Vec::new(),
                }),
            }
        }
        wake
    }

    pub(crate) fn always(&mut self) {
        self.is_always = true;
    }

    /// Column nodes that it reads.
    pub(crate) fn reads(&self) -> impl Iterator<Item = Id> {
        let needs = self.groups.iter().flat_map(|group| &group.needs);
        needs.filter_map(|need| match need {
            Need::Column(id) => Some(*id),
            Need::Nothing | Need::Never => None,
        })
    }

    /// Finds the bars of a block.
    pub(crate) fn fill(&mut self, bars: &Bars, columns: &Columns) {
        if self.is_always {
            return;
        }
        let words = bars.len().div_ceil(WORD_BITS);
        for group in &mut self.groups {
            group.bits.clear();
            group.bits.resize(words, 0);
            for need in &group.needs {
                match need {
                    Need::Nothing => group.bits.fill(u64::MAX),
                    Need::Column(id) => mark(&mut group.bits, columns.block(bars, *id)),
                    Need::Never => {}
                }
            }
        }
    }

    /// First row of the block, from `row` on and before `end`, on which the program must run while
    /// the account stays as it is; `end` when there is none.
    pub(crate) fn next<S: EventSink>(
        &self,
        row: usize,
        end: usize,
        simulation: &Simulation<S>,
    ) -> usize {
        if self.is_always {
            return row;
        }
        let awake = (self.groups.iter()).filter(|group| !group.is_idle(simulation));
        awake.fold(end, |end, group| first_set(&group.bits, row, end))
    }

    /// Whether the program must run on `row`.
    pub(crate) fn is_due<S: EventSink>(&self, row: usize, simulation: &Simulation<S>) -> bool {
        self.next(row, row + 1, simulation) == row
    }
}

impl Group {
    fn is_idle<S: EventSink>(&self, simulation: &Simulation<S>) -> bool {
        match self.idle {
            Idle::Never => false,
            Idle::WhileFull(direction) => simulation.refuses_entry(direction),
            Idle::WhileFlat => simulation.is_flat(),
        }
    }
}

fn need(graph: &mut Graph, guard: Id) -> Need {
    let node = graph.node(guard).clone();
    match (node.class, node.op) {
        (Class::Constant, Op::Constant(0.0)) => Need::Never,
        (Class::Column, _) => Need::Column(guard),
        (_, Op::Binary(BinaryFunction::And, a, b)) => {
            let (a, b) = (need(graph, a), need(graph, b));
            both(graph, a, b)
        }
        (_, Op::Binary(BinaryFunction::Or, a, b)) => {
            let (a, b) = (need(graph, a), need(graph, b));
            either(graph, a, b)
        }
        _ => Need::Nothing,
    }
}

fn both(graph: &mut Graph, a: Need, b: Need) -> Need {
    match (a, b) {
        (Need::Never, _) | (_, Need::Never) => Need::Never,
        (Need::Nothing, need) | (need, Need::Nothing) => need,
        (Need::Column(a), Need::Column(b)) => join(graph, BinaryFunction::And, a, b),
    }
}

fn either(graph: &mut Graph, a: Need, b: Need) -> Need {
    match (a, b) {
        (Need::Nothing, _) | (_, Need::Nothing) => Need::Nothing,
        (Need::Never, need) | (need, Need::Never) => need,
        (Need::Column(a), Need::Column(b)) => join(graph, BinaryFunction::Or, a, b),
    }
}

fn join(graph: &mut Graph, function: BinaryFunction, a: Id, b: Id) -> Need {
    let origin = graph.node(a).origin;
    Need::Column(graph.intern(Op::Binary(function, a, b), 0, true, origin))
}

fn mark(bits: &mut [u64], column: &[f64]) {
    for (word, values) in bits.iter_mut().zip(column.chunks(WORD_BITS)) {
        let set = |word: u64, (bit, value): (usize, &f64)| word | (u64::from(*value != 0.0) << bit);
        *word |= values.iter().enumerate().fold(0, set);
    }
}

fn first_set(bits: &[u64], row: usize, end: usize) -> usize {
    let mut word = row / WORD_BITS;
    // Rows before the first one asked for do not count.
    let mut mask = u64::MAX << (row % WORD_BITS);
    while word * WORD_BITS < end {
        let found = bits.get(word).copied().unwrap_or(0) & mask;
        if found != 0 {
            return end.min(word * WORD_BITS + found.trailing_zeros() as usize);
        }
        mask = u64::MAX;
        word += 1;
    }
    end
}
