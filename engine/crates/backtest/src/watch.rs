//! What a caller wants to know of some nodes, noted while the bars of the period go by.

use crate::columns::Columns;
use crate::graph::{Class, Graph, Id};
use crate::program::Program;
use plan::{NodeId, Plan};
use sim::Block;

/// A question about nodes of the plan.
#[derive(Clone, Copy)]
pub(crate) enum Question<'a> {
    /// Their value on each bar.
    Values(&'a [NodeId]),
    /// The first bar on which a number is not `na`, or a bool is true.
    Firsts(&'a [NodeId]),
}

/// The answer, as far as the bars have gone.
pub(crate) enum Watch {
    Values {
        nodes: Vec<Id>,
        columns: Vec<Vec<f64>>,
    },
    Firsts {
        /// Nodes of which nothing was seen yet, with their place in the question.
        waiting: Vec<Waiting>,
        firsts: Vec<Option<u32>>,
        /// Bars of the period that were seen.
        bars: u32,
    },
}

#[derive(Clone, Copy)]
pub(crate) struct Waiting {
    node: Id,
    is_bool: bool,
    place: usize,
}

impl Watch {
    pub(crate) fn new(plan: &Plan, graph: &mut Graph, asked: Question<'_>, bars: usize) -> Self {
        match asked {
            Question::Values(nodes) => Self::Values {
                nodes: nodes.iter().map(|node| graph.shown(plan, *node)).collect(),
                columns: nodes.iter().map(|_| Vec::with_capacity(bars)).collect(),
            },
            Question::Firsts(nodes) => {
                let waiting = nodes.iter().enumerate().map(|(place, node)| {
                    let node = graph.shown(plan, *node);
                    Waiting {
                        node,
                        is_bool: graph.node(node).is_bool,
                        place,
                    }
                });
                Self::Firsts {
                    waiting: waiting.collect(),
                    firsts: vec![None; nodes.len()],
                    bars: 0,
                }
            }
        }
    }

    /// Nodes that it looks at.
    pub(crate) fn reads(&self) -> Vec<Id> {
        match self {
            Self::Values { nodes, .. } => nodes.clone(),
            Self::Firsts { waiting, .. } => waiting.iter().map(|waiting| waiting.node).collect(),
        }
    }

    /// Whether something is asked, and all of it stands in columns.
    pub(crate) fn reads_columns(&self, graph: &Graph, is_ahead: bool) -> bool {
        let is_in_column = |id: &Id| match graph.node(*id).class {
            Class::Constant | Class::Column => true,
            Class::Program | Class::After => is_ahead,
            Class::Higher => false,
        };
        let reads = self.reads();
        !reads.is_empty() && reads.iter().all(is_in_column)
    }

    /// Whether no further bar can change the answer.
    pub(crate) fn is_answered(&self) -> bool {
        match self {
            Self::Values { .. } => false,
            Self::Firsts { waiting, .. } => waiting.is_empty(),
        }
    }

    /// Looks at a bar, whose values stand in the program's registers.
    pub(crate) fn look(&mut self, program: &Program) {
        match self {
            Self::Values { nodes, columns } => {
                for (column, node) in columns.iter_mut().zip(nodes) {
                    column.push(program.get(*node));
                }
            }
            Self::Firsts {
                waiting,
                firsts,
                bars,
            } => {
                waiting.retain(|waiting| {
                    let is_there = waiting.is_there(program.get(waiting.node));
                    if is_there {
                        firsts[waiting.place] = Some(*bars);
                    }
                    !is_there
                });
                *bars += 1;
            }
        }
    }

    /// Looks at a block of the period, whose values stand in columns.
    pub(crate) fn look_at_columns(&mut self, block: &Block<'_>, from: &Columns) {
        match self {
            Self::Values { nodes, columns } => {
                for (column, node) in columns.iter_mut().zip(nodes) {
                    column.extend_from_slice(from.block(block, *node));
                }
            }
            Self::Firsts {
                waiting,
                firsts,
                bars,
            } => {
                waiting.retain(|waiting| {
                    let mut values = from.block(block, waiting.node).iter();
                    let there = values.position(|value| waiting.is_there(*value));
                    if let Some(row) = there {
                        firsts[waiting.place] = Some(*bars + row as u32);
                    }
                    there.is_none()
                });
                *bars += block.len() as u32;
            }
        }
    }

    /// A column for each node that was asked for.
    pub(crate) fn columns(self) -> Vec<Vec<f64>> {
        match self {
            Self::Values { columns, .. } => columns,
            Self::Firsts { .. } => Vec::new(),
        }
    }

    /// The first bar of each node that was asked for, counted from the period's first.
    pub(crate) fn firsts(self) -> Vec<Option<u32>> {
        match self {
            Self::Values { .. } => Vec::new(),
            Self::Firsts { firsts, .. } => firsts,
        }
    }
}

impl Waiting {
    fn is_there(&self, value: f64) -> bool {
        if self.is_bool {
            value != 0.0
        } else {
            !value.is_nan()
        }
    }
}
