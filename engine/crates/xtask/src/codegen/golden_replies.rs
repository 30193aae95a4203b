//! Golden replies: each kind as the manual shows it, and the edges of its fields.

use super::golden::every;
use super::golden_data_replies::stored_report;
use super::golden_requests::HASH;
use protocol::{
    BarsReport, DataReport, EquityBucket, ErrorCode, ExitReason, F64Column, Figure, Finding,
    FindingKind, Health, I64Column, Intrabar, RejectedRow, Reply, RunSummary, ServiceInfo,
    ServiceState, Side, TradeRow,
};

/// 2020-01-02T14:30 UTC in microseconds.
pub(crate) const TIME_US: i64 = 1_577_975_400_000_000;
/// Largest integer that both languages hold exactly.
const SAFE_MAX: i64 = (1 << 53) - 1;

/// Every golden reply with the name of its case.
pub(crate) fn all() -> Vec<(&'static str, Reply)> {
    let mut all = control();
    all.extend(runs());
    all.extend(chunks());
    all.extend(errors());
    all
}

fn control() -> Vec<(&'static str, Reply)> {
    let capabilities = vec!["plan".into(), "run".into()];
    let all = |health| Reply::HealthAllDone { id: 4, health };
    vec![
        (
            "",
            Reply::HelloDone {
                id: 1,
                schema_hash: HASH.into(),
                engine_version: "0.1.0".into(),
                capabilities,
            },
        ),
        (
            "",
            Reply::PingDone {
                id: 2,
                payload: "are you there?".into(),
            },
        ),
        ("", Reply::ShutdownDone { id: 11 }),
        (
            "",
            Reply::ServicesListDone {
                id: 3,
                services: vec![service(ServiceState::Ready)],
            },
        ),
        (
            "empty",
            Reply::ServicesListDone {
                id: 3,
                services: vec![],
            },
        ),
        (
            "states",
            Reply::ServicesListDone {
                id: 3,
                services: every().into_iter().map(service).collect(),
            },
        ),
        ("", all(health(Some(50_331_648), 90_000_000))),
        ("largest", all(health(Some(SAFE_MAX), SAFE_MAX))),
        ("nulls", all(health(None, 0))),
    ]
}

/// Health of an engine with one service.
pub(crate) fn health(memory_bytes: Option<i64>, uptime_us: i64) -> Health {
    Health {
        uptime_us,
        memory_bytes,
        requests_in_flight: 1,
        runs_kept: 2,
        services: vec![service(ServiceState::Ready)],
    }
}

/// A service in a state.
pub(crate) fn service(state: ServiceState) -> ServiceInfo {
    let has_failed = state == ServiceState::Failed;
    ServiceInfo {
        name: "run".into(),
        verbs: vec![
            "start".into(),
            "trades".into(),
            "series".into(),
            "drop".into(),
        ],
        state,
        since_us: 1_000,
        last_error: has_failed.then(|| "The disk is full.".into()),
        queue_depth: 0,
        requests: 12,
        memory_bytes: (!has_failed).then_some(6_291_456),
        latency_p50_us: (!has_failed).then_some(850.0),
        latency_p99_us: (!has_failed).then_some(12_000.0),
    }
}

fn runs() -> Vec<(&'static str, Reply)> {
    let progress = |total: Option<f64>| Reply::RunStartProgress {
        id: 6,
        phase: "running".into(),
        done: 120_000.0,
        total,
        per_second: total.map(|_| 24_000_000.0),
        seconds_left: total.map(|_| 0.0125),
    };
    let done = |summary| Reply::RunStartDone {
        id: 6,
        summary: Box::new(summary),
    };
    vec![
        (
            "",
            Reply::PlanPutDone {
                id: 5,
                plan_hash: HASH.into(),
                node_count: 4,
                statement_count: 1,
            },
        ),
        ("", progress(Some(420_000.0))),
        ("nulls", progress(None)),
        ("", done(summary())),
        ("empty", done(empty_summary())),
        ("", Reply::RunDropDone { id: 12 }),
    ]
}

fn summary() -> RunSummary {
    RunSummary {
        run: 1,
        digest: HASH.into(),
        plan_hash: HASH.into(),
        settings_hash: HASH.into(),
        engine_version: "0.1.0".into(),
        chart: "15m".into(),
        intrabar: Intrabar::OhlcPath,
        bars: 24_960,
        warmup_bars: 200,
        first_time_us: Some(TIME_US),
        last_time_us: Some(TIME_US + 22_463_100_000_000),
        seconds: 0.00104,
        load_seconds: 0.031,
        figures: vec![
            figure("net_profit", Some(1_234.5), None),
            figure("sharpe", None, Some("Fewer than two returns.")),
        ],
        equity: vec![EquityBucket {
            time_us: TIME_US,
            low: 99_900.0,
            high: 100_250.5,
            last: 100_120.25,
        }],
        trade_count: 66,
        findings: every::<FindingKind>()
            .into_iter()
            .map(|what| Finding {
                what,
                statement: 0,
                count: 3,
                first_time_us: TIME_US,
            })
            .collect(),
        data: file(vec![RejectedRow {
            line: 812,
            rule: "high_below_low".into(),
            reason: "The high 1.0931 is below the low 1.0940.".into(),
        }]),
    }
}

/// A run on which nothing happened.
fn empty_summary() -> RunSummary {
    RunSummary {
        bars: 0,
        warmup_bars: 0,
        first_time_us: None,
        last_time_us: None,
        figures: vec![],
        equity: vec![],
        trade_count: 0,
        findings: vec![],
        data: DataReport::Store {
            store: stored_report(),
        },
        ..summary()
    }
}

fn figure(name: &str, value: Option<f64>, note: Option<&str>) -> Figure {
    Figure {
        name: name.into(),
        value,
        note: note.map(str::to_owned),
        low: value.map(|value| value - 0.5),
        high: value.map(|value| value + 0.5),
    }
}

fn file(rejected: Vec<RejectedRow>) -> DataReport {
    let rows_rejected = u32::from(!rejected.is_empty());
    let file = BarsReport {
        path: "/home/quant/bars.csv".into(),
        content_hash: HASH.into(),
        understood: "time,open,high,low,close,volume; ISO 8601 times; 15m bars".into(),
        timeframe: "15m".into(),
        rows_in: 25_160 + rows_rejected,
        rows_kept: 25_160,
        rows_rejected,
        rows_duplicate: 0,
        rejected,
    };
    DataReport::File { file }
}

fn chunks() -> Vec<(&'static str, Reply)> {
    let trades = |trades| Reply::RunTradesChunk {
        id: 7,
        chunk: 0,
        trades,
    };
    let numbers = |numbers| Reply::RunSeriesChunk {
        id: 8,
        chunk: 0,
        numbers: Some(F64Column(numbers)),
        times: None,
    };
    let times = |times| Reply::RunSeriesChunk {
        id: 8,
        chunk: 1,
        numbers: None,
        times: Some(I64Column(times)),
    };
    vec![
        ("", trades(vec![closed_trade()])),
        ("open", trades(vec![open_trade()])),
        ("ended", trades(ended_trades())),
        ("empty", trades(vec![])),
        ("many", trades(vec![closed_trade(); 100])),
        ("", Reply::RunTradesDone { id: 7, total: 66 }),
        ("", numbers(vec![100_000.0, 100_120.25])),
        ("empty", numbers(vec![])),
        (
            "nan",
            numbers(vec![
                f64::NAN,
                0.0,
                -0.0,
                f64::INFINITY,
                f64::NEG_INFINITY,
                f64::MIN_POSITIVE,
            ]),
        ),
        (
            "times",
            times(vec![
                TIME_US * 1_000,
                0,
                -1,
                i64::MIN,
                i64::MAX,
                SAFE_MAX + 2,
            ]),
        ),
        ("", Reply::RunSeriesDone { id: 8, total: 2 }),
    ]
}

fn closed_trade() -> TradeRow {
    TradeRow {
        number: 1,
        side: Side::Long,
        quantity: 0.5,
        entry_time_us: TIME_US,
        entry_price: 1.1203,
        entry_id: "long".into(),
        entry_statement: 0,
        entry_bar: 17,
        exit_time_us: Some(TIME_US + 900_000_000),
        exit_price: 1.1211,
        exit_id: Some("take profit".into()),
        exit_statement: Some(1),
        exit_bar: Some(18),
        exit_reason: Some(ExitReason::Target),
        is_ambiguous: Some(true),
        profit: 39.5,
        profit_pct: 0.071,
        fees: 0.5,
        bars_held: 1,
        mae: -12.0,
        mfe: 55.25,
    }
}

fn open_trade() -> TradeRow {
    TradeRow {
        side: Side::Short,
        exit_time_us: None,
        exit_id: None,
        exit_statement: None,
        exit_bar: None,
        exit_reason: None,
        is_ambiguous: Some(false),
        ..closed_trade()
    }
}

/// Trades of every reason, and one of a run that was saved before reasons were kept.
fn ended_trades() -> Vec<TradeRow> {
    let reasons = every::<ExitReason>().into_iter().map(|reason| TradeRow {
        exit_reason: Some(reason),
        is_ambiguous: Some(false),
        ..closed_trade()
    });
    let unknown = TradeRow {
        exit_reason: None,
        is_ambiguous: None,
        ..closed_trade()
    };
    reasons.chain([unknown]).collect()
}

/// One error a code; the first is the one that the manual shows.
fn errors() -> Vec<(&'static str, Reply)> {
    let error = |code, help: Option<&str>, statement, causes: &[&str]| Reply::Error {
        id: 6,
        code,
        message: "The file /home/quant/bars.csv is not there.".into(),
        help: help.map(str::to_owned),
        statement,
        node: statement,
        causes: causes.iter().map(|&cause| cause.to_owned()).collect(),
    };
    let help = Some("Check the path after `source = file(…)`.");
    let mut all = vec![
        (
            "",
            error(
                ErrorCode::FileNotFound,
                help,
                None,
                &["No such file or directory"],
            ),
        ),
        (
            "largest",
            error(
                ErrorCode::BadPlan,
                None,
                Some(u32::MAX),
                &["one", "two", "three"],
            ),
        ),
    ];
    for code in every::<ErrorCode>() {
        all.push((case_of(code), error(code, None, None, &[])));
    }
    all
}

fn case_of(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::BadFrame => "bad-frame",
        ErrorCode::BadRequest => "bad-request",
        ErrorCode::SchemaMismatch => "schema-mismatch",
        ErrorCode::Busy => "busy",
        ErrorCode::Unavailable => "unavailable",
        ErrorCode::UnknownItem => "unknown-item",
        ErrorCode::StoreDamaged => "store-damaged",
        ErrorCode::Refused => "refused",
        ErrorCode::BadQuery => "bad-query",
        ErrorCode::Cancelled => "cancelled",
        ErrorCode::DeadlineExceeded => "deadline-exceeded",
        ErrorCode::BadPlan => "bad-plan",
        ErrorCode::UnknownPlan => "unknown-plan",
        ErrorCode::UnknownRun => "unknown-run",
        ErrorCode::BadSettings => "bad-settings",
        ErrorCode::FileNotFound => "file-not-found",
        ErrorCode::FileUnreadable => "file-unreadable",
        ErrorCode::BadData => "bad-data",
        ErrorCode::Causality => "causality",
        ErrorCode::LimitExceeded => "limit-exceeded",
        ErrorCode::Internal => "internal",
    }
}
