//! Quotes as the vendor's binary files: one for each hour that has any, records of 20 bytes, big-endian,
//! ask before bid, packed as LZMA with its old header. Months in paths count from 0.

use super::Tick;
use crate::sample_data::calendar::date_of;
use crate::sample_data::sessions::{DAY_MS, HOUR_MS};
use lzma_rust2::{LzmaOptions, LzmaWriter};
use std::io::{self, Write};

/// As the vendor's files say it.
const DICTIONARY_BYTES: u32 = 1 << 22;
const PRESET: u32 = 9;

/// Path below the symbol's folder, and content.
pub(crate) struct HourFile {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn files(ticks: &[Tick]) -> io::Result<Vec<HourFile>> {
    let hours = ticks.chunk_by(|a, b| a.time / HOUR_MS == b.time / HOUR_MS);
    hours.map(file).collect()
}

fn file(ticks: &[Tick]) -> io::Result<HourFile> {
    let hour = ticks.first().map_or(0, |tick| tick.time / HOUR_MS);
    let mut records = Vec::new();
    for tick in ticks {
        records.extend(record(tick, hour * HOUR_MS));
    }
    Ok(HourFile {
        path: path(hour),
        bytes: packed(&records)?,
    })
}

fn path(hour: i64) -> String {
    let date = date_of(hour * HOUR_MS / DAY_MS);
    let (month, hour) = (date.month - 1, hour % 24);
    format!(
        "{:04}/{month:02}/{:02}/{hour:02}h_ticks.bi5",
        date.year, date.day
    )
}

fn record(tick: &Tick, from: i64) -> Vec<u8> {
    let whole = |value: i64| u32::try_from(value).unwrap_or_default().to_be_bytes();
    let millions = |hundredths: i64| (hundredths as f32 / 100.0).to_be_bytes();
    [
        whole(tick.time - from),
        whole(tick.ask),
        whole(tick.bid),
        millions(tick.ask_volume),
        millions(tick.bid_volume),
    ]
    .concat()
}

fn packed(records: &[u8]) -> io::Result<Vec<u8>> {
    let mut options = LzmaOptions::with_preset(PRESET);
    options.dict_size = DICTIONARY_BYTES;
    let length = Some(records.len() as u64);
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, length)?;
    writer.write_all(records)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::super::week;
    use super::*;
    use lzma_rust2::LzmaReader;
    use std::io::Read;

    /// The start of a file's hour, from its path alone.
    fn start(path: &str) -> i64 {
        let parts: Vec<&str> = path.split('/').collect();
        let [year, month, day, name] = parts.as_slice() else {
            panic!("{path}");
        };
        assert_eq!((*year, *month), ("2024", "02"), "March is month 2");
        let day: i64 = day.parse().unwrap();
        let hour: i64 = name.strip_suffix("h_ticks.bi5").unwrap().parse().unwrap();
        // 1 March 2024 in milliseconds, as `date -u -d 2024-03-01 +%s` gives it.
        1_709_251_200_000 + (day - 1) * DAY_MS + hour * HOUR_MS
    }

    fn unpacked(file: &HourFile) -> Vec<Tick> {
        let mut reader = LzmaReader::new_mem_limit(file.bytes.as_slice(), 16_384, None).unwrap();
        let mut records = Vec::new();
        reader.read_to_end(&mut records).unwrap();
        let records = records.chunks_exact(20);
        assert!(records.remainder().is_empty());
        let whole = |bytes: &[u8]| i64::from(u32::from_be_bytes(bytes.try_into().unwrap()));
        let volume =
            |bytes: &[u8]| (f32::from_be_bytes(bytes.try_into().unwrap()) * 100.0).round() as i64;
        records
            .map(|record| Tick {
                time: start(&file.path) + whole(&record[..4]),
                ask: whole(&record[4..8]),
                bid: whole(&record[8..12]),
                ask_volume: volume(&record[12..16]),
                bid_volume: volume(&record[16..]),
            })
            .collect()
    }

    #[test]
    fn files_unpack_to_the_quotes_of_the_feed() {
        let ticks = week();
        let files = files(&ticks).unwrap();
        let all: Vec<Tick> = files.iter().flat_map(unpacked).collect();
        assert_eq!(all, ticks);
        assert_eq!(files.len(), 120);
    }

    #[test]
    fn headers_are_those_of_the_vendor() {
        let packed = packed(&[1; 60]).unwrap();
        assert_eq!(packed[..13], [0x5d, 0, 0, 0x40, 0, 60, 0, 0, 0, 0, 0, 0, 0]);
    }
}
