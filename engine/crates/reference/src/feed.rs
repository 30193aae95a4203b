//! What a run is carried out on: bars that were read, or quotes and the bars made of them.

use crate::bar::{self, Bar};
use crate::higher;
use crate::quotes::{self, Quote};
use base::{Direction, Phase};
use events::{RunError, RunErrorKind};
use market::{BlockSource, Chart, Instrument, PriceSide, Quotes, TICKS_MAX, Timeframe};
use plan::{Intrabar, Profile, RunSettings};

/// The two prices at which one can trade at a moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Touch {
    /// What sellers get.
    pub(crate) bid: f64,
    /// What buyers pay.
    pub(crate) ask: f64,
}

impl Touch {
    /// One price for both sides.
    pub(crate) const fn at(price: f64) -> Self {
        Self {
            bid: price,
            ask: price,
        }
    }

    pub(crate) const fn of(quote: &Quote) -> Self {
        Self {
            bid: quote.bid,
            ask: quote.ask,
        }
    }

    /// The price of an order of a direction.
    pub(crate) const fn trades(self, direction: Direction) -> f64 {
        match direction {
            Direction::Long => self.ask,
            Direction::Short => self.bid,
        }
    }

    /// What a position of a direction is worth: the price at which it could be closed.
    pub(crate) const fn marks(self, direction: Direction) -> f64 {
        self.trades(direction.opposite())
    }
}

/// Chart bars, and what the bars of other contexts are made of.
pub(crate) struct Feed {
    pub(crate) instrument: Instrument,
    /// The data's part of the digest.
    pub(crate) data_hash: [u8; 32],
    /// The chart.
    pub(crate) bars: Vec<Bar>,
    /// Phase of a decision.
    pub(crate) decides: Phase,
    /// The quotes and their side, in a run on quotes.
    tape: Option<(Vec<Quote>, PriceSide)>,
    /// Whether orders meet each quote rather than a path.
    trades_on_quotes: bool,
}

impl Feed {
    /// Bars as they were read.
    pub(crate) fn of_bars(
        source: &dyn BlockSource,
        settings: &RunSettings,
    ) -> Result<Self, RunError> {
        if settings.account.intrabar == Intrabar::Ticks {
            return Err(refused("`intrabar = ticks` needs quotes; there are bars."));
        }
        Ok(Self {
            instrument: source.instrument().clone(),
            data_hash: source.content_hash(),
            bars: bar::read_all(source)?,
            decides: Phase::Decision,
            tape: None,
            trades_on_quotes: false,
        })
    }

    /// Quotes, and the chart made of them.
    pub(crate) fn of_quotes(quotes: &Quotes<'_>, settings: &RunSettings) -> Result<Self, RunError> {
        check_count(quotes.chart)?;
        let instrument = quotes.source.instrument().clone();
        let rows = quotes::read_all(quotes.source)?;
        check_settings(quotes.chart, settings)?;
        let side = quotes.side;
        let (bars, decides) = match quotes.chart {
            Chart::Every(timeframe) => {
                let bars = quotes::by_time(timeframe, &instrument.zone, &rows, side);
                (bars, Phase::Decision)
            }
            Chart::Ticks(count) => {
                let bars = quotes::by_count(count as usize, &rows, side);
                (bars, Phase::TickDecision)
            }
        };
        // Rows after the last bar are used by nobody.
        let used = bars.last().map_or(0, |bar| bar.quotes.1);
        Ok(Self {
            instrument,
            data_hash: quotes.data_hash(),
            bars,
            decides,
            tape: Some((rows[..used].to_vec(), side)),
            trades_on_quotes: settings.account.intrabar == Intrabar::Ticks,
        })
    }

    /// All bars of a timeframe that hold data, oldest first.
    pub(crate) fn context(&self, written: &str) -> Result<Vec<Bar>, RunError> {
        let zone = &self.instrument.zone;
        let timeframe = Timeframe::parse(written).map_err(|error| refused(&error.to_string()))?;
        match &self.tape {
            Some((quotes, side)) => Ok(quotes::by_time(timeframe, zone, quotes, *side)),
            None => higher::build(timeframe, zone, &self.bars),
        }
    }

    /// The quotes of a chart bar that orders meet one by one; `None` where they meet its path.
    pub(crate) fn quotes_of(&self, bar: &Bar) -> Option<&[Quote]> {
        let (quotes, _) = self.tape.as_ref().filter(|_| self.trades_on_quotes)?;
        Some(&quotes[bar.quotes.0..bar.quotes.1])
    }

    /// The prices that stand at the end of a chart bar.
    pub(crate) fn closing(&self, bar: &Bar) -> Touch {
        if self.trades_on_quotes {
            Touch::of(&bar.last_quote)
        } else {
            Touch::at(bar.close)
        }
    }
}

/// How many quotes make a bar (docs/semantics/ticks.md, 1).
fn check_count(chart: Chart) -> Result<(), RunError> {
    match chart {
        Chart::Ticks(count) if !(1..=TICKS_MAX).contains(&count) => {
            Err(refused("A chart of ticks(n) needs an n from 1 to 1000000."))
        }
        _ => Ok(()),
    }
}

/// What a run on quotes cannot be (docs/semantics/ticks.md, 2).
fn check_settings(chart: Chart, settings: &RunSettings) -> Result<(), RunError> {
    let account = &settings.account;
    match (account.intrabar, chart) {
        (Intrabar::OhlcPath, Chart::Ticks(_)) => {
            Err(refused("A chart of ticks(n) needs `intrabar = ticks`."))
        }
        (Intrabar::Ticks, _) if account.profile == Profile::BacktestingPy => Err(refused(
            "Profile `backtesting_py` knows no `intrabar = ticks`.",
        )),
        _ => Ok(()),
    }
}

fn refused(message: &str) -> RunError {
    RunError::new(RunErrorKind::Settings, message)
}
