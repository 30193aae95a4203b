//! Flipped bits in segments, tables of runs, journal and mark: each is detected and its file named,
//! and no wrong value ever comes out.

use crate::support::memory::{Memory, Random};
use crate::support::samples::{
    ALL_AT_ONCE, HOME, bars, import_bars, import_ticks, info, open, run, text, ticks,
};
use market::{BlockSource, TickSource};
use std::path::{Path, PathBuf};
use store::{FsckMode, Store, fsck};

const FLIPS: usize = 300;

fn home_with_data() -> Memory {
    let memory = Memory::new();
    let store = open(memory.files(), ALL_AT_ONCE).unwrap();
    import_ticks(&store, "EURUSD", 1, &ticks(1, 0, 2, 300), 100).unwrap();
    import_bars(&store, "EURUSD 1m", 2, &bars(1, 300)).unwrap();
    store.save_run(&info("r", 1), &run(1, 40)).unwrap();
    memory
}

/// Every value, or the first error.
fn everything(store: &Store) -> Result<String, String> {
    let ticks = store
        .ticks("EURUSD", None)
        .map_err(|error| error.to_string())?;
    let bars = store
        .bars("EURUSD 1m", None)
        .map_err(|error| error.to_string())?;
    let run = store.load_run("r").map_err(|error| error.to_string())?;
    let (ticks, bars) = (ticks.read(0, 10_000)?, bars.read(0, 10_000)?);
    Ok(format!("{ticks:?} {bars:?} {}", text(&run)))
}

fn is_named(place: &Path, texts: &str) -> bool {
    texts.contains(&*place.to_string_lossy())
}

fn check_flip(memory: &Memory, path: &PathBuf, bit: usize, expected: &str) {
    memory.tamper(path, |bytes| bytes[bit / 8] ^= 1 << (bit % 8));
    let what = format!("bit {bit} of {}", path.display());
    let report = fsck(Path::new(HOME), memory.after_copy().files(), FsckMode::Look).unwrap();
    // One slot of the mark can be made up for; anything else is damage.
    let is_mark = path.ends_with("mark");
    assert!(is_mark || !report.is_clean(), "{what} was not detected");
    let named = report.findings.iter().any(|finding| finding.path == *path);
    assert!(named, "{what}: {report:#?}");
    let copy = memory.after_copy();
    match open(copy.files(), ALL_AT_ONCE) {
        Err(error) => assert!(is_named(path, &error.to_string()), "{what}: {error}"),
        Ok(store) => match everything(&store) {
            Ok(values) => {
                assert_eq!(values, expected, "{what} changed a value");
                let notices = store.notices().join(" ");
                assert!(is_named(path, &notices), "{what} was not named: {notices}");
            }
            Err(error) => assert!(is_named(path, &error), "{what}: {error}"),
        },
    }
}

#[test]
fn flipped_bits_are_detected_and_named() {
    let memory = home_with_data();
    let expected = everything(&open(memory.files(), ALL_AT_ONCE).unwrap()).unwrap();
    let files: Vec<(PathBuf, usize)> = memory
        .contents()
        .into_iter()
        .filter(|(_, bytes)| !bytes.is_empty())
        .map(|(path, bytes)| (path, bytes.len() * 8))
        .collect();
    assert!(files.len() >= 8, "{files:?}");
    let mut random = Random(5);
    for flip in 0..FLIPS {
        let (path, bits) = &files[flip % files.len()];
        check_flip(&memory.after_copy(), path, random.below(*bits), &expected);
    }
}

#[test]
fn every_byte_of_the_journal_and_the_mark_is_guarded() {
    let memory = home_with_data();
    let expected = everything(&open(memory.files(), ALL_AT_ONCE).unwrap()).unwrap();
    let header_and_first = 0..120;
    for byte in header_and_first {
        let path = Path::new(HOME).join("journal/000001.log");
        check_flip(&memory.after_copy(), &path, byte * 8 + byte % 8, &expected);
    }
    for byte in (0..64).chain(4_096..4_160) {
        let path = Path::new(HOME).join("journal/mark");
        check_flip(&memory.after_copy(), &path, byte * 8 + byte % 8, &expected);
    }
}

#[test]
fn files_cut_at_any_place_are_detected() {
    let memory = home_with_data();
    for (path, bytes) in memory.contents() {
        let step = (bytes.len() / 40).max(1);
        for length in (0..bytes.len()).step_by(step) {
            let copy = memory.after_copy();
            copy.tamper(&path, |bytes| bytes.truncate(length));
            let report = fsck(Path::new(HOME), copy.files(), FsckMode::Look).unwrap();
            let what = format!("{} cut at {length}", path.display());
            assert!(path.ends_with("mark") || !report.is_clean(), "{what}");
            assert!(report.findings.iter().any(|one| one.path == path), "{what}");
        }
    }
}
