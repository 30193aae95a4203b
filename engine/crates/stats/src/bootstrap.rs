//! 95 % intervals of headline figures, by resampling the run itself under a fixed seed.
//!
//! The equity curve is cut into at most 250 blocks of neighbouring bars, so that what hangs
//! together stays together, and so are the trades. Each of 1,000 resamples draws as many blocks as
//! there are, with replacement; the interval is from the 2.5 to the 97.5 percent quantile. A block
//! carries what its part of a figure needs, so the cost does not grow with bars or trades.

use crate::series::total;
use events::EquityPoint;

const RESAMPLES: usize = 1_000;
const BLOCKS_MAX: usize = 250;
const SEED: u64 = 0x5EED_0FBA_C7E5;

/// SplitMix64: small, fast, the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// An index below `count`, by multiplication: the bias is below 2^-32.
    fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }
}

/// What a stretch of the curve does, relative to its start.
#[derive(Clone, Copy, Debug)]
struct Block {
    growth: f64,
    high: f64,
    low: f64,
    depth: f64,
    returns: f64,
    squares: f64,
    count: f64,
}

/// Intervals of figures of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CurveIntervals {
    /// Final over first equity, less 1.
    pub(crate) growth: (f64, f64),
    /// Deepest fraction below a high.
    pub(crate) depth: (f64, f64),
    /// Mean over sample deviation of returns from bar to bar, not annualised.
    pub(crate) sharpe: (f64, f64),
}

/// Resamples the curve with these returns from point to point; `None` when it is too short.
pub(crate) fn curve(points: &[EquityPoint], returns: &[f64], free: f64) -> Option<CurveIntervals> {
    if points.len() < 20 {
        return None;
    }
    let steps = points.len() - 1;
    let count = steps.min(BLOCKS_MAX);
    let cut = |index: usize| index * steps / count;
    let blocks: Vec<Block> = (0..count)
        .map(|index| {
            let (from, to) = (cut(index), cut(index + 1));
            block(&points[from..=to], &returns[from..to], free)
        })
        .collect();
    let mut random = Random(SEED);
    let mut growths = Vec::with_capacity(RESAMPLES);
    let mut depths = Vec::with_capacity(RESAMPLES);
    let mut sharpes = Vec::with_capacity(RESAMPLES);
    for _ in 0..RESAMPLES {
        let drawn = (0..count).map(|_| blocks[random.below(count)]);
        let (growth, depth, sharpe) = join(drawn);
        growths.push(growth - 1.0);
        depths.push(depth);
        sharpes.push(sharpe);
    }
    Some(CurveIntervals {
        growth: quantiles(growths),
        depth: quantiles(depths),
        sharpe: quantiles(sharpes),
    })
}

fn block(points: &[EquityPoint], returns: &[f64], free: f64) -> Block {
    let start = points[0].equity;
    let (mut high, mut low, mut depth) = (start, start, 0.0_f64);
    // The lowest since the high; only there, and at the end, a depth is worth its division.
    let mut since = start;
    for point in points {
        low = low.min(point.equity);
        since = since.min(point.equity);
        if point.equity > high {
            depth = depth.max(1.0 - since / high);
            (high, since) = (point.equity, point.equity);
        }
    }
    Block {
        growth: points[points.len() - 1].equity / start,
        high: high / start,
        low: low / start,
        depth: depth.max(1.0 - since / high),
        returns: total(returns, |rate| rate - free),
        squares: total(returns, |rate| (rate - free) * (rate - free)),
        count: returns.len() as f64,
    }
}

/// Growth, depth and Sharpe of blocks one after the other.
fn join(blocks: impl Iterator<Item = Block>) -> (f64, f64, f64) {
    let (mut level, mut peak, mut depth) = (1.0_f64, 1.0_f64, 0.0_f64);
    let (mut total, mut squares, mut count) = (0.0, 0.0, 0.0);
    for block in blocks {
        // The block's own depth covers a low that comes after its new high.
        depth = larger(depth, block.depth);
        let low = level * block.low;
        // A division for each block would cost more than all the rest.
        if low < (1.0 - depth) * peak {
            depth = 1.0 - low / peak;
        }
        peak = larger(peak, level * block.high);
        level *= block.growth;
        total += block.returns;
        squares += block.squares;
        count += block.count;
    }
    let mean = total / count;
    let variance = (squares - total * mean) / (count - 1.0);
    (level, depth, mean / variance.max(f64::MIN_POSITIVE).sqrt())
}

/// Without the library's care for NaN, which takes as long as the rest of a step.
fn larger(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

/// Intervals of sums and shares of trades.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TradeIntervals {
    /// Mean profit of a trade.
    pub(crate) mean: (f64, f64),
    /// Share of trades that won.
    pub(crate) win_rate: (f64, f64),
}

/// Resamples profits of trades; `None` for fewer than ten.
pub(crate) fn trades(profits: &[f64]) -> Option<TradeIntervals> {
    if profits.len() < 10 {
        return None;
    }
    let count = profits.len().min(BLOCKS_MAX);
    let cut = |index: usize| index * profits.len() / count;
    let blocks: Vec<[f64; 3]> = (0..count)
        .map(|index| tally(&profits[cut(index)..cut(index + 1)]))
        .collect();
    let mut random = Random(SEED);
    let mut means = Vec::with_capacity(RESAMPLES);
    let mut rates = Vec::with_capacity(RESAMPLES);
    for _ in 0..RESAMPLES {
        let drawn = (0..count).map(|_| blocks[random.below(count)]);
        let [profit, wins, trades] = drawn.fold([0.0; 3], add);
        means.push(profit / trades);
        rates.push(wins / trades);
    }
    Some(TradeIntervals {
        mean: quantiles(means),
        win_rate: quantiles(rates),
    })
}

/// Profit, wins and number of some trades.
fn tally(profits: &[f64]) -> [f64; 3] {
    profits
        .iter()
        .map(|profit| [*profit, f64::from(u8::from(*profit > 0.0)), 1.0])
        .fold([0.0; 3], add)
}

fn add(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

fn quantiles(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_unstable_by(f64::total_cmp);
    let tail = values.len() / 40;
    (values[tail], values[values.len() - 1 - tail])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawdown::drawdowns;

    fn points(values: &[f64]) -> Vec<EquityPoint> {
        let point = |(index, &equity): (usize, &f64)| EquityPoint {
            time: i64::try_from(index).expect("small"),
            equity,
            position: 0.0,
        };
        values.iter().enumerate().map(point).collect()
    }

    fn walk(count: usize) -> Vec<EquityPoint> {
        let mut random = Random(7);
        let mut level = 1_000.0;
        let step = |_| {
            level *= 1.0 + (random.next() % 201) as f64 / 10_000.0 - 0.0095;
            level
        };
        points(&(0..count).map(step).collect::<Vec<_>>())
    }

    #[test]
    fn joined_blocks_in_order_give_the_whole_curve() {
        let curve = walk(997);
        for length in [1, 7, 250] {
            let cut = |index: usize| index * 996 / length;
            let returns = crate::series::returns(&curve).expect("long enough");
            let blocks = (0..length).map(|i| {
                let (from, to) = (cut(i), cut(i + 1));
                block(&curve[from..=to], &returns[from..to], 0.0)
            });
            let (growth, depth, sharpe) = join(blocks);
            assert!((growth - curve[996].equity / curve[0].equity).abs() < 1e-9);
            assert!((depth - drawdowns(&curve).depth_max).abs() < 1e-12);
            let average = crate::series::mean(&returns);
            let plain = average / crate::series::sample_variance(&returns, average).sqrt();
            assert!((sharpe - plain).abs() < 1e-9);
        }
    }

    #[test]
    fn intervals_hold_the_truth_of_a_known_mean() {
        // 10,000 trades of +3 or −1 by the toss of a coin: mean near 1, standard error 0.02.
        let mut random = Random(3);
        let toss = |_| {
            if random.next().is_multiple_of(2) {
                3.0
            } else {
                -1.0
            }
        };
        let profits: Vec<f64> = (0..10_000).map(toss).collect();
        let centre = crate::series::mean(&profits);
        let found = trades(&profits).expect("many trades");
        assert!(
            (found.mean.0 - (centre - 0.0392)).abs() < 0.006,
            "{found:?}"
        );
        assert!(
            (found.mean.1 - (centre + 0.0392)).abs() < 0.006,
            "{found:?}"
        );
        assert!(found.win_rate.0 < 0.5 && found.win_rate.1 > 0.5);
    }

    #[test]
    fn short_runs_have_no_interval() {
        assert!(curve(&points(&[1.0; 10]), &[0.0; 9], 0.0).is_none());
        assert!(trades(&[1.0; 9]).is_none());
    }
}
