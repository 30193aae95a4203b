//! Imports that end anywhere and are run again: the same bytes as without an interruption.

use crate::faulty::{Fault, Script};
use crate::memory::{Memory, Random};
use crate::real::data;
use crate::support::{
    EVERY_SEGMENT, Folder, check_clean, count, hostile_rows, open, quotes, request, segments,
    text_of,
};
use base::Sequential;
use base::civil::utc_text;
use import::{
    ImportError, ImportErrorKind, ImportRequest, Imported, Phase, Progress, Tuning, Unwatched,
    Watch, import_tuned,
};
use market::BlockSource;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::{Accounting, DiskFiles, Files, GroupLimits, Store};

const HOME: &str = "/home/data";
const HOME_VARIABLE: &str = "BACKTESTR_IMPORT_TEST_HOME";
const PATHS_VARIABLE: &str = "BACKTESTR_IMPORT_TEST_PATHS";
const KILLS_USUAL: usize = 6;
const TUNING: Tuning = Tuning {
    block_bytes: 600,
    blocks_at_once: 2,
};

fn run(files: Arc<dyn Files>, request: &ImportRequest) -> Result<Vec<Imported>, ImportError> {
    let store = Store::open(Path::new(HOME), files, EVERY_SEGMENT)?;
    import_tuned(&store, &Sequential, request, &Unwatched, TUNING)
}

/// A home with a day of quotes, and files of which one overlaps it.
fn before(folder: &Folder) -> (Memory, ImportRequest) {
    let old = folder.file("old.csv", text_of(&hostile_rows(3, 1, 1, 30)));
    let one = folder.file("one.csv", text_of(&hostile_rows(4, 0, 3, 30)));
    let two = folder.file("two.csv", text_of(&hostile_rows(4, 1, 3, 30)));
    let memory = Memory::new();
    run(memory.files(), &request(&[&old], Some("EURUSD"))).unwrap();
    (memory, request(&[&one, &two], Some("EURUSD")))
}

#[test]
fn every_file_call_may_go_wrong() {
    let folder = Folder::new();
    let (memory, request) = before(&folder);
    let whole = memory.after_copy();
    let counting = Script::counting();
    let expected = run(counting.files(whole.files()), &request).unwrap();
    let open_home =
        |memory: &Memory| Store::open(Path::new(HOME), memory.files(), EVERY_SEGMENT).unwrap();
    let expected_segments = segments(&open_home(&whole), "EURUSD");
    let calls = counting.calls();
    println!("{calls} file calls, each of them in three ways");
    for fault in [Fault::Fail, Fault::Half, Fault::Kill] {
        for at in 0..calls {
            let home = memory.after_copy();
            let first = run(Script::new(fault, at).files(home.files()), &request);
            check_clean(Path::new(HOME), home.files());
            if first.is_ok() {
                let store = open_home(&home);
                assert_eq!(
                    segments(&store, "EURUSD"),
                    expected_segments,
                    "{fault:?} {at}"
                );
            }
            let again = run(home.files(), &request).unwrap();
            assert_eq!(
                again[0].accounting, expected[0].accounting,
                "{fault:?} {at}"
            );
            assert_eq!(
                again[0].csv_bytes_equivalent,
                expected[0].csv_bytes_equivalent
            );
            assert_eq!(
                segments(&open_home(&home), "EURUSD"),
                expected_segments,
                "{fault:?} {at}"
            );
            check_clean(Path::new(HOME), home.files());
        }
    }
}

/// Cancels when it is asked for the n-th time.
struct CancelAt(usize, AtomicUsize);

impl Watch for CancelAt {
    fn progress(&self, progress: &Progress) {
        assert!(progress.bytes_done <= progress.bytes_total, "{progress:?}");
    }

    fn is_cancelled(&self) -> bool {
        self.1.fetch_add(1, Ordering::Relaxed) == self.0
    }
}

#[test]
fn a_cancelled_import_goes_on_with_the_same_bytes() {
    let folder = Folder::new();
    let (memory, request) = before(&folder);
    let whole = memory.after_copy();
    let expected = run(whole.files(), &request).unwrap();
    let expected_store = Store::open(Path::new(HOME), whole.files(), EVERY_SEGMENT).unwrap();
    let mut cancelled = 0;
    for at in 0.. {
        let home = memory.after_copy();
        let store = Store::open(Path::new(HOME), home.files(), EVERY_SEGMENT).unwrap();
        let watch = CancelAt(at, AtomicUsize::new(0));
        match import_tuned(&store, &Sequential, &request, &watch, TUNING) {
            Err(error) => assert_eq!(error.kind, ImportErrorKind::Cancelled),
            Ok(_) => break,
        }
        cancelled += 1;
        // Twice in a row, so that a resumed import is interrupted as well.
        let watch = CancelAt(at / 2 + 2, AtomicUsize::new(0));
        let _ = import_tuned(&store, &Sequential, &request, &watch, TUNING);
        let again = import_tuned(&store, &Sequential, &request, &Unwatched, TUNING).unwrap();
        assert_eq!(
            again[0].accounting, expected[0].accounting,
            "cancelled at {at}"
        );
        assert_eq!(
            segments(&store, "EURUSD"),
            segments(&expected_store, "EURUSD")
        );
    }
    println!("cancelled at {cancelled} moments");
    assert!(cancelled > 10);
}

#[test]
fn a_cancelled_replacement_of_bars_loses_none_of_the_others() {
    let folder = Folder::new();
    let weeks = |name: &str, dates: &[&str]| {
        let rows: String = dates
            .iter()
            .map(|date| format!("{date},2,9,1,2\n"))
            .collect();
        folder.file(
            &format!("{name}/X.csv"),
            format!("time,open,high,low,close\n{rows}"),
        )
    };
    let old = weeks(
        "old",
        &[
            "2018-12-03",
            "2018-12-10",
            "2018-12-17",
            "2018-12-24",
            "2019-02-04",
            "2019-02-11",
        ],
    );
    let one = weeks("one", &["2018-12-24", "2018-12-31"]);
    // The first of these opens in the last week of the year before.
    let two = weeks("two", &["2019-01-06", "2019-01-13"]);
    let memory = Memory::new();
    run(memory.files(), &request(&[&old], None)).unwrap();
    let mut asked = request(&[&one, &two], None);
    asked.choices.replace = true;
    let days = [
        "12-03", "12-10", "12-17", "12-24", "12-31", "01-13", "02-04", "02-11",
    ];
    for at in 0.. {
        let store =
            Store::open(Path::new(HOME), memory.after_copy().files(), EVERY_SEGMENT).unwrap();
        let watch = CancelAt(at, AtomicUsize::new(0));
        let first = import_tuned(&store, &Sequential, &asked, &watch, TUNING);
        let again = import_tuned(&store, &Sequential, &asked, &Unwatched, TUNING).unwrap();
        assert_eq!(
            (again[0].accounting.kept, count(&again[0], "overlap")),
            (3, 1),
            "{at}"
        );
        let bars = store.bars("X.1w", None).unwrap();
        let opens = bars.read(0, usize::MAX).unwrap().open_time.clone();
        let opens: Vec<String> = opens
            .iter()
            .map(|time| utc_text(*time)[5..10].to_owned())
            .collect();
        assert_eq!(opens, days, "{at}");
        if first.is_ok() {
            assert!(at > 5, "{at}");
            break;
        }
    }
}

/// What the process does that is killed: an import of the files that are named to it.
#[test]
fn child() {
    let (Some(home), Some(paths)) = (
        std::env::var_os(HOME_VARIABLE),
        std::env::var_os(PATHS_VARIABLE),
    ) else {
        return;
    };
    let paths: Vec<PathBuf> = std::env::split_paths(&paths).collect();
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let request = request(&paths, Some("EURUSD"));
    let tuning = Tuning {
        block_bytes: 4_096,
        ..Tuning::default()
    };
    let store = Store::open(
        Path::new(&home),
        Arc::new(DiskFiles),
        GroupLimits::default(),
    );
    import_tuned(&store.unwrap(), &Sequential, &request, &Unwatched, tuning).unwrap();
}

/// This program, told to run [`child`] alone.
fn command(home: &Path, paths: &[PathBuf]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["interrupted::child", "--exact"]);
    command.env(HOME_VARIABLE, home);
    command.env(PATHS_VARIABLE, std::env::join_paths(paths).unwrap());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn runs(home: &Path, paths: &[PathBuf]) -> bool {
    command(home, paths).status().unwrap().success()
}

/// What an import made: the segments, and the account of its rows.
fn made(store: &Store) -> (Vec<[u8; 32]>, Accounting) {
    let dataset = store.dataset("EURUSD").unwrap();
    let accounting = dataset.versions[0].import.accounting.clone();
    (segments(store, "EURUSD"), accounting)
}

/// Ends imports at random moments and runs them again; prints how many, and compares the bytes.
fn kill_imports(folder: &Folder, paths: &[PathBuf]) {
    let wanted = std::env::var("BACKTESTR_KILLS").ok();
    let kills = wanted.map_or(KILLS_USUAL, |kills| kills.parse().unwrap());
    let whole = folder.0.join("whole");
    let began = Instant::now();
    assert!(runs(&whole, paths));
    let length = began.elapsed();
    let whole = open(&whole);
    let expected = made(&whole);
    let mut random = Random(4);
    let mut too_late = 0;
    for kill in 0..kills {
        let home = folder.0.join(format!("home{kill}"));
        let mut child = command(&home, paths).spawn().unwrap();
        let wait = random.below(length.as_micros() as usize + 1);
        std::thread::sleep(Duration::from_micros(wait as u64));
        too_late += usize::from(child.try_wait().unwrap().is_some());
        child.kill().unwrap();
        child.wait().unwrap();
        if home.is_dir() {
            check_clean(&home, Arc::new(DiskFiles));
        }
        assert!(runs(&home, paths), "kill {kill}");
        assert_eq!(made(&open(&home)), expected, "kill {kill}");
        check_clean(&home, Arc::new(DiskFiles));
        std::fs::remove_dir_all(&home).unwrap();
    }
    let rows = quotes(&whole, "EURUSD").len();
    println!(
        "{kills} kills at random moments of {length:?}, {too_late} of them too late, {rows} rows"
    );
}

fn two_files(folder: &Folder) -> Vec<PathBuf> {
    vec![
        folder.file("one.csv", text_of(&hostile_rows(4, 0, 60, 300))),
        folder.file("two.csv", text_of(&hostile_rows(4, 30, 60, 300))),
    ]
}

#[test]
fn a_killed_import_goes_on_with_the_same_bytes() {
    let folder = Folder::new();
    kill_imports(&folder, &two_files(&folder));
}

#[test]
#[ignore = "real data: fx-dukascopy-bi5"]
fn a_killed_import_of_real_ticks_goes_on_with_the_same_bytes() {
    let folder = Folder::new();
    let mut paths = two_files(&folder);
    paths.push(data().join("EURUSD/2019/01/04/10h_ticks.bi5"));
    kill_imports(&folder, &paths);
}

/// Counts how often it is asked, and how often until each phase was told of.
#[derive(Default)]
struct Questions {
    asked: AtomicU32,
    told: Mutex<Vec<(Phase, u32)>>,
    /// Asked so often, it cancels.
    patience: Option<u32>,
}

impl Questions {
    /// How often it had been asked when a phase was told of, the first or the last time.
    fn until(&self, phase: Phase) -> (u32, u32) {
        let told = self.told.lock().unwrap();
        let mut of_phase = told.iter().filter(|(of, _)| *of == phase);
        let first = of_phase.next().unwrap().1;
        (
            first,
            of_phase.next_back().map_or(first, |(_, asked)| *asked),
        )
    }
}

impl Watch for Questions {
    fn progress(&self, progress: &Progress) {
        let asked = self.asked.load(Ordering::Relaxed);
        self.told.lock().unwrap().push((progress.phase, asked));
    }

    fn is_cancelled(&self) -> bool {
        let before = self.asked.fetch_add(1, Ordering::Relaxed);
        self.patience.is_some_and(|patience| before >= patience)
    }
}

#[test]
fn looking_can_be_cancelled_between_files_and_blocks() {
    let folder = Folder::new();
    let bars = |count: i64| {
        let row = |row: i64| format!("{},2,9,1,2\n", 1_546_300_800 + 60 * row);
        let rows: String = (0..count).map(row).collect();
        format!("time,open,high,low,close\n{rows}")
    };
    folder.file("files/A.csv", bars(2));
    folder.file("files/B.csv", bars(140_000));
    folder.file("files/notes.txt", "nothing of interest");
    let asked = request(&[&folder.0.join("files")], None);
    let attempt = |home: &str, watch: &Questions| {
        let store = open(&folder.0.join(home));
        import_tuned(&store, &Sequential, &asked, watch, Tuning::default())
    };
    let whole = Questions::default();
    attempt("whole", &whole).unwrap();
    let (questions, _) = whole.until(Phase::Hashing);
    println!("asked {questions} times before anything was hashed");
    // Three files, and two blocks of rows in each of two passes.
    assert!(questions >= 8, "{questions}");
    for patience in 0..questions {
        let watch = Questions {
            patience: Some(patience),
            ..Questions::default()
        };
        let error = attempt("cancelled", &watch).unwrap_err();
        assert_eq!(error.kind, ImportErrorKind::Cancelled);
        assert_eq!(
            watch.asked.load(Ordering::Relaxed),
            patience + 1,
            "it stops at once"
        );
    }
}

#[test]
fn candles_can_be_cancelled_between_files() {
    let folder = Folder::new();
    for day in 1..=9 {
        folder.file(&format!("EURUSD/2019/00/0{day}/BID_candles_min_1.bi5"), "");
    }
    let watch = Questions::default();
    let asked = request(&[&folder.0.join("EURUSD")], None);
    let store = open(&folder.home());
    let error = import_tuned(&store, &Sequential, &asked, &watch, Tuning::default()).unwrap_err();
    assert_eq!(error.kind, ImportErrorKind::Empty);
    let (hashed, read) = (watch.until(Phase::Hashing).1, watch.until(Phase::Reading).0);
    assert!(
        read - hashed >= 9,
        "asked {} times for nine files",
        read - hashed
    );
}
