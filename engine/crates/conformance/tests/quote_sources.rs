//! Quotes that come in pieces are the same quotes, and quotes that cannot be read stop a run.

use conformance::{Data, FULL_SIZE, Prepared, quotes_of, random_quote_case};
use events::{RunError, RunErrorKind, RunRecord};
use market::{
    Chart, Instrument, MemoryTicks, PriceSide, Quotes, TickBlock, TickScale, TickSource, Timeframe,
};
use std::borrow::Cow;

/// Gives few rows at a time, and none from a row on that cannot be read.
struct Slow<'a> {
    whole: &'a dyn TickSource,
    rows_at_once: usize,
    fails_at: usize,
}

impl TickSource for Slow<'_> {
    fn instrument(&self) -> &Instrument {
        self.whole.instrument()
    }

    fn scale(&self) -> TickScale {
        self.whole.scale()
    }

    fn rows(&self) -> usize {
        self.whole.rows()
    }

    fn read(&self, first: usize, count: usize) -> Result<Cow<'_, TickBlock>, String> {
        if first + 1 > self.fails_at {
            return Err("The disk is gone.".to_owned());
        }
        let count = count.min(self.rows_at_once).min(self.fails_at - first);
        self.whole.read(first, count)
    }

    fn content_hash(&self) -> [u8; 32] {
        self.whole.content_hash()
    }
}

/// Twin and fast path on a case's quotes, read slowly.
fn runs(case: &Prepared, fails_at: usize) -> [Result<RunRecord, RunError>; 2] {
    let Data::Quotes(owned) = &case.data else {
        return [0, 1].map(|_| Err(RunError::new(RunErrorKind::Data, "bars")));
    };
    let quotes = owned.quotes();
    let slow = Slow {
        whole: quotes.source,
        rows_at_once: 13,
        fails_at,
    };
    let quotes = Quotes {
        source: &slow,
        ..quotes
    };
    let options = backtest::Options::default();
    let fast = backtest::tick_chart(&case.plan, &quotes)
        .and_then(|chart| backtest::run_quotes(&case.plan, &case.settings, &chart, &options));
    [
        reference::run_quotes(&case.plan, &case.settings, &quotes),
        fast,
    ]
}

#[test]
fn quotes_in_pieces_are_the_same_quotes() {
    let mut compared = 0;
    for seed in 0..50 {
        let case = random_quote_case(seed, FULL_SIZE)
            .prepare()
            .expect("the case is valid");
        let Data::Quotes(owned) = &case.data else {
            continue;
        };
        let whole = reference::run_quotes(&case.plan, &case.settings, &owned.quotes());
        let Ok(whole) = whole else { continue };
        for run in runs(&case, usize::MAX) {
            assert_eq!(run.map(|run| run.digest), Ok(whole.digest), "seed {seed}");
        }
        compared += 1;
    }
    assert!(compared > 40, "only {compared} cases could be compared");
}

#[test]
fn quotes_that_cannot_be_read_stop_a_run() {
    for seed in 0..5 {
        let case = random_quote_case(seed, FULL_SIZE)
            .prepare()
            .expect("the case is valid");
        for run in runs(&case, 40) {
            assert_eq!(run.map_err(|error| error.kind), Err(RunErrorKind::Data));
        }
    }
}

#[test]
fn the_data_hash_is_that_of_the_written_layout() {
    let instrument = Instrument {
        symbol: "X".to_owned(),
        tick_size: None,
        point_value: 1.0,
        lot: None,
        zone: base::Zone::new("Europe/Berlin").expect("a zone"),
    };
    let source = MemoryTicks::new(instrument, quotes_of(&[[0, 1, 2], [1, 2, 3]])).expect("quotes");
    let hour = Chart::Every(Timeframe::parse("60m").expect("a timeframe"));
    let cases = [
        (hour, "1h", PriceSide::Bid, 0),
        (Chart::Ticks(5), "ticks(5)", PriceSide::Ask, 1),
        (Chart::Ticks(5), "ticks(5)", PriceSide::Mid, 2),
    ];
    for (chart, text, side, byte) in cases {
        let mut bytes = source.content_hash().to_vec();
        bytes.extend(text.as_bytes());
        bytes.extend((text.len() as u64).to_le_bytes());
        bytes.extend(b"Europe/Berlin");
        bytes.extend(13_u64.to_le_bytes());
        bytes.push(byte);
        bytes.extend(b"quotes 1");
        let quotes = Quotes {
            source: &source,
            chart,
            side,
        };
        assert_eq!(quotes.data_hash(), *blake3::hash(&bytes).as_bytes());
    }
}
