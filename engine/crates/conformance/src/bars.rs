//! Random bars: trends, gaps, flat stretches, missing bars, prices that are exact and prices that
//! are not.

use crate::random::Random;
use base::{Nanos, Zone};
use market::{Bars, Instrument};

const SECOND: Nanos = 1_000_000_000;
const MINUTE: Nanos = 60 * SECOND;
const DAY: Nanos = 1_440 * MINUTE;

/// How far one price is from the next possible one.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Grid {
    /// Multiples of a power of two: all sums are exact.
    Dyadic,
    /// Two decimals.
    Decimal,
    /// Any number.
    Free,
}

impl Grid {
    fn price(self, steps: f64) -> f64 {
        match self {
            Self::Dyadic => steps * 0.25,
            Self::Decimal => steps / 100.0,
            Self::Free => steps * 0.031_7,
        }
    }

    const fn tick_size(self) -> f64 {
        match self {
            Self::Dyadic => 0.25,
            Self::Decimal => 0.01,
            Self::Free => 0.031_7,
        }
    }
}

/// What the price does on average.
#[derive(Clone, Copy, Debug)]
struct Regime {
    drift: i32,
    noise: i32,
    gap: i32,
    wick: i32,
}

/// Bars and what they are bars of.
#[derive(Clone, Debug, PartialEq)]
pub struct Market {
    /// The instrument's facts.
    pub instrument: Instrument,
    /// Its bars.
    pub bars: Bars,
    /// Length of a bar in minutes.
    pub minutes: i64,
}

/// Random bars of about `count` rows.
#[must_use]
pub fn random_market(random: &mut Random, count: usize) -> Market {
    let grid = random.pick(&[Grid::Dyadic, Grid::Decimal, Grid::Decimal, Grid::Free]);
    let minutes = random.pick(&[1, 5, 15, 60, 60, 240, 1_440, 1_440]);
    let zone = random.pick(&["UTC", "UTC", "America/New_York", "Europe/Berlin"]);
    let zone = if minutes > 60 { "UTC" } else { zone };
    let has_tick = random.chance(85);
    let lot = random.weighted(&[70, 15, 10, 5]);
    let instrument = Instrument {
        symbol: "RANDOM".to_owned(),
        tick_size: has_tick.then(|| grid.tick_size()),
        point_value: random.pick(&[1.0, 1.0, 1.0, 2.0, 0.1, 50.0]),
        lot: [None, Some(1.0), Some(0.01), Some(0.5)][lot],
        zone: Zone::new(zone).unwrap_or_else(|_| Zone::utc()),
    };
    Market {
        instrument,
        bars: random_bars(random, grid, minutes, count),
        minutes,
    }
}

fn random_bars(random: &mut Random, grid: Grid, minutes: i64, count: usize) -> Bars {
    // Days around the changes of clocks in spring and autumn are as likely as any other.
    let first_day = random.pick(&[19_782, 19_810, 20_024, 20_028, 20_000, 19_723]);
    let mut time = first_day * DAY + random.below(1_440) as i64 * MINUTE / minutes * minutes;
    time -= time.rem_euclid(minutes * MINUTE);
    let misses = random.pick(&[0, 0, 2, 10, 40]);
    let has_volume = random.pick(&[100, 100, 80, 0]);
    let mut regime = random_regime(random);
    let mut bars = Bars::default();
    let mut close = random.whole(400, 4_000);
    for _ in 0..count {
        if random.chance(4) {
            regime = random_regime(random);
        }
        let steps = random_steps(random, regime, close);
        close = steps[3];
        bars.open_time.push(time);
        bars.close_time.push(time + minutes * MINUTE);
        let columns = [
            &mut bars.open,
            &mut bars.high,
            &mut bars.low,
            &mut bars.close,
        ];
        for (column, step) in columns.into_iter().zip(steps) {
            column.push(grid.price(step));
        }
        let volume = if random.chance(has_volume) {
            random.whole(0, 500)
        } else {
            f64::NAN
        };
        bars.volume.push(volume);
        time += minutes * MINUTE;
        while random.chance(misses) {
            time += minutes * MINUTE * random.whole(1, 6) as i64;
        }
    }
    bars
}

fn random_regime(random: &mut Random) -> Regime {
    Regime {
        drift: random.pick(&[-6, -2, 0, 0, 2, 6]),
        noise: random.pick(&[0, 1, 4, 12, 30]),
        gap: random.pick(&[0, 0, 1, 3, 20]),
        wick: random.pick(&[0, 0, 2, 6, 20]),
    }
}

/// Open, high, low and close in steps of the grid.
fn random_steps(random: &mut Random, regime: Regime, close_before: f64) -> [f64; 4] {
    let Regime {
        drift,
        noise,
        gap,
        wick,
    } = regime;
    let least = 40.0;
    let open = (close_before + random.whole(-gap, gap)).max(least);
    let close = (open + f64::from(drift) + random.whole(-noise, noise)).max(least);
    // Equal wicks make the two extremes equally near to the open now and then.
    let up = random.whole(0, wick);
    let down = if random.chance(30) {
        up
    } else {
        random.whole(0, wick)
    };
    let high = open.max(close) + up;
    let low = (open.min(close) - down).max(1.0);
    [open, high, low, close]
}

/// The bars of workload SMA-REV: one-minute bars on a grid of 0.25, made from two streams of
/// SplitMix64 with integer arithmetic only.
#[must_use]
pub fn benchmark_bars(count: usize) -> Bars {
    const FIRST_SECOND: i64 = 1_704_067_200;
    let (mut bodies, mut rest) = (Random::new(1), Random::new(2));
    let mut bars = Bars::default();
    let mut close_before = 20_000_i64;
    for row in 0..count as i64 {
        let (a, b) = (bodies.bits(), rest.bits());
        let ones = |bits: u64| i64::from(bits.count_ones());
        let gap = if row == 0 { 0 } else { ones(b & 15) - 2 };
        let body = ones(a) - 32;
        let close = close_before + gap + body;
        let open = close - body;
        let time = (FIRST_SECOND + 60 * row) * SECOND;
        bars.open_time.push(time);
        bars.close_time.push(time + MINUTE);
        bars.open.push(open as f64 * 0.25);
        bars.high
            .push((open.max(close) + ones((b >> 8) & 255)) as f64 * 0.25);
        bars.low
            .push((open.min(close) - ones((b >> 16) & 255)) as f64 * 0.25);
        bars.close.push(close as f64 * 0.25);
        bars.volume.push((1 + (b >> 32) % 1_000) as f64);
        close_before = close;
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_bars_keep_the_invariants() {
        for seed in 0..500 {
            let mut random = Random::new(seed);
            let market = random_market(&mut random, 200);
            assert_eq!(market.bars.check(), Ok(()), "seed {seed}");
        }
    }

    #[test]
    fn benchmark_bars_keep_the_invariants() {
        assert_eq!(benchmark_bars(5_000).check(), Ok(()));
    }
}
