//! Random values: every operation and indicator, over whatever stands before.

use crate::builder::Builder;
use crate::random::Random;
use protocol::{
    AccountField, BinaryFunction, IndicatorFunction, InstrumentField, Operation, Series,
    UnaryFunction, ValueType,
};

const SERIES: [Series; 12] = [
    Series::Open,
    Series::High,
    Series::Low,
    Series::Close,
    Series::Open,
    Series::High,
    Series::Low,
    Series::Close,
    Series::Volume,
    Series::Time,
    Series::TimeClose,
    Series::BarIndex,
];

const UNARY: [UnaryFunction; 11] = [
    UnaryFunction::Negate,
    UnaryFunction::Abs,
    UnaryFunction::Sign,
    UnaryFunction::Floor,
    UnaryFunction::Ceil,
    UnaryFunction::Round,
    UnaryFunction::Truncate,
    UnaryFunction::Sqrt,
    UnaryFunction::Exp,
    UnaryFunction::Log,
    UnaryFunction::Log10,
];

const BINARY: [BinaryFunction; 10] = [
    BinaryFunction::Add,
    BinaryFunction::Subtract,
    BinaryFunction::Multiply,
    BinaryFunction::Divide,
    BinaryFunction::Add,
    BinaryFunction::Subtract,
    BinaryFunction::Remainder,
    BinaryFunction::Power,
    BinaryFunction::Minimum,
    BinaryFunction::Maximum,
];

const COMPARISONS: [BinaryFunction; 8] = [
    BinaryFunction::Less,
    BinaryFunction::LessOrEqual,
    BinaryFunction::Greater,
    BinaryFunction::GreaterOrEqual,
    BinaryFunction::Less,
    BinaryFunction::Greater,
    BinaryFunction::Equal,
    BinaryFunction::NotEqual,
];

const SMOOTH: [IndicatorFunction; 8] = [
    IndicatorFunction::Sma,
    IndicatorFunction::Ema,
    IndicatorFunction::Rma,
    IndicatorFunction::Wma,
    IndicatorFunction::Rsi,
    IndicatorFunction::Highest,
    IndicatorFunction::Lowest,
    IndicatorFunction::Stdev,
];

const ACCOUNT: [AccountField; 13] = [
    AccountField::InitialCapital,
    AccountField::Equity,
    AccountField::NetProfit,
    AccountField::OpenProfit,
    AccountField::GrossProfit,
    AccountField::GrossLoss,
    AccountField::PositionSize,
    AccountField::PositionAveragePrice,
    AccountField::OpenTrades,
    AccountField::ClosedTrades,
    AccountField::WinTrades,
    AccountField::LossTrades,
    AccountField::EvenTrades,
];

/// Adds a random number or bool node to a context.
pub(crate) fn add_node(builder: &mut Builder, random: &mut Random, context: u32) {
    if random.chance(70) {
        number(builder, random, context);
    } else {
        bool_node(builder, random, context);
    }
}

/// Adds what only quotes have: touch prices and sizes, and what is made of them.
pub(crate) fn touch_series(builder: &mut Builder, random: &mut Random, context: u32) {
    let series = [Series::Bid, Series::Ask, Series::BidSize, Series::AskSize];
    for _ in 0..random.between(0, 3) {
        builder.series(context, random.pick(&series));
    }
    if random.chance(30) {
        let (ask, bid) = (Series::Ask, Series::Bid);
        let (ask, bid) = (builder.series(context, ask), builder.series(context, bid));
        builder.binary(context, BinaryFunction::Subtract, ask, bid);
    }
}

/// Adds a random number node.
pub(crate) fn number(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    match random.weighted(&[14, 14, 18, 5, 10, 26, 5, 4, 7, 2]) {
        0 => leaf(builder, random, context),
        1 => {
            let value = builder.any_number(random, context);
            builder.unary(context, random.pick(&UNARY), value)
        }
        2 => arithmetic(builder, random, context),
        3 => choice(builder, random, context, ValueType::Number),
        4 => past(builder, random, context, ValueType::Number),
        5 => indicator(builder, random, context),
        6 => memory(builder, random, context),
        7 => condition_count(builder, random, context),
        8 => with_holes(builder, random, context),
        _ => {
            let operation = Operation::Na {};
            builder.node(context, operation, ValueType::Number)
        }
    }
}

/// A bool of the context: one that is there, or a new one.
pub(crate) fn bool_of(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    match builder.any_bool(random, context) {
        Some(known) if random.chance(50) => known,
        _ => bool_node(builder, random, context),
    }
}

/// Adds a random bool node.
pub(crate) fn bool_node(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    match random.weighted(&[40, 14, 12, 8, 5, 5, 6, 6, 3]) {
        0 => {
            let (left, right) = pair(builder, random, context);
            builder.binary(context, random.pick(&COMPARISONS), left, right)
        }
        1 => crossing(builder, random, context),
        2 => {
            let operators = [
                BinaryFunction::And,
                BinaryFunction::Or,
                BinaryFunction::Equal,
                BinaryFunction::NotEqual,
            ];
            let left = bool_of(builder, random, context);
            let right = bool_of(builder, random, context);
            let operation = Operation::Binary {
                function: random.pick(&operators),
                left,
                right,
            };
            builder.node(context, operation, ValueType::Bool)
        }
        3 => {
            let value = bool_of(builder, random, context);
            builder.unary(context, UnaryFunction::Not, value)
        }
        4 => {
            let value = builder.any_number(random, context);
            builder.unary(context, UnaryFunction::IsNa, value)
        }
        5 => choice(builder, random, context, ValueType::Bool),
        6 => past(builder, random, context, ValueType::Bool),
        7 => latch(builder, random, context),
        _ => {
            let value = random.chance(50);
            builder.node(context, Operation::Bool { value }, ValueType::Bool)
        }
    }
}

fn leaf(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    match random.weighted(&[50, 20, 18, 12]) {
        1 if context == 0 => {
            let field = random.pick(&ACCOUNT);
            builder.node(context, Operation::Account { field }, ValueType::Number)
        }
        2 => {
            let value = random.pick(&[0.0, 1.0, 2.0, 3.0, 0.5, -1.0, 0.1, 100.0, 1.001]);
            builder.node(context, Operation::Number { value }, ValueType::Number)
        }
        3 => {
            let field = InstrumentField::PointValue;
            builder.node(context, Operation::Instrument { field }, ValueType::Number)
        }
        _ => builder.series(context, random.pick(&SERIES)),
    }
}

/// Two numbers that may well be close to each other.
fn pair(builder: &mut Builder, random: &mut Random, context: u32) -> (u32, u32) {
    let left = builder.any_number(random, context);
    if random.chance(25) {
        let constant = builder.constant(context, random.whole(-2, 3));
        return (left, constant);
    }
    if random.chance(25) {
        let offset = builder.constant(context, random.whole(1, 5));
        let before = builder.history(context, left, offset, ValueType::Number);
        return (left, before);
    }
    (left, builder.any_number(random, context))
}

fn arithmetic(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    let left = builder.any_number(random, context);
    let right = if random.chance(30) {
        builder.constant(context, random.pick(&[0.0, 1.0, 2.0, 3.0, 0.5, 0.99, 10.0]))
    } else {
        builder.any_number(random, context)
    };
    builder.binary(context, random.pick(&BINARY), left, right)
}

fn choice(builder: &mut Builder, random: &mut Random, context: u32, of: ValueType) -> u32 {
    let test = bool_of(builder, random, context);
    let mut arm = |builder: &mut Builder| match of {
        ValueType::Number => builder.any_number(random, context),
        ValueType::Bool => bool_of(builder, random, context),
    };
    let arms = (arm(builder), arm(builder));
    builder.select(context, test, arms, of)
}

/// A number that is `na` now and then, and an indicator of it.
fn with_holes(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    let test = bool_of(builder, random, context);
    let value = builder.any_number(random, context);
    let na = builder.hidden(context, Operation::Na {});
    let holey = builder.select(context, test, (value, na), ValueType::Number);
    let mut settings = vec![length(builder, random, context)];
    let function = random.pick(&SMOOTH);
    if function == IndicatorFunction::Stdev {
        settings.push(flag(builder, random, context));
    }
    builder.indicator(context, function, vec![holey], settings)
}

fn past(builder: &mut Builder, random: &mut Random, context: u32, of: ValueType) -> u32 {
    let value = match of {
        ValueType::Number => builder.any_number(random, context),
        ValueType::Bool => bool_of(builder, random, context),
    };
    let offset = offset(builder, random, context);
    builder.history(context, value, offset, of)
}

/// An offset: mostly a constant, often one that changes, now and then one that is refused.
fn offset(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    if random.chance(62) {
        let bars = random.pick(&[0.0, 1.0, 1.0, 2.0, 3.0, 5.0, 9.0, 30.0, 1.7]);
        return builder.constant(context, bars);
    }
    let value = builder.any_number(random, context);
    if random.chance(2) {
        return value;
    }
    let size = builder.unary(context, UnaryFunction::Abs, value);
    let few = builder.constant(context, random.whole(2, 12));
    let rest = builder.binary(context, BinaryFunction::Remainder, size, few);
    if random.chance(1) {
        return rest;
    }
    let is_na = builder.unary(context, UnaryFunction::IsNa, rest);
    let none = builder.constant(context, 0.0);
    builder.select(context, is_na, (none, rest), ValueType::Number)
}

/// A length: a constant, a fraction that is truncated, or a parameter.
fn length(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    match random.weighted(&[80, 10, 10]) {
        0 => {
            let length = random.pick(&[1.0, 2.0, 3.0, 3.0, 5.0, 8.0, 14.0, 20.0, 40.0]);
            builder.constant(context, length)
        }
        1 => builder.constant(context, random.whole(1, 9) + random.fraction()),
        _ => {
            let count = builder.plan.parameters.len();
            builder.parameter(&format!("length{count}"), ValueType::Number)
        }
    }
}

fn flag(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    if random.chance(15) {
        let count = builder.plan.parameters.len();
        return builder.parameter(&format!("flag{count}"), ValueType::Bool);
    }
    let value = random.chance(50);
    builder.hidden(context, Operation::Bool { value })
}

fn indicator(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    use IndicatorFunction as F;
    match random.weighted(&[70, 10, 10, 10]) {
        0 => {
            let function = random.pick(&SMOOTH);
            let input = builder.any_number(random, context);
            let mut settings = vec![length(builder, random, context)];
            if function == F::Stdev {
                settings.push(flag(builder, random, context));
            }
            builder.indicator(context, function, vec![input], settings)
        }
        1 => {
            let input = builder.any_number(random, context);
            let function = random.pick(&[F::Cumulate, F::FixNa]);
            builder.indicator(context, function, vec![input], Vec::new())
        }
        2 => {
            let inputs = if random.chance(70) {
                [Series::High, Series::Low, Series::Close]
                    .map(|series| builder.series(context, series))
            } else {
                [0; 3].map(|_| builder.any_number(random, context))
            };
            let handles_na = flag(builder, random, context);
            builder.indicator(context, F::TrueRange, inputs.to_vec(), vec![handles_na])
        }
        _ => {
            let input = builder.any_number(random, context);
            let fixed = builder.indicator(context, F::FixNa, vec![input], Vec::new());
            let settings = vec![length(builder, random, context)];
            builder.indicator(context, random.pick(&SMOOTH[..5]), vec![fixed], settings)
        }
    }
}

fn condition_count(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    let test = bool_of(builder, random, context);
    if random.chance(50) {
        let inputs = vec![test];
        return builder.indicator(context, IndicatorFunction::BarsSince, inputs, Vec::new());
    }
    let inputs = vec![test, builder.any_number(random, context)];
    let k = builder.constant(context, random.pick(&[0.0, 0.0, 1.0, 2.0, 3.9]));
    builder.indicator(context, IndicatorFunction::ValueWhen, inputs, vec![k])
}

fn crossing(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    let (left, right) = pair(builder, random, context);
    let crossings = [IndicatorFunction::CrossOver, IndicatorFunction::CrossUnder];
    builder.indicator(
        context,
        random.pick(&crossings),
        vec![left, right],
        Vec::new(),
    )
}

/// A cell that counts, trails a value, or keeps whatever comes.
fn memory(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    if let Some(cell) = builder
        .any_cell(random, context)
        .filter(|_| random.chance(20))
    {
        return builder.read_cell(cell);
    }
    let (cell, reader) = builder.cell(context, ValueType::Number);
    let is_na = builder.unary(context, UnaryFunction::IsNa, reader);
    let step = match random.below(3) {
        0 => {
            let one = builder.constant(context, 1.0);
            builder.binary(context, BinaryFunction::Add, reader, one)
        }
        1 => {
            let level = builder.any_number(random, context);
            let sides = [BinaryFunction::Maximum, BinaryFunction::Minimum];
            builder.binary(context, random.pick(&sides), reader, level)
        }
        _ => builder.any_number(random, context),
    };
    let start = builder.any_number(random, context);
    let mut next = builder.select(context, is_na, (start, step), ValueType::Number);
    if random.chance(40) {
        let resets = bool_of(builder, random, context);
        next = builder.select(context, resets, (start, next), ValueType::Number);
    }
    builder.set_next(cell, next);
    next
}

/// A bool cell that one condition sets and another one clears.
fn latch(builder: &mut Builder, random: &mut Random, context: u32) -> u32 {
    let (cell, reader) = builder.cell(context, ValueType::Bool);
    let sets = bool_of(builder, random, context);
    let clears = bool_of(builder, random, context);
    let stays = builder.unary(context, UnaryFunction::Not, clears);
    let kept = builder.binary(context, BinaryFunction::And, reader, stays);
    let next = builder.binary(context, BinaryFunction::Or, kept, sets);
    builder.set_next(cell, next);
    if random.chance(50) { reader } else { next }
}
