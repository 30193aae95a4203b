//! The twin alone over random cases: it runs them all, and they exercise every feature.

use conformance::{Coverage, FULL_SIZE, random_case, readable};

#[test]
fn random_cases_exercise_every_feature() {
    let mut coverage = Coverage::default();
    for seed in 0..2_000 {
        let case = random_case(seed, FULL_SIZE);
        let prepared = case
            .prepare()
            .unwrap_or_else(|error| panic!("{error}\n{}", readable(&case)));
        let run = reference::run_with_orders(&prepared.plan, &prepared.settings, &prepared.source);
        let outcome = run
            .as_ref()
            .map(|(record, orders)| (record, orders.as_slice()));
        coverage.count(&prepared.plan, outcome);
    }
    println!("{coverage}");
    assert_eq!(coverage.lacks(), Vec::<&str>::new());
}
