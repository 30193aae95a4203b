//! What an import can append: quotes or bars, cut into the pieces that become segments. Where the
//! cuts are depends on the rows alone, never on how they were handed over.

use crate::error::StoreError;
use crate::layout;
use crate::records::{Series, SeriesKind};
use crate::segment::{self, BarColumns, Encoded};
use base::Nanos;
use bytes::Bytes;
use market::{TickBlock, TickScale};
use std::ops::Range;
use std::path::Path;

/// Rows of one kind in columns.
pub trait Rows: Clone + Send + Sync + sealed::Sealed {}

impl Rows for TickBlock {}
impl Rows for BarColumns {}

pub(crate) mod sealed {
    use super::{Bytes, Encoded, Nanos, Path, Range, SeriesKind, StoreError, TickScale};

    pub trait Sealed: Sized {
        const KIND: SeriesKind;
        fn empty(scale: TickScale) -> Self;
        fn scale(&self) -> TickScale;
        fn count(&self) -> usize;
        /// Time that decides on the period.
        fn time(&self, row: usize) -> Nanos;
        fn append(&mut self, other: &Self, range: Range<usize>);
        /// Takes all rows away and keeps the memory.
        fn clear(&mut self);
        /// The first breach of the invariants.
        fn check_rows(&self) -> Result<(), (usize, &'static str)>;
        #[allow(private_interfaces, reason = "sealed: no other crate can call it")]
        fn encode(&self) -> Result<Encoded, StoreError>;
        fn decode(path: &Path, bytes: Bytes, scale: TickScale) -> Result<Self, StoreError>;
    }
}

impl sealed::Sealed for TickBlock {
    const KIND: SeriesKind = SeriesKind::Quotes;

    fn empty(scale: TickScale) -> Self {
        Self::new(scale)
    }

    fn scale(&self) -> TickScale {
        self.scale
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn time(&self, row: usize) -> Nanos {
        self.nanos(row)
    }

    fn append(&mut self, other: &Self, range: Range<usize>) {
        self.extend_from(other, range);
    }

    fn clear(&mut self) {
        let columns = [
            &mut self.time,
            &mut self.bid,
            &mut self.spread,
            &mut self.bid_volume,
            &mut self.ask_volume,
        ];
        columns.into_iter().for_each(Vec::clear);
    }

    fn check_rows(&self) -> Result<(), (usize, &'static str)> {
        self.check().map_err(|error| (error.row, error.what))
    }

    #[allow(private_interfaces, reason = "sealed: no other crate can call it")]
    fn encode(&self) -> Result<Encoded, StoreError> {
        segment::write_ticks(self)
    }

    fn decode(path: &Path, bytes: Bytes, scale: TickScale) -> Result<Self, StoreError> {
        segment::read_ticks(path, bytes, scale)
    }
}

impl sealed::Sealed for BarColumns {
    const KIND: SeriesKind = SeriesKind::Bars;

    fn empty(scale: TickScale) -> Self {
        Self::new(scale)
    }

    fn scale(&self) -> TickScale {
        self.scale
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn time(&self, row: usize) -> Nanos {
        self.open_time[row] * self.scale.unit.nanos()
    }

    fn append(&mut self, other: &Self, range: Range<usize>) {
        self.extend_from(other, range);
    }

    fn clear(&mut self) {
        *self = Self::new(self.scale);
    }

    fn check_rows(&self) -> Result<(), (usize, &'static str)> {
        if !self.is_rectangular() {
            return Err((0, "has columns of different lengths"));
        }
        (0..self.len()).try_for_each(|row| self.fault(row).map_or(Ok(()), |what| Err((row, what))))
    }

    #[allow(private_interfaces, reason = "sealed: no other crate can call it")]
    fn encode(&self) -> Result<Encoded, StoreError> {
        segment::write_bars(self)
    }

    fn decode(path: &Path, bytes: Bytes, scale: TickScale) -> Result<Self, StoreError> {
        segment::read_bars(path, bytes, scale).map(segment::PackedBars::into_columns)
    }
}

/// Rows of one period, ready to become a segment.
pub(super) struct Piece<R> {
    pub(super) period: i64,
    pub(super) rows: R,
}

/// Cuts rows into pieces.
pub(super) struct Cutter<R> {
    open: Option<Piece<R>>,
    last: Option<Nanos>,
    /// Memory of pieces that were written.
    spare: Vec<R>,
}

impl<R: Rows> Cutter<R> {
    pub(super) const fn new() -> Self {
        Self::after(None)
    }

    /// Continues after rows that were cut earlier.
    pub(super) const fn after(last: Option<Nanos>) -> Self {
        Self {
            open: None,
            last,
            spare: Vec::new(),
        }
    }

    /// Takes the rows from `first` on and returns the pieces that are complete.
    pub(super) fn cut(&mut self, rows: &R, first: usize) -> Result<Vec<Piece<R>>, StoreError> {
        let mut done = Vec::new();
        let mut from = first;
        if from < rows.count() {
            self.check_order(rows.time(from))?;
            self.last = Some(rows.time(rows.count() - 1));
        }
        while from < rows.count() {
            let period = layout::period(R::KIND, rows.time(from));
            done.extend(self.close_unless(period));
            let spare = &mut self.spare;
            let open = self.open.get_or_insert_with(|| Piece {
                period,
                rows: spare.pop().unwrap_or_else(|| R::empty(rows.scale())),
            });
            let room = segment::ROWS_MAX - open.rows.count();
            let end = end_of_period(rows, from, period).min(from + room);
            open.rows.append(rows, from..end);
            from = end;
        }
        Ok(done)
    }

    /// Takes back the memory of a piece.
    pub(super) fn reuse(&mut self, mut piece: Piece<R>) {
        piece.rows.clear();
        self.spare.push(piece.rows);
    }

    fn close_unless(&mut self, period: i64) -> Option<Piece<R>> {
        self.open
            .take_if(|open| open.period != period || open.rows.count() >= segment::ROWS_MAX)
    }

    fn check_order(&self, time: Nanos) -> Result<(), StoreError> {
        if self.last.is_some_and(|last| time < last) {
            return Err(StoreError::refused(
                "rows were handed over that are earlier than those before them",
                "Order the rows by time before they reach the store.",
            ));
        }
        Ok(())
    }

    /// The piece that was not complete.
    pub(super) fn rest(&mut self) -> Option<Piece<R>> {
        self.open.take()
    }
}

/// Rows are in order of time, so the end of a period is found by halving.
fn end_of_period<R: Rows>(rows: &R, from: usize, period: i64) -> usize {
    let (mut low, mut high) = (from, rows.count());
    while low < high {
        let middle = low + (high - low) / 2;
        if layout::period(R::KIND, rows.time(middle)) == period {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Whether rows are of a series.
pub(super) fn check_fits<R: Rows>(rows: &R, series: &Series) -> Result<(), StoreError> {
    if rows.scale() != series.tick_scale() {
        return Err(StoreError::refused(
            "rows count in other units than their dataset",
            "Convert them to the dataset's unit and decimals first.",
        ));
    }
    rows.check_rows().map_err(|(row, what)| {
        StoreError::refused(
            format!("row {row} of those handed over {what}"),
            "Reject or repair such rows before they reach the store.",
        )
    })
}
