//! What a program asks for on a bar. Numbers may be NaN: such a call has no effect and is counted.

use base::Direction;

/// An entry or order call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderCall {
    /// Index of the plan's statement.
    pub statement: u32,
    /// Name by which it is replaced and cancelled; equal texts have equal numbers.
    pub id: u32,
    /// Which way it trades.
    pub direction: Direction,
    /// Contracts; the account's sizing when absent.
    pub quantity: Option<f64>,
    /// Limit price.
    pub limit: Option<f64>,
    /// Stop price.
    pub stop: Option<f64>,
}

/// An exit call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExitCall {
    /// Index of the plan's statement.
    pub statement: u32,
    /// First half of the rule's name.
    pub id: u32,
    /// Entry whose trades it exits, all when absent; second half of the rule's name.
    pub from_entry: Option<u32>,
    /// Contracts.
    pub quantity: Option<f64>,
    /// Percent of each trade, used without a quantity.
    pub percent: Option<f64>,
    /// Where it leaves.
    pub prices: ExitPrices,
}

/// Where an exit rule leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExitPrices {
    /// Price of the target.
    pub limit: Option<f64>,
    /// Price of the stop.
    pub stop: Option<f64>,
    /// Target as a distance in price from the entry's fill.
    pub target_distance: Option<f64>,
    /// Stop as a distance in price from the entry's fill.
    pub stop_distance: Option<f64>,
    /// Target as a distance in ticks.
    pub profit_ticks: Option<f64>,
    /// Stop as a distance in ticks.
    pub loss_ticks: Option<f64>,
}

/// A close or close-all call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CloseCall {
    /// Index of the plan's statement.
    pub statement: u32,
    /// Entry whose trades it closes; the whole position when absent.
    pub entry: Option<u32>,
    /// Contracts.
    pub quantity: Option<f64>,
    /// Percent of what is open, used without a quantity.
    pub percent: Option<f64>,
}

/// Why a call has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    NaArgument,
    NoQuantity,
}

/// The two checks that come before any other rule of a call: `na` anywhere, then amounts.
pub(crate) fn check(amounts: &[Option<f64>], prices: &[Option<f64>]) -> Result<(), Refusal> {
    let is_na = |value: &Option<f64>| value.is_some_and(f64::is_nan);
    if amounts.iter().any(is_na) || prices.iter().any(is_na) {
        return Err(Refusal::NaArgument);
    }
    if amounts.iter().flatten().any(|amount| *amount <= 0.0) {
        return Err(Refusal::NoQuantity);
    }
    Ok(())
}

impl ExitPrices {
    pub(crate) const fn all(&self) -> [Option<f64>; 6] {
        [
            self.limit,
            self.stop,
            self.target_distance,
            self.stop_distance,
            self.profit_ticks,
            self.loss_ticks,
        ]
    }

    pub(crate) const fn has_target(&self) -> bool {
        self.limit.is_some() || self.target_distance.is_some() || self.profit_ticks.is_some()
    }

    pub(crate) const fn has_stop(&self) -> bool {
        self.stop.is_some() || self.stop_distance.is_some() || self.loss_ticks.is_some()
    }
}
