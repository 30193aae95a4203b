//! Where a run's bars come from: bars as they are, or bars made of quotes.

use crate::source;
use events::{RunError, RunErrorKind};
use market::{BlockSource, Chart, Instrument, Scratch, TickChart, Wants};
use plan::{Account, Intrabar, Period, Profile};
use sim::{Block, Pricing};
use std::ops::Range;

/// What a run goes over.
#[derive(Clone, Copy)]
pub(crate) enum Feed<'a> {
    Bars(&'a dyn BlockSource),
    Quotes(&'a TickChart<'a>),
}

impl<'a> Feed<'a> {
    pub(crate) fn instrument(self) -> &'a Instrument {
        match self {
            Self::Bars(source) => source.instrument(),
            Self::Quotes(chart) => chart.instrument(),
        }
    }

    /// The data's part of the run digest.
    pub(crate) fn data_hash(self) -> [u8; 32] {
        match self {
            Self::Bars(source) => source.content_hash(),
            Self::Quotes(chart) => *chart.data_hash(),
        }
    }

    /// Rows of the bars that decide.
    pub(crate) fn period(self, period: &Period) -> Result<Range<usize>, RunError> {
        match self {
            Self::Bars(source) => {
                let open_time = |row| Ok(source::read(source, row, 1)?.open_time[0]);
                source::period(source.rows(), period, open_time)
            }
            Self::Quotes(chart) => {
                source::period(chart.rows(), period, |row| Ok(chart.open_time(row)))
            }
        }
    }

    /// How fills get their prices.
    pub(crate) fn pricing(self, account: &Account) -> Result<Pricing, RunError> {
        let error = |message: &str, help: &str| {
            Err(RunError::new(RunErrorKind::Settings, message).with_help(help))
        };
        match (self, account.intrabar) {
            (Self::Bars(_), Intrabar::OhlcPath) => Ok(Pricing::Path),
            (Self::Bars(_), Intrabar::Ticks) => error(
                "The account fills orders at quotes, and the data has bars only.",
                "Run on quotes, or set intrabar to ohlc_path.",
            ),
            (Self::Quotes(chart), Intrabar::OhlcPath) => match chart.chart() {
                Chart::Every(_) => Ok(Pricing::Path),
                Chart::Ticks(_) => error(
                    "Bars of so many ticks have no assumed path.",
                    "Set intrabar to ticks, or choose a timeframe for the chart.",
                ),
            },
            (Self::Quotes(_), Intrabar::Ticks) if account.profile == Profile::BacktestingPy => {
                error(
                    "The profile backtesting_py fills orders at bars, not at quotes.",
                    "Choose the profile native, or set intrabar to ohlc_path.",
                )
            }
            (Self::Quotes(chart), Intrabar::Ticks) => Ok(match chart.chart() {
                Chart::Every(_) => Pricing::Quotes,
                Chart::Ticks(_) => Pricing::QuotesByCount,
            }),
        }
    }

    /// Gives `task` the bars from row `first` on, at most `count`, and says how many they were.
    pub(crate) fn with_block(
        self,
        (first, count): (usize, usize),
        (wants, scratch): (Wants, &mut Scratch),
        task: impl FnOnce(&Block<'_>) -> Result<(), RunError>,
    ) -> Result<usize, RunError> {
        match self {
            Self::Bars(source) => source::with_block(source, first, count, task),
            Self::Quotes(chart) => {
                let rows = first..chart.rows().min(first + count);
                let length = rows.len();
                let (bars, quotes) = chart.columns(rows, wants, scratch);
                task(&Block::of(bars, Some(quotes), first))?;
                Ok(length)
            }
        }
    }
}
