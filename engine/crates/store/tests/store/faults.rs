//! Every file call of a small import and of a saved run fails, does half, or ends the process. What
//! was acknowledged is there afterwards, the rest is there or not, and running again completes it.

use crate::support::faulty::{Fault, Script};
use crate::support::memory::{Loss, Memory};
use crate::support::samples::{
    ALL_AT_ONCE, EVERY_SEGMENT, HOME, import_ticks, info, open, run, text, ticks,
};
use market::{TickBlock, TickSource};
use std::path::Path;
use std::sync::Arc;
use store::{Decimal, Files, FsckMode, InstrumentRecord, Store, StoreError, fsck};

fn before() -> TickBlock {
    ticks(1, 0, 2, 10)
}

fn imported() -> TickBlock {
    ticks(2, 3, 3, 12)
}

/// What was acknowledged.
#[derive(Debug, Default)]
struct Acknowledged {
    import: bool,
    run: bool,
}

fn home_with_data() -> Memory {
    let memory = Memory::new();
    let store = open(memory.files(), ALL_AT_ONCE).unwrap();
    import_ticks(&store, "OLD", 1, &before(), 100).unwrap();
    store.save_run(&info("old", 1), &run(1, 12)).unwrap();
    memory
}

fn work(files: Arc<dyn Files>, acknowledged: &mut Acknowledged) -> Result<(), StoreError> {
    let store = open(files, EVERY_SEGMENT)?;
    let import = import_ticks(&store, "NEW", 2, &imported(), 7);
    acknowledged.import = import.is_ok();
    let run = store.save_run(&info("new", 2), &run(2, 16));
    acknowledged.run = run.is_ok();
    import.and(run).map(|_| ())
}

fn check(memory: &Memory, acknowledged: &Acknowledged, what: &str) {
    let report = fsck(Path::new(HOME), memory.files(), FsckMode::Look).unwrap();
    assert!(report.is_clean(), "{what}: {report:#?}");
    let store = open(memory.files(), EVERY_SEGMENT).unwrap();
    let old = store.ticks("OLD", None).unwrap();
    assert_eq!(*old.read(0, usize::MAX).unwrap(), before(), "{what}");
    assert_eq!(
        text(&store.load_run("old").unwrap()),
        text(&run(1, 12)),
        "{what}"
    );
    check_new(&store, acknowledged, what);
}

fn check_new(store: &Store, acknowledged: &Acknowledged, what: &str) {
    let new = store.ticks("NEW", None);
    assert!(
        new.is_ok() || !acknowledged.import,
        "{what}: the import is lost"
    );
    if let Ok(new) = new {
        assert_eq!(*new.read(0, usize::MAX).unwrap(), imported(), "{what}");
    }
    let saved = store.load_run("new");
    assert!(
        saved.is_ok() || !acknowledged.run,
        "{what}: the run is lost"
    );
    if let Ok(saved) = saved {
        assert_eq!(text(&saved), text(&run(2, 16)), "{what}");
    }
}

fn complete(memory: &Memory, what: &str) {
    let mut acknowledged = Acknowledged::default();
    work(memory.files(), &mut acknowledged).unwrap();
    check(memory, &acknowledged, what);
    let store = open(memory.files(), EVERY_SEGMENT).unwrap();
    let whole = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    import_ticks(&whole, "NEW", 2, &imported(), 100).unwrap();
    let (done, expected) = (store.dataset("NEW").unwrap(), whole.dataset("NEW").unwrap());
    assert_eq!(done.versions.len(), 1, "{what}");
    assert_eq!(
        done.versions[0].segments, expected.versions[0].segments,
        "{what}"
    );
}

fn calls_from(start: fn() -> Memory) -> usize {
    let script = Script::counting();
    work(script.files(start().files()), &mut Acknowledged::default()).unwrap();
    script.calls()
}

fn try_all(fault: Fault, losses: &[Loss]) {
    for at in 0..calls_from(home_with_data) {
        let memory = home_with_data();
        let mut acknowledged = Acknowledged::default();
        let script = Script::new(fault, at);
        let result = work(script.files(memory.files()), &mut acknowledged);
        if fault == Fault::Half {
            assert!(result.is_ok(), "half of call {at}: {result:?}");
        }
        for loss in losses {
            let what = format!("{fault:?} at call {at}, {loss:?} lost, {acknowledged:?}");
            let after = memory.after(*loss);
            check(&after, &acknowledged, &what);
            complete(&after, &what);
        }
    }
}

#[test]
fn a_failing_call_loses_nothing() {
    try_all(Fault::Fail, &[Loss::Nothing]);
}

#[test]
fn a_call_that_does_half_is_called_again() {
    try_all(Fault::Half, &[Loss::Nothing, Loss::All]);
}

#[test]
fn a_process_that_ends_at_any_call_loses_nothing() {
    try_all(
        Fault::Kill,
        &[Loss::Nothing, Loss::All, Loss::Some(1), Loss::Some(2)],
    );
}

#[test]
fn a_home_can_be_made_again_after_any_call() {
    let script = Script::counting();
    open(script.files(Memory::new().files()), ALL_AT_ONCE).unwrap();
    for at in 0..script.calls() {
        for loss in [Loss::Nothing, Loss::All, Loss::Some(3)] {
            let memory = Memory::new();
            let script = Script::new(Fault::Kill, at);
            assert!(open(script.files(memory.files()), ALL_AT_ONCE).is_err());
            let after = memory.after(loss);
            let store = open(after.files(), ALL_AT_ONCE);
            assert!(store.is_ok(), "call {at}, {loss:?}: {:?}", store.err());
            let report = fsck(Path::new(HOME), after.files(), FsckMode::Look).unwrap();
            assert!(report.is_clean(), "call {at}, {loss:?}: {report:#?}");
        }
    }
}

#[test]
fn after_a_failed_sync_nothing_more_is_written() {
    let mut read_only = 0;
    for at in 0..calls_from(home_with_data) {
        let memory = home_with_data();
        let script = Script::new(Fault::Fail, at);
        let Ok(store) = open(script.files(memory.files()), EVERY_SEGMENT) else {
            continue;
        };
        let Err(error) = import_ticks(&store, "NEW", 2, &imported(), 7) else {
            continue;
        };
        let is_sync = matches!(error, StoreError::Io { action: "sync", .. });
        let next = store.put_instrument(facts());
        let is_refused = matches!(next, Err(StoreError::ReadOnly { .. }));
        assert!(is_refused || !is_sync, "call {at}: {error}, then {next:?}");
        assert!(store.ticks("OLD", None).is_ok(), "reading goes on");
        read_only += usize::from(is_refused);
    }
    assert!(read_only > 10, "only {read_only} failing syncs were met");
}

fn facts() -> InstrumentRecord {
    InstrumentRecord {
        symbol: "NEW".into(),
        tick_size: None,
        point_value: Decimal {
            mantissa: 1,
            scale: 0,
        },
        lot: None,
        currency: String::new(),
        calendar: String::new(),
        zone: "UTC".into(),
    }
}
