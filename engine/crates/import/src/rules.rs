//! The rules that rows are measured by on their way into the store, and the count of what they said.
//!
//! | rule | verdict | a row breaks it when |
//! |---|---|---|
//! | `line_too_long` | reject | its line is longer than 64 KiB |
//! | `column_count` | reject | it has fewer columns than it needs, or more than the header |
//! | `bad_time` | reject | its time is none, is written otherwise than the first, or never was on its clock |
//! | `not_a_number` | reject | a price or size is not a finite number |
//! | `not_positive` | reject | a price is 0 or less |
//! | `negative_volume` | reject | a size is below 0 |
//! | `too_large` | reject | a price or size has more digits than a 64-bit integer |
//! | `too_precise` | reject | it has more decimals than the dataset, or than 15 |
//! | `high_below_low`, `open_close_outside` | reject | the prices of a bar contradict each other |
//! | `out_of_order` | reject | more than 256 rows before it are later, or it is a minute or more after all rows before it and after the row that follows, which goes on where those were |
//! | `stuck_clock` | reject | 65,536 rows before it have the same time |
//! | `conflicting_duplicate` | reject | another bar of the same open time has other values |
//! | `overlap` | reject | the bar opens before the one before it has ended |
//! | `empty_period` | reject | a candle without volume whose four prices are equal: the vendor fills periods in which nothing was quoted, and our bars never do |
//! | `broken_file` | reject | the file cannot be unpacked, or has no whole records; counted as one row |
//! | `sorted_in` | flag | up to 256 rows before it are later: it is put where it belongs |
//! | `crossed` | flag | its ask is below its bid; feeds with several sources have such quotes |
//! | `zero_spread` | flag | its ask equals its bid |
//! | `jump` | flag | its bid is more than a tenth away from the bid of the row before it |
//! | `repeated` | flag | it equals the row before it of its own file in all fields |
//!
//! A row is rejected by the first rule that it breaks, and may be flagged by several. A duplicate is
//! neither: it equals a row of another source in all fields, and is counted apart.

use store::{Accounting, RuleCount};

/// Examples that are kept of a rule.
pub(crate) const EXAMPLES: usize = 5;

/// What a row can be measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowRule {
    LineTooLong,
    ColumnCount,
    BadTime,
    NotANumber,
    NotPositive,
    NegativeVolume,
    TooLarge,
    TooPrecise,
    HighBelowLow,
    OpenCloseOutside,
    OutOfOrder,
    StuckClock,
    ConflictingDuplicate,
    Overlap,
    EmptyPeriod,
    BrokenFile,
    SortedIn,
    Crossed,
    ZeroSpread,
    Jump,
    Repeated,
}

impl RowRule {
    pub(crate) const COUNT: usize = 21;

    pub(crate) const ALL: [Self; Self::COUNT] = [
        Self::LineTooLong,
        Self::ColumnCount,
        Self::BadTime,
        Self::NotANumber,
        Self::NotPositive,
        Self::NegativeVolume,
        Self::TooLarge,
        Self::TooPrecise,
        Self::HighBelowLow,
        Self::OpenCloseOutside,
        Self::OutOfOrder,
        Self::StuckClock,
        Self::ConflictingDuplicate,
        Self::Overlap,
        Self::EmptyPeriod,
        Self::BrokenFile,
        Self::SortedIn,
        Self::Crossed,
        Self::ZeroSpread,
        Self::Jump,
        Self::Repeated,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::LineTooLong => "line_too_long",
            Self::ColumnCount => "column_count",
            Self::BadTime => "bad_time",
            Self::NotANumber => "not_a_number",
            Self::NotPositive => "not_positive",
            Self::NegativeVolume => "negative_volume",
            Self::TooLarge => "too_large",
            Self::TooPrecise => "too_precise",
            Self::HighBelowLow => "high_below_low",
            Self::OpenCloseOutside => "open_close_outside",
            Self::OutOfOrder => "out_of_order",
            Self::StuckClock => "stuck_clock",
            Self::ConflictingDuplicate => "conflicting_duplicate",
            Self::Overlap => "overlap",
            Self::EmptyPeriod => "empty_period",
            Self::BrokenFile => "broken_file",
            Self::SortedIn => "sorted_in",
            Self::Crossed => "crossed",
            Self::ZeroSpread => "zero_spread",
            Self::Jump => "jump",
            Self::Repeated => "repeated",
        }
    }

    const fn rejects(self) -> bool {
        (self as usize) < Self::SortedIn as usize
    }
}

/// Counts by rule, with the first examples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) rows_in: u64,
    pub(crate) duplicates: u64,
    pub(crate) counts: [u64; RowRule::COUNT],
    pub(crate) examples: [Vec<String>; RowRule::COUNT],
}

impl Tally {
    /// Counts a row; the example is put into words only where it is kept.
    pub(crate) fn add(&mut self, rule: RowRule, example: impl FnOnce() -> String) {
        let at = rule as usize;
        self.counts[at] += 1;
        if self.examples[at].len() < EXAMPLES {
            self.examples[at].push(example());
        }
    }

    /// Adds what came after.
    pub(crate) fn join(&mut self, later: &Self) {
        self.rows_in += later.rows_in;
        self.duplicates += later.duplicates;
        for at in 0..RowRule::COUNT {
            self.counts[at] += later.counts[at];
            let room = EXAMPLES - self.examples[at].len();
            let more = later.examples[at].iter().take(room).cloned();
            self.examples[at].extend(more);
        }
    }

    /// What the journal keeps of it.
    pub(crate) fn accounting(&self) -> Accounting {
        let counts = |rejects: bool| -> Vec<RuleCount> {
            let spoke = RowRule::ALL
                .into_iter()
                .filter(|rule| rule.rejects() == rejects && self.counts[*rule as usize] > 0);
            spoke
                .map(|rule| RuleCount {
                    rule: rule.name().to_owned(),
                    rows: self.counts[rule as usize],
                    examples: self.examples[rule as usize].clone(),
                })
                .collect()
        };
        let rejected = counts(true);
        let refused: u64 = rejected.iter().map(|count| count.rows).sum();
        Accounting {
            rows_in: self.rows_in,
            kept: self.rows_in - refused - self.duplicates,
            duplicates: self.duplicates,
            rejected,
            flagged: counts(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_rule_once() {
        let table = include_str!("rules.rs");
        let table: String = table
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .collect();
        for (at, rule) in RowRule::ALL.into_iter().enumerate() {
            assert_eq!(rule as usize, at);
            assert_eq!(
                table.matches(&format!("`{}`", rule.name())).count(),
                1,
                "{}",
                rule.name()
            );
        }
    }

    #[test]
    fn examples_are_the_first_ones() {
        let mut tally = Tally {
            rows_in: 9,
            ..Tally::default()
        };
        for row in 0..7 {
            tally.add(RowRule::BadTime, || format!("row {row}"));
        }
        let mut all = Tally::default();
        all.add(RowRule::BadTime, || "before".to_owned());
        all.rows_in = 1;
        all.join(&tally);
        all.add(RowRule::Jump, || "far".to_owned());
        let accounting = all.accounting();
        assert!(accounting.is_complete());
        assert_eq!((accounting.rows_in, accounting.kept), (10, 2));
        assert_eq!(accounting.rejected[0].rows, 8);
        assert_eq!(
            accounting.rejected[0].examples,
            ["before", "row 0", "row 1", "row 2", "row 3"]
        );
        assert_eq!(accounting.flagged[0].rule, "jump");
    }
}
