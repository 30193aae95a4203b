//! What a chart and an editor pull of a run: windows of bars, plots, values on a bar.

use crate::support::{Engine, Folder, bars_csv, close, quotes_csv, stored};
use protocol::{ErrorCode, PlotColumn, Reply, Request};

const START_US: i64 = 1_704_067_200_000_000;
const MINUTE_US: i64 = 60_000_000;

struct Window {
    timeframe: String,
    bars_per_candle: u32,
    first_bar: u32,
    total_bars: u32,
    is_last_forming: bool,
    open_time: Vec<i64>,
    open: Vec<f64>,
    high: Vec<f64>,
    low: Vec<f64>,
    close: Vec<f64>,
    volume: Vec<f64>,
}

fn window(
    engine: &mut Engine,
    run: u32,
    timeframe: Option<&str>,
    (from_us, to_us): (Option<i64>, Option<i64>),
    candles_max: u32,
) -> Result<Window, ErrorCode> {
    let timeframe = timeframe.map(str::to_owned);
    let answer = engine.answer(|id| Request::RunWindow {
        id,
        run,
        timeframe,
        from_us,
        to_us,
        candles_max,
    });
    match answer {
        Ok(Reply::RunWindowDone {
            timeframe,
            bars_per_candle,
            first_bar,
            total_bars,
            is_last_forming,
            open_time,
            open,
            high,
            low,
            close,
            volume,
            ..
        }) => Ok(Window {
            timeframe,
            bars_per_candle,
            first_bar,
            total_bars,
            is_last_forming,
            open_time: open_time.0,
            open: open.0,
            high: high.0,
            low: low.0,
            close: close.0,
            volume: volume.0,
        }),
        Ok(other) => panic!("a window was expected, not {other:?}"),
        Err(refused) => Err(refused.code),
    }
}

fn values(
    engine: &mut Engine,
    run: u32,
    time_us: i64,
    nodes: Vec<u32>,
) -> Result<(u32, i64, Vec<f64>), ErrorCode> {
    let answer = engine.answer(|id| Request::RunValues {
        id,
        run,
        time_us,
        nodes,
    });
    match answer {
        Ok(Reply::RunValuesDone {
            bar,
            open_time_us,
            values,
            ..
        }) => Ok((bar, open_time_us, values.0)),
        Ok(other) => panic!("values were expected, not {other:?}"),
        Err(refused) => Err(refused.code),
    }
}

fn plots(engine: &mut Engine, run: u32, candles_max: u32) -> Vec<PlotColumn> {
    let id = engine.ask(|id| Request::RunPlots {
        id,
        run,
        from_us: None,
        to_us: None,
        candles_max,
    });
    let replies = engine.all(id);
    let total = replies.len() - 1;
    assert_eq!(
        replies.last(),
        Some(&Reply::RunPlotsDone {
            id,
            total: u32::try_from(total).expect("few")
        })
    );
    let plots = replies.into_iter().filter_map(|reply| match reply {
        Reply::RunPlotsChunk { plot, .. } => Some(plot),
        _ => None,
    });
    plots.collect()
}

/// Average of the last three closes.
fn average(row: u32) -> f64 {
    (close(row) + close(row - 1) + close(row - 2)) / 3.0
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

fn bars_run(folder: &Folder, count: u32) -> (Engine, u32) {
    let path = folder.file("SAW.csv", &bars_csv(count));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let run = engine.run(stored("SAW", Some("1m"))).expect("a run").run;
    (engine, run)
}

#[test]
fn a_window_shows_the_bars_joined_by_powers_of_two() {
    let folder = Folder::new();
    let (mut engine, run) = bars_run(&folder, 1_000);
    let all = window(&mut engine, run, None, (None, None), 1_000).expect("a window");
    assert_eq!(
        (all.bars_per_candle, all.first_bar, all.total_bars),
        (1, 0, 1_000)
    );
    assert_eq!(all.timeframe, "1m");
    assert!((0..1_000).all(|row| all.close[row as usize] == close(row)));
    assert!(
        (0..1_000).all(|row| all.open_time[row as usize] == START_US + i64::from(row) * MINUTE_US)
    );

    let joined = window(&mut engine, run, None, (None, None), 200).expect("a window");
    assert_eq!(joined.bars_per_candle, 8);
    assert_eq!(joined.open.len(), 125);
    for (candle, rows) in (0..1_000_usize).collect::<Vec<_>>().chunks(8).enumerate() {
        let of = |column: &[f64]| rows.iter().map(|row| column[*row]).collect::<Vec<f64>>();
        assert_eq!(joined.open[candle], all.open[rows[0]]);
        assert_eq!(joined.close[candle], all.close[rows[rows.len() - 1]]);
        assert_eq!(
            joined.high[candle],
            of(&all.high).into_iter().fold(f64::MIN, f64::max)
        );
        assert_eq!(
            joined.low[candle],
            of(&all.low).into_iter().fold(f64::MAX, f64::min)
        );
        assert_eq!(joined.volume[candle], 10.0 * rows.len() as f64);
    }
    // Panning by a bar moves no candle.
    let pan = |by: i64| {
        (
            Some(START_US + by * MINUTE_US),
            Some(START_US + (by + 800) * MINUTE_US),
        )
    };
    for by in 0..20 {
        let panned = window(&mut engine, run, None, pan(by), 150).expect("a window");
        assert_eq!(panned.bars_per_candle, 8);
        assert_eq!(panned.first_bar % 8, 0);
        let first = panned.first_bar as usize / 8;
        let last = first + panned.open.len();
        assert_eq!(panned.close, joined.close[first..last]);
    }
}

#[test]
fn a_window_of_another_timeframe_is_made_of_the_same_bars() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(1_000));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let run = engine.run(stored("SAW", Some("15m"))).expect("a run").run;
    let everything = (None, None);
    let hours = window(&mut engine, run, Some("1h"), everything, 100).expect("a window");
    assert_eq!((hours.timeframe.as_str(), hours.total_bars), ("1h", 17));
    assert_eq!(hours.open_time[1], START_US + 60 * MINUTE_US);
    assert_eq!(hours.close[0], close(59));
    // Shorter than the chart: from the bars of which the chart was made.
    let five = window(&mut engine, run, Some("5m"), everything, 1_000).expect("a window");
    assert_eq!((five.total_bars, five.close[0]), (200, close(4)));
    let own = window(&mut engine, run, Some("1m"), everything, 1_000).expect("a window");
    assert_eq!(own.total_bars, 1_000);
    // 1,000 minutes are 16 hours and 40 minutes; the last bar of the chart ends with minute 1,005.
    let until = |hour: i64| (None, Some(START_US + hour * 60 * MINUTE_US));
    let cut = window(&mut engine, run, Some("1h"), until(16), 100).expect("a window");
    let days = window(&mut engine, run, Some("1d"), everything, 100).expect("a window");
    let chart = window(&mut engine, run, None, everything, 100).expect("a window");
    let forming = [&hours, &days, &chart, &five, &own, &cut].map(|window| window.is_last_forming);
    assert_eq!(forming, [true, true, false, false, false, false]);
    let joined = window(&mut engine, run, Some("1h"), everything, 5).expect("a window");
    assert_eq!((joined.bars_per_candle, joined.is_last_forming), (8, true));
    for refused in ["7m", "30s", "ticks(5)", "soon"] {
        let refusal = window(&mut engine, run, Some(refused), everything, 100);
        let code = refusal.err();
        if refused == "7m" {
            assert!(code.is_none(), "seven minutes are a multiple of one");
        } else {
            assert_eq!(code, Some(ErrorCode::BadSettings), "{refused}");
        }
    }
    for (candles, code) in [
        (0, ErrorCode::BadRequest),
        (10_001, ErrorCode::LimitExceeded),
    ] {
        let refusal = window(&mut engine, run, None, everything, candles);
        assert_eq!(refusal.err(), Some(code));
    }
    let nothing = window(&mut engine, run, Some("1h"), (Some(0), Some(1)), 10).expect("a window");
    assert!(nothing.open.is_empty() && !nothing.is_last_forming);
    assert_eq!(
        window(&mut engine, 99, None, everything, 10).err(),
        Some(ErrorCode::UnknownRun)
    );
}

#[test]
fn values_and_plots_are_those_of_the_bar() {
    let folder = Folder::new();
    let (mut engine, run) = bars_run(&folder, 1_000);
    for row in [2_u32, 3, 500, 999] {
        let time = START_US + i64::from(row) * MINUTE_US;
        for time in [time, time + MINUTE_US - 1] {
            let (bar, open_time, values) =
                values(&mut engine, run, time, vec![0, 2, 0, 1]).expect("values");
            assert_eq!(
                (bar, open_time),
                (row, START_US + i64::from(row) * MINUTE_US)
            );
            assert_eq!(
                (values[0], values[2], values[3]),
                (close(row), close(row), 3.0)
            );
            assert!(is_near(values[1], average(row)), "{values:?}");
        }
    }
    let (_, _, early) = values(&mut engine, run, START_US, vec![2]).expect("values");
    assert!(early[0].is_nan(), "no three bars yet");
    let (last, ..) = values(&mut engine, run, i64::MAX >> 10, vec![]).expect("values");
    assert_eq!(last, 999);
    let cases = [
        (START_US - 1, vec![0], ErrorCode::BadSettings),
        (START_US, vec![4], ErrorCode::BadRequest),
        (START_US, vec![0; 101], ErrorCode::LimitExceeded),
    ];
    for (time, nodes, code) in cases {
        assert_eq!(values(&mut engine, run, time, nodes).err(), Some(code));
    }

    let plots = plots(&mut engine, run, 500);
    assert_eq!(plots.len(), 1);
    assert_eq!(
        (plots[0].statement, plots[0].title.as_str()),
        (1, "average")
    );
    let drawn = &plots[0].values.0;
    assert_eq!(drawn.len(), 250, "four bars a candle");
    assert!((0..250).all(|candle| is_near(drawn[candle as usize], average(candle * 4 + 3))));
}

#[test]
fn a_run_on_quotes_shows_bars_of_its_quotes() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &quotes_csv(3_000));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let run = engine.run(stored("SAW", Some("1m"))).expect("a run").run;
    let chart = window(&mut engine, run, None, (None, None), 1_000).expect("a window");
    assert_eq!((chart.timeframe.as_str(), chart.total_bars), ("1m", 500));
    // Six quotes a minute, bids as they are, sizes added.
    assert_eq!((chart.open[1], chart.close[1]), (close(6), close(11)));
    assert_eq!(chart.volume[1], 9.0);
    let ticks = window(&mut engine, run, Some("ticks(10)"), (None, None), 1_000).expect("a window");
    assert_eq!((ticks.total_bars, ticks.close[0]), (300, close(9)));
    let five = window(&mut engine, run, Some("5m"), (None, None), 1_000).expect("a window");
    assert_eq!((five.total_bars, five.close[0]), (100, close(29)));
    let (bar, _, values) =
        values(&mut engine, run, START_US + 10 * MINUTE_US, vec![0]).expect("values");
    assert_eq!((bar, values), (10, vec![close(65)]));
}

#[test]
fn a_period_cuts_decisions_and_not_the_bars_that_are_shown() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(100));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let mut settings = stored("SAW", Some("1m"));
    settings.period = Some(protocol::Period {
        from_us: Some(START_US + 40 * MINUTE_US),
        to_us: None,
    });
    let run = engine.run(settings).expect("a run").run;
    let all = window(&mut engine, run, None, (None, None), 100).expect("a window");
    assert_eq!(all.total_bars, 100);
    let plots = plots(&mut engine, run, 100);
    let drawn = &plots[0].values.0;
    assert!(drawn[..40].iter().all(|value| value.is_nan()));
    assert!(is_near(drawn[40], average(40)));
    let (bar, ..) = values(&mut engine, run, START_US + 41 * MINUTE_US, vec![0]).expect("values");
    assert_eq!(bar, 1);
    let early = values(&mut engine, run, START_US, vec![0]);
    assert_eq!(early.err(), Some(ErrorCode::BadSettings));
}
