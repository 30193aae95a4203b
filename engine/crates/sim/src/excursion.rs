//! Highest and lowest price since each open trade's entry, in time linear in trades and prices.
//!
//! A trade sees every price that a later one sees. So the lowest price since entry rises from the
//! oldest trade to the newest, and trades that share it form a run: only the newest run is touched
//! by a price, unless the price swallows it.

/// Trades from number `first` on, up to the next run, have seen `extreme`.
#[derive(Clone, Copy, Debug)]
struct Run {
    first: u32,
    extreme: f64,
}

/// Runs from the oldest trade to the newest; extremes come strictly closer to the market.
#[derive(Debug, Default)]
struct Runs(Vec<Run>);

#[derive(Debug, Default)]
pub(crate) struct Excursions {
    /// Largest negated price: one rule for both sides.
    lows: Runs,
    highs: Runs,
}

impl Excursions {
    /// Trade `number` is open from now on; numbers rise.
    pub(crate) fn open(&mut self, number: u32) {
        self.lows.open(number);
        self.highs.open(number);
    }

    /// The market reached prices from `low` to `high`.
    pub(crate) fn widen(&mut self, low: f64, high: f64) {
        self.lows.reach(-low);
        self.highs.reach(high);
    }

    /// Lowest and highest price since the entry of trade `number`, infinite before any.
    pub(crate) fn of(&self, number: u32) -> (f64, f64) {
        (-self.lows.of(number), self.highs.of(number))
    }

    /// No trade is open any more.
    pub(crate) fn clear(&mut self) {
        self.lows.0.clear();
        self.highs.0.clear();
    }
}

impl Runs {
    fn open(&mut self, number: u32) {
        match self.0.last() {
            // Nothing was reached since the last trade opened: they see the same from here on.
            Some(last) if last.extreme == f64::NEG_INFINITY => {}
            _ => self.0.push(Run {
                first: number,
                extreme: f64::NEG_INFINITY,
            }),
        }
    }

    fn reach(&mut self, price: f64) {
        let Some(mut last) = self.0.pop() else {
            return;
        };
        if price > last.extreme {
            last.extreme = price;
            while let Some(older) = self.0.pop_if(|older| older.extreme <= price) {
                last.first = older.first;
            }
        }
        self.0.push(last);
    }

    fn of(&self, number: u32) -> f64 {
        let after = self.0.partition_point(|run| run.first <= number);
        match after.checked_sub(1).and_then(|index| self.0.get(index)) {
            Some(run) => run.extreme,
            None => f64::NEG_INFINITY,
        }
    }
}
