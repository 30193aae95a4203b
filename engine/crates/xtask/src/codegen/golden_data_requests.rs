//! Golden requests about stored data and the engine's services.

use protocol::{
    Configuration, Fact, ImportOptions, PriceSide, Request, RunLabel, ServiceAction, Stamp,
    StoredData, StoredItem,
};

/// Largest integer that both languages hold exactly.
const SAFE_MAX: i64 = (1 << 53) - 1;

/// Every golden request of this file with the name of its case.
pub(crate) fn all() -> Vec<(&'static str, Request)> {
    let mut all = services();
    all.extend(windows());
    all.extend(imports());
    all.extend(store());
    all.extend(saved_runs());
    all.push((
        "",
        Request::QuerySql {
            id: 39,
            text: "select symbol, count(*) from ticks group by symbol".into(),
            rows_max: 1_000,
            seconds_max: 30.0,
        },
    ));
    all.push((
        "",
        Request::QueryExport {
            id: 41,
            file: "/home/quant/research/all.duckdb".into(),
        },
    ));
    all
}

fn services() -> Vec<(&'static str, Request)> {
    let configure = |configuration| Request::Configure {
        id: 20,
        configuration,
    };
    let control = |action| Request::ServicesControl {
        id: 21,
        service: "store".into(),
        action,
    };
    vec![
        (
            "",
            configure(Configuration {
                data_home: Some("/home/quant/.local/share/backtestr".into()),
                threads: Some(2),
                memory_bytes: Some(1 << 30),
            }),
        ),
        (
            "nulls",
            configure(Configuration {
                data_home: None,
                threads: None,
                memory_bytes: None,
            }),
        ),
        ("", control(ServiceAction::Restart)),
        ("start", control(ServiceAction::Start)),
        ("stop", control(ServiceAction::Stop)),
        (
            "",
            Request::HealthWatch {
                id: 22,
                every_ms: 1_000,
            },
        ),
    ]
}

fn windows() -> Vec<(&'static str, Request)> {
    let window = |timeframe: Option<&str>, time: Option<i64>| Request::RunWindow {
        id: 23,
        run: 1,
        timeframe: timeframe.map(str::to_owned),
        from_us: time,
        to_us: time.map(|time| time + 86_400_000_000),
        candles_max: 2_000,
    };
    vec![
        ("", window(Some("1h"), Some(1_577_836_800_000_000))),
        ("nulls", window(None, None)),
        (
            "",
            Request::RunPlots {
                id: 24,
                run: 1,
                from_us: None,
                to_us: None,
                candles_max: 2_000,
            },
        ),
        (
            "",
            Request::RunValues {
                id: 25,
                run: 1,
                time_us: 1_577_836_800_000_000,
                nodes: vec![0, 4, 17],
            },
        ),
        ("", Request::RunHints { id: 46, run: 1 }),
        (
            "",
            Request::MarketResolve {
                id: 26,
                store: stored(),
                chart: Some("15m".into()),
            },
        ),
        (
            "all",
            Request::MarketResolve {
                id: 26,
                store: StoredData {
                    dataset: Some("EURUSD.1m.mid".into()),
                    version: Some(2),
                    price: Some(PriceSide::Mid),
                    zone: Some("America/New_York".into()),
                    tick: Some(0.00005),
                    point_value: Some(100_000.0),
                    lot: Some(0.01),
                    currency: Some("USD".into()),
                    ..stored()
                },
                chart: None,
            },
        ),
    ]
}

/// A series of the store, as a strategy names it.
pub(crate) fn stored() -> StoredData {
    StoredData {
        symbol: "EURUSD".into(),
        dataset: None,
        version: None,
        price: Some(PriceSide::Bid),
        zone: None,
        tick: None,
        point_value: None,
        lot: None,
        currency: None,
    }
}

fn imports() -> Vec<(&'static str, Request)> {
    let options = ImportOptions {
        paths: vec!["/home/quant/EURUSD".into()],
        symbol: Some("EURUSD".into()),
        dataset: None,
        zone: None,
        point: Some("0.00001".into()),
        tick: None,
        stamp: None,
        side: None,
        currency: Some("USD".into()),
        replace: false,
    };
    let all = ImportOptions {
        dataset: Some("EURUSD.1m.ask".into()),
        zone: Some("America/New_York".into()),
        tick: Some("0.00005".into()),
        stamp: Some(Stamp::Close),
        side: Some(PriceSide::Ask),
        replace: true,
        ..options.clone()
    };
    vec![
        (
            "",
            Request::ImportLook {
                id: 27,
                options: options.clone(),
            },
        ),
        ("", Request::ImportStart { id: 28, options }),
        (
            "all",
            Request::ImportStart {
                id: 28,
                options: all,
            },
        ),
    ]
}

fn store() -> Vec<(&'static str, Request)> {
    let dataset = || StoredItem::Dataset {
        name: "EURUSD".into(),
    };
    let run = || StoredItem::Run {
        saved: "20261121-093000-6f1ed002".into(),
    };
    vec![
        ("", Request::StoreDatasets { id: 29 }),
        (
            "",
            Request::StoreVerify {
                id: 30,
                dataset: Some("EURUSD".into()),
            },
        ),
        (
            "all",
            Request::StoreVerify {
                id: 30,
                dataset: None,
            },
        ),
        (
            "",
            Request::StoreRemove {
                id: 31,
                item: dataset(),
            },
        ),
        (
            "run",
            Request::StoreRemove {
                id: 31,
                item: run(),
            },
        ),
        (
            "",
            Request::StoreUndo {
                id: 32,
                change: SAFE_MAX,
            },
        ),
        (
            "",
            Request::StoreRename {
                id: 33,
                item: run(),
                name: "wider stop".into(),
            },
        ),
        (
            "",
            Request::StorePin {
                id: 34,
                item: dataset(),
                is_pinned: true,
            },
        ),
    ]
}

fn saved_runs() -> Vec<(&'static str, Request)> {
    vec![
        ("", Request::StorePurge { id: 35 }),
        (
            "",
            Request::StoreRuns {
                id: 36,
                strategy: Some("trend.strat".into()),
            },
        ),
        (
            "all",
            Request::StoreRuns {
                id: 36,
                strategy: None,
            },
        ),
        (
            "",
            Request::StoreSaveRun {
                id: 37,
                run: 1,
                label: Box::new(label()),
            },
        ),
        (
            "",
            Request::StoreLoadRun {
                id: 38,
                saved: "20261121-093000-6f1ed002".into(),
            },
        ),
        (
            "",
            Request::StoreFsck {
                id: 40,
                is_setting_aside: false,
            },
        ),
    ]
}

/// What is saved with a run.
pub(crate) fn label() -> RunLabel {
    RunLabel {
        name: "wider stop".into(),
        strategy: "trend.strat".into(),
        facts: vec![Fact {
            name: "fast".into(),
            value: "20".into(),
        }],
    }
}
