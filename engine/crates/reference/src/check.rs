//! What is checked before a run: values fixed for the run, lengths, facts that somebody needs.

use crate::operator::{binary, is_true, truth, unary};
use events::{RunError, RunErrorKind};
use market::Instrument;
use plan::{
    HISTORY_MAX, IndicatorFunction, InstrumentField, Operation, Plan, RunSettings, Statement,
    ValueType,
};

/// The value of each node that is fixed for the run.
pub(crate) fn fixed_values(
    plan: &Plan,
    settings: &RunSettings,
    instrument: &Instrument,
) -> Result<Vec<Option<f64>>, RunError> {
    if settings.parameters.len() != plan.parameters().len() {
        let message = "The run does not give each parameter a value.";
        return Err(RunError::new(RunErrorKind::Settings, message));
    }
    let mut fixed: Vec<Option<f64>> = Vec::new();
    for (index, node) in plan.nodes().iter().enumerate() {
        let of = |id: &u32| fixed[*id as usize];
        let value = match &node.operation {
            Operation::Number(value) => Some(*value),
            Operation::Na => Some(f64::NAN),
            Operation::Bool(value) => Some(truth(*value)),
            Operation::Parameter(parameter) => {
                let value = settings.parameters[*parameter as usize];
                let is_bool = plan.value_type(index as u32) == ValueType::Bool;
                Some(if is_bool { truth(value != 0.0) } else { value })
            }
            Operation::Instrument(field) => Some(fact(*field, instrument, index)?),
            Operation::Unary(function, x) => of(x).map(|x| unary(*function, x)),
            Operation::Binary(function, a, b) => {
                of(a).zip(of(b)).map(|(a, b)| binary(*function, a, b))
            }
            Operation::Select { test, yes, no } => match (of(test), of(yes), of(no)) {
                (Some(test), Some(yes), Some(no)) => Some(if is_true(test) { yes } else { no }),
                _ => None,
            },
            Operation::Series(_)
            | Operation::Account(_)
            | Operation::Cell(_)
            | Operation::Confirmed(_)
            | Operation::History { .. }
            | Operation::Indicator { .. } => None,
        };
        fixed.push(value);
    }
    Ok(fixed)
}

fn fact(field: InstrumentField, instrument: &Instrument, node: usize) -> Result<f64, RunError> {
    match field {
        InstrumentField::PointValue => Ok(instrument.point_value),
        InstrumentField::TickSize => match instrument.tick_size {
            Some(tick_size) => Ok(tick_size),
            None => Err(no_tick_size().at_node(node as u32)),
        },
    }
}

fn no_tick_size() -> RunError {
    RunError::new(
        RunErrorKind::Settings,
        "The run needs the instrument's tick size, which nobody gave.",
    )
}

/// Whether the account and the statements can do without a tick size, or there is one.
pub(crate) fn tick_size(
    plan: &Plan,
    settings: &RunSettings,
    instrument: &Instrument,
) -> Result<(), RunError> {
    if instrument.tick_size.is_some() {
        return Ok(());
    }
    if settings.account.slippage_ticks != 0.0 {
        return Err(no_tick_size());
    }
    for (index, statement) in plan.statements().iter().enumerate() {
        if let Statement::Exit { prices, .. } = statement
            && (prices.profit_ticks.is_some() || prices.loss_ticks.is_some())
        {
            return Err(no_tick_size().at_statement(index as u32));
        }
    }
    Ok(())
}

/// The settings of an indicator node, lengths truncated.
pub(crate) fn indicator_settings(
    function: IndicatorFunction,
    settings: &[f64],
    node: usize,
) -> Result<Vec<f64>, RunError> {
    use IndicatorFunction as F;
    let mut checked = settings.to_vec();
    let least = match function {
        F::Cumulate | F::TrueRange | F::CrossOver | F::CrossUnder | F::BarsSince | F::FixNa => {
            return Ok(checked);
        }
        F::ValueWhen => 0.0,
        _ => 1.0,
    };
    let length = settings[0].trunc();
    if length >= least && length <= f64::from(HISTORY_MAX) {
        checked[0] = length;
        return Ok(checked);
    }
    let message = format!(
        "A length of {} is not between {least} and {HISTORY_MAX}.",
        settings[0]
    );
    Err(RunError::new(RunErrorKind::Settings, message).at_node(node as u32))
}
