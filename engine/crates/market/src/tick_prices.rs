//! Quotes as numbers: the integers of a block, divided by the powers of ten that they count
//! (docs/semantics/ticks.md, 1).

use crate::chart::PriceSide;
use crate::ticks::TickBlock;
use base::Nanos;
use std::ops::Range;

/// A block of quotes whose prices and sizes are read as numbers.
#[derive(Clone, Copy, Debug)]
pub struct TickPrices<'a> {
    block: &'a TickBlock,
    price_unit: f64,
    volume_unit: f64,
    time_unit: i64,
}

/// Ten to the power of `decimals`; exact in binary64 up to 22.
#[must_use]
pub fn power_of_ten(decimals: u8) -> f64 {
    (0..decimals).fold(1.0, |power, _| power * 10.0)
}

/// Halving is exact, so that this is (bid + ask) / 2.
#[inline]
pub(crate) fn mid(bid: f64, ask: f64) -> f64 {
    (bid + ask) * 0.5
}

impl<'a> TickPrices<'a> {
    /// Of a block that keeps its invariants.
    #[must_use]
    pub fn new(block: &'a TickBlock) -> Self {
        Self {
            block,
            price_unit: power_of_ten(block.scale.price),
            volume_unit: power_of_ten(block.scale.volume),
            time_unit: block.scale.unit.nanos(),
        }
    }

    /// Time of a row, nanoseconds UTC.
    #[inline]
    #[must_use]
    pub fn time(&self, row: usize) -> Nanos {
        self.block.time[row] * self.time_unit
    }

    /// First of `rows` with a time at or after `time`; their end when there is none.
    pub(crate) fn first_at(&self, rows: Range<usize>, time: Nanos) -> usize {
        let times = &self.block.time[rows.clone()];
        rows.start + times.partition_point(|found| found * self.time_unit < time)
    }

    /// What a seller gets.
    #[inline]
    #[must_use]
    pub fn bid(&self, row: usize) -> f64 {
        self.price(self.block.bid[row])
    }

    /// What a buyer pays.
    #[inline]
    #[must_use]
    pub fn ask(&self, row: usize) -> f64 {
        self.price(self.block.bid[row] + self.block.spread[row])
    }

    /// Size at the bid.
    #[inline]
    #[must_use]
    pub fn bid_size(&self, row: usize) -> f64 {
        self.block.bid_volume[row] as f64 / self.volume_unit
    }

    /// Size at the ask.
    #[inline]
    #[must_use]
    pub fn ask_size(&self, row: usize) -> f64 {
        self.block.ask_volume[row] as f64 / self.volume_unit
    }

    #[inline]
    fn price(&self, price: i64) -> f64 {
        price as f64 / self.price_unit
    }

    /// Appends the times of some rows.
    pub(crate) fn times_into(&self, rows: Range<usize>, out: &mut Vec<Nanos>) {
        out.extend(
            self.block.time[rows]
                .iter()
                .map(|time| time * self.time_unit),
        );
    }

    /// Appends the bids of some rows.
    pub(crate) fn bids_into(&self, rows: Range<usize>, out: &mut Vec<f64>) {
        out.extend(self.block.bid[rows].iter().map(|bid| self.price(*bid)));
    }

    /// Appends the asks of some rows.
    pub(crate) fn asks_into(&self, rows: Range<usize>, out: &mut Vec<f64>) {
        let (bids, spreads) = (&self.block.bid[rows.clone()], &self.block.spread[rows]);
        out.extend((bids.iter().zip(spreads)).map(|(bid, spread)| self.price(bid + spread)));
    }

    /// Appends the sizes at the bid of some rows.
    pub(crate) fn bid_sizes_into(&self, rows: Range<usize>, out: &mut Vec<f64>) {
        let sizes = self.block.bid_volume[rows].iter();
        out.extend(sizes.map(|size| *size as f64 / self.volume_unit));
    }

    /// Appends the sizes at the ask of some rows.
    pub(crate) fn ask_sizes_into(&self, rows: Range<usize>, out: &mut Vec<f64>) {
        let sizes = self.block.ask_volume[rows].iter();
        out.extend(sizes.map(|size| *size as f64 / self.volume_unit));
    }

    /// Appends what makes bars of a side.
    pub(crate) fn prices_into(&self, side: PriceSide, rows: Range<usize>, out: &mut Vec<f64>) {
        match side {
            PriceSide::Bid => self.bids_into(rows, out),
            PriceSide::Ask => self.asks_into(rows, out),
            PriceSide::Mid => {
                let (bids, spreads) = (&self.block.bid[rows.clone()], &self.block.spread[rows]);
                out.extend(
                    (bids.iter().zip(spreads))
                        .map(|(bid, spread)| mid(self.price(*bid), self.price(bid + spread))),
                );
            }
        }
    }

    /// Appends the volumes that the bars of a side add up.
    pub(crate) fn volumes_into(&self, side: PriceSide, rows: Range<usize>, out: &mut Vec<f64>) {
        match side {
            PriceSide::Bid => self.bid_sizes_into(rows, out),
            PriceSide::Ask => self.ask_sizes_into(rows, out),
            PriceSide::Mid => {
                out.extend(rows.map(|row| self.bid_size(row) + self.ask_size(row)));
            }
        }
    }

    /// Lowest and highest bid, lowest and highest ask of some rows, of which there is one.
    pub(crate) fn ranges(&self, rows: Range<usize>) -> [f64; 4] {
        // Integers keep their order when they become numbers.
        let (bids, spreads) = (&self.block.bid[rows.clone()], &self.block.spread[rows]);
        let mut found = [i64::MAX, i64::MIN, i64::MAX, i64::MIN];
        for (bid, spread) in bids.iter().zip(spreads) {
            let ask = bid + spread;
            found = [
                found[0].min(*bid),
                found[1].max(*bid),
                found[2].min(ask),
                found[3].max(ask),
            ];
        }
        found.map(|price| self.price(price))
    }
}
