//! Candles: read as such, and rebuilt from the ticks of the same hours.

use crate::real::{EURUSD_DAY, HOUR, data, field, records};
use crate::support::{Folder, import_of, open, quotes, request};
use market::{BlockSource, TickBlock};
use std::collections::BTreeMap;

/// Open, high, low, close of each minute, by a naive walk over ticks.
fn minutes(ticks: &TickBlock, price: impl Fn(usize) -> i64) -> BTreeMap<i64, [i64; 4]> {
    let mut minutes: BTreeMap<i64, [i64; 4]> = BTreeMap::new();
    for row in 0..ticks.len() {
        let (minute, price) = (ticks.time[row] / 60_000, price(row));
        let bar = minutes.entry(minute).or_insert([price; 4]);
        bar[1] = bar[1].max(price);
        bar[2] = bar[2].min(price);
        bar[3] = price;
    }
    minutes
}

#[test]
#[ignore = "real data: fx-dukascopy-bi5"]
fn candles_from_ticks_are_the_vendors() {
    let data = data();
    let folder = Folder::new();
    let store = open(&folder.home());
    import_of(&store, &request(&[&data.join("EURUSD")], None)).unwrap();
    let ticks = quotes(&store, "EURUSD");
    let mut compared = 0;
    for (side, is_ask) in [("bid", false), ("ask", true)] {
        let rebuilt = minutes(&ticks, |row| {
            if is_ask {
                ticks.ask(row)
            } else {
                ticks.bid[row]
            }
        });
        let stored = store.bars(&format!("EURUSD.1m.{side}"), None).unwrap();
        let bars = stored.read(0, usize::MAX).unwrap();
        assert_eq!(bars.len(), 1_440);
        for hour in [0, 10] {
            for minute in 0..60 {
                let row = (hour * 60 + minute) as usize;
                let start = EURUSD_DAY + hour * HOUR + minute * 60_000;
                assert_eq!(bars.open_time[row], start * 1_000_000);
                assert_eq!(bars.close_time[row], (start + 60_000) * 1_000_000);
                let own = [
                    bars.open[row],
                    bars.high[row],
                    bars.low[row],
                    bars.close[row],
                ];
                let own = own.map(|price| (price * 1e5).round() as i64);
                assert_eq!(
                    rebuilt.get(&(start / 60_000)),
                    Some(&own),
                    "{side} {hour}:{minute}"
                );
                compared += 1;
            }
        }
    }
    println!("{compared} candles of EURUSD are those of the vendor");
    assert_eq!(compared, 240);
}

#[test]
#[ignore = "real data: fx-dukascopy-bi5"]
fn periods_without_quotes_are_no_bars() {
    let data = data();
    let folder = Folder::new();
    let store = open(&folder.home());
    let imported = import_of(&store, &request(&[&data.join("EURUSD")], None)).unwrap();
    for (name, path) in [
        ("EURUSD.1d.bid", "EURUSD/2019/BID_candles_day_1.bi5"),
        ("EURUSD.1h.ask", "EURUSD/2019/01/ASK_candles_hour_1.bi5"),
        ("EURUSD.1m.ask", "EURUSD/2019/01/04/ASK_candles_min_1.bi5"),
    ] {
        let one = imported.iter().find(|one| one.dataset == name).unwrap();
        let records = records(&data.join(path), 24);
        // Open, close, low, high, volume.
        let quoted: Vec<&Vec<u8>> = records
            .iter()
            .filter(|record| f32::from_bits(field(record, 20)) != 0.0)
            .collect();
        assert_eq!(one.accounting.rows_in, records.len() as u64);
        assert_eq!(one.accounting.kept, quoted.len() as u64);
        let stored = store.bars(name, None).unwrap();
        let bars = stored.read(0, usize::MAX).unwrap();
        for (row, record) in quoted.iter().enumerate() {
            let price = |at| f64::from(field(record, at)) / 1e5;
            assert_eq!(
                [
                    bars.open[row],
                    bars.close[row],
                    bars.low[row],
                    bars.high[row]
                ],
                [price(4), price(8), price(12), price(16)]
            );
            assert_eq!(bars.volume[row] as f32, f32::from_bits(field(record, 20)));
        }
    }
}
