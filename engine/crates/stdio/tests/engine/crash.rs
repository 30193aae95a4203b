//! Power cuts: what the engine has acknowledged is there afterwards.

use crate::support::{Engine, Folder, bars_csv, import_options, quotes_csv, stored};
use protocol::{Reply, Request, RunLabel};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn label(number: u32) -> Box<RunLabel> {
    Box::new(RunLabel {
        name: format!("run {number}"),
        strategy: "cross.strat".into(),
        facts: Vec::new(),
    })
}

#[test]
fn every_run_that_was_acknowledged_is_there_after_a_kill() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &bars_csv(500));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    drop(engine);
    let mut acknowledged = BTreeSet::new();
    for round in 0..12_u32 {
        let mut engine = Engine::at(&folder.home());
        let run = engine.run(stored("SAW", Some("1m"))).expect("a run").run;
        let asked: Vec<u32> = (0..20)
            .map(|number| {
                let label = label(round * 100 + number);
                engine.ask(|id| Request::StoreSaveRun { id, run, label })
            })
            .collect();
        // Killed somewhere among them: later in each round.
        for id in &asked[..round as usize] {
            match engine.next(*id) {
                Some(Reply::StoreSaveRunDone { saved, .. }) => acknowledged.insert(saved),
                other => panic!("a name was expected, not {other:?}"),
            };
        }
        engine.kill();
        // What was on its way when it died was acknowledged as well.
        for id in &asked[round as usize..] {
            if let Some(Reply::StoreSaveRunDone { saved, .. }) = engine.next(*id) {
                acknowledged.insert(saved);
            }
        }
    }
    let mut engine = Engine::at(&folder.home());
    let runs = engine.saved_runs(None);
    let there: BTreeSet<String> = runs.into_iter().map(|run| run.saved).collect();
    assert!(acknowledged.len() >= 66);
    assert!(acknowledged.is_subset(&there));
    for saved in acknowledged {
        let loaded = engine.answer(|id| Request::StoreLoadRun { id, saved });
        assert!(matches!(loaded, Ok(Reply::StoreLoadRunDone { .. })));
    }
    check(&mut engine);
}

/// Nothing is damaged, whatever was left by those that were killed.
fn check(engine: &mut Engine) {
    let findings = engine.fsck(false);
    assert!(
        findings.iter().all(|finding| !finding.is_damage),
        "{findings:?}"
    );
}

/// The files below the folder of all datasets that have an ending, named from the home.
fn files(home: &Path, ending: &str) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    let mut folders = vec![home.join("ticks")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                files.insert(path.strip_prefix(home).expect("below it").to_owned());
            }
        }
    }
    files
}

/// The segments of all datasets. They are named by their content.
fn segments(home: &Path) -> BTreeSet<PathBuf> {
    files(home, "parquet")
}

/// Waits until an import has begun a file, or has made them all.
fn wait_for_a_part(home: &Path, whole: usize) {
    while files(home, "part").is_empty() && segments(home).len() < whole {
        std::thread::sleep(std::time::Duration::from_micros(200));
    }
}

#[test]
fn an_import_that_was_killed_goes_on_and_ends_with_the_same_files() {
    let folder = Folder::new();
    let path = folder.file("SAW.csv", &quotes_csv(300_000));
    let whole = folder.0.join("whole");
    Engine::at(&whole).import(&path, "SAW");
    let expected = segments(&whole);
    assert!(expected.len() > 30, "a file a day");
    for round in 0..10_u64 {
        let home = folder.0.join(format!("home-{round}"));
        for cut in 0..3 {
            let mut engine = Engine::at(&home);
            let options = import_options(&path, "SAW");
            let import = engine.ask(|id| Request::ImportStart { id, options });
            // Not before it has begun, then at another moment each time: while it reads at first,
            // while it writes at last.
            engine.next(import).expect("progress");
            if round >= 5 {
                wait_for_a_part(&home, expected.len());
            }
            std::thread::sleep(std::time::Duration::from_millis(7 * (round % 5) + 11 * cut));
            engine.kill();
        }
        let mut engine = Engine::at(&home);
        engine.import(&path, "SAW");
        assert_eq!(segments(&home), expected);
        check(&mut engine);
        let summary = engine.run(stored("SAW", Some("1h"))).expect("a run");
        assert!(summary.bars > 800);
    }
}
