//! One file with quotes, in blocks that can be read apart from each other. A block of text is the
//! lines that start in it; a `.bi5` file is one block.

use super::bi5_block::{Hour, read_hour};
use super::csv_block::{Reading, read_lines};
use super::layout::TickLayout;
use super::rows::{Block, Reject};
use crate::bi5::PACKED_BYTES_MAX;
use crate::error::ImportError;
use crate::lines::LINE_BYTES_MAX;
use crate::rules::RowRule;
use crate::walk::unreadable;
use base::{Nanos, Zone};
use market::TickScale;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Read beyond a block at first: where its last line does not end there, the longest line is.
const LINE_BYTES_USUAL: u64 = 256;

/// A file with quotes and how to read it.
#[derive(Clone, Debug)]
pub(crate) struct TickFile {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    pub(crate) hash: [u8; 32],
    /// No row of it is earlier.
    pub(crate) start: Nanos,
    pub(crate) form: TickForm,
}

/// How its rows are written.
#[derive(Clone, Debug)]
pub(crate) enum TickForm {
    Text(Arc<TickLayout>),
    /// An hour of `.bi5`: when it begins, milliseconds UTC, and decimals of its prices.
    Hour {
        start: i64,
        decimals: u8,
    },
}

/// To what rows are brought.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    pub(super) scale: TickScale,
    /// The dataset exists, so it cannot become wider.
    pub(super) is_fixed: bool,
    pub(super) block_bytes: u64,
}

impl TickFile {
    pub(super) fn block_count(&self, target: &Target) -> usize {
        match self.form {
            TickForm::Text(_) => {
                let count = self.bytes.div_ceil(target.block_bytes).max(1);
                usize::try_from(count).unwrap_or(usize::MAX)
            }
            TickForm::Hour { .. } => 1,
        }
    }

    /// What a row is called in sentences.
    pub(super) const fn row_word(&self) -> &'static str {
        match self.form {
            TickForm::Text(_) => "line",
            TickForm::Hour { .. } => "record",
        }
    }

    /// The zone of its wall clock, where its times are such.
    pub(super) fn wall(&self) -> Option<Zone> {
        match &self.form {
            TickForm::Text(layout) => layout.is_wall().then(|| layout.zone.clone()),
            TickForm::Hour { .. } => None,
        }
    }

    pub(super) fn block_bytes(&self, index: usize, target: &Target) -> u64 {
        let begin = index as u64 * target.block_bytes;
        match self.form {
            TickForm::Text(_) => self.bytes.saturating_sub(begin).min(target.block_bytes),
            TickForm::Hour { .. } => self.bytes,
        }
    }

    /// Reads a block.
    pub(super) fn read(&self, index: usize, target: &Target) -> Result<Block, ImportError> {
        let block = match &self.form {
            TickForm::Text(layout) => self.read_text(layout, index, target),
            TickForm::Hour { start, decimals } => self.read_hour(*start, *decimals, target),
        };
        block.map_err(|error| unreadable(&self.path, &error))
    }

    fn read_hour(&self, start: i64, decimals: u8, target: &Target) -> io::Result<Block> {
        let hour = Hour {
            start,
            decimals,
            scale: target.scale,
            is_fixed: target.is_fixed,
        };
        if self.bytes > PACKED_BYTES_MAX {
            let mut block = Block::new(target.scale, 0);
            let reason = "it is larger than any hour of ticks".to_owned();
            block.reject(Reject {
                rule: RowRule::BrokenFile,
                byte: 0,
                reason,
            });
            block.settle();
            return Ok(block);
        }
        let packed = read_range(&self.path, 0, self.bytes)?;
        Ok(read_hour(hour, &packed))
    }

    fn read_text(&self, layout: &TickLayout, index: usize, target: &Target) -> io::Result<Block> {
        let begin = index as u64 * target.block_bytes;
        let end = (begin + target.block_bytes).min(self.bytes);
        // One byte more in front shows whether a line starts with the block.
        let from = begin.saturating_sub(1);
        let line_end = layout.cut.line_end;
        let mut text = read_range(&self.path, from, end + LINE_BYTES_USUAL - from)?;
        let is_cut = {
            let last_byte = usize::try_from(end - from).unwrap_or(usize::MAX) - 1;
            let rest = text.get(last_byte..).unwrap_or_default();
            crate::lines::stop(rest, line_end, line_end) == rest.len()
        };
        if is_cut {
            let tail = LINE_BYTES_MAX as u64 + 2;
            text = read_range(&self.path, from, end + tail - from)?;
        }
        let first = if index == 0 {
            0
        } else {
            crate::lines::stop(&text, line_end, line_end) + 1
        };
        let limit = usize::try_from(end - from)
            .unwrap_or(usize::MAX)
            .min(text.len());
        let last = first_after(&text, limit, line_end);
        let lines = text
            .get(first..last.max(first).min(text.len()))
            .unwrap_or_default();
        let reading = Reading {
            layout,
            scale: target.scale,
            is_fixed: target.is_fixed,
        };
        let lines = if first >= limit && index > 0 {
            &[]
        } else {
            lines
        };
        let mut block = read_lines(reading, lines, index == 0);
        block.start_byte = from + first as u64;
        Ok(block)
    }
}

/// Where the last line that starts before `limit` ends.
fn first_after(text: &[u8], limit: usize, line_end: u8) -> usize {
    let from = limit.saturating_sub(1).min(text.len());
    let rest = &text[from..];
    (from + crate::lines::stop(rest, line_end, line_end) + 1).min(text.len())
}

/// At most `length` bytes from a place on; fewer where the file ends.
pub(crate) fn read_range(path: &Path, from: u64, length: u64) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    if from > 0 {
        file.seek(SeekFrom::Start(from))?;
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(1 << 26)).unwrap_or(0));
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}
