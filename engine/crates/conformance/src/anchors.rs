//! Strategies whose results are published, built by hand.

use crate::bars::{Market, benchmark_bars};
use crate::builder::{Builder, given};
use crate::case::Case;
use base::Zone;
use market::{Bars, Instrument};
use protocol::{
    Account, BarsFile, BinaryFunction, CloseRule, Commission, DataSource, Direction, FillTiming,
    IndicatorFunction, Intrabar, Profile, RunSettings, Series, Sizing, Stamp, Statement,
};

/// Workload SMA-REV on its generated bars: always one contract long or short from bar 50 on, by the
/// order of the averages over 20 and 50 bars; a fee of 2^-14 of the value.
#[must_use]
pub fn sma_reversal(rows: usize) -> Case {
    let mut builder = Builder::new();
    let (fast, slow) = averages(&mut builder, 20.0, 50.0);
    let index = builder.series(0, Series::BarIndex);
    let first = builder.constant(0, 50.0);
    let is_warm = builder.binary(0, BinaryFunction::GreaterOrEqual, index, first);
    let sides = [
        (Direction::Long, BinaryFunction::Greater, "L"),
        (Direction::Short, BinaryFunction::Less, "S"),
    ];
    for (direction, function, id) in sides {
        let is_wanted = builder.binary(0, function, fast, slow);
        let guard = builder.binary(0, BinaryFunction::And, is_warm, is_wanted);
        let quantity = builder.constant(0, 1.0);
        enter(&mut builder, guard, id, direction, Some(quantity));
    }
    let account = Account {
        capital: 100_000.0,
        commission: vec![Commission::Value {
            fraction: 1.0 / 16_384.0,
        }],
        ..plain_account()
    };
    hand_made("SMA-REV", builder, account, benchmark_bars(rows), 1)
}

/// backtesting.py's own test: averages over 10 and 30 bars cross, all in, closed at the end.
#[must_use]
pub fn sma_cross(bars: Bars) -> Case {
    let mut builder = Builder::new();
    let (fast, slow) = averages(&mut builder, 10.0, 30.0);
    let sides = [
        (Direction::Long, IndicatorFunction::CrossOver, "L"),
        (Direction::Short, IndicatorFunction::CrossUnder, "S"),
    ];
    for (direction, function, id) in sides {
        let guard = builder.indicator(0, function, vec![fast, slow], Vec::new());
        enter(&mut builder, guard, id, direction, None);
    }
    let account = Account {
        size: Sizing::Equity { fraction: 1.0 },
        close_at_end: true,
        profile: Profile::BacktestingPy,
        ..plain_account()
    };
    hand_made("SMA cross", builder, account, bars, 1_440)
}

fn averages(builder: &mut Builder, fast: f64, slow: f64) -> (u32, u32) {
    let close = builder.series(0, Series::Close);
    let mut average = |length: f64| {
        let length = builder.constant(0, length);
        builder.indicator(0, IndicatorFunction::Sma, vec![close], vec![length])
    };
    (average(fast), average(slow))
}

fn enter(builder: &mut Builder, guard: u32, id: &str, direction: Direction, quantity: Option<u32>) {
    let id = builder.text(id);
    builder.statement(Statement::Entry {
        guard: Some(guard),
        id,
        direction,
        quantity: quantity.and_then(given),
        limit: None,
        stop: None,
        comment: None,
    });
}

/// 10,000 of money, one contract, no costs, fills at the next open.
#[must_use]
pub fn plain_account() -> Account {
    Account {
        capital: 10_000.0,
        currency: "USD".to_owned(),
        size: Sizing::Contracts { quantity: 1.0 },
        commission: Vec::new(),
        slippage_ticks: 0.0,
        pyramiding: 1,
        close_rule: CloseRule::Fifo,
        fills: FillTiming::NextOpen,
        intrabar: Some(Intrabar::OhlcPath),
        close_at_end: false,
        risk_free: 0.0,
        profile: Profile::Native,
    }
}

/// A case on an instrument of UTC with ticks of a quarter and a point value of 1.
#[must_use]
pub fn hand_made(name: &str, builder: Builder, account: Account, bars: Bars, minutes: i64) -> Case {
    let file = BarsFile {
        path: String::new(),
        zone: "UTC".to_owned(),
        stamp: Stamp::Open,
        instrument: protocol::Instrument {
            symbol: "X".to_owned(),
            tick: Some(0.25),
            point_value: 1.0,
            lot: None,
            currency: None,
        },
    };
    let instrument = Instrument {
        symbol: "X".to_owned(),
        tick_size: Some(0.25),
        point_value: 1.0,
        lot: None,
        zone: Zone::utc(),
    };
    Case {
        name: name.to_owned(),
        plan: builder.plan,
        settings: RunSettings {
            parameters: Vec::new(),
            account,
            data: DataSource::File { file },
            chart: None,
            period: None,
            warmup_bars: None,
        },
        market: Market {
            instrument,
            bars,
            minutes,
        },
        quotes: None,
    }
}
