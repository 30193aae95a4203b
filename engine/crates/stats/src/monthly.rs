//! Sharpe and Sortino as TradingView's report has them: monthly returns of realised equity, not annualised.

use crate::inputs::Inputs;
use crate::measure::Value;
use crate::series::{NO_VARIANCE, RUINED, downside_deviation, mean, ratio, sum};
use crate::trades::closed;
use base::Nanos;
use base::civil::{Date, day_number_at};

const TOO_FEW_MONTHS: &str = "fewer than two months";

/// Figures of monthly returns by name.
pub(crate) fn measures(inputs: &Inputs<'_>) -> Vec<(&'static str, Value)> {
    let returns = match monthly_returns(inputs) {
        Ok(returns) => returns,
        Err(reason) => {
            return vec![
                ("sharpe_monthly", Err(reason)),
                ("sortino_monthly", Err(reason)),
            ];
        }
    };
    let free = inputs.risk_free / 12.0;
    let centre = mean(&returns);
    let squares = returns.iter().map(|rate| (rate - centre) * (rate - centre));
    let deviation = (sum(squares) / returns.len() as f64).sqrt();
    let downside = downside_deviation(&returns, free);
    vec![
        (
            "sharpe_monthly",
            ratio(centre - free, deviation, NO_VARIANCE),
        ),
        (
            "sortino_monthly",
            ratio(
                centre - free,
                downside,
                "no month was below the risk-free rate",
            ),
        ),
    ]
}

/// Change of capital plus closed profit over each UTC month, as a fraction.
fn monthly_returns(inputs: &Inputs<'_>) -> Result<Vec<f64>, &'static str> {
    let curve = &inputs.record.equity;
    let (Some(first), Some(last)) = (curve.first(), curve.last()) else {
        return Err(TOO_FEW_MONTHS);
    };
    let start = month(first.time);
    let count = usize::try_from(month(last.time) - start + 1).unwrap_or(0);
    if count < 2 {
        return Err(TOO_FEW_MONTHS);
    }
    let mut profits = vec![0.0; count];
    for trade in closed(inputs) {
        let exit = trade.exit.map_or(last.time, |exit| exit.time);
        let index = usize::try_from(month(exit) - start)
            .unwrap_or(0)
            .min(count - 1);
        profits[index] += trade.profit;
    }
    let mut equity = inputs.capital;
    let mut returns = Vec::with_capacity(count);
    for profit in profits {
        if equity <= 0.0 {
            return Err(RUINED);
        }
        returns.push(profit / equity);
        equity += profit;
    }
    Ok(returns)
}

/// Months since January of year 0, UTC.
fn month(time: Nanos) -> i64 {
    let date = Date::from_day_number(day_number_at(time));
    i64::from(date.year) * 12 + i64::from(date.month) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_the_calendar() {
        let day = |days: i64| days * base::civil::DAY_NANOS;
        // 1970-01-01, 1970-01-31, 1970-02-01, 2000-02-29 and 2000-03-01.
        let (january, february) = (month(day(0)), month(day(31)));
        assert_eq!(month(day(30)), january);
        assert_eq!(february, january + 1);
        assert_eq!(month(day(11_016)), january + 12 * 30 + 1);
        assert_eq!(month(day(11_017)), january + 12 * 30 + 2);
        assert_eq!(month(-1), january - 1);
    }
}
