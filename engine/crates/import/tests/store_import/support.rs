//! Folders, made-up quotes, and the calls that import them.

use base::{Pool, Sequential};
use import::{Choices, ImportError, ImportRequest, Imported, Tuning, Unwatched, import_tuned};
use market::{TickBlock, TickSource};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use store::{DiskFiles, Files, FsckMode, GroupLimits, Store, fsck};

pub(crate) use crate::memory::Random;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder for one test, removed at its end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("backtestr-import-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.0.join("home")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Does the parts backwards, as threads might.
pub(crate) struct Backwards;

impl Pool for Backwards {
    fn for_each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..count).rev().for_each(work);
    }
}

pub(crate) const ONE_GROUP: GroupLimits = GroupLimits {
    bytes: u64::MAX,
    time: Duration::MAX,
};
pub(crate) const EVERY_SEGMENT: GroupLimits = GroupLimits {
    bytes: 1,
    time: Duration::MAX,
};

pub(crate) fn open(home: &Path) -> Store {
    Store::open(home, Arc::new(DiskFiles), ONE_GROUP).unwrap()
}

pub(crate) fn request(paths: &[&Path], symbol: Option<&str>) -> ImportRequest {
    ImportRequest {
        paths: paths.iter().map(|path| path.to_path_buf()).collect(),
        choices: Choices {
            symbol: symbol.map(str::to_owned),
            ..Choices::default()
        },
    }
}

pub(crate) fn import_of(
    store: &Store,
    request: &ImportRequest,
) -> Result<Vec<Imported>, ImportError> {
    import_tuned(store, &Sequential, request, &Unwatched, Tuning::default())
}

/// Imports quotes of `EURUSD` and gives the outcome.
pub(crate) fn import_quotes(store: &Store, paths: &[&Path]) -> Imported {
    import_of(store, &request(paths, Some("EURUSD")))
        .unwrap()
        .remove(0)
}

pub(crate) fn quotes(store: &Store, dataset: &str) -> TickBlock {
    let ticks = store.ticks(dataset, None).unwrap();
    ticks.read(0, usize::MAX).unwrap().into_owned()
}

pub(crate) fn check_clean(home: &Path, files: Arc<dyn Files>) {
    let report = fsck(home, files, FsckMode::Look).unwrap();
    assert!(report.is_clean(), "{report:#?}");
}

/// Hashes of a dataset's segments.
pub(crate) fn segments(store: &Store, dataset: &str) -> Vec<[u8; 32]> {
    let dataset = store.dataset(dataset).unwrap();
    let last = dataset.versions.last().unwrap();
    last.segments.iter().map(|segment| segment.hash).collect()
}

/// The zone of a dataset, and that of its symbol.
pub(crate) fn zones(store: &Store, dataset: &str, symbol: &str) -> [String; 2] {
    let facts = store.instrument(symbol).pop().unwrap();
    [store.dataset(dataset).unwrap().series.zone, facts.zone]
}

/// What a rule counted.
pub(crate) fn count(imported: &Imported, rule: &str) -> u64 {
    let accounting = &imported.accounting;
    let counts = accounting.rejected.iter().chain(&accounting.flagged);
    counts
        .filter(|count| count.rule == rule)
        .map(|count| count.rows)
        .sum()
}

/// Rows of quotes as text, `per_day` a day, with some repeats, late rows, crossed quotes and rows that
/// are none.
pub(crate) fn hostile_rows(seed: u64, first_day: i64, days: i64, per_day: i64) -> Vec<String> {
    let mut random = Random(seed);
    let mut rows: Vec<String> = Vec::new();
    let mut bid = 114_500_i64;
    for day in first_day..first_day + days {
        for row in 0..per_day {
            bid += random.below(7) as i64 - 3;
            let late = if random.below(20) == 0 {
                random.below(50_000) as i64
            } else {
                0
            };
            let step = 86_000_000 / per_day;
            let millis = 1_549_238_400_000 + day * 86_400_000 + row * step - late;
            let ask = bid + random.below(6) as i64 - 1;
            let volume = random.below(400);
            let text = format!(
                "{millis},{}.{:05},{}.{:05},0.{:02},{}",
                bid / 100_000,
                bid % 100_000,
                ask / 100_000,
                ask % 100_000,
                volume % 100,
                volume
            );
            let is_ahead = rows
                .iter()
                .rev()
                .find(|row| is_good(row))
                .is_some_and(|row| row.starts_with("19"));
            match random.below(40) {
                0 => rows.extend([text.clone(), text]),
                1 => rows.extend([text, "not a row".to_owned()]),
                2 => rows.extend([String::new(), text]),
                3 => rows.push(text.replace("1.", "-1.")),
                // Two of these in a row would vouch for each other.
                4 if !is_ahead && row + 1 < per_day => rows.push(format!(
                    "{},{}",
                    millis + 400_000_000_000,
                    text.split_once(',').unwrap().1
                )),
                _ => rows.push(text),
            }
        }
    }
    rows
}

pub(crate) fn text_of(rows: &[String]) -> String {
    format!(
        "timestamp,bid,ask,bid_volume,ask_volume\n{}\n",
        rows.join("\n")
    )
}

/// Whether a row of [`hostile_rows`] is one that a reader keeps, but for its time.
fn is_good(row: &str) -> bool {
    row.contains(',') && !row.contains("-1.")
}
