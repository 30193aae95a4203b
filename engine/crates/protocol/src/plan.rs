//! The plan on the wire: a strategy's logic as a flat, topologically ordered table.
//! Parameters stay symbolic; what shapes a run (account, data, period) is in `run`.
//!
//! Numbers, integers and times are `f64` at run time, a missing value (`na`) is NaN, a bool is
//! never missing. No non-finite number is ever written here: `Na` is an operation of its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A strategy's logic. Every reference is an index into one of these tables.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plan {
    /// Where expressions are evaluated. Index 0 is the chart.
    pub contexts: Vec<Context>,
    /// Declared inputs, in source order. Their values come with `run.start`.
    pub parameters: Vec<Parameter>,
    /// Order ids, comments and titles.
    pub texts: Vec<String>,
    /// Values. A node refers only to nodes before it.
    pub nodes: Vec<Node>,
    /// Memory from one bar to the next (`var`, and names changed by `:=`).
    pub cells: Vec<Cell>,
    /// Orders and plots, in the order in which they are carried out.
    pub statements: Vec<Statement>,
}

/// A slice of a plan; `plan.put` sends as many as it takes, and the engine joins them in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanPart {
    pub contexts: Vec<Context>,
    pub parameters: Vec<Parameter>,
    pub texts: Vec<String>,
    pub nodes: Vec<Node>,
    pub cells: Vec<Cell>,
    pub statements: Vec<Statement>,
}

/// A timeframe on whose bars nodes are evaluated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Context {
    /// `null` for the chart (index 0), else the timeframe as written: `15m`, `4h`, `1d`, `1w`, `1mo`.
    pub timeframe: Option<String>,
}

/// A declared input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Parameter {
    pub name: String,
    pub value_type: ValueType,
}

/// What a node or cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ValueType {
    /// A float, or an integer kept exactly up to 2^53. May be `na`.
    Number,
    /// True or false, never `na`.
    Bool,
}

/// One value, evaluated on every bar of its context.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Node {
    pub context: u32,
    pub operation: Operation,
}

/// How a node gets its value. Meanings: docs/semantics/operators.md.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "op",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Operation {
    Number {
        value: f64,
    },
    Na {},
    Bool {
        value: bool,
    },
    Parameter {
        parameter: u32,
    },
    Series {
        series: Series,
    },
    Instrument {
        field: InstrumentField,
    },
    Account {
        field: AccountField,
    },
    Unary {
        function: UnaryFunction,
        value: u32,
    },
    Binary {
        function: BinaryFunction,
        left: u32,
        right: u32,
    },
    /// `test ? yes : no`; both arms are evaluated, which no operator can observe.
    Select {
        test: u32,
        yes: u32,
        no: u32,
    },
    /// The value `offset` bars ago.
    History {
        value: u32,
        offset: u32,
    },
    /// A state machine over the context's bars. Settings are fixed for the whole run.
    Indicator {
        function: IndicatorFunction,
        inputs: Vec<u32>,
        settings: Vec<u32>,
    },
    /// The cell's value at the end of the previous bar: `na` or false on the first.
    Cell {
        cell: u32,
    },
    /// The value that `value`, a node of another context, had on that context's last completed bar.
    Confirmed {
        value: u32,
    },
}

/// A column of the context's bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Series {
    Open,
    High,
    Low,
    Close,
    Volume,
    /// Open time of the bar, milliseconds since 1970 UTC.
    Time,
    /// Close time of the bar, milliseconds since 1970 UTC.
    TimeClose,
    /// On the chart: 0 on the first bar of the period, `na` before it. Elsewhere: 0 on the first bar.
    BarIndex,
    /// Bid of the bar's last quote; `na` without quotes, as the next three.
    Bid,
    Ask,
    BidSize,
    AskSize,
}

/// A fact about the instrument, the same on every bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum InstrumentField {
    /// Smallest price step.
    TickSize,
    /// Money per whole price point and contract.
    PointValue,
}

/// A figure of the account or position, fixed while a bar's program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum AccountField {
    InitialCapital,
    Equity,
    NetProfit,
    OpenProfit,
    GrossProfit,
    GrossLoss,
    PositionSize,
    PositionAveragePrice,
    OpenTrades,
    ClosedTrades,
    WinTrades,
    LossTrades,
    EvenTrades,
}

/// An operator of one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum UnaryFunction {
    Negate,
    Not,
    IsNa,
    Abs,
    Sign,
    Floor,
    Ceil,
    Round,
    Truncate,
    Sqrt,
    Exp,
    Log,
    Log10,
}

/// An operator of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum BinaryFunction {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    Minimum,
    Maximum,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    And,
    Or,
}

/// A state machine over bars. Inputs and settings by position: docs/semantics/operators.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum IndicatorFunction {
    Sma,
    Ema,
    Rma,
    Wma,
    Stdev,
    Rsi,
    Highest,
    Lowest,
    Cumulate,
    TrueRange,
    CrossOver,
    CrossUnder,
    BarsSince,
    ValueWhen,
    FixNa,
}

/// A memory of one value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Cell {
    pub context: u32,
    pub value_type: ValueType,
    /// The node whose value at the end of the bar the cell keeps. It may come after its readers.
    pub next: u32,
}

/// Which way an order trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    Long,
    Short,
}

/// A price or quantity of an order. With `given` false on a bar the argument counts as left out;
/// a given value that is `na` makes the whole call have no effect, and is reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Argument {
    pub value: u32,
    pub given: Option<u32>,
}

/// What the program does on a bar. `guard` is a bool node; `null` means on every bar.
/// Nodes named by statements belong to the chart's context.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "does",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Statement {
    /// `strategy.entry`: obeys pyramiding, reverses an opposite position.
    Entry {
        guard: Option<u32>,
        id: u32,
        direction: Direction,
        quantity: Option<Argument>,
        limit: Option<Argument>,
        stop: Option<Argument>,
        comment: Option<u32>,
    },
    /// `strategy.order`: a plain order on the net position.
    Order {
        guard: Option<u32>,
        id: u32,
        direction: Direction,
        quantity: Option<Argument>,
        limit: Option<Argument>,
        stop: Option<Argument>,
        comment: Option<u32>,
    },
    /// `strategy.exit`: up to one limit and one stop that reduce each other.
    Exit {
        guard: Option<u32>,
        id: u32,
        /// The entry it belongs to; `null` for all.
        from_entry: Option<u32>,
        quantity: Option<Argument>,
        quantity_percent: Option<Argument>,
        /// Prices.
        limit: Option<Argument>,
        stop: Option<Argument>,
        /// Distances from the entry's fill, in price.
        target_distance: Option<Argument>,
        stop_distance: Option<Argument>,
        /// Distances from the entry's fill, in ticks.
        profit_ticks: Option<Argument>,
        loss_ticks: Option<Argument>,
        comment: Option<u32>,
    },
    /// `strategy.close`: a market order against the open quantity of one entry id.
    Close {
        guard: Option<u32>,
        entry: u32,
        quantity: Option<Argument>,
        quantity_percent: Option<Argument>,
        comment: Option<u32>,
    },
    CloseAll {
        guard: Option<u32>,
        comment: Option<u32>,
    },
    Cancel {
        guard: Option<u32>,
        id: u32,
    },
    CancelAll {
        guard: Option<u32>,
    },
    /// A value shown on the chart; it never reaches an order.
    Plot {
        value: u32,
        title: u32,
    },
}
