//! Which series of the store a strategy means, and what of the instrument it leaves to the store.

use crate::failure::{bad_settings, unknown_item};
use crate::services::store::store_failure;
use base::Zone;
use market::{Chart, Instrument, TickSource, Timeframe};
use protocol::{ErrorCode, PriceSide, StoredData, StoredReport};
use store::{Dataset, Decimal, InstrumentRecord, SeriesKind, Store, Version};
use wire::Failure;

const NANOS_PER_MICRO: i64 = 1_000;
/// Names that a help lists at most.
const NAMES_MAX: usize = 12;

/// A series and how a run uses it.
pub(crate) struct Resolved {
    pub(crate) dataset: Dataset,
    pub(crate) version: Version,
    pub(crate) side: PriceSide,
    pub(crate) chart: Chart,
    pub(crate) instrument: Instrument,
    pub(crate) currency: Option<String>,
}

/// Finds the series.
///
/// # Errors
/// What is missing or can be meant in two ways, with what there is.
pub(crate) fn resolve(
    store: &Store,
    wanted: &StoredData,
    chart: Option<&str>,
) -> Result<Resolved, Failure> {
    let chart = chart.map(Chart::parse).transpose();
    let chart = chart.map_err(|error| {
        bad_settings(
            &error.to_string(),
            "Write `chart` as `15m`, `4h`, `1d`, `1w` or `1mo`, or as `ticks(100)` on quotes.",
        )
    })?;
    let all = store.datasets().map_err(|error| store_failure(&error))?;
    let dataset = match &wanted.dataset {
        Some(name) => named(&all, name, wanted)?,
        None => of_symbol(&all, wanted, chart)?,
    };
    let version = version_of(&dataset, wanted.version)?;
    let side = side_of(&dataset, wanted.price)?;
    let chart = chart_of(&dataset, chart)?;
    let record = store.instrument(&dataset.series.symbol).pop();
    let instrument = instrument(wanted, record.as_ref())?;
    let currency = record.map(|record| record.currency);
    let currency = currency.filter(|currency| !currency.is_empty());
    Ok(Resolved {
        version,
        side,
        chart,
        instrument,
        currency: wanted.currency.clone().or(currency),
        dataset,
    })
}

fn named(all: &[Dataset], name: &str, wanted: &StoredData) -> Result<Dataset, Failure> {
    let found = all.iter().find(|dataset| dataset.status.name == name);
    let Some(found) = found else {
        let there = list(all.iter().map(|dataset| dataset.status.name.as_str()));
        return Err(unknown_item(
            &format!("The store has no dataset `{name}`."),
            &format!(
                "Import it with `backtestr import PATH --symbol {}`, or use {there}.",
                wanted.symbol
            ),
        ));
    };
    if found.series.symbol != wanted.symbol {
        return Err(bad_settings(
            &format!(
                "The dataset `{name}` holds {}, not {}.",
                found.series.symbol, wanted.symbol
            ),
            "Name the symbol that it holds, or another dataset.",
        ));
    }
    Ok(found.clone())
}

/// The symbol's quotes, else its bars of the longest timeframe that makes the chart.
fn of_symbol(
    all: &[Dataset],
    wanted: &StoredData,
    chart: Option<Chart>,
) -> Result<Dataset, Failure> {
    let of_symbol: Vec<&Dataset> = (all.iter())
        .filter(|dataset| dataset.series.symbol == wanted.symbol)
        .collect();
    if of_symbol.is_empty() {
        let mut symbols: Vec<&str> = (all.iter())
            .map(|dataset| dataset.series.symbol.as_str())
            .collect();
        symbols.sort_unstable();
        symbols.dedup();
        return Err(unknown_item(
            &format!("The store has no data of {}.", wanted.symbol),
            &format!(
                "Import it with `backtestr import PATH --symbol {}`, or use {}.",
                wanted.symbol,
                list(symbols.into_iter())
            ),
        ));
    }
    let fits = |dataset: &&&Dataset| side_of(dataset, wanted.price).is_ok();
    let (quotes, bars): (Vec<&Dataset>, Vec<&Dataset>) = (of_symbol.iter().filter(fits).copied())
        .partition(|dataset| dataset.series.kind == SeriesKind::Quotes);
    if !quotes.is_empty() {
        return only(&quotes, wanted, "quotes");
    }
    let makes_chart = |dataset: &&&Dataset| chart_of(dataset, chart).is_ok();
    let usable: Vec<&Dataset> = bars.iter().filter(makes_chart).copied().collect();
    if usable.is_empty() {
        return Err(nothing_fits(&of_symbol, wanted, chart));
    }
    if chart.is_none() && usable.len() > 1 {
        return Err(bad_settings(
            &format!(
                "The strategy does not say which bars of {} it wants.",
                wanted.symbol
            ),
            &format!(
                "Give `chart` a timeframe; there are {}.",
                described(&usable)
            ),
        ));
    }
    let is_longest = |dataset: &&&Dataset| {
        let own = timeframe_of(dataset).ok();
        let is_longer = |other: &&Dataset| {
            let longer = timeframe_of(other).ok().zip(own);
            longer.is_some_and(|(other, own)| other != own && other.is_multiple_of(&own))
        };
        !usable.iter().any(is_longer)
    };
    let longest: Vec<&Dataset> = usable.iter().filter(is_longest).copied().collect();
    only(&longest, wanted, "bars")
}

fn only(found: &[&Dataset], wanted: &StoredData, what: &str) -> Result<Dataset, Failure> {
    match found {
        [one] => Ok((*one).clone()),
        several => Err(bad_settings(
            &format!(
                "The store has several datasets with {what} of {}.",
                wanted.symbol
            ),
            &format!(
                "Say which with `source = store(\"NAME\")` or with `price`: {}.",
                described(several)
            ),
        )),
    }
}

fn nothing_fits(there: &[&Dataset], wanted: &StoredData, chart: Option<Chart>) -> Failure {
    let price = wanted
        .price
        .map(|side| format!(" of price {}", side_name(side)));
    let chart = chart.map(|chart| format!(" that make a chart of {chart}"));
    bad_settings(
        &format!(
            "The store has no data of {}{}{}.",
            wanted.symbol,
            price.unwrap_or_default(),
            chart.unwrap_or_default()
        ),
        &format!(
            "There is {}. Change `chart` or `price`, or import quotes or shorter bars.",
            described(there)
        ),
    )
}

/// Datasets in words.
fn described(datasets: &[&Dataset]) -> String {
    let words = datasets.iter().map(|dataset| {
        let series = &dataset.series;
        let what = match series.kind {
            SeriesKind::Quotes => "quotes".to_owned(),
            SeriesKind::Bars => {
                let side = stored_side(series.side).map_or("", side_name);
                format!("{} bars, {side}", series.timeframe)
            }
        };
        format!("`{}` ({what})", dataset.status.name)
    });
    list_plain(words)
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let listed = list_plain(names.map(|name| format!("`{name}`")));
    if listed.is_empty() {
        return "a data home that has data".to_owned();
    }
    format!("one of {listed}")
}

fn list_plain(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    let more = words.len().saturating_sub(NAMES_MAX);
    let shown = words[..words.len() - more].join(", ");
    if more == 0 {
        return shown;
    }
    format!("{shown} and {more} more")
}

fn version_of(dataset: &Dataset, wanted: Option<u32>) -> Result<Version, Failure> {
    let name = &dataset.status.name;
    let found = match wanted {
        None => dataset.versions.last(),
        Some(number) => {
            let is_it = |version: &&Version| version.number == u64::from(number);
            dataset.versions.iter().find(is_it)
        }
    };
    found.cloned().ok_or_else(|| {
        let there = dataset.versions.len();
        unknown_item(
            &match wanted {
                Some(number) => format!("The dataset `{name}` has no version {number}."),
                None => format!("The dataset `{name}` has no version yet."),
            },
            &match there {
                0 => "Import its data again.".to_owned(),
                _ => format!("It has the versions 1 to {there}."),
            },
        )
    })
}

/// Which prices the run uses of a dataset.
fn side_of(dataset: &Dataset, wanted: Option<PriceSide>) -> Result<PriceSide, Failure> {
    let name = &dataset.status.name;
    let fits = match (dataset.series.kind, wanted) {
        (SeriesKind::Quotes, None) => Ok(PriceSide::Bid),
        (SeriesKind::Quotes, Some(PriceSide::Last)) => {
            Err("Quotes have bid, ask and mid: choose one of them.".to_owned())
        }
        (SeriesKind::Quotes, Some(side)) => Ok(side),
        (SeriesKind::Bars, wanted) => {
            let own = stored_side(dataset.series.side).unwrap_or(PriceSide::Last);
            match wanted {
                Some(side) if side != own => Err(format!(
                    "Its bars are made of {} prices: write `price = {}`, or leave it out.",
                    side_name(own),
                    side_name(own)
                )),
                _ => Ok(own),
            }
        }
    };
    fits.map_err(|help| {
        let side = wanted.map_or("", side_name);
        bad_settings(
            &format!("The dataset `{name}` has no {side} prices."),
            &help,
        )
    })
}

/// The chart that a run has on a dataset; its own bars or every quote when nobody says.
fn chart_of(dataset: &Dataset, wanted: Option<Chart>) -> Result<Chart, Failure> {
    let name = &dataset.status.name;
    match (dataset.series.kind, wanted) {
        (SeriesKind::Quotes, wanted) => Ok(wanted.unwrap_or(Chart::Ticks(1))),
        (SeriesKind::Bars, None) => timeframe_of(dataset).map(Chart::Every),
        (SeriesKind::Bars, Some(Chart::Every(timeframe))) => {
            let own = timeframe_of(dataset)?;
            if timeframe == own || timeframe.is_multiple_of(&own) {
                return Ok(Chart::Every(timeframe));
            }
            Err(bad_settings(
                &format!("Bars of {timeframe} cannot be made of the {own} bars of `{name}`."),
                &format!("Choose a chart that is a whole multiple of {own}, or import quotes."),
            ))
        }
        (SeriesKind::Bars, Some(ticks)) => Err(bad_settings(
            &format!("A chart of {ticks} needs quotes, and `{name}` holds bars."),
            "Choose a timeframe such as `15m`, or import quotes.",
        )),
    }
}

fn timeframe_of(dataset: &Dataset) -> Result<Timeframe, Failure> {
    Timeframe::parse(&dataset.series.timeframe).map_err(|error| {
        let help = "Import the bars again.";
        Failure::new(
            ErrorCode::StoreDamaged,
            error.to_string(),
            Some(help.into()),
        )
    })
}

fn instrument(
    wanted: &StoredData,
    record: Option<&InstrumentRecord>,
) -> Result<Instrument, Failure> {
    let kept = |value: fn(&InstrumentRecord) -> Option<Decimal>| {
        record.and_then(value).map(Decimal::to_f64)
    };
    let tick_size = wanted.tick.or_else(|| kept(|record| record.tick_size));
    let lot = wanted.lot.or_else(|| kept(|record| record.lot));
    let point_value = wanted.point_value;
    let point_value = point_value.or_else(|| kept(|record| Some(record.point_value)));
    let Some(point_value) = point_value else {
        return Err(bad_settings(
            &format!(
                "The store does not know what a point of {} is worth.",
                wanted.symbol
            ),
            "Write `point_value` into the `data` block.",
        ));
    };
    let facts = wire::instrument_facts(&protocol::Instrument {
        symbol: wanted.symbol.clone(),
        tick: tick_size,
        point_value,
        lot,
        currency: None,
    });
    let facts = facts.map_err(|error| wire::settings_error(&error))?;
    let zone = wanted.zone.as_deref();
    let zone = zone.unwrap_or_else(|| record.map_or("UTC", |record| record.zone.as_str()));
    let zone = Zone::new(zone).map_err(|error| {
        bad_settings(
            &error.to_string(),
            "Give an IANA name such as `America/New_York` or `UTC`.",
        )
    })?;
    Ok(Instrument {
        symbol: wanted.symbol.clone(),
        tick_size: facts.tick_size,
        point_value: facts.point_value,
        lot: facts.lot,
        zone,
    })
}

/// The side of bars; quotes have both.
pub(crate) const fn stored_side(side: store::PriceSide) -> Option<PriceSide> {
    match side {
        store::PriceSide::Both => None,
        store::PriceSide::Bid => Some(PriceSide::Bid),
        store::PriceSide::Ask => Some(PriceSide::Ask),
        store::PriceSide::Mid => Some(PriceSide::Mid),
        store::PriceSide::Last => Some(PriceSide::Last),
    }
}

const fn side_name(side: PriceSide) -> &'static str {
    match side {
        PriceSide::Bid => "bid",
        PriceSide::Ask => "ask",
        PriceSide::Mid => "mid",
        PriceSide::Last => "last",
    }
}

impl Resolved {
    /// Timeframe of the stored bars.
    pub(crate) fn own_timeframe(&self) -> Result<Timeframe, Failure> {
        timeframe_of(&self.dataset)
    }

    /// The hash that stands for the quotes in a run.
    pub(crate) fn quotes_hash(&self, store: &Store) -> Result<[u8; 32], Failure> {
        let quotes = store.ticks(&self.dataset.status.name, Some(self.version.number));
        let quotes = quotes.map_err(|error| store_failure(&error))?;
        Ok(quotes.content_hash())
    }

    /// The side of quotes as runs know it.
    pub(crate) const fn quote_side(&self) -> market::PriceSide {
        match self.side {
            PriceSide::Ask => market::PriceSide::Ask,
            PriceSide::Mid => market::PriceSide::Mid,
            PriceSide::Bid | PriceSide::Last => market::PriceSide::Bid,
        }
    }

    /// Everything about it, for the host.
    pub(crate) fn report(&self, content_hash: &[u8; 32]) -> StoredReport {
        let series = &self.dataset.series;
        let is_bars = series.kind == SeriesKind::Bars;
        let segments = &self.version.segments;
        let micros = |nanos: i64| nanos.div_euclid(NANOS_PER_MICRO);
        StoredReport {
            dataset: self.dataset.status.name.clone(),
            version: u32::try_from(self.version.number).unwrap_or(u32::MAX),
            series: if is_bars {
                protocol::SeriesKind::Bars
            } else {
                protocol::SeriesKind::Quotes
            },
            timeframe: is_bars.then(|| series.timeframe.clone()),
            price: self.side,
            zone: self.instrument.zone.name().to_owned(),
            instrument: protocol::Instrument {
                symbol: self.instrument.symbol.clone(),
                tick: self.instrument.tick_size,
                point_value: self.instrument.point_value,
                lot: self.instrument.lot,
                currency: self.currency.clone(),
            },
            rows: i64::try_from(self.version.rows()).unwrap_or(i64::MAX),
            first_time_us: segments.first().map(|segment| micros(segment.first)),
            last_time_us: segments.last().map(|segment| micros(segment.last)),
            content_hash: crate::execute::hex(content_hash),
        }
    }
}
