//! No value comes from the future: cutting the data leaves everything before the cut as it was.

use conformance::{Case, Engine, FULL_SIZE, Fast, Random, Twin, cut, random_case};
use events::RunRecord;

/// What happened up to an instant: fills, closed trades, equity.
fn past(run: &RunRecord, until: i64) -> String {
    let fills: Vec<_> = run
        .fills
        .iter()
        .filter(|fill| fill.stamp.time < until)
        .collect();
    let equity: Vec<_> = run
        .equity
        .iter()
        .filter(|point| point.time < until)
        .collect();
    let is_past = |exit: &events::TradeExit| exit.time < until;
    let trades: Vec<_> = run
        .trades
        .iter()
        .filter(|trade| trade.exit.as_ref().is_some_and(is_past))
        .collect();
    format!("{fills:?}\n{trades:?}\n{equity:?}")
}

/// Compares a run on all bars with one on the first `rows`; tells whether both ran.
fn cutting_changes_nothing(engine: &dyn Engine, case: &Case, rows: usize) -> bool {
    let mut shorter = case.clone();
    cut(&mut shorter, rows);
    let run = |case: &Case| engine.run(&case.prepare().expect("the case is valid"));
    let (Ok(whole), Ok(part)) = (run(case), run(&shorter)) else {
        return false;
    };
    // The last bar is left out: `close_at_end` may act on it.
    let until = case.market.bars.open_time[rows - 1];
    let name = engine.name();
    assert_eq!(
        past(&whole, until),
        past(&part, until),
        "{} cut to {rows}, {name}",
        case.name
    );
    true
}

#[test]
fn cutting_the_data_leaves_the_past_unchanged() {
    let mut random = Random::new(5);
    let mut compared = 0;
    for seed in 0..120 {
        let case = random_case(seed, FULL_SIZE);
        let rows = case.market.bars.len();
        let engine: &dyn Engine = if seed % 2 == 0 {
            &Twin
        } else {
            &Fast::new(64, false)
        };
        for _ in 0..100 {
            let kept = random.between(2, rows);
            compared += usize::from(cutting_changes_nothing(engine, &case, kept));
        }
    }
    assert!(compared > 9_000, "only {compared} cuts could be compared");
}
