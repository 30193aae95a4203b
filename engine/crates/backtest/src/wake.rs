//! The wake predicate: bars on which some order statement may have an effect. It may say yes too
//! often, never too seldom.

use crate::calls::{Call, Idle};
use crate::columns::Columns;
use crate::graph::{Class, Graph, Id, Op};
use events::EventSink;
use plan::BinaryFunction;
use sim::{Block, Simulation};
use std::ops::Range;

/// Rows that are looked at together.
const LOOK: usize = 8;

/// What a guard surely needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    Nothing,
    Column(Id),
    /// It is never true.
    Never,
}

/// Statements that are idle together.
#[derive(Debug)]
struct Group {
    idle: Idle,
    needs: Vec<Need>,
    /// First row of the block, from some row on, on which one of them may act; what came before it
    /// was looked at.
    found: usize,
}

#[derive(Debug)]
pub(crate) struct Wake {
    groups: Vec<Group>,
    /// The program has memory, or is entered by choice.
    is_always: bool,
}

impl Wake {
    /// Adds nodes to the graph where a guard's needs are a choice of columns. What a program gives is
    /// a column too when it runs ahead.
    pub(crate) fn new(graph: &mut Graph, calls: &[Call], is_ahead: bool) -> Self {
        let mut wake = Self {
            groups: Vec::new(),
            is_always: false,
        };
        for call in calls {
            let need = call
                .guard
                .map_or(Need::Nothing, |guard| match graph.node(guard).class {
                    Class::After => Need::Column(guard),
                    Class::Program if is_ahead => Need::Column(guard),
                    _ => need(graph, guard),
                });
            let idle = call.idle();
            match wake.groups.iter_mut().find(|group| group.idle == idle) {
                Some(group) => group.needs.push(need),
                None => wake.groups.push(Group {
                    idle,
                    needs: vec![need],
                    found: 0,
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

    /// A new block begins.
    pub(crate) fn begin_block(&mut self) {
        self.groups.iter_mut().for_each(|group| group.found = 0);
    }

    /// First row of the block, from `row` on and before `end`, on which the program must run while
    /// the account stays as it is; `end` when there is none. Rows must not fall.
    pub(crate) fn next<S: EventSink>(
        &mut self,
        rows: Range<usize>,
        block: &Block<'_>,
        columns: &Columns,
        simulation: &Simulation<S>,
    ) -> usize {
        if self.is_always {
            return rows.start;
        }
        let mut end = rows.end;
        for group in &mut self.groups {
            if !group.is_idle(simulation) {
                end = group.next(rows.start..end, block, columns);
            }
        }
        end
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

    fn next(&mut self, rows: Range<usize>, block: &Block<'_>, columns: &Columns) -> usize {
        if self.found < rows.start || (self.found == 0 && rows.start == 0) {
            let whole = rows.start..block.len();
            let first = |end: usize, need: &Need| match need {
                Need::Nothing => rows.start,
                Need::Never => end,
                Need::Column(id) => first_true(columns.block(block, *id), rows.start..end),
            };
            self.found = self.needs.iter().fold(whole.end, first);
        }
        self.found.min(rows.end)
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

/// First row of `rows` on which a column of bools is true; their end when there is none.
fn first_true(column: &[f64], rows: Range<usize>) -> usize {
    let values = &column[rows.clone()];
    let any = |values: &[f64; LOOK]| values.iter().fold(0, |any, x| any | x.to_bits()) != 0;
    let (chunks, _) = values.as_chunks::<LOOK>();
    let skipped = LOOK * chunks.iter().take_while(|chunk| !any(chunk)).count();
    let found = values[skipped..].iter().position(|value| *value != 0.0);
    found.map_or(rows.end, |index| rows.start + skipped + index)
}
