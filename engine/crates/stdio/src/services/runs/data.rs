//! What a kept run was made on: its bars, those of other timeframes, and where its nodes are valued.

use crate::failure::bad_settings;
use crate::services::market::cache::ChartBars;
use crate::services::market::source::SharedQuotes;
use crate::task::Task;
use backtest::{Memo, Options};
use events::{Hint, RunError};
use market::{
    Bars, BlockSource, Chart, PriceSide, Quotes, TickChart, TickPrices, TickSource, Timeframe,
    higher_bars, quote_bars,
};
use plan::{NodeId, Plan, RunSettings};
use std::mem::size_of;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use wire::Failure;

const BAR_BYTES: usize = 7 * size_of::<i64>();

/// Bars of another timeframe, made once.
type Made = (Chart, Arc<Bars>);

/// The data of a run.
pub(crate) struct RunData {
    pub(crate) rules: RunSettings,
    pub(crate) feed: Feed,
    /// The latest other timeframe that was asked for.
    other: Mutex<Option<Made>>,
}

/// Where a run's bars come from.
pub(crate) enum Feed {
    Bars {
        source: Arc<dyn BlockSource + Send + Sync>,
        timeframe: Timeframe,
        /// The bars of which the chart's were made, where these are at hand.
        lower: Option<Arc<ChartBars>>,
    },
    Quotes {
        source: Arc<SharedQuotes>,
        chart: Chart,
        side: PriceSide,
        /// The chart's bars, made when somebody looks.
        bars: OnceLock<Arc<Bars>>,
    },
}

impl RunData {
    pub(crate) fn new(rules: RunSettings, feed: Feed) -> Self {
        Self {
            rules,
            feed,
            other: Mutex::default(),
        }
    }

    /// The bars of the chart.
    pub(crate) fn chart(&self) -> ChartRef<'_> {
        match &self.feed {
            Feed::Bars { source, .. } => match source.resident() {
                Some(bars) => ChartRef::Borrowed(bars),
                None => ChartRef::Shared(Arc::default()),
            },
            Feed::Quotes {
                source,
                chart,
                side,
                bars,
            } => {
                let made = bars.get_or_init(|| Arc::new(bars_of(source, *chart, *chart, *side)));
                ChartRef::Shared(Arc::clone(made))
            }
        }
    }

    /// Name of the chart's timeframe.
    pub(crate) fn chart_name(&self) -> String {
        match &self.feed {
            Feed::Bars { timeframe, .. } => timeframe.to_string(),
            Feed::Quotes { chart, .. } => chart.to_string(),
        }
    }

    /// The bars of a timeframe, with its name; the chart's for `None`.
    pub(crate) fn bars(&self, timeframe: Option<&str>) -> Result<(String, ChartRef<'_>), Failure> {
        let wanted = timeframe.map(Chart::parse).transpose();
        let wanted = wanted.map_err(|error| {
            bad_settings(
                &error.to_string(),
                "Write it as `15m`, `4h`, `1d`, `1w` or `1mo`.",
            )
        })?;
        let Some(wanted) = wanted.filter(|wanted| wanted.to_string() != self.chart_name()) else {
            return Ok((self.chart_name(), self.chart()));
        };
        let known = self.other().clone().filter(|(made, _)| *made == wanted);
        let bars = match known {
            Some((_, bars)) => bars,
            None => {
                // Made without the lock: whoever counts bytes does not wait for it.
                let bars = Arc::new(self.make(wanted)?);
                *self.other() = Some((wanted, Arc::clone(&bars)));
                bars
            }
        };
        Ok((wanted.to_string(), ChartRef::Shared(bars)))
    }

    fn other(&self) -> MutexGuard<'_, Option<Made>> {
        self.other.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn make(&self, wanted: Chart) -> Result<Bars, Failure> {
        match (&self.feed, wanted) {
            (
                Feed::Quotes {
                    source,
                    chart,
                    side,
                    ..
                },
                wanted,
            ) => Ok(bars_of(source, *chart, wanted, *side)),
            (
                Feed::Bars {
                    source,
                    timeframe,
                    lower,
                },
                Chart::Every(wanted),
            ) => {
                let zone = &source.instrument().zone;
                let chart = self.chart();
                let (bars, own) = match lower {
                    Some(lower) if !wanted.is_multiple_of(timeframe) => {
                        (&lower.bars, &lower.timeframe)
                    }
                    _ => (&*chart, timeframe),
                };
                if wanted == *own {
                    return Ok(bars.clone());
                }
                higher_bars(bars, own, &wanted, zone).map_err(|error| {
                    bad_settings(
                        &error.to_string(),
                        "Ask for a multiple of the data's timeframe.",
                    )
                })
            }
            (Feed::Bars { .. }, ticks) => Err(bad_settings(
                &format!("There are no bars of {ticks}: the run was made on bars."),
                "Ask for a timeframe, or run on quotes.",
            )),
        }
    }

    /// Values of nodes on the bars that decided, a column each.
    pub(crate) fn values(
        &self,
        plan: &Plan,
        nodes: &[NodeId],
        memo: &Memo,
        task: &Task<'_>,
    ) -> Result<Vec<Vec<f64>>, Failure> {
        let options = Options {
            is_cancelled: &|| task.is_cancelled(),
            memo: Some(memo),
            ..Options::default()
        };
        self.ask(
            (plan, task),
            |source| backtest::values(plan, &self.rules, source, nodes, &options),
            |chart| backtest::values_quotes(plan, &self.rules, chart, nodes, &options),
        )
    }

    /// What the whole period tells of the text.
    pub(crate) fn hints(&self, plan: &Plan, task: &Task<'_>) -> Result<Vec<Hint>, Failure> {
        let options = Options {
            is_cancelled: &|| task.is_cancelled(),
            ..Options::default()
        };
        self.ask(
            (plan, task),
            |source| backtest::hints(plan, &self.rules, source, &options),
            |chart| backtest::hints_quotes(plan, &self.rules, chart, &options),
        )
    }

    /// Puts a question to the data, whichever it is.
    fn ask<T>(
        &self,
        (plan, task): (&Plan, &Task<'_>),
        on_bars: impl FnOnce(&dyn BlockSource) -> Result<T, RunError>,
        on_quotes: impl FnOnce(&TickChart<'_>) -> Result<T, RunError>,
    ) -> Result<T, Failure> {
        let answer = match &self.feed {
            Feed::Bars { source, .. } => on_bars(&**source),
            Feed::Quotes {
                source,
                chart,
                side,
                ..
            } => {
                let quotes = Quotes {
                    source: &**source,
                    chart: *chart,
                    side: *side,
                };
                let made = task.step(|| backtest::tick_chart(plan, &quotes))?;
                made.and_then(|chart| on_quotes(&chart))
            }
        };
        answer.map_err(|error| wire::run_error(&error))
    }

    /// Bytes that no other run and no cache has as well.
    pub(crate) fn own_bytes(&self) -> usize {
        let other = self.other().as_ref().map_or(0, |(_, bars)| bars.len());
        let chart = match &self.feed {
            Feed::Bars { .. } => 0,
            Feed::Quotes { bars, .. } => bars.get().map_or(0, |bars| bars.len()),
        };
        (other + chart) * BAR_BYTES
    }

    /// What others may have as well: where each part stands, and its bytes.
    pub(crate) fn shared(&self) -> Vec<(usize, usize)> {
        self.feed.shared()
    }
}

impl Feed {
    fn shared(&self) -> Vec<(usize, usize)> {
        let at = |bars: &Bars| {
            let place = bars.open_time.as_ptr() as usize;
            (place, bars.len() * BAR_BYTES)
        };
        match self {
            Self::Bars { source, lower, .. } => {
                let lower = lower.as_ref().map(|lower| at(&lower.bars));
                source.resident().map(at).into_iter().chain(lower).collect()
            }
            Self::Quotes { source, .. } => {
                let bytes = source.rows() * 5 * size_of::<i64>();
                vec![(source.block.time.as_ptr() as usize, bytes)]
            }
        }
    }
}

/// Bars that somebody else holds, or that are held here.
pub(crate) enum ChartRef<'a> {
    Borrowed(&'a Bars),
    Shared(Arc<Bars>),
}

impl std::ops::Deref for ChartRef<'_> {
    type Target = Bars;

    fn deref(&self) -> &Bars {
        match self {
            Self::Borrowed(bars) => bars,
            Self::Shared(bars) => bars,
        }
    }
}

/// Bars of quotes, of those that are in a bar of the run's chart.
fn bars_of(source: &SharedQuotes, chart: Chart, wanted: Chart, side: PriceSide) -> Bars {
    let count = match chart {
        Chart::Ticks(count) => count as usize,
        Chart::Every(_) => 1,
    };
    let used = source.block.len() - source.block.len() % count;
    let prices = TickPrices::new(&source.block);
    let zone = &source.instrument().zone;
    let mut made = quote_bars(prices, used, side, &[wanted], zone);
    made.pop().map(|made| made.bars).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::market::source::SharedBars;
    use market::Instrument;

    fn bars(count: usize) -> Arc<ChartBars> {
        let column = vec![1.0; count];
        let time = vec![0; count];
        Arc::new(ChartBars {
            bars: Bars {
                open_time: time.clone(),
                close_time: time,
                open: column.clone(),
                high: column.clone(),
                low: column.clone(),
                close: column.clone(),
                volume: column,
            },
            timeframe: Timeframe::parse("1m").expect("a timeframe"),
            content_hash: [0; 32],
        })
    }

    #[test]
    fn the_bars_of_which_the_chart_was_made_count_as_well() {
        let (chart, lower) = (bars(1), bars(60));
        let source = SharedBars {
            instrument: Instrument {
                symbol: String::new(),
                tick_size: None,
                point_value: 1.0,
                lot: None,
                zone: base::Zone::default(),
            },
            bars: Arc::clone(&chart),
        };
        let feed = Feed::Bars {
            source: Arc::new(source),
            timeframe: chart.timeframe,
            lower: Some(lower),
        };
        let bytes = feed.shared().iter().map(|(_, bytes)| bytes).sum::<usize>();
        assert_eq!(bytes, 61 * BAR_BYTES);
    }
}
