//! The first rows of a file, as they were understood, in text.

use super::bi5_block::{Hour, read_hour};
use super::csv_block::{Reading, read_lines};
use super::source::{TickFile, TickForm, read_range};
use crate::outcome::SAMPLE_ROWS;
use base::civil::utc_text;
use market::{TickBlock, TickScale};

/// Names of the columns of [`rows`].
pub(crate) const COLUMNS: [&str; 5] = ["time", "bid", "ask", "bid volume", "ask volume"];
const HEAD_BYTES: u64 = 16 << 10;

/// The first rows of a file; none where they need a wider scale.
pub(crate) fn rows(file: &TickFile, scale: TickScale) -> Vec<Vec<String>> {
    let block = match &file.form {
        TickForm::Text(layout) => {
            let head = read_range(&file.path, 0, HEAD_BYTES).unwrap_or_default();
            let end = head.iter().rposition(|byte| *byte == layout.cut.line_end);
            let end = end
                .filter(|_| head.len() as u64 == HEAD_BYTES)
                .map_or(head.len(), |end| end + 1);
            read_lines(
                Reading {
                    layout,
                    scale,
                    is_fixed: false,
                },
                &head[..end],
                true,
            )
        }
        TickForm::Hour { start, decimals } => {
            let packed = read_range(&file.path, 0, file.bytes).unwrap_or_default();
            let hour = Hour {
                start: *start,
                decimals: *decimals,
                scale,
                is_fixed: false,
            };
            read_hour(hour, &packed)
        }
    };
    let zone = file.wall();
    let time = |row: usize| {
        let nanos = block.rows.nanos(row);
        utc_text(
            zone.as_ref()
                .map_or(nanos, |zone| zone.first_at_or_after(nanos)),
        )
    };
    (0..block.rows.len().min(SAMPLE_ROWS))
        .map(|row| cells(&block.rows, row, time(row)))
        .collect()
}

fn cells(rows: &TickBlock, row: usize, time: String) -> Vec<String> {
    let price = |value| decimal_text(value, rows.scale.price);
    let volume = |value| decimal_text(value, rows.scale.volume);
    vec![
        time,
        price(rows.bid[row]),
        price(rows.ask(row)),
        volume(rows.bid_volume[row]),
        volume(rows.ask_volume[row]),
    ]
}

/// An integer of so many decimals as text.
pub(crate) fn decimal_text(value: i64, scale: u8) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = value.unsigned_abs().to_string();
    let scale = usize::from(scale);
    if scale == 0 {
        return format!("{sign}{digits}");
    }
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, decimals) = digits.split_at(digits.len() - scale);
    format!("{sign}{whole}.{decimals}")
}
