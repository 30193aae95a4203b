//! What a run takes from the memo, and what it leaves there: columns of indicators, and of values of
//! higher timeframes. Cheaper operators are evaluated sooner than they are looked up.

use crate::columns::Columns;
use crate::executor::Extent;
use crate::feed::Feed;
use crate::graph::{Class, Graph, Id, Node, Op, operands, shape};
use crate::live;
use crate::memo::{Key, Memo};
use base::Nanos;
use blake3::Hasher;
use plan::Plan;
use sim::Block;
use std::mem::size_of;

/// Columns that are written down while they are evaluated.
#[derive(Debug, Default)]
pub(crate) struct Recording {
    columns: Vec<(Id, Key, Vec<f64>)>,
}

impl Recording {
    /// Puts columns from the memo in the place of those nodes that `roots` depend on, which then depend on
    /// nothing themselves, and begins columns for the others.
    pub(crate) fn begin(
        memo: &Memo,
        plan: &Plan,
        graph: &mut Graph,
        roots: &[Id],
        (feed, extent): (Feed<'_>, &Extent),
    ) -> Self {
        let Some(data) = data_key(feed, extent) else {
            return Self::default();
        };
        let is_live = live::mark(plan, graph, roots);
        let rows = extent.period.end - extent.first_row;
        let mut room = memo.bytes_max() / 2;
        let mut recording = Self::default();
        let keys = node_keys(plan, graph, &data);
        for (index, key) in keys.into_iter().enumerate() {
            let node = &mut graph.nodes[index];
            let is_dear = matches!(node.op, Op::Indicator(..) | Op::Confirmed { .. });
            let Some(key) = key.filter(|_| is_dear && is_live[index]) else {
                continue;
            };
            if node.class != Class::Column {
                continue;
            }
            if let Some(values) = memo.get(&key) {
                node.op = Op::Recalled(values);
            } else if let Some(left) = room.checked_sub(rows * size_of::<f64>()) {
                room = left;
                let column = memo.room(rows);
                recording.columns.push((index as Id, key, column));
            }
        }
        recording
    }

    /// Writes down the current block; columns that nobody needed after all have none.
    pub(crate) fn take(&mut self, bars: &Block<'_>, columns: &Columns) {
        for (id, _, values) in &mut self.columns {
            values.extend_from_slice(columns.block(bars, *id));
        }
    }

    /// Hands over what was evaluated to the last row.
    pub(crate) fn end(self, memo: &Memo, extent: &Extent) {
        let rows = extent.period.end - extent.first_row;
        for (_, key, values) in self.columns {
            if values.len() == rows {
                memo.put(key, values);
            } else {
                memo.spare(values);
            }
        }
    }
}

/// Names bars and rows. `None` where runs do not share their bars in memory.
fn data_key(feed: Feed<'_>, extent: &Extent) -> Option<Key> {
    let Feed::Bars(source) = feed else {
        return None;
    };
    let bars = source.resident()?;
    let edge = |times: &[Nanos]| times.first().copied().zip(times.last().copied());
    let (opens, closes) = (edge(&bars.open_time)?, edge(&bars.close_time)?);
    let mut hasher = Hasher::new();
    hasher.update(&source.content_hash());
    hasher.update(source.instrument().zone.name().as_bytes());
    for time in [opens.0, opens.1, closes.0, closes.1] {
        hasher.update(&time.to_le_bytes());
    }
    let rows = [
        bars.len(),
        extent.first_row,
        extent.period.start,
        extent.period.end,
    ];
    for row in rows {
        hasher.update(&(row as u64).to_le_bytes());
    }
    Some(*hasher.finalize().as_bytes())
}

/// Names each node by its structure and the data; `None` where its value depends on the account or on
/// what the program remembers.
fn node_keys(plan: &Plan, graph: &Graph, data: &Key) -> Vec<Option<Key>> {
    let mut keys: Vec<Option<Key>> = Vec::with_capacity(graph.nodes.len());
    for node in &graph.nodes {
        let key = match node.class {
            Class::Constant | Class::Column | Class::Higher => node_key(plan, node, &keys, data),
            Class::Program | Class::After => None,
        };
        keys.push(key);
    }
    keys
}

fn node_key(plan: &Plan, node: &Node, known: &[Option<Key>], data: &Key) -> Option<Key> {
    // What a cell holds is not in the nodes before it.
    if matches!(node.op, Op::Cell(_) | Op::Account(_)) {
        return None;
    }
    let mut hasher = Hasher::new();
    hasher.update(data);
    for word in shape(&node.op, node.is_bool) {
        hasher.update(&word.to_le_bytes());
    }
    let context = match node.op {
        Op::Confirmed { context, .. } => context,
        _ => node.context,
    };
    if let Some(timeframe) = &plan.contexts()[context as usize].timeframe {
        hasher.update(timeframe.as_bytes());
    }
    for operand in operands(&node.op) {
        hasher.update(known[operand as usize].as_ref()?);
    }
    Some(*hasher.finalize().as_bytes())
}
