//! Real files of Dukascopy, tick by tick against decodes that are not ours.

use crate::support::{Folder, check_clean, count, import_of, open, quotes, request};
use import::Imported;
use lzma_rust2::LzmaReader;
use market::{TickBlock, TickScale, TimeUnit};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{DiskFiles, Store};

/// Milliseconds of 2019-02-04T00:00Z and 2012-12-03T00:00Z.
pub(crate) const EURUSD_DAY: i64 = 1_549_238_400_000;
pub(crate) const GBPJPY_DAY: i64 = 1_354_492_800_000;
pub(crate) const HOUR: i64 = 3_600_000;

/// The folder of real data.
pub(crate) fn data() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data");
    let named = std::env::var_os("BACKTESTR_TEST_DATA").map(PathBuf::from);
    let root = named.unwrap_or_else(|| PathBuf::from(beside));
    let folder = root.join("fx-dukascopy-bi5");
    let shown = folder.display();
    assert!(
        folder.is_dir(),
        "there is no {shown}: set BACKTESTR_TEST_DATA to the folder of real data"
    );
    folder
}

/// A decode of its own: the records of a file, or of one that is unpacked already.
pub(crate) fn records(path: &Path, length: usize) -> Vec<Vec<u8>> {
    let packed = std::fs::read(path).unwrap();
    let mut plain = Vec::new();
    if path.extension().is_some_and(|ending| ending == "bin") {
        plain = packed;
    } else {
        LzmaReader::new_mem_limit(packed.as_slice(), 1 << 16, None)
            .unwrap()
            .read_to_end(&mut plain)
            .unwrap();
    }
    assert_eq!(plain.len() % length, 0);
    plain.chunks(length).map(<[u8]>::to_vec).collect()
}

pub(crate) fn field(record: &[u8], at: usize) -> u32 {
    record[at..at + 4]
        .iter()
        .fold(0, |value, byte| value << 8 | u32::from(*byte))
}

/// Time, ask, bid, ask volume, bid volume of each tick of an hour; volumes in hundredths.
fn ticks_of(path: &Path, hour_start: i64) -> Vec<[i64; 5]> {
    let volume =
        |record: &[u8], at| (f64::from(f32::from_bits(field(record, at))) * 100.0).round() as i64;
    let tick = |record: &Vec<u8>| {
        [
            hour_start + i64::from(field(record, 0)),
            i64::from(field(record, 4)),
            i64::from(field(record, 8)),
            volume(record, 12),
            volume(record, 16),
        ]
    };
    records(path, 20).iter().map(tick).collect()
}

fn rows(ticks: &TickBlock) -> Vec<[i64; 5]> {
    (0..ticks.len())
        .map(|row| {
            [
                ticks.time[row],
                ticks.ask(row),
                ticks.bid[row],
                ticks.ask_volume[row],
                ticks.bid_volume[row],
            ]
        })
        .collect()
}

/// The decode that came with the data: time, ask, bid, ask volume, bid volume as decimals.
fn reference_ticks(path: &Path) -> Vec<[i64; 5]> {
    let text = std::fs::read_to_string(path).unwrap();
    let words = text.split(|letter: char| "[], \n\r\t".contains(letter));
    let numbers: Vec<f64> = words
        .filter(|word| !word.is_empty())
        .map(|word| word.parse().unwrap())
        .collect();
    let scales = [1.0, 1e5, 1e5, 100.0, 100.0];
    let ticks = numbers.chunks_exact(5);
    ticks
        .map(|tick| std::array::from_fn(|at| (tick[at] * scales[at]).round() as i64))
        .collect()
}

fn eurusd(store: &Store) -> Vec<Imported> {
    import_of(store, &request(&[&data().join("EURUSD")], Some("EURUSD"))).unwrap()
}

#[test]
#[ignore = "real data: fx-dukascopy-bi5"]
fn eurusd_hours_are_those_of_two_other_decodes() {
    let data = data();
    let folder = Folder::new();
    let store = open(&folder.home());
    let accounting = eurusd(&store).remove(0).accounting;
    assert_eq!((accounting.kept, accounting.rows_in), (12_171, 12_171));
    let ticks = quotes(&store, "EURUSD");
    let scale = TickScale {
        unit: TimeUnit::Milli,
        price: 5,
        volume: 2,
    };
    assert_eq!(ticks.scale, scale);
    let all = rows(&ticks);
    let (midnight, ten) = all.split_at(3_733);
    let expected = data.join("reference-decode/EURUSD_2019-02-04T00_ticks.json");
    assert_eq!(midnight, reference_ticks(&expected));
    let expected = data.join("EURUSD/2019/01/04/10h_ticks.bi5");
    assert_eq!(ten, ticks_of(&expected, EURUSD_DAY + 10 * HOUR));
}

#[test]
#[ignore = "real data: fx-dukascopy-bi5"]
fn a_second_import_of_real_files_does_nothing() {
    let folder = Folder::new();
    let store = open(&folder.home());
    let imported = eurusd(&store);
    let names: Vec<&str> = imported.iter().map(|one| one.dataset.as_str()).collect();
    assert_eq!(
        names,
        [
            "EURUSD",
            "EURUSD.1d.ask",
            "EURUSD.1d.bid",
            "EURUSD.1h.ask",
            "EURUSD.1m.ask",
            "EURUSD.1m.bid"
        ]
    );
    let again = eurusd(&store);
    let said = |one: &Imported| {
        let sizes = (one.csv_bytes_equivalent, one.bytes_stored);
        (one.version, one.accounting.clone(), sizes)
    };
    for (one, other) in imported.iter().zip(&again) {
        assert!(one.is_new && !other.is_new);
        assert_eq!(said(one), said(other));
        assert_eq!(store.dataset(&one.dataset).unwrap().versions.len(), 1);
    }
    let record = store.instrument("EURUSD").pop().unwrap();
    let tick = record.tick_size.map(|tick| (tick.mantissa, tick.scale));
    assert_eq!((record.currency.as_str(), tick), ("USD", Some((1, 5))));
    check_clean(&folder.home(), Arc::new(DiskFiles));
}

#[test]
#[ignore = "real data: fx-dukascopy-bi5"]
fn gbpjpy_hours_are_those_that_were_kept_unpacked() {
    let data = data();
    let folder = Folder::new();
    let store = open(&folder.home());
    let imported = import_of(&store, &request(&[&data.join("GBPJPY")], None)).unwrap();
    assert_eq!(imported.len(), 1);
    assert_eq!(imported[0].accounting.kept, 28_012);
    let all = rows(&quotes(&store, "GBPJPY"));
    for hour in [0, 9] {
        let start = GBPJPY_DAY + hour * HOUR;
        let path = data.join(format!(
            "GBPJPY-raw-decompressed/2012/11/03/{hour:02}h_ticks.bin"
        ));
        let expected = ticks_of(&path, start);
        let own: Vec<[i64; 5]> = all
            .iter()
            .copied()
            .filter(|row| (start..start + HOUR).contains(&row[0]))
            .collect();
        assert_eq!(own, expected);
    }
}

#[test]
#[ignore = "real data: fx-dukascopy-bi5"]
fn real_quotes_take_a_tenth_of_their_text() {
    let data = data();
    let folder = Folder::new();
    let store = open(&folder.home());
    for symbol in ["GBPJPY", "EURUSD"] {
        let imported = import_of(&store, &request(&[&data.join(symbol)], None))
            .unwrap()
            .remove(0);
        let ratio = imported.csv_bytes_equivalent as f64 / imported.bytes_stored as f64;
        println!(
            "{symbol}: {} ticks, {ratio:.1} to 1 against Dukascopy CSV",
            imported.accounting.kept
        );
        assert!(ratio >= 10.0);
    }
}

#[test]
#[ignore = "real data: fx-dukascopy-bi5"]
fn a_file_without_a_date_in_its_path_says_what_is_needed() {
    let data = data();
    let folder = Folder::new();
    let store = open(&folder.home());
    let bytes = std::fs::read(data.join("EURUSD/2019/01/04/00h_ticks.bi5")).unwrap();
    for (name, words) in [("00h_ticks.bi5", "no date"), ("x.bi5", "name")] {
        let path = folder.file(name, &bytes);
        let error = import_of(&store, &request(&[&path], Some("EURUSD"))).unwrap_err();
        assert!(error.message.contains(words), "{error}");
        assert!(error.help.is_some());
    }
    // A candle file under the name of ticks is not read as ticks, nor the other way round.
    let candles = std::fs::read(data.join("EURUSD/2019/01/04/BID_candles_min_1.bi5")).unwrap();
    folder.file("a/EURUSD/2019/01/04/00h_ticks.bi5", candles);
    folder.file("b/EURUSD/2019/01/04/BID_candles_min_1.bi5", &bytes);
    folder.file("c/EURUSD/2019/01/04/10h_ticks.bi5", b"");
    for part in ["a", "b", "c"] {
        let error = import_of(&store, &request(&[&folder.0.join(part)], None)).unwrap_err();
        println!("{error} {:?}", error.causes);
    }
    folder.file("c/EURUSD/2019/01/04/00h_ticks.bi5", &bytes);
    folder.file(
        "c/EURUSD/2019/01/04/01h_ticks.bi5",
        &bytes[..bytes.len() / 2],
    );
    let mixed = import_of(&store, &request(&[&folder.0.join("c")], None))
        .unwrap()
        .remove(0);
    assert_eq!(
        (mixed.accounting.kept, count(&mixed, "broken_file")),
        (3_733, 1)
    );
}
