//! What became of a file's rows: rows in = kept + rejected + duplicates.

/// Rejected rows that are shown.
pub const REJECTED_SHOWN: usize = 20;
const SNIPPET_CHARS: usize = 40;

/// Rules that a row can break. A row is rejected by the first one in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A quote that does not end, or text after it.
    BadQuote,
    /// More fields than the header or the first row has.
    ExtraField,
    /// A time or price that is not there.
    MissingField,
    /// A time that is none, is written otherwise than the first, or never was on its clock.
    BadTime,
    /// A price or volume that is not a finite number.
    NotANumber,
    /// A high below the low.
    HighBelowLow,
    /// An open or close above the high or below the low.
    OpenCloseOutside,
    /// A volume below 0.
    NegativeVolume,
    /// A time before an earlier row's, or after that of the row that follows.
    OutOfOrder,
    /// The time of an earlier row, with other values.
    ConflictingDuplicate,
    /// A bar that opens before the one before it has ended.
    Overlap,
}

impl Rule {
    const COUNT: usize = 11;

    /// All rules in order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::BadQuote,
        Self::ExtraField,
        Self::MissingField,
        Self::BadTime,
        Self::NotANumber,
        Self::HighBelowLow,
        Self::OpenCloseOutside,
        Self::NegativeVolume,
        Self::OutOfOrder,
        Self::ConflictingDuplicate,
        Self::Overlap,
    ];

    /// A stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BadQuote => "bad_quote",
            Self::ExtraField => "extra_field",
            Self::MissingField => "missing_field",
            Self::BadTime => "bad_time",
            Self::NotANumber => "not_a_number",
            Self::HighBelowLow => "high_below_low",
            Self::OpenCloseOutside => "open_close_outside",
            Self::NegativeVolume => "negative_volume",
            Self::OutOfOrder => "out_of_order",
            Self::ConflictingDuplicate => "conflicting_duplicate",
            Self::Overlap => "overlap",
        }
    }
}

/// A row that was not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedRow {
    /// Line of the file, from 1.
    pub line: u32,
    /// The rule that it breaks.
    pub rule: Rule,
    /// What is wrong with it, in words.
    pub reason: String,
}

/// How a file was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BarsReport {
    /// Path as it was given; empty for text that came without a file.
    pub path: String,
    /// BLAKE3 of the bytes.
    pub content_hash: [u8; 32],
    /// Columns, time format, timeframe, in words.
    pub understood: String,
    /// Timeframe of the bars as delivered.
    pub timeframe: String,
    /// Lines that are neither blank nor the header.
    pub rows_in: u32,
    /// Rows that became bars, before any gathering into longer ones.
    pub rows_kept: u32,
    /// Rows that broke a rule.
    pub rows_rejected: u32,
    /// Rows equal in all fields to one that was kept.
    pub rows_duplicate: u32,
    /// Rejected rows by rule; rules that no row broke are left out.
    pub rejected_by_rule: Vec<(Rule, u32)>,
    /// The first rejected rows, at most [`REJECTED_SHOWN`].
    pub rejected: Vec<RejectedRow>,
}

/// Counts rejected rows and keeps the first ones by line.
#[derive(Debug, Default)]
pub(crate) struct Rejections {
    counts: [u32; Rule::COUNT],
    shown: Vec<RejectedRow>,
}

impl Rejections {
    /// The reason is put into words only for rows that are shown.
    pub(crate) fn add(&mut self, line: u32, rule: Rule, reason: impl FnOnce() -> String) {
        self.counts[rule as usize] += 1;
        let row = |reason| RejectedRow { line, rule, reason };
        if self.shown.len() < REJECTED_SHOWN {
            self.shown.push(row(reason()));
        } else if let Some(last) = self.shown.iter_mut().max_by_key(|shown| shown.line)
            && line < last.line
        {
            *last = row(reason());
        }
    }

    pub(crate) fn total(&self) -> u32 {
        self.counts.iter().sum()
    }

    pub(crate) fn by_rule(&self) -> Vec<(Rule, u32)> {
        let counted = Rule::ALL.into_iter().zip(self.counts);
        counted.filter(|&(_, count)| count > 0).collect()
    }

    /// The first rejected rows by line.
    pub(crate) fn first(&self, most: usize) -> Vec<&RejectedRow> {
        let mut rows: Vec<&RejectedRow> = self.shown.iter().collect();
        rows.sort_by_key(|row| row.line);
        rows.truncate(most);
        rows
    }

    pub(crate) fn into_shown(mut self) -> Vec<RejectedRow> {
        self.shown.sort_by_key(|row| row.line);
        self.shown
    }
}

/// A field as it can be shown in a sentence.
pub(crate) fn snippet(field: &[u8]) -> String {
    let head = &field[..field.len().min(4 * SNIPPET_CHARS)];
    let text = String::from_utf8_lossy(head);
    let mut shown: String = text
        .chars()
        .take(SNIPPET_CHARS)
        .flat_map(char::escape_debug)
        .collect();
    if text.chars().count() > SNIPPET_CHARS || head.len() < field.len() {
        shown.push('…');
    }
    shown
}
