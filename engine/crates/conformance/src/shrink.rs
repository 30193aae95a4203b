//! Makes a case that shows a difference smaller while it still shows one.

use crate::case::Case;
use crate::renumber::{parts, remove_node};
use protocol::{FillTiming, Operation, Profile, Sizing};

/// Most arguments that a statement has.
const ARGUMENTS_MAX: usize = 8;

/// The smallest case found from `case` on for which `is_wrong` holds.
pub fn shrink(case: &Case, is_wrong: &dyn Fn(&Case) -> bool) -> Case {
    let mut smallest = case.clone();
    for _ in 0..4 {
        let before = weight(&smallest);
        smallest = without_bars(smallest, is_wrong);
        smallest = without_statements(smallest, is_wrong);
        smallest = without_arguments(smallest, is_wrong);
        smallest = plainer(smallest, is_wrong);
        smallest = without_nodes(smallest, is_wrong);
        if weight(&smallest) == before {
            break;
        }
    }
    smallest.name = format!("{}, shrunk", case.name);
    smallest
}

fn weight(case: &Case) -> (usize, usize, usize) {
    let plan = &case.plan;
    (plan.nodes.len(), plan.statements.len(), case.rows())
}

/// Keeps a change when the case stays valid and wrong.
fn attempt(case: Case, is_wrong: &dyn Fn(&Case) -> bool, change: impl Fn(&mut Case)) -> Case {
    let mut changed = case.clone();
    change(&mut changed);
    if changed.prepare().is_ok() && is_wrong(&changed) {
        changed
    } else {
        case
    }
}

fn without_bars(mut case: Case, is_wrong: &dyn Fn(&Case) -> bool) -> Case {
    for part in [2, 4, 8, 16, 32, 64] {
        for _ in 0..part {
            let rows = case.rows();
            let kept = rows - (rows / part).max(1).min(rows - 1);
            case = attempt(case, is_wrong, |case| cut(case, kept));
        }
    }
    case
}

/// Cuts a case's data to the first rows.
pub fn cut(case: &mut Case, rows: usize) {
    if let Some(quotes) = &mut case.quotes {
        let block = &mut quotes.block;
        block.time.truncate(rows);
        block.bid.truncate(rows);
        block.spread.truncate(rows);
        block.bid_volume.truncate(rows);
        block.ask_volume.truncate(rows);
    }
    let bars = &mut case.market.bars;
    bars.open_time.truncate(rows);
    bars.close_time.truncate(rows);
    bars.open.truncate(rows);
    bars.high.truncate(rows);
    bars.low.truncate(rows);
    bars.close.truncate(rows);
    bars.volume.truncate(rows);
}

fn without_statements(mut case: Case, is_wrong: &dyn Fn(&Case) -> bool) -> Case {
    for index in (0..case.plan.statements.len()).rev() {
        case = attempt(case, is_wrong, |case| {
            case.plan.statements.remove(index);
        });
    }
    case
}

fn without_arguments(mut case: Case, is_wrong: &dyn Fn(&Case) -> bool) -> Case {
    for index in 0..case.plan.statements.len() {
        for argument in 0..ARGUMENTS_MAX {
            case = attempt(case, is_wrong, |case| {
                let (_, arguments) = parts(&mut case.plan.statements[index]);
                if let Some(argument) = arguments.into_iter().nth(argument) {
                    *argument = None;
                }
            });
        }
    }
    case
}

fn plainer(mut case: Case, is_wrong: &dyn Fn(&Case) -> bool) -> Case {
    let changes: [fn(&mut Case); 9] = [
        |case| case.settings.period = None,
        |case| case.settings.warmup_bars = None,
        |case| case.settings.account.commission.clear(),
        |case| case.settings.account.slippage_ticks = 0.0,
        |case| case.settings.account.fills = FillTiming::NextOpen,
        |case| case.settings.account.close_at_end = false,
        |case| case.settings.account.profile = Profile::Native,
        |case| case.settings.account.size = Sizing::Contracts { quantity: 1.0 },
        |case| case.market.instrument.lot = None,
    ];
    for change in changes {
        case = attempt(case, is_wrong, change);
    }
    case
}

/// Replaces nodes by constants, and removes what nothing refers to any more, from the last on.
fn without_nodes(mut case: Case, is_wrong: &dyn Fn(&Case) -> bool) -> Case {
    let constants = [
        Operation::Bool { value: true },
        Operation::Bool { value: false },
        Operation::Number { value: 1.0 },
        Operation::Na {},
    ];
    for index in (0..case.plan.nodes.len()).rev() {
        for constant in &constants {
            if !constants.contains(&case.plan.nodes[index].operation) {
                case = attempt(case, is_wrong, |case| {
                    case.plan.nodes[index].operation = constant.clone();
                });
            }
        }
        case = attempt(case, is_wrong, |case| {
            remove_node(&mut case.plan, index as u32)
        });
    }
    case
}
