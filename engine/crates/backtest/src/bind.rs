//! What a run's settings make of a plan: constants, account rules, checks before the run.

use crate::graph::{Graph, Op};
use events::{RunError, RunErrorKind};
use indicators::{Operator, SettingError};
use market::Instrument;
use plan::{
    Account, CloseRule, Commission, FillTiming, InstrumentField, Operation, Plan, Profile,
    RunSettings, Sizing, Statement, ValueType,
};
use sim::{AtEnd, Fee, Rules, SizedAt};

/// Values that are fixed for the run.
#[derive(Debug)]
pub(crate) struct Bound {
    /// Bools as 0 and 1.
    parameters: Vec<f64>,
    tick_size: f64,
    point_value: f64,
}

impl Bound {
    pub(crate) fn new(
        plan: &Plan,
        settings: &RunSettings,
        instrument: &Instrument,
    ) -> Result<Self, RunError> {
        let (given, wanted) = (settings.parameters.len(), plan.parameters().len());
        if given != wanted {
            let message = format!("The run gives {given} parameter values; the plan has {wanted}.");
            return Err(RunError::new(RunErrorKind::Settings, message));
        }
        if instrument.tick_size.is_none() {
            check_tick_size(plan, &settings.account)?;
        }
        Ok(Self {
            parameters: parameters(plan, &settings.parameters),
            tick_size: instrument.tick_size.unwrap_or(f64::NAN),
            point_value: instrument.point_value,
        })
    }

    pub(crate) fn parameter(&self, index: u32) -> f64 {
        self.parameters[index as usize]
    }

    pub(crate) const fn instrument(&self, field: InstrumentField) -> f64 {
        match field {
            InstrumentField::TickSize => self.tick_size,
            InstrumentField::PointValue => self.point_value,
        }
    }
}

fn parameters(plan: &Plan, values: &[f64]) -> Vec<f64> {
    let typed = plan.parameters().iter().zip(values);
    typed
        .map(|(parameter, value)| match parameter.value_type {
            ValueType::Number => *value,
            ValueType::Bool => f64::from(u8::from(*value != 0.0)),
        })
        .collect()
}

/// Finds what needs the tick size that the instrument does not have.
fn check_tick_size(plan: &Plan, account: &Account) -> Result<(), RunError> {
    let error = |what: &str| {
        RunError::new(
            RunErrorKind::Settings,
            format!("{what} needs the instrument's tick size."),
        )
        .with_help("Give the data a tick size.")
    };
    if account.slippage_ticks != 0.0 {
        return Err(error("Slippage in ticks"));
    }
    let wants = |operation: &Operation| {
        matches!(operation, Operation::Instrument(InstrumentField::TickSize))
    };
    if let Some(node) = plan.nodes().iter().position(|node| wants(&node.operation)) {
        return Err(error("This value").at_node(node as u32));
    }
    let wants = |statement: &Statement| match statement {
        Statement::Exit { prices, .. } => {
            prices.profit_ticks.is_some() || prices.loss_ticks.is_some()
        }
        _ => false,
    };
    match plan.statements().iter().position(wants) {
        Some(index) => Err(error("An exit by ticks").at_statement(index as u32)),
        None => Ok(()),
    }
}

/// Checks the settings of every indicator, also of those that no order needs.
pub(crate) fn check_settings(graph: &Graph) -> Result<(), RunError> {
    for (index, id) in graph.of.iter().enumerate() {
        if let Op::Indicator(kind, _, settings) = &graph.node(*id).op {
            Operator::new(*kind, settings)
                .map_err(|error| setting_error(error).at_node(index as u32))?;
        }
    }
    Ok(())
}

pub(crate) fn setting_error(error: SettingError) -> RunError {
    RunError::new(RunErrorKind::Settings, error.to_string())
}

/// The account's terms for this instrument.
pub(crate) fn rules(account: &Account, instrument: &Instrument) -> Rules {
    let is_native = account.profile == Profile::Native;
    let tick_size = instrument.tick_size.unwrap_or(f64::NAN);
    Rules {
        capital: account.capital,
        sizing: match account.size {
            Sizing::Contracts(quantity) => sim::Sizing::Contracts(quantity),
            Sizing::Equity(fraction) => sim::Sizing::Equity(fraction),
            Sizing::Cash(amount) => sim::Sizing::Cash(amount),
        },
        sized_at: if is_native {
            SizedAt::Placing
        } else {
            SizedAt::Fill
        },
        fees: account.commission.iter().map(fee).collect(),
        slippage: if account.slippage_ticks == 0.0 {
            0.0
        } else {
            account.slippage_ticks * tick_size
        },
        tick_size,
        point_value: instrument.point_value,
        lot: instrument.lot,
        pyramiding: account.pyramiding,
        close_rule: match account.close_rule {
            CloseRule::Fifo => sim::CloseRule::Fifo,
            CloseRule::Any => sim::CloseRule::Any,
        },
        timing: match account.fills {
            FillTiming::NextOpen => sim::FillTiming::NextOpen,
            FillTiming::ThisClose => sim::FillTiming::ThisClose,
        },
        at_end: match (account.close_at_end, is_native) {
            (false, _) => AtEnd::Keep,
            (true, true) => AtEnd::CloseAtClose,
            (true, false) => AtEnd::CloseAtOpen,
        },
    }
}

fn fee(commission: &Commission) -> Fee {
    match *commission {
        Commission::Value(fraction) => Fee::Value(fraction),
        Commission::Order(amount) => Fee::Order(amount),
        Commission::Contract(amount) => Fee::Contract(amount),
    }
}
