//! Golden replies about stored data and the engine's services.

use super::golden_data_requests::label;
use super::golden_replies::{TIME_US, health, service};
use super::golden_requests::HASH;
use protocol::{
    DatasetInfo, ExportedTable, F64Column, Hint, I64Column, ImportFound, ImportResult, Instrument,
    NamedNumber, PlotColumn, PriceSide, QueryColumn, Reply, RuleCount, SavedRunInfo, SeriesKind,
    ServiceState, StoreFinding, StoredReport, VersionInfo,
};

/// Every golden reply of this file with the name of its case.
pub(crate) fn all() -> Vec<(&'static str, Reply)> {
    let mut all = services();
    all.extend(windows());
    all.extend(imports());
    all.extend(store());
    all.extend(checks());
    all.extend(runs());
    all.extend(query());
    all
}

fn services() -> Vec<(&'static str, Reply)> {
    vec![
        (
            "",
            Reply::HealthWatchChunk {
                id: 22,
                chunk: 0,
                health: health(Some(50_331_648), 90_000_000),
            },
        ),
        ("", Reply::HealthWatchDone { id: 22 }),
        ("", Reply::ConfigureDone { id: 20 }),
        (
            "",
            Reply::ServicesControlDone {
                id: 21,
                service: service(ServiceState::Starting),
            },
        ),
    ]
}

fn windows() -> Vec<(&'static str, Reply)> {
    let prices = |price: f64| F64Column(vec![price, price + 0.001]);
    vec![
        (
            "",
            Reply::RunWindowDone {
                id: 23,
                timeframe: "1h".into(),
                bars_per_candle: 16,
                first_bar: 0,
                total_bars: 32,
                is_last_forming: true,
                open_time: I64Column(vec![TIME_US, TIME_US + 57_600_000_000]),
                close_time: I64Column(vec![TIME_US + 57_600_000_000, TIME_US + 115_200_000_000]),
                open: prices(1.1203),
                high: prices(1.1214),
                low: prices(1.1198),
                close: prices(1.1211),
                volume: F64Column(vec![f64::NAN, 1_250.5]),
            },
        ),
        (
            "",
            Reply::RunPlotsChunk {
                id: 24,
                chunk: 0,
                plot: PlotColumn {
                    statement: 2,
                    title: "fast".into(),
                    values: F64Column(vec![f64::NAN, 1.1207]),
                },
            },
        ),
        ("", Reply::RunPlotsDone { id: 24, total: 1 }),
        (
            "",
            Reply::RunValuesDone {
                id: 25,
                bar: 17,
                open_time_us: TIME_US,
                close_time_us: TIME_US + 900_000_000,
                values: F64Column(vec![1.1203, f64::NAN, 1.0]),
            },
        ),
        (
            "",
            Reply::RunHintsDone {
                id: 46,
                hints: vec![
                    Hint::NeverReached { statement: 1 },
                    Hint::WarmupTooShort {
                        statement: 0,
                        node: 7,
                        bars_lacking: Some(50),
                    },
                    Hint::WarmupTooShort {
                        statement: 2,
                        node: 9,
                        bars_lacking: None,
                    },
                ],
            },
        ),
        (
            "",
            Reply::MarketResolveDone {
                id: 26,
                store: stored_report(),
            },
        ),
    ]
}

/// The series that was found.
pub(crate) fn stored_report() -> StoredReport {
    StoredReport {
        dataset: "EURUSD".into(),
        version: 1,
        series: SeriesKind::Quotes,
        timeframe: None,
        price: PriceSide::Bid,
        zone: "UTC".into(),
        instrument: instrument(),
        rows: 12_171,
        first_time_us: Some(TIME_US),
        last_time_us: Some(TIME_US + 39_600_000_000),
        content_hash: HASH.into(),
    }
}

fn instrument() -> Instrument {
    Instrument {
        symbol: "EURUSD".into(),
        tick: Some(0.00001),
        point_value: 1.0,
        lot: None,
        currency: Some("USD".into()),
    }
}

fn imports() -> Vec<(&'static str, Reply)> {
    let progress = |dataset: Option<&str>, rate: Option<f64>| Reply::ImportStartProgress {
        id: 28,
        phase: "reading".into(),
        dataset: dataset.map(str::to_owned),
        bytes_done: 32_000_000.0,
        bytes_total: 456_000_000.0,
        rows: 700_000.0,
        rows_per_second: rate,
        seconds_left: rate.map(|_| 1.5),
    };
    let done = |imported| Reply::ImportStartDone {
        id: 28,
        imported,
        seconds: 0.25,
    };
    vec![
        (
            "",
            Reply::ImportLookDone {
                id: 27,
                found: vec![found()],
            },
        ),
        (
            "empty",
            Reply::ImportLookDone {
                id: 27,
                found: vec![],
            },
        ),
        ("", progress(Some("EURUSD"), Some(6_000_000.0))),
        ("nulls", progress(None, None)),
        ("", done(vec![imported()])),
        ("empty", done(vec![])),
    ]
}

fn found() -> ImportFound {
    ImportFound {
        dataset: "EURUSD".into(),
        symbol: "EURUSD".into(),
        series: SeriesKind::Quotes,
        timeframe: None,
        price: None,
        format: "dukascopy-bi5".into(),
        understood: "ticks of 20 bytes; hours from the path, month from 0; 5 decimals; UTC".into(),
        files: 2,
        bytes: 64_651,
        paths: vec!["/home/quant/EURUSD/2019/01/04/00h_ticks.bi5".into()],
        columns: vec!["time".into(), "bid".into(), "ask".into()],
        sample: vec![vec![
            "2019-02-04T00:00:00.994Z".into(),
            "1.14543".into(),
            "1.14545".into(),
        ]],
        warnings: vec!["22 hours of 2019-02-04 are not there.".into()],
    }
}

fn imported() -> ImportResult {
    ImportResult {
        dataset: "EURUSD".into(),
        version: 1,
        is_new: true,
        series: SeriesKind::Quotes,
        timeframe: None,
        price: None,
        format: "dukascopy-bi5".into(),
        rows_in: 12_172,
        rows_kept: 12_171,
        rows_duplicate: 0,
        rejected: vec![rule()],
        flagged: vec![],
        first_time_us: Some(TIME_US),
        last_time_us: Some(TIME_US + 39_600_000_000),
        bytes_in: 64_651,
        bytes_stored: 58_000,
        csv_bytes: 600_000,
    }
}

fn rule() -> RuleCount {
    RuleCount {
        rule: "zero_price".into(),
        rows: 1,
        examples: vec!["00h_ticks.bi5, record 17 (byte 340): the bid is 0.".into()],
    }
}

fn store() -> Vec<(&'static str, Reply)> {
    vec![
        (
            "",
            Reply::StoreDatasetsChunk {
                id: 29,
                chunk: 0,
                datasets: vec![dataset()],
            },
        ),
        ("", Reply::StoreDatasetsDone { id: 29 }),
        ("", Reply::StoreRemoveDone { id: 31, change: 17 }),
        ("", Reply::StoreUndoDone { id: 32 }),
        ("", Reply::StoreRenameDone { id: 33, change: 18 }),
        ("", Reply::StorePinDone { id: 34, change: 19 }),
        (
            "",
            Reply::StorePurgeDone {
                id: 35,
                files: 2,
                bytes: 58_000,
            },
        ),
    ]
}

fn checks() -> Vec<(&'static str, Reply)> {
    let finding = |is_damage| StoreFinding {
        is_damage,
        path: "ticks/EURUSD/2019-02-04/6f1e.parquet".into(),
        text: "Bytes 65536 to 131071 are not what was written. Import the date again.".into(),
    };
    vec![
        (
            "",
            Reply::StoreVerifyProgress {
                id: 30,
                files_done: 3.0,
                files_total: 12.0,
            },
        ),
        (
            "",
            Reply::StoreVerifyChunk {
                id: 30,
                chunk: 0,
                findings: vec![finding(true)],
            },
        ),
        (
            "",
            Reply::StoreVerifyDone {
                id: 30,
                files: 12,
                bytes: 4_800_000,
            },
        ),
        (
            "",
            Reply::StoreFsckProgress {
                id: 40,
                files_done: 5.0,
                files_total: 12.0,
            },
        ),
        (
            "",
            Reply::StoreFsckChunk {
                id: 40,
                chunk: 0,
                findings: vec![finding(false)],
            },
        ),
        (
            "",
            Reply::StoreFsckDone {
                id: 40,
                files: 12,
                bytes: 4_800_000,
            },
        ),
    ]
}

fn dataset() -> DatasetInfo {
    DatasetInfo {
        name: "EURUSD".into(),
        symbol: "EURUSD".into(),
        series: SeriesKind::Quotes,
        timeframe: None,
        price: None,
        zone: "UTC".into(),
        versions: vec![VersionInfo {
            version: 1,
            rows: 12_171,
            bytes: 58_000,
            csv_bytes: Some(600_000),
            segments: 1,
            first_time_us: Some(TIME_US),
            last_time_us: Some(TIME_US + 39_600_000_000),
            sources: vec!["00h_ticks.bi5".into(), "10h_ticks.bi5".into()],
            source_count: 2,
            rows_in: 12_172,
            rows_kept: 12_171,
            rows_duplicate: 0,
            rejected: vec![rule()],
            flagged: vec![],
        }],
        instrument: Some(instrument()),
        is_pinned: false,
    }
}

fn runs() -> Vec<(&'static str, Reply)> {
    let saved = || "20261121-093000-6f1ed002".to_owned();
    let info = SavedRunInfo {
        saved: saved(),
        label: label(),
        saved_at_us: TIME_US,
        dataset: Some("EURUSD".into()),
        dataset_version: Some(1),
        digest: HASH.into(),
        plan_hash: HASH.into(),
        figures: vec![NamedNumber {
            name: "net_profit".into(),
            value: 1_234.5,
        }],
        trade_count: 66,
        is_pinned: true,
    };
    vec![
        (
            "",
            Reply::StoreRunsChunk {
                id: 36,
                chunk: 0,
                runs: vec![info.clone()],
            },
        ),
        ("", Reply::StoreRunsDone { id: 36 }),
        (
            "",
            Reply::StoreSaveRunDone {
                id: 37,
                saved: saved(),
            },
        ),
        (
            "",
            Reply::StoreLoadRunDone {
                id: 38,
                run: 2,
                info: Box::new(info),
            },
        ),
    ]
}

fn query() -> Vec<(&'static str, Reply)> {
    let column = |name: &str, type_name: &str| QueryColumn {
        name: name.into(),
        type_name: type_name.into(),
    };
    vec![
        (
            "",
            Reply::QuerySqlChunk {
                id: 39,
                chunk: 0,
                columns: Some(vec![column("symbol", "VARCHAR"), column("count", "BIGINT")]),
                rows: vec![vec![Some("EURUSD".into()), Some("12171".into())]],
            },
        ),
        (
            "nulls",
            Reply::QuerySqlChunk {
                id: 39,
                chunk: 1,
                columns: None,
                rows: vec![vec![None, None]],
            },
        ),
        (
            "",
            Reply::QuerySqlDone {
                id: 39,
                rows: 2,
                is_cut: false,
            },
        ),
        (
            "",
            Reply::QueryExportProgress {
                id: 41,
                rows_done: 4_000_000.0,
                rows_total: 12_000_000.0,
                rows_per_second: Some(2_000_000.0),
                seconds_left: Some(4.0),
            },
        ),
        (
            "nulls",
            Reply::QueryExportProgress {
                id: 41,
                rows_done: 0.0,
                rows_total: 12_000_000.0,
                rows_per_second: None,
                seconds_left: None,
            },
        ),
        (
            "",
            Reply::QueryExportDone {
                id: 41,
                tables: vec![ExportedTable {
                    name: "ticks".into(),
                    rows: 12_000_000,
                }],
                bytes: 96_000_000,
            },
        ),
    ]
}
