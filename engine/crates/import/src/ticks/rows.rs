//! Rows of one block of a source, with their places, and what was rejected there.

use super::scale::wider;
use crate::rules::{EXAMPLES, RowRule};
use market::{TickBlock, TickScale};

/// A row that gave no quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reject {
    pub(super) rule: RowRule,
    /// From the start of the block.
    pub(super) byte: u64,
    pub(super) reason: String,
}

/// What a block of a source came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// In the order of the source, which may not be that of time.
    pub(super) rows: TickBlock,
    /// Byte of each row, from the start of the block.
    pub(super) places: Vec<u32>,
    /// Lines without a row: how many rows came before them, and how many they are.
    skipped: Vec<(u32, u32)>,
    pub(super) rows_in: u64,
    pub(super) rejected: [u64; RowRule::COUNT],
    /// The first ones of each rule, with the number of their line in the block, from 0.
    pub(super) examples: Vec<(u64, Reject)>,
    /// A scale that would hold the rows that were left out for it.
    pub(super) needs: Option<TickScale>,
    /// No row needs a look: they are in order, and no rule would flag one.
    pub(super) is_plain: bool,
    /// Where it begins in the source.
    pub(super) start_byte: u64,
}

impl Block {
    pub(super) fn new(scale: TickScale, capacity: usize) -> Self {
        let column = || Vec::with_capacity(capacity);
        Self {
            rows: TickBlock {
                scale,
                time: column(),
                bid: column(),
                spread: column(),
                bid_volume: column(),
                ask_volume: column(),
            },
            places: Vec::with_capacity(capacity),
            skipped: Vec::new(),
            rows_in: 0,
            rejected: [0; RowRule::COUNT],
            examples: Vec::new(),
            needs: None,
            is_plain: false,
            start_byte: 0,
        }
    }

    fn row_count(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// A line that is no row.
    pub(super) fn skip_line(&mut self) {
        let rows = self.row_count();
        match self.skipped.last_mut() {
            Some((at, lines)) if *at == rows => *lines += 1,
            _ => self.skipped.push((rows, 1)),
        }
    }

    pub(super) fn reject(&mut self, reject: Reject) {
        let at = reject.rule as usize;
        self.rejected[at] += 1;
        if self.rejected[at] <= EXAMPLES as u64 {
            self.examples.push((self.lines(), reject));
        }
        self.skip_line();
    }

    /// A row that is left out because its numbers are finer than the scale.
    pub(super) fn need(&mut self, scale: TickScale) {
        self.needs = Some(self.needs.map_or(scale, |needs| wider(needs, scale)));
        self.skip_line();
    }

    /// Lines of the block so far.
    pub(super) fn lines(&self) -> u64 {
        let skipped: u64 = self
            .skipped
            .iter()
            .map(|(_, lines)| u64::from(*lines))
            .sum();
        skipped + self.rows.len() as u64
    }

    /// Number of a row's line in the block, from 0.
    pub(super) fn line_of(&self, row: usize) -> u64 {
        let before = self
            .skipped
            .iter()
            .take_while(|(at, _)| *at as usize <= row);
        let skipped: u64 = before.map(|(_, lines)| u64::from(*lines)).sum();
        skipped + row as u64
    }

    /// To be called when all rows are there.
    pub(super) fn settle(&mut self) {
        let rejected: u64 = self.rejected.iter().sum();
        self.rows_in = self.rows.len() as u64 + rejected;
        self.is_plain = is_plain(&self.rows);
    }
}

/// Whether no rule on neighbours could speak: times rise, spreads are above 0, bids move little.
pub(super) fn is_plain(rows: &TickBlock) -> bool {
    let rise = rows.time.iter().zip(rows.time.iter().skip(1));
    let rise = rise.fold(true, |all, (before, after)| all & (before < after));
    let open = rows
        .spread
        .iter()
        .fold(true, |all, spread| all & (*spread > 0));
    let moves = rows.bid.iter().zip(rows.bid.iter().skip(1));
    let near = moves.fold(true, |all, (before, after)| all & !jumps(*before, *after));
    rise && open && near
}

/// Whether a bid is more than a tenth away from the one before it.
pub(super) const fn jumps(before: i64, after: i64) -> bool {
    (after - before).abs() > before / 10
}

impl Block {
    /// Keeps only some rows, in their order.
    pub(super) fn keep(&mut self, kept: &[usize]) {
        if kept.len() < self.rows.len() {
            let rows = &mut self.rows;
            let columns = [
                &mut rows.time,
                &mut rows.bid,
                &mut rows.spread,
                &mut rows.bid_volume,
                &mut rows.ask_volume,
            ];
            for column in columns {
                *column = kept.iter().map(|row| column[*row]).collect();
            }
            let lines: Vec<u64> = kept.iter().map(|row| self.line_of(*row)).collect();
            let all = self.lines();
            self.places = kept.iter().map(|row| self.places[*row]).collect();
            self.skipped = skips(&lines, all);
        }
        self.is_plain = is_plain(&self.rows);
    }
}

/// Where lines were skipped, of rows on some lines.
fn skips(lines: &[u64], all: u64) -> Vec<(u32, u32)> {
    let mut next = 0;
    let mut skips = Vec::new();
    for (row, line) in lines.iter().chain(std::iter::once(&all)).enumerate() {
        if *line > next {
            skips.push((row as u32, (line - next) as u32));
        }
        next = line + 1;
    }
    skips
}

/// Takes away the rows from one on.
pub(super) fn split_off(rows: &mut TickBlock, at: usize) -> TickBlock {
    TickBlock {
        scale: rows.scale,
        time: rows.time.split_off(at),
        bid: rows.bid.split_off(at),
        spread: rows.spread.split_off(at),
        bid_volume: rows.bid_volume.split_off(at),
        ask_volume: rows.ask_volume.split_off(at),
    }
}
