//! Runs that stop: twin and fast path stop alike, for the reason and at the place that the pages say.

use conformance::{Builder, Case, Engine, Twin, case_of, disagreement, flat_bars, given, readable};
use events::{RunError, RunErrorKind};
use protocol::{
    BinaryFunction, Direction, IndicatorFunction, InstrumentField, Operation, Period, Series,
    Statement, ValueType,
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
