//! What was imported and saved comes back: rows, runs, hashes, facts.

use crate::support::memory::Memory;
use crate::support::samples::{
    ALL_AT_ONCE, EVERY_SEGMENT, bars, import_bars, import_ticks, info, open, run, text, ticks,
};
use market::{BlockSource, TickSource};
use store::{Decimal, InstrumentRecord, StoreError};

#[test]
fn quotes_come_back_from_any_row() {
    let store = open(Memory::new().files(), EVERY_SEGMENT).unwrap();
    let all = ticks(1, 0, 5, 40);
    assert_eq!(import_ticks(&store, "EURUSD", 1, &all, 33).unwrap(), 1);
    let source = store.ticks("EURUSD", None).unwrap();
    assert_eq!(source.rows(), all.len());
    assert_eq!(*source.read(0, usize::MAX).unwrap(), all);
    for (first, count) in [
        (0, 1),
        (39, 2),
        (35, 100),
        (199, 5),
        (200, 1),
        (500, 1),
        (7, 0),
    ] {
        let part = source.read(first, count).unwrap();
        let end = (first + count).min(all.len());
        let expected = &all.time[first.min(end)..end];
        assert_eq!(part.time, expected, "{count} rows from {first}");
    }
}

#[test]
fn bars_come_back_as_a_run_takes_them() {
    let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    let all = bars(2, 1_000);
    import_bars(&store, "EURUSD 1m", 1, &all).unwrap();
    let source = store.bars("EURUSD 1m", None).unwrap();
    let read = source.read(0, usize::MAX).unwrap();
    read.check().unwrap();
    assert_eq!(read.close[17], all.close[17] as f64 / 1e5);
    assert!(read.volume[995].is_nan());
    assert_eq!(source.read(990, 20).unwrap().len(), 10);
    let in_memory = market::content_hash(&read, &source.instrument().zone);
    assert_eq!(source.content_hash(), in_memory);
}

#[test]
fn prices_are_the_floats_nearest_to_their_decimal_text() {
    let all = bars(3, 500).to_bars();
    for (row, price) in all.open.iter().enumerate() {
        let text = format!("{:.5}", price);
        assert_eq!(
            text.parse::<f64>().unwrap().to_bits(),
            price.to_bits(),
            "row {row}"
        );
    }
}

#[test]
fn an_import_that_was_done_does_nothing() {
    let memory = Memory::new();
    let store = open(memory.files(), ALL_AT_ONCE).unwrap();
    let all = ticks(1, 0, 2, 30);
    import_ticks(&store, "EURUSD", 1, &all, 100).unwrap();
    let before = memory.contents();
    assert_eq!(import_ticks(&store, "EURUSD", 1, &all, 7).unwrap(), 1);
    assert_eq!(memory.contents(), before);
}

#[test]
fn another_source_makes_another_version_and_the_old_one_stays() {
    let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    let (first, second) = (ticks(1, 0, 2, 30), ticks(2, 5, 1, 30));
    import_ticks(&store, "EURUSD", 1, &first, 100).unwrap();
    assert_eq!(import_ticks(&store, "EURUSD", 2, &second, 100).unwrap(), 2);
    assert_eq!(store.ticks("EURUSD", Some(1)).unwrap().rows(), 60);
    let both = store.ticks("EURUSD", None).unwrap();
    assert_eq!(both.rows(), 90);
    assert_eq!(both.read(60, 30).unwrap().bid, second.bid);
    let old = store.ticks("EURUSD", Some(1)).unwrap();
    assert_ne!(old.content_hash(), both.content_hash());
    assert!(matches!(
        store.ticks("EURUSD", Some(3)),
        Err(StoreError::Missing { .. })
    ));
}

#[test]
fn a_run_comes_back_bit_for_bit() {
    let memory = Memory::new();
    let saved = run(4, 100);
    let id = {
        let store = open(memory.files(), ALL_AT_ONCE).unwrap();
        let id = store.save_run(&info("first", 10), &saved).unwrap();
        assert_eq!(store.save_run(&info("first", 10), &saved).unwrap(), id);
        assert_ne!(store.save_run(&info("again", 11), &saved).unwrap(), id);
        id
    };
    let store = open(memory.files(), ALL_AT_ONCE).unwrap();
    assert_eq!(store.runs().unwrap().len(), 2);
    assert_eq!(text(&store.load_run(&id).unwrap()), text(&saved));
    assert_eq!(text(&store.load_run("again").unwrap()), text(&saved));
    let facts = &store.run("first").unwrap().saved.info;
    assert_eq!(*facts, info("first", 10));
}

#[test]
fn an_empty_run_comes_back() {
    let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    let id = store.save_run(&info("empty", 1), &run(1, 0)).unwrap();
    assert_eq!(text(&store.load_run(&id).unwrap()), text(&run(1, 0)));
}

#[test]
fn facts_about_instruments_are_versions() {
    let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    let record = |tick| InstrumentRecord {
        symbol: "EURUSD".into(),
        tick_size: Some(Decimal {
            mantissa: tick,
            scale: 5,
        }),
        point_value: Decimal {
            mantissa: 1,
            scale: 0,
        },
        lot: None,
        currency: "USD".into(),
        calendar: String::new(),
        zone: "America/New_York".into(),
    };
    store.put_instrument(record(1)).unwrap();
    store.put_instrument(record(1)).unwrap();
    store.put_instrument(record(5)).unwrap();
    assert_eq!(store.instrument("EURUSD"), [record(1), record(5)]);
    import_bars(&store, "EURUSD 1m", 1, &bars(1, 10)).unwrap();
    let source = store.bars("EURUSD 1m", None).unwrap();
    assert_eq!(source.instrument().tick_size, Some(0.00005));
    assert_eq!(source.instrument().zone.name(), "America/New_York");
}

#[test]
fn trials_are_counted_once_each() {
    let memory = Memory::new();
    let store = open(memory.files(), ALL_AT_ONCE).unwrap();
    store
        .add_trials("cross", "EURUSD", &[[1; 32], [2; 32]])
        .unwrap();
    store
        .add_trials("cross", "EURUSD", &[[2; 32], [3; 32]])
        .unwrap();
    store.add_trials("cross", "GBPJPY", &[[2; 32]]).unwrap();
    let again = open(memory.files(), ALL_AT_ONCE).unwrap();
    assert_eq!(again.trial_count("cross", "EURUSD"), 3);
    assert_eq!(again.trial_count("cross", "GBPJPY"), 1);
    assert_eq!(again.trial_count("other", "EURUSD"), 0);
}

#[test]
fn a_store_sees_what_another_committed() {
    let memory = Memory::new();
    let one = open(memory.files(), ALL_AT_ONCE).unwrap();
    let two = open(memory.files(), ALL_AT_ONCE).unwrap();
    import_ticks(&one, "A", 1, &ticks(1, 0, 1, 10), 100).unwrap();
    import_ticks(&two, "B", 2, &ticks(2, 0, 1, 10), 100).unwrap();
    let names = |store: &store::Store| -> Vec<String> {
        let all = store.datasets().unwrap().into_iter();
        all.map(|dataset| dataset.status.name).collect()
    };
    assert_eq!(names(&one), ["A", "B"]);
    assert_eq!(names(&two), ["A", "B"]);
}
