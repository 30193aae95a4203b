//! What shapes a run besides its plan, and what a run answers.

use crate::account::{Account, Intrabar};
use crate::column::F64Column;
use crate::data::{StoredData, StoredReport};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything of a run that is not the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunSettings {
    /// One value for each parameter of the plan, by name.
    pub parameters: Vec<ParameterValue>,
    pub account: Account,
    pub data: DataSource,
    /// The chart's timeframe, or `ticks(n)` on quotes; `null` takes the data's own.
    pub chart: Option<String>,
    /// `null` decides on every bar there is.
    pub period: Option<Period>,
    /// Bars of data used before the first decision; `null` uses all there are.
    pub warmup_bars: Option<u32>,
}

/// A parameter's value. Bools are 0 and 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ParameterValue {
    pub name: String,
    pub value: f64,
}

/// The decisions of a run: bars that open at or after `from` and before `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Period {
    pub from_us: Option<i64>,
    /// Exclusive.
    pub to_us: Option<i64>,
}

/// Where the bars come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "from",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum DataSource {
    /// A text file of bars, read as an import would.
    File { file: BarsFile },
    /// A dataset of the store.
    Store { store: StoredData },
}

/// A file of bars and what is known about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BarsFile {
    /// Absolute path.
    pub path: String,
    /// IANA name of the zone in which times without an offset are written.
    pub zone: String,
    /// What a row's time means.
    pub stamp: Stamp,
    pub instrument: Instrument,
}

/// Whether a bar's time is that of its open or of its close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Stamp {
    Open,
    Close,
}

/// What is traded. A value that the run needs and that is `null` is an error, never a guess.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Instrument {
    pub symbol: String,
    /// Smallest price step.
    pub tick: Option<f64>,
    /// Money per whole price point and contract.
    pub point_value: f64,
    /// Quantities are multiples of it; `null` leaves them as they are.
    pub lot: Option<f64>,
    pub currency: Option<String>,
}

/// What a run answers when it is done. Rows and columns stay in the engine under `run`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunSummary {
    /// Names the run for `run.trades` and `run.series`.
    pub run: u32,
    /// 64 hexadecimal digits; the same for the same plan, data and settings.
    pub digest: String,
    pub plan_hash: String,
    /// Hash over account, parameters, period and instrument.
    pub settings_hash: String,
    pub engine_version: String,
    /// The timeframe of the chart's bars, or `ticks(n)`.
    pub chart: String,
    pub intrabar: Intrabar,
    /// Bars on which the program decided.
    pub bars: u32,
    /// Bars before the first decision.
    pub warmup_bars: u32,
    pub first_time_us: Option<i64>,
    pub last_time_us: Option<i64>,
    /// Seconds in the engine, loading not included.
    pub seconds: f64,
    pub load_seconds: f64,
    pub figures: Vec<Figure>,
    /// At most 2,000 slices of the equity curve, of a live run at most 500.
    pub equity: Vec<EquityBucket>,
    pub trade_count: u32,
    pub findings: Vec<Finding>,
    pub data: DataReport,
}

/// What the run was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "from",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum DataReport {
    File { file: BarsReport },
    Store { store: StoredReport },
}

/// One measure of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Figure {
    /// Snake case, the unit last: `max_drawdown_pct`.
    pub name: String,
    pub value: Option<f64>,
    /// Why the value is absent, in words.
    pub note: Option<String>,
    /// The bootstrap interval of a headline figure.
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// The lowest, highest and last equity of a slice of bars.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EquityBucket {
    /// Close time of the slice's last bar.
    pub time_us: i64,
    pub low: f64,
    pub high: f64,
    pub last: f64,
}

/// Something the run noticed about the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finding {
    pub what: FindingKind,
    /// Index of the plan's statement.
    pub statement: u32,
    /// How often, and when first.
    pub count: u32,
    pub first_time_us: i64,
}

/// What a run can notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum FindingKind {
    /// A computed `na` as price or quantity: the call had no effect.
    NaArgument,
    /// A quantity that is zero or less, or rounds to nothing: the call had no effect.
    NoQuantity,
}

/// Something that only the whole period tells of the text. Nothing here is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "what",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Hint {
    /// The condition of an order statement was true on no bar.
    NeverReached {
        /// Index of the plan's statement.
        statement: u32,
    },
    /// A value on which an order rests was still `na` when the period began, for want of bars.
    WarmupTooShort {
        /// Index of the plan's statement, the first that rests on it.
        statement: u32,
        /// The node that comes last of those on which the statement rests.
        node: u32,
        /// Bars of the period on which it was `na` at first; `null` when it was on all of them.
        bars_lacking: Option<u32>,
    },
}

/// How a file was read: rows in = kept + rejected + duplicates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BarsReport {
    pub path: String,
    /// BLAKE3 of the file's bytes, 64 hexadecimal digits.
    pub content_hash: String,
    /// What was understood: columns, time format, timeframe, in words.
    pub understood: String,
    pub timeframe: String,
    pub rows_in: u32,
    pub rows_kept: u32,
    pub rows_rejected: u32,
    pub rows_duplicate: u32,
    /// The first rejected rows.
    pub rejected: Vec<RejectedRow>,
}

/// A row that was not used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RejectedRow {
    /// Line of the file, from 1.
    pub line: u32,
    /// Name of the rule: `not_a_number`, `high_below_low`, …
    pub rule: String,
    /// What is wrong with it, in words.
    pub reason: String,
}

/// Side of a trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    Long,
    Short,
}

/// What the order was that closed a trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ExitReason {
    /// The target of an exit rule.
    Target,
    /// The stop of an exit rule.
    Stop,
    /// Such a stop after it was moved in favour of its trade.
    TrailingStop,
    /// A close that the strategy called for.
    Signal,
    /// An entry in the other direction.
    Reversal,
    /// An order on the net position.
    Order,
    /// The close after the last bar.
    EndOfData,
}

/// A round trip, or one that is still open at the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TradeRow {
    /// From 1, in the order of exits; open trades last.
    pub number: u32,
    pub side: Side,
    pub quantity: f64,
    pub entry_time_us: i64,
    pub entry_price: f64,
    pub entry_id: String,
    /// Index of the plan's statement.
    pub entry_statement: u32,
    pub entry_bar: u32,
    /// `null` while the trade is open; its price is then the last close.
    pub exit_time_us: Option<i64>,
    pub exit_price: f64,
    pub exit_id: Option<String>,
    pub exit_statement: Option<u32>,
    pub exit_bar: Option<u32>,
    /// `null` while the trade is open, and in a run that was saved before this was kept.
    pub exit_reason: Option<ExitReason>,
    /// Whether the assumed path inside the bar decided between a target and a stop; `null` for a closed
    /// trade of a run that was saved before this was kept.
    pub is_ambiguous: Option<bool>,
    /// After fees.
    pub profit: f64,
    pub profit_pct: f64,
    pub fees: f64,
    /// Bars from entry to exit, the entry bar not counted.
    pub bars_held: u32,
    /// Largest loss and largest gain while open, in money, before fees.
    pub mae: f64,
    pub mfe: f64,
}

/// A column of a run that can be pulled by window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SeriesName {
    /// Close time of each chart bar, nanoseconds.
    TimeClose,
    Equity,
    /// Equity below its highest so far, as a fraction.
    Drawdown,
    PositionSize,
}

/// What a `plot` drew, one value a candle of the window: that of its last bar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlotColumn {
    /// Index of the plan's statement.
    pub statement: u32,
    pub title: String,
    pub values: F64Column,
}
