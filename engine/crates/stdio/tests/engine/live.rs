//! Live runs: what they take from each other does not show, and they tell their equity in few slices.

use crate::support::{Engine, Folder, bars_csv, stored};
use protocol::{Reply, RunSettings, RunSummary};

const BARS: u32 = 3_000;

/// An average of so many closes.
fn settings(length: f64) -> RunSettings {
    let mut settings = stored("SAW", Some("1m"));
    settings.parameters[0].value = length;
    settings
}

fn live(engine: &mut Engine, length: f64) -> RunSummary {
    let id = engine.start_run(settings(length), true, None);
    match engine.last(id).expect("a run") {
        Reply::RunStartDone { summary, .. } => *summary,
        other => panic!("a summary was expected, not {other:?}"),
    }
}

#[test]
fn a_live_run_is_the_run_itself_whatever_ran_before_it() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(BARS));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    for length in [3.0, 60.0, 3.0, 61.0, 60.0] {
        let live = live(&mut engine, length);
        let run = engine.run(settings(length)).expect("a run");
        assert!(run.trade_count > 0, "length {length}");
        assert_eq!(live.digest, run.digest, "length {length}");
        assert_eq!(live.figures, run.figures, "length {length}");
    }
}

#[test]
fn a_live_run_tells_its_equity_in_fewer_slices() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(BARS));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let (live, run) = (live(&mut engine, 60.0), engine.run(settings(60.0)));
    let run = run.expect("a run");
    assert_eq!((live.equity.len(), run.equity.len()), (500, 2_000));
    let extremes = |summary: &RunSummary| {
        let lows = summary.equity.iter().map(|slice| slice.low);
        let highs = summary.equity.iter().map(|slice| slice.high);
        (
            lows.fold(f64::MAX, f64::min),
            highs.fold(f64::MIN, f64::max),
        )
    };
    assert_eq!(extremes(&live), extremes(&run));
    let end = |summary: &RunSummary| {
        let slice = summary.equity.last().expect("a slice");
        (slice.time_us, slice.last)
    };
    assert_eq!(end(&live), end(&run));
}
