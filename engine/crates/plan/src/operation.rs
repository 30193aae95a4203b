//! How a node gets its value. Meanings: docs/semantics/operators.md.

use crate::plan::{CellId, NodeId};

/// What a node or cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// Binary64; NaN is `na`.
    Number,
    /// Never `na`. Kept as 0 and 1 where a column of numbers is wanted.
    Bool,
}

/// One value, evaluated on every bar of its context.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// A finite constant.
    Number(f64),
    /// The missing value.
    Na,
    /// A constant.
    Bool(bool),
    /// Value of a parameter, by index.
    Parameter(u32),
    /// A column of the context's bars.
    Series(Series),
    /// A fact about the instrument.
    Instrument(InstrumentField),
    /// A figure of the account, fixed while a bar's program runs.
    Account(AccountField),
    /// An operator of one value.
    Unary(UnaryFunction, NodeId),
    /// An operator of two values.
    Binary(BinaryFunction, NodeId, NodeId),
    /// `test ? yes : no`.
    Select {
        /// A bool.
        test: NodeId,
        /// Value when true.
        yes: NodeId,
        /// Value when false, of the same type.
        no: NodeId,
    },
    /// The value some bars ago.
    History {
        /// What.
        value: NodeId,
        /// How many bars, a number.
        offset: NodeId,
    },
    /// A state machine; settings are fixed for the run.
    Indicator {
        /// Which.
        function: IndicatorFunction,
        /// Values on this bar.
        inputs: Vec<NodeId>,
        /// Lengths and switches.
        settings: Vec<NodeId>,
    },
    /// The cell's value at the end of the previous bar.
    Cell(CellId),
    /// The value of another context's node on its last completed bar.
    Confirmed(NodeId),
}

/// A column of bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Series {
    /// First price.
    Open,
    /// Highest price.
    High,
    /// Lowest price.
    Low,
    /// Last price.
    Close,
    /// Volume.
    Volume,
    /// Open time, milliseconds UTC.
    Time,
    /// Close time, milliseconds UTC.
    TimeClose,
    /// Count of bars from 0 at the start.
    BarIndex,
    /// Bid of the bar's last quote; `na` without quotes.
    Bid,
    /// Ask of the bar's last quote; `na` without quotes.
    Ask,
    /// Size at that bid.
    BidSize,
    /// Size at that ask.
    AskSize,
}

/// A fact about the instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum InstrumentField {
    /// Smallest price step.
    TickSize,
    /// Money per whole price point and contract.
    PointValue,
}

/// A figure of the account or position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum AccountField {
    /// Money at the start.
    InitialCapital,
    /// Cash and position at the close.
    Equity,
    /// Profit of closed trades.
    NetProfit,
    /// Profit of open trades at the close.
    OpenProfit,
    /// Sum of winning trades.
    GrossProfit,
    /// Sum of losing trades, positive.
    GrossLoss,
    /// Signed quantity.
    PositionSize,
    /// Average entry price, `na` when flat.
    PositionAveragePrice,
    /// Number of open trades.
    OpenTrades,
    /// Number of closed trades.
    ClosedTrades,
    /// Closed trades with profit above 0.
    WinTrades,
    /// Closed trades with profit below 0.
    LossTrades,
    /// Closed trades with profit 0.
    EvenTrades,
}

/// An operator of one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[expect(
    missing_docs,
    reason = "each name is the operator; meanings stand in docs/semantics"
)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[expect(
    missing_docs,
    reason = "each name is the operator; meanings stand in docs/semantics"
)]
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

/// A state machine over bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[expect(
    missing_docs,
    reason = "each name is the operator; meanings stand in docs/semantics"
)]
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

/// Types of an indicator's inputs, settings and result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signature {
    pub(crate) inputs: &'static [ValueType],
    pub(crate) settings: &'static [ValueType],
    pub(crate) result: ValueType,
}

impl IndicatorFunction {
    pub(crate) const fn signature(self) -> Signature {
        use ValueType::{Bool, Number};
        let (inputs, settings, result): (&[_], &[_], _) = match self {
            Self::Sma | Self::Ema | Self::Rma | Self::Wma | Self::Rsi => {
                (&[Number], &[Number], Number)
            }
            Self::Highest | Self::Lowest => (&[Number], &[Number], Number),
            Self::Stdev => (&[Number], &[Number, Bool], Number),
            Self::Cumulate | Self::FixNa => (&[Number], &[], Number),
            Self::TrueRange => (&[Number, Number, Number], &[Bool], Number),
            Self::CrossOver | Self::CrossUnder => (&[Number, Number], &[], Bool),
            Self::BarsSince => (&[Bool], &[], Number),
            Self::ValueWhen => (&[Bool, Number], &[Number], Number),
        };
        Signature {
            inputs,
            settings,
            result,
        }
    }
}
