//! What shapes a run besides its plan: account, parameters, period. Meanings: docs/semantics/execution.md.

use crate::encode::Encoder;
use base::Nanos;

/// Everything of a run that is neither plan nor data.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSettings {
    /// A value for each parameter of the plan, in the plan's order. Bools are 0 and 1.
    pub parameters: Vec<f64>,
    /// Money and rules.
    pub account: Account,
    /// Which bars decide.
    pub period: Period,
    /// Bars of data used before the first decision; `None` for all.
    pub warmup_bars: Option<u32>,
}

/// Bars that open at or after `from` and before `to` decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "said above")]
pub struct Period {
    pub from: Option<Nanos>,
    pub to: Option<Nanos>,
}

/// Money and rules of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Money at the start.
    pub capital: f64,
    /// How much an order trades that names no quantity.
    pub size: Sizing,
    /// Fees, added up in this order.
    pub commission: Vec<Commission>,
    /// Against market and stop fills.
    pub slippage_ticks: f64,
    /// Open trades allowed in one direction.
    pub pyramiding: u32,
    /// Which trade a reducing order closes first.
    pub close_rule: CloseRule,
    /// When a market order fills first.
    pub fills: FillTiming,
    /// What is assumed about prices inside a bar.
    pub intrabar: Intrabar,
    /// Whether the last position is closed at the end of the data.
    pub close_at_end: bool,
    /// Yearly rate as a fraction; for statistics only.
    pub risk_free: f64,
    /// The bundle of rules.
    pub profile: Profile,
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

/// A fee.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Commission {
    /// A fraction of the traded value.
    Value(f64),
    /// An amount each filled order.
    Order(f64),
    /// An amount each contract.
    Contract(f64),
}

/// Which trade a reducing order closes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "docs/semantics/execution.md, 3")]
pub enum CloseRule {
    Fifo,
    Any,
}

/// When a market order fills first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "docs/semantics/execution.md, 2")]
pub enum FillTiming {
    NextOpen,
    ThisClose,
}

/// What is assumed about prices inside a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "docs/semantics/execution.md, 4")]
pub enum Intrabar {
    OhlcPath,
    Ticks,
}

/// A bundle of fill, sizing and statistics rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "docs/semantics/execution.md, 2 and 3")]
pub enum Profile {
    Native,
    BacktestingPy,
}

impl RunSettings {
    /// BLAKE3 over a canonical encoding, the instrument's numbers included; part of the run digest.
    #[must_use]
    pub fn hash(&self, tick_size: Option<f64>, point_value: f64, lot: Option<f64>) -> [u8; 32] {
        let mut encoder = Encoder::new("backtestr settings 1");
        encoder.length(self.parameters.len());
        self.parameters
            .iter()
            .for_each(|value| encoder.number(*value));
        self.account.encode(&mut encoder);
        encoder.optional_time(self.period.from);
        encoder.optional_time(self.period.to);
        encoder.optional(self.warmup_bars);
        encoder.number(tick_size.unwrap_or(f64::NAN));
        encoder.number(point_value);
        encoder.number(lot.unwrap_or(f64::NAN));
        encoder.finish()
    }
}

impl Account {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.number(self.capital);
        let (tag, value) = match self.size {
            Sizing::Contracts(value) => (0, value),
            Sizing::Equity(value) => (1, value),
            Sizing::Cash(value) => (2, value),
        };
        encoder.tagged(tag, value);
        encoder.length(self.commission.len());
        for fee in &self.commission {
            let (tag, value) = match *fee {
                Commission::Value(value) => (0, value),
                Commission::Order(value) => (1, value),
                Commission::Contract(value) => (2, value),
            };
            encoder.tagged(tag, value);
        }
        encoder.number(self.slippage_ticks);
        encoder.integer(self.pyramiding);
        encoder.byte(self.close_rule as u8);
        encoder.byte(self.fills as u8);
        encoder.byte(self.intrabar as u8);
        encoder.byte(u8::from(self.close_at_end));
        encoder.number(self.risk_free);
        encoder.byte(self.profile as u8);
    }
}
