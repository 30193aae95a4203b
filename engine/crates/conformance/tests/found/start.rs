//! What the small cases start from: plain bars, a plain account.

use conformance::{Builder, Case, Market, disagreement, readable};
use market::{Bars, Instrument};
use protocol::{
    Account, BarsFile, BinaryFunction, CloseRule, DataSource, FillTiming, Intrabar, Profile,
    RunSettings, Series, Sizing, Stamp,
};

/// Bars of a minute that all say 100.
pub(crate) fn flat_market(rows: usize) -> Market {
    market(&vec![[100.0; 4]; rows])
}

/// Bars of a minute from open, high, low and close.
pub(crate) fn market(rows: &[[f64; 4]]) -> Market {
    let mut bars = Bars::default();
    for (row, prices) in (0..).zip(rows) {
        bars.open_time.push(row * 60_000_000_000);
        bars.close_time.push((row + 1) * 60_000_000_000);
        bars.open.push(prices[0]);
        bars.high.push(prices[1]);
        bars.low.push(prices[2]);
        bars.close.push(prices[3]);
        bars.volume.push(1.0);
    }
    Market {
        instrument: Instrument {
            symbol: "X".to_owned(),
            tick_size: Some(0.25),
            point_value: 1.0,
            lot: None,
            zone: base::Zone::utc(),
        },
        bars,
        minutes: 1,
    }
}

/// The plan of a builder on an account of 10,000 without costs that trades one contract.
pub(crate) fn case_of(builder: Builder, market: Market) -> Case {
    let instrument = protocol::Instrument {
        symbol: "X".to_owned(),
        tick: market.instrument.tick_size,
        point_value: 1.0,
        lot: None,
        currency: None,
    };
    let file = BarsFile {
        path: String::new(),
        zone: "UTC".to_owned(),
        stamp: Stamp::Open,
        instrument,
    };
    Case {
        name: "small".to_owned(),
        plan: builder.plan,
        settings: RunSettings {
            parameters: Vec::new(),
            account: Account {
                capital: 10_000.0,
                currency: "USD".to_owned(),
                size: Sizing::Contracts { quantity: 1.0 },
                commission: Vec::new(),
                slippage_ticks: 0.0,
                pyramiding: 1,
                close_rule: CloseRule::Fifo,
                fills: FillTiming::NextOpen,
                intrabar: Intrabar::OhlcPath,
                close_at_end: false,
                risk_free: 0.0,
                profile: Profile::Native,
            },
            data: DataSource::File { file },
            chart: None,
            period: None,
            warmup_bars: None,
        },
        market,
    }
}

/// Twin and fast path agree on a case.
pub(crate) fn agree(case: &Case) {
    let prepared = case.prepare().expect("the case is valid");
    assert_eq!(disagreement(&prepared), None, "{}", readable(case));
}

/// True on the first bar of the period only.
pub(crate) fn first_bar(builder: &mut Builder) -> u32 {
    on_bar(builder, 0)
}

/// True on one bar of the period only.
pub(crate) fn on_bar(builder: &mut Builder, bar: u32) -> u32 {
    let index = builder.series(0, Series::BarIndex);
    let wanted = builder.constant(0, f64::from(bar));
    builder.binary(0, BinaryFunction::Equal, index, wanted)
}
