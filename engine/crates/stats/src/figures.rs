//! All figures of a run, in the order of the table of measures.

use crate::bootstrap;
use crate::equity::Returns;
use crate::inputs::Inputs;
use crate::measure::{Figure, Measure};
use crate::series::{DAYS_PER_YEAR, days, returns};
use crate::table::MEASURES;
use crate::{equity, monthly, trades};

type Interval = Option<(f64, f64)>;

/// Every measure of the table, with its value in this run or why there is none.
#[must_use]
pub fn figures(inputs: &Inputs<'_>) -> Vec<Figure> {
    let returns = returns(&inputs.record.equity);
    let mut values = equity::measures(inputs, &returns);
    values.extend(trades::measures(inputs));
    values.extend(monthly::measures(inputs));
    let intervals = intervals(inputs, &returns);
    let figure = |measure: &Measure| {
        let value = values.iter().find(|(name, _)| *name == measure.name);
        let interval = intervals.iter().find(|(name, _)| *name == measure.name);
        Figure {
            name: measure.name,
            value: value.map_or(Err("it was not computed"), |(_, value)| *value),
            interval: interval.and_then(|(_, interval)| *interval),
        }
    };
    MEASURES.iter().map(figure).collect()
}

fn intervals(inputs: &Inputs<'_>, returns: &Returns) -> Vec<(&'static str, Interval)> {
    let record = inputs.record;
    let per_year = days(&record.equity).map_or(f64::NAN, |days| {
        (record.equity.len() as f64 - 1.0) / (days / DAYS_PER_YEAR)
    });
    let scale = per_year.sqrt();
    let free = inputs.risk_free / per_year;
    let returns = returns.as_ref().ok();
    let curve = returns.and_then(|returns| bootstrap::curve(&record.equity, returns, free));
    let profits: Vec<f64> = trades::closed(inputs)
        .iter()
        .map(|trade| trade.profit)
        .collect();
    let traded = bootstrap::trades(&profits);
    let times = |(low, high): (f64, f64), factor: f64| (low * factor, high * factor);
    vec![
        ("return_pct", curve.map(|found| times(found.growth, 100.0))),
        (
            "net_profit",
            curve.map(|found| times(found.growth, inputs.capital)),
        ),
        (
            "max_drawdown_pct",
            curve.map(|found| (-100.0 * found.depth.1, -100.0 * found.depth.0)),
        ),
        (
            "sharpe",
            curve
                .filter(|_| scale.is_finite())
                .map(|found| times(found.sharpe, scale)),
        ),
        ("expectancy", traded.map(|found| found.mean)),
        (
            "win_rate_pct",
            traded.map(|found| times(found.win_rate, 100.0)),
        ),
    ]
}
