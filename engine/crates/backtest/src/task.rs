//! How each column node is evaluated, and how much of its past is kept for others.

use crate::graph::{Graph, Id, Node, Op};
use crate::history::{self, OFFSET_MAX};
use events::RunError;
use indicators::Operator;
use plan::Series;
use sim::Block;

/// How one node fills its column.
#[derive(Debug)]
pub(crate) enum Task {
    Constant,
    Series(Series),
    Plain(Op),
    /// A valid constant offset.
    Shift(Id, usize),
    Look {
        value: Id,
        offset: Id,
    },
    Operator(Box<Operator>, [Id; 3]),
    /// Filled by whoever drives the higher timeframes.
    Confirmed,
}

/// Whether the node is the bars' own column.
pub(crate) fn is_borrowed(task: &Task) -> bool {
    let is_computed =
        |series: &Series| matches!(series, Series::Time | Series::TimeClose | Series::BarIndex);
    matches!(task, Task::Series(series) if !is_computed(series))
}

/// Whole milliseconds, rounded down.
pub(crate) fn millis(nanos: i64) -> f64 {
    nanos.div_euclid(1_000_000) as f64
}

/// A column of the bars; empty for those that are computed.
pub(crate) fn own_column<'a>(series: Series, bars: &Block<'a>) -> &'a [f64] {
    match series {
        Series::Open => bars.open,
        Series::High => bars.high,
        Series::Low => bars.low,
        Series::Close => bars.close,
        Series::Volume => bars.volume,
        Series::Time | Series::TimeClose | Series::BarIndex => &[],
    }
}

/// How a node of the chart is evaluated.
pub(crate) fn task(graph: &Graph, node: &Node) -> Result<Task, RunError> {
    Ok(match node.op {
        Op::Constant(_) => Task::Constant,
        Op::Series(series) => Task::Series(series),
        Op::Confirmed { .. } => Task::Confirmed,
        Op::History { value, offset } => {
            let known = graph.constant(offset).and_then(history::offset);
            match known {
                Some(known) => Task::Shift(value, known),
                None => Task::Look { value, offset },
            }
        }
        Op::Indicator(kind, inputs, settings) => {
            let operator = Operator::new(kind, &settings).map_err(crate::bind::setting_error)?;
            Task::Operator(Box::new(operator), inputs)
        }
        _ => Task::Plain(node.op.clone()),
    })
}

/// How much of its past each column must keep for the histories that read it.
pub(crate) fn keeps(graph: &Graph, is_live: &[bool]) -> Vec<usize> {
    let mut keeps = vec![0; graph.nodes.len()];
    for (node, is_live) in graph.nodes.iter().zip(is_live) {
        let Op::History { value, offset } = node.op else {
            continue;
        };
        if !is_live || node.context != 0 {
            continue;
        }
        let known = graph
            .constant(offset)
            .map(|known| history::offset(known).unwrap_or(0));
        let keep = &mut keeps[value as usize];
        *keep = (*keep).max(known.unwrap_or(OFFSET_MAX));
    }
    keeps
}
