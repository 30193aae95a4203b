//! Random plans over random bars and quotes through twin and fast path: same digest, same record,
//! same values, for any block size and with the bar program entered on every bar.

use conformance::{
    Case, Coverage, FULL_SIZE, disagreement, random_case, random_quote_case, readable, shrink,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

const CASES_ON_BARS: u64 = 10_000;

/// Cases on quotes unless `BACKTESTR_QUOTE_CASES` says how many.
const CASES_ON_QUOTES: u64 = 3_000;

/// Differences that are enough to look at.
const DIFFERENCES_MAX: usize = 3;

/// Cases of one kind.
#[derive(Clone, Copy)]
struct Series {
    count: u64,
    case_of: fn(u64, usize) -> Case,
    coverage: fn() -> Coverage,
}

#[test]
fn twin_and_fast_path_agree_on_random_plans() {
    let coverage = agree(Series {
        count: CASES_ON_BARS,
        case_of: random_case,
        coverage: Coverage::on_bars,
    });
    println!("{coverage}");
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "longer tests are asked for by name"
)]
fn twin_and_fast_path_agree_on_random_quotes() {
    let asked = std::env::var("BACKTESTR_QUOTE_CASES").ok();
    let count = asked.map(|count| count.parse().expect("a number of cases"));
    let coverage = agree(Series {
        count: count.unwrap_or(CASES_ON_QUOTES),
        case_of: random_quote_case,
        coverage: Coverage::on_quotes,
    });
    println!("{coverage}");
}

fn agree(series: Series) -> Coverage {
    let (coverage, differences) = in_threads(2, series);
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
    assert_eq!(coverage.lacks(), Vec::<&str>::new(), "{coverage}");
    coverage
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test may use the machine's cores"
)]
fn in_threads(count: u64, series: Series) -> (Coverage, Vec<String>) {
    std::thread::scope(|scope| {
        let start = |first| scope.spawn(move || every_nth_case(first, count, series));
        let threads: Vec<_> = (0..count).map(start).collect();
        let mut coverage = (series.coverage)();
        let mut differences = Vec::new();
        for thread in threads {
            let (more, found) = thread.join().expect("the cases of a thread do not panic");
            coverage.add(&more);
            differences.extend(found);
        }
        (coverage, differences)
    })
}

fn every_nth_case(first: u64, step: u64, series: Series) -> (Coverage, Vec<String>) {
    let mut coverage = (series.coverage)();
    let mut differences = Vec::new();
    for seed in (first..series.count).step_by(step as usize) {
        let case = (series.case_of)(seed, FULL_SIZE);
        coverage.count_case(&case.prepare().expect("random cases are valid"));
        if let Some(difference) = difference(&case) {
            differences.push(explained(&case, &difference));
        }
        if differences.len() == DIFFERENCES_MAX {
            break;
        }
    }
    (coverage, differences)
}

/// What differs; a panic of either engine is a difference too.
fn difference(case: &Case) -> Option<String> {
    let prepared = case.prepare().ok()?;
    catch_unwind(AssertUnwindSafe(|| disagreement(&prepared)))
        .unwrap_or_else(|_| Some("a panic".to_owned()))
}

fn explained(case: &Case, found: &str) -> String {
    let small = shrink(case, &|case| difference(case).is_some());
    let now = difference(&small).unwrap_or_default();
    format!(
        "{}: {found}\nshrunk: {now}\n{}",
        case.name,
        readable(&small)
    )
}
