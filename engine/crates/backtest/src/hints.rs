//! What a whole run says about the text: orders that are never reached, and values that are not there
//! yet when the period begins (docs/semantics/execution.md, section 8). It takes a pass of its own over
//! the bars, so that a run does not pay for it.

use crate::Options;
use crate::feed::Feed;
use crate::run::watch;
use crate::warmth::Warmth;
use crate::watch::Question;
use events::{Hint, RunError};
use market::{BlockSource, TickChart};
use plan::{Node, NodeId, Operation, Plan, RunSettings, Statement, ValueType};
use std::collections::BTreeSet;

/// In place of a bar: none of the period.
pub(crate) const NEVER: u32 = u32::MAX;

/// Hints for the statements of a plan, in their order.
///
/// # Errors
/// As for [`crate::run`].
pub fn hints(
    plan: &Plan,
    settings: &RunSettings,
    source: &dyn BlockSource,
    options: &Options<'_>,
) -> Result<Vec<Hint>, RunError> {
    of(plan, settings, Feed::Bars(source), options)
}

/// What [`hints`] gives, for a run on quotes.
///
/// # Errors
/// As for [`crate::run`].
pub fn hints_quotes(
    plan: &Plan,
    settings: &RunSettings,
    chart: &TickChart<'_>,
    options: &Options<'_>,
) -> Result<Vec<Hint>, RunError> {
    of(plan, settings, Feed::Quotes(chart), options)
}

fn of(
    plan: &Plan,
    settings: &RunSettings,
    feed: Feed<'_>,
    options: &Options<'_>,
) -> Result<Vec<Hint>, RunError> {
    let is_bounded = is_bounded(settings, feed)?;
    let beneath = is_bounded.then(|| beneath(plan));
    let nodes = asked(plan, beneath.as_deref());
    let found = watch(plan, settings, feed, Question::Firsts(&nodes), options)?.firsts();
    let is_there = |node: &Node| is_constant(&node.operation) && node.operation != Operation::Na;
    let constants = plan.nodes().iter().map(is_there);
    let mut firsts: Vec<u32> = constants.map(|is| if is { 0 } else { NEVER }).collect();
    for (node, first) in nodes.iter().zip(found) {
        firsts[*node as usize] = first.unwrap_or(NEVER);
    }
    let warmth = beneath.map(|beneath| Warmth::new(plan, &beneath, &firsts));
    Ok(told(plan, &firsts, warmth.as_ref()))
}

/// Whether the strategy decides on less than the data. Without that every strategy begins with `na`,
/// and nobody wants to be told.
fn is_bounded(settings: &RunSettings, feed: Feed<'_>) -> Result<bool, RunError> {
    let is_late = feed.period(&settings.period)?.start > 0;
    Ok(is_late || settings.warmup_bars.is_some_and(|bars| bars > 0))
}

/// For each node whether an order statement rests on it.
fn beneath(plan: &Plan) -> Vec<bool> {
    let mut beneath = vec![false; plan.nodes().len()];
    for root in plan.statements().iter().flat_map(roots) {
        beneath[root as usize] = true;
    }
    // Whatever reads a node stands behind it.
    for (index, node) in plan.nodes().iter().enumerate().rev() {
        if beneath[index] {
            for operand in node.operation.operands() {
                beneath[operand as usize] = true;
            }
        }
    }
    beneath
}

/// Nodes that an order statement reads.
pub(crate) fn roots(statement: &Statement) -> Vec<NodeId> {
    let arguments = statement.arguments().into_iter();
    let arguments = arguments.flat_map(|argument| [Some(argument.value), argument.given]);
    arguments.chain([statement.guard()]).flatten().collect()
}

/// Guards, and the numbers on which statements rest.
fn asked(plan: &Plan, beneath: Option<&[bool]>) -> Vec<NodeId> {
    let mut asked: BTreeSet<NodeId> = plan
        .statements()
        .iter()
        .filter_map(Statement::guard)
        .collect();
    let beneath = (0..).zip(beneath.unwrap_or_default());
    let beneath = beneath.filter_map(|(node, is_beneath)| is_beneath.then_some(node));
    asked.extend(beneath.filter(|node| is_varying_number(plan, *node)));
    asked.into_iter().collect()
}

fn is_varying_number(plan: &Plan, node: NodeId) -> bool {
    !is_constant(&plan.nodes()[node as usize].operation)
        && plan.value_type(node) == ValueType::Number
}

/// Constants are known without looking.
const fn is_constant(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::Number(_)
            | Operation::Na
            | Operation::Bool(_)
            | Operation::Parameter(_)
            | Operation::Instrument(_)
    )
}

fn told(plan: &Plan, firsts: &[u32], warmth: Option<&Warmth>) -> Vec<Hint> {
    let mut hints = Vec::new();
    let mut is_told = BTreeSet::new();
    for (statement, order) in (0..).zip(plan.statements()) {
        let is_reached = |guard| firsts[guard as usize] != NEVER;
        if !order.guard().is_none_or(is_reached) {
            hints.push(Hint::NeverReached { statement });
        }
        let latest = warmth.and_then(|warmth| warmth.latest(&roots(order)));
        if let Some((first, node)) = latest.filter(|(_, node)| is_told.insert(*node)) {
            hints.push(Hint::WarmupTooShort {
                statement,
                node,
                bars_lacking: (first != NEVER).then_some(first),
            });
        }
    }
    hints
}
