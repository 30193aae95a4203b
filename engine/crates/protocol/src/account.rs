//! The account of a run: capital, sizing, costs and fill rules.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Money and rules of a run. Meanings: docs/semantics/execution.md.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Account {
    pub capital: f64,
    /// ISO 4217 code or a crypto currency's usual letters.
    pub currency: String,
    /// How much an order trades that names no quantity.
    pub size: Sizing,
    pub commission: Vec<Commission>,
    /// Against market and stop fills.
    pub slippage_ticks: f64,
    /// Entries in one direction that may be open at once, at least 1.
    pub pyramiding: u32,
    pub close_rule: CloseRule,
    pub fills: FillTiming,
    /// `null` takes what the data allows: `ticks` with quotes, else `ohlcPath`.
    pub intrabar: Option<Intrabar>,
    /// Whether the last position is closed at the end of the data.
    pub close_at_end: bool,
    /// Yearly rate as a fraction, for Sharpe and Sortino.
    pub risk_free: f64,
    pub profile: Profile,
}

/// How much an order trades that names no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "by",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Sizing {
    Contracts {
        quantity: f64,
    },
    /// A fraction of equity: 0.1 is 10 %.
    Equity {
        fraction: f64,
    },
    Cash {
        amount: f64,
    },
}

/// A fee; several add up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "per",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Commission {
    /// A fraction of the traded value: 0.0002 is 0.02 %.
    Value {
        fraction: f64,
    },
    Order {
        amount: f64,
    },
    Contract {
        amount: f64,
    },
}

/// Which open trade a reducing order closes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum CloseRule {
    /// The oldest, whatever entry id the order names.
    Fifo,
    /// The trades of the entry id that the order names.
    Any,
}

/// When an order that is placed on a bar's close can fill first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum FillTiming {
    NextOpen,
    ThisClose,
}

/// What is assumed about prices inside a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Intrabar {
    /// Open, nearer extreme, other extreme, close.
    OhlcPath,
    /// The quotes themselves: buys at the ask, sells at the bid.
    Ticks,
}

/// A bundle of fill, sizing and statistics rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Profile {
    /// Ours: causal, nothing rounded unless asked.
    Native,
    /// The rules of backtesting.py.
    BacktestingPy,
}
