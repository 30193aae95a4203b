//! Golden requests: each kind as the manual shows it, and the edges of its fields.

use super::golden_data_requests::stored;
use super::golden_plan;
use protocol::{
    Account, BarsFile, CloseRule, Commission, DataSource, FillTiming, Instrument, Intrabar,
    ParameterValue, Period, Profile, Request, RunSettings, SeriesName, Sizing, Stamp,
};

/// Largest integer that both languages hold exactly.
const SAFE_MAX: i64 = (1 << 53) - 1;

/// A hash as the examples show it.
pub(crate) const HASH: &str = "6f1ed002ab5595859014ebf0951522d9b3bb0d1fcd9d27c1e37f9ed8a0f0d9c4";

/// Every golden request with the name of its case.
pub(crate) fn all() -> Vec<(&'static str, Request)> {
    let mut all = control();
    all.extend(plans());
    all.extend(runs());
    all.extend(pulls());
    all
}

fn control() -> Vec<(&'static str, Request)> {
    let ping = |payload: &str| Request::Ping {
        id: 2,
        payload: payload.into(),
    };
    vec![
        (
            "",
            Request::Hello {
                id: 1,
                schema_hash: HASH.into(),
                host_version: "0.1.0".into(),
            },
        ),
        ("", ping("are you there?")),
        ("empty", ping("")),
        ("unicode", ping("Größe µ 价格 📈 \u{0} \u{7f} \"\\")),
        ("long", ping(&"x".repeat(70_000))),
        ("", Request::Cancel { id: 9, request: 8 }),
        (
            "largest",
            Request::Cancel {
                id: u32::MAX,
                request: u32::MAX,
            },
        ),
        (
            "",
            Request::Credit {
                id: 10,
                request: 8,
                chunks: 1,
            },
        ),
        ("", Request::Shutdown { id: 11 }),
        ("", Request::ServicesList { id: 3 }),
        ("", Request::HealthAll { id: 4 }),
    ]
}

fn plans() -> Vec<(&'static str, Request)> {
    vec![
        (
            "",
            Request::PlanPut {
                id: 5,
                part: golden_plan::small(),
                is_last: true,
            },
        ),
        (
            "empty",
            Request::PlanPut {
                id: 5,
                part: golden_plan::empty(),
                is_last: false,
            },
        ),
        (
            "everything",
            Request::PlanPut {
                id: 5,
                part: golden_plan::everything(),
                is_last: true,
            },
        ),
    ]
}

fn runs() -> Vec<(&'static str, Request)> {
    let start = |settings: RunSettings| Request::RunStart {
        id: 6,
        plan_hash: HASH.into(),
        settings: Box::new(settings),
        is_live: false,
        deadline_ms: None,
    };
    let mut all = vec![
        ("", start(usual())),
        ("nulls", start(nulls())),
        ("edges", start(edges())),
        ("live", live()),
    ];
    for size in [
        Sizing::Contracts { quantity: 1.0 },
        Sizing::Equity { fraction: 0.1 },
        Sizing::Cash { amount: 2_500.5 },
    ] {
        let case = match size {
            Sizing::Contracts { .. } => "contracts",
            Sizing::Equity { .. } => "equity",
            Sizing::Cash { .. } => "cash",
        };
        all.push((
            case,
            start(RunSettings {
                account: Account { size, ..account() },
                ..usual()
            }),
        ));
    }
    all
}

fn live() -> Request {
    Request::RunStart {
        id: 6,
        plan_hash: HASH.into(),
        settings: Box::new(RunSettings {
            account: Account {
                intrabar: None,
                ..account()
            },
            data: DataSource::Store { store: stored() },
            chart: Some("ticks(100)".into()),
            ..usual()
        }),
        is_live: true,
        deadline_ms: Some(100),
    }
}

fn usual() -> RunSettings {
    RunSettings {
        parameters: vec![ParameterValue {
            name: "length".into(),
            value: 20.0,
        }],
        account: account(),
        data: file("/home/quant/bars.csv", Stamp::Open),
        chart: Some("15m".into()),
        period: Some(Period {
            from_us: Some(1_577_836_800_000_000),
            to_us: Some(1_609_459_200_000_000),
        }),
        warmup_bars: Some(200),
    }
}

/// Nothing that may be absent is there.
fn nulls() -> RunSettings {
    RunSettings {
        parameters: vec![],
        account: Account {
            commission: vec![],
            ..account()
        },
        data: DataSource::File {
            file: BarsFile {
                path: String::new(),
                zone: "UTC".into(),
                stamp: Stamp::Close,
                instrument: Instrument {
                    symbol: "EURUSD".into(),
                    tick: None,
                    point_value: 1.0,
                    lot: None,
                    currency: None,
                },
            },
        },
        chart: None,
        period: None,
        warmup_bars: None,
    }
}

/// Largest and smallest values, and the other word of each choice.
fn edges() -> RunSettings {
    let commission = vec![
        Commission::Value { fraction: 0.0002 },
        Commission::Order { amount: 1.25 },
        Commission::Contract { amount: 0.0 },
    ];
    RunSettings {
        account: Account {
            capital: f64::MAX,
            pyramiding: u32::MAX,
            commission,
            slippage_ticks: f64::MIN_POSITIVE,
            close_rule: CloseRule::Any,
            fills: FillTiming::ThisClose,
            intrabar: Some(Intrabar::Ticks),
            profile: Profile::BacktestingPy,
            ..account()
        },
        data: file("C:\\Daten\\Kurse Öl.csv", Stamp::Close),
        period: Some(Period {
            from_us: Some(-SAFE_MAX),
            to_us: Some(SAFE_MAX),
        }),
        warmup_bars: Some(0),
        ..usual()
    }
}

fn account() -> Account {
    Account {
        capital: 100_000.0,
        currency: "USD".into(),
        size: Sizing::Contracts { quantity: 1.0 },
        commission: vec![Commission::Value { fraction: 0.0002 }],
        slippage_ticks: 1.0,
        pyramiding: 1,
        close_rule: CloseRule::Fifo,
        fills: FillTiming::NextOpen,
        intrabar: Some(Intrabar::OhlcPath),
        close_at_end: true,
        risk_free: 0.02,
        profile: Profile::Native,
    }
}

fn file(path: &str, stamp: Stamp) -> DataSource {
    let instrument = Instrument {
        symbol: "EURUSD".into(),
        tick: Some(0.00001),
        point_value: 100_000.0,
        lot: Some(0.01),
        currency: Some("USD".into()),
    };
    DataSource::File {
        file: BarsFile {
            path: path.into(),
            zone: "Europe/Berlin".into(),
            stamp,
            instrument,
        },
    }
}

fn pulls() -> Vec<(&'static str, Request)> {
    let series = |series| Request::RunSeries {
        id: 8,
        run: 1,
        series,
        first: 0,
        count: 1_000,
    };
    vec![
        (
            "",
            Request::RunTrades {
                id: 7,
                run: 1,
                first: 0,
                count: 500,
            },
        ),
        ("", series(SeriesName::Equity)),
        ("time-close", series(SeriesName::TimeClose)),
        ("drawdown", series(SeriesName::Drawdown)),
        ("position-size", series(SeriesName::PositionSize)),
        ("", Request::RunDrop { id: 12, run: 1 }),
    ]
}
