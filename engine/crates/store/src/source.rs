//! Datasets as sources of columns for runs. One segment at a time is in memory, checked against its
//! hash when it is read.

use crate::error::StoreError;
use crate::home::Home;
use crate::import::Rows;
use crate::layout;
use crate::records::{Decimal, InstrumentRecord, Segment, Series, SeriesKind};
use crate::segment::{Expected, PackedBars, load, read_bars, read_ticks};
use crate::state::Version;
use crate::store::{Store, missing};
use base::Zone;
use bytes::Bytes;
use market::{Bars, BlockSource, Instrument, TickBlock, TickScale, TickSource};
use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A version of a dataset, open for reading.
struct Stored<T> {
    home: Arc<Home>,
    series: Series,
    segments: Arc<[Segment]>,
    /// Number of the first row of each segment, and of all rows at the end.
    starts: Vec<usize>,
    /// The segment that was read last.
    recent: Mutex<Option<(usize, Arc<T>)>>,
}

/// Bars of the store.
pub struct StoredBars {
    stored: Stored<Bars>,
    instrument: Instrument,
    content_hash: OnceLock<[u8; 32]>,
}

/// Quotes of the store.
pub struct StoredTicks {
    stored: Stored<TickBlock>,
    instrument: Instrument,
    content_hash: [u8; 32],
}

/// What runs take from segments.
trait Columns: Sized {
    fn none(scale: TickScale) -> Self;
    fn decode(path: &Path, bytes: Bytes, scale: TickScale) -> Result<Self, StoreError>;
    fn part(&self, range: Range<usize>) -> Self;
    fn join(&mut self, other: &Self, range: Range<usize>);
}

impl Columns for Bars {
    fn none(_scale: TickScale) -> Self {
        Self::default()
    }

    fn decode(path: &Path, bytes: Bytes, scale: TickScale) -> Result<Self, StoreError> {
        read_bars(path, bytes, scale).map(PackedBars::into_bars)
    }

    fn part(&self, range: Range<usize>) -> Self {
        self.slice(range)
    }

    fn join(&mut self, other: &Self, range: Range<usize>) {
        append(self, other, range);
    }
}

impl Columns for TickBlock {
    fn none(scale: TickScale) -> Self {
        Self::new(scale)
    }

    fn decode(path: &Path, bytes: Bytes, scale: TickScale) -> Result<Self, StoreError> {
        read_ticks(path, bytes, scale)
    }

    fn part(&self, range: Range<usize>) -> Self {
        let mut part = Self::new(self.scale);
        part.extend_from(self, range);
        part
    }

    fn join(&mut self, other: &Self, range: Range<usize>) {
        self.extend_from(other, range);
    }
}

impl Store {
    /// Opens a version of a dataset of bars; the newest if none is named.
    ///
    /// # Errors
    /// When there is none, or it holds quotes.
    pub fn bars(&self, dataset: &str, version: Option<u64>) -> Result<StoredBars, StoreError> {
        let (stored, instrument) = self.stored(dataset, version, SeriesKind::Bars)?;
        Ok(StoredBars {
            stored,
            instrument,
            content_hash: OnceLock::new(),
        })
    }

    /// Opens a version of a dataset of quotes; the newest if none is named.
    ///
    /// # Errors
    /// When there is none, or it holds bars.
    pub fn ticks(&self, dataset: &str, version: Option<u64>) -> Result<StoredTicks, StoreError> {
        let (stored, instrument) = self.stored(dataset, version, SeriesKind::Quotes)?;
        let content_hash = hash_of_quotes(&stored.series, &instrument.zone, &stored.segments);
        Ok(StoredTicks {
            stored,
            instrument,
            content_hash,
        })
    }

    fn stored<T>(
        &self,
        name: &str,
        version: Option<u64>,
        kind: SeriesKind,
    ) -> Result<(Stored<T>, Instrument), StoreError> {
        let dataset = self.dataset(name)?;
        if dataset.series.kind != kind {
            return Err(StoreError::refused(
                format!("dataset {name:?} does not hold what was asked for"),
                "Ask for quotes where it holds quotes, for bars where it holds bars.",
            ));
        }
        let wanted = |there: &&Version| version.is_none_or(|number| there.number == number);
        let found = dataset.versions.iter().rev().find(wanted);
        let found = found.ok_or_else(|| missing("version of dataset", name))?;
        let mut starts = vec![0];
        for segment in found.segments.iter() {
            let rows = usize::try_from(segment.rows).unwrap_or(usize::MAX);
            starts.push(starts[starts.len() - 1] + rows);
        }
        let record = self.instrument(&dataset.series.symbol).pop();
        let instrument = instrument(&dataset.series.symbol, record.as_ref())?;
        let stored = Stored {
            home: Arc::clone(&self.home),
            segments: Arc::clone(&found.segments),
            series: dataset.series,
            starts,
            recent: Mutex::default(),
        };
        Ok((stored, instrument))
    }

    /// Reads a segment as the rows that were handed over.
    pub(crate) fn load_segment<R: Rows>(
        &self,
        series: &Series,
        segment: &Segment,
    ) -> Result<R, StoreError> {
        load_rows(&self.home, series, segment)
    }
}

fn load_rows<R: Rows>(home: &Home, series: &Series, segment: &Segment) -> Result<R, StoreError> {
    let (path, bytes) = load_bytes(home, series, segment)?;
    R::decode(&path, bytes, series.tick_scale())
}

fn load_bytes(
    home: &Home,
    series: &Series,
    segment: &Segment,
) -> Result<(PathBuf, Bytes), StoreError> {
    let relative = layout::segment(&series.symbol, series.kind, segment);
    let expected = Expected {
        hash: &segment.hash,
        bytes: segment.bytes,
        blocks: &segment.blocks,
    };
    let bytes = load(home, &relative, expected)?;
    Ok((home.root().join(relative), bytes))
}

fn instrument(symbol: &str, record: Option<&InstrumentRecord>) -> Result<Instrument, StoreError> {
    let zone = record.map_or("UTC", |record| record.zone.as_str());
    let zone = Zone::new(zone).map_err(|_| missing("time zone", zone))?;
    Ok(Instrument {
        symbol: symbol.to_owned(),
        tick_size: record
            .and_then(|record| record.tick_size)
            .map(Decimal::to_f64),
        point_value: record.map_or(1.0, |record| record.point_value.to_f64()),
        lot: record.and_then(|record| record.lot).map(Decimal::to_f64),
        zone,
    })
}

impl<T: Columns> Stored<T> {
    fn rows(&self) -> usize {
        self.starts[self.starts.len() - 1]
    }

    fn load(&self, index: usize) -> Result<T, StoreError> {
        let (path, bytes) = load_bytes(&self.home, &self.series, &self.segments[index])?;
        T::decode(&path, bytes, self.series.tick_scale())
    }

    /// A segment that is read in parts is kept until another one is.
    fn recent(&self, index: usize) -> Result<Arc<T>, StoreError> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, rows)) = recent.as_ref().filter(|(there, _)| *there == index) {
            return Ok(Arc::clone(rows));
        }
        let rows = Arc::new(self.load(index)?);
        *recent = Some((index, Arc::clone(&rows)));
        Ok(rows)
    }

    /// Rows of any segments, joined. What is read whole is not copied without need.
    fn read(&self, first: usize, count: usize) -> Result<T, String> {
        let mut all: Option<T> = None;
        for (index, range) in self.parts(first, count) {
            let is_whole = range.len() == self.starts[index + 1] - self.starts[index];
            let rows = if is_whole {
                self.load(index).map(Ok)
            } else {
                self.recent(index).map(Err)
            };
            let joined = match (all.take(), rows.map_err(|error| error.to_string())?) {
                (None, Ok(own)) => own,
                (None, Err(shared)) => shared.part(range),
                (Some(mut all), Ok(own)) => {
                    all.join(&own, range);
                    all
                }
                (Some(mut all), Err(shared)) => {
                    all.join(&shared, range);
                    all
                }
            };
            all = Some(joined);
        }
        Ok(all.unwrap_or_else(|| T::none(self.series.tick_scale())))
    }

    /// The segments that hold a range of rows, each with the range within it.
    fn parts(
        &self,
        first: usize,
        count: usize,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
        let end = first.saturating_add(count).min(self.rows());
        let from = self
            .starts
            .partition_point(|&start| start <= first)
            .saturating_sub(1);
        let spans = self.starts.windows(2).enumerate().skip(from);
        spans
            .take_while(move |(_, span)| span[0] < end)
            .map(move |(index, span)| {
                let (start, stop) = (span[0], span[1]);
                (index, first.max(start) - start..end.min(stop) - start)
            })
            .filter(|(_, range)| !range.is_empty())
    }
}

impl BlockSource for StoredBars {
    fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    fn rows(&self) -> usize {
        self.stored.rows()
    }

    fn read(&self, first: usize, count: usize) -> Result<Cow<'_, Bars>, String> {
        self.stored.read(first, count).map(Cow::Owned)
    }

    /// The hash that the same bars have in memory. It takes a pass over all rows the first time; a
    /// dataset that cannot be read has the hash of nothing, and its first read tells why.
    fn content_hash(&self) -> [u8; 32] {
        *self.content_hash.get_or_init(|| {
            let bars = self.read(0, self.rows()).unwrap_or_default();
            market::content_hash(&bars, &self.instrument.zone)
        })
    }
}

fn append(all: &mut Bars, bars: &Bars, range: Range<usize>) {
    all.open_time
        .extend_from_slice(&bars.open_time[range.clone()]);
    all.close_time
        .extend_from_slice(&bars.close_time[range.clone()]);
    all.open.extend_from_slice(&bars.open[range.clone()]);
    all.high.extend_from_slice(&bars.high[range.clone()]);
    all.low.extend_from_slice(&bars.low[range.clone()]);
    all.close.extend_from_slice(&bars.close[range.clone()]);
    all.volume.extend_from_slice(&bars.volume[range]);
}

impl TickSource for StoredTicks {
    fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    fn scale(&self) -> TickScale {
        self.stored.series.tick_scale()
    }

    fn rows(&self) -> usize {
        self.stored.rows()
    }

    fn read(&self, first: usize, count: usize) -> Result<Cow<'_, TickBlock>, String> {
        self.stored.read(first, count).map(Cow::Owned)
    }

    fn content_hash(&self) -> [u8; 32] {
        self.content_hash
    }
}

/// Segments are named by their content and cut by it, so their names stand for the rows.
fn hash_of_quotes(series: &Series, zone: &Zone, segments: &[Segment]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for text in ["quotes 1", zone.name()] {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.update(&series.unit.nanos().to_le_bytes());
    hasher.update(&[series.price_scale, series.volume_scale]);
    for segment in segments {
        hasher.update(&segment.hash);
    }
    *hasher.finalize().as_bytes()
}
