//! Rows, time, memory and cancel. No assertion here waits for a clock.

use crate::support::{Home, LIMITS, MILLI_5, START, ask, asked, import_quotes, three_quotes};
use query::{Asked, QueryEngine, QueryErrorKind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const ENDLESS: &str =
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r";

#[test]
fn a_row_limit_cuts_a_large_answer() {
    let home = Home::new();
    let mut batches = Vec::new();
    let mut last = None;
    let asked = Asked {
        rows_max: 2_500,
        ..asked("SELECT range AS n FROM range(10_000_000)")
    };
    let answer = home.engine.run(asked, &|| false, &mut |batch| {
        batches.push(batch.rows.len());
        last = batch.rows.last().cloned();
        batch.columns.len() == 1
    });
    let answer = answer.unwrap();
    assert!(answer.is_cut);
    assert_eq!(answer.rows, 2_500);
    assert_eq!(batches, [1_000, 1_000, 500]);
    assert_eq!(last.unwrap(), [Some("2499".to_owned())]);
}

#[test]
fn an_answer_of_exactly_the_limit_is_not_cut() {
    let home = Home::new();
    for (rows, is_cut) in [(0, false), (1, false), (2, false), (3, true)] {
        let sql = format!("SELECT * FROM range({rows})");
        let limited = Asked {
            rows_max: 2,
            ..asked(&sql)
        };
        let answer = home.engine.run(limited, &|| false, &mut |_| true).unwrap();
        assert_eq!((answer.is_cut, answer.rows), (is_cut, rows.min(2)));
    }
    let none = Asked {
        rows_max: 0,
        ..asked("SELECT 1")
    };
    let answer = home.engine.run(none, &|| false, &mut |_| true).unwrap();
    assert_eq!((answer.is_cut, answer.rows), (true, 0));
}

#[test]
fn an_answer_without_rows_still_says_its_columns() {
    let home = Home::new();
    let mut names = Vec::new();
    let none = asked("SELECT 1 AS a, 2 AS b WHERE false");
    let answer = home.engine.run(none, &|| false, &mut |batch| {
        names.extend(batch.columns.iter().map(|column| column.name.clone()));
        true
    });
    assert_eq!(
        (answer.unwrap().rows, names),
        (0, vec!["a".into(), "b".into()])
    );
}

#[test]
fn who_has_enough_gets_no_more() {
    let home = Home::new();
    let mut calls = 0;
    let answer = home
        .engine
        .run(asked("SELECT * FROM range(10_000)"), &|| false, &mut |_| {
            calls += 1;
            calls < 2
        });
    assert_eq!((answer.unwrap().is_cut, calls), (false, 2));
}

#[test]
fn an_endless_query_ends_at_its_time_limit() {
    let home = Home::new();
    for time_max in [Duration::ZERO, Duration::from_millis(50)] {
        let limited = Asked {
            time_max,
            ..asked(ENDLESS)
        };
        let error = home
            .engine
            .run(limited, &|| false, &mut |_| true)
            .unwrap_err();
        assert_eq!(error.kind, QueryErrorKind::Time, "{error}");
        assert!(error.message.contains("took longer than"), "{error}");
    }
    assert_eq!(home.lines("SELECT 42"), ["42"]);
}

#[test]
fn a_cancel_stops_a_query_wherever_it_is() {
    let home = Home::new();
    let is_cancelled = AtomicBool::new(false);
    let mut batches = 0;
    let slow = asked("SELECT a.range * b.range FROM range(10_000_000) a, range(10_000_000) b");
    let limited = Asked {
        rows_max: u64::MAX,
        ..slow
    };
    let answer = home.engine.run(
        limited,
        &|| is_cancelled.load(Ordering::Relaxed),
        &mut |_| {
            batches += 1;
            is_cancelled.store(true, Ordering::Relaxed);
            true
        },
    );
    assert_eq!(answer.unwrap_err().kind, QueryErrorKind::Cancelled);
    let endless = home.engine.run(asked(ENDLESS), &|| true, &mut |_| true);
    assert_eq!(endless.unwrap_err().kind, QueryErrorKind::Cancelled);
    assert!(batches > 0);
    assert_eq!(home.lines("SELECT 42"), ["42"]);
}

#[test]
fn what_needs_too_much_memory_is_refused_and_writes_nothing() {
    let home = Home::new();
    let before = std::fs::read_dir(home.store.root()).unwrap().count();
    let error = home.error("SELECT list(range) FROM range(100_000_000)");
    assert_eq!(error.kind, QueryErrorKind::Size, "{error}");
    let error =
        home.error("SELECT range, md5(range::VARCHAR) AS h FROM range(20_000_000) ORDER BY h");
    assert_eq!(error.kind, QueryErrorKind::Size, "{error}");
    let after = std::fs::read_dir(home.store.root()).unwrap().count();
    assert_eq!(before, after);
    assert_eq!(home.lines("SELECT 42"), ["42"]);
}

#[test]
fn a_row_that_fits_into_no_reply_is_named() {
    let home = Home::new();
    let error = home.error("SELECT repeat('x', 1_000_000) FROM range(3)");
    assert_eq!(error.kind, QueryErrorKind::Size);
    assert!(
        error.message.starts_with("Row 1 takes 1000005 bytes"),
        "{error}"
    );
    let mut sizes = Vec::new();
    let wide = asked("SELECT repeat('x', 100_000) FROM range(5)");
    let answer = home.engine.run(wide, &|| false, &mut |batch| {
        sizes.push(batch.rows.len());
        true
    });
    assert_eq!((answer.unwrap().rows, sizes), (5, vec![1; 5]));
}

#[test]
fn a_table_that_is_too_wide_for_a_reply_is_refused() {
    let home = Home::new();
    let wide = |count: usize| {
        let columns: Vec<String> = (0..count)
            .map(|n| format!("NULL::BOOLEAN AS c{n:05}"))
            .collect();
        format!("SELECT {} FROM range(2000)", columns.join(", "))
    };
    let error = home.error(&wide(6_000));
    assert_eq!(error.kind, QueryErrorKind::Size, "{error}");
    assert!(error.message.contains("6000 columns"), "{error}");
    let mut most = 0;
    let sql = wide(1_000);
    let answer = home.engine.run(asked(&sql), &|| false, &mut |batch| {
        most = most.max(batch.rows.len());
        true
    });
    assert_eq!(answer.unwrap().rows, 2_000);
    assert!(most <= 26, "{most} rows of 1,000 cells in a batch");
}

#[test]
fn an_answer_of_too_much_text_is_refused() {
    let home = Home::new();
    for (bytes_max, is_answered) in [(45, true), (44, false)] {
        let limited = Asked {
            bytes_max,
            ..asked("SELECT repeat('x', 10) FROM range(3)")
        };
        let answer = home.engine.run(limited, &|| false, &mut |_| true);
        assert_eq!(answer.is_ok(), is_answered);
        if let Err(error) = answer {
            assert_eq!(error.kind, QueryErrorKind::Size);
            assert!(error.message.contains("row 3"), "{error}");
        }
    }
}

#[test]
fn two_threads_ask_while_the_views_change() {
    let home = Home::new();
    let name = ("EURUSD", "EURUSD");
    import_quotes(&home.store, name, 1, MILLI_5, &three_quotes());
    home.engine.refresh(&home.store).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..40 {
                    // Days are only added: whatever a query sees is one version as a whole.
                    let sql = "SELECT count(*), sum(version) FROM ticks, datasets";
                    let (_, rows) = ask(&home.engine, sql).unwrap();
                    let number =
                        |cell: usize| -> i64 { rows[0][cell].as_ref().unwrap().parse().unwrap() };
                    let version = number(1) / number(0);
                    assert_eq!(number(0), version + 2);
                }
            });
        }
        for source in 2..12_u8 {
            let day = i64::from(source) * 86_400;
            let quote = [[(START + day) * 1_000, 1, 1, 1, 1]];
            import_quotes(&home.store, name, source, MILLI_5, &quote);
            home.engine.refresh(&home.store).unwrap();
        }
    });
}

#[test]
fn a_home_that_is_not_there_is_an_error() {
    let error = QueryEngine::new(Path::new("/nowhere/at/all"), LIMITS)
        .err()
        .unwrap();
    assert_eq!(error.kind, QueryErrorKind::Store);
    assert!(error.message.contains("/nowhere/at/all"));
}
