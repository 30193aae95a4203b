//! Falls of the equity curve below its highest point so far.

use crate::series::NANOS_PER_DAY;
use base::Nanos;
use events::EquityPoint;

/// One fall: from a high to the point that reaches it again, or to the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Drawdown {
    /// Deepest fraction below the high.
    pub(crate) depth: f64,
    /// From the high to the recovery, or to the end, in days.
    pub(crate) days: f64,
}

/// What falls say in sum.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Drawdowns {
    pub(crate) episodes: Vec<Drawdown>,
    /// Deepest fraction below a high.
    pub(crate) depth_max: f64,
    /// Deepest amount of money below a high.
    pub(crate) money_max: f64,
    /// The highest point.
    pub(crate) peak: f64,
}

/// Walks the curve once. A fall of a single point that ends on the next one counts too; the
/// highest point so far starts at the first.
pub(crate) fn drawdowns(curve: &[EquityPoint]) -> Drawdowns {
    let mut found = Drawdowns::default();
    let Some(first) = curve.first() else {
        return found;
    };
    let (mut high, mut high_time) = (first.equity, first.time);
    let mut low = high;
    for point in curve {
        if point.equity >= high {
            found.close((high, high_time), low, point.time);
            (high, high_time, low) = (point.equity, point.time, point.equity);
        } else if point.equity < low {
            low = point.equity;
        }
    }
    found.close((high, high_time), low, curve[curve.len() - 1].time);
    found.peak = high;
    found
}

impl Drawdowns {
    /// A fall from a high to its lowest point is over at `end`. The lowest point is the deepest, as a
    /// fraction and in money.
    fn close(&mut self, (high, from): (f64, Nanos), low: f64, end: Nanos) {
        if low >= high {
            return;
        }
        self.money_max = self.money_max.max(high - low);
        let depth = (high - low) / high;
        // Below a high of 0 or less there is no fraction.
        if depth <= 0.0 {
            return;
        }
        self.depth_max = self.depth_max.max(depth);
        self.episodes.push(Drawdown {
            depth,
            days: (end - from) as f64 / NANOS_PER_DAY,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(values: &[f64]) -> Vec<EquityPoint> {
        let day = |(index, &equity): (usize, &f64)| EquityPoint {
            time: i64::try_from(index).expect("small") * 86_400_000_000_000,
            equity,
            position: 0.0,
        };
        values.iter().enumerate().map(day).collect()
    }

    #[test]
    fn two_falls_worked_by_hand() {
        // 100 → 80 is 20 % and recovers on day 3; 120 → 90 is 25 % and lasts to the end, day 6.
        let found = drawdowns(&curve(&[100.0, 80.0, 90.0, 100.0, 120.0, 90.0, 110.0]));
        assert_eq!(found.episodes.len(), 2);
        assert_eq!(
            found.episodes[0],
            Drawdown {
                depth: 0.2,
                days: 3.0
            }
        );
        assert_eq!(
            found.episodes[1],
            Drawdown {
                depth: 0.25,
                days: 2.0
            }
        );
        assert_eq!((found.depth_max, found.money_max), (0.25, 30.0));
        assert_eq!(found.peak, 120.0);
    }

    #[test]
    fn a_rising_curve_has_none() {
        let peak = Drawdowns {
            peak: 3.0,
            ..Drawdowns::default()
        };
        assert_eq!(drawdowns(&curve(&[1.0, 2.0, 2.0, 3.0])), peak);
        assert_eq!(drawdowns(&[]), Drawdowns::default());
    }
}
