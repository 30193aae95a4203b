//! Any rows come back as they were: extremes, negative spreads, equal times, none at all.

use crate::support::memory::Memory;
use crate::support::samples::{ALL_AT_ONCE, bars_of, info, kept, open, plan, quotes_of, run, text};
use base::Sequential;
use market::{TickBlock, TickScale, TickSource, TimeUnit};
use proptest::collection::vec;
use proptest::prelude::*;
use store::{BarColumns, Begun, Rows, Series, Store};

fn import<R: Rows>(store: &Store, series: Series, rows: &R, count: usize) {
    let plan = plan("set", series, 1);
    match store.begin_import::<R>(plan, &Sequential).unwrap() {
        Begun::Open(mut import) => {
            import.append(rows).unwrap();
            import.commit(kept(count)).unwrap();
        }
        Begun::Done(_) => panic!("a new store has no datasets"),
    }
}

fn unit() -> impl Strategy<Value = TimeUnit> {
    prop_oneof![
        Just(TimeUnit::Second),
        Just(TimeUnit::Milli),
        Just(TimeUnit::Micro),
        Just(TimeUnit::Nano),
    ]
}

fn integer() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        -1_000_i64..1_000,
        Just(0),
        Just(i64::MIN),
        Just(i64::MAX),
    ]
}

prop_compose! {
    fn scale()(unit in unit(), price in 0_u8..=18, volume in 0_u8..=18) -> TickScale {
        TickScale { unit, price, volume }
    }
}

prop_compose! {
    /// Times within nanoseconds, at the ends of that range as well.
    fn ticks()(
        scale in scale(),
        rows in vec((integer(), integer(), integer(), integer(), integer()), 0..200),
    ) -> TickBlock {
        let limit = i64::MAX / scale.unit.nanos();
        let mut time: Vec<i64> = rows.iter().map(|row| row.0.clamp(-limit, limit)).collect();
        time.sort_unstable();
        let bid: Vec<i64> = rows.iter().map(|row| row.1).collect();
        let spread = rows.iter().map(|row| if row.1.checked_add(row.2).is_some() { row.2 } else { -row.1.signum() });
        TickBlock {
            scale,
            spread: spread.collect(),
            time,
            bid,
            bid_volume: rows.iter().map(|row| row.3).collect(),
            ask_volume: rows.iter().map(|row| row.4).collect(),
        }
    }
}

prop_compose! {
    fn bars()(
        scale in scale(),
        first in -2_000_000_i64..2_000_000,
        rows in vec((1_i64..5_000, 0_i64..5_000, [integer(), integer(), integer(), integer()], any::<Option<u32>>()), 0..200),
    ) -> BarColumns {
        let mut bars = BarColumns::new(scale);
        let mut time = first;
        for (length, gap, mut prices, volume) in rows {
            prices.sort_unstable();
            bars.open_time.push(time);
            bars.close_time.push(time + length);
            bars.low.push(prices[0]);
            bars.open.push(prices[1]);
            bars.close.push(prices[2]);
            bars.high.push(prices[3]);
            bars.volume.push(volume.map(i64::from));
            time += length + gap;
        }
        bars
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn quotes(rows in ticks()) {
        prop_assume!(rows.check().is_ok());
        let series = Series {
            unit: rows.scale.unit,
            price_scale: rows.scale.price,
            volume_scale: rows.scale.volume,
            ..quotes_of("X")
        };
        let memory = Memory::new();
        let store = open(memory.files(), ALL_AT_ONCE).unwrap();
        import(&store, series.clone(), &rows, rows.len());
        let source = store.ticks("set", None).unwrap();
        prop_assert_eq!(&*source.read(0, usize::MAX).unwrap(), &rows);
        let again = Memory::new();
        import(&open(again.files(), ALL_AT_ONCE).unwrap(), series, &rows, rows.len());
        prop_assert_eq!(memory.contents(), again.contents());
    }

    #[test]
    fn bars_of_any_shape(rows in bars()) {
        let series = Series {
            unit: rows.scale.unit,
            price_scale: rows.scale.price,
            volume_scale: rows.scale.volume,
            ..bars_of("X")
        };
        let memory = Memory::new();
        let store = open(memory.files(), ALL_AT_ONCE).unwrap();
        import(&store, series.clone(), &rows, rows.len());
        let Begun::Open(next) = store
            .begin_import::<BarColumns>(plan("set", series, 2), &Sequential)
            .unwrap() else { panic!("another source is another import") };
        let mut read = BarColumns::new(rows.scale);
        let periods: std::collections::BTreeSet<i64> = next
            .base()
            .unwrap()
            .segments
            .iter()
            .map(|segment| segment.period)
            .collect();
        for period in periods {
            let part = next.existing(period).unwrap();
            read.extend_from(&part, 0..part.len());
        }
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn runs(seed in any::<u64>(), rows in 0_usize..120, name in ".{0,20}") {
        let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
        let saved = run(seed, rows);
        let id = store.save_run(&info(&name, 1), &saved).unwrap();
        prop_assert_eq!(text(&store.load_run(&id).unwrap()), text(&saved));
    }
}
