//! What an editor waits for, over the real pipe: a live run on 370,000 stored bars, windows, plots,
//! values, and the end of a run that is superseded. Prints milliseconds: first, median and longest.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stdout,
    dead_code,
    reason = "a bench measures time, prints, and shares its helpers with tests"
)]

#[path = "../tests/engine/support.rs"]
mod support;

use protocol::{Reply, Request};
use std::time::Instant;
use support::{Engine, Folder, bars_csv, quotes_csv, stored};

const BARS: u32 = 370_000;
const QUOTES: u32 = 1_000_000;
const START_US: i64 = 1_704_067_200_000_000;
const ROUNDS: usize = 15;

fn main() {
    let folder = Folder::new();
    let bars = folder.file("SAW.csv", &bars_csv(BARS));
    let quotes = folder.file("TICK.csv", &quotes_csv(QUOTES));
    let mut engine = Engine::at(&folder.home());
    engine.import(&bars, "SAW");
    engine.import(&quotes, "TICK");
    measure("live run, 370,000 bars", |round| {
        live(&mut engine, "SAW", Some("1m"), round);
    });
    let run = live(&mut engine, "SAW", Some("1m"), 0);
    measure("window of 2,000 candles", |round| {
        window(&mut engine, run, None, round);
    });
    measure("window of another timeframe", |round| {
        window(&mut engine, run, Some("1h"), round);
    });
    measure("plots on 2,000 candles", |_| plots(&mut engine, run));
    measure("values of 4 nodes on a bar", |round| {
        let time_us = START_US + i64::try_from(round).expect("few") * 60_000_000_000;
        let values = engine.answer(|id| Request::RunValues {
            id,
            run,
            time_us,
            nodes: vec![0, 1, 2, 3],
        });
        assert!(values.is_ok());
    });
    measure("hints, 370,000 bars", |_| hints(&mut engine, run));
    measure("live run, 1,000,000 quotes, 1m", |round| {
        live(&mut engine, "TICK", Some("1m"), round);
    });
    measure("live run, 1,000,000 quotes, ticks(1)", |round| {
        live(&mut engine, "TICK", None, round);
    });
    measure("cancel of a live run on quotes", |round| {
        let mut settings = stored("TICK", None);
        settings.parameters[0].value = 50.0 + round as f64;
        let id = engine.start_run(settings, true, None);
        std::thread::sleep(std::time::Duration::from_millis(2 + round as u64));
        let begun = Instant::now();
        engine.cancel(id);
        let outcome = engine.last(id);
        let waited = begun.elapsed().as_secs_f64() * 1e3;
        println!(
            "    {} after {waited:.1} ms",
            if outcome.is_err() {
                "ended"
            } else {
                "was done"
            }
        );
    });
}

/// First, median and longest time of `work`.
fn measure(what: &str, mut work: impl FnMut(usize)) {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|round| {
            let begun = Instant::now();
            work(round);
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    let first = times[0];
    times.sort_by(f64::total_cmp);
    let (median, longest) = (times[ROUNDS / 2], times[ROUNDS - 1]);
    println!("{what}: first {first:.1} ms, median {median:.1} ms, longest {longest:.1} ms");
}

/// A live run with another parameter each round.
fn live(engine: &mut Engine, symbol: &str, chart: Option<&str>, round: usize) -> u32 {
    let mut settings = stored(symbol, chart);
    settings.parameters[0].value = 20.0 + round as f64;
    let id = engine.start_run(settings, true, None);
    match engine.last(id) {
        Ok(Reply::RunStartDone { summary, .. }) => summary.run,
        other => panic!("a summary was expected, not {other:?}"),
    }
}

fn window(engine: &mut Engine, run: u32, timeframe: Option<&str>, round: usize) {
    let timeframe = timeframe.map(str::to_owned);
    let from = START_US + i64::try_from(round).expect("few") * 60_000_000;
    let window = engine.answer(|id| Request::RunWindow {
        id,
        run,
        timeframe,
        from_us: Some(from),
        to_us: None,
        candles_max: 2_000,
    });
    assert!(window.is_ok());
}

fn hints(engine: &mut Engine, run: u32) {
    let hints = engine.answer(|id| Request::RunHints { id, run });
    assert!(hints.is_ok());
}

fn plots(engine: &mut Engine, run: u32) {
    let id = engine.ask(|id| Request::RunPlots {
        id,
        run,
        from_us: None,
        to_us: None,
        candles_max: 2_000,
    });
    assert_eq!(engine.all(id).len(), 2);
}
