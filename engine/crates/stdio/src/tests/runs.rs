//! Runs: panics, cancel, progress, the limit of requests, and chunks with credit.

use super::host::{Host, engine, next, release};
use crate::engine::Engine;
use crate::stream::Stream;
use protocol::{CHUNK_CREDIT, ErrorCode, Reply, Request, SeriesName};
use std::sync::{Arc, Weak};

/// A finished run with that many rows; returns its number.
fn run_of(host: &mut Host, rows: u32) -> u32 {
    let plan = host.put_plan();
    host.start(&plan, "", rows);
    match host.reply() {
        Reply::RunStartDone { summary, .. } => summary.run,
        other => panic!("a summary was expected, not {other:?}"),
    }
}

/// The numbers of one chunk of a column.
fn numbers(reply: Reply, expected_id: u32, expected_chunk: u32) -> Vec<f64> {
    match reply {
        Reply::RunSeriesChunk {
            id,
            chunk,
            numbers: Some(column),
            times: None,
        } => {
            assert_eq!((id, chunk), (expected_id, expected_chunk));
            column.0
        }
        other => panic!("a chunk of numbers was expected, not {other:?}"),
    }
}

#[test]
fn a_panic_becomes_an_error_and_its_words_stay_inside() {
    let mut host = Host::greeted();
    let plan = host.put_plan();
    for _ in 0..10 {
        let run = host.start(&plan, "panic", 0);
        let (id, code, text) = host.error();
        assert_eq!((id, code), (run, ErrorCode::Internal));
        assert!(!text.contains("secret"), "{text}");
    }
    host.expect_alive();
    host.start(&plan, "", 0);
    assert!(matches!(host.reply(), Reply::RunStartDone { .. }));
}

#[test]
fn a_run_stops_when_it_is_cancelled() {
    let mut host = Host::greeted();
    let plan = host.put_plan();
    let run = host.start(&plan, "wait", 0);
    host.expect_alive();
    host.ask(|id| Request::Cancel { id, request: run });
    assert_eq!(host.error().0, run);
    host.ask(|id| Request::Cancel { id, request: run });
    host.expect_alive();
}

#[test]
fn a_run_that_waits_for_a_thread_is_cancelled_at_once() {
    let mut host = Host::greeted();
    let plan = host.put_plan();
    let runs: Vec<u32> = (0..60).map(|_| host.start(&plan, "wait", 0)).collect();
    let last = runs[59];
    host.ask(|id| Request::Cancel { id, request: last });
    assert_eq!(
        host.error(),
        (
            last,
            ErrorCode::Cancelled,
            "The request was cancelled.".into()
        )
    );
    host.expect_alive();
    for &run in &runs[..59] {
        host.ask(|id| Request::Cancel { id, request: run });
        assert_eq!(host.error().1, ErrorCode::Cancelled);
    }
}

#[test]
fn who_cancels_does_not_wait_for_a_step_that_cannot_look() {
    let mut host = Host::greeted();
    let plan = host.put_plan();
    let run = host.start(&plan, "deaf", 1);
    host.expect_alive();
    host.ask(|id| Request::Cancel { id, request: run });
    let (id, code, _) = host.error();
    assert_eq!((id, code), (run, ErrorCode::Cancelled));
    host.expect_alive();
    // Only now does the step end. Nobody hears of it.
    release(1);
    host.expect_alive();
}

#[test]
fn a_run_ends_at_its_deadline_wherever_it_is() {
    let mut host = Host::greeted();
    let plan = host.put_plan();
    for script in ["wait", "deaf"] {
        let run = host.start_with(&plan, script, 2, Some(30));
        let (id, code, _) = host.error();
        assert_eq!((id, code), (run, ErrorCode::DeadlineExceeded));
    }
    release(2);
    // More than there are threads: the last ones wait for one when their time is over.
    let runs: Vec<u32> = (0..40)
        .map(|_| host.start_with(&plan, "wait", 0, Some(50)))
        .collect();
    let mut ended: Vec<u32> = (0..40)
        .map(|_| {
            let (id, code, _) = host.error();
            assert_eq!(code, ErrorCode::DeadlineExceeded);
            id
        })
        .collect();
    ended.sort_unstable();
    assert_eq!(ended, runs);
    host.start_with(&plan, "", 0, Some(60_000));
    assert!(matches!(host.reply(), Reply::RunStartDone { .. }));
}

#[test]
fn progress_is_told_at_most_ten_times_a_second() {
    let mut host = Host::greeted();
    let plan = host.put_plan();
    host.start(&plan, "progress", 0);
    let mut reports = 0;
    while let Reply::RunStartProgress { .. } = host.reply() {
        reports += 1;
    }
    assert!((1..=5).contains(&reports), "{reports} reports");
}

#[test]
fn an_answer_that_the_host_would_refuse_becomes_an_error() {
    let mut host = Host::greeted();
    let plan = host.put_plan();
    let run = host.start(&plan, "nan", 0);
    let (id, code, _) = host.error();
    assert_eq!((id, code), (run, ErrorCode::Internal));
    host.expect_alive();
}

#[test]
fn the_sixty_fifth_request_is_told_to_wait() {
    let mut host = Host::greeted();
    let plan = host.put_plan();
    let runs: Vec<u32> = (0..64).map(|_| host.start(&plan, "wait", 0)).collect();
    let extra = host.start(&plan, "wait", 0);
    let (id, code, _) = host.error();
    assert_eq!((id, code), (extra, ErrorCode::Busy));
    host.expect_alive();
    for &run in &runs {
        host.ask(|id| Request::Cancel { id, request: run });
    }
    let mut ended: Vec<u32> = runs.iter().map(|_| host.error().0).collect();
    ended.sort_unstable();
    assert_eq!(ended, runs);
}

#[test]
fn chunks_wait_for_credit_and_control_frames_do_not() {
    let mut host = Host::greeted();
    let rows = 131_072 * (CHUNK_CREDIT + 2) + 5;
    let run = run_of(&mut host, rows);
    let series = SeriesName::Equity;
    let pull = host.ask(|id| Request::RunSeries {
        id,
        run,
        series,
        first: 0,
        count: u32::MAX,
    });
    let mut values = Vec::new();
    for chunk in 0..CHUNK_CREDIT {
        values.extend(numbers(host.reply(), pull, chunk));
    }
    host.expect_alive();
    host.ask(|id| Request::Credit {
        id,
        request: pull,
        chunks: 1,
    });
    values.extend(numbers(host.reply(), pull, CHUNK_CREDIT));
    host.expect_alive();
    host.ask(|id| Request::Credit {
        id,
        request: pull,
        chunks: u32::MAX,
    });
    values.extend(numbers(host.reply(), pull, CHUNK_CREDIT + 1));
    values.extend(numbers(host.reply(), pull, CHUNK_CREDIT + 2));
    assert_eq!(
        host.reply(),
        Reply::RunSeriesDone {
            id: pull,
            total: rows
        }
    );
    assert_eq!(values.len(), rows as usize);
    assert!(
        values
            .iter()
            .zip(0_u32..)
            .all(|(value, row)| *value == 100.0 + f64::from(row % 10))
    );
}

#[test]
fn a_pull_that_waits_for_credit_can_be_cancelled() {
    let mut host = Host::greeted();
    let run = run_of(&mut host, 131_072 * 20);
    let series = SeriesName::TimeClose;
    let pull = host.ask(|id| Request::RunSeries {
        id,
        run,
        series,
        first: 0,
        count: u32::MAX,
    });
    for _ in 0..CHUNK_CREDIT {
        assert!(matches!(
            host.reply(),
            Reply::RunSeriesChunk { times: Some(_), .. }
        ));
    }
    host.ask(|id| Request::Cancel { id, request: pull });
    let (id, code, _) = host.error();
    assert_eq!((id, code), (pull, ErrorCode::Cancelled));
    host.ask(|id| Request::Credit {
        id,
        request: pull,
        chunks: 8,
    });
    host.expect_alive();
}

/// Its host cancels it just before it waits for credit.
struct Overtaken {
    engine: Weak<Engine>,
    told: u32,
}

impl Stream for Overtaken {
    fn is_done(&self) -> bool {
        if self.told == CHUNK_CREDIT {
            let engine = self.engine.upgrade().expect("the test holds it");
            engine.cancel(1);
        }
        false
    }

    fn chunk(&mut self) -> Reply {
        self.told += 1;
        Reply::PingDone {
            id: 1,
            payload: String::new(),
        }
    }

    fn done(&self) -> Reply {
        Reply::RunDropDone { id: 1 }
    }
}

#[test]
fn a_cancel_that_comes_just_before_a_pull_waits_is_answered() {
    let (engine, replies) = engine();
    let stream = Overtaken {
        engine: Arc::downgrade(&engine),
        told: 0,
    };
    engine.stream(1, Ok(stream));
    for _ in 0..CHUNK_CREDIT {
        assert!(matches!(next(&replies), Reply::PingDone { .. }));
    }
    let last = next(&replies);
    let code = ErrorCode::Cancelled;
    assert!(matches!(last, Reply::Error { id: 1, code: told, .. } if told == code));
    assert_eq!(engine.requests.count(), 0);
}

#[test]
fn trades_come_in_windows() {
    let mut host = Host::greeted();
    let run = run_of(&mut host, 3_000);
    let pull = host.ask(|id| Request::RunTrades {
        id,
        run,
        first: 10,
        count: 2_500,
    });
    let mut seen = Vec::new();
    let total = loop {
        match host.reply() {
            Reply::RunTradesChunk { trades, .. } => seen.extend(trades),
            Reply::RunTradesDone { id, total } => {
                assert_eq!(id, pull);
                break total;
            }
            other => panic!("trades were expected, not {other:?}"),
        }
    };
    assert_eq!((seen.len(), total), (2_500, 3_000));
    assert!(
        seen.iter()
            .zip(11..)
            .all(|(trade, number)| trade.number == number)
    );
}

#[test]
fn windows_beyond_the_end_are_empty() {
    let mut host = Host::greeted();
    let run = run_of(&mut host, 3);
    let series = SeriesName::Drawdown;
    let pull = host.ask(|id| Request::RunSeries {
        id,
        run,
        series,
        first: u32::MAX,
        count: 9,
    });
    assert_eq!(host.reply(), Reply::RunSeriesDone { id: pull, total: 3 });
    let pull = host.ask(|id| Request::RunTrades {
        id,
        run,
        first: 2,
        count: 0,
    });
    assert_eq!(host.reply(), Reply::RunTradesDone { id: pull, total: 3 });
}

#[test]
fn a_drawdown_knows_what_came_before_its_window() {
    let mut host = Host::greeted();
    let run = run_of(&mut host, 12);
    let series = SeriesName::Drawdown;
    let pull = host.ask(|id| Request::RunSeries {
        id,
        run,
        series,
        first: 9,
        count: 3,
    });
    let expected = vec![0.0, 9.0 / 109.0, 8.0 / 109.0];
    assert_eq!(numbers(host.reply(), pull, 0), expected);
}

#[test]
fn a_dropped_run_is_gone() {
    let mut host = Host::greeted();
    let run = run_of(&mut host, 1);
    let id = host.ask(|id| Request::RunDrop { id, run });
    assert_eq!(host.reply(), Reply::RunDropDone { id });
    host.ask(|id| Request::RunDrop { id, run });
    assert_eq!(host.error().1, ErrorCode::UnknownRun);
    host.ask(|id| Request::RunTrades {
        id,
        run,
        first: 0,
        count: 1,
    });
    assert_eq!(host.error().1, ErrorCode::UnknownRun);
    host.expect_alive();
}
