//! How each column node is evaluated, and how much of its past is kept for others.

use crate::graph::{Graph, Id, Node, Op};
use crate::history::{self, OFFSET_MAX};
use events::RunError;
use indicators::Operator;
use market::Wants;
use plan::Series;
use sim::Block;
use std::sync::Arc;

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
    /// Evaluated by an earlier run.
    Recalled(Arc<Vec<f64>>),
    /// Filled by whoever drives the higher timeframes, or by the program that runs ahead.
    Given,
}

/// Whether the node's column is there already: the bars' own, or one of an earlier run.
pub(crate) fn is_borrowed(task: &Task) -> bool {
    matches!(
        task,
        Task::Recalled(_)
            | Task::Series(
                Series::Open | Series::High | Series::Low | Series::Close | Series::Volume
            )
    )
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
        _ => &[],
    }
}

/// Writes a column of the last quotes of the bars; `na` in a run on bars.
pub(crate) fn quote_series(series: Series, bars: &Block<'_>, out: &mut [f64]) {
    let column = bars.quotes.and_then(|quotes| match series {
        Series::Bid => Some(quotes.bid),
        Series::Ask => Some(quotes.ask),
        Series::BidSize => Some(quotes.bid_size),
        Series::AskSize => Some(quotes.ask_size),
        _ => None,
    });
    match column {
        Some(column) => out.copy_from_slice(column),
        None => out.fill(f64::NAN),
    }
}

/// What the nodes of the chart that are computed read of quotes.
pub(crate) fn wants(graph: &Graph, is_live: &[bool], ranges: bool) -> Wants {
    let reads = |wanted: &[Series]| {
        let mut nodes = graph.nodes.iter().zip(is_live);
        nodes.any(|(node, is_live)| match node.op {
            Op::Series(series) => *is_live && node.context == 0 && wanted.contains(&series),
            _ => false,
        })
    };
    Wants {
        volume: reads(&[Series::Volume]),
        sizes: reads(&[Series::BidSize, Series::AskSize]),
        ranges,
    }
}

/// How a node of the chart is evaluated.
pub(crate) fn task(graph: &Graph, node: &Node) -> Result<Task, RunError> {
    Ok(match node.op {
        Op::Constant(_) => Task::Constant,
        Op::Series(series) => Task::Series(series),
        Op::Confirmed { .. } => Task::Given,
        Op::Recalled(ref values) => Task::Recalled(Arc::clone(values)),
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
