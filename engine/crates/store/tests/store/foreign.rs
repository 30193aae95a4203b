//! What fsck finds and what it does about it.

use crate::support::folder::Folder;
use crate::support::memory::Memory;
use crate::support::samples::{
    ALL_AT_ONCE, EVERY_SEGMENT, HOME, import_ticks, info, leave_unfinished, open, run, ticks,
};
use crate::support::watched::Watched;
use market::TickSource;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::files::LockMode;
use store::{DiskFiles, Files, FsckKind, FsckMode, FsckReport, Store, fsck};

fn home_with_data() -> Memory {
    let memory = Memory::new();
    let store = open(memory.files(), ALL_AT_ONCE).unwrap();
    import_ticks(&store, "EURUSD", 1, &ticks(1, 0, 3, 20), 100).unwrap();
    store.save_run(&info("r", 1), &run(1, 20)).unwrap();
    memory
}

fn check(memory: &Memory, mode: FsckMode) -> FsckReport {
    fsck(Path::new(HOME), memory.files(), mode).unwrap()
}

fn segments(memory: &Memory) -> Vec<PathBuf> {
    let all = memory.contents().into_keys();
    all.filter(|path| path.starts_with("/home/data/ticks"))
        .collect()
}

fn kinds(report: &FsckReport) -> Vec<FsckKind> {
    report.findings.iter().map(|finding| finding.kind).collect()
}

#[test]
fn a_whole_home_is_clean_and_read_in_full() {
    let report = check(&home_with_data(), FsckMode::Look);
    assert!(report.is_clean());
    assert_eq!(kinds(&report), []);
    assert_eq!(report.files, 6);
}

#[test]
fn a_missing_file_is_named() {
    let memory = home_with_data();
    let victim = segments(&memory)[1].clone();
    memory.files().remove(&victim).unwrap();
    let report = check(&memory, FsckMode::Look);
    assert_eq!(kinds(&report), [FsckKind::Missing]);
    assert_eq!(report.findings[0].path, victim);
}

#[test]
fn a_cut_file_is_named_with_its_place_and_set_aside() {
    let memory = home_with_data();
    let victim = segments(&memory)[1].clone();
    memory.tamper(&victim, |bytes| bytes.truncate(100));
    let report = check(&memory, FsckMode::SetAside);
    assert_eq!(kinds(&report), [FsckKind::Damaged]);
    assert!(
        report.findings[0]
            .what
            .starts_with("byte 100: it is cut off")
    );
    let kept = &memory.contents()[&report.set_aside[0]];
    assert_eq!(kept.len(), 100);
    let report = check(&memory, FsckMode::Look);
    assert_eq!(kinds(&report), [FsckKind::Missing]);
}

#[test]
fn importing_again_heals_a_dataset() {
    for limits in [ALL_AT_ONCE, EVERY_SEGMENT] {
        let memory = Memory::new();
        let store = open(memory.files(), limits).unwrap();
        let all = ticks(1, 0, 3, 20);
        import_ticks(&store, "EURUSD", 1, &all, 100).unwrap();
        // The second time the first healing has left progress of its own.
        for _ in 0..2 {
            let victim = segments(&memory)[1].clone();
            memory.tamper(&victim, |bytes| bytes[50] ^= 1);
            check(&memory, FsckMode::SetAside);
            assert_eq!(import_ticks(&store, "EURUSD", 1, &all, 100).unwrap(), 1);
            assert!(check(&memory, FsckMode::Look).is_clean());
            assert_eq!(store.dataset("EURUSD").unwrap().versions.len(), 1);
        }
    }
}

#[test]
fn an_unfinished_import_that_lost_a_file_writes_it_again() {
    let memory = Memory::new();
    let store = open(memory.files(), EVERY_SEGMENT).unwrap();
    let rows = ticks(1, 0, 130, 1);
    leave_unfinished(&store, "EURUSD", 1, &rows);
    memory.files().remove(&segments(&memory)[1]).unwrap();
    assert_eq!(import_ticks(&store, "EURUSD", 1, &rows, 50).unwrap(), 1);
    assert!(check(&memory, FsckMode::Look).is_clean());
    let source = store.ticks("EURUSD", None).unwrap();
    assert_eq!(*source.read(0, usize::MAX).unwrap(), rows);
}

#[test]
fn others_write_while_files_are_read_and_keep_what_they_wrote() {
    let folder = Folder::new();
    let home = folder.path().join("home");
    let open = |home: &Path| Store::open(home, Arc::new(DiskFiles), EVERY_SEGMENT).unwrap();
    import_ticks(&open(&home), "OLD", 1, &ticks(1, 0, 2, 20), 100).unwrap();
    let place = home.clone();
    let files = Watched::new(move || {
        let lock = place.join("journal/writers.lock");
        let free = DiskFiles.lock(&lock, LockMode::AloneNow).unwrap();
        drop(free.expect("nobody waits for the check"));
        import_ticks(&open(&place), "NEW", 2, &ticks(2, 3, 2, 20), 100).unwrap();
    });
    let report = fsck(&home, Arc::new(files), FsckMode::SetAside).unwrap();
    assert_eq!(kinds(&report), []);
    assert_eq!(report.files, 4);
    assert!(open(&home).verify("NEW").unwrap().is_clean());
}

#[test]
fn foreign_files_are_set_aside_and_never_deleted() {
    let memory = home_with_data();
    let files = memory.files();
    let strangers = [
        "ticks/notes.txt",
        "readme",
        "ticks/EURUSD/x.parquet",
        "journal/000002.log",
    ];
    for name in strangers {
        let file = files.create(&Path::new(HOME).join(name)).unwrap();
        file.write_at(name.as_bytes(), 0).unwrap();
    }
    let report = check(&memory, FsckMode::Look);
    assert_eq!(kinds(&report), [FsckKind::Foreign; 4]);
    assert!(report.set_aside.is_empty());
    let report = check(&memory, FsckMode::SetAside);
    assert_eq!(report.set_aside.len(), 3);
    let all = memory.contents();
    for name in strangers {
        let is_kept = all.values().any(|bytes| bytes == name.as_bytes());
        assert!(is_kept, "{name}");
    }
    // What lies beside the journal is told but left to a person.
    assert_eq!(kinds(&check(&memory, FsckMode::Look)), [FsckKind::Foreign]);
}

#[test]
fn an_unacknowledged_segment_is_a_leftover() {
    let memory = home_with_data();
    let segment = segments(&memory)[0].clone();
    let bytes = memory.contents()[&segment].clone();
    let other = Memory::new();
    let store = open(other.files(), ALL_AT_ONCE).unwrap();
    import_ticks(&store, "EURUSD", 1, &ticks(99, 0, 1, 9), 100).unwrap();
    let stray = segments(&other)[0].clone();
    let name = stray.file_name().unwrap();
    let file = memory
        .files()
        .create(&segment.with_file_name(name))
        .unwrap();
    file.write_at(&other.contents()[&stray], 0).unwrap();
    let part = segment.with_extension("parquet.7-0.part");
    memory
        .files()
        .create(&part)
        .unwrap()
        .write_at(&bytes[..9], 0)
        .unwrap();
    let report = check(&memory, FsckMode::Look);
    assert!(report.is_clean());
    assert_eq!(kinds(&report), [FsckKind::Leftover; 2]);
}

#[test]
fn bytes_beyond_the_mark_go_to_quarantine_and_are_told() {
    let memory = home_with_data();
    let log = Path::new(HOME).join("journal/000001.log");
    memory.tamper(&log, |bytes| bytes.extend(b"half a record"));
    let store = open(memory.files(), ALL_AT_ONCE).unwrap();
    let notices = store.notices();
    assert!(
        notices[0].contains("13 bytes beyond the mark"),
        "{notices:?}"
    );
    let all = memory.contents();
    let kept = all
        .iter()
        .find(|(path, _)| path.starts_with("/home/data/quarantine"));
    assert_eq!(kept.unwrap().1, b"half a record");
    assert!(check(&memory, FsckMode::Look).is_clean());
    assert_eq!(store.datasets().unwrap().len(), 1);
}

#[test]
fn a_journal_shorter_than_its_mark_is_corruption() {
    let memory = home_with_data();
    let log = Path::new(HOME).join("journal/000001.log");
    let length = memory.contents()[&log].len();
    memory.tamper(&log, |bytes| bytes.truncate(length - 1));
    let error = open(memory.files(), ALL_AT_ONCE).err().unwrap().to_string();
    assert!(error.contains("000001.log, byte"), "{error}");
    assert!(error.contains("its mark acknowledges"), "{error}");
    let report = check(&memory, FsckMode::Look);
    assert_eq!(kinds(&report), [FsckKind::Damaged]);
}

#[test]
fn a_newer_format_is_refused_with_advice() {
    let memory = home_with_data();
    let log = Path::new(HOME).join("journal/000001.log");
    memory.tamper(&log, |bytes| bytes[14] = 2);
    let error = open(memory.files(), ALL_AT_ONCE).err().unwrap();
    assert!(error.to_string().contains("format 2"), "{error}");
    assert!(error.help().contains("newer"));
}

#[test]
fn a_lost_journal_or_mark_is_corruption() {
    for name in ["journal/000001.log", "journal/mark"] {
        let memory = home_with_data();
        memory.files().remove(&Path::new(HOME).join(name)).unwrap();
        let error = open(memory.files(), ALL_AT_ONCE).err().unwrap().to_string();
        assert!(error.contains("it is missing"), "{error}");
    }
}
