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

fn run(engine: &dyn Engine, case: &Case) -> Option<RunRecord> {
    let prepared = case.prepare().expect("the case is valid");
    engine.run(&prepared).ok()
}

#[test]
fn cutting_the_data_leaves_the_past_unchanged() {
    let mut random = Random::new(5);
    let mut compared = 0;
    for seed in 0..100 {
        let case = random_case(seed, FULL_SIZE);
        let engine: &dyn Engine = if seed % 2 == 0 {
            &Twin
        } else {
            &Fast::new(64, false)
        };
        let Some(whole) = run(engine, &case) else {
            continue;
        };
        for _ in 0..100 {
            let rows = random.between(2, case.market.bars.len());
            let mut shorter = case.clone();
            cut(&mut shorter, rows);
            let Some(part) = run(engine, &shorter) else {
                continue;
            };
            // The last bar is left out: `close_at_end` may act on it.
            let until = case.market.bars.open_time[rows - 1];
            let what = format!("{} cut to {rows} bars, {}", case.name, engine.name());
            assert_eq!(past(&whole, until), past(&part, until), "{what}");
            compared += 1;
        }
    }
    assert!(compared > 8_000, "only {compared} cuts could be compared");
}
