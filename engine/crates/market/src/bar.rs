//! One bar: completed, or still forming. Two types, so that what may still change is never taken for
//! what is settled. Only this crate turns one into the other.

use base::Nanos;

/// A bar that has ended. Its values are settled and may decide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CompletedBar {
    pub(crate) open_time: Nanos,
    pub(crate) close_time: Nanos,
    pub(crate) open: f64,
    pub(crate) high: f64,
    pub(crate) low: f64,
    pub(crate) close: f64,
    pub(crate) volume: f64,
}

impl CompletedBar {
    /// When it opened.
    #[must_use]
    pub const fn open_time(&self) -> Nanos {
        self.open_time
    }

    /// When it ended. Its values are knowable from then on, before any decision of that instant.
    #[must_use]
    pub const fn close_time(&self) -> Nanos {
        self.close_time
    }

    /// First price.
    #[must_use]
    pub const fn open(&self) -> f64 {
        self.open
    }

    /// Highest price.
    #[must_use]
    pub const fn high(&self) -> f64 {
        self.high
    }

    /// Lowest price.
    #[must_use]
    pub const fn low(&self) -> f64 {
        self.low
    }

    /// Last price.
    #[must_use]
    pub const fn close(&self) -> f64 {
        self.close
    }

    /// Traded volume; NaN where unknown.
    #[must_use]
    pub const fn volume(&self) -> f64 {
        self.volume
    }
}

/// A bar that has not ended: what is known of it so far.
#[derive(Clone, Debug, PartialEq)]
pub struct FormingBar {
    so_far: CompletedBar,
}

impl FormingBar {
    /// The bar of [`bounds`](crate::Timeframe::bounds) with its first part.
    pub(crate) const fn start(bounds: (Nanos, Nanos), part: &CompletedBar) -> Self {
        Self {
            so_far: CompletedBar {
                open_time: bounds.0,
                close_time: bounds.1,
                // Sums start at 0, so that a volume of −0 does not stay one.
                volume: 0.0 + part.volume,
                ..*part
            },
        }
    }

    /// Takes the next part.
    pub(crate) fn add(&mut self, part: &CompletedBar) {
        let bar = &mut self.so_far;
        if part.high > bar.high {
            bar.high = part.high;
        }
        if part.low < bar.low {
            bar.low = part.low;
        }
        bar.close = part.close;
        bar.volume += part.volume;
    }

    /// Takes the next price.
    #[inline]
    pub(crate) fn add_price(&mut self, price: f64, volume: f64) {
        let bar = &mut self.so_far;
        bar.high = if price > bar.high { price } else { bar.high };
        bar.low = if price < bar.low { price } else { bar.low };
        bar.close = price;
        bar.volume += volume;
    }

    pub(crate) const fn complete(self) -> CompletedBar {
        self.so_far
    }

    /// When it opened.
    #[must_use]
    pub const fn open_time(&self) -> Nanos {
        self.so_far.open_time
    }

    /// When it will end.
    #[must_use]
    pub const fn ends_at(&self) -> Nanos {
        self.so_far.close_time
    }

    /// First price.
    #[must_use]
    pub const fn open(&self) -> f64 {
        self.so_far.open
    }

    /// Highest price until now.
    #[must_use]
    pub const fn high_so_far(&self) -> f64 {
        self.so_far.high
    }

    /// Lowest price until now.
    #[must_use]
    pub const fn low_so_far(&self) -> f64 {
        self.so_far.low
    }

    /// Latest price.
    #[must_use]
    pub const fn latest(&self) -> f64 {
        self.so_far.close
    }

    /// Volume until now; NaN where unknown.
    #[must_use]
    pub const fn volume_so_far(&self) -> f64 {
        self.so_far.volume
    }
}
