//! Hints of the fast path against the twin, which evaluates every node on every bar: when each node is
//! there first, which orders are never reached, and whether more bars are what a value lacks.

use backtest::Options;
use conformance::{
    Case, Data, Engine, FULL_SIZE, Prepared, Twin, random_case, random_quote_case, readable,
};
use events::{Hint, RunError};
use plan::{NodeId, ValueType};
use protocol::Period;
use std::collections::BTreeSet;

const CASES_ON_BARS: u64 = 3_000;
const CASES_ON_QUOTES: u64 = 600;
const NANOS_PER_MICRO: i64 = 1_000;

fn options() -> Options<'static> {
    Options {
        block_rows: 7,
        ..Options::default()
    }
}

fn firsts(case: &Prepared, nodes: &[NodeId]) -> Result<Vec<Option<u32>>, RunError> {
    let (plan, settings, options) = (&case.plan, &case.settings, options());
    match &case.data {
        Data::Bars(source) => backtest::firsts(plan, settings, source, nodes, &options),
        Data::Quotes(quotes) => {
            let chart = backtest::tick_chart(plan, &quotes.quotes())?;
            backtest::firsts_quotes(plan, settings, &chart, nodes, &options)
        }
    }
}

fn hints(case: &Prepared) -> Result<Vec<Hint>, RunError> {
    let (plan, settings, options) = (&case.plan, &case.settings, options());
    match &case.data {
        Data::Bars(source) => backtest::hints(plan, settings, source, &options),
        Data::Quotes(quotes) => {
            let chart = backtest::tick_chart(plan, &quotes.quotes())?;
            backtest::hints_quotes(plan, settings, &chart, &options)
        }
    }
}

/// First bar of a column of the twin on which its node is there.
fn first(case: &Prepared, node: NodeId, column: &[f64]) -> Option<u32> {
    let is_there = |value: &f64| match case.plan.value_type(node) {
        ValueType::Number => !value.is_nan(),
        ValueType::Bool => *value != 0.0,
    };
    let bar = column.iter().position(is_there)?;
    Some(u32::try_from(bar).expect("few bars"))
}

fn nodes_of(case: &Prepared) -> Vec<NodeId> {
    (0..).take(case.plan.nodes().len()).collect()
}

/// When each node is there first, by the twin; `None` for a run that stops.
fn twin_firsts(case: &Prepared) -> Option<Vec<Option<u32>>> {
    let nodes = nodes_of(case);
    let columns = Twin.values(case, &nodes).ok()?;
    let both = nodes.iter().zip(&columns);
    Some(
        both.map(|(node, column)| first(case, *node, column))
            .collect(),
    )
}

/// Cases that showed something.
#[derive(Debug, Default)]
struct Seen {
    finished: usize,
    never_reached: usize,
    too_short: usize,
    cured: usize,
}

/// Compares the hints of a case with what the twin saw.
fn check(case: &Case, seen: &mut Seen) {
    let prepared = case.prepare().expect("random cases are valid");
    let Some(expected) = twin_firsts(&prepared) else {
        return;
    };
    seen.finished += 1;
    let text = || readable(case);
    let found = firsts(&prepared, &nodes_of(&prepared)).expect("the twin finished");
    assert_eq!(found, expected, "{}", text());
    let told = hints(&prepared).expect("the twin finished");

    let is_silent = |guard: NodeId| expected[guard as usize].is_none();
    let statements = (0..).zip(prepared.plan.statements());
    let never: BTreeSet<u32> = statements
        .filter(|(_, statement)| statement.guard().is_some_and(is_silent))
        .map(|(index, _)| index)
        .collect();
    let told_never = told.iter().filter_map(|hint| match hint {
        Hint::NeverReached { statement } => Some(*statement),
        Hint::WarmupTooShort { .. } => None,
    });
    assert_eq!(told_never.collect::<BTreeSet<_>>(), never, "{}", text());
    seen.never_reached += usize::from(!never.is_empty());

    for hint in &told {
        if let Hint::WarmupTooShort {
            node, bars_lacking, ..
        } = *hint
        {
            assert_eq!(bars_lacking, expected[node as usize], "{}", text());
            assert_ne!(bars_lacking, Some(0), "{}", text());
            seen.too_short += 1;
            seen.cured += usize::from(is_cured(case, node, bars_lacking));
        }
    }
}

/// Whether a period that begins so many bars later begins with the value, and one that begins a bar
/// before that does not: then bars are what it lacked. False where that cannot be tried.
fn is_cured(case: &Case, node: NodeId, bars_lacking: Option<u32>) -> bool {
    let Some(lacking) = bars_lacking.filter(|_| case.settings.warmup_bars.is_none()) else {
        return false;
    };
    let opens = &case.market.bars.open_time;
    let period = case.settings.period.unwrap_or(Period {
        from_us: None,
        to_us: None,
    });
    let from = period
        .from_us
        .map_or(i64::MIN, |from| from * NANOS_PER_MICRO);
    let row = opens.partition_point(|open| *open < from) + lacking as usize;
    if opens.is_empty() || row == opens.len() {
        return false;
    }
    let begins_with = |row: usize| {
        let mut later = case.clone();
        let from_us = Some(opens[row] / NANOS_PER_MICRO);
        later.settings.period = Some(Period { from_us, ..period });
        let prepared = later.prepare().ok()?;
        let column = Twin.values(&prepared, &[node]).ok()?;
        Some(!column[0][0].is_nan())
    };
    let Some((now, before)) = begins_with(row).zip(begins_with(row - 1)) else {
        return false;
    };
    assert!(
        now && !before,
        "node {node} lacks {lacking}: {}",
        readable(case)
    );
    true
}

#[test]
fn hints_of_random_plans_are_what_the_twin_sees() {
    let mut seen = Seen::default();
    for seed in 0..CASES_ON_BARS {
        check(&random_case(seed, FULL_SIZE), &mut seen);
    }
    println!("{seen:?}");
    assert!(seen.finished > 2_500, "{seen:?}");
    assert!(seen.never_reached > 500, "{seen:?}");
    assert!(seen.too_short > 100, "{seen:?}");
    assert!(seen.cured > 50, "{seen:?}");
}

#[test]
fn hints_of_random_plans_on_quotes_are_what_the_twin_sees() {
    let mut seen = Seen::default();
    for seed in 0..CASES_ON_QUOTES {
        check(&random_quote_case(seed, FULL_SIZE), &mut seen);
    }
    println!("{seen:?}");
    assert!(seen.finished > 400, "{seen:?}");
    assert!(seen.never_reached > 100, "{seen:?}");
    assert!(seen.too_short > 20, "{seen:?}");
}
