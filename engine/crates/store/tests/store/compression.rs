//! How small real Dukascopy quotes become, against the same rows as CSV text.

use crate::support::memory::Memory;
use crate::support::samples::{ALL_AT_ONCE, kept, open, plan, quotes_of};
use base::Sequential;
use base::civil::Date;
use market::{TickBlock, TickScale, TickSource, TimeUnit};
use std::fmt::Write as _;
use std::path::PathBuf;
use store::{Begun, Series};

const HOUR_MILLIS: i64 = 3_600_000;
const RECORD_BYTES: usize = 20;

/// The folder of real data.
fn data() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data");
    let named = std::env::var_os("BACKTESTR_TEST_DATA").map(PathBuf::from);
    let root = named.unwrap_or_else(|| PathBuf::from(beside));
    let folder = root.join("fx-dukascopy-bi5");
    let shown = folder.display();
    assert!(
        folder.is_dir(),
        "there is no {shown}: set BACKTESTR_TEST_DATA to the folder of real data"
    );
    folder
}

/// GBPJPY of 3 December 2012, the hours that are kept unpacked.
fn gbpjpy(folder: &std::path::Path) -> TickBlock {
    let scale = TickScale {
        unit: TimeUnit::Milli,
        price: 3,
        volume: 2,
    };
    let mut ticks = TickBlock::new(scale);
    let day = Date::new(2012, 12, 3).unwrap().day_number() * 24 * HOUR_MILLIS;
    for hour in [0, 9] {
        let name = format!("GBPJPY-raw-decompressed/2012/11/03/{hour:02}h_ticks.bin");
        let bytes = std::fs::read(folder.join(name)).unwrap();
        for record in bytes.chunks_exact(RECORD_BYTES) {
            let field = |at: usize| u32::from_be_bytes(record[at..at + 4].try_into().unwrap());
            let volume = |at: usize| (f64::from(f32::from_bits(field(at))) * 100.0).round() as i64;
            let (ask, bid) = (i64::from(field(4)), i64::from(field(8)));
            ticks
                .time
                .push(day + hour * HOUR_MILLIS + i64::from(field(0)));
            ticks.bid.push(bid);
            ticks.spread.push(ask - bid);
            ticks.bid_volume.push(volume(16));
            ticks.ask_volume.push(volume(12));
        }
    }
    ticks
}

/// EURUSD of 4 February 2019, midnight, as another project decoded it.
fn eurusd(folder: &std::path::Path) -> TickBlock {
    let scale = TickScale {
        unit: TimeUnit::Milli,
        price: 5,
        volume: 2,
    };
    let mut ticks = TickBlock::new(scale);
    let name = "reference-decode/EURUSD_2019-02-04T00_ticks.json";
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    for line in text
        .lines()
        .filter(|line| line.contains(',') && line.contains('['))
    {
        let inner = line.trim().trim_matches(['[', ']', ',']);
        let fields: Vec<f64> = inner
            .split(',')
            .map(|field| field.trim().parse().unwrap())
            .collect();
        let scaled = |value: f64, scale: f64| (value * scale).round() as i64;
        let (ask, bid) = (scaled(fields[1], 1e5), scaled(fields[2], 1e5));
        ticks.time.push(fields[0] as i64);
        ticks.bid.push(bid);
        ticks.spread.push(ask - bid);
        ticks.ask_volume.push(scaled(fields[3], 100.0));
        ticks.bid_volume.push(scaled(fields[4], 100.0));
    }
    ticks
}

/// The rows as Dukascopy's CSV: local date and time with milliseconds, plain numbers.
fn csv(ticks: &TickBlock, time: fn(i64) -> String) -> String {
    let mut text = "timestamp,bid,ask,bid_volume,ask_volume\n".to_owned();
    let decimals = usize::from(ticks.scale.price);
    let price = |value: i64| value as f64 / 10_f64.powi(i32::from(ticks.scale.price));
    for row in 0..ticks.len() {
        let (bid, ask) = (price(ticks.bid[row]), price(ticks.ask(row)));
        let bid_volume = ticks.bid_volume[row] as f64 / 100.0;
        let ask_volume = ticks.ask_volume[row] as f64 / 100.0;
        let time = time(ticks.time[row]);
        writeln!(
            text,
            "{time},{bid:.decimals$},{ask:.decimals$},{bid_volume},{ask_volume}"
        )
        .unwrap();
    }
    text
}

fn date_and_time(millis: i64) -> String {
    let day = millis.div_euclid(24 * HOUR_MILLIS);
    let rest = millis.rem_euclid(24 * HOUR_MILLIS);
    let Date { year, month, day } = Date::from_day_number(day);
    let (hour, minute) = (rest / HOUR_MILLIS, rest / 60_000 % 60);
    let (second, milli) = (rest / 1_000 % 60, rest % 1_000);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{milli:03}")
}

fn ratio(name: &str, ticks: &TickBlock) -> f64 {
    let series = Series {
        price_scale: ticks.scale.price,
        ..quotes_of(name)
    };
    let store = open(Memory::new().files(), ALL_AT_ONCE).unwrap();
    let plan = plan(name, series, 1);
    let Begun::Open(mut import) = store.begin_import(plan, &Sequential).unwrap() else {
        panic!("a new store has no datasets")
    };
    import.append(ticks).unwrap();
    import.commit(kept(ticks.len())).unwrap();
    assert_eq!(
        *store
            .ticks(name, None)
            .unwrap()
            .read(0, usize::MAX)
            .unwrap(),
        *ticks
    );
    let stored = store.dataset(name).unwrap().versions[0].bytes() as f64;
    let text = csv(ticks, date_and_time).len() as f64;
    let short = csv(ticks, |millis| millis.to_string()).len() as f64;
    println!(
        "{name}: {} rows, CSV {:.1} bytes a row, store {:.2}: {:.1} to 1; with times as milliseconds {:.1} to 1",
        ticks.len(),
        text / ticks.len() as f64,
        stored / ticks.len() as f64,
        text / stored,
        short / stored
    );
    text / stored
}

#[test]
#[ignore = "real data: fx-dukascopy-bi5"]
fn real_quotes_take_a_tenth_of_their_text() {
    let folder = data();
    assert!(ratio("GBPJPY", &gbpjpy(&folder)) >= 10.0);
    assert!(ratio("EURUSD", &eurusd(&folder)) >= 10.0);
}
