//! A bar program that reads no account figure: it is run over a whole block before the account moves,
//! and what others read of it becomes columns. What only statements read is computed from these as
//! columns are. Then bars on which no statement acts are passed over.

use crate::columns::Columns;
use crate::graph::{Class, Graph, Id, Op, operands};
use crate::higher::Failure;
use crate::program::{Back, Program, World};
use events::RunError;
use plan::{AccountField, Plan, Series};
use sim::Block;

#[derive(Debug)]
pub(crate) struct Ahead {
    /// Program nodes that statements, guards or the caller read.
    exports: Vec<Id>,
    /// Their values over the block, by export.
    values: Vec<Vec<f64>>,
    /// Columns that the program reads.
    loads: Vec<Id>,
}

/// The chart's bar at a row of the block, without an account.
struct Row<'a> {
    columns: &'a Columns,
    index: usize,
}

/// Whether the chart's program can run before the account moves.
pub(crate) fn is_possible(graph: &Graph, is_live: &[bool]) -> bool {
    let mut nodes = graph.nodes.iter().zip(is_live);
    !nodes.any(|(node, is_live)| *is_live && matches!(node.op, Op::Account(_)))
}

/// Takes out of the program what has no memory and is read by nothing in it.
pub(crate) fn sort_out(plan: &Plan, graph: &mut Graph, is_live: &[bool]) {
    let mut is_read = vec![false; graph.nodes.len()];
    for cell in plan.cells() {
        is_read[graph.of[cell.next as usize] as usize] = true;
    }
    // Whatever reads a node stands behind it.
    for (index, is_live) in is_live.iter().enumerate().rev() {
        let node = &graph.nodes[index];
        if !is_live || node.class != Class::Program {
            continue;
        }
        let is_plain = matches!(node.op, Op::Unary(..) | Op::Binary(..) | Op::Select(..));
        if is_plain && !is_read[index] {
            graph.nodes[index].class = Class::After;
            continue;
        }
        for id in operands(&node.op) {
            is_read[id as usize] = true;
        }
    }
}

impl Ahead {
    /// Exports what `reads` and columns after the program ask of it; `loads` is what it reads itself.
    pub(crate) fn new(graph: &Graph, is_live: &[bool], reads: &[Id], loads: Vec<Id>) -> Self {
        let is_program = |id: &Id| graph.node(*id).class == Class::Program;
        let after = graph.nodes.iter().zip(is_live);
        let after = after.filter(|(node, is_live)| **is_live && node.class == Class::After);
        let read_after = after.flat_map(|(node, _)| operands(&node.op));
        let all = reads.iter().copied().chain(read_after);
        let mut exports: Vec<Id> = all.filter(is_program).collect();
        exports.sort_unstable();
        exports.dedup();
        Self {
            values: vec![Vec::new(); exports.len()],
            exports,
            loads,
        }
    }

    pub(crate) fn exports(&self) -> &[Id] {
        &self.exports
    }

    /// Runs the program over a block whose columns are there; `pause` is called after each row with
    /// the steps that it took. Gives the first failure, behind which nothing is evaluated.
    pub(crate) fn run(
        &mut self,
        program: &mut Program,
        (bars, columns): (&Block<'_>, &mut Columns),
        mut pause: impl FnMut() -> Result<(), RunError>,
    ) -> Result<Option<Failure>, RunError> {
        let mut failure = None;
        let loaded: Vec<(Id, &[f64])> = (self.loads.iter())
            .map(|id| (*id, columns.block(bars, *id)))
            .collect();
        for values in &mut self.values {
            values.clear();
            values.resize(bars.len(), f64::NAN);
        }
        for index in 0..bars.len() {
            pause()?;
            for (id, column) in &loaded {
                program.set(*id, column[index]);
            }
            if let Some(node) = program.run(&Row { columns, index }) {
                failure = Some(Failure {
                    time: bars.close_time[index],
                    row: bars.first_row + index,
                    node,
                });
                break;
            }
            for (id, values) in self.exports.iter().zip(&mut self.values) {
                values[index] = program.get(*id);
            }
        }
        for (id, values) in self.exports.iter().zip(&self.values) {
            if let Some(column) = columns.block_mut(*id) {
                column.copy_from_slice(values);
            }
        }
        Ok(failure)
    }
}

impl World for Row<'_> {
    fn series(&self, _: usize, _: Series) -> f64 {
        // Series are columns.
        f64::NAN
    }

    fn account(&self, _: AccountField) -> f64 {
        // Programs that read one do not run ahead.
        f64::NAN
    }

    fn is_due(&self, context: usize) -> bool {
        context == 0
    }

    fn bars(&self, _: usize) -> usize {
        // Confirmed values are columns.
        0
    }

    fn back(&self, _: usize, value: usize, offset: usize, _: f64) -> Back {
        Back::Value(self.columns.back(value as u32, self.index, offset))
    }
}
