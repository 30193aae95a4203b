//! A week of quotes: a random walk whose liveliness feeds on itself, quoted more or less often and more
//! or less narrowly by the hour. Prices count points, hundred-thousandths.

pub(super) mod bi5;
pub(super) mod text;

use super::random::Random;
use super::sessions::{STRETCHES, activity_percent, spread_hundredths};

const SEED: u64 = 20_240_305;
const FIRST_POINTS: i64 = 108_550;
/// Mean time between quotes of an ordinary hour.
const GAP_MS: i64 = 8_200;
/// Deviation of one step of the middle price, in hundredths of a point.
const STEP_HUNDREDTHS: i64 = 480;
/// One deviation of `Random::bell`.
const BELL: i64 = 37_837;
/// What the market did over the weekend, in points.
const WEEKEND_POINTS: i64 = -85;

/// Quotes that feeds send now and then: by number of the row, counted from 0.
const CROSSED: [usize; 4] = [7_001, 19_377, 30_508, 44_123];
const REPEATED: [usize; 3] = [11_111, 26_262, 40_004];

/// A quote as the feed sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tick {
    /// Milliseconds UTC.
    pub(super) time: i64,
    pub(super) bid: i64,
    pub(super) ask: i64,
    /// Hundredths of a million.
    pub(super) bid_volume: i64,
    pub(super) ask_volume: i64,
}

/// What the walk remembers from quote to quote.
struct Walk {
    random: Random,
    /// The middle price in hundredths of a point.
    middle: i64,
    /// Liveliness in hundredths of a percent of the ordinary one.
    lively: i64,
}

/// All quotes of the feed, its oddities among them.
pub(super) fn week() -> Vec<Tick> {
    let mut walk = Walk {
        random: Random::new(SEED),
        middle: FIRST_POINTS * 100,
        lively: 10_000,
    };
    let mut ticks = Vec::new();
    for (index, (from, to)) in STRETCHES.into_iter().enumerate() {
        if index > 0 {
            walk.middle += WEEKEND_POINTS * 100;
        }
        let mut time = from + 1 + walk.random.below(2_000);
        while time < to {
            ticks.push(quote(&mut walk, time));
            time += gap(&mut walk, time);
        }
    }
    with_oddities(ticks)
}

/// The square of a bell has the mean of one and long tails: quotes come in bunches.
fn gap(walk: &mut Walk, time: i64) -> i64 {
    let bell = walk.random.bell();
    let mean = GAP_MS * 100 / activity_percent(time) * 10_000 / walk.lively;
    1 + mean * (bell * bell / BELL) / BELL
}

fn quote(walk: &mut Walk, time: i64) -> Tick {
    let bell = walk.random.bell();
    walk.middle += bell * STEP_HUNDREDTHS / BELL * walk.lively / 10_000;
    let surprise = 10_000 * (bell * bell / BELL) / BELL - 10_000;
    let fed = walk.lively + walk.lively * surprise / 10_000 / 40;
    walk.lively = (fed + (10_000 - fed) / 120).clamp(4_000, 35_000);
    let ordinary = spread_hundredths(time) * (5_000 + walk.lively / 2) / 10_000;
    let spread = (ordinary * (70 + walk.random.below(61)) / 100).max(100);
    Tick {
        time,
        bid: (walk.middle - spread / 2) / 100,
        ask: (walk.middle - spread / 2) / 100 + spread / 100,
        bid_volume: 15 * (1 + walk.random.below(16)),
        ask_volume: 15 * (1 + walk.random.below(16)),
    }
}

fn with_oddities(ticks: Vec<Tick>) -> Vec<Tick> {
    let rows = ticks.into_iter().enumerate();
    rows.flat_map(|(row, tick)| {
        let (bid, ask) = if CROSSED.contains(&row) {
            (tick.ask, tick.bid)
        } else {
            (tick.bid, tick.ask)
        };
        let times = if REPEATED.contains(&row) { 2 } else { 1 };
        std::iter::repeat_n(Tick { bid, ask, ..tick }, times)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sessions::HOUR_MS;
    use super::*;

    fn mean(values: impl Iterator<Item = i64>) -> f64 {
        let (count, sum) = values.fold((0, 0), |(count, sum), value| (count + 1, sum + value));
        sum as f64 / f64::from(count)
    }

    #[test]
    fn times_rise_and_the_weekend_is_empty() {
        let ticks = week();
        assert!(ticks.windows(2).all(|two| two[0].time <= two[1].time));
        let longest = ticks
            .windows(2)
            .max_by_key(|two| two[1].time - two[0].time)
            .unwrap();
        let [(_, friday), (sunday, _)] = STRETCHES;
        assert!(longest[0].time < friday && longest[1].time > sunday);
        let others = ticks
            .windows(2)
            .filter(|two| two[1].time < friday || two[0].time > sunday);
        assert!(others.map(|two| two[1].time - two[0].time).max().unwrap() < HOUR_MS);
    }

    #[test]
    fn quotes_are_sound_but_for_the_oddities() {
        let ticks = week();
        let crossed = ticks.iter().filter(|tick| tick.ask < tick.bid).count();
        assert_eq!(crossed, CROSSED.len());
        let repeated = ticks.windows(2).filter(|two| two[0] == two[1]).count();
        assert_eq!(repeated, REPEATED.len());
        assert!(ticks.iter().all(|tick| tick.ask != tick.bid));
        assert!(
            ticks
                .iter()
                .all(|tick| (100_000..120_000).contains(&tick.bid))
        );
    }

    #[test]
    fn london_and_new_york_quote_more_and_narrower_than_the_rollover() {
        let ticks = week();
        // 6 March: 15:00 UTC is 10:00 in New York, 22:00 UTC is 17:00.
        let hour = |utc: i64| {
            let from = STRETCHES[0].0 + (utc + 2) * HOUR_MS;
            ticks
                .iter()
                .filter(move |tick| (from..from + HOUR_MS).contains(&tick.time))
        };
        assert!(hour(15).count() > 4 * hour(22).count());
        let spread = |utc| mean(hour(utc).map(|tick| tick.ask - tick.bid));
        assert!(
            spread(22) > 4.0 * spread(15),
            "{} {}",
            spread(22),
            spread(15)
        );
    }

    /// Clustering: squares of moves of five minutes go together with those that follow.
    #[test]
    fn lively_times_come_together() {
        let ticks = week();
        let closes: Vec<i64> = ticks
            .chunk_by(|a, b| a.time / 300_000 == b.time / 300_000)
            .map(|chunk| chunk[chunk.len() - 1].bid)
            .collect();
        let moves: Vec<f64> = closes
            .windows(2)
            .map(|two| ((two[1] - two[0]) as f64).abs())
            .collect();
        let mean = moves.iter().sum::<f64>() / moves.len() as f64;
        let variance: f64 = moves
            .iter()
            .map(|value| (value - mean) * (value - mean))
            .sum();
        let together: f64 = moves
            .windows(2)
            .map(|two| (two[0] - mean) * (two[1] - mean))
            .sum();
        assert!(together / variance > 0.15, "{}", together / variance);
    }
}
