//! Every difference between twin and fast path that random plans have found, as a small case.

use conformance::{Builder, Engine, Twin, given};
use protocol::{Direction, ParameterValue, Series, Statement, ValueType};

#[path = "found/start.rs"]
mod start;

use start::{agree, bars, case_of, first_bar, flat_bars};

/// Offset 0 of a series of the bars panicked: the column keeps no past and was not looked up.
#[test]
fn history_of_a_series_by_no_bars_is_the_series() {
    let mut builder = Builder::new();
    let close = builder.series(0, Series::Close);
    let none = builder.constant(0, 0.0);
    builder.history(0, close, none, ValueType::Number);
    agree(&case_of(builder, flat_bars(5)));
}

/// A bool parameter of 0.9 was true on one side and false on the other.
#[test]
fn a_bool_parameter_is_true_when_it_is_not_zero() {
    let mut builder = Builder::new();
    let flag = builder.parameter("flag", ValueType::Bool);
    let (yes, no) = (builder.constant(0, 1.0), builder.constant(0, 2.0));
    builder.select(0, flag, (yes, no), ValueType::Number);
    let mut case = case_of(builder, flat_bars(3));
    for value in [0.0, 1.0, 0.9, -1.0, 100_001.0] {
        case.settings.parameters = vec![ParameterValue {
            name: "flag".to_owned(),
            value,
        }];
        agree(&case);
    }
}

/// Percentages that leave a share of 1e-17 filled again and again without getting anywhere.
#[test]
fn exit_rules_reserve_no_dust() {
    let mut builder = Builder::new();
    let (entry, ids) = (builder.text("L"), ["X", "Y", "Z"]);
    let guard = Some(first_bar(&mut builder));
    let quantity = given(builder.constant(0, 0.7));
    builder.statement(Statement::Entry {
        guard,
        id: entry,
        direction: Direction::Long,
        quantity,
        limit: None,
        stop: None,
        comment: None,
    });
    let distance = builder.constant(0, 1.0);
    for (id, share) in ids.into_iter().zip([66.6, 23.4, 10.0]) {
        let id = builder.text(id);
        let quantity_percent = given(builder.constant(0, share));
        builder.statement(Statement::Exit {
            guard: None,
            id,
            from_entry: None,
            quantity: None,
            quantity_percent,
            limit: None,
            stop: None,
            target_distance: given(distance),
            stop_distance: given(distance),
            profit_ticks: None,
            loss_ticks: None,
            comment: None,
        });
    }
    let down = [100.0, 100.0, 98.0, 98.0];
    let case = case_of(builder, bars(&[[100.0; 4], down, [98.0; 4]]));
    let prepared = case.prepare().expect("the case is valid");
    let run = Twin.run(&prepared).expect("it runs");
    assert_eq!(run.equity[2].position, 0.0, "nothing is left of the trade");
    agree(&case);
}
