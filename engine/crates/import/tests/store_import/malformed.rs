//! Files that are cut off, broken or meant to do harm: each ends in counted rows or in one clear error,
//! and none takes more memory than another.

use crate::support::{Folder, count, import_of, open, request};
use base::Sequential;
use import::{ImportError, ImportErrorKind, Imported, Progress, Tuning, Watch, import_tuned};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

const ROW: &str = "1549238400994,1.1,1.2,1,2\n";
const HEADER: &str = "timestamp,bid,ask,bid_volume,ask_volume\n";

/// Imports one file and prints what it came to.
fn attempt(folder: &Folder, path: &Path) -> Result<Imported, ImportError> {
    let home = folder.0.join(format!(
        "home-{}",
        path.file_name().unwrap().to_string_lossy()
    ));
    let store = open(&home);
    let result = import_of(&store, &request(&[path], Some("EURUSD"))).map(|mut all| all.remove(0));
    let name = path.strip_prefix(&folder.0).unwrap().display();
    match &result {
        Ok(imported) => {
            assert!(imported.accounting.is_complete());
            println!(
                "{name}: {} kept, {:?}",
                imported.accounting.kept, imported.accounting.rejected
            );
        }
        Err(error) => {
            assert!(error.help.is_some());
            println!("{name}: {} | {error}", error.kind.code());
        }
    }
    result
}

#[test]
fn texts_that_are_none() {
    let folder = Folder::new();
    let gz: &[u8] = &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let utf16: Vec<u8> = std::iter::once(0xfeff_u16)
        .chain(HEADER.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let nothing = ImportErrorKind::NotUnderstood;
    for (name, bytes, kind) in [
        ("empty.csv", &b""[..], nothing),
        ("gz.csv", gz, nothing),
        ("utf16.csv", &utf16, nothing),
        ("zip.csv", b"PK\x03\x04xxxx", nothing),
        ("lzma.csv", b"\x5d\x00\x00\x40\x00xxxx", nothing),
        ("zeros.csv", &[0; 5_000], nothing),
        ("blank.csv", b"\n\n\n", ImportErrorKind::Empty),
        ("html.csv", b"<html><body>404</body></html>\n", nothing),
        ("header.csv", HEADER.as_bytes(), nothing),
        ("words.csv", b"one,two,three\nfour,five,six\n", nothing),
    ] {
        let path = folder.file(name, bytes);
        assert_eq!(attempt(&folder, &path).unwrap_err().kind, kind, "{name}");
    }
}

#[test]
fn rows_that_are_none_are_counted_and_the_rest_is_kept() {
    let folder = Folder::new();
    let nul = format!("{HEADER}{ROW}15492\0384009,1.1,1.2,1,2\n{ROW}");
    let bom = format!("\u{feff}{HEADER}{ROW}");
    let crlf = format!("{HEADER}{ROW}{ROW}").replace('\n', "\r\n");
    let cut = format!("{HEADER}{ROW}15492384");
    let mixed = format!("{HEADER}{ROW}1549238400995,1.1\n1549238400996,1.1,1.2,1,2,3,4\n{ROW}");
    let dates = format!("{HEADER}{ROW}99999999999999,1.1,1.2,1,2\n-5,1.1,1.2,1,2\n");
    let huge = format!(
        "{HEADER}{ROW}1549238400995,99999999999999999999,1.2,1,2\n1549238400995,1.1,NaN,1,2\n1549238400995,1.1,inf,1,2\n"
    );
    let long = format!("{HEADER}{ROW}{}\n{ROW}", "9".repeat(300_000));
    for (name, text, kept, rules) in [
        ("nul.csv", nul, 2, &[("bad_time", 1)][..]),
        ("bom.csv", bom, 1, &[]),
        ("crlf.csv", crlf, 2, &[]),
        ("cut.csv", cut, 1, &[("column_count", 1)]),
        ("mixed.csv", mixed, 2, &[("column_count", 2)]),
        (
            "dates.csv",
            dates,
            1,
            &[("bad_time", 1), ("out_of_order", 1)],
        ),
        ("huge.csv", huge, 1, &[("not_a_number", 3)]),
        ("long.csv", long, 2, &[("line_too_long", 1)]),
    ] {
        let path = folder.file(name, &text);
        let imported = attempt(&folder, &path).unwrap();
        assert_eq!(imported.accounting.kept, kept, "{name}");
        let said: u64 = rules.iter().map(|(_, rows)| rows).sum();
        assert_eq!(
            imported.accounting.rejected_rows(),
            said,
            "{name}: {:?}",
            imported.accounting
        );
    }
}

fn lzma(dictionary: u32, length: u64, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x5d];
    bytes.extend(dictionary.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(body);
    bytes
}

/// What a vendor's file looks like: words that are 32 bits each, packed.
fn bi5(words: &[u32]) -> Vec<u8> {
    let options = lzma_rust2::LzmaOptions::default();
    let mut writer = lzma_rust2::LzmaWriter::new_use_header(Vec::new(), &options, None).unwrap();
    for word in words {
        writer.write_all(&word.to_be_bytes()).unwrap();
    }
    writer.finish().unwrap()
}

/// Looks on until it was asked so often.
struct Patience(AtomicU32);

impl Watch for Patience {
    fn progress(&self, _progress: &Progress) {}

    fn is_cancelled(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) > 100
    }
}

#[test]
fn sizes_that_no_scale_holds_are_rejected_rows() {
    let folder = Folder::new();
    let tick = |millis, size: f32| [millis, 114_546, 114_543, size.to_bits(), 1_f32.to_bits()];
    let ticks = [tick(1, 0.75), tick(2, 1e17), tick(3, 0.125)].concat();
    // Open, close, low, high.
    let candle = |seconds, volume: f32| [seconds, 5, 6, 4, 7, volume.to_bits()];
    let candles = [candle(0, 0.75), candle(60, 2e17), candle(120, 1.0)].concat();
    for (name, words) in [("00h_ticks.bi5", ticks), ("BID_candles_min_1.bi5", candles)] {
        let path = folder.file(&format!("EURUSD/2019/01/04/{name}"), bi5(&words));
        let store = open(&folder.0.join(name));
        let patience = Patience(AtomicU32::new(0));
        let asked = request(&[&path], None);
        let imported = import_tuned(&store, &Sequential, &asked, &patience, Tuning::default())
            .unwrap()
            .remove(0);
        let accounting = &imported.accounting;
        assert_eq!((accounting.rows_in, accounting.kept), (3, 2), "{name}");
        assert_eq!(count(&imported, "too_large"), 1, "{name}: {accounting:?}");
    }
}

#[test]
fn broken_hours_end_in_one_error() {
    let folder = Folder::new();
    let mut state = 1_u32;
    let noise: Vec<u8> = (0..5_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    // Zeros pack to almost nothing: a decompression bomb.
    let bomb = {
        let options = lzma_rust2::LzmaOptions::default();
        let mut writer =
            lzma_rust2::LzmaWriter::new_use_header(Vec::new(), &options, None).unwrap();
        writer.write_all(&vec![0; 20 << 20]).unwrap();
        writer.finish().unwrap()
    };
    println!("a bomb of {} bytes for {}", bomb.len(), 20 << 20);
    for (name, bytes) in [
        ("magic", b"no lzma at all".to_vec()),
        ("dictionary", lzma(u32::MAX, 20, &noise)),
        ("endless", lzma(1 << 22, u64::MAX, &noise)),
        ("noise", lzma(1 << 22, 1 << 40, &noise)),
        ("short", vec![0x5d, 0, 0]),
        ("bomb", bomb),
    ] {
        let path = folder.file(&format!("{name}/EURUSD/2019/01/04/00h_ticks.bi5"), &bytes);
        let error = attempt(&folder, &path).unwrap_err();
        assert_eq!(error.kind, ImportErrorKind::NothingUsable, "{name}");
        let causes = error.causes.join(" ");
        assert!(causes.contains("broken_file"), "{name}: {causes}");
        std::fs::remove_dir_all(folder.0.join("home-00h_ticks.bi5")).unwrap();
    }
}

#[test]
fn folders_that_lead_back_and_files_nobody_may_read() {
    let folder = Folder::new();
    let path = folder.file("a/EURUSD.csv", format!("{HEADER}{ROW}"));
    folder.file("a/notes.txt", "nothing of interest");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&folder.0, folder.0.join("a/loop")).unwrap();
    let store = open(&folder.home());
    let request_of = request(&[&folder.0.join("a")], None);
    let found = import::look(&request_of).unwrap();
    assert!(
        found[0]
            .warnings
            .iter()
            .any(|warning| warning.contains("notes.txt")),
        "{found:?}"
    );
    assert_eq!(found[0].files.len(), 1);
    let imported = import_of(&store, &request_of).unwrap();
    assert_eq!(imported[0].accounting.kept, 1);
    for missing in [folder.0.join("nowhere"), path.join("below")] {
        let error = import_of(&store, &request(&[&missing], None)).unwrap_err();
        println!("{error}");
        assert!(error.path.is_some());
    }
}

/// Peak memory of this process in KiB, where the system tells.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_line_of_a_gigabyte_is_one_rejected_row() {
    let folder = Folder::new();
    let path = folder.0.join("line.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    for row in 0..3_000 {
        file.write_all(format!("{},1.1,1.2,1,2\n", 1_549_238_400_000_i64 + row).as_bytes())
            .unwrap();
    }
    // A hole in the file reads as zeros, without an end of line.
    file.seek(SeekFrom::Current(1 << 30)).unwrap();
    file.write_all(b"\n1549238404000,1.1,1.2,1,2\n").unwrap();
    drop(file);
    let before = peak_kib();
    let imported = attempt(&folder, &path).unwrap();
    assert_eq!(
        (imported.accounting.kept, count(&imported, "line_too_long")),
        (3_001, 1)
    );
    assert_eq!(imported.accounting.rows_in, 3_002);
    if let (Some(before), Some(after)) = (before, peak_kib()) {
        println!("peak memory before {before} KiB, after {after} KiB");
        assert!(after < before + 200_000, "memory grew with the line");
    }
    let only = folder.0.join("only.csv");
    std::fs::File::create(&only)
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    assert!(attempt(&folder, &only).is_err());
}
