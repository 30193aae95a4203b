//! The first bars of a file, as they were understood, in text.

use crate::bars_job::{BarFile, BarForm};
use crate::bi5::PACKED_BYTES_MAX;
use crate::candles::CandleReading;
use crate::outcome::SAMPLE_ROWS;
use crate::ticks::read_range;
use crate::ticks::sample::decimal_text;
use base::civil::utc_text;
use market::TickScale;

/// Names of the columns of [`rows`].
pub(crate) const COLUMNS: [&str; 6] = ["time", "open", "high", "low", "close", "volume"];

/// The first bars of a file.
pub(crate) fn rows(file: &BarFile, scale: TickScale) -> Vec<Vec<String>> {
    let bars = match &file.form {
        BarForm::Text(exact) => exact.columns(scale).0,
        BarForm::Candles { place, decimals } => {
            let bytes = file.bytes.min(PACKED_BYTES_MAX + 1);
            let packed = read_range(&file.path, 0, bytes).unwrap_or_default();
            let path = &file.path;
            let reading = CandleReading {
                path,
                place,
                decimals: *decimals,
                scale,
                is_fixed: false,
            };
            reading.read(&packed).bars
        }
    };
    (0..bars.len().min(SAMPLE_ROWS))
        .map(|row| {
            let price = |value| decimal_text(value, scale.price);
            let volume = bars.volume[row].map(|volume| decimal_text(volume, scale.volume));
            vec![
                utc_text(bars.open_time[row] * scale.unit.nanos()),
                price(bars.open[row]),
                price(bars.high[row]),
                price(bars.low[row]),
                price(bars.close[row]),
                volume.unwrap_or_default(),
            ]
        })
        .collect()
}
