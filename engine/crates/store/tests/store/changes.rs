//! Names, pins, removal, undoing it, and the unlinking of files.

use crate::support::memory::Memory;
use crate::support::samples::{
    ALL_AT_ONCE, EVERY_SEGMENT, import_ticks, info, leave_unfinished, open, run, ticks,
};
use store::{GroupLimits, Item, Store, StoreError};

fn store_with_two(memory: &Memory) -> Store {
    store_in_groups(memory, ALL_AT_ONCE)
}

fn store_in_groups(memory: &Memory, limits: GroupLimits) -> Store {
    let store = open(memory.files(), limits).unwrap();
    import_ticks(&store, "A", 1, &ticks(1, 0, 2, 10), 100).unwrap();
    import_ticks(&store, "B", 2, &ticks(1, 0, 1, 10), 100).unwrap();
    store.save_run(&info("r", 1), &run(1, 20)).unwrap();
    store
}

fn names(store: &Store) -> Vec<String> {
    let all = store.datasets().unwrap().into_iter();
    all.map(|dataset| dataset.status.name).collect()
}

fn data_files(memory: &Memory) -> usize {
    let all = memory.contents();
    let is_data = |path: &&std::path::PathBuf| path.extension().is_some_and(|end| end == "parquet");
    all.keys().filter(is_data).count()
}

#[test]
fn names_change_and_change_back() {
    let memory = Memory::new();
    let store = store_with_two(&memory);
    store.rename(Item::Dataset("A"), "C").unwrap();
    assert_eq!(names(&store), ["B", "C"]);
    assert!(store.rename(Item::Dataset("C"), "B").is_err());
    store.rename(Item::Run("r"), "best").unwrap();
    assert!(store.run("best").is_ok());
    assert!(store.undo().unwrap());
    assert!(store.run("best").is_err());
    assert!(store.undo().unwrap());
    assert_eq!(
        names(&open(memory.files(), ALL_AT_ONCE).unwrap()),
        ["A", "B"]
    );
    assert!(!store.undo().unwrap());
}

#[test]
fn pinned_things_stay() {
    let store = store_with_two(&Memory::new());
    store.pin(Item::Dataset("A"), true).unwrap();
    let error = store.remove(Item::Dataset("A"));
    assert!(matches!(error, Err(StoreError::Refused { .. })));
    store.pin(Item::Dataset("A"), false).unwrap();
    store.remove(Item::Dataset("A")).unwrap();
    assert_eq!(names(&store), ["B"]);
}

#[test]
fn a_removal_is_undone_while_its_files_are_there() {
    let memory = Memory::new();
    let store = store_with_two(&memory);
    let before = data_files(&memory);
    store.remove(Item::Dataset("A")).unwrap();
    store.remove(Item::Run("r")).unwrap();
    assert_eq!(data_files(&memory), before);
    assert!(store.undo().unwrap());
    assert!(store.undo().unwrap());
    assert_eq!(names(&store), ["A", "B"]);
    assert!(store.load_run("r").is_ok());
}

#[test]
fn a_name_that_was_taken_since_keeps_a_removal_from_being_undone() {
    let store = store_with_two(&Memory::new());
    store.remove(Item::Dataset("A")).unwrap();
    import_ticks(&store, "A", 3, &ticks(3, 0, 1, 10), 100).unwrap();
    assert!(store.undo().is_err());
    assert_eq!(names(&store), ["A", "B"]);
}

#[test]
fn each_change_is_taken_back_by_its_own_number() {
    let store = store_with_two(&Memory::new());
    let renamed = store.rename(Item::Dataset("A"), "C").unwrap();
    let pinned = store.pin(Item::Dataset("B"), true).unwrap();
    let removed = store.remove(Item::Run("r")).unwrap();
    store.undo_change(renamed).unwrap();
    assert_eq!(names(&store), ["A", "B"]);
    assert!(store.run("r").is_err());
    store.undo_change(removed).unwrap();
    assert!(store.run("r").is_ok());
    store.undo_change(pinned).unwrap();
    for none in [renamed, pinned, removed, 0, u64::MAX] {
        let error = store.undo_change(none);
        assert!(matches!(error, Err(StoreError::Missing { .. })), "{none}");
    }
}

#[test]
fn a_purge_tells_the_bytes_of_each_file() {
    let memory = Memory::new();
    let store = store_with_two(&memory);
    let before = memory.contents();
    store.remove(Item::Run("r")).unwrap();
    let unlinked = store.purge_sized().unwrap();
    assert_eq!(unlinked.len(), 3);
    for (path, bytes) in unlinked {
        let file = before.iter().find(|(there, _)| there.ends_with(&path));
        assert_eq!(file.unwrap().1.len() as u64, bytes);
    }
}

#[test]
fn a_purge_that_is_stopped_is_completed_by_the_next() {
    let store = store_with_two(&Memory::new());
    store.remove(Item::Run("r")).unwrap();
    let mut left = 2;
    let mut go_on = || {
        left -= 1;
        left >= 0
    };
    assert_eq!(store.purge_watched(&mut go_on).unwrap().len(), 2);
    assert_eq!(store.purge().unwrap().len(), 1);
}

#[test]
fn a_check_of_all_datasets_tells_how_far_it_is_and_can_be_ended() {
    let store = store_with_two(&Memory::new());
    let mut told = Vec::new();
    let report = store.verify_watched(None, &mut |done, total| {
        told.push((done, total));
        true
    });
    // Two days of A, of which B has one.
    assert_eq!(report.unwrap().files, 2);
    assert_eq!(told, [(0, 2), (1, 2)]);
    let report = store.verify_watched(Some("A"), &mut |done, _| done == 0);
    assert_eq!(report.unwrap().files, 1);
    assert!(
        store
            .verify_watched(Some("none"), &mut |_, _| true)
            .is_err()
    );
}

#[test]
fn only_files_that_nothing_needs_are_unlinked() {
    for limits in [ALL_AT_ONCE, EVERY_SEGMENT] {
        let memory = Memory::new();
        let store = store_in_groups(&memory, limits);
        assert!(store.purge().unwrap().is_empty());
        store.remove(Item::Dataset("A")).unwrap();
        store.remove(Item::Run("r")).unwrap();
        // The first day of A has the same rows as B and so is the same file.
        assert_eq!(store.purge().unwrap().len(), 1 + 3);
        assert!(!store.undo().unwrap());
        assert!(store.ticks("B", None).is_ok());
        assert!(store.verify("B").unwrap().is_clean());
        assert_eq!(data_files(&memory), 1);
        import_ticks(&store, "A", 1, &ticks(1, 0, 2, 10), 100).unwrap();
        assert!(store.verify("A").unwrap().is_clean());
    }
}

#[test]
fn a_purge_takes_what_unfinished_imports_of_the_rows_have_left() {
    let memory = Memory::new();
    let store = store_in_groups(&memory, EVERY_SEGMENT);
    let before = data_files(&memory);
    // An import encodes when it has 128 days; the last one may go on, so it waits.
    let rows = ticks(9, 5, 130, 1);
    leave_unfinished(&store, "A", 9, &rows);
    assert_eq!(data_files(&memory), before + 129);
    store.remove(Item::Dataset("A")).unwrap();
    assert_eq!(store.purge().unwrap().len(), 129 + 1);
    assert_eq!(import_ticks(&store, "A", 9, &rows, 50).unwrap(), 1);
    let opened = open(memory.files(), EVERY_SEGMENT).unwrap();
    assert!(opened.purge().unwrap().is_empty());
    assert!(opened.verify("A").unwrap().is_clean());
}

#[test]
fn a_purged_run_can_be_saved_again() {
    let store = store_with_two(&Memory::new());
    store.remove(Item::Run("r")).unwrap();
    store.purge().unwrap();
    store.save_run(&info("r", 1), &run(1, 20)).unwrap();
    assert!(store.load_run("r").is_ok());
}
