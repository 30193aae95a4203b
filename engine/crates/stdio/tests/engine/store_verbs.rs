//! Datasets and saved runs: changes and their undoing, checks, and runs that come back as they were.

use crate::support::{Engine, Folder, Refused, bars_csv, of_symbol, stored};
use protocol::{ErrorCode, Fact, Reply, Request, RunLabel, SavedRunInfo, SeriesName, StoredItem};

fn dataset(name: &str) -> StoredItem {
    StoredItem::Dataset { name: name.into() }
}

fn names(engine: &mut Engine) -> Vec<String> {
    let datasets = engine.datasets().expect("datasets");
    datasets.into_iter().map(|dataset| dataset.name).collect()
}

/// The number of a change.
fn change(answer: Result<Reply, Refused>) -> i64 {
    match answer {
        Ok(
            Reply::StoreRemoveDone { change, .. }
            | Reply::StoreRenameDone { change, .. }
            | Reply::StorePinDone { change, .. },
        ) => change,
        other => panic!("a change was expected, not {other:?}"),
    }
}

fn remove(engine: &mut Engine, item: StoredItem) -> Result<Reply, Refused> {
    engine.answer(|id| Request::StoreRemove { id, item })
}

fn with_data(folder: &Folder) -> (Engine, String) {
    let path = folder.file("SAW.csv", &bars_csv(300));
    let mut engine = Engine::at(&folder.home());
    engine.import(&path, "SAW");
    let name = names(&mut engine).remove(0);
    (engine, name)
}

fn label(name: &str, strategy: &str) -> Box<RunLabel> {
    Box::new(RunLabel {
        name: name.into(),
        strategy: strategy.into(),
        facts: vec![Fact {
            name: "length".into(),
            value: "3".into(),
        }],
    })
}

fn save(engine: &mut Engine, run: u32, label: Box<RunLabel>) -> Result<String, Refused> {
    let saved = engine.answer(|id| Request::StoreSaveRun { id, run, label });
    saved.map(|reply| match reply {
        Reply::StoreSaveRunDone { saved, .. } => saved,
        other => panic!("a name was expected, not {other:?}"),
    })
}

#[test]
fn more_runs_than_a_frame_takes_are_listed() {
    let folder = Folder::new();
    let (mut engine, _) = with_data(&folder);
    let run = engine.run(stored("SAW", Some("1m"))).expect("a run").run;
    let text = "x".repeat(200_000);
    let mut expected = Vec::new();
    for number in 0..12 {
        let mut label = label(&format!("run {number}"), "long.strat");
        label.facts.push(Fact {
            name: "text".into(),
            value: text.clone(),
        });
        expected.push(save(&mut engine, run, label).expect("saved"));
    }
    expected.reverse();
    let runs = engine.saved_runs(Some("long.strat"));
    let ids: Vec<&str> = runs.iter().map(|run| run.saved.as_str()).collect();
    assert_eq!(ids, expected);
    let kept = |run: &SavedRunInfo| run.label.facts.iter().any(|fact| fact.value == text);
    assert!(runs.iter().all(kept));
}

#[test]
fn more_versions_than_come_at_once_are_listed() {
    let folder = Folder::new();
    let mut engine = Engine::at(&folder.home());
    for number in 0..18 {
        let name = format!("part {number}.csv");
        let path = folder.file(&name, &bars_csv(10 + number));
        engine.import(&path, "SAW");
    }
    let parts = engine.datasets().expect("datasets");
    let versions = parts.iter().flat_map(|part| &part.versions);
    let numbers: Vec<u32> = versions.map(|version| version.version).collect();
    assert_eq!(numbers, (1..=18).collect::<Vec<u32>>());
    assert_eq!(parts.len(), 2);
    assert_eq!(parts[0].name, parts[1].name);
}

/// All replies to the pulls of a run, with the ids of the requests taken out.
fn pulls(engine: &mut Engine, run: u32) -> Vec<String> {
    let mut all = Vec::new();
    let trades = engine.ask(|id| Request::RunTrades {
        id,
        run,
        first: 0,
        count: 10_000,
    });
    all.push((trades, engine.all(trades)));
    for series in [
        SeriesName::TimeClose,
        SeriesName::Equity,
        SeriesName::Drawdown,
        SeriesName::PositionSize,
    ] {
        let pull = engine.ask(|id| Request::RunSeries {
            id,
            run,
            series,
            first: 0,
            count: 10_000,
        });
        all.push((pull, engine.all(pull)));
    }
    let without_id = |(id, replies): (u32, Vec<Reply>)| {
        format!("{replies:?}").replace(&format!("id: {id},"), "")
    };
    all.into_iter().map(without_id).collect()
}

#[test]
fn a_saved_run_comes_back_as_it_was_also_in_another_engine() {
    let folder = Folder::new();
    let (mut engine, name) = with_data(&folder);
    let mut settings = stored("SAW", Some("5m"));
    settings.account.close_at_end = false;
    let summary = engine.run(settings).expect("a run");
    let before = pulls(&mut engine, summary.run);
    assert!(before[0].contains("entry_id: \"long\""), "{}", before[0]);
    let saved = save(&mut engine, summary.run, label("best", "cross.strat")).expect("saved");
    drop(engine);

    let mut engine = Engine::at(&folder.home());
    let listed = engine.saved_runs(Some("cross.strat"));
    assert_eq!(listed.len(), 1);
    assert!(engine.saved_runs(Some("other.strat")).is_empty());
    assert_eq!(listed[0].saved, saved);
    assert_eq!(listed[0].label, *label("best", "cross.strat"));
    assert_eq!(listed[0].dataset.as_deref(), Some(name.as_str()));
    assert_eq!(listed[0].dataset_version, Some(1));
    assert_eq!(listed[0].digest, summary.digest);
    assert_eq!(listed[0].plan_hash, summary.plan_hash);
    assert_eq!(listed[0].trade_count, i64::from(summary.trade_count));
    let loaded = engine.answer(|id| Request::StoreLoadRun {
        id,
        saved: saved.clone(),
    });
    let Ok(Reply::StoreLoadRunDone { run, info, .. }) = loaded else {
        panic!("a run was expected, not {loaded:?}");
    };
    assert_eq!(*info, listed[0]);
    assert_eq!(pulls(&mut engine, run), before);
    let window = engine.refusal(|id| Request::RunWindow {
        id,
        run,
        timeframe: None,
        from_us: None,
        to_us: None,
        candles_max: 10,
    });
    assert_eq!(window.code, ErrorCode::Refused);
    assert!(window.help.contains("again"), "{window:?}");
    let hints = engine.refusal(|id| Request::RunHints { id, run });
    assert_eq!(hints.code, ErrorCode::Refused);
}

#[test]
fn saving_and_loading_refuse_what_is_not_there() {
    let folder = Folder::new();
    let (mut engine, _) = with_data(&folder);
    let unknown = save(&mut engine, 77, label("", "")).expect_err("no such run");
    assert_eq!(unknown.code, ErrorCode::UnknownRun);
    let run = engine.run(stored("SAW", Some("1m"))).expect("a run").run;
    let mut own = label("", "");
    own.facts[0].name = "engine.summary".into();
    let refused = save(&mut engine, run, own).expect_err("our own name");
    assert_eq!(refused.code, ErrorCode::BadSettings);
    let missing = engine.refusal(|id| Request::StoreLoadRun {
        id,
        saved: "nothing".into(),
    });
    assert_eq!(missing.code, ErrorCode::UnknownItem);
    let saved = save(&mut engine, run, label("", "")).expect("saved");
    let table = folder
        .home()
        .join("runs")
        .join(&saved)
        .join("trades.parquet");
    let mut bytes = std::fs::read(&table).expect("the table");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&table, bytes).expect("the table");
    let damaged = engine.refusal(|id| Request::StoreLoadRun { id, saved });
    assert_eq!(damaged.code, ErrorCode::StoreDamaged);
}

#[test]
fn changes_have_numbers_by_which_they_are_taken_back() {
    let folder = Folder::new();
    let (mut engine, name) = with_data(&folder);
    let renamed = change(engine.answer(|id| Request::StoreRename {
        id,
        item: dataset(&name),
        name: "minutes".into(),
    }));
    let pinned = change(engine.answer(|id| Request::StorePin {
        id,
        item: dataset("minutes"),
        is_pinned: true,
    }));
    let refused = remove(&mut engine, dataset("minutes")).expect_err("pinned");
    assert_eq!(refused.code, ErrorCode::Refused);
    let undo = |engine: &mut Engine, change| engine.answer(|id| Request::StoreUndo { id, change });
    // Not the last one: each by its own number.
    undo(&mut engine, renamed).expect("undone");
    assert_eq!(names(&mut engine), std::slice::from_ref(&name));
    undo(&mut engine, pinned).expect("undone");
    let removed = change(remove(&mut engine, dataset(&name)));
    assert!(names(&mut engine).is_empty());
    undo(&mut engine, removed).expect("undone");
    assert_eq!(names(&mut engine), std::slice::from_ref(&name));
    for none in [removed, pinned, 0, -1, i64::from(u32::MAX)] {
        let refused = undo(&mut engine, none).expect_err("no such change");
        assert_eq!(refused.code, ErrorCode::UnknownItem, "{none}");
    }
    let last = change(remove(&mut engine, dataset(&name)));
    match engine.answer(|id| Request::StorePurge { id }) {
        Ok(Reply::StorePurgeDone { files, bytes, .. }) => assert!(files == 1 && bytes > 0),
        other => panic!("what was purged was expected, not {other:?}"),
    }
    let refused = undo(&mut engine, last).expect_err("purged");
    assert_eq!(refused.code, ErrorCode::UnknownItem);
}

#[test]
fn changes_of_what_is_not_there_and_bad_names_are_refused() {
    let folder = Folder::new();
    let (mut engine, name) = with_data(&folder);
    let refused = remove(&mut engine, dataset("none")).expect_err("not there");
    assert_eq!(refused.code, ErrorCode::UnknownItem);
    let run = StoredItem::Run {
        saved: "none".into(),
    };
    let refused = remove(&mut engine, run).expect_err("not there");
    assert_eq!(refused.code, ErrorCode::UnknownItem);
    let long = "x".repeat(201);
    for bad in ["", "  ", "a\nb", long.as_str()] {
        let refused = engine.refusal(|id| Request::StoreRename {
            id,
            item: dataset(&name),
            name: bad.into(),
        });
        assert_eq!(refused.code, ErrorCode::BadSettings, "{bad:?}");
    }
}

#[test]
fn a_refusal_of_a_very_long_name_fits_its_frame() {
    let folder = Folder::new();
    let (mut engine, _) = with_data(&folder);
    let long = "\u{7}".repeat(900_000);
    let saved = long.clone();
    let refused = engine.refusal(|id| Request::StoreLoadRun { id, saved });
    assert_eq!(refused.code, ErrorCode::UnknownItem);
    assert!(refused.message.len() < 20_000);
    let refused = remove(&mut engine, dataset(&long)).expect_err("not there");
    assert_eq!(refused.code, ErrorCode::UnknownItem);
    let resolved = engine.refusal(|id| Request::MarketResolve {
        id,
        store: of_symbol(&long),
        chart: None,
    });
    assert_eq!(resolved.code, ErrorCode::UnknownItem);
}

#[test]
fn a_run_can_be_renamed_pinned_and_removed() {
    let folder = Folder::new();
    let (mut engine, _) = with_data(&folder);
    let run = engine.run(stored("SAW", Some("1m"))).expect("a run").run;
    let saved = save(&mut engine, run, label("first", "s")).expect("saved");
    let item = || StoredItem::Run {
        saved: saved.clone(),
    };
    change(engine.answer(|id| Request::StoreRename {
        id,
        item: item(),
        name: "second".into(),
    }));
    change(engine.answer(|id| Request::StorePin {
        id,
        item: item(),
        is_pinned: true,
    }));
    let listed = engine.saved_runs(None);
    assert_eq!(
        (listed[0].label.name.as_str(), listed[0].is_pinned),
        ("second", true)
    );
    assert!(remove(&mut engine, item()).is_err());
    change(engine.answer(|id| Request::StorePin {
        id,
        item: item(),
        is_pinned: false,
    }));
    change(remove(&mut engine, item()));
    assert!(engine.saved_runs(None).is_empty());
}

#[test]
fn checks_read_every_file_and_name_the_damaged_ones() {
    let folder = Folder::new();
    let (mut engine, name) = with_data(&folder);
    let verify = |engine: &mut Engine, dataset: Option<&str>| {
        let dataset = dataset.map(str::to_owned);
        let findings = |reply: &Reply| match reply {
            Reply::StoreVerifyChunk { findings, .. } => Some(findings.clone()),
            _ => None,
        };
        match engine.list(|id| Request::StoreVerify { id, dataset }, findings) {
            Ok((findings, Reply::StoreVerifyDone { files, .. })) => Ok((files, findings)),
            Ok(other) => panic!("findings were expected, not {other:?}"),
            Err(refused) => Err(refused.code),
        }
    };
    assert_eq!(verify(&mut engine, None), Ok((1, Vec::new())));
    assert_eq!(verify(&mut engine, Some(&name)), Ok((1, Vec::new())));
    assert_eq!(
        verify(&mut engine, Some("none")),
        Err(ErrorCode::UnknownItem)
    );
    let mut folders = vec![folder.home().join("ticks")];
    while let Some(inside) = folders.pop() {
        for entry in std::fs::read_dir(inside).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let mut bytes = std::fs::read(&path).expect("a segment");
            bytes[100] ^= 4;
            std::fs::write(&path, bytes).expect("a segment");
        }
    }
    let (_, findings) = verify(&mut engine, None).expect("an answer");
    assert_eq!(findings.len(), 1);
    assert!(findings[0].is_damage && findings[0].path.starts_with("ticks"));
    let refused = engine.run(stored("SAW", Some("1m"))).expect_err("damaged");
    assert_eq!(refused.code, ErrorCode::StoreDamaged);
    assert!(engine.fsck(true).iter().any(|one| one.is_damage));
    assert!(folder.home().join("quarantine").is_dir());
}
