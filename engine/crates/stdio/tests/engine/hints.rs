//! What an editor is told of a text once its run is done.

use crate::support::{Engine, Folder, Refused, bars_csv, quotes_csv, stored};
use protocol::{ErrorCode, Hint, Period, Reply, Request, RunSettings};

const START_US: i64 = 1_704_067_200_000_000;
const MINUTE_US: i64 = 60_000_000;

fn hints(engine: &mut Engine, run: u32) -> Result<Vec<Hint>, Refused> {
    let answer = engine.answer(|id| Request::RunHints { id, run });
    answer.map(|reply| match reply {
        Reply::RunHintsDone { hints, .. } => hints,
        other => panic!("hints were expected, not {other:?}"),
    })
}

/// Minutes of a symbol, with an average of so many closes, decided on from a minute on.
fn settings(length: f64, from: i64) -> RunSettings {
    let mut settings = stored("SAW", Some("1m"));
    settings.parameters[0].value = length;
    settings.period = Some(Period {
        from_us: Some(START_US + from * MINUTE_US),
        to_us: None,
    });
    settings
}

fn too_short(bars_lacking: Option<u32>) -> Hint {
    // The average is node 2, and the entry above it statement 0.
    Hint::WarmupTooShort {
        statement: 0,
        node: 2,
        bars_lacking,
    }
}

fn check(engine: &mut Engine, bars: i64) {
    let mut told = |length, from| {
        let run = engine.run(settings(length, from)).expect("a run").run;
        hints(engine, run).expect("hints")
    };
    // The 60th close is that of minute 59.
    assert_eq!(told(60.0, 40), [too_short(Some(19))]);
    assert_eq!(told(60.0, 59), []);
    assert_eq!(told(60.0, 0), []);
    let never = Hint::NeverReached { statement: 0 };
    let long = 1.0 + bars as f64;
    assert_eq!(told(long, 40), [never, too_short(None)]);
    assert_eq!(told(long, 0), [never]);
}

#[test]
fn a_run_says_what_its_text_never_reached_and_what_it_lacked() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(500));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    check(&mut engine, 500);
    let refused = hints(&mut engine, 99).expect_err("no such run");
    assert_eq!(refused.code, ErrorCode::UnknownRun);
}

#[test]
fn a_run_on_quotes_says_it_too() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &quotes_csv(3_000));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    // Six quotes a minute.
    check(&mut engine, 500);
}

#[test]
fn a_question_for_hints_can_be_taken_back() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(300_000));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    // The average never comes, so every bar would have to be looked at.
    let run = engine.run(settings(100_000.0, 299_000)).expect("a run").run;
    let mut stopped = 0;
    for _ in 0..10 {
        let asked = engine.ask(|id| Request::RunHints { id, run });
        engine.cancel(asked);
        match engine.last(asked) {
            Ok(_) => {}
            Err(refused) => {
                assert_eq!(refused.code, ErrorCode::Cancelled);
                stopped += 1;
            }
        }
    }
    assert!(
        stopped > 0,
        "each of ten questions was quicker than its cancel"
    );
    assert_eq!(
        hints(&mut engine, run).map(|hints| hints.len()).ok(),
        Some(0)
    );
}
