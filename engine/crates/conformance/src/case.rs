//! A random case: a plan, its settings and its bars, all from one seed and one size.

use crate::bars::{Market, random_market};
use crate::builder::Builder;
use crate::orders::{Desk, add_statements};
use crate::quotes::{QuoteData, random_quotes};
use crate::random::Random;
use crate::values::{add_node, number, touch_series};
use base::Nanos;
use market::{Bars, Chart, MemoryBars, MemoryTicks, PriceSide, Quotes};
use plan::{Plan, RunSettings};
use protocol::{
    Account, BarsFile, CloseRule, Commission, DataSource, FillTiming, Instrument, Intrabar,
    Operation, ParameterValue, Period, Profile, Series, Sizing, Stamp, ValueType,
};

/// The size of an ordinary case; smaller ones have fewer nodes, statements and bars.
pub const FULL_SIZE: usize = 20;

/// Everything that a run needs, in the wire's types so that it can be written to a file.
#[derive(Clone, Debug)]
pub struct Case {
    /// Where it came from, for messages.
    pub name: String,
    /// The strategy.
    pub plan: protocol::Plan,
    /// What shapes the run; names no file.
    pub settings: protocol::RunSettings,
    /// Instrument, and the bars of a run on bars.
    pub market: Market,
    /// The quotes of a run on quotes.
    pub quotes: Option<QuoteData>,
}

/// A case as both engines take it.
#[derive(Debug)]
pub struct Prepared {
    /// The checked plan.
    pub plan: Plan,
    /// The checked settings.
    pub settings: RunSettings,
    /// The bars or quotes.
    pub data: Data,
}

/// What a case runs on.
#[derive(Debug)]
pub enum Data {
    /// Bars.
    Bars(MemoryBars),
    /// Quotes.
    Quotes(QuoteSource),
}

/// Quotes that are owned, and the bars that a run wants of them.
#[derive(Debug)]
pub struct QuoteSource {
    source: MemoryTicks,
    chart: Chart,
    side: PriceSide,
}

impl QuoteSource {
    /// The quotes as engines take them.
    #[must_use]
    pub fn quotes(&self) -> Quotes<'_> {
        Quotes {
            source: &self.source,
            chart: self.chart,
            side: self.side,
        }
    }
}

impl Case {
    /// Checks and converts the parts.
    ///
    /// # Errors
    /// A sentence when the case is not a valid run, which is a fault of who made it.
    pub fn prepare(&self) -> Result<Prepared, String> {
        let plan = wire::plan(&self.plan).map_err(|error| error.to_string())?;
        let settings = wire::settings(&self.settings, &plan, self.quotes.is_some())
            .map_err(|error| error.to_string())?;
        let instrument = self.market.instrument.clone();
        let data = match &self.quotes {
            None => MemoryBars::new(instrument, self.market.bars.clone())
                .map(Data::Bars)
                .map_err(|error| error.to_string())?,
            Some(quotes) => MemoryTicks::new(instrument, quotes.block.clone())
                .map(|source| {
                    Data::Quotes(QuoteSource {
                        source,
                        chart: quotes.chart,
                        side: quotes.side,
                    })
                })
                .map_err(|error| error.to_string())?,
        };
        Ok(Prepared {
            plan,
            settings,
            data,
        })
    }

    /// Rows of its data.
    #[must_use]
    pub fn rows(&self) -> usize {
        match &self.quotes {
            None => self.market.bars.len(),
            Some(quotes) => quotes.block.len(),
        }
    }
}

/// The case of a seed, on bars.
#[must_use]
pub fn random_case(seed: u64, size: usize) -> Case {
    let mut random = Random::new(seed);
    let rows = 12 + size * random.between(2, 12);
    let market = random_market(&mut random, rows);
    let names: &[&str] = match market.minutes {
        1 => &["5m", "15m", "1h", "7m"],
        5 => &["15m", "1h", "4h", "1d"],
        15 => &["30m", "1h", "4h", "1d"],
        60 => &["4h", "1d", "1w", "3h"],
        240 => &["1d", "1w", "12h"],
        _ => &["1w", "1mo", "2d"],
    };
    let mut builder = Builder::new();
    let desk = Desk::new(&mut builder, &mut random, &market.instrument);
    random_plan(&mut builder, &mut random, &desk, names, size);
    let plan = builder.plan;
    let scene = Scene {
        instrument: &market.instrument,
        times: &market.bars.open_time,
        price: market.bars.close[0],
    };
    let settings = random_settings(&mut random, &scene, &plan);
    Case {
        name: format!("seed {seed}, size {size}"),
        plan,
        settings,
        market,
        quotes: None,
    }
}

/// The case of a seed, on quotes.
#[must_use]
pub fn random_quote_case(seed: u64, size: usize) -> Case {
    let mut random = Random::new(seed ^ 0x7175_6f74_6573);
    let random = &mut random;
    let rows = 30 + size * random.between(3, 20);
    let found = random_quotes(random, rows);
    let mut builder = Builder::new();
    let desk = Desk::on_quotes(&mut builder, random, &found.instrument);
    random_plan(&mut builder, random, &desk, &found.timeframes, size);
    let plan = builder.plan;
    let block = &found.quotes.block;
    let times: Vec<Nanos> = block.all_nanos().collect();
    let price = block.bid[0] as f64 / 10_i64.pow(u32::from(block.scale.price)) as f64;
    let scene = Scene {
        instrument: &found.instrument,
        times: &times,
        price: price.abs().max(1.0),
    };
    let mut settings = random_settings(random, &scene, &plan);
    settings.chart = Some(found.quotes.chart.to_string());
    let account = &mut settings.account;
    let is_refused = random.chance(1);
    let on_ticks = match found.quotes.chart {
        Chart::Ticks(_) => !is_refused,
        Chart::Every(_) => random.chance(75),
    };
    if on_ticks {
        account.intrabar = random.pick(&[None, Some(Intrabar::Ticks)]);
        if !is_refused {
            account.profile = Profile::Native;
        }
    }
    Case {
        name: format!("quotes, seed {seed}, size {size}"),
        plan,
        settings,
        market: Market {
            instrument: found.instrument,
            bars: Bars::default(),
            minutes: 0,
        },
        quotes: Some(found.quotes),
    }
}

/// What settings are made to fit.
struct Scene<'a> {
    instrument: &'a market::Instrument,
    /// Times of the data's rows.
    times: &'a [Nanos],
    /// The first price.
    price: f64,
}

/// Adds nodes and statements; `timeframes` are those of other contexts.
fn random_plan(
    builder: &mut Builder,
    random: &mut Random,
    desk: &Desk,
    timeframes: &[&str],
    size: usize,
) {
    builder.series(0, Series::Open);
    if random.chance(45) {
        for _ in 0..random.between(1, 2) {
            timeframe(builder, random, (timeframes, desk.has_quotes), size);
        }
    }
    for _ in 0..random.between(0, size) {
        add_node(builder, random, 0);
    }
    let statements = random.between(1, 2 + size / 5);
    add_statements(builder, random, desk, statements);
    scatter_constants(builder, random);
}

/// Adds another timeframe with some nodes, and reads one or more of them on the chart.
fn timeframe(
    builder: &mut Builder,
    random: &mut Random,
    (names, has_quotes): (&[&str], bool),
    size: usize,
) {
    let context = builder.context(random.pick(names));
    builder.series(context, Series::Close);
    builder.series(
        context,
        random.pick(&[Series::High, Series::Low, Series::Open]),
    );
    if has_quotes {
        touch_series(builder, random, context);
    }
    if context > 1 && random.chance(30) {
        let value = builder.any_number(random, context - 1);
        builder.node(context, Operation::Confirmed { value }, ValueType::Number);
    }
    for _ in 0..random.between(0, size / 3) {
        add_node(builder, random, context);
    }
    for _ in 0..random.between(1, 3) {
        let value = builder.any_number(random, context);
        builder.node(0, Operation::Confirmed { value }, ValueType::Number);
    }
    if let Some(value) = builder.any_bool(random, context) {
        builder.node(0, Operation::Confirmed { value }, ValueType::Bool);
    }
    number(builder, random, 0);
}

/// Constants may stand in any context: some move to another one.
fn scatter_constants(builder: &mut Builder, random: &mut Random) {
    let contexts = builder.plan.contexts.len();
    let confirmed: Vec<u32> = builder
        .plan
        .nodes
        .iter()
        .filter_map(|node| match node.operation {
            Operation::Confirmed { value } => Some(value),
            _ => None,
        })
        .collect();
    for (id, node) in builder.plan.nodes.iter_mut().enumerate() {
        let is_constant = matches!(node.operation, Operation::Number { .. });
        if is_constant && !confirmed.contains(&(id as u32)) && random.chance(8) {
            node.context = random.below(contexts) as u32;
        }
    }
}

fn random_settings(
    random: &mut Random,
    scene: &Scene<'_>,
    plan: &protocol::Plan,
) -> protocol::RunSettings {
    let parameters = plan.parameters.iter().map(|parameter| ParameterValue {
        name: parameter.name.clone(),
        value: match parameter.value_type {
            ValueType::Number => random.pick(&[2.0, 3.0, 5.0, 9.0, 2.9]),
            ValueType::Bool => random.whole(0, 1),
        },
    });
    let mut parameters: Vec<ParameterValue> = parameters.collect();
    if random.chance(1) && !parameters.is_empty() {
        parameters[0].value = random.pick(&[0.0, -3.0, 100_001.0, 0.9]);
    }
    let instrument = Instrument {
        symbol: scene.instrument.symbol.clone(),
        tick: scene.instrument.tick_size,
        point_value: scene.instrument.point_value,
        lot: scene.instrument.lot,
        currency: None,
    };
    let file = BarsFile {
        path: String::new(),
        zone: scene.instrument.zone.name().to_owned(),
        stamp: Stamp::Open,
        instrument,
    };
    protocol::RunSettings {
        parameters,
        account: random_account(random, scene),
        data: DataSource::File { file },
        chart: None,
        period: random_period(random, scene.times),
        warmup_bars: random.chance(15).then(|| random.pick(&[0, 1, 5, 30, 400])),
    }
}

fn random_period(random: &mut Random, times: &[Nanos]) -> Option<Period> {
    if random.chance(55) {
        return None;
    }
    let mut edge = |from: usize, to: usize| {
        let row = random.between(from * times.len() / 100, to * times.len() / 100);
        let time = times[row.min(times.len() - 1)] / 1_000;
        random
            .chance(75)
            .then_some(time + random.pick(&[0, 0, 1, -1]))
    };
    let (from_us, to_us) = (edge(0, 45), edge(60, 100));
    // Quotes of one instant can be both edges.
    let to_us = to_us.filter(|to| from_us.is_none_or(|from| from < *to));
    Some(Period { from_us, to_us })
}

fn random_account(random: &mut Random, scene: &Scene<'_>) -> Account {
    let price = scene.price;
    let size = match random.weighted(&[45, 30, 25]) {
        0 => Sizing::Contracts {
            quantity: random.pick(&[1.0, 1.0, 2.0, 0.3, 10.0]),
        },
        1 => Sizing::Equity {
            fraction: random.pick(&[1.0, 0.1, 0.5, 0.333, 2.0]),
        },
        _ => Sizing::Cash {
            amount: random.pick(&[1_000.0, 5_000.0, price * 3.7]),
        },
    };
    let mut commission = Vec::new();
    for _ in 0..random.weighted(&[45, 35, 15, 5]) {
        commission.push(match random.below(3) {
            0 => Commission::Value {
                fraction: random.pick(&[0.0, 0.001, 0.000_2, 0.02]),
            },
            1 => Commission::Order {
                amount: random.pick(&[0.0, 1.0, 2.5]),
            },
            _ => Commission::Contract {
                amount: random.pick(&[0.5, 0.01, 2.0]),
            },
        });
    }
    let can_slip = scene.instrument.tick_size.is_some() || random.chance(2);
    Account {
        capital: random.pick(&[10_000.0, 100_000.0, 1_000.0, 12_345.67]),
        currency: "USD".to_owned(),
        size,
        commission,
        slippage_ticks: if can_slip {
            random.pick(&[0.0, 0.0, 1.0, 3.0, 0.5])
        } else {
            0.0
        },
        pyramiding: random.pick(&[1, 1, 2, 3, 5]),
        close_rule: random.pick(&[CloseRule::Fifo, CloseRule::Any]),
        fills: random.pick(&[
            FillTiming::NextOpen,
            FillTiming::NextOpen,
            FillTiming::ThisClose,
        ]),
        intrabar: Some(Intrabar::OhlcPath),
        close_at_end: random.chance(50),
        risk_free: 0.0,
        profile: random.pick(&[Profile::Native, Profile::Native, Profile::BacktestingPy]),
    }
}
