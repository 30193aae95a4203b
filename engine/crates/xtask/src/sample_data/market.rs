//! A random walk with quiet and lively times and with trends, cut into bars.

use super::calendar::{date_of, first_day_of, weekday};
use super::random::Random;
use std::fmt::Write;

/// What a synthetic market looks like. Prices count its smallest step.
pub(crate) struct Market {
    seed: u64,
    first_price: i64,
    /// Decimals of a price in the file.
    decimals: u32,
    /// Deviation of one of a bar's steps, in millionths of the price.
    step_ppm: i64,
    /// Largest trend of a regime, in millionths of the price a step.
    trend_ppm: i64,
    /// What every step adds, in billionths of the price.
    growth_ppb: i64,
    /// Shortest and longest regime, in bars.
    regime_bars: (i64, i64),
    volume: i64,
    times: fn() -> Vec<String>,
}

/// A year of hours, from Sunday 22:00 to Friday 22:00 UTC.
pub(crate) const FX: Market = Market {
    seed: 20_230_101,
    first_price: 108_000,
    decimals: 5,
    step_ppm: 280,
    trend_ppm: 10,
    growth_ppb: 0,
    regime_bars: (30, 240),
    volume: 2_400,
    times: fx_hours,
};

/// Ten years of weekdays.
pub(crate) const EQUITY: Market = Market {
    seed: 20_140_101,
    first_price: 5_000,
    decimals: 2,
    step_ppm: 3_300,
    trend_ppm: 170,
    growth_ppb: 24_000,
    regime_bars: (25, 160),
    volume: 1_200_000,
    times: weekdays,
};

const STEPS: i64 = 16;
/// One deviation of `Random::bell`.
const BELL: i64 = 37_837;
/// Prices are carried in this many parts of the smallest step, so that small moves add up.
const PARTS: i64 = 10_000;

/// Open, high, low, close and volume of one bar, prices in the smallest step.
struct Bar {
    prices: [i64; 4],
    volume: i64,
}

/// What the walk remembers from bar to bar.
struct Walk {
    random: Random,
    price: i64,
    trend_ppm: i64,
    bars_left: i64,
    /// Liveliness in percent of the ordinary one.
    lively_percent: i64,
}

pub(crate) fn csv(market: &Market) -> String {
    let mut walk = Walk {
        random: Random::new(market.seed),
        price: market.first_price * PARTS,
        trend_ppm: 0,
        bars_left: 0,
        lively_percent: 100,
    };
    let mut text = String::from("time,open,high,low,close,volume\n");
    for time in (market.times)() {
        let bar = next_bar(market, &mut walk);
        let [open, high, low, close] = bar.prices.map(|price| priced(price, market.decimals));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{time},{open},{high},{low},{close},{}", bar.volume);
    }
    text
}

fn next_bar(market: &Market, walk: &mut Walk) -> Bar {
    turn(market, walk);
    let mut path = Vec::new();
    for _ in 0..STEPS {
        path.push(step(market, walk));
    }
    let open = path.first().copied().unwrap_or_default();
    let close = path.last().copied().unwrap_or_default();
    let high = path.iter().copied().max().unwrap_or_default();
    let low = path.iter().copied().min().unwrap_or_default();
    let range_ppm = (high - low) * 1_000_000 / open;
    let busy = 60 + walk.random.below(60) + 40 * range_ppm / (market.step_ppm * 4);
    Bar {
        prices: [open, high, low, close],
        volume: market.volume * busy / 100,
    }
}

/// Begins a new regime when the old one is over; liveliness drifts back to the ordinary.
fn turn(market: &Market, walk: &mut Walk) {
    if walk.bars_left == 0 {
        let (shortest, longest) = market.regime_bars;
        walk.bars_left = shortest + walk.random.below((longest - shortest).unsigned_abs());
        walk.trend_ppm =
            walk.random.below((2 * market.trend_ppm + 1).unsigned_abs()) - market.trend_ppm;
    }
    walk.bars_left -= 1;
    let pushed = walk.lively_percent + walk.random.bell() * 9 / BELL;
    walk.lively_percent = (pushed + (100 - pushed) / 20).clamp(45, 240);
}

fn step(market: &Market, walk: &mut Walk) -> i64 {
    let noise_ppb = walk.random.bell() * market.step_ppm * walk.lively_percent * 10 / BELL;
    let move_ppb = noise_ppb + walk.trend_ppm * 1_000 + market.growth_ppb;
    walk.price += (walk.price / 1_000) * move_ppb / 1_000_000;
    walk.price / PARTS
}

fn priced(price: i64, decimals: u32) -> String {
    let whole = 10_i64.pow(decimals);
    let width = usize::try_from(decimals).unwrap_or_default();
    format!("{}.{:0width$}", price / whole, price % whole)
}

fn weekdays() -> Vec<String> {
    (first_day_of(2014)..first_day_of(2024))
        .filter(|day| weekday(*day) < 5)
        .map(|day| {
            let date = date_of(day);
            format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
        })
        .collect()
}

fn fx_hours() -> Vec<String> {
    (first_day_of(2023)..first_day_of(2024))
        .flat_map(|day| (0..24).map(move |hour| (day, hour)))
        .filter(|(day, hour)| match weekday(*day) {
            4 => *hour < 22,
            5 => false,
            6 => *hour >= 22,
            _ => true,
        })
        .map(|(day, hour)| {
            let date = date_of(day);
            format!(
                "{:04}-{:02}-{:02}T{hour:02}:00:00Z",
                date.year, date.month, date.day
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_sound_and_times_rise() {
        for market in [&FX, &EQUITY] {
            let text = csv(market);
            let mut before = String::new();
            for line in text.lines().skip(1) {
                let cells: Vec<&str> = line.split(',').collect();
                let [time, prices @ .., _volume] = cells.as_slice() else {
                    panic!("{line}");
                };
                let prices: Vec<f64> = prices.iter().map(|cell| cell.parse().unwrap()).collect();
                let [open, high, low, close] = prices[..] else {
                    panic!("{line}");
                };
                assert!(low > 0.0 && low <= open.min(close) && high >= open.max(close));
                assert!(*time > before.as_str(), "{line}");
                before = (*time).to_owned();
            }
        }
    }

    #[test]
    fn prices_keep_their_zeros() {
        assert_eq!(priced(108_007, 5), "1.08007");
        assert_eq!(priced(5_000, 2), "50.00");
    }
}
