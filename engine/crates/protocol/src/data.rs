//! Stored data: what can be imported, what the store holds, and what it says of its health.

use crate::run::{Instrument, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the rows of a dataset are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SeriesKind {
    Quotes,
    Bars,
}

/// Which prices make bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum PriceSide {
    Bid,
    Ask,
    /// Halfway between bid and ask.
    Mid,
    /// Traded prices.
    Last,
}

/// A series of the store, by what a strategy says of it. What is `null` comes from the store's records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoredData {
    pub symbol: String,
    /// Name of a dataset; `null` takes the symbol's quotes, else its bars of the longest timeframe
    /// that makes the chart.
    pub dataset: Option<String>,
    /// `null` takes the latest.
    pub version: Option<u32>,
    /// `null` takes the bid of quotes, and whatever side bars have.
    pub price: Option<PriceSide>,
    /// IANA name of the zone in which days start.
    pub zone: Option<String>,
    pub tick: Option<f64>,
    pub point_value: Option<f64>,
    pub lot: Option<f64>,
    pub currency: Option<String>,
}

/// The series that was found, with every default filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoredReport {
    pub dataset: String,
    pub version: u32,
    pub series: SeriesKind,
    /// Of stored bars; `null` for quotes.
    pub timeframe: Option<String>,
    pub price: PriceSide,
    pub zone: String,
    pub instrument: Instrument,
    pub rows: i64,
    pub first_time_us: Option<i64>,
    pub last_time_us: Option<i64>,
    /// What enters the run digest, 64 hexadecimal digits.
    pub content_hash: String,
}

/// What an import reads and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportOptions {
    /// Absolute paths of files and folders.
    pub paths: Vec<String>,
    pub symbol: Option<String>,
    /// Name of the dataset, where one results.
    pub dataset: Option<String>,
    /// IANA name of the zone of times without an offset.
    pub zone: Option<String>,
    /// Price of one integer step in the file, as decimal text: `0.00001`.
    pub point: Option<String>,
    /// Smallest price step of the instrument, as decimal text.
    pub tick: Option<String>,
    pub stamp: Option<Stamp>,
    pub side: Option<PriceSide>,
    pub currency: Option<String>,
    /// Whether rows that the dataset has in the dates touched are left out of the new version.
    pub replace: bool,
}

/// A dataset that an import would make or add to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportFound {
    pub dataset: String,
    pub symbol: String,
    pub series: SeriesKind,
    pub timeframe: Option<String>,
    pub price: Option<PriceSide>,
    /// Name of the format: `dukascopy-csv`, `dukascopy-bi5`, …
    pub format: String,
    /// Columns, time format, zone and decimals, in words.
    pub understood: String,
    pub files: u32,
    pub bytes: i64,
    /// The first files.
    pub paths: Vec<String>,
    /// Names of the sample's columns, and the first rows as they were understood.
    pub columns: Vec<String>,
    pub sample: Vec<Vec<String>>,
    /// What a careful reader should look at, in words.
    pub warnings: Vec<String>,
}

/// What an import did. Rows in = kept + rejected + duplicates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportResult {
    pub dataset: String,
    pub version: u32,
    /// False when everything was there before.
    pub is_new: bool,
    pub series: SeriesKind,
    pub timeframe: Option<String>,
    pub price: Option<PriceSide>,
    pub format: String,
    pub rows_in: i64,
    pub rows_kept: i64,
    pub rows_duplicate: i64,
    pub rejected: Vec<RuleCount>,
    /// Kept, but worth a look.
    pub flagged: Vec<RuleCount>,
    pub first_time_us: Option<i64>,
    pub last_time_us: Option<i64>,
    pub bytes_in: i64,
    pub bytes_stored: i64,
    /// The same rows written as text.
    pub csv_bytes: i64,
}

/// How often a rule spoke.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RuleCount {
    pub rule: String,
    pub rows: i64,
    /// The first ones, each with file, line and byte, in words.
    pub examples: Vec<String>,
}

/// A dataset as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DatasetInfo {
    pub name: String,
    pub symbol: String,
    pub series: SeriesKind,
    pub timeframe: Option<String>,
    pub price: Option<PriceSide>,
    pub zone: String,
    pub versions: Vec<VersionInfo>,
    pub instrument: Option<Instrument>,
    pub is_pinned: bool,
}

/// A version of a dataset, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VersionInfo {
    pub version: u32,
    pub rows: i64,
    pub bytes: i64,
    pub csv_bytes: Option<i64>,
    pub segments: u32,
    pub first_time_us: Option<i64>,
    pub last_time_us: Option<i64>,
    /// Names of the first 100 files that were imported.
    pub sources: Vec<String>,
    /// How many there were.
    pub source_count: i64,
    pub rows_in: i64,
    pub rows_kept: i64,
    pub rows_duplicate: i64,
    pub rejected: Vec<RuleCount>,
    pub flagged: Vec<RuleCount>,
}

/// Something of the store that can be renamed, pinned, removed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "what",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum StoredItem {
    Dataset { name: String },
    Run { saved: String },
}

/// What is to be saved with a run besides its results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunLabel {
    /// Name for people; may be empty.
    pub name: String,
    /// The strategy's file or title.
    pub strategy: String,
    /// Parameters, settings, the text's hash and whatever else the host wants back.
    pub facts: Vec<Fact>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fact {
    pub name: String,
    pub value: String,
}

/// A saved run without its rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedRunInfo {
    /// Names it for good.
    pub saved: String,
    pub label: RunLabel,
    pub saved_at_us: i64,
    pub dataset: Option<String>,
    pub dataset_version: Option<u32>,
    pub digest: String,
    pub plan_hash: String,
    pub figures: Vec<NamedNumber>,
    pub trade_count: i64,
    pub is_pinned: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NamedNumber {
    pub name: String,
    pub value: f64,
}

/// Something that a check of the store found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoreFinding {
    /// Whether data is lost or wrong; the others are leftovers.
    pub is_damage: bool,
    /// Below the data home.
    pub path: String,
    /// What is wrong, where in the file, and what was or can be done.
    pub text: String,
}

/// A table of a database file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportedTable {
    pub name: String,
    pub rows: i64,
}

/// A column of a query's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QueryColumn {
    pub name: String,
    /// The query language's name of the type: `BIGINT`, `DECIMAL(18,5)`, …
    pub type_name: String,
}
