//! Random statements: all kinds of orders, with guards that fire now and then.

use crate::builder::{Builder, given};
use crate::random::Random;
use crate::values::{bool_node, bool_of, touch_series};
use protocol::{
    AccountField, Argument, BinaryFunction, Direction, IndicatorFunction, Operation, Series,
    Statement, UnaryFunction, ValueType,
};

/// What statements are made of: ids of texts, and some nodes that every plan has.
pub(crate) struct Desk {
    /// Entry ids; two of them may have the same text.
    pub(crate) entries: Vec<u32>,
    pub(crate) exits: Vec<u32>,
    pub(crate) comment: u32,
    pub(crate) close: u32,
    /// A typical distance between prices of one bar.
    pub(crate) range: u32,
    /// Whether the instrument knows its tick size.
    pub(crate) has_tick: bool,
    /// Whether the run is on quotes.
    pub(crate) has_quotes: bool,
}

impl Desk {
    pub(crate) fn new(
        builder: &mut Builder,
        random: &mut Random,
        instrument: &market::Instrument,
    ) -> Self {
        let entries = ["L", "S", "A"].map(|text| builder.text(text)).to_vec();
        let exits = ["X", "Y", if random.chance(20) { "L" } else { "Z" }]
            .map(|text| builder.text(text))
            .to_vec();
        let comment = builder.text("note");
        let mut desk = Self {
            entries,
            exits,
            comment,
            close: builder.series(0, Series::Close),
            range: 0,
            has_tick: instrument.tick_size.is_some(),
            has_quotes: false,
        };
        if random.chance(10) {
            desk.entries.push(builder.text("L"));
        }
        let high = builder.series(0, Series::High);
        let low = builder.series(0, Series::Low);
        let range = builder.binary(0, BinaryFunction::Subtract, high, low);
        let length = builder.constant(0, 3.0);
        let inputs = vec![range];
        desk.range = builder.indicator(0, IndicatorFunction::Highest, inputs, vec![length]);
        desk
    }

    /// Orders at touch prices too, and distances that a bar of one quote does not make 0.
    pub(crate) fn on_quotes(
        builder: &mut Builder,
        random: &mut Random,
        instrument: &market::Instrument,
    ) -> Self {
        let mut desk = Self::new(builder, random, instrument);
        desk.has_quotes = true;
        touch_series(builder, random, 0);
        let close = random.pick(&[Series::Close, Series::Close, Series::Bid, Series::Ask]);
        desk.close = builder.series(0, close);
        if random.chance(80) {
            let length = builder.constant(0, random.whole(2, 15));
            let mut extreme = |series, function| {
                let input = builder.series(0, series);
                builder.indicator(0, function, vec![input], vec![length])
            };
            let high = extreme(Series::High, IndicatorFunction::Highest);
            let low = extreme(Series::Low, IndicatorFunction::Lowest);
            desk.range = builder.binary(0, BinaryFunction::Subtract, high, low);
        }
        desk
    }
}

/// Adds entries, what closes them, and some more.
pub(crate) fn add_statements(
    builder: &mut Builder,
    random: &mut Random,
    desk: &Desk,
    count: usize,
) {
    for index in 0..count.max(1) {
        let kind = match index {
            0 => random.weighted(&[80, 20]),
            1 => random.weighted(&[25, 10, 45, 12, 5, 2, 1]),
            _ => random.weighted(&[22, 12, 34, 14, 6, 8, 4]),
        };
        match kind {
            0 => entry(builder, random, desk, false),
            1 => entry(builder, random, desk, true),
            2 => exit(builder, random, desk),
            3 => close(builder, random, desk),
            4 => {
                let guard = Some(rare(builder, random));
                let comment = None;
                builder.statement(Statement::CloseAll { guard, comment });
            }
            5 => {
                let guard = Some(rare(builder, random));
                let id = if random.chance(60) {
                    random.pick(&desk.entries)
                } else {
                    random.pick(&desk.exits)
                };
                builder.statement(Statement::Cancel { guard, id });
            }
            _ => {
                let guard = Some(rare(builder, random));
                builder.statement(Statement::CancelAll { guard });
            }
        }
    }
    let value = builder.any_number(random, 0);
    let title = desk.comment;
    builder.statement(Statement::Plot { value, title });
}

/// A guard that is true on some bars, or always there.
fn guard(builder: &mut Builder, random: &mut Random) -> Option<u32> {
    match random.weighted(&[45, 20, 25, 4, 6]) {
        0 => Some(every(builder, random, 2, 14)),
        1 => Some(average_crossing(builder, random)),
        2 => Some(bool_of(builder, random, 0)),
        3 => None,
        _ => {
            let flat = position_is(builder, random);
            let other = every(builder, random, 1, 4);
            Some(builder.binary(0, BinaryFunction::And, flat, other))
        }
    }
}

fn rare(builder: &mut Builder, random: &mut Random) -> u32 {
    if random.chance(75) {
        every(builder, random, 4, 30)
    } else {
        bool_node(builder, random, 0)
    }
}

/// True on every so many bars, counted by bar or by a cell.
fn every(builder: &mut Builder, random: &mut Random, least: i32, most: i32) -> u32 {
    let bars = builder.series(0, Series::BarIndex);
    let cycle = random.whole(least, most);
    let length = builder.constant(0, cycle);
    let place = builder.constant(0, random.whole(0, cycle as i32 - 1));
    let rest = builder.binary(0, BinaryFunction::Remainder, bars, length);
    builder.binary(0, BinaryFunction::Equal, rest, place)
}

fn average_crossing(builder: &mut Builder, random: &mut Random) -> u32 {
    let close = builder.series(0, Series::Close);
    let functions = [
        IndicatorFunction::Sma,
        IndicatorFunction::Ema,
        IndicatorFunction::Wma,
    ];
    let mut average = |least: i32, most: i32| {
        let length = builder.constant(0, random.whole(least, most));
        builder.indicator(0, random.pick(&functions), vec![close], vec![length])
    };
    let (fast, slow) = (average(2, 6), average(5, 15));
    let crossings = [IndicatorFunction::CrossOver, IndicatorFunction::CrossUnder];
    builder.indicator(0, random.pick(&crossings), vec![fast, slow], Vec::new())
}

fn position_is(builder: &mut Builder, random: &mut Random) -> u32 {
    let field = AccountField::PositionSize;
    let size = builder.node(0, Operation::Account { field }, ValueType::Number);
    let zero = builder.constant(0, 0.0);
    let sides = [
        BinaryFunction::Equal,
        BinaryFunction::Equal,
        BinaryFunction::Greater,
        BinaryFunction::LessOrEqual,
    ];
    builder.binary(0, random.pick(&sides), size, zero)
}

fn entry(builder: &mut Builder, random: &mut Random, desk: &Desk, is_plain: bool) {
    let guard = guard(builder, random);
    let id = random.pick(&desk.entries);
    let direction = random.pick(&[Direction::Long, Direction::Short]);
    let quantity = if random.chance(45) {
        quantity(builder, random)
    } else {
        None
    };
    let (has_limit, has_stop) = random.pick(&[
        (false, false),
        (false, false),
        (false, false),
        (true, false),
        (false, true),
        (true, true),
    ]);
    let limit = if has_limit {
        price(builder, random, desk)
    } else {
        None
    };
    let stop = if has_stop {
        price(builder, random, desk)
    } else {
        None
    };
    let comment = random.chance(20).then_some(desk.comment);
    builder.statement(if is_plain {
        Statement::Order {
            guard,
            id,
            direction,
            quantity,
            limit,
            stop,
            comment,
        }
    } else {
        Statement::Entry {
            guard,
            id,
            direction,
            quantity,
            limit,
            stop,
            comment,
        }
    });
}

fn exit(builder: &mut Builder, random: &mut Random, desk: &Desk) {
    let guard = if random.chance(60) {
        None
    } else {
        guard(builder, random)
    };
    let mut prices: [Option<Argument>; 6] = Default::default();
    if random.chance(40) {
        prices[2] = distance(builder, random, desk);
        prices[3] = distance(builder, random, desk);
    }
    for _ in 0..random.between(1, 3) {
        let kinds = if desk.has_tick || random.chance(2) {
            6
        } else {
            4
        };
        let which = random.below(kinds);
        prices[which] = match which {
            0 | 1 => price(builder, random, desk),
            2 | 3 => distance(builder, random, desk),
            _ => {
                let ticks = builder.constant(0, random.pick(&[1.0, 4.0, 10.0, 25.0, 2.5]));
                argument(builder, random, ticks)
            }
        };
    }
    let [
        limit,
        stop,
        target_distance,
        stop_distance,
        profit_ticks,
        loss_ticks,
    ] = prices;
    let reduction = random.weighted(&[45, 25, 25, 5]);
    let statement = Statement::Exit {
        guard,
        id: random.pick(&desk.exits),
        from_entry: random.chance(65).then(|| random.pick(&desk.entries)),
        quantity: if reduction & 1 == 1 {
            quantity(builder, random)
        } else {
            None
        },
        quantity_percent: if reduction & 2 == 2 {
            percent(builder, random)
        } else {
            None
        },
        limit,
        stop,
        target_distance,
        stop_distance,
        profit_ticks,
        loss_ticks,
        comment: None,
    };
    builder.statement(statement);
}

fn close(builder: &mut Builder, random: &mut Random, desk: &Desk) {
    let guard = guard(builder, random);
    let entry = random.pick(&desk.entries);
    let reduction = random.weighted(&[50, 25, 20, 5]);
    let statement = Statement::Close {
        guard,
        entry,
        quantity: if reduction & 1 == 1 {
            quantity(builder, random)
        } else {
            None
        },
        quantity_percent: if reduction & 2 == 2 {
            percent(builder, random)
        } else {
            None
        },
        comment: None,
    };
    builder.statement(statement);
}

/// An argument that may be left out on some bars.
fn argument(builder: &mut Builder, random: &mut Random, value: u32) -> Option<Argument> {
    if random.chance(85) {
        return given(value);
    }
    let given = Some(bool_of(builder, random, 0));
    Some(Argument { value, given })
}

fn quantity(builder: &mut Builder, random: &mut Random) -> Option<Argument> {
    let value = if random.chance(88) {
        builder.constant(
            0,
            random.pick(&[1.0, 1.0, 2.0, 3.0, 0.5, 0.1, 0.7, 7.0, 1.3]),
        )
    } else {
        builder.any_number(random, 0)
    };
    argument(builder, random, value)
}

fn percent(builder: &mut Builder, random: &mut Random) -> Option<Argument> {
    let value = if random.chance(92) {
        builder.constant(
            0,
            random.pick(&[50.0, 33.0, 25.0, 10.0, 100.0, 66.6, 150.0]),
        )
    } else {
        builder.any_number(random, 0)
    };
    argument(builder, random, value)
}

/// A distance in price: part of what the bars range over.
fn distance(builder: &mut Builder, random: &mut Random, desk: &Desk) -> Option<Argument> {
    let value = if random.chance(94) {
        part_of_range(builder, random, desk)
    } else {
        builder.any_number(random, 0)
    };
    argument(builder, random, value)
}

fn part_of_range(builder: &mut Builder, random: &mut Random, desk: &Desk) -> u32 {
    let factor = builder.constant(0, random.pick(&[0.0, 0.25, 0.5, 0.5, 1.0, 1.0, 2.0, 0.1]));
    builder.binary(0, BinaryFunction::Multiply, desk.range, factor)
}

/// A price near the market, mostly.
fn price(builder: &mut Builder, random: &mut Random, desk: &Desk) -> Option<Argument> {
    let value = match random.weighted(&[55, 15, 15, 15]) {
        0 => {
            let distance = part_of_range(builder, random, desk);
            let sides = [BinaryFunction::Add, BinaryFunction::Subtract];
            builder.binary(0, random.pick(&sides), desk.close, distance)
        }
        1 => {
            let series = random.pick(&[Series::Open, Series::High, Series::Low, Series::Close]);
            builder.series(0, series)
        }
        2 => {
            let length = builder.constant(0, random.whole(2, 8));
            let input = builder.series(0, random.pick(&[Series::High, Series::Low]));
            let extremes = [IndicatorFunction::Highest, IndicatorFunction::Lowest];
            builder.indicator(0, random.pick(&extremes), vec![input], vec![length])
        }
        _ => entry_price(builder, random),
    };
    if random.chance(4) {
        let anything = builder.any_number(random, 0);
        return argument(builder, random, anything);
    }
    argument(builder, random, value)
}

/// A price around the position's average, or the close while there is none.
fn entry_price(builder: &mut Builder, random: &mut Random) -> u32 {
    let field = AccountField::PositionAveragePrice;
    let average = builder.node(0, Operation::Account { field }, ValueType::Number);
    let factor = builder.constant(0, random.pick(&[1.0, 1.01, 0.99, 1.002, 0.998]));
    let moved = builder.binary(0, BinaryFunction::Multiply, average, factor);
    if random.chance(30) {
        return moved;
    }
    let close = builder.series(0, Series::Close);
    let is_flat = builder.unary(0, UnaryFunction::IsNa, average);
    builder.select(0, is_flat, (close, moved), ValueType::Number)
}
