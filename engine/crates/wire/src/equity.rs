//! The equity curve in few points that keep its lows and highs.

use events::EquityPoint;
use protocol::EquityBucket;

const NANOS_PER_MICRO: i64 = 1_000;

/// At most `count` buckets of neighbouring points, as even in length as whole numbers allow.
#[must_use]
pub fn equity_buckets(points: &[EquityPoint], count: usize) -> Vec<EquityBucket> {
    let buckets = points.len().min(count);
    (0..buckets)
        .map(|index| {
            let from = index * points.len() / buckets;
            let to = (index + 1) * points.len() / buckets;
            bucket(&points[from..to])
        })
        .collect()
}

fn bucket(points: &[EquityPoint]) -> EquityBucket {
    let last = points[points.len() - 1];
    let start = EquityBucket {
        time_us: last.time.div_euclid(NANOS_PER_MICRO),
        low: last.equity,
        high: last.equity,
        last: last.equity,
    };
    points.iter().fold(start, |bucket, point| EquityBucket {
        low: if point.equity < bucket.low {
            point.equity
        } else {
            bucket.low
        },
        high: if point.equity > bucket.high {
            point.equity
        } else {
            bucket.high
        },
        ..bucket
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(values: &[f64]) -> Vec<EquityPoint> {
        let point = |(index, &equity): (usize, &f64)| EquityPoint {
            time: 1_000 * i64::try_from(index).expect("small"),
            equity,
            position: 0.0,
        };
        values.iter().enumerate().map(point).collect()
    }

    #[test]
    fn buckets_cover_every_point_and_keep_extremes() {
        let buckets = equity_buckets(&curve(&[5.0, 1.0, 9.0, 4.0, 6.0]), 2);
        assert_eq!(buckets.len(), 2);
        assert_eq!(
            (buckets[0].low, buckets[0].high, buckets[0].last),
            (1.0, 5.0, 1.0)
        );
        assert_eq!(
            (buckets[1].low, buckets[1].high, buckets[1].last),
            (4.0, 9.0, 6.0)
        );
        assert_eq!(buckets[1].time_us, 4);
    }

    #[test]
    fn a_short_curve_keeps_its_points() {
        assert_eq!(equity_buckets(&curve(&[5.0]), 2_000).len(), 1);
        assert!(equity_buckets(&[], 2_000).is_empty());
    }
}
