//! What the journal says: datasets and their versions, imports, instruments, saved runs. Plain data
//! with its encoding; what follows from it is `state`'s part.

use crate::codec::{DecodeError, Encode, Reader, encode_choice, encode_fields};
use base::Nanos;
use events::{Finding, FindingKind};
use market::{TickScale, TimeUnit};

/// What a dataset holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SeriesKind {
    /// Quotes, in segments of a UTC date.
    Quotes,
    /// Bars, in segments of a UTC year.
    Bars,
}

/// Which prices bars are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PriceSide {
    /// Quotes have both sides.
    Both,
    /// Bid prices.
    Bid,
    /// Ask prices.
    Ask,
    /// Halfway between.
    Mid,
    /// Traded prices.
    Last,
}

/// What a time in the source meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StampRule {
    /// The instant of a quote.
    Instant,
    /// The open of a bar.
    Open,
    /// The close of a bar.
    Close,
}

/// What the rows of a dataset are. It never changes: other rows are another dataset.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Series {
    /// What is traded.
    pub symbol: String,
    /// Quotes or bars.
    pub kind: SeriesKind,
    /// Length of the bars as text, as in "1m"; empty for quotes.
    pub timeframe: String,
    /// Unit of the stored times.
    pub unit: TimeUnit,
    /// Decimals of the stored prices.
    pub price_scale: u8,
    /// Decimals of the stored volumes.
    pub volume_scale: u8,
    /// Which prices.
    pub side: PriceSide,
    /// What times meant in the source; stored times are open times.
    pub stamp: StampRule,
    /// Rule by which times of the source became UTC.
    pub zone: String,
}

impl Series {
    /// What the integers of its ticks count.
    #[must_use]
    pub const fn tick_scale(&self) -> TickScale {
        TickScale {
            unit: self.unit,
            price: self.price_scale,
            volume: self.volume_scale,
        }
    }
}

/// A file of rows, named by its BLAKE3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Of the whole file.
    pub hash: [u8; 32],
    /// Length of the file.
    pub bytes: u64,
    /// Number of rows.
    pub rows: u64,
    /// Time of the first row, nanoseconds UTC.
    pub first: Nanos,
    /// Time of the last row, nanoseconds UTC.
    pub last: Nanos,
    /// Day number of the UTC date for quotes, the year for bars.
    pub period: i64,
    /// CRC-32C of each 64 KiB of the file, to say where it is damaged.
    pub blocks: Vec<u32>,
}

/// A file that rows came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSource {
    /// Its name, for people.
    pub name: String,
    /// BLAKE3 of its content.
    pub hash: [u8; 32],
    /// Its length.
    pub bytes: u64,
}

/// How often a rule spoke, with its first examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCount {
    /// Name of the rule.
    pub rule: String,
    /// Rows.
    pub rows: u64,
    /// First examples, each with its place, in words.
    pub examples: Vec<String>,
}

/// What became of every row. Invariant: rows in = kept + rejected + duplicates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accounting {
    /// Rows that the sources held.
    pub rows_in: u64,
    /// Rows that the dataset got.
    pub kept: u64,
    /// Rows equal to rows of another source.
    pub duplicates: u64,
    /// Rows that a rule refused, by rule.
    pub rejected: Vec<RuleCount>,
    /// Rows that were kept and flagged, by rule.
    pub flagged: Vec<RuleCount>,
}

impl Accounting {
    /// Rows that rules refused.
    #[must_use]
    pub fn rejected_rows(&self) -> u64 {
        self.rejected.iter().map(|count| count.rows).sum()
    }

    /// Whether every row is accounted for.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.rows_in == self.kept + self.rejected_rows() + self.duplicates
    }
}

/// An import that made a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRecord {
    /// What it read.
    pub sources: Vec<ImportSource>,
    /// How it was asked to read, as names and values.
    pub options: Vec<(String, String)>,
    /// What became of the rows.
    pub accounting: Accounting,
}

/// A decimal number without loss: mantissa and number of decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The digits.
    pub mantissa: i64,
    /// How many of them are decimals.
    pub scale: u8,
}

impl Decimal {
    /// The nearest binary64: the mantissa and the power of ten are exact where prices are.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.mantissa as f64 / market::power_of_ten(self.scale)
    }
}

/// Facts about a symbol; the last record counts, the earlier ones stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstrumentRecord {
    /// What is traded.
    pub symbol: String,
    /// Smallest price step, where known.
    pub tick_size: Option<Decimal>,
    /// Money per whole price point and contract.
    pub point_value: Decimal,
    /// Quantities are multiples of it, where given.
    pub lot: Option<Decimal>,
    /// Currency of its prices; empty where unknown.
    pub currency: String,
    /// Name of its session calendar; empty for none.
    pub calendar: String,
    /// Zone in which its days start.
    pub zone: String,
}

/// One file of a saved run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFile {
    /// BLAKE3 of the whole file.
    pub hash: [u8; 32],
    /// Length of the file.
    pub bytes: u64,
    /// Number of rows.
    pub rows: u64,
    /// CRC-32C of each 64 KiB of the file.
    pub blocks: Vec<u32>,
}

/// Names of facts begin so that are the engine's own, and nobody's business but its.
pub const OWN_FACT: &str = "engine.";

/// What a run was, as its caller tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunInfo {
    /// Name for people; may be empty.
    pub name: String,
    /// The strategy's file or title.
    pub strategy: String,
    /// Name of the dataset.
    pub dataset: String,
    /// Its version; 0 for data outside the store.
    pub dataset_version: u64,
    /// Hash of the plan.
    pub plan_hash: [u8; 32],
    /// When it was saved, nanoseconds UTC.
    pub saved_at: Nanos,
    /// Parameters and settings, as names and values.
    pub facts: Vec<(String, String)>,
    /// Figures by name.
    pub figures: Vec<(String, f64)>,
}

/// The parts of a run's record that are no table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunTotals {
    /// The run digest.
    pub digest: [u8; 32],
    /// Rows of data before the first decision.
    pub first_row: u32,
    /// Orders that were placed.
    pub order_count: u32,
    /// Bars on which a target and a stop were both inside.
    pub ambiguous_bars: u32,
    /// Fills on a segment of the assumed path.
    pub path_fills: u32,
    /// Money at the end.
    pub final_equity: f64,
    /// Fees paid.
    pub fees: f64,
    /// What was noticed.
    pub findings: Vec<Finding>,
}

/// A run that was saved.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedRun {
    /// Names its folder.
    pub id: String,
    /// What it was.
    pub info: RunInfo,
    /// What came out.
    pub totals: RunTotals,
    /// Closed and open trades.
    pub trades: RunFile,
    /// Fills.
    pub fills: RunFile,
    /// Equity by bar.
    pub equity: RunFile,
}

encode_choice!(SeriesKind { Quotes = 0, Bars = 1 });
encode_choice!(PriceSide { Both = 0, Bid = 1, Ask = 2, Mid = 3, Last = 4 });
encode_choice!(StampRule { Instant = 0, Open = 1, Close = 2 });
encode_choice!(TimeUnit { Second = 0, Milli = 1, Micro = 2, Nano = 3 });
encode_choice!(FindingKind { NaArgument = 0, NoQuantity = 1 });
encode_fields!(Finding {
    kind,
    statement,
    count,
    first_time
});
encode_fields!(Series {
    symbol,
    kind,
    timeframe,
    unit,
    price_scale,
    volume_scale,
    side,
    stamp,
    zone,
});
encode_fields!(Segment {
    hash,
    bytes,
    rows,
    first,
    last,
    period,
    blocks
});
encode_fields!(ImportSource { name, hash, bytes });
encode_fields!(RuleCount {
    rule,
    rows,
    examples
});
encode_fields!(Accounting {
    rows_in,
    kept,
    duplicates,
    rejected,
    flagged
});
encode_fields!(ImportRecord {
    sources,
    options,
    accounting
});
encode_fields!(Decimal { mantissa, scale });
encode_fields!(InstrumentRecord {
    symbol,
    tick_size,
    point_value,
    lot,
    currency,
    calendar,
    zone,
});
encode_fields!(RunFile {
    hash,
    bytes,
    rows,
    blocks
});
encode_fields!(RunInfo {
    name,
    strategy,
    dataset,
    dataset_version,
    plan_hash,
    saved_at,
    facts,
    figures,
});
encode_fields!(RunTotals {
    digest,
    first_row,
    order_count,
    ambiguous_bars,
    path_fills,
    final_equity,
    fees,
    findings,
});
encode_fields!(SavedRun {
    id,
    info,
    totals,
    trades,
    fills,
    equity
});

/// A dataset or a run, for what can be done to both.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Dataset(u64),
    Run(String),
}

impl Encode for Target {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Dataset(id) => {
                0_u8.put(out);
                id.put(out);
            }
            Self::Run(id) => {
                1_u8.put(out);
                id.put(out);
            }
        }
    }

    fn get(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match u8::get(from)? {
            0 => Ok(Self::Dataset(u64::get(from)?)),
            1 => Ok(Self::Run(String::get(from)?)),
            _ => Err(DecodeError("a target is neither dataset nor run")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn a_decimal_is_the_number_that_its_text_is() {
        let number = |mantissa, scale| Decimal { mantissa, scale }.to_f64();
        assert_eq!(number(1, 5), 0.00001);
        assert_eq!(number(-114_503, 5), -1.14503);
        assert_eq!(number(7, 0), 7.0);
        assert_eq!(number(1, 20), 1e-20);
    }
}
