//! The terms of an account, resolved for one instrument.

/// What an order costs, may do and is sized by. Built once for a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Money at the start.
    pub capital: f64,
    /// How much an order trades that names no quantity.
    pub sizing: Sizing,
    /// When such a quantity is computed.
    pub sized_at: SizedAt,
    /// Fees, added up in this order.
    pub fees: Vec<Fee>,
    /// Added to market and stop fills of buys, taken off those of sells; a price difference.
    pub slippage: f64,
    /// Smallest price step, NaN where unknown.
    pub tick_size: f64,
    /// Money per whole price point and contract.
    pub point_value: f64,
    /// Quantities of entries and orders are multiples of it, where given.
    pub lot: Option<f64>,
    /// Open trades allowed in one direction.
    pub pyramiding: u32,
    /// Which trade a reducing order closes first.
    pub close_rule: CloseRule,
    /// When a market order fills first.
    pub timing: FillTiming,
    /// What becomes of a position after the last bar.
    pub at_end: AtEnd,
}

/// How much an order trades that names no quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sizing {
    /// So many contracts.
    Contracts(f64),
    /// A fraction of equity.
    Equity(f64),
    /// An amount of money.
    Cash(f64),
}

/// When a quantity by sizing is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizedAt {
    /// When the order is placed, from the close and the snapshot's equity.
    Placing,
    /// When it fills, from the fill's price; equity sizing in whole units.
    Fill,
}

/// A part of the fee of a fill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fee {
    /// A fraction of the traded value.
    Value(f64),
    /// An amount each filled order.
    Order(f64),
    /// An amount each contract.
    Contract(f64),
}

/// Which trade a reducing order closes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseRule {
    /// The oldest one, whatever the order names.
    Fifo,
    /// The one that the order names.
    Any,
}

/// When a market order fills first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FillTiming {
    /// At the open of the next bar.
    NextOpen,
    /// At the close on which it was decided.
    ThisClose,
}

/// What becomes of a position after the last bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtEnd {
    /// It stays, marked at the last close.
    Keep,
    /// It is closed at the last close.
    CloseAtClose,
    /// It is closed at the last open.
    CloseAtOpen,
}

impl Rules {
    /// The fee of a fill of `quantity` that is worth `value`.
    pub(crate) fn fee(&self, quantity: f64, value: f64) -> f64 {
        self.fees.iter().fold(0.0, |sum, fee| {
            sum + match *fee {
                Fee::Value(fraction) => value * fraction,
                Fee::Order(amount) => amount,
                Fee::Contract(amount) => quantity * amount,
            }
        })
    }

    /// Sum of the fees that are fractions of the value.
    pub(crate) fn fee_fraction(&self) -> f64 {
        self.fees.iter().fold(0.0, |sum, fee| match *fee {
            Fee::Value(fraction) => sum + fraction,
            Fee::Order(_) | Fee::Contract(_) => sum,
        })
    }

    /// What `quantity` at `price` is worth.
    pub(crate) fn value(&self, quantity: f64, price: f64) -> f64 {
        quantity * price * self.point_value
    }

    /// A whole number of lots; `None` when nothing tradable is left.
    pub(crate) fn tradable(&self, quantity: f64) -> Option<f64> {
        let quantity = match self.lot {
            Some(lot) => (quantity / lot).floor() * lot,
            None => quantity,
        };
        (quantity.is_finite() && quantity > 0.0).then_some(quantity)
    }
}
