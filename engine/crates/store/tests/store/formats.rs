//! Homes that earlier versions wrote are read by this one.

use crate::support::folder::Folder;
use crate::support::samples::{info, run, text};
use events::{RunRecord, TradeExit};
use std::path::Path;
use std::sync::Arc;
use store::{DiskFiles, GroupLimits, Store};

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}

fn open(home: &Path) -> Store {
    Store::open(home, Arc::new(DiskFiles), GroupLimits::default()).unwrap()
}

fn without_ends(run: RunRecord) -> RunRecord {
    let mut run = run;
    let exits = run
        .trades
        .iter_mut()
        .filter_map(|trade| trade.exit.take().map(|e| (trade, e)));
    for (trade, exit) in exits {
        trade.exit = Some(TradeExit {
            reason: None,
            is_ambiguous: None,
            ..exit
        });
    }
    run
}

/// The home holds `run(4, 32)` under the name `old`, saved before trades told how they ended.
#[test]
fn a_run_without_exit_reasons_is_read_and_stands_beside_a_new_one() {
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/home-before-exit-reasons");
    let folder = Folder::new();
    copy(&old, folder.path());
    let store = open(folder.path());
    let expected = text(&without_ends(run(4, 32)));
    assert_eq!(text(&store.load_run("old").unwrap()), expected);
    store.save_run(&info("new", 11), &run(4, 32)).unwrap();
    let tells = |name| store.tells_trade_ends(&store.run(name).unwrap().saved);
    assert_eq!((tells("old"), tells("new")), (false, true));
    drop(store);
    let store = open(folder.path());
    assert_eq!(text(&store.load_run("old").unwrap()), expected);
    assert_eq!(text(&store.load_run("new").unwrap()), text(&run(4, 32)));
}
