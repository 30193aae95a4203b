//! What shapes a run, from the wire to the domain, with sense checks.

use ::plan::{
    Account, CloseRule, Commission, FillTiming, Intrabar, Period, Plan, Profile, RunSettings,
    Sizing,
};
use std::fmt;

const NANOS_PER_MICRO: i64 = 1_000;

/// A setting that is missing or makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    /// What happened, on what.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.message, self.help)
    }
}

impl std::error::Error for SettingsError {}

fn error<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, SettingsError> {
    Err(SettingsError {
        message: message.into(),
        help: help.into(),
    })
}

/// Numbers of the instrument that enter a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InstrumentFacts {
    /// Smallest price step.
    pub tick_size: Option<f64>,
    /// Money per whole price point and contract.
    pub point_value: f64,
    /// Quantities are multiples of it.
    pub lot: Option<f64>,
}

/// The instrument's numbers, checked.
///
/// # Errors
/// A number that is not finite and above 0.
pub fn instrument_facts(wire: &protocol::Instrument) -> Result<InstrumentFacts, SettingsError> {
    positive("`tick`", wire.tick.unwrap_or(1.0))?;
    positive("`point_value`", wire.point_value)?;
    positive("`lot`", wire.lot.unwrap_or(1.0))?;
    Ok(InstrumentFacts {
        tick_size: wire.tick,
        point_value: wire.point_value,
        lot: wire.lot,
    })
}

/// The settings of a run of `plan` on bars, or on quotes when it `has_quotes`.
///
/// # Errors
/// The first setting that is missing or makes no sense, with what to do.
pub fn settings(
    wire: &protocol::RunSettings,
    plan: &Plan,
    has_quotes: bool,
) -> Result<RunSettings, SettingsError> {
    Ok(RunSettings {
        parameters: parameters(&wire.parameters, plan)?,
        account: account(&wire.account, has_quotes)?,
        period: period(wire.period)?,
        warmup_bars: wire.warmup_bars,
    })
}

fn parameters(given: &[protocol::ParameterValue], plan: &Plan) -> Result<Vec<f64>, SettingsError> {
    let mut values = Vec::with_capacity(plan.parameters().len());
    for parameter in plan.parameters() {
        let mut found = given.iter().filter(|value| value.name == parameter.name);
        let Some(value) = found.next() else {
            let message = format!("The parameter `{}` has no value.", parameter.name);
            return error(message, "Give each parameter of the strategy one value.");
        };
        if found.next().is_some() || !value.value.is_finite() {
            let message = format!("The parameter `{}` needs one finite value.", parameter.name);
            return error(message, "Give it once, as a number.");
        }
        values.push(value.value);
    }
    if given.len() > plan.parameters().len() {
        let known = |name: &str| {
            plan.parameters()
                .iter()
                .any(|parameter| parameter.name == name)
        };
        let name = given
            .iter()
            .find(|value| !known(&value.name))
            .map_or("", |value| &value.name);
        let message = format!("The strategy has no parameter `{name}`.");
        return error(message, "Remove it, or declare it with `param`.");
    }
    Ok(values)
}

fn period(wire: Option<protocol::Period>) -> Result<Period, SettingsError> {
    let Some(wire) = wire else {
        return Ok(Period::default());
    };
    let nanos = |time: Option<i64>| match time.map(|time| time.checked_mul(NANOS_PER_MICRO)) {
        Some(None) => error(
            "The period is outside the years 1678 to 2262.",
            "Give dates between them.",
        ),
        Some(time) => Ok(time),
        None => Ok(None),
    };
    let (from, to) = (nanos(wire.from_us)?, nanos(wire.to_us)?);
    if from.zip(to).is_some_and(|(from, to)| from >= to) {
        return error("The period ends before it begins.", "Swap its two dates.");
    }
    Ok(Period { from, to })
}

fn account(wire: &protocol::Account, has_quotes: bool) -> Result<Account, SettingsError> {
    if wire.pyramiding == 0 {
        return error(
            "`pyramiding` is 0, so nothing could be entered.",
            "Give 1 or more.",
        );
    }
    let is_rate = wire.risk_free.is_finite() && wire.risk_free > -1.0;
    if !is_rate {
        return error(
            "`risk_free` is no yearly rate.",
            "Give a percentage such as `2 %`.",
        );
    }
    Ok(Account {
        capital: positive("`capital`", wire.capital)?,
        size: size(wire.size)?,
        commission: wire
            .commission
            .iter()
            .map(|fee| commission(*fee))
            .collect::<Result<_, _>>()?,
        slippage_ticks: not_negative("`slippage`", wire.slippage_ticks)?,
        pyramiding: wire.pyramiding,
        close_rule: match wire.close_rule {
            protocol::CloseRule::Fifo => CloseRule::Fifo,
            protocol::CloseRule::Any => CloseRule::Any,
        },
        fills: match wire.fills {
            protocol::FillTiming::NextOpen => FillTiming::NextOpen,
            protocol::FillTiming::ThisClose => FillTiming::ThisClose,
        },
        intrabar: match wire.intrabar {
            Some(protocol::Intrabar::OhlcPath) => Intrabar::OhlcPath,
            Some(protocol::Intrabar::Ticks) => Intrabar::Ticks,
            None if has_quotes => Intrabar::Ticks,
            None => Intrabar::OhlcPath,
        },
        close_at_end: wire.close_at_end,
        risk_free: wire.risk_free,
        profile: match wire.profile {
            protocol::Profile::Native => Profile::Native,
            protocol::Profile::BacktestingPy => Profile::BacktestingPy,
        },
    })
}

fn size(wire: protocol::Sizing) -> Result<Sizing, SettingsError> {
    Ok(match wire {
        protocol::Sizing::Contracts { quantity } => {
            Sizing::Contracts(positive("`size`", quantity)?)
        }
        protocol::Sizing::Equity { fraction } => Sizing::Equity(positive("`size`", fraction)?),
        protocol::Sizing::Cash { amount } => Sizing::Cash(positive("`size`", amount)?),
    })
}

fn commission(wire: protocol::Commission) -> Result<Commission, SettingsError> {
    Ok(match wire {
        protocol::Commission::Value { fraction } => {
            Commission::Value(not_negative("`commission`", fraction)?)
        }
        protocol::Commission::Order { amount } => {
            Commission::Order(not_negative("`commission`", amount)?)
        }
        protocol::Commission::Contract { amount } => {
            Commission::Contract(not_negative("`commission`", amount)?)
        }
    })
}

fn positive(name: &str, value: f64) -> Result<f64, SettingsError> {
    if value.is_finite() && value > 0.0 {
        return Ok(value);
    }
    error(
        format!("{name} is {value}."),
        "It must be a number above 0.",
    )
}

fn not_negative(name: &str, value: f64) -> Result<f64, SettingsError> {
    if value.is_finite() && value >= 0.0 {
        return Ok(value);
    }
    error(format!("{name} is {value}."), "It must be 0 or more.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused() {
        let wire = protocol::Period {
            from_us: Some(5),
            to_us: Some(5),
        };
        assert!(period(Some(wire)).is_err());
        let open = protocol::Period {
            from_us: Some(5),
            to_us: None,
        };
        assert_eq!(
            period(Some(open)),
            Ok(Period {
                from: Some(5_000),
                to: None
            })
        );
        let far = protocol::Period {
            from_us: Some(i64::MAX),
            to_us: None,
        };
        assert!(period(Some(far)).is_err());
    }

    #[test]
    fn money_must_be_a_number() {
        assert!(positive("`capital`", f64::NAN).is_err());
        assert!(positive("`capital`", 0.0).is_err());
        assert!(not_negative("`slippage`", -1.0).is_err());
        assert_eq!(not_negative("`slippage`", 0.0), Ok(0.0));
    }
}
