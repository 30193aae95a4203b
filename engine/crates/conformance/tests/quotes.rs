//! Runs on quotes worked out on paper, in twin and fast path: docs/semantics/ticks.md in small numbers.

use base::{Direction as Side, Phase, Stamp};
use conformance::{
    Builder, Case, Engine, Fast, Given, QuoteData, Twin, disagreement, on_quotes, plain_account,
    quotes_of, readable,
};
use events::{RunRecord, Trade};
use market::{Chart, PriceSide, Timeframe};
use protocol::Direction::{Long, Short};
use protocol::{FillTiming, Intrabar, Operation, Series, ValueType};

const SECOND: i64 = 1_000_000_000;

const NOTHING: Given = Given {
    quantity: None,
    percent: None,
    limit: None,
    stop: None,
    target_distance: None,
    stop_distance: None,
};

fn of(quantity: f64) -> Given {
    Given {
        quantity: Some(quantity),
        ..NOTHING
    }
}

fn every(timeframe: &str) -> Chart {
    Chart::Every(Timeframe::parse(timeframe).expect("a timeframe"))
}

/// A case on quotes of second, bid and ask; bars are made of bids.
fn case(builder: Builder, chart: Chart, rows: &[[i64; 3]]) -> Case {
    let data = QuoteData {
        block: quotes_of(rows),
        chart,
        side: PriceSide::Bid,
    };
    on_quotes("small", builder, plain_account(), data)
}

/// Runs both engines, which agree, and gives the record.
fn run(case: &Case) -> RunRecord {
    let prepared = case.prepare().expect("the case is valid");
    assert_eq!(disagreement(&prepared), None, "{}", readable(case));
    let fast = Fast::new(1_024, false).run(&prepared);
    assert_eq!(fast, Twin.run(&prepared));
    fast.expect("the case runs")
}

/// Values of nodes on each bar.
fn values(case: &Case, nodes: &[u32]) -> Vec<Vec<f64>> {
    let prepared = case.prepare().expect("the case is valid");
    assert_eq!(disagreement(&prepared), None, "{}", readable(case));
    Twin.values(&prepared, nodes).expect("the case runs")
}

/// Direction, quantity, second and price of entry and exit, profit.
type Row = (Side, f64, i64, f64, Option<(i64, f64)>, f64);

fn rows(run: &RunRecord) -> Vec<Row> {
    let row = |trade: &Trade| {
        let exit = trade.exit.map(|exit| (exit.time / SECOND, exit.price));
        let (second, price) = (trade.entry_time / SECOND, trade.entry_price);
        let (quantity, profit) = (trade.quantity, trade.profit);
        (trade.direction, quantity, second, price, exit, profit)
    };
    run.trades.iter().map(row).collect()
}

fn excursions(run: &RunRecord) -> Vec<(f64, f64)> {
    let of = |trade: &Trade| (trade.mae, trade.mfe);
    run.trades.iter().map(of).collect()
}

fn equity(run: &RunRecord) -> Vec<f64> {
    run.equity.iter().map(|point| point.equity).collect()
}

const THREE_MINUTES: [[i64; 3]; 6] = [
    [0, 100, 101],
    [30, 102, 104],
    [60, 103, 105],
    [90, 101, 108],
    [120, 107, 109],
    [150, 104, 106],
];

/// Decided at 60 s, bought at 105, the ask of that second; sold at 107, the bid of second 120.
/// Bids after the entry: 101 → −8, 107 → 4. Bar 1: 10,000 − 210 + 2 · 101.
#[test]
fn buys_at_the_ask_and_sells_at_the_bid() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, of(2.0));
    builder.close_on(1, "L", NOTHING);
    let run = run(&case(builder, every("1m"), &THREE_MINUTES));
    assert_eq!(
        rows(&run),
        [(Side::Long, 2.0, 60, 105.0, Some((120, 107.0)), 4.0)]
    );
    assert_eq!(excursions(&run), [(-8.0, 4.0)]);
    assert_eq!(equity(&run), [10_000.0, 9_992.0, 10_004.0]);
    assert_eq!(run.fills[0].stamp, Stamp::new(60 * SECOND, Phase::Market));
    assert_eq!((run.path_fills, run.ambiguous_bars), (0, 0));
}

/// Sold at 103, marked at the asks 108 and 106; the worst ask on the way is 109.
#[test]
fn a_short_position_is_marked_at_the_ask() {
    let mut builder = Builder::new();
    builder.enter_on(0, "S", Short, of(2.0));
    let run = run(&case(builder, every("1m"), &THREE_MINUTES));
    assert_eq!(rows(&run), [(Side::Short, 2.0, 60, 103.0, None, -6.0)]);
    assert_eq!(excursions(&run), [(-12.0, 0.0)]);
    assert_eq!(equity(&run), [10_000.0, 9_990.0, 9_994.0]);
    assert_eq!(run.final_equity, 9_994.0);
}

/// The stop at 104 is satisfied by the bid of the entry's own quote. What is left sees only later
/// bids: 106 and 107 → 2.
#[test]
fn a_leg_can_fill_at_the_quote_of_its_entry() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, of(2.0));
    let half = Given {
        percent: Some(50.0),
        stop: Some(104.0),
        ..NOTHING
    };
    builder.exit_always("X", None, half);
    let rows_of_quotes = [
        [0, 100, 101],
        [60, 103, 105],
        [90, 106, 108],
        [150, 107, 109],
    ];
    let run = run(&case(builder, every("1m"), &rows_of_quotes));
    assert_eq!(
        rows(&run),
        [
            (Side::Long, 1.0, 60, 105.0, Some((60, 103.0)), -2.0),
            (Side::Long, 1.0, 60, 105.0, None, 2.0),
        ]
    );
    assert_eq!(excursions(&run), [(-2.0, 0.0), (0.0, 2.0)]);
}

/// The ask of 105 triggers the stop at 104; a limit of 106 fills at once at 105, one of 104 waits for
/// an ask that it satisfies and gets that one, 102.
#[test]
fn a_stop_limit_fills_at_the_ask_it_satisfies() {
    let quotes = [
        [0, 100, 101],
        [60, 103, 105],
        [90, 104, 106],
        [150, 101, 102],
    ];
    for (limit, second, price) in [(106.0, 60, 105.0), (104.0, 150, 102.0)] {
        let mut builder = Builder::new();
        let terms = Given {
            limit: Some(limit),
            stop: Some(104.0),
            ..of(1.0)
        };
        builder.enter_on(0, "L", Long, terms);
        let run = run(&case(builder, every("1m"), &quotes));
        let profit = 101.0 - price;
        assert_eq!(rows(&run), [(Side::Long, 1.0, second, price, None, profit)]);
    }
}

/// A sell stop at 99 meets its first bid below at 95, two ticks of a quarter worse; a buy limit at 99
/// gets the ask of 97 as it is. Stops come before limits.
#[test]
fn price_orders_fill_at_the_quote_not_at_their_price() {
    let mut builder = Builder::new();
    let at_stop = Given {
        stop: Some(99.0),
        ..of(1.0)
    };
    let at_limit = Given {
        limit: Some(99.0),
        ..of(3.0)
    };
    builder.enter_on(0, "L", Long, at_limit);
    builder.enter_on(0, "S", Short, at_stop);
    let mut case = case(
        builder,
        every("1m"),
        &[[0, 100, 101], [60, 100, 100], [61, 95, 97]],
    );
    case.settings.account.slippage_ticks = 2.0;
    let run = run(&case);
    assert_eq!(
        rows(&run),
        [
            (Side::Short, 1.0, 61, 94.5, Some((61, 97.0)), -2.5),
            (Side::Long, 3.0, 61, 97.0, None, -6.0),
        ]
    );
}

/// Bars of two quotes; the fifth makes none. Decided and filled at the second, at its ask, in phase
/// 3; closed at the fourth, the last that is used.
#[test]
fn a_chart_of_ticks_decides_at_its_last_quote() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, of(1.0));
    let quotes = [
        [0, 100, 101],
        [1, 102, 104],
        [1, 90, 91],
        [5, 107, 108],
        [6, 1, 2],
    ];
    let mut case = case(builder, Chart::Ticks(2), &quotes);
    case.settings.account.fills = FillTiming::ThisClose;
    case.settings.account.close_at_end = true;
    let run = run(&case);
    assert_eq!(
        rows(&run),
        [(Side::Long, 1.0, 1, 104.0, Some((5, 107.0)), 3.0)]
    );
    assert_eq!(excursions(&run), [(-14.0, 3.0)]);
    let stamps: Vec<Stamp> = run.fills.iter().map(|fill| fill.stamp).collect();
    let at = |second: i64| Stamp::new(second * SECOND, Phase::TickDecision);
    assert_eq!(stamps, [at(1), at(5)]);
    assert_eq!(equity(&run), [9_998.0, 10_003.0]);
}

/// Three quotes of one instant are three bars: what the first decides fills at the second.
#[test]
fn the_next_quote_may_have_the_same_time() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, of(1.0));
    let quotes = [[7, 100, 101], [7, 102, 104], [7, 103, 103]];
    let run = run(&case(builder, Chart::Ticks(1), &quotes));
    assert_eq!(rows(&run), [(Side::Long, 1.0, 7, 104.0, None, -1.0)]);
    assert_eq!((run.fills[0].row, run.trades[0].entry_row), (1, 1));
    assert_eq!(run.fills[0].stamp, Stamp::new(7 * SECOND, Phase::Market));
}

/// Bids of 0, 1, 2, … every half minute. 2m bars end at 120, 240 and 360 s: the last 1m bar that is
/// completed then closes at 3, 7, 11; the last 3m bar at nothing, 5, 11.
#[test]
fn other_timeframes_need_be_no_multiple() {
    let quotes: Vec<[i64; 3]> = (0..12).map(|row| [30 * row, row, row + 1]).collect();
    let mut builder = Builder::new();
    let confirmed: Vec<u32> = ["1m", "3m"]
        .map(|timeframe| {
            let context = builder.context(timeframe);
            let value = builder.series(context, Series::Close);
            builder.node(0, Operation::Confirmed { value }, ValueType::Number)
        })
        .to_vec();
    let found = values(&case(builder, every("2m"), &quotes), &confirmed);
    assert_eq!(found[0], [3.0, 7.0, 11.0]);
    assert!(found[1][0].is_nan());
    assert_eq!(found[1][1..], [5.0, 11.0]);
}

/// The mid of a minute: 100.5, 103, 99.5. Volumes are the sums of both sizes; the touch is the last.
#[test]
fn bars_are_made_of_one_side_and_keep_the_last_touch() {
    let quotes = [[0, 100, 101], [10, 102, 104], [50, 99, 100]];
    let series = [
        (Series::Open, 100.5, 100.0, 101.0),
        (Series::High, 103.0, 102.0, 104.0),
        (Series::Low, 99.5, 99.0, 100.0),
        (Series::Close, 99.5, 99.0, 100.0),
        (Series::Volume, 9.0, 3.0, 6.0),
        (Series::Bid, 99.0, 99.0, 99.0),
        (Series::Ask, 100.0, 100.0, 100.0),
        (Series::BidSize, 1.0, 1.0, 1.0),
        (Series::AskSize, 2.0, 2.0, 2.0),
        (Series::Time, 0.0, 0.0, 0.0),
        (Series::TimeClose, 60_000.0, 60_000.0, 60_000.0),
    ];
    let mut builder = Builder::new();
    let nodes: Vec<u32> = series
        .iter()
        .map(|(series, ..)| builder.series(0, *series))
        .collect();
    let mut case = case(builder, every("1m"), &quotes);
    for side in [PriceSide::Mid, PriceSide::Bid, PriceSide::Ask] {
        case.quotes.as_mut().expect("it is on quotes").side = side;
        let found = values(&case, &nodes);
        for ((name, mid, bid, ask), found) in series.iter().zip(found) {
            let expected = match side {
                PriceSide::Mid => *mid,
                PriceSide::Bid => *bid,
                PriceSide::Ask => *ask,
            };
            assert_eq!(found, [expected], "{name:?} of {side:?}");
        }
    }
}

/// On the path of the bar the spread is not there: bought at the open of 103 and marked at the close
/// of 101, bids both.
#[test]
fn the_path_of_a_bar_knows_no_spread() {
    let mut builder = Builder::new();
    builder.enter_on(0, "L", Long, of(1.0));
    let mut case = case(builder, every("1m"), &THREE_MINUTES[..4]);
    case.settings.account.intrabar = Some(Intrabar::OhlcPath);
    let run = run(&case);
    assert_eq!(rows(&run), [(Side::Long, 1.0, 60, 103.0, None, -2.0)]);
}
