//! Random quotes: bursts at one instant, gaps, spreads of any width and crossed ones, on price scales
//! that are exact and scales that are not, and a chart to make of them.

use crate::random::Random;
use base::{Nanos, Zone};
use market::{Chart, Instrument, PriceSide, TickBlock, TickScale, TimeUnit, Timeframe};

const SECOND: Nanos = 1_000_000_000;
const DAY: Nanos = 86_400 * SECOND;

/// Timeframes and their seconds, shortest first; weeks and months are told by their usual length.
const TIMEFRAMES: [(&str, i64); 19] = [
    ("1s", 1),
    ("5s", 5),
    ("15s", 15),
    ("30s", 30),
    ("1m", 60),
    ("90s", 90),
    ("2m", 120),
    ("5m", 300),
    ("7m", 420),
    ("15m", 900),
    ("30m", 1_800),
    ("1h", 3_600),
    ("3h", 10_800),
    ("4h", 14_400),
    ("7h", 25_200),
    ("1d", 86_400),
    ("2d", 172_800),
    ("1w", 604_800),
    ("1mo", 2_592_000),
];

/// Charts that are picked from [`TIMEFRAMES`]: a week of them is still in reach of a test.
const CHARTS: usize = 17;

/// Quotes, and the bars that a run wants of them.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteData {
    /// The quotes.
    pub block: TickBlock,
    /// The bars on which the program decides.
    pub chart: Chart,
    /// The prices of all bars.
    pub side: PriceSide,
}

/// Random quotes, their instrument, and timeframes that hold some of them.
pub(crate) struct QuoteMarket {
    pub(crate) instrument: Instrument,
    pub(crate) quotes: QuoteData,
    /// Names of timeframes for other contexts, near ones more often.
    pub(crate) timeframes: Vec<&'static str>,
}

/// What the quotes do for a while. Prices are in steps.
#[derive(Clone, Copy, Debug)]
struct Regime {
    drift: i32,
    noise: i32,
    /// Least and most spread; below 0 the quotes are crossed.
    spread: (i32, i32),
    /// Percent of quotes that share the time of the one before.
    burst: usize,
}

/// How a number of steps becomes the integers of the data.
#[derive(Clone, Copy, Debug)]
struct PriceGrid {
    decimals: u8,
    /// Integer units of a step.
    step: i64,
}

impl PriceGrid {
    const ALL: [Self; 9] = [
        Self::new(0, 1),
        Self::new(1, 1),
        // A quarter: all sums are exact.
        Self::new(2, 25),
        Self::new(2, 1),
        Self::new(3, 1),
        Self::new(5, 1),
        Self::new(5, 10),
        Self::new(8, 31_700),
        Self::new(18, 100_000_000_000_003),
    ];

    const fn new(decimals: u8, step: i64) -> Self {
        Self { decimals, step }
    }

    fn price(self, steps: f64) -> f64 {
        steps * self.step as f64 / 10_i64.pow(u32::from(self.decimals)) as f64
    }
}

/// Random quotes of `count` rows.
pub(crate) fn random_quotes(random: &mut Random, count: usize) -> QuoteMarket {
    let grid = random.pick(&PriceGrid::ALL);
    let scale = TickScale {
        unit: random.pick(&[
            TimeUnit::Milli,
            TimeUnit::Milli,
            TimeUnit::Second,
            TimeUnit::Micro,
            TimeUnit::Nano,
        ]),
        price: grid.decimals,
        volume: random.pick(&[0, 0, 2, 6, 18]),
    };
    let (name, seconds) = TIMEFRAMES[random.below(CHARTS)];
    // Quotes of a bar in the mean: many bars of one, and many intervals without any.
    let spacing = (seconds * SECOND) as f64 / random.pick(&[0.4, 1.0, 2.0, 3.0, 6.0, 15.0]);
    let block = random_block(random, scale, grid, spacing, count);
    let instrument = Instrument {
        symbol: "RANDOM".to_owned(),
        tick_size: random.chance(85).then(|| grid.price(1.0)),
        point_value: random.pick(&[1.0, 1.0, 1.0, 2.0, 0.1, 50.0]),
        lot: random.pick(&[None, None, None, Some(1.0), Some(0.01)]),
        zone: Zone::new(random.pick(&["UTC", "UTC", "America/New_York", "Europe/Berlin"]))
            .unwrap_or_else(|_| Zone::utc()),
    };
    let side = random.pick(&[PriceSide::Bid, PriceSide::Ask, PriceSide::Mid]);
    QuoteMarket {
        instrument,
        quotes: QuoteData {
            block,
            chart: random_chart(random, name, count),
            side,
        },
        timeframes: timeframes_near(spacing),
    }
}

fn random_chart(random: &mut Random, name: &str, count: usize) -> Chart {
    if random.chance(60) {
        return Timeframe::parse(name).map_or(Chart::Ticks(1), Chart::Every);
    }
    Chart::Ticks(match random.weighted(&[25, 20, 53, 1, 1]) {
        0 => 1,
        1 => 7,
        2 => random.between(2, 12) as u32,
        3 => count as u32,
        _ => count as u32 + 1,
    })
}

fn timeframes_near(spacing: f64) -> Vec<&'static str> {
    let mut names = Vec::new();
    for (name, seconds) in TIMEFRAMES {
        let quotes = (seconds * SECOND) as f64 / spacing;
        let weight = if (0.5..60.0).contains(&quotes) { 6 } else { 1 };
        names.extend(std::iter::repeat_n(name, weight));
    }
    names
}

fn random_block(
    random: &mut Random,
    scale: TickScale,
    grid: PriceGrid,
    spacing: f64,
    count: usize,
) -> TickBlock {
    // Days around the changes of clocks in spring and autumn are as likely as any other.
    let first_day = random.pick(&[19_782, 19_810, 20_024, 20_028, 20_000, 19_723, -700]);
    let mut nanos = first_day * DAY + (random.fraction() * DAY as f64) as Nanos;
    let gaps = random.pick(&[0, 0, 1, 5]);
    let has_bursts = random.chance(50);
    let mut regime = random_regime(random);
    let mut bid = random.whole(400, 4_000);
    // Prices around zero are rare and allowed.
    let shift = if random.chance(3) { bid } else { 0.0 };
    let mut block = TickBlock::new(scale);
    for _ in 0..count {
        if random.chance(4) {
            regime = random_regime(random);
        }
        if random.chance(70) {
            bid += f64::from(regime.drift) + random.whole(-regime.noise, regime.noise);
            bid = bid.max(40.0);
        }
        let spread = random.whole(regime.spread.0, regime.spread.1);
        block.time.push(nanos / scale.unit.nanos());
        block.bid.push((bid - shift) as i64 * grid.step);
        block.spread.push(spread as i64 * grid.step);
        block.bid_volume.push(random.below(1_000) as i64 * 1_001);
        block.ask_volume.push(random.below(1_000) as i64 * 999);
        if !(has_bursts && random.chance(regime.burst)) {
            nanos += (random.fraction() * 2.0 * spacing) as Nanos;
        }
        if random.chance(gaps) {
            nanos += (random.fraction() * 80.0 * spacing) as Nanos;
        }
    }
    block
}

fn random_regime(random: &mut Random) -> Regime {
    Regime {
        drift: random.pick(&[-4, -1, 0, 0, 1, 4]),
        noise: random.pick(&[0, 1, 2, 5, 12, 30]),
        spread: random.pick(&[(0, 0), (1, 1), (1, 3), (0, 6), (10, 40), (-3, 3), (-9, -1)]),
        burst: random.pick(&[0, 10, 30, 80]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_quotes_keep_the_invariants() {
        for seed in 0..500 {
            let mut random = Random::new(seed);
            let market = random_quotes(&mut random, 200);
            assert_eq!(market.quotes.block.check(), Ok(()), "seed {seed}");
        }
    }
}
