//! A run's data: from what the settings say to bars or quotes in memory.

use super::bars_file;
use crate::engine::Means;
use crate::services::market::Loading;
use crate::services::market::resolve::resolve;
use crate::services::market::source::{SharedBars, SharedQuotes};
use crate::services::runs::data::Feed;
use crate::task::Task;
use market::{Chart, Instrument, TickSource};
use protocol::{DataReport, DataSource, RunSettings, StoredData};
use std::sync::{Arc, OnceLock};
use store::SeriesKind;
use wire::Failure;

/// Data and where it came from.
pub(crate) struct Input {
    pub(crate) feed: Feed,
    pub(crate) report: DataReport,
}

impl Input {
    /// Loads what the settings name.
    pub(crate) fn load(
        means: &Means,
        settings: &RunSettings,
        task: &Task<'_>,
    ) -> Result<Self, Failure> {
        let chart = settings.chart.as_deref();
        match &settings.data {
            DataSource::File { file } => {
                let imported = task.step(|| bars_file::load(file, chart))??;
                let report = DataReport::File {
                    file: bars_file::report(&imported),
                };
                let feed = Feed::Bars {
                    timeframe: imported.timeframe,
                    source: Arc::new(imported.bars),
                    lower: None,
                };
                Ok(Self { feed, report })
            }
            DataSource::Store { store } => stored(means, store, chart, task),
        }
    }

    pub(crate) fn instrument(&self) -> &Instrument {
        match &self.feed {
            Feed::Bars { source, .. } => source.instrument(),
            Feed::Quotes { source, .. } => source.instrument(),
        }
    }

    /// The chart's timeframe, or `ticks(n)`.
    pub(crate) fn chart_name(&self) -> String {
        match &self.feed {
            Feed::Bars { timeframe, .. } => timeframe.to_string(),
            Feed::Quotes { chart, .. } => chart.to_string(),
        }
    }

    pub(crate) const fn has_quotes(&self) -> bool {
        matches!(self.feed, Feed::Quotes { .. })
    }
}

fn stored(
    means: &Means,
    wanted: &StoredData,
    chart: Option<&str>,
    task: &Task<'_>,
) -> Result<Input, Failure> {
    let store = means.stores.get()?;
    let loading = Loading {
        store: &store,
        pool: &*means.workers,
        task,
    };
    let resolved = resolve(&store, wanted, chart)?;
    let instrument = resolved.instrument.clone();
    let (feed, hash) = match (resolved.dataset.series.kind, resolved.chart) {
        (SeriesKind::Bars, Chart::Every(timeframe)) => {
            let bars = means.market.bars(loading, &resolved, timeframe)?;
            let own = resolved.own_timeframe()?;
            let lower = if own == timeframe {
                None
            } else {
                Some(means.market.bars(loading, &resolved, own)?)
            };
            let hash = bars.content_hash;
            let source = Arc::new(SharedBars { instrument, bars });
            let feed = Feed::Bars {
                source,
                timeframe,
                lower,
            };
            (feed, hash)
        }
        (_, chart) => {
            let content_hash = resolved.quotes_hash(&store)?;
            let source = Arc::new(SharedQuotes {
                instrument,
                block: means.market.quotes(loading, &resolved)?,
                content_hash,
            });
            let feed = Feed::Quotes {
                source,
                chart,
                side: resolved.quote_side(),
                bars: OnceLock::new(),
            };
            (feed, content_hash)
        }
    };
    let store = resolved.report(&hash);
    Ok(Input {
        feed,
        report: DataReport::Store { store },
    })
}
