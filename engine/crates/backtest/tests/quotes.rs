//! Runs on quotes: how one is carried out never shows, what the program sees is what the page says,
//! and what does not fit is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

mod common;

use backtest::{Options, tick_chart};
use common::build::{Builder, account, mixed, settings, sma_cross, sma_reversal};
use common::{generated, quotes};
use events::{RunErrorKind, RunRecord};
use market::{
    Chart, Instrument, MemoryTicks, PriceSide, Quotes, TickBlock, TickScale, TickSource, TimeUnit,
};
use plan::{
    BinaryFunction as B, CloseRule, Commission, Context, FillTiming, IndicatorFunction as I,
    Intrabar, NodeId, Operation, Plan, Profile, RunSettings, Series, Sizing,
};
use std::borrow::Cow;

const SECOND: i64 = 1_000_000_000;

/// The same quotes, read piece by piece and never as many as asked for.
struct Streamed(MemoryTicks);

impl TickSource for Streamed {
    fn instrument(&self) -> &Instrument {
        self.0.instrument()
    }

    fn scale(&self) -> TickScale {
        self.0.scale()
    }

    fn rows(&self) -> usize {
        self.0.rows()
    }

    fn read(&self, first: usize, count: usize) -> Result<Cow<'_, TickBlock>, String> {
        self.0.read(first, count.min(999))
    }

    fn content_hash(&self) -> [u8; 32] {
        self.0.content_hash()
    }
}

fn chart(text: &str) -> Chart {
    Chart::parse(text).unwrap()
}

fn of<'a>(source: &'a dyn TickSource, text: &str, side: PriceSide) -> Quotes<'a> {
    Quotes {
        source,
        chart: chart(text),
        side,
    }
}

fn run(
    plan: &Plan,
    settings: &RunSettings,
    quotes: &Quotes<'_>,
    options: &Options<'_>,
) -> RunRecord {
    let chart = tick_chart(plan, quotes).unwrap();
    backtest::run_quotes(plan, settings, &chart, options).unwrap()
}

fn at(fills: FillTiming, intrabar: Intrabar, from: Option<i64>) -> RunSettings {
    let mut account = account();
    account.fills = fills;
    account.intrabar = intrabar;
    account.pyramiding = 3;
    let mut settings = settings(account);
    settings.period.from = from;
    settings
}

#[test]
fn block_size_source_and_entering_do_not_show() {
    let source = quotes::ticks(30_000);
    let streamed = Streamed(source.clone());
    let from = Some(source.block().nanos(1_500));
    for (text, side, fills, intrabar) in [
        ("1m", PriceSide::Bid, FillTiming::NextOpen, Intrabar::Ticks),
        ("1m", PriceSide::Ask, FillTiming::ThisClose, Intrabar::Ticks),
        (
            "1m",
            PriceSide::Mid,
            FillTiming::NextOpen,
            Intrabar::OhlcPath,
        ),
        (
            "ticks(1)",
            PriceSide::Mid,
            FillTiming::ThisClose,
            Intrabar::Ticks,
        ),
        (
            "ticks(7)",
            PriceSide::Bid,
            FillTiming::NextOpen,
            Intrabar::Ticks,
        ),
    ] {
        let settings = at(fills, intrabar, from);
        let mut fills = 0;
        for plan in [mixed(), sma_reversal(), sma_cross()] {
            let quotes = of(&source, text, side);
            let expected = run(&plan, &settings, &quotes, &Options::default());
            fills += expected.fills.len();
            for (block_rows, enter_every_bar) in
                [(1, false), (7, true), (1_024, true), (100_000, false)]
            {
                let options = Options {
                    block_rows,
                    enter_every_bar,
                    ..Options::default()
                };
                let found = run(&plan, &settings, &quotes, &options);
                assert_eq!(found, expected, "{text} {block_rows} {enter_every_bar}");
                let streamed = of(&streamed, text, side);
                assert_eq!(run(&plan, &settings, &streamed, &options), expected);
            }
        }
        assert!(fills > 10, "{text}: {fills}");
    }
}

#[test]
fn double_the_cash_and_the_size_and_the_money_doubles() {
    let source = quotes::ticks(20_000);
    for text in ["1m", "ticks(1)", "ticks(30)"] {
        let quotes = of(&source, text, PriceSide::Mid);
        let with = |factor: f64| {
            let mut settings = at(FillTiming::NextOpen, Intrabar::Ticks, None);
            settings.account.capital *= factor;
            settings.account.size = Sizing::Contracts(factor);
            settings.account.close_rule = CloseRule::Any;
            settings.account.slippage_ticks = 1.0;
            settings.account.commission = vec![Commission::Value(1.0 / 16_384.0)];
            run(&mixed(), &settings, &quotes, &Options::default())
        };
        let (one, two) = (with(1.0), with(2.0));
        assert!(one.fills.len() > 4, "{text}: {}", one.fills.len());
        let doubled: Vec<f64> = one.equity.iter().map(|point| 2.0 * point.equity).collect();
        let found: Vec<f64> = two.equity.iter().map(|point| point.equity).collect();
        assert_eq!(found, doubled, "{text}");
        assert_eq!(
            (two.fees, two.final_equity),
            (2.0 * one.fees, 2.0 * one.final_equity)
        );
        for (one, two) in one.trades.iter().zip(&two.trades) {
            assert_eq!((two.mae, two.mfe), (2.0 * one.mae, 2.0 * one.mfe));
        }
    }
}

/// Quotes at (second, bid in hundredths, spread), sizes by row.
fn source(rows: &[(i64, i64, i64)]) -> MemoryTicks {
    let mut block = TickBlock::new(TickScale {
        unit: TimeUnit::Second,
        price: 2,
        volume: 1,
    });
    for (row, (time, bid, spread)) in (0_i64..).zip(rows) {
        block.time.push(*time);
        block.bid.push(*bid);
        block.spread.push(*spread);
        block.bid_volume.push(row + 1);
        block.ask_volume.push(10 * (row + 1));
    }
    MemoryTicks::new(generated::instrument(), block).unwrap()
}

fn values(
    plan: &Plan,
    settings: &RunSettings,
    quotes: &Quotes<'_>,
    nodes: &[NodeId],
) -> Vec<Vec<f64>> {
    let chart = tick_chart(plan, quotes).unwrap();
    let found =
        backtest::values_quotes(plan, settings, &chart, nodes, &Options::default()).unwrap();
    let options = Options {
        block_rows: 1,
        ..Options::default()
    };
    let again = backtest::values_quotes(plan, settings, &chart, nodes, &options).unwrap();
    // NaN is not equal to itself.
    assert_eq!(format!("{found:?}"), format!("{again:?}"));
    found
}

/// What a program sees of five quotes.
fn seen(text: &str, side: PriceSide, series: &[Series]) -> Vec<Vec<f64>> {
    let mut plan = Builder::default();
    let nodes: Vec<NodeId> = series.iter().map(|series| plan.series(*series)).collect();
    let source = source(&[
        (0, 1_000, 10),
        (30, 1_100, 20),
        (60, 900, 30),
        (61, 800, 40),
        (200, 700, 50),
    ]);
    let settings = at(FillTiming::NextOpen, Intrabar::Ticks, None);
    values(&plan.build(), &settings, &of(&source, text, side), &nodes)
}

#[test]
fn programs_see_the_last_quote_of_each_bar() {
    use Series::{Ask, AskSize, Bid, BidSize, Close, Time, TimeClose, Volume};
    let all = [Bid, Ask, BidSize, AskSize, Volume, Close, Time, TimeClose];
    let expected = [
        [11.0, 8.0, 7.0],
        [11.2, 8.4, 7.5],
        [0.2, 0.4, 0.5],
        [2.0, 4.0, 5.0],
        [3.0, 7.0, 5.0],
        [11.2, 8.4, 7.5],
        [0.0, 60_000.0, 180_000.0],
        [60_000.0, 120_000.0, 240_000.0],
    ];
    assert_eq!(seen("1m", PriceSide::Ask, &all), expected);
}

#[test]
fn quotes_that_are_left_over_are_in_no_bar_of_ticks() {
    use Series::{Bid, BidSize, Close, Time, TimeClose, Volume};
    let expected = [
        [11.0, 8.0],
        [1.1 + 2.2, (0.3 + 3.0) + (0.4 + 4.0)],
        [(11.0 + 11.2) / 2.0, (8.0 + 8.4) / 2.0],
        [0.0, 60_000.0],
        [30_000.0, 61_000.0],
    ];
    let found = seen(
        "ticks(2)",
        PriceSide::Mid,
        &[Bid, Volume, Close, Time, TimeClose],
    );
    assert_eq!(found, expected);
    let expected = [
        [0.1, 0.2, 0.3, 0.4, 0.5],
        [1.1, 2.2, 0.3 + 3.0, 0.4 + 4.0, 5.5],
        [0.0, 1.0, 2.0, 3.0, 4.0],
    ];
    let found = seen(
        "ticks(1)",
        PriceSide::Mid,
        &[BidSize, Volume, Series::BarIndex],
    );
    assert_eq!(found, expected);
}

/// Bid, volume and number of the last bar of a timeframe, confirmed on the chart.
fn confirmed(timeframe: &str) -> (Plan, [NodeId; 3]) {
    let mut plan = Builder::default();
    plan.parts.contexts.push(Context {
        timeframe: Some(timeframe.into()),
    });
    plan.context = 1;
    let nodes = [Series::Bid, Series::Volume, Series::BarIndex].map(|series| plan.series(series));
    plan.context = 0;
    let nodes = nodes.map(|node| plan.node(Operation::Confirmed(node)));
    (plan.build(), nodes)
}

#[test]
fn other_timeframes_are_confirmed_when_a_bar_ends_at_or_after_their_end() {
    // Minutes 0, 1, 3; bars of two quotes end at seconds 10, 60, 100, 200.
    let rows = [
        (0, 100, 0),
        (10, 200, 0),
        (59, 300, 0),
        (60, 400, 0),
        (61, 500, 0),
        (100, 600, 0),
        (180, 700, 0),
        (200, 800, 0),
        (201, 900, 0),
    ];
    let source = source(&rows);
    let settings = at(FillTiming::NextOpen, Intrabar::Ticks, None);
    let (plan, nodes) = confirmed("1m");
    let found = values(
        &plan,
        &settings,
        &of(&source, "ticks(2)", PriceSide::Bid),
        &nodes,
    );
    assert!(found[0][0].is_nan());
    assert_eq!(found[0][1..], [3.0, 3.0, 6.0]);
    assert_eq!(
        found[1][1..],
        [0.1 + 0.2 + 0.3, 0.1 + 0.2 + 0.3, 0.4 + 0.5 + 0.6]
    );
    assert_eq!(found[2][1..], [0.0, 0.0, 1.0]);
    // A timeframe that is shorter than the chart's, and one that is no multiple of it.
    let (plan, nodes) = confirmed("30s");
    let found = values(&plan, &settings, &of(&source, "1m", PriceSide::Bid), &nodes);
    // Of the bars from 0, 30, 60, 90, 180 the fifth has ended at 240.
    assert_eq!(found[0], [3.0, 6.0, 9.0]);
    assert_eq!(found[2], [1.0, 3.0, 4.0]);
    let (plan, nodes) = confirmed("90s");
    let found = values(&plan, &settings, &of(&source, "1m", PriceSide::Bid), &nodes);
    assert!(found[0][0].is_nan());
    assert_eq!(found[0][1..], [5.0, 6.0]);
}

#[test]
fn period_and_warmup_count_bars_of_ticks_too() {
    let mut plan = Builder::default();
    let (close, mean) = (plan.close(), plan.average(I::Sma, 3.0));
    let plan = plan.build();
    let rows: Vec<(i64, i64, i64)> = (0..12).map(|row| (row / 2, 100 * row, 0)).collect();
    let source = source(&rows);
    let quotes = of(&source, "ticks(1)", PriceSide::Bid);
    let mut settings = at(FillTiming::NextOpen, Intrabar::Ticks, Some(3 * SECOND));
    settings.period.to = Some(5 * SECOND);
    let found = values(&plan, &settings, &quotes, &[close, mean]);
    assert_eq!(found[0], [6.0, 7.0, 8.0, 9.0]);
    assert_eq!(found[1], [5.0, 6.0, 7.0, 8.0]);
    settings.warmup_bars = Some(1);
    let found = values(&plan, &settings, &quotes, &[mean]);
    assert!(found[0][0].is_nan());
    assert_eq!(found[0][1..], [6.0, 7.0, 8.0]);
}

#[test]
fn orders_of_bars_of_ticks_fill_at_later_rows_of_the_same_time() {
    let mut plan = Builder::default();
    let index = plan.series(Series::BarIndex);
    let zero = plan.number(0.0);
    let first = plan.binary(B::Equal, index, zero);
    plan.entry(first, "L", base::Direction::Long);
    let plan = plan.build();
    let source = source(&[
        (5, 100, 10),
        (5, 200, 10),
        (5, 300, 10),
        (5, 400, 10),
        (5, 500, 10),
    ]);
    let settings = at(FillTiming::NextOpen, Intrabar::Ticks, None);
    let found = run(
        &plan,
        &settings,
        &of(&source, "ticks(2)", PriceSide::Bid),
        &Options::default(),
    );
    assert_eq!((found.fills[0].price, found.fills[0].row), (3.1, 1));
    assert_eq!(found.equity.len(), 2);
    assert_eq!(found.final_equity, 100_000.0 - 3.1 + 4.0);
    // On a timeframe the next bar comes with the next interval: there is none.
    let found = run(
        &plan,
        &settings,
        &of(&source, "1m", PriceSide::Bid),
        &Options::default(),
    );
    assert!(found.fills.is_empty());
}

#[test]
fn the_mark_is_where_the_position_could_be_closed() {
    let source = source(&[(0, 1_000, 100), (60, 1_100, 100), (61, 1_200, 300)]);
    for (direction, mark) in [
        (base::Direction::Long, 12.0),
        (base::Direction::Short, 15.0),
    ] {
        let mut plan = Builder::default();
        let always = plan.truth(true);
        plan.entry(always, "E", direction);
        let plan = plan.build();
        let quotes = of(&source, "1m", PriceSide::Mid);
        let chart = tick_chart(&plan, &quotes).unwrap();
        for (intrabar, mark) in [(Intrabar::Ticks, mark), (Intrabar::OhlcPath, 13.5)] {
            let mut settings = at(FillTiming::NextOpen, intrabar, None);
            settings.account.pyramiding = 1;
            let record =
                backtest::run_quotes(&plan, &settings, &chart, &Options::default()).unwrap();
            assert_eq!(backtest::mark_price(&settings, &chart, &record), mark);
            let trade = &record.trades[0];
            let profit = (mark - trade.entry_price) * direction.sign();
            assert_eq!((trade.exit, trade.profit), (None, profit));
        }
    }
}

fn refused(settings: &RunSettings, quotes: &Quotes<'_>) -> String {
    let plan = sma_cross();
    let chart = tick_chart(&plan, quotes).unwrap();
    let error = backtest::run_quotes(&plan, settings, &chart, &Options::default()).unwrap_err();
    assert_eq!(error.kind, RunErrorKind::Settings);
    assert!(error.help.is_some(), "{}", error.message);
    error.message
}

#[test]
fn what_quotes_cannot_do_is_refused_before_the_run() {
    let source = quotes::ticks(2_000);
    let path = at(FillTiming::NextOpen, Intrabar::OhlcPath, None);
    let message = refused(&path, &of(&source, "ticks(5)", PriceSide::Bid));
    assert_eq!(message, "Bars of so many ticks have no assumed path.");
    let mut other = at(FillTiming::NextOpen, Intrabar::Ticks, None);
    other.account.profile = Profile::BacktestingPy;
    refused(&other, &of(&source, "1m", PriceSide::Bid));
    // More than there are in a bar: no bar at all.
    let ticks = at(FillTiming::NextOpen, Intrabar::Ticks, None);
    refused(&ticks, &of(&source, "ticks(2001)", PriceSide::Bid));
    // Quotes wanted where there are none.
    let bars = generated::source(100);
    let error = backtest::run(&sma_cross(), &ticks, &bars, &Options::default()).unwrap_err();
    assert_eq!(error.kind, RunErrorKind::Settings);
    assert!(error.help.is_some());
    // A chart that was made for another plan.
    let quotes = of(&source, "1m", PriceSide::Bid);
    let chart = tick_chart(&sma_cross(), &quotes).unwrap();
    let (plan, _) = confirmed("1h");
    let error = backtest::run_quotes(&plan, &ticks, &chart, &Options::default()).unwrap_err();
    assert_eq!(error.kind, RunErrorKind::Settings);
}

#[test]
fn of_errors_at_one_time_the_one_of_the_earlier_bar_counts() {
    let mut plan = Builder::default();
    let (close, index) = (plan.close(), plan.series(Series::BarIndex));
    let (four, five) = (plan.number(4.0), plan.number(5.0));
    let (later, earlier) = (
        plan.binary(B::Subtract, five, index),
        plan.binary(B::Subtract, four, index),
    );
    plan.history(close, later);
    let expected = plan.history(close, earlier);
    let plan = plan.build();
    let source = source(&[(5, 100, 10); 20]);
    let quotes = of(&source, "ticks(1)", PriceSide::Bid);
    let settings = at(FillTiming::NextOpen, Intrabar::Ticks, None);
    let chart = tick_chart(&plan, &quotes).unwrap();
    for block_rows in [1, 3, 1_024] {
        let options = Options {
            block_rows,
            ..Options::default()
        };
        let error = backtest::run_quotes(&plan, &settings, &chart, &options).unwrap_err();
        assert_eq!(
            (error.kind, error.node),
            (RunErrorKind::History, Some(expected))
        );
    }
}

#[test]
fn bars_read_from_a_file_and_bars_made_of_quotes_run_alike() {
    let source = quotes::ticks(30_000);
    let quotes = of(&source, "1m", PriceSide::Bid);
    let settings = at(FillTiming::NextOpen, Intrabar::OhlcPath, None);
    for plan in [mixed(), sma_cross()] {
        let chart = tick_chart(&plan, &quotes).unwrap();
        let bars = market::MemoryBars::new(generated::instrument(), chart.bars().clone()).unwrap();
        let options = Options::default();
        let of_quotes = backtest::run_quotes(&plan, &settings, &chart, &options).unwrap();
        let of_bars = backtest::run(&plan, &settings, &bars, &options).unwrap();
        assert!(of_bars.fills.len() > 4);
        let of_bars = RunRecord {
            digest: of_quotes.digest,
            ..of_bars
        };
        assert_eq!(of_quotes, of_bars);
    }
}
