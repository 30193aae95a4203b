//! Small cases by hand: plain bars, a plain account, one statement after the other.

use crate::anchors::{hand_made, plain_account};
use crate::builder::{Builder, given};
use crate::case::Case;
use market::Bars;
use protocol::{Argument, BinaryFunction, Direction, Series, Statement};

const MINUTE: i64 = 60_000_000_000;

/// Bars of a minute that all say 100.
#[must_use]
pub fn flat_bars(rows: usize) -> Bars {
    bars_of(&vec![[100.0; 4]; rows])
}

/// Bars of a minute from open, high, low and close.
#[must_use]
pub fn bars_of(rows: &[[f64; 4]]) -> Bars {
    let mut bars = Bars::default();
    for (row, prices) in (0..).zip(rows) {
        bars.open_time.push(row * MINUTE);
        bars.close_time.push((row + 1) * MINUTE);
        bars.open.push(prices[0]);
        bars.high.push(prices[1]);
        bars.low.push(prices[2]);
        bars.close.push(prices[3]);
        bars.volume.push(1.0);
    }
    bars
}

/// The plan of a builder on an account of 10,000 without costs that trades one contract.
#[must_use]
pub fn case_of(builder: Builder, bars: Bars) -> Case {
    hand_made("small", builder, plain_account(), bars, 1)
}

/// True on the first bar of the period only.
pub fn first_bar(builder: &mut Builder) -> u32 {
    on_bar(builder, 0)
}

/// True on one bar of the period only.
pub fn on_bar(builder: &mut Builder, bar: u32) -> u32 {
    let index = builder.series(0, Series::BarIndex);
    let wanted = builder.constant(0, f64::from(bar));
    builder.binary(0, BinaryFunction::Equal, index, wanted)
}

/// Prices and quantities of a call, each a constant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given {
    /// Quantity.
    pub quantity: Option<f64>,
    /// Percent of what is open.
    pub percent: Option<f64>,
    /// Limit price.
    pub limit: Option<f64>,
    /// Stop price.
    pub stop: Option<f64>,
    /// Distance of the target.
    pub target_distance: Option<f64>,
    /// Distance of the stop.
    pub stop_distance: Option<f64>,
}

impl Builder {
    fn argument(&mut self, value: Option<f64>) -> Option<Argument> {
        let value = value?;
        given(self.constant(0, value))
    }

    /// An entry on one bar of the period.
    pub fn enter_on(&mut self, bar: u32, id: &str, direction: Direction, given: Given) {
        let guard = Some(on_bar(self, bar));
        let id = self.text(id);
        let statement = Statement::Entry {
            guard,
            id,
            direction,
            quantity: self.argument(given.quantity),
            limit: self.argument(given.limit),
            stop: self.argument(given.stop),
            comment: None,
        };
        self.statement(statement);
    }

    /// An exit call on every bar.
    pub fn exit_always(&mut self, id: &str, from_entry: Option<&str>, given: Given) {
        let id = self.text(id);
        let from_entry = from_entry.map(|from| self.text(from));
        let statement = Statement::Exit {
            guard: None,
            id,
            from_entry,
            quantity: self.argument(given.quantity),
            quantity_percent: self.argument(given.percent),
            limit: self.argument(given.limit),
            stop: self.argument(given.stop),
            target_distance: self.argument(given.target_distance),
            stop_distance: self.argument(given.stop_distance),
            profit_ticks: None,
            loss_ticks: None,
            comment: None,
        };
        self.statement(statement);
    }

    /// A close on one bar of the period.
    pub fn close_on(&mut self, bar: u32, entry: &str, given: Given) {
        let guard = Some(on_bar(self, bar));
        let entry = self.text(entry);
        let statement = Statement::Close {
            guard,
            entry,
            quantity: self.argument(given.quantity),
            quantity_percent: self.argument(given.percent),
            comment: None,
        };
        self.statement(statement);
    }
}
