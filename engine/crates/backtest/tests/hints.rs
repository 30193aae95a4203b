//! Hints worked by hand: which orders are never reached, and what the period begins without.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

mod common;

use backtest::Options;
use base::Direction;
use common::build::{Builder, account, given, settings};
use common::generated;
use events::{Hint, RunErrorKind};
use market::{Bars, MemoryBars};
use plan::{
    AccountField, BinaryFunction as B, Cell, Context, ExitPrices, IndicatorFunction as I, NodeId,
    Operation, Plan, Series, Statement, UnaryFunction as U, ValueType,
};

/// One-minute bars on each of which every price is the number of the row.
fn rising(rows: u32) -> Bars {
    let mut bars = generated::bars(rows as usize);
    let prices: Vec<f64> = (0..rows).map(f64::from).collect();
    bars.open.clone_from(&prices);
    bars.high.clone_from(&prices);
    bars.low.clone_from(&prices);
    bars.close = prices;
    bars
}

/// A plan on bars, deciding from a row on.
struct Case {
    plan: Builder,
    bars: Bars,
    first: usize,
    warmup_bars: Option<u32>,
}

impl Case {
    fn new(rows: u32, first: usize) -> Self {
        Self {
            plan: Builder::default(),
            bars: rising(rows),
            first,
            warmup_bars: None,
        }
    }

    /// An entry while the close is above a number.
    fn above(&mut self, value: NodeId) {
        let close = self.plan.close();
        let guard = self.plan.binary(B::Greater, close, value);
        self.plan.entry(guard, "L", Direction::Long);
    }

    fn hints(self) -> Vec<Hint> {
        let mut settings = settings(account());
        settings.period.from = Some(self.bars.open_time[self.first]);
        settings.warmup_bars = self.warmup_bars;
        let plan = self.plan.build();
        let source = MemoryBars::new(generated::instrument(), self.bars).unwrap();
        let hints = |block_rows| {
            let options = Options {
                block_rows,
                ..Options::default()
            };
            backtest::hints(&plan, &settings, &source, &options).unwrap()
        };
        let told = hints(1_024);
        assert_eq!(hints(7), told);
        told
    }
}

const fn lacking(statement: u32, node: NodeId, bars: u32) -> Hint {
    Hint::WarmupTooShort {
        statement,
        node,
        bars_lacking: Some(bars),
    }
}

/// Hints for an entry above the average of so many closes.
fn of_average(length: f64, rows: u32, first: usize, warmup_bars: Option<u32>) -> Vec<Hint> {
    let mut case = Case::new(rows, first);
    case.warmup_bars = warmup_bars;
    let average = case.plan.average(I::Sma, length);
    case.above(average);
    case.hints()
}

/// The average's node in [`of_average`]: behind the close and the length.
const AVERAGE: NodeId = 2;

#[test]
fn an_order_whose_condition_is_never_true_is_never_reached() {
    let mut case = Case::new(100, 0);
    let close = case.plan.close();
    let limits = [98.0, 99.0].map(|limit| case.plan.number(limit));
    for limit in limits {
        let guard = case.plan.binary(B::Greater, close, limit);
        case.plan.entry(guard, "L", Direction::Long);
    }
    // The last close is 99: above 98, not above itself.
    assert_eq!(case.hints(), [Hint::NeverReached { statement: 1 }]);
}

#[test]
fn a_condition_that_was_true_before_the_period_only_is_never_reached() {
    let mut case = Case::new(100, 50);
    let close = case.plan.close();
    for limit in [50.0, 51.0] {
        let limit = case.plan.number(limit);
        let guard = case.plan.binary(B::Less, close, limit);
        case.plan.entry(guard, "L", Direction::Long);
    }
    assert_eq!(case.hints(), [Hint::NeverReached { statement: 0 }]);
}

#[test]
fn an_entry_that_a_full_position_refuses_is_reached() {
    let mut case = Case::new(100, 0);
    let always = case.plan.truth(true);
    case.plan.entry(always, "L", Direction::Long);
    let close = case.plan.close();
    let limit = case.plan.number(98.0);
    let last = case.plan.binary(B::Greater, close, limit);
    case.plan.entry(last, "again", Direction::Long);
    assert_eq!(case.hints(), []);
}

#[test]
fn a_close_while_nothing_is_open_is_reached_and_a_plot_is_no_order() {
    let mut case = Case::new(100, 0);
    let (always, never) = (case.plan.truth(true), case.plan.truth(false));
    let comment = None;
    for guard in [Some(always), None, Some(never)] {
        case.plan.statement(Statement::CloseAll { guard, comment });
    }
    let title = case.plan.text("never");
    let value = never;
    case.plan.statement(Statement::Plot { value, title });
    assert_eq!(case.hints(), [Hint::NeverReached { statement: 2 }]);
}

#[test]
fn conditions_on_the_position_are_those_of_the_run() {
    let mut case = Case::new(100, 0);
    let position = case
        .plan
        .node(Operation::Account(AccountField::PositionSize));
    let zero = case.plan.number(0.0);
    let is_long = case.plan.binary(B::Greater, position, zero);
    let is_short = case.plan.binary(B::Less, position, zero);
    let is_flat = case.plan.binary(B::Equal, position, zero);
    case.plan.entry(is_flat, "L", Direction::Long);
    for guard in [is_long, is_short] {
        let guard = Some(guard);
        let comment = None;
        case.plan.statement(Statement::CloseAll { guard, comment });
    }
    assert_eq!(case.hints(), [Hint::NeverReached { statement: 2 }]);
}

#[test]
fn an_average_of_200_lacks_49_bars_after_150() {
    // It has 200 closes on row 199, and the period begins on row 150.
    assert_eq!(of_average(200.0, 300, 150, None), [lacking(0, AVERAGE, 49)]);
    assert_eq!(of_average(200.0, 300, 198, None), [lacking(0, AVERAGE, 1)]);
    assert_eq!(of_average(200.0, 300, 199, None), []);
}

#[test]
fn a_warmup_of_20_bars_counts_from_20_bars_before_the_period() {
    // Columns begin on row 130, so the 200th close is that of row 329.
    let told = of_average(200.0, 400, 150, Some(20));
    assert_eq!(told, [lacking(0, AVERAGE, 179)]);
    assert_eq!(of_average(20.0, 400, 150, Some(20)), []);
    // With none at all the first bar is the first of 20.
    assert_eq!(
        of_average(20.0, 400, 150, Some(0)),
        [lacking(0, AVERAGE, 19)]
    );
}

#[test]
fn who_decides_on_all_the_data_is_told_nothing() {
    assert_eq!(of_average(200.0, 300, 0, None), []);
    assert_eq!(of_average(200.0, 300, 0, Some(0)), []);
    // Bars before the first decision were asked for, and there are none.
    assert_eq!(
        of_average(200.0, 300, 0, Some(50)),
        [lacking(0, AVERAGE, 199)]
    );
}

#[test]
fn a_value_that_never_comes_has_no_number_of_bars() {
    let told = of_average(200.0, 160, 150, None);
    let too_short = Hint::WarmupTooShort {
        statement: 0,
        node: AVERAGE,
        bars_lacking: None,
    };
    assert_eq!(told, [Hint::NeverReached { statement: 0 }, too_short]);
}

#[test]
fn of_all_that_an_order_rests_on_the_last_to_come_is_told_once() {
    let mut case = Case::new(100, 5);
    let short = case.plan.average(I::Sma, 10.0);
    let seven = case.plan.number(7.0);
    let outer = case.plan.indicator(I::Ema, &[short], &[seven]);
    case.above(short);
    case.above(outer);
    let always = case.plan.truth(true);
    let prices = ExitPrices {
        stop: given(outer),
        ..ExitPrices::default()
    };
    case.plan.exit(Some(always), "X", prices);
    // The first has 10 closes on row 9, the second 7 of its values on row 15. The exit rests on the
    // second too.
    assert_eq!(case.hints(), [lacking(0, short, 4), lacking(1, outer, 10)]);
}

#[test]
fn the_past_of_a_price_is_a_warmup_too() {
    let mut case = Case::new(100, 5);
    let close = case.plan.close();
    let twelve = case.plan.number(12.0);
    let past = case.plan.history(close, twelve);
    case.above(past);
    assert_eq!(case.hints(), [lacking(0, past, 7)]);
}

#[test]
fn bars_of_another_timeframe_are_counted_in_bars_of_the_chart() {
    let mut case = Case::new(200, 20);
    case.plan.parts.contexts.push(Context {
        timeframe: Some("15m".into()),
    });
    case.plan.context = 1;
    let average = case.plan.average(I::Sma, 4.0);
    case.plan.context = 0;
    let confirmed = case.plan.node(Operation::Confirmed(average));
    case.above(confirmed);
    // The fourth bar of 15 minutes ends with the minute of row 59.
    assert_eq!(case.hints(), [lacking(0, average, 39)]);
}

/// Hints for an entry above an average of three values that `make` gives.
fn of_three(make: impl FnOnce(&mut Case) -> NodeId) -> Vec<Hint> {
    let mut case = Case::new(100, 50);
    let value = make(&mut case);
    let three = case.plan.number(3.0);
    let average = case.plan.indicator(I::Sma, &[value], &[three]);
    case.above(average);
    let mut told = case.hints();
    told.retain(|hint| !matches!(hint, Hint::NeverReached { .. }));
    told
}

#[test]
fn what_waits_for_something_else_than_bars_says_nothing() {
    let event = |case: &mut Case| {
        let close = case.plan.close();
        let limit = case.plan.number(60.0);
        case.plan.binary(B::Equal, close, limit)
    };
    let waiting: [fn(&mut Case, NodeId) -> NodeId; 8] = [
        |case, event| case.plan.indicator(I::BarsSince, &[event], &[]),
        |case, event| {
            let close = case.plan.close();
            let zero = case.plan.number(0.0);
            case.plan.indicator(I::ValueWhen, &[event, close], &[zero])
        },
        |case, event| {
            let close = case.plan.close();
            let na = case.plan.node(Operation::Na);
            case.plan.node(Operation::Select {
                test: event,
                yes: close,
                no: na,
            })
        },
        |case, _| case.plan.series(Series::BarIndex),
        |case, _| case.plan.node(Operation::Account(AccountField::Equity)),
        |case, _| {
            let next = case.plan.close();
            case.plan.parts.cells.push(Cell {
                context: 0,
                value_type: ValueType::Number,
                next,
            });
            case.plan.node(Operation::Cell(0))
        },
        // The close is 50 on the first bar: 1 / 0 there.
        |case, _| {
            let close = case.plan.close();
            let (one, fifty) = (case.plan.number(1.0), case.plan.number(50.0));
            let distance = case.plan.binary(B::Subtract, close, fifty);
            case.plan.binary(B::Divide, one, distance)
        },
        |case, _| {
            case.bars.volume.fill(f64::NAN);
            case.plan.series(Series::Volume)
        },
    ];
    for (index, make) in waiting.into_iter().enumerate() {
        let told = of_three(|case| {
            let event = event(case);
            make(case, event)
        });
        assert_eq!(told, [], "the {index}th");
    }
}

#[test]
fn a_quotient_of_values_that_lack_bars_lacks_them_too() {
    let mut case = Case::new(100, 5);
    let slow = case.plan.average(I::Sma, 10.0);
    let close = case.plan.close();
    let ratio = case.plan.binary(B::Divide, close, slow);
    let root = case.plan.unary(U::Sqrt, ratio);
    let three = case.plan.number(3.0);
    let smooth = case.plan.indicator(I::Sma, &[root], &[three]);
    case.above(smooth);
    // The average is there from row 9 on, three of its quotients on row 11.
    assert_eq!(case.hints(), [lacking(0, smooth, 6)]);
}

#[test]
fn a_question_that_nobody_waits_for_any_more_stops() {
    let plan: Plan = common::build::sma_reversal();
    let options = Options {
        is_cancelled: &|| true,
        ..Options::default()
    };
    let source = generated::source(3_000);
    let told = backtest::hints(&plan, &settings(account()), &source, &options);
    assert_eq!(told.unwrap_err().kind, RunErrorKind::Cancelled);
}
