//! Power is lost after every call, with many choices of what survives of that which was not synced.

use crate::support::faulty::{Fault, Script};
use crate::support::memory::{Loss, Memory};
use crate::support::samples::{EVERY_SEGMENT, HOME, import_ticks, info, open, run, text, ticks};
use market::TickSource;
use std::path::Path;
use store::{FsckMode, Store, fsck};

/// Each step is acknowledged before the next begins.
fn steps(store: &Store) -> usize {
    let mut done = 0;
    for step in 0..4_u8 {
        let seed = u64::from(step);
        let rows = ticks(seed, i64::from(step), 1, 6);
        let name = format!("D{step}");
        if import_ticks(store, &name, step, &rows, 4).is_err() {
            return done;
        }
        done += 1;
        let saved = store.save_run(&info(&name, i64::from(step)), &run(seed, 8));
        if saved.is_err() {
            return done;
        }
        done += 1;
    }
    done
}

fn check(memory: &Memory, done: usize, what: &str) {
    let store =
        open(memory.files(), EVERY_SEGMENT).unwrap_or_else(|error| panic!("{what}: {error}"));
    for step in 0..done {
        let seed = step as u64 / 2;
        let name = format!("D{seed}");
        if step % 2 == 0 {
            let source = store.ticks(&name, None).unwrap();
            let rows = source
                .read(0, 100)
                .unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(*rows, ticks(seed, seed as i64, 1, 6), "{what}");
        } else {
            let saved = store
                .load_run(&name)
                .unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(text(&saved), text(&run(seed, 8)), "{what}");
        }
    }
    let report = fsck(Path::new(HOME), memory.files(), FsckMode::Look).unwrap();
    assert!(report.is_clean(), "{what}: {report:#?}");
}

#[test]
fn what_was_acknowledged_survives_any_loss() {
    let script = Script::counting();
    steps(&open(script.files(Memory::new().files()), EVERY_SEGMENT).unwrap());
    for at in 0..script.calls() {
        let memory = Memory::new();
        let script = Script::new(Fault::Kill, at);
        let done =
            open(script.files(memory.files()), EVERY_SEGMENT).map_or(0, |store| steps(&store));
        let losses = (0..6).map(|seed| Loss::Some(seed * 1_000 + at as u64));
        for loss in losses.chain([Loss::All, Loss::Nothing]) {
            check(
                &memory.after(loss),
                done,
                &format!("call {at}, {loss:?}, {done} done"),
            );
        }
    }
}
