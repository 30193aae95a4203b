//! Runs that stop: twin and fast path stop alike, for the reason and at the place that the pages say.

use conformance::{
    Builder, Case, Engine, Fast, Given, QuoteData, Twin, case_of, disagreement, first_bar,
    flat_bars, given, on_quotes, plain_account, quotes_of, readable,
};
use events::{RunError, RunErrorKind};
use market::{Chart, PriceSide, Timeframe};
use protocol::{
    BinaryFunction, Direction, IndicatorFunction, InstrumentField, Intrabar, Operation, Period,
    Profile, Series, Statement, ValueType,
};

/// The error in which both engines end.
fn error(case: &Case) -> RunError {
    let prepared = case.prepare().expect("the case is valid");
    assert_eq!(disagreement(&prepared), None, "{}", readable(case));
    Twin.run(&prepared).expect_err("the run stops")
}

fn place(error: &RunError) -> (RunErrorKind, Option<u32>, Option<u32>) {
    (error.kind, error.statement, error.node)
}

#[test]
fn timeframes_that_the_chart_does_not_divide() {
    for timeframe in ["30s", "7", "banana", "90s", "25h"] {
        let mut builder = Builder::new();
        let context = builder.context(timeframe);
        builder.series(context, Series::Close);
        let error = error(&case_of(builder, flat_bars(10)));
        assert_eq!(error.kind, RunErrorKind::Settings, "{timeframe}");
    }
}

#[test]
fn a_period_without_bars() {
    let mut case = case_of(Builder::new(), flat_bars(10));
    case.settings.period = Some(Period {
        from_us: Some(1_000_000_000_000),
        to_us: None,
    });
    assert_eq!(error(&case).kind, RunErrorKind::Settings);
}

#[test]
fn lengths_are_between_1_and_100_000() {
    for length in [0.0, 0.9, -3.0, 100_001.0] {
        let mut builder = Builder::new();
        let close = builder.series(0, Series::Close);
        let length = builder.constant(0, length);
        let functions = IndicatorFunction::Wma;
        let node = builder.indicator(0, functions, vec![close], vec![length]);
        let error = error(&case_of(builder, flat_bars(3)));
        assert_eq!(place(&error), (RunErrorKind::Settings, None, Some(node)));
    }
}

#[test]
fn a_tick_size_that_somebody_needs() {
    let mut builder = Builder::new();
    let field = InstrumentField::TickSize;
    let node = builder.hidden(0, Operation::Instrument { field });
    let mut case = case_of(builder, flat_bars(3));
    case.market.instrument.tick_size = None;
    assert_eq!(
        place(&error(&case)),
        (RunErrorKind::Settings, None, Some(node))
    );

    let mut builder = Builder::new();
    let id = builder.text("X");
    let profit_ticks = given(builder.constant(0, 4.0));
    builder.statement(Statement::Exit {
        guard: None,
        id,
        from_entry: None,
        quantity: None,
        quantity_percent: None,
        limit: None,
        stop: None,
        target_distance: None,
        stop_distance: None,
        profit_ticks,
        loss_ticks: None,
        comment: None,
    });
    let mut case = case_of(builder, flat_bars(3));
    case.market.instrument.tick_size = None;
    assert_eq!(
        place(&error(&case)),
        (RunErrorKind::Settings, Some(0), None)
    );

    let mut case = case_of(Builder::new(), flat_bars(3));
    case.market.instrument.tick_size = None;
    case.settings.account.slippage_ticks = 1.0;
    assert_eq!(place(&error(&case)), (RunErrorKind::Settings, None, None));
}

/// `limit − bar`, negative after bar `limit`, read as an offset by a node of its own.
fn fails_after(builder: &mut Builder, context: u32, limit: f64) -> u32 {
    let index = builder.series(context, Series::BarIndex);
    let limit = builder.constant(context, limit);
    let offset = builder.binary(context, BinaryFunction::Subtract, limit, index);
    let close = builder.series(context, Series::Close);
    builder.history(context, close, offset, ValueType::Number)
}

#[test]
fn the_earliest_error_counts_then_the_first_node() {
    let mut builder = Builder::new();
    let late = fails_after(&mut builder, 0, 20.0);
    let early = fails_after(&mut builder, 0, 12.0);
    let same = fails_after(&mut builder, 0, 12.0);
    assert!(late < early && early < same);
    let error = error(&case_of(builder, flat_bars(40)));
    assert_eq!(place(&error), (RunErrorKind::History, None, Some(early)));
}

/// The third bar of 5 minutes ends with the 15th of one minute: index 2 of the one, 14 of the other.
#[test]
fn errors_of_other_timeframes_come_when_their_bars_end() {
    for (limit, is_chart_first) in [(12.0, true), (13.0, true), (14.0, false)] {
        let mut builder = Builder::new();
        let context = builder.context("5m");
        let higher = fails_after(&mut builder, context, 1.0);
        let chart = fails_after(&mut builder, 0, limit);
        let error = error(&case_of(builder, flat_bars(40)));
        let expected = if is_chart_first && limit < 13.0 {
            chart
        } else {
            higher
        };
        assert_eq!(
            place(&error),
            (RunErrorKind::History, None, Some(expected)),
            "{limit}"
        );
    }
}

#[test]
fn an_error_before_the_period_counts_one_after_it_does_not() {
    let mut builder = Builder::new();
    let index = builder.series(0, Series::BarIndex);
    let node = builder.history(0, index, index, ValueType::Number);
    let mut case = case_of(builder, flat_bars(30));
    case.settings.period = Some(Period {
        from_us: Some(600_000_000),
        to_us: Some(1_200_000_000),
    });
    // Before the period the bar index is `na`.
    assert_eq!(
        place(&error(&case)),
        (RunErrorKind::History, None, Some(node))
    );
    case.settings.warmup_bars = Some(0);
    let prepared = case.prepare().expect("the case is valid");
    assert_eq!(disagreement(&prepared), None);
    assert!(Twin.run(&prepared).is_ok());

    let mut builder = Builder::new();
    fails_after(&mut builder, 0, 19.0);
    let mut case = case_of(builder, flat_bars(30));
    case.settings.period = Some(Period {
        from_us: None,
        to_us: Some(1_200_000_000),
    });
    let prepared = case.prepare().expect("the case is valid");
    assert_eq!(disagreement(&prepared), None);
    assert!(Twin.run(&prepared).is_ok());
}

#[test]
fn one_working_order_too_many() {
    let mut builder = Builder::new();
    let limit = given(builder.constant(0, 1.0));
    for number in 0..10_001 {
        let id = builder.text(&format!("order {number}"));
        builder.statement(Statement::Order {
            guard: None,
            id,
            direction: Direction::Long,
            quantity: None,
            limit: limit.clone(),
            stop: None,
            comment: None,
        });
    }
    let error = error(&case_of(builder, flat_bars(3)));
    assert_eq!(place(&error), (RunErrorKind::Limit, Some(10_000), None));
}

/// 5,001 buys at one quote, each with a stop that its bid satisfies at once: the 10,001st fill is that
/// of the last of them.
#[test]
fn one_fill_too_many_on_the_quotes_of_a_bar() {
    let mut builder = Builder::new();
    let guard = Some(first_bar(&mut builder));
    let limit = given(builder.constant(0, 200.0));
    for number in 0..5_001 {
        let id = builder.text(&format!("order {number}"));
        builder.statement(Statement::Order {
            guard,
            id,
            direction: Direction::Long,
            quantity: None,
            limit: limit.clone(),
            stop: None,
            comment: None,
        });
    }
    let stop = Given {
        stop: Some(150.0),
        ..Given::default()
    };
    builder.exit_always("X", None, stop);
    let case = case_on_quotes(builder, Chart::Ticks(2), 4);
    let prepared = case.prepare().expect("the case is valid");
    // One way of each engine: so many fills take the twin a while.
    for engine in [&Twin as &dyn Engine, &Fast::new(1_024, false)] {
        let error = engine.run(&prepared).expect_err("the run stops");
        let expected = (RunErrorKind::Limit, Some(5_000), None);
        assert_eq!(place(&error), expected, "{}", engine.name());
    }
}

/// A case on a quote a second.
fn case_on_quotes(builder: Builder, chart: Chart, quotes: i64) -> Case {
    let rows: Vec<[i64; 3]> = (0..quotes).map(|row| [row, 100, 101]).collect();
    let data = QuoteData {
        block: quotes_of(&rows),
        chart,
        side: PriceSide::Bid,
    };
    on_quotes("small", builder, plain_account(), data)
}

fn minutes() -> Chart {
    Chart::Every(Timeframe::parse("1m").expect("a timeframe"))
}

/// A plan that would itself be refused, at a node: what comes before everything else hides that.
fn needs_a_tick_size() -> Builder {
    let mut builder = Builder::new();
    let field = InstrumentField::TickSize;
    builder.hidden(0, Operation::Instrument { field });
    builder
}

#[test]
fn what_a_run_on_quotes_cannot_be() {
    let path = |case: &mut Case| case.settings.account.intrabar = Some(Intrabar::OhlcPath);
    let profile = |case: &mut Case| case.settings.account.profile = Profile::BacktestingPy;
    type Change<'a> = &'a dyn Fn(&mut Case);
    let nothing = |_: &mut Case| {};
    let refused: [(Chart, Change<'_>); 5] = [
        (Chart::Ticks(0), &nothing),
        (Chart::Ticks(1_000_001), &nothing),
        (Chart::Ticks(3), &path),
        (Chart::Ticks(3), &profile),
        (minutes(), &profile),
    ];
    for (chart, change) in refused {
        let mut case = case_on_quotes(needs_a_tick_size(), chart, 10);
        case.market.instrument.tick_size = None;
        change(&mut case);
        let place = place(&error(&case));
        assert_eq!(place, (RunErrorKind::Settings, None, None), "{chart}");
    }
}

#[test]
fn ticks_inside_bars_that_were_read() {
    let mut case = case_of(needs_a_tick_size(), flat_bars(3));
    case.market.instrument.tick_size = None;
    case.settings.account.intrabar = Some(Intrabar::Ticks);
    assert_eq!(place(&error(&case)), (RunErrorKind::Settings, None, None));
}

#[test]
fn quotes_that_make_no_bar() {
    for (chart, quotes) in [(minutes(), 0), (Chart::Ticks(1), 0), (Chart::Ticks(4), 3)] {
        let case = case_on_quotes(Builder::new(), chart, quotes);
        assert_eq!(error(&case).kind, RunErrorKind::Settings, "{chart}");
    }
}

#[test]
fn other_contexts_of_quotes_that_are_no_timeframe() {
    for timeframe in ["7", "banana", "25h", "ticks(5)"] {
        let mut builder = Builder::new();
        let context = builder.context(timeframe);
        builder.series(context, Series::Close);
        let error = error(&case_on_quotes(builder, minutes(), 100));
        assert_eq!(error.kind, RunErrorKind::Settings, "{timeframe}");
    }
}

/// Ten quotes of one instant are ten bars: the fourth fails at the later node, the fifth at the
/// earlier one.
#[test]
fn of_bars_that_end_at_one_time_the_earlier_fails_first() {
    let mut builder = Builder::new();
    let early = fails_after(&mut builder, 0, 4.0);
    let late = fails_after(&mut builder, 0, 3.0);
    assert!(early < late);
    let mut case = case_on_quotes(builder, Chart::Ticks(1), 10);
    let block = &mut case.quotes.as_mut().expect("it is on quotes").block;
    block.time.iter_mut().for_each(|time| *time = 5);
    let found = place(&error(&case));
    assert_eq!(found, (RunErrorKind::History, None, Some(late)));
}

/// A minute ends at 60 s with the first two of three bars of one quote that end then. Its node fails
/// with the first of them.
#[test]
fn a_bar_of_another_context_fails_with_the_first_chart_bar_of_its_end() {
    for (limit, is_chart_first) in [(0.0, true), (1.0, false)] {
        let mut builder = Builder::new();
        let chart = fails_after(&mut builder, 0, limit);
        let context = builder.context("1m");
        let index = builder.series(context, Series::BarIndex);
        let minus = builder.constant(context, -1.0);
        let offset = builder.binary(context, BinaryFunction::Add, index, minus);
        let higher = builder.history(context, index, offset, ValueType::Number);
        let mut case = case_on_quotes(builder, Chart::Ticks(1), 4);
        let block = &mut case.quotes.as_mut().expect("it is on quotes").block;
        block.time = vec![30, 60, 60, 60];
        let expected = if is_chart_first { chart } else { higher };
        let found = place(&error(&case));
        assert_eq!(
            found,
            (RunErrorKind::History, None, Some(expected)),
            "{limit}"
        );
    }
}
