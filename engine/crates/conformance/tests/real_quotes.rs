//! GBPJPY's twelve recorded hours through twin and fast path: a strategy that waits for bars of a
//! quarter of an hour and trades on quotes.

use conformance::{
    Builder, Case, Engine, Fast, QuoteData, Twin, disagreement, given, on_quotes, plain_account,
};
use market::{Chart, PriceSide, TickBlock, TickScale, TimeUnit, Timeframe};
use protocol::{
    Account, BinaryFunction, Commission, Direction, IndicatorFunction, Operation, Series,
    Statement, ValueType,
};
use std::io::Read;
use std::path::PathBuf;

/// 2012-12-03T00:00Z; the months of the vendor's folders count from 0.
const DAY_MILLISECONDS: i64 = 1_354_492_800_000;
const HOUR_MILLISECONDS: i64 = 3_600_000;
const RECORD_BYTES: usize = 20;
const LZMA_KIB_MAX: u32 = 65_536;

#[test]
#[ignore = "real data: GBPJPY of 2012-12-03 as .bi5"]
fn twin_and_fast_path_agree_on_gbpjpy() {
    let block = gbpjpy();
    let charts = [
        Chart::Every(Timeframe::parse("1m").expect("a timeframe")),
        Chart::Ticks(20),
    ];
    for chart in charts {
        for side in [PriceSide::Bid, PriceSide::Mid] {
            let data = QuoteData {
                block: block.clone(),
                chart,
                side,
            };
            let prepared = strategy(data).prepare().expect("the case is valid");
            assert_eq!(disagreement(&prepared), None, "{chart} of {side:?}");
            let twin = Twin.run(&prepared).expect("it runs");
            let fast = Fast::new(1_024, false).run(&prepared).expect("it runs");
            assert_eq!(twin.digest, fast.digest);
            assert!(twin.trades.len() > 20, "it trades");
            let digest: String = twin.digest[..8]
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect();
            println!(
                "{} quotes, {chart}, {side:?}: {} bars, {} trades, equity {}, digest {digest}…",
                block.len(),
                twin.equity.len(),
                twin.trades.len(),
                twin.final_equity,
            );
        }
    }
}

/// Long above the confirmed average of 15m, short below it, each with a target and a stop; a stop
/// order to add where the spread is narrow.
fn strategy(data: QuoteData) -> Case {
    let mut builder = Builder::new();
    let quarter = builder.context("15m");
    let close = builder.series(quarter, Series::Close);
    let length = builder.constant(quarter, 3.0);
    let average = builder.indicator(quarter, IndicatorFunction::Ema, vec![close], vec![length]);
    let operation = Operation::Confirmed { value: average };
    let trend = builder.node(0, operation, ValueType::Number);
    let price = builder.series(0, Series::Close);
    let sides = [
        (Direction::Long, IndicatorFunction::CrossOver, "L"),
        (Direction::Short, IndicatorFunction::CrossUnder, "S"),
    ];
    for (direction, function, id) in sides {
        let guard = builder.indicator(0, function, vec![price, trend], Vec::new());
        enter(&mut builder, guard, id, direction, None);
    }
    let (ask, bid) = (
        builder.series(0, Series::Ask),
        builder.series(0, Series::Bid),
    );
    let spread = builder.binary(0, BinaryFunction::Subtract, ask, bid);
    let narrow = builder.constant(0, 0.02);
    let is_narrow = builder.binary(0, BinaryFunction::LessOrEqual, spread, narrow);
    let above = builder.constant(0, 0.03);
    let stop = builder.binary(0, BinaryFunction::Add, ask, above);
    enter(&mut builder, is_narrow, "A", Direction::Long, Some(stop));
    for (id, from) in [("XL", "L"), ("XS", "S"), ("XA", "A")] {
        exit(&mut builder, id, from);
    }
    let account = Account {
        capital: 1_000_000.0,
        commission: vec![Commission::Value { fraction: 0.000_02 }],
        pyramiding: 2,
        close_at_end: true,
        ..plain_account()
    };
    let mut case = on_quotes("GBPJPY", builder, account, data);
    case.market.instrument.tick_size = Some(0.001);
    case
}

fn enter(builder: &mut Builder, guard: u32, id: &str, direction: Direction, stop: Option<u32>) {
    let id = builder.text(id);
    builder.statement(Statement::Entry {
        guard: Some(guard),
        id,
        direction,
        quantity: None,
        limit: None,
        stop: stop.and_then(given),
        comment: None,
    });
}

fn exit(builder: &mut Builder, id: &str, from: &str) {
    let id = builder.text(id);
    let from_entry = Some(builder.text(from));
    let target_distance = given(builder.constant(0, 0.12));
    let loss_ticks = given(builder.constant(0, 80.0));
    builder.statement(Statement::Exit {
        guard: None,
        id,
        from_entry,
        quantity: None,
        quantity_percent: None,
        limit: None,
        stop: None,
        target_distance,
        stop_distance: None,
        profit_ticks: None,
        loss_ticks,
        comment: None,
    });
}

/// All twelve hours. Prices have three decimals; sizes are millions, kept with two.
fn gbpjpy() -> TickBlock {
    let mut block = TickBlock::new(TickScale {
        unit: TimeUnit::Milli,
        price: 3,
        volume: 2,
    });
    for hour in 0..12 {
        let bytes = unpacked(&format!("{hour:02}h_ticks.bi5"));
        for record in bytes.chunks_exact(RECORD_BYTES) {
            add(
                &mut block,
                DAY_MILLISECONDS + hour * HOUR_MILLISECONDS,
                record,
            );
        }
    }
    block
}

/// Milliseconds of the hour, ask, bid (u32), sizes of ask and bid (f32), all big-endian.
fn add(block: &mut TickBlock, hour: i64, record: &[u8]) {
    let word = |at: usize| u32::from_be_bytes(record[at..at + 4].try_into().expect("four bytes"));
    let size = |at: usize| (f64::from(f32::from_bits(word(at))) * 100.0).round() as i64;
    let (ask, bid) = (i64::from(word(4)), i64::from(word(8)));
    block.time.push(hour + i64::from(word(0)));
    block.bid.push(bid);
    block.spread.push(ask - bid);
    block.ask_volume.push(size(12));
    block.bid_volume.push(size(16));
}

#[expect(clippy::disallowed_methods, reason = "tests on real data read it")]
fn unpacked(name: &str) -> Vec<u8> {
    let path = data_folder()
        .join("fx-dukascopy-bi5/GBPJPY/2012/11/03")
        .join(name);
    let packed = std::fs::read(&path).expect("the file can be read");
    let reader = lzma_rust2::LzmaReader::new_mem_limit(&packed[..], LZMA_KIB_MAX, None);
    let mut bytes = Vec::new();
    reader
        .expect("the file is LZMA")
        .read_to_end(&mut bytes)
        .expect("the file is whole");
    assert_eq!(bytes.len() % RECORD_BYTES, 0, "{name} holds whole records");
    bytes
}

#[test]
#[ignore = "real data: GBPJPY of 2012-12-03 as .bi5 and unpacked"]
#[expect(clippy::disallowed_methods, reason = "tests on real data read it")]
fn the_hours_unpack_as_others_unpacked_them() {
    for name in ["00h_ticks", "09h_ticks"] {
        let path = data_folder()
            .join("fx-dukascopy-bi5/GBPJPY-raw-decompressed/2012/11/03")
            .join(format!("{name}.bin"));
        let expected = std::fs::read(path).expect("the file can be read");
        assert!(unpacked(&format!("{name}.bi5")) == expected, "{name}");
    }
}

/// Where real data is: the runner of all tests names it.
#[expect(clippy::disallowed_methods, reason = "tests on real data look for it")]
fn data_folder() -> PathBuf {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data");
    std::env::var_os("BACKTESTR_TEST_DATA").map_or(beside, PathBuf::from)
}
