//! Measures of the equity curve: growth, falls, ratios of return to risk.

use crate::drawdown::{Drawdowns, drawdowns};
use crate::inputs::{Inputs, Rules};
use crate::measure::Value;
use crate::series::{
    DAYS_PER_YEAR, NO_VARIANCE, RUINED, days, downside_deviation, highest, mean, ratio,
    sample_variance, sum, total_of_pairs,
};

const NO_DRAWDOWN: &str = "equity never fell below a high";
const TRADING_DAYS: f64 = 252.0;

/// Returns from bar to bar as fractions, or why there are none.
pub(crate) type Returns = Result<Vec<f64>, &'static str>;

/// What several figures of the curve share.
struct Shared<'a> {
    returns: &'a Returns,
    falls: Drawdowns,
}

/// Figures of the curve by name.
pub(crate) fn measures(inputs: &Inputs<'_>, returns: &Returns) -> Vec<(&'static str, Value)> {
    let shared = Shared {
        returns,
        falls: drawdowns(&inputs.record.equity),
    };
    let mut found = growth(inputs, &shared.falls);
    found.extend(falls(inputs, &shared.falls));
    found.extend(match inputs.rules {
        Rules::Native => textbook(inputs, &shared),
        Rules::BacktestingPy => geometric(inputs, &shared),
    });
    found.extend(market(inputs, &shared));
    found
}

fn growth(inputs: &Inputs<'_>, falls: &Drawdowns) -> Vec<(&'static str, Value)> {
    let record = inputs.record;
    let profit = record.final_equity - inputs.capital;
    vec![
        ("final_equity", Ok(record.final_equity)),
        ("net_profit", Ok(profit)),
        ("return_pct", Ok(100.0 * profit / inputs.capital)),
        ("equity_peak", Ok(highest(inputs.capital, [falls.peak]))),
        ("fees", Ok(record.fees)),
        ("cagr_pct", growth_rate(inputs).map(|rate| 100.0 * rate)),
    ]
}

/// (final / capital) ^ (1 / years) − 1.
fn growth_rate(inputs: &Inputs<'_>) -> Value {
    let years = days(&inputs.record.equity)? / DAYS_PER_YEAR;
    let factor = inputs.record.final_equity / inputs.capital;
    if factor <= 0.0 {
        return Err(RUINED);
    }
    ratio(
        libm::pow(factor, 1.0 / years) - 1.0,
        1.0,
        "it is too large to be written",
    )
}

fn falls(inputs: &Inputs<'_>, found: &Drawdowns) -> Vec<(&'static str, Value)> {
    let count = found.episodes.len() as f64;
    let depths = sum(found.episodes.iter().map(|episode| episode.depth));
    let lengths = sum(found.episodes.iter().map(|episode| episode.days));
    let longest = highest(0.0, found.episodes.iter().map(|episode| episode.days));
    let whole = |days: f64| match inputs.rules {
        Rules::Native => days,
        Rules::BacktestingPy => days.ceil(),
    };
    vec![
        ("max_drawdown_pct", Ok(0.0 - 100.0 * found.depth_max)),
        ("max_drawdown", Ok(0.0 - found.money_max)),
        (
            "average_drawdown_pct",
            ratio(-100.0 * depths, count, NO_DRAWDOWN),
        ),
        ("max_drawdown_days", Ok(whole(longest))),
        (
            "average_drawdown_days",
            ratio(lengths, count, NO_DRAWDOWN).map(whole),
        ),
    ]
}

/// Per bar, sample deviation, annualised by the bars seen in a year.
fn textbook(inputs: &Inputs<'_>, shared: &Shared<'_>) -> Vec<(&'static str, Value)> {
    let years = days(&inputs.record.equity).map(|days| days / DAYS_PER_YEAR);
    let rates = shared.returns.as_ref().map_err(|reason| *reason);
    let rates = rates.and_then(|returns| Ok((returns, years?)));
    let calmar =
        growth_rate(inputs).and_then(|rate| ratio(rate, shared.falls.depth_max, NO_DRAWDOWN));
    let annual = growth_rate(inputs).map(|rate| 100.0 * rate);
    let (volatility, sharpe, sortino) = match rates {
        Err(reason) => (Err(reason), Err(reason), Err(reason)),
        Ok((returns, years)) => {
            let per_year = returns.len() as f64 / years;
            let free = inputs.risk_free / per_year;
            let average = mean(returns);
            let excess = average - free;
            let deviation = sample_variance(returns, average).sqrt();
            let downside = downside_deviation(returns, free);
            let scale = per_year.sqrt();
            (
                Ok(100.0 * deviation * scale),
                ratio(excess * scale, deviation, NO_VARIANCE),
                ratio(
                    excess * scale,
                    downside,
                    "no return was below the risk-free rate",
                ),
            )
        }
    };
    vec![
        ("annual_return_pct", annual),
        ("volatility_pct", volatility),
        ("sharpe", sharpe),
        ("sortino", sortino),
        ("calmar", calmar),
    ]
}

/// The definitions of backtesting.py: geometric annual return over 252 days.
fn geometric(inputs: &Inputs<'_>, shared: &Shared<'_>) -> Vec<(&'static str, Value)> {
    let names = [
        "annual_return_pct",
        "volatility_pct",
        "sharpe",
        "sortino",
        "calmar",
    ];
    let returns = match &shared.returns {
        Ok(returns) => returns,
        Err(reason) => return names.map(|name| (name, Err(*reason))).to_vec(),
    };
    let logs = sum(returns.iter().map(|rate| libm::log(1.0 + rate)));
    let daily = libm::exp(logs / returns.len() as f64) - 1.0;
    let annual = libm::pow(1.0 + daily, TRADING_DAYS) - 1.0;
    let growth = (1.0 + daily) * (1.0 + daily);
    let variance = sample_variance(returns, mean(returns));
    let spread = libm::pow(variance + growth, TRADING_DAYS);
    let volatility = (spread - libm::pow(1.0 + daily, 2.0 * TRADING_DAYS)).sqrt();
    let excess = annual - inputs.risk_free;
    let downside = downside_deviation(returns, 0.0) * TRADING_DAYS.sqrt();
    vec![
        (names[0], Ok(100.0 * annual)),
        (names[1], Ok(100.0 * volatility)),
        (names[2], ratio(excess, volatility, NO_VARIANCE)),
        (names[3], ratio(excess, downside, "no return was below 0")),
        (names[4], ratio(annual, shared.falls.depth_max, NO_DRAWDOWN)),
    ]
}

/// Against holding what was traded.
fn market(inputs: &Inputs<'_>, shared: &Shared<'_>) -> Vec<(&'static str, Value)> {
    let held = inputs.closes.get(inputs.hold_from).copied();
    let last = inputs.closes.last().copied();
    let hold = match held.zip(last) {
        Some((from, to)) if from > 0.0 => Ok(100.0 * (to / from - 1.0)),
        _ => Err("there is no price above 0 to start from"),
    };
    let beta = beta(inputs, shared);
    let earned = 100.0 * (inputs.record.final_equity / inputs.capital - 1.0);
    let alpha = hold.and_then(|hold| beta.map(|beta| earned - beta * hold));
    vec![
        ("buy_and_hold_return_pct", hold),
        ("beta", beta),
        ("alpha_pct", alpha),
    ]
}

/// Covariance of the returns of equity and of price, over the variance of price's. The profile
/// `backtesting_py` takes log returns.
fn beta(inputs: &Inputs<'_>, shared: &Shared<'_>) -> Value {
    let returns = shared.returns.as_ref().map_err(|reason| *reason)?;
    let has_closes = inputs.closes.len() == returns.len() + 1;
    if !has_closes || inputs.closes.iter().any(|price| *price <= 0.0) {
        return Err("a price was not above 0");
    }
    let prices: Vec<f64> = inputs
        .closes
        .windows(2)
        .map(|pair| pair[1] / pair[0] - 1.0)
        .collect();
    match inputs.rules {
        Rules::Native => slope(returns, &prices),
        Rules::BacktestingPy => {
            let log = |rates: &[f64]| {
                rates
                    .iter()
                    .map(|rate| libm::log1p(*rate))
                    .collect::<Vec<_>>()
            };
            slope(&log(returns), &log(&prices))
        }
    }
}

/// Covariance over the variance of `price`.
fn slope(equity: &[f64], price: &[f64]) -> Value {
    let (equity_mean, price_mean) = (mean(equity), mean(price));
    let products = total_of_pairs(equity, price, |equity, price| {
        (equity - equity_mean) * (price - price_mean)
    });
    let covariance = products / (equity.len() as f64 - 1.0);
    ratio(
        covariance,
        sample_variance(price, price_mean),
        "the price does not vary",
    )
}
