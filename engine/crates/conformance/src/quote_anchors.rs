//! Strategies on quotes whose results are published, and small cases on quotes by hand.

use crate::anchors::{hand_made, plain_account};
use crate::builder::{Builder, given};
use crate::case::Case;
use crate::quotes::QuoteData;
use crate::random::Random;
use market::{Bars, Chart, PriceSide, TickBlock, TickScale, TimeUnit};
use protocol::{
    Account, BinaryFunction, Direction, FillTiming, IndicatorFunction, Intrabar, Series, Statement,
    UnaryFunction, ValueType,
};

/// How the averages of EMA-TICK start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seed {
    /// With the first price.
    FirstValue,
    /// With the plain mean of the first prices, as the operator `ema` does.
    PlainMean,
}

/// The quotes of workload EMA-TICK: prices in quarters, made from one stream of SplitMix64 with
/// integer arithmetic only.
#[must_use]
pub fn benchmark_quotes(count: usize) -> TickBlock {
    const FIRST_MILLISECOND: i64 = 1_704_067_200_000;
    const QUARTER: i64 = 25;
    let mut random = Random::new(11);
    let mut block = TickBlock::new(TickScale {
        unit: TimeUnit::Milli,
        price: 2,
        volume: 0,
    });
    let (mut time, mut bid) = (FIRST_MILLISECOND, 20_000);
    for _ in 0..count {
        let a = random.bits();
        time += 1 + (a % 1_000) as i64;
        bid += match (a >> 16) & 3 {
            0 => 1,
            1 => -1,
            _ => 0,
        };
        block.time.push(time);
        block.bid.push(bid * QUARTER);
        block.spread.push((1 + ((a >> 18) & 1) as i64) * QUARTER);
        block.bid_volume.push(2 + ((a >> 24) % 50) as i64);
        block.ask_volume.push(2 + ((a >> 34) % 50) as i64);
    }
    block
}

/// Workload EMA-TICK: always one contract long or short from the 500th quote on, by the order of two
/// averages of the mid, at that quote's touch; closed at the last.
#[must_use]
pub fn ema_ticks(quotes: usize, seed: Seed) -> Case {
    let mut builder = Builder::new();
    let price = builder.series(0, Series::Close);
    let fast = average(&mut builder, price, 100.0, seed);
    let slow = average(&mut builder, price, 500.0, seed);
    let index = builder.series(0, Series::BarIndex);
    let first = builder.constant(0, 499.0);
    let is_warm = builder.binary(0, BinaryFunction::GreaterOrEqual, index, first);
    let sides = [
        (Direction::Long, BinaryFunction::Greater, "L"),
        (Direction::Short, BinaryFunction::Less, "S"),
    ];
    for (direction, function, id) in sides {
        let is_wanted = builder.binary(0, function, fast, slow);
        let guard = Some(builder.binary(0, BinaryFunction::And, is_warm, is_wanted));
        let id = builder.text(id);
        let quantity = given(builder.constant(0, 1.0));
        builder.statement(Statement::Entry {
            guard,
            id,
            direction,
            quantity,
            limit: None,
            stop: None,
            comment: None,
        });
    }
    let account = Account {
        capital: 100_000.0,
        fills: FillTiming::ThisClose,
        close_at_end: true,
        ..plain_account()
    };
    let data = QuoteData {
        block: benchmark_quotes(quotes),
        chart: Chart::Ticks(1),
        side: PriceSide::Mid,
    };
    on_quotes("EMA-TICK", builder, account, data)
}

/// An exponential average of `length` quotes.
fn average(builder: &mut Builder, price: u32, length: f64, seed: Seed) -> u32 {
    if seed == Seed::PlainMean {
        let length = builder.constant(0, length);
        return builder.indicator(0, IndicatorFunction::Ema, vec![price], vec![length]);
    }
    let weight = 2.0 / (length + 1.0);
    let (new, old) = (
        builder.constant(0, weight),
        builder.constant(0, 1.0 - weight),
    );
    let (cell, before) = builder.cell(0, ValueType::Number);
    let is_first = builder.unary(0, UnaryFunction::IsNa, before);
    let new = builder.binary(0, BinaryFunction::Multiply, new, price);
    let old = builder.binary(0, BinaryFunction::Multiply, old, before);
    let step = builder.binary(0, BinaryFunction::Add, new, old);
    let next = builder.select(0, is_first, (price, step), ValueType::Number);
    builder.set_next(cell, next);
    next
}

/// A case on quotes of an instrument of UTC with ticks of a quarter; orders meet each quote.
#[must_use]
pub fn on_quotes(name: &str, builder: Builder, account: Account, data: QuoteData) -> Case {
    let account = Account {
        intrabar: Some(Intrabar::Ticks),
        ..account
    };
    Case {
        quotes: Some(data),
        ..hand_made(name, builder, account, Bars::default(), 0)
    }
}

/// Quotes in whole prices: second, bid, ask. Sizes are 1 at the bid and 2 at the ask.
#[must_use]
pub fn quotes_of(rows: &[[i64; 3]]) -> TickBlock {
    let mut block = TickBlock::new(TickScale {
        unit: TimeUnit::Second,
        price: 0,
        volume: 0,
    });
    for [second, bid, ask] in rows {
        block.time.push(*second);
        block.bid.push(*bid);
        block.spread.push(ask - bid);
        block.bid_volume.push(1);
        block.ask_volume.push(2);
    }
    block
}
