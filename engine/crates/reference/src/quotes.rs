//! Quotes as plain rows, and the bars made of them (docs/semantics/ticks.md, 1).

use crate::bar::Bar;
use base::{Nanos, Zone};
use events::{RunError, RunErrorKind};
use market::{PriceSide, TickBlock, TickSource, Timeframe};

/// One row of the data, prices and sizes as numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quote {
    pub(crate) time: Nanos,
    pub(crate) bid: f64,
    pub(crate) ask: f64,
    pub(crate) bid_size: f64,
    pub(crate) ask_size: f64,
}

impl Quote {
    /// What stands in a bar that no quote made.
    pub(crate) const NONE: Self = Self {
        time: 0,
        bid: f64::NAN,
        ask: f64::NAN,
        bid_size: f64::NAN,
        ask_size: f64::NAN,
    };

    fn price(&self, side: PriceSide) -> f64 {
        match side {
            PriceSide::Bid => self.bid,
            PriceSide::Ask => self.ask,
            PriceSide::Mid => (self.bid + self.ask) / 2.0,
        }
    }

    fn volume(&self, side: PriceSide) -> f64 {
        match side {
            PriceSide::Bid => self.bid_size,
            PriceSide::Ask => self.ask_size,
            PriceSide::Mid => self.bid_size + self.ask_size,
        }
    }
}

/// All quotes of a source.
pub(crate) fn read_all(source: &dyn TickSource) -> Result<Vec<Quote>, RunError> {
    let data = |message: String| RunError::new(RunErrorKind::Data, message);
    let mut all = TickBlock::new(source.scale());
    while all.len() < source.rows() {
        let block = source
            .read(all.len(), source.rows() - all.len())
            .map_err(data)?;
        if block.is_empty() {
            return Err(data("The quotes end too early.".to_owned()));
        }
        all.extend_from(&block, 0..block.len());
    }
    all.check().map_err(|error| data(error.to_string()))?;
    let (price, size) = (power(all.scale.price), power(all.scale.volume));
    let quote = |row: usize| Quote {
        time: all.time[row] * all.scale.unit.nanos(),
        bid: all.bid[row] as f64 / price,
        ask: (all.bid[row] + all.spread[row]) as f64 / price,
        bid_size: all.bid_volume[row] as f64 / size,
        ask_size: all.ask_volume[row] as f64 / size,
    };
    Ok((0..all.len()).map(quote).collect())
}

/// Ten to a power: exact, as each product up to 10^22 is.
fn power(decimals: u8) -> f64 {
    (0..decimals).fold(1.0, |power, _| power * 10.0)
}

/// One bar for each interval of a timeframe that holds a quote.
pub(crate) fn by_time(
    timeframe: Timeframe,
    zone: &Zone,
    quotes: &[Quote],
    side: PriceSide,
) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    for (row, quote) in quotes.iter().enumerate() {
        match bars.last_mut() {
            Some(bar) if quote.time < bar.close_time => extend(bar, quote, side),
            _ => {
                let times = timeframe.bounds(zone, quote.time);
                bars.push(first(times, row, quote, side));
            }
        }
    }
    bars
}

/// One bar for each so many quotes; those that are left over make none.
pub(crate) fn by_count(count: usize, quotes: &[Quote], side: PriceSide) -> Vec<Bar> {
    let whole = quotes.len() / count;
    let mut bars: Vec<Bar> = Vec::new();
    for number in 0..whole {
        let rows = &quotes[number * count..(number + 1) * count];
        let times = (rows[0].time, rows[count - 1].time);
        let mut bar = first(times, number * count, &rows[0], side);
        for quote in &rows[1..] {
            extend(&mut bar, quote, side);
        }
        bars.push(bar);
    }
    bars
}

fn first(times: (Nanos, Nanos), row: usize, quote: &Quote, side: PriceSide) -> Bar {
    let x = quote.price(side);
    Bar {
        open_time: times.0,
        close_time: times.1,
        open: x,
        high: x,
        low: x,
        close: x,
        volume: 0.0 + quote.volume(side),
        last_quote: *quote,
        quotes: (row, row + 1),
    }
}

fn extend(bar: &mut Bar, quote: &Quote, side: PriceSide) {
    let x = quote.price(side);
    bar.high = bar.high.max(x);
    bar.low = bar.low.min(x);
    bar.close = x;
    bar.volume += quote.volume(side);
    bar.last_quote = *quote;
    bar.quotes.1 += 1;
}
