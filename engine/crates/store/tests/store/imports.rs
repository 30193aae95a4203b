//! Imports: cuts do not depend on how rows come, interrupted ones go on, rows are accounted for.

use crate::support::memory::Memory;
use crate::support::samples::{
    ALL_AT_ONCE, EVERY_SEGMENT, bars_of, import_ticks, kept, open, plan, quotes_of, ticks,
};
use base::Sequential;
use market::{TickBlock, TickSource};
use store::{Accounting, BarColumns, Begun, ImportMode, ImportPlan, RuleCount, Store, StoreError};

fn begin(store: &Store, plan: ImportPlan) -> Box<store::Import<'_, TickBlock>> {
    match store.begin_import::<TickBlock>(plan, &Sequential).unwrap() {
        Begun::Open(import) => import,
        Begun::Done(version) => panic!("it was done as version {version}"),
    }
}

fn error_of<T>(result: Result<T, StoreError>) -> String {
    match result {
        Ok(_) => "no error".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn parts_and_groups_never_reach_the_bytes() {
    let all = ticks(7, 0, 4, 50);
    let mut outcomes = Vec::new();
    for (part, limits) in [
        (1, EVERY_SEGMENT),
        (17, ALL_AT_ONCE),
        (1_000, EVERY_SEGMENT),
    ] {
        let store = open(Memory::new().files(), limits).unwrap();
        import_ticks(&store, "EURUSD", 1, &all, part).unwrap();
        let dataset = store.dataset("EURUSD").unwrap();
        outcomes.push(dataset.versions[0].segments.clone());
    }
    assert_eq!(outcomes[0].len(), 4);
    assert!(outcomes.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn an_interrupted_import_goes_on_with_the_same_bytes() {
    let all = ticks(8, 0, 6, 50);
    let whole = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    import_ticks(&whole, "EURUSD", 1, &all, 20).unwrap();
    let expected = whole.dataset("EURUSD").unwrap().versions[0]
        .segments
        .clone();
    for stop in [1, 49, 50, 51, 130, 299] {
        let memory = Memory::new();
        {
            let store = open(memory.files(), EVERY_SEGMENT).unwrap();
            let mut import = begin(&store, plan("EURUSD", quotes_of("EURUSD"), 1));
            for row in 0..stop {
                let mut block = TickBlock::new(all.scale);
                block.extend_from(&all, row..row + 1);
                import.append(&block).unwrap();
                import.note((row as u64 + 1).to_le_bytes().to_vec());
            }
        }
        let store = open(memory.files(), EVERY_SEGMENT).unwrap();
        assert!(store.datasets().unwrap().is_empty());
        import_ticks(&store, "EURUSD", 1, &all, 20).unwrap();
        let dataset = store.dataset("EURUSD").unwrap();
        assert_eq!(dataset.versions[0].segments, expected, "stopped at {stop}");
    }
}

#[test]
fn rows_that_are_there_are_handed_over_again() {
    let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    let first = ticks(1, 0, 2, 30);
    import_ticks(&store, "EURUSD", 1, &first, 100).unwrap();
    let day = first.nanos(0) / 86_400_000_000_000;
    let mut import = begin(&store, plan("EURUSD", quotes_of("EURUSD"), 2));
    let mut merged = import.existing(day).unwrap();
    assert_eq!(merged.len(), 30);
    merged.extend_from(&first, 29..30);
    import.append(&merged).unwrap();
    assert_eq!(import.commit(kept(1)).unwrap(), 2);
    let source = store.ticks("EURUSD", None).unwrap();
    assert_eq!(source.rows(), 61);
    assert_eq!(source.read(30, 1).unwrap().bid, [first.bid[29]]);
}

#[test]
fn a_merge_that_loses_rows_is_refused() {
    let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    let first = ticks(1, 0, 1, 30);
    import_ticks(&store, "EURUSD", 1, &first, 100).unwrap();
    let mut import = begin(&store, plan("EURUSD", quotes_of("EURUSD"), 2));
    import.append(&ticks(2, 0, 1, 5)).unwrap();
    let error = error_of(import.commit(kept(5)));
    assert!(error.contains("30 there before, 5 handed over"), "{error}");
    let replace = ImportPlan {
        mode: ImportMode::Replace,
        ..plan("EURUSD", quotes_of("EURUSD"), 2)
    };
    let mut import = begin(&store, replace.clone());
    import.append(&ticks(2, 0, 1, 5)).unwrap();
    import.commit(kept(5)).unwrap();
    assert_eq!(store.ticks("EURUSD", None).unwrap().rows(), 5);
    // Rows that stay beside the replaced ones are told apart from new ones.
    let again = ImportPlan {
        options: vec![("reader".into(), "2".into())],
        ..replace
    };
    let mut import = begin(&store, again.clone());
    import.append(&ticks(2, 0, 1, 5)).unwrap();
    let error = error_of(import.commit(kept(2)));
    assert!(error.contains("0 there before, 5 handed over"), "{error}");
    let mut import = begin(&store, again);
    import.append(&ticks(2, 0, 1, 5)).unwrap();
    import.carry(3);
    import.commit(kept(2)).unwrap();
}

fn replace(store: &Store, source: u8, day: i64) -> u64 {
    let plan = ImportPlan {
        mode: ImportMode::Replace,
        ..plan("EURUSD", quotes_of("EURUSD"), source)
    };
    match store.begin_import::<TickBlock>(plan, &Sequential).unwrap() {
        Begun::Done(version) => version,
        Begun::Open(mut import) => {
            import.append(&ticks(u64::from(source), day, 1, 5)).unwrap();
            import.commit(kept(5)).unwrap()
        }
    }
}

#[test]
fn an_import_that_a_later_one_replaced_is_done_again() {
    let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    let rows = |store: &Store| {
        store
            .ticks("EURUSD", None)
            .unwrap()
            .read(0, 9)
            .unwrap()
            .into_owned()
    };
    assert_eq!((replace(&store, 1, 0), replace(&store, 2, 0)), (1, 2));
    assert_eq!((replace(&store, 1, 0), replace(&store, 1, 0)), (3, 3));
    assert_eq!(rows(&store), ticks(1, 0, 1, 5));
    // What is elsewhere leaves it as it is.
    assert_eq!((replace(&store, 3, 4), replace(&store, 1, 0)), (4, 3));
    let first = ticks(4, 8, 1, 5);
    assert_eq!(import_ticks(&store, "EURUSD", 4, &first, 9).unwrap(), 5);
    assert_eq!(
        import_ticks(&store, "EURUSD", 5, &ticks(5, 9, 1, 5), 9).unwrap(),
        6
    );
    assert_eq!(import_ticks(&store, "EURUSD", 4, &first, 9).unwrap(), 5);
    replace(&store, 6, 8);
    let import = begin(&store, plan("EURUSD", quotes_of("EURUSD"), 4));
    let day = first.nanos(0) / 86_400_000_000_000;
    assert_eq!(import.existing(day).unwrap(), ticks(6, 8, 1, 5));
}

#[test]
fn rows_must_be_accounted_for() {
    let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    let mut import = begin(&store, plan("EURUSD", quotes_of("EURUSD"), 1));
    import.append(&ticks(1, 0, 1, 5)).unwrap();
    let crossed = RuleCount {
        rule: "crossed".into(),
        rows: 2,
        examples: vec!["line 7, byte 301".into()],
    };
    let accounting = Accounting {
        rows_in: 9,
        kept: 5,
        duplicates: 1,
        rejected: vec![crossed],
        flagged: Vec::new(),
    };
    let error = error_of(import.commit(accounting.clone()));
    assert!(
        error.contains("9 rows came in; 5 kept, 2 rejected, 1 duplicates"),
        "{error}"
    );
    let mut import = begin(&store, plan("EURUSD", quotes_of("EURUSD"), 1));
    import.append(&ticks(1, 0, 1, 5)).unwrap();
    let complete = Accounting {
        rows_in: 8,
        ..accounting
    };
    import.commit(complete.clone()).unwrap();
    let dataset = store.dataset("EURUSD").unwrap();
    assert_eq!(dataset.versions[0].import.accounting, complete);
}

#[test]
fn rows_out_of_order_or_of_another_scale_are_refused() {
    let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    let mut import = begin(&store, plan("EURUSD", quotes_of("EURUSD"), 1));
    import.append(&ticks(1, 1, 1, 5)).unwrap();
    let error = error_of(import.append(&ticks(1, 0, 1, 5)));
    assert!(error.contains("earlier"), "{error}");
    let mut other = ticks(1, 2, 1, 5);
    other.scale.price = 3;
    let error = error_of(import.append(&other));
    assert!(error.contains("other units"), "{error}");
}

#[test]
fn a_dataset_keeps_its_kind_of_rows() {
    let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    import_ticks(&store, "EURUSD", 1, &ticks(1, 0, 1, 5), 9).unwrap();
    let wrong = plan("EURUSD", bars_of("EURUSD"), 2);
    let error = error_of(store.begin_import::<BarColumns>(wrong, &Sequential));
    assert!(error.contains("rows of another kind"), "{error}");
    let error = error_of(store.bars("EURUSD", None));
    assert!(error.contains("does not hold"), "{error}");
}

#[test]
fn an_import_without_rows_makes_an_empty_version() {
    let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    let import = begin(&store, plan("EURUSD", quotes_of("EURUSD"), 1));
    import.commit(kept(0)).unwrap();
    assert_eq!(store.ticks("EURUSD", None).unwrap().rows(), 0);
}

#[test]
fn any_name_of_a_symbol_is_stored_inside_the_home() {
    let memory = Memory::new();
    let store = open(memory.files(), ALL_AT_ONCE).unwrap();
    let long = "L".repeat(300);
    let names = [
        "../../etc/passwd",
        "a\0b",
        "",
        "CON",
        "eurusd",
        "EURUSD",
        &long,
        "a/b",
        "Ω",
    ];
    for (number, symbol) in names.iter().enumerate() {
        let plan = plan(&format!("set {number}"), quotes_of(symbol), 1);
        let mut import = begin(&store, plan);
        import.append(&ticks(number as u64, 0, 1, 3)).unwrap();
        import.commit(kept(3)).unwrap();
    }
    for number in 0..names.len() {
        let source = store.ticks(&format!("set {number}"), None).unwrap();
        assert_eq!(*source.read(0, 9).unwrap(), ticks(number as u64, 0, 1, 3));
    }
    assert!(
        memory
            .contents()
            .keys()
            .all(|path| path.starts_with("/home/data"))
    );
}
