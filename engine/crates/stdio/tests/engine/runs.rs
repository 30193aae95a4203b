//! Runs on data of the store: what is found, what is missing, and that they equal runs on files.

use crate::support::{
    Engine, Folder, bars_csv, close, import_options, of_symbol, quotes_csv, stored,
};
use protocol::{
    BarsFile, DataReport, DataSource, ErrorCode, Instrument, Intrabar, PriceSide, Reply, Request,
    RunSettings, SeriesKind, Stamp, StoredData, StoredReport,
};

fn resolve(
    engine: &mut Engine,
    store: StoredData,
    chart: Option<&str>,
) -> Result<StoredReport, (ErrorCode, String)> {
    let chart = chart.map(str::to_owned);
    match engine.answer(|id| Request::MarketResolve { id, store, chart }) {
        Ok(Reply::MarketResolveDone { store, .. }) => Ok(store),
        Ok(other) => panic!("a series was expected, not {other:?}"),
        Err(refused) => Err((
            refused.code,
            format!("{} {}", refused.message, refused.help),
        )),
    }
}

fn on_file(path: String, chart: &str) -> RunSettings {
    RunSettings {
        data: DataSource::File {
            file: BarsFile {
                path,
                zone: "UTC".into(),
                stamp: Stamp::Open,
                instrument: Instrument {
                    symbol: "SAW".into(),
                    tick: None,
                    point_value: 1.0,
                    lot: None,
                    currency: None,
                },
            },
        },
        ..stored("SAW", Some(chart))
    }
}

#[test]
fn stored_bars_give_the_run_that_their_file_gives() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(2_000));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    for chart in ["1m", "15m", "1h"] {
        let from_file = engine.run(on_file(path.clone(), chart)).expect("a run");
        let from_store = engine.run(stored("SAW", Some(chart))).expect("a run");
        assert!(from_store.trade_count > 0);
        assert_eq!(from_store.digest, from_file.digest);
        assert_eq!(from_store.figures, from_file.figures);
        assert_eq!(
            (from_store.chart.as_str(), from_store.bars),
            (chart, from_file.bars)
        );
        assert_eq!(from_store.intrabar, Intrabar::OhlcPath);
        let DataReport::Store { store } = from_store.data else {
            panic!("a series of the store was expected");
        };
        assert_eq!((store.series, store.rows), (SeriesKind::Bars, 2_000));
        assert_eq!(store.timeframe.as_deref(), Some("1m"));
        let found = resolve(&mut engine, of_symbol("SAW"), Some(chart));
        assert_eq!(found, Ok(store));
    }
}

#[test]
fn a_series_that_has_to_be_read_is_found_with_one_reply() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(2_000));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let id = engine.ask(|id| Request::MarketResolve {
        id,
        store: of_symbol("SAW"),
        chart: Some("1h".into()),
    });
    let replies = engine.all(id);
    assert!(
        matches!(replies.as_slice(), [Reply::MarketResolveDone { .. }]),
        "{replies:?}"
    );
}

#[test]
fn quotes_run_on_their_ticks_and_bars_of_them_are_made() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &quotes_csv(3_000));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let summary = engine.run(stored("SAW", Some("1m"))).expect("a run");
    assert_eq!((summary.bars, summary.intrabar), (500, Intrabar::Ticks));
    assert!(summary.trade_count > 0);
    let again = engine.run(stored("SAW", Some("1m"))).expect("a run");
    assert_eq!(again.digest, summary.digest);
    let ticks = engine.run(stored("SAW", Some("ticks(5)"))).expect("a run");
    assert_eq!((ticks.bars, ticks.chart.as_str()), (600, "ticks(5)"));
    let each = engine.run(stored("SAW", None)).expect("a run");
    assert_eq!((each.bars, each.chart.as_str()), (3_000, "ticks(1)"));
    let mut path_run = stored("SAW", Some("1m"));
    path_run.account.intrabar = Some(Intrabar::OhlcPath);
    let path_run = engine.run(path_run).expect("a run");
    assert_ne!(path_run.digest, summary.digest);
}

/// A wish that cannot be met, and a word of the answer.
type Wish = (StoredData, Option<&'static str>, ErrorCode, &'static str);

fn check_refused(engine: &mut Engine, wishes: Vec<Wish>) {
    for (store, chart, code, words) in wishes {
        let asked = format!("{store:?} {chart:?}");
        let (found, text) = resolve(engine, store, chart).expect_err(&asked);
        assert_eq!(found, code, "{asked}: {text}");
        assert!(text.contains(words), "{asked}: {text}");
    }
}

fn saw(change: fn(&mut StoredData)) -> StoredData {
    let mut wanted = of_symbol("SAW");
    change(&mut wanted);
    wanted
}

fn with_bars_and_quotes(folder: &Folder) -> Engine {
    let bars = folder.file("SAW.csv", &bars_csv(100));
    let quotes = folder.file("TICK.csv", &quotes_csv(100));
    let mut engine = Engine::at(&folder.home());
    engine.import(&bars, "SAW");
    engine.import(&quotes, "TICK");
    engine
}

#[test]
fn what_the_store_does_not_have_is_named_with_what_it_has() {
    use ErrorCode::{BadSettings, UnknownItem};
    let folder = Folder::new();
    let mut engine = Engine::at(&folder.home());
    let help = "backtestr import PATH --symbol SAW";
    check_refused(
        &mut engine,
        vec![(of_symbol("SAW"), Some("1m"), UnknownItem, help)],
    );
    drop(engine);
    let mut engine = with_bars_and_quotes(&folder);
    let other = saw(|one| one.dataset = Some("TICK".into()));
    let missing = saw(|one| one.dataset = Some("none".into()));
    let wishes = vec![
        (
            of_symbol("EURUSD"),
            Some("1m"),
            UnknownItem,
            "`SAW`, `TICK`",
        ),
        (missing, None, UnknownItem, "TICK"),
        (other, None, BadSettings, "TICK"),
        (
            saw(|one| one.version = Some(7)),
            None,
            UnknownItem,
            "1 to 1",
        ),
        (of_symbol("SAW"), Some("30s"), BadSettings, "1m bars"),
        (of_symbol("SAW"), Some("ticks(5)"), BadSettings, "1m bars"),
    ];
    check_refused(&mut engine, wishes);
    let refused = engine.run(stored("EURUSD", Some("1m")));
    assert_eq!(refused.expect_err("no data").code, UnknownItem);
}

#[test]
fn wishes_that_make_no_sense_are_refused_with_what_would() {
    use ErrorCode::BadSettings;
    let folder = Folder::new();
    let mut engine = with_bars_and_quotes(&folder);
    let mid = saw(|one| one.price = Some(PriceSide::Mid));
    let mars = saw(|one| one.zone = Some("Mars".into()));
    let mut last = of_symbol("TICK");
    last.price = Some(PriceSide::Last);
    let wishes = vec![
        (of_symbol("SAW"), Some("fortnight"), BadSettings, "15m"),
        (
            of_symbol("TICK"),
            Some("ticks(0)"),
            BadSettings,
            "ticks(100)",
        ),
        (mid, Some("1m"), BadSettings, "last"),
        (last, Some("1m"), BadSettings, "quotes"),
        (mars, None, BadSettings, "IANA"),
        (
            saw(|one| one.tick = Some(-1.0)),
            None,
            BadSettings,
            "above 0",
        ),
        (saw(|one| one.lot = Some(0.0)), None, BadSettings, "above 0"),
        (
            saw(|one| one.point_value = Some(0.0)),
            None,
            BadSettings,
            "above 0",
        ),
    ];
    check_refused(&mut engine, wishes);
}

#[test]
fn the_strategy_overrules_what_the_store_knows_of_an_instrument() {
    let folder = Folder::new();
    let path = folder.file("EURUSD.csv", &quotes_csv(60));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "EURUSD");
    let kept = resolve(&mut engine, of_symbol("EURUSD"), Some("1m")).expect("found");
    assert_eq!(kept.instrument.tick, Some(0.00001));
    assert_eq!(kept.instrument.currency.as_deref(), Some("USD"));
    let mut wanted = of_symbol("EURUSD");
    wanted.tick = Some(0.5);
    wanted.point_value = Some(50.0);
    wanted.lot = Some(2.0);
    wanted.currency = Some("CHF".into());
    wanted.zone = Some("Europe/Berlin".into());
    let given = resolve(&mut engine, wanted, Some("1m")).expect("found");
    assert_eq!(given.instrument.tick, Some(0.5));
    assert_eq!(given.instrument.point_value, 50.0);
    assert_eq!(given.instrument.lot, Some(2.0));
    assert_eq!(given.instrument.currency.as_deref(), Some("CHF"));
    assert_eq!(given.zone, "Europe/Berlin");
}

#[test]
fn the_longest_bars_that_make_the_chart_are_taken_and_quotes_before_bars() {
    let folder = Folder::new();
    let minutes = folder.file("minutes.csv", &bars_csv(600));
    let hours: String = {
        let mut text = String::from("time,open,high,low,close,volume\n");
        for hour in 0..30_u32 {
            let seconds = 1_704_067_200 + i64::from(hour) * 3_600;
            let price = close(hour);
            text.push_str(&format!("{seconds},{price},{price},{price},{price},1\n"));
        }
        text
    };
    let hours = folder.file("hours.csv", &hours);
    let mut engine = Engine::at(&folder.home());
    engine.import(&minutes, "SAW");
    engine.import(&hours, "SAW");
    let chart = |engine: &mut Engine, chart| resolve(engine, of_symbol("SAW"), chart);
    let found = chart(&mut engine, Some("4h")).expect("found");
    assert_eq!(found.timeframe.as_deref(), Some("1h"));
    let found = chart(&mut engine, Some("5m")).expect("found");
    assert_eq!(found.timeframe.as_deref(), Some("1m"));
    let (code, text) = chart(&mut engine, None).expect_err("two could be meant");
    assert_eq!(code, ErrorCode::BadSettings);
    assert!(
        text.contains("1h bars") && text.contains("1m bars"),
        "{text}"
    );
    let mut options = import_options(&folder.file("SAW.csv", &quotes_csv(60)), "SAW");
    options.dataset = Some("SAW quotes".into());
    let imported = engine.answer(|id| Request::ImportStart { id, options });
    imported.expect("the import succeeds");
    let found = chart(&mut engine, Some("4h")).expect("found");
    assert_eq!(
        (found.series, found.price),
        (SeriesKind::Quotes, PriceSide::Bid)
    );
}

#[test]
fn loaded_data_is_read_once_and_let_go_with_its_service() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(500));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let first = engine.run(stored("SAW", Some("1m"))).expect("a run");
    // The rows are in memory: without the files the run is the same.
    std::fs::remove_dir_all(folder.home().join("ticks")).expect("the rows of all datasets");
    let second = engine.run(stored("SAW", Some("1m"))).expect("a run");
    assert_eq!(second.digest, first.digest);
    let service = "market".to_owned();
    let action = protocol::ServiceAction::Restart;
    let restarted = engine.answer(|id| Request::ServicesControl {
        id,
        service,
        action,
    });
    restarted.expect("it starts");
    let refused = engine.run(stored("SAW", Some("1m"))).expect_err("no file");
    assert_eq!(refused.code, ErrorCode::StoreDamaged, "{refused:?}");
}

#[test]
fn data_and_runs_keep_to_the_configured_memory() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(1_000));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    // 1,000 bars of seven columns take 56,000 bytes.
    let limit = |engine: &mut Engine, bytes| {
        let limited = engine.limit(Some(&folder.home()), None, Some(bytes));
        limited.expect("a limit");
    };
    limit(&mut engine, 50_000);
    let refused = engine.run(stored("SAW", Some("1m"))).expect_err("too much");
    assert_eq!(refused.code, ErrorCode::LimitExceeded);
    assert!(refused.message.contains("1000 rows"), "{refused:?}");
    limit(&mut engine, 60_000);
    let first = engine.run(stored("SAW", Some("1m"))).expect("a run").run;
    let second = engine.run(stored("SAW", Some("1m"))).expect("a run").run;
    let trades = |run| {
        move |id| Request::RunTrades {
            id,
            run,
            first: 0,
            count: 1,
        }
    };
    assert_eq!(engine.refusal(trades(first)).code, ErrorCode::UnknownRun);
    assert!(engine.answer(trades(second)).is_ok(), "the newest stays");
    limit(&mut engine, 1 << 30);
    engine.run(stored("SAW", Some("1m"))).expect("a run");
    assert!(
        engine.answer(trades(second)).is_ok(),
        "there is room for both"
    );
}

#[test]
fn of_live_runs_the_latest_are_kept_and_others_stay_beside_them() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(100));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let plain = engine.run(stored("SAW", Some("1m"))).expect("a run").run;
    let mut live = Vec::new();
    for _ in 0..20 {
        let id = engine.start_run(stored("SAW", Some("1m")), true, None);
        match engine.last(id) {
            Ok(Reply::RunStartDone { summary, .. }) => live.push(summary.run),
            other => panic!("a summary was expected, not {other:?}"),
        }
    }
    let mut is_kept = |run| {
        let drop = engine.answer(|id| Request::RunDrop { id, run });
        drop.is_ok()
    };
    assert!(is_kept(plain));
    let kept: Vec<bool> = live.into_iter().map(is_kept).collect();
    let expected: Vec<bool> = (0..20).map(|run| run >= 4).collect();
    assert_eq!(kept, expected);
}

#[test]
fn a_live_run_stops_for_the_next_one_and_at_its_deadline() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &quotes_csv(200_000));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let mut stopped = 0;
    for _ in 0..10 {
        let superseded = engine.start_run(stored("SAW", None), true, None);
        let live = engine.start_run(stored("SAW", None), true, None);
        engine.cancel(superseded);
        match engine.last(superseded) {
            Err(refused) => {
                assert_eq!(refused.code, ErrorCode::Cancelled);
                stopped += 1;
            }
            Ok(reply) => assert!(matches!(reply, Reply::RunStartDone { .. })),
        }
        assert!(matches!(engine.last(live), Ok(Reply::RunStartDone { .. })));
    }
    assert!(stopped > 0, "each of ten runs was quicker than its cancel");
    let late = engine.start_run(stored("SAW", None), true, Some(0));
    let refused = engine.last(late).map(|_| ()).expect_err("no time at all");
    assert_eq!(refused.code, ErrorCode::DeadlineExceeded);
}
