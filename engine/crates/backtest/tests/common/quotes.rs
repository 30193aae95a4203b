//! Deterministic quotes: the data of the workload EMA-TICK and its strategy.

use super::build::{Builder, account, settings};
use super::generated::{SplitMix, instrument};
use base::Direction;
use market::{Chart, MemoryTicks, PriceSide, Quotes, TickBlock, TickScale, TimeUnit};
use plan::{
    BinaryFunction as B, Cell, FillTiming, IndicatorFunction as I, Intrabar, NodeId, Operation,
    Plan, RunSettings, Series, UnaryFunction, ValueType,
};

/// What one step of a price is in hundredths.
const TICK: i64 = 25;

/// Quotes in hundredths, times in milliseconds.
pub(crate) fn block(rows: usize) -> TickBlock {
    let mut block = TickBlock::new(TickScale {
        unit: TimeUnit::Milli,
        price: 2,
        volume: 0,
    });
    let mut random = SplitMix::new(11);
    let (mut time, mut bid) = (1_704_067_200_000, 20_000);
    for _ in 0..rows {
        let a = random.next();
        time += 1 + (a % 1_000) as i64;
        bid += match (a >> 16) & 3 {
            0 => 1,
            1 => -1,
            _ => 0,
        };
        block.time.push(time);
        block.bid.push(bid * TICK);
        block.spread.push((1 + ((a >> 18) & 1) as i64) * TICK);
        block.bid_volume.push(2 + ((a >> 24) % 50) as i64);
        block.ask_volume.push(2 + ((a >> 34) % 50) as i64);
    }
    block
}

pub(crate) fn ticks(rows: usize) -> MemoryTicks {
    MemoryTicks::new(instrument(), block(rows)).unwrap()
}

/// Each quote a bar of its mid price.
pub(crate) fn each(source: &MemoryTicks) -> Quotes<'_> {
    Quotes {
        source,
        chart: Chart::Ticks(1),
        side: PriceSide::Mid,
    }
}

/// EMA 100 above or below EMA 500, as the language has it: seeded with the mean.
pub(crate) fn ema_seeded_by_mean() -> Plan {
    let mut plan = Builder::default();
    let fast = plan.average(I::Ema, 100.0);
    let slow = plan.average(I::Ema, 500.0);
    let over = plan.binary(B::Greater, fast, slow);
    let under = plan.binary(B::Less, fast, slow);
    plan.entry(over, "L", Direction::Long);
    plan.entry(under, "S", Direction::Short);
    plan.build()
}

/// The same, seeded with the first value, as a strategy with variables of its own has it.
pub(crate) fn ema_seeded_by_first() -> Plan {
    let mut plan = Builder::default();
    let fast = ema(&mut plan, 0, 100.0);
    let slow = ema(&mut plan, 1, 500.0);
    let index = plan.series(Series::BarIndex);
    let first = plan.number(499.0);
    let is_ready = plan.binary(B::GreaterOrEqual, index, first);
    let over = plan.binary(B::Greater, fast, slow);
    let under = plan.binary(B::Less, fast, slow);
    let buys = plan.binary(B::And, is_ready, over);
    let sells = plan.binary(B::And, is_ready, under);
    plan.entry(buys, "L", Direction::Long);
    plan.entry(sells, "S", Direction::Short);
    plan.build()
}

fn ema(plan: &mut Builder, cell: u32, length: f64) -> NodeId {
    let alpha = 2.0 / (length + 1.0);
    let x = plan.close();
    let before = plan.node(Operation::Cell(cell));
    let is_first = plan.unary(UnaryFunction::IsNa, before);
    let (alpha, rest) = (plan.number(alpha), plan.number(1.0 - alpha));
    let new = plan.binary(B::Multiply, alpha, x);
    let old = plan.binary(B::Multiply, rest, before);
    let moved = plan.binary(B::Add, new, old);
    let next = plan.node(Operation::Select {
        test: is_first,
        yes: x,
        no: moved,
    });
    plan.parts.cells.push(Cell {
        context: 0,
        value_type: ValueType::Number,
        next,
    });
    next
}

/// At the quote of the decision; closed at the last one.
pub(crate) fn at_once() -> RunSettings {
    let mut account = account();
    account.fills = FillTiming::ThisClose;
    account.intrabar = Intrabar::Ticks;
    account.close_at_end = true;
    settings(account)
}
