//! Real files and real processes: ends at random moments, commits side by side, readers meanwhile.
//! `BACKTESTR_KILLS=200` is the long form.

use crate::support::folder::Folder;
use crate::support::memory::{Memory, Random};
use crate::support::samples::{
    ALL_AT_ONCE, EVERY_SEGMENT, import_ticks, info, open, run, text, ticks,
};
use market::{TickBlock, TickSource};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::{DiskFiles, FsckMode, GroupLimits, Store, fsck};

const HOME_VARIABLE: &str = "BACKTESTR_STORE_TEST_HOME";
const STEPS_VARIABLE: &str = "BACKTESTR_STORE_TEST_STEPS";
const KILLS_USUAL: usize = 20;
const READERS: usize = 8;

fn rows(step: u64) -> TickBlock {
    ticks(step, step as i64 % 5, 3, 200)
}

fn on_disk(home: &Path, limits: GroupLimits) -> Store {
    Store::open(home, Arc::new(DiskFiles), limits).unwrap()
}

/// What a child does: imports and saves from one step to another, and says what was acknowledged.
#[test]
fn child() {
    let (Some(home), Ok(steps)) = (
        std::env::var_os(HOME_VARIABLE),
        std::env::var(STEPS_VARIABLE),
    ) else {
        return;
    };
    let (from, to) = steps.split_once('-').unwrap();
    let store = on_disk(Path::new(&home), EVERY_SEGMENT);
    for step in from.parse::<u64>().unwrap()..to.parse().unwrap() {
        import_ticks(&store, &format!("D{step}"), step as u8, &rows(step), 64).unwrap();
        say(&format!("import {step}"));
        store
            .save_run(&info(&format!("R{step}"), step as i64), &run(step, 50))
            .unwrap();
        say(&format!("run {step}"));
    }
    say("end");
}

fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nacknowledged {what}").unwrap();
    out.flush().unwrap();
}

fn start(home: &Path, from: u64, to: u64) -> (Child, ChildStdout) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["processes::child", "--exact", "--nocapture"])
        .env(HOME_VARIABLE, home)
        .env(STEPS_VARIABLE, format!("{from}-{to}"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = child.stdout.take().unwrap();
    (child, out)
}

fn acknowledged(out: ChildStdout) -> Vec<String> {
    let lines = BufReader::new(out).lines().map_while(Result::ok);
    lines
        .filter_map(|line| line.strip_prefix("acknowledged ").map(str::to_owned))
        .collect()
}

fn check_step(store: &Store, what: &str) {
    let Some((kind, step)) = what.split_once(' ') else {
        return;
    };
    let step: u64 = step.parse().unwrap();
    if kind == "import" {
        let source = store.ticks(&format!("D{step}"), None).unwrap();
        assert_eq!(*source.read(0, usize::MAX).unwrap(), rows(step));
    } else {
        let saved = store.load_run(&format!("R{step}")).unwrap();
        assert_eq!(text(&saved), text(&run(step, 50)));
    }
}

fn check_clean(home: &Path) {
    let report = fsck(home, Arc::new(DiskFiles), FsckMode::Look).unwrap();
    assert!(report.is_clean(), "{report:#?}");
}

fn kills() -> usize {
    let wanted = std::env::var("BACKTESTR_KILLS").ok();
    wanted
        .and_then(|text| text.parse().ok())
        .unwrap_or(KILLS_USUAL)
}

#[test]
fn a_process_killed_at_random_moments_loses_nothing() {
    let folder = Folder::new();
    let home = folder.path().join("home");
    let mut random = Random(11);
    let mut all: Vec<String> = Vec::new();
    let mut step = 0;
    for _ in 0..kills() {
        let (mut child, out) = start(&home, step, step + 50);
        std::thread::sleep(Duration::from_micros(random.below(120_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        all.extend(acknowledged(out));
        check_clean(&home);
        let runs = all.iter().filter_map(|what| what.strip_prefix("run "));
        step = runs
            .map(|step| step.parse::<u64>().unwrap() + 1)
            .max()
            .unwrap_or(0);
        let store = on_disk(&home, EVERY_SEGMENT);
        let recent = all.len().saturating_sub(20);
        all[recent..]
            .iter()
            .for_each(|what| check_step(&store, what));
    }
    let (mut child, out) = start(&home, step, step + 1);
    child.wait().unwrap();
    all.extend(acknowledged(out));
    let store = on_disk(&home, EVERY_SEGMENT);
    all.iter().for_each(|what| check_step(&store, what));
    println!("{} kills, {} acknowledged, all there", kills(), all.len());
    check_like_uninterrupted(&store, step + 1);
}

fn check_like_uninterrupted(store: &Store, steps: u64) {
    let whole = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    for step in 0..steps {
        let name = format!("D{step}");
        import_ticks(&whole, &name, step as u8, &rows(step), 1_000).unwrap();
        let (done, expected) = (store.dataset(&name).unwrap(), whole.dataset(&name).unwrap());
        assert_eq!(done.versions[0].segments, expected.versions[0].segments);
        assert_eq!(done.versions.len(), 1);
    }
}

#[test]
fn two_processes_commit_side_by_side_while_others_read() {
    let folder = Folder::new();
    let home = folder.path().join("home");
    drop(on_disk(&home, ALL_AT_ONCE));
    let children = [start(&home, 0, 12), start(&home, 100, 112)];
    let is_over = AtomicBool::new(false);
    let said = std::thread::scope(|scope| {
        for _ in 0..READERS {
            scope.spawn(|| read_until(&home, &is_over));
        }
        let said = children.map(|(mut child, out)| {
            let said = acknowledged(out);
            assert!(child.wait().unwrap().success());
            said
        });
        is_over.store(true, Ordering::SeqCst);
        said
    });
    let store = on_disk(&home, ALL_AT_ONCE);
    for what in said.iter().flatten() {
        check_step(&store, what);
    }
    assert_eq!(said.concat().len(), 2 * 25);
    assert_eq!(store.datasets().unwrap().len(), 24);
    assert_eq!(store.notices(), Vec::<String>::new());
    check_clean(&home);
}

/// Whatever a reader sees is whole.
fn read_until(home: &Path, is_over: &AtomicBool) {
    let store = on_disk(home, ALL_AT_ONCE);
    let mut seen = 0;
    while !is_over.load(Ordering::SeqCst) {
        let datasets = store.datasets().unwrap();
        assert!(datasets.len() >= seen);
        seen = datasets.len();
        for dataset in datasets.iter().rev().take(1) {
            let step: u64 = dataset.status.name[1..].parse().unwrap();
            let source = store.ticks(&dataset.status.name, None).unwrap();
            assert_eq!(*source.read(0, usize::MAX).unwrap(), rows(step));
        }
    }
}
