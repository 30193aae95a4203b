//! Which bars of the other timeframes have ended by the close of a chart bar.

use crate::feed::Feed;
use base::Nanos;
use events::{RunError, RunErrorKind};
use market::{CompletedBar, MtfState, TickChart, Timeframe};
use sim::Block;

/// A bar that has ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ended {
    pub(crate) bar: CompletedBar,
    /// Its last bid, ask, size at the bid, size at the ask; NaN in a run on bars.
    pub(crate) quote: [f64; 4],
}

#[derive(Debug)]
pub(crate) enum Ends<'a> {
    /// Made of the chart's bars as they come.
    Chart(MtfState<'a>),
    /// Made of quotes before the run: by context, how many have ended; and when the next one does.
    Quotes {
        chart: &'a TickChart<'a>,
        ended: Vec<usize>,
        next: Nanos,
    },
}

fn settings(error: &dyn std::fmt::Display) -> RunError {
    RunError::new(RunErrorKind::Settings, error.to_string())
}

impl<'a> Ends<'a> {
    pub(crate) fn new(feed: Feed<'a>, timeframes: &[Timeframe]) -> Result<Self, RunError> {
        match feed {
            Feed::Bars(source) => {
                let second = Timeframe::from_seconds(1)
                    .ok_or_else(|| settings(&"a second is no timeframe"))?;
                let kept: Vec<_> = timeframes.iter().map(|timeframe| (*timeframe, 1)).collect();
                let state = MtfState::new(&second, &kept, &source.instrument().zone);
                Ok(Self::Chart(state.map_err(|error| settings(&error))?))
            }
            Feed::Quotes(chart) => {
                let made = chart.others().iter().map(|(timeframe, _)| timeframe);
                if !made.eq(timeframes) {
                    return Err(settings(&"The bars were made for another plan."));
                }
                Ok(Self::Quotes {
                    chart,
                    ended: vec![0; timeframes.len()],
                    next: Nanos::MIN,
                })
            }
        }
    }

    /// Appends what ends by the close of the bar at `row` of the block, and did not before, with its
    /// context; bars of one context in order.
    pub(crate) fn take(
        &mut self,
        bars: &Block<'_>,
        row: usize,
        out: &mut Vec<(usize, Ended)>,
    ) -> Result<(), RunError> {
        match self {
            Self::Chart(state) => {
                let quote = [f64::NAN; 4];
                // The track of context 1 is the first.
                let add = |index: usize, bar: &CompletedBar| {
                    out.push((index + 1, Ended { bar: *bar, quote }));
                };
                (state.push(&bars.completed(row), add)).map_err(|error| settings(&error))
            }
            Self::Quotes { chart, ended, next } => {
                let now = bars.close_time[row];
                if now >= *next {
                    *next = take_until(chart, ended, now, out);
                }
                Ok(())
            }
        }
    }
}

/// Takes the bars that end at or before `now`; says when the next one ends.
fn take_until(
    chart: &TickChart<'_>,
    ended: &mut [usize],
    now: Nanos,
    out: &mut Vec<(usize, Ended)>,
) -> Nanos {
    let mut next = Nanos::MAX;
    for (index, ((_, context), ended)) in chart.others().iter().zip(ended).enumerate() {
        let ends = &context.bars().close_time;
        while ends.get(*ended).is_some_and(|end| *end <= now) {
            let (bar, quote) = context.at(*ended);
            out.push((index + 1, Ended { bar, quote }));
            *ended += 1;
        }
        next = next.min(ends.get(*ended).copied().unwrap_or(Nanos::MAX));
    }
    next
}
