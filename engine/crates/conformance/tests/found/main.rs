//! Every difference between twin and fast path that random plans have found, as a small case.

use conformance::{
    Builder, Case, Engine, Given, Twin, bars_of, case_of, disagreement, flat_bars, readable,
};
use protocol::{Direction, ParameterValue, Series, ValueType};

/// Twin and fast path agree on a case.
fn agree(case: &Case) {
    let prepared = case.prepare().expect("the case is valid");
    assert_eq!(disagreement(&prepared), None, "{}", readable(case));
}

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
    let quantity = Some(0.7);
    let entry = Given {
        quantity,
        ..Given::default()
    };
    builder.enter_on(0, "L", Direction::Long, entry);
    for (id, share) in [("X", 66.6), ("Y", 23.4), ("Z", 10.0)] {
        let exit = Given {
            percent: Some(share),
            target_distance: Some(1.0),
            stop_distance: Some(1.0),
            ..Given::default()
        };
        builder.exit_always(id, None, exit);
    }
    let down = [100.0, 100.0, 98.0, 98.0];
    let case = case_of(builder, bars_of(&[[100.0; 4], down, [98.0; 4]]));
    let prepared = case.prepare().expect("the case is valid");
    let run = Twin.run(&prepared).expect("it runs");
    assert_eq!(run.equity[2].position, 0.0, "nothing is left of the trade");
    agree(&case);
}
