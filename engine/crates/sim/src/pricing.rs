//! Where the prices of fills come from, and the prices that stand when a bar ends.

use base::{Direction, Phase};

/// Where the prices of fills come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pricing {
    /// The assumed path of each bar.
    #[default]
    Path,
    /// The quotes of each bar of a timeframe.
    Quotes,
    /// The quotes of bars of so many quotes, whose times may be equal.
    QuotesByCount,
}

/// What a buyer pays and a seller gets at a moment. On bars the two are one price.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Touch {
    pub(crate) bid: f64,
    pub(crate) ask: f64,
}

impl Pricing {
    /// Phase of decisions.
    pub(crate) const fn decides(self) -> Phase {
        match self {
            Self::Path | Self::Quotes => Phase::Decision,
            Self::QuotesByCount => Phase::TickDecision,
        }
    }

    /// Phase of the price that stands when a bar ends.
    pub(crate) const fn stands(self) -> Phase {
        match self {
            Self::Path | Self::Quotes => Phase::BarsComplete,
            Self::QuotesByCount => Phase::Market,
        }
    }
}

impl Touch {
    pub(crate) const fn at(price: f64) -> Self {
        Self {
            bid: price,
            ask: price,
        }
    }

    /// Where an order of `direction` trades at once.
    pub(crate) const fn trades(self, direction: Direction) -> f64 {
        match direction {
            Direction::Long => self.ask,
            Direction::Short => self.bid,
        }
    }

    /// Where a position of `direction` could be closed; either side when there is none.
    pub(crate) const fn closes(self, direction: Option<Direction>) -> f64 {
        match direction {
            Some(Direction::Short) => self.ask,
            Some(Direction::Long) | None => self.bid,
        }
    }
}
