//! Which nodes a run computes: those that orders need, and those that can stop the run.

use crate::graph::{Graph, Id, Op, operands};
use crate::history;
use plan::Plan;

/// Marks nodes on which `roots` depend, through cells too, and nodes that can raise an error.
pub(crate) fn mark(plan: &Plan, graph: &Graph, roots: &[Id]) -> Vec<bool> {
    let mut is_live = vec![false; graph.nodes.len()];
    let mut open: Vec<Id> = roots.to_vec();
    open.extend((0..graph.nodes.len() as Id).filter(|id| can_fail(graph, *id)));
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut is_live[id as usize], true) {
            continue;
        }
        let op = &graph.node(id).op;
        open.extend(operands(op));
        if let Op::Cell(cell) = op {
            open.push(graph.of[plan.cells()[*cell as usize].next as usize]);
        }
    }
    is_live
}

fn can_fail(graph: &Graph, id: Id) -> bool {
    let Op::History { offset, .. } = graph.node(id).op else {
        return false;
    };
    graph
        .constant(offset)
        .is_none_or(|offset| history::offset(offset).is_none())
}
