//! Quotes as a segment: times and bids as differences, spreads and volumes by dictionary.

use super::{Column, Encoded, Packing, Table, Values, write as write_table};
use crate::error::StoreError;
use bytes::Bytes;
use market::{TickBlock, TickScale, TimeUnit};
use std::path::Path;

const KIND: &str = "quotes";

pub(super) const fn unit_name(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Second => "s",
        TimeUnit::Milli => "ms",
        TimeUnit::Micro => "us",
        TimeUnit::Nano => "ns",
    }
}

/// What makes the integers readable without the journal.
pub(super) fn facts(kind: &str, scale: TickScale) -> Vec<(&'static str, String)> {
    vec![
        ("kind", kind.to_owned()),
        ("unit", unit_name(scale.unit).to_owned()),
        ("price_scale", scale.price.to_string()),
        ("volume_scale", scale.volume.to_string()),
    ]
}

/// Refuses a file whose facts are not those of its dataset.
pub(super) fn check_facts(
    table: &Table<'_>,
    path: &Path,
    kind: &str,
    scale: TickScale,
) -> Result<(), StoreError> {
    table.check_kind(kind)?;
    for (name, expected) in facts(kind, scale) {
        if table.fact(name) != Some(&expected) {
            let what = format!("{name} is not {expected}, as its dataset says");
            return Err(StoreError::corrupt(path, "footer", what));
        }
    }
    Ok(())
}

/// Rows that keep their invariants, as a file.
pub(crate) fn write(ticks: &TickBlock) -> Result<Encoded, StoreError> {
    let column = |name, packing, values| Column {
        name,
        packing,
        values: Values::Integers(values),
    };
    write_table(
        &facts(KIND, ticks.scale),
        &[
            column("time", Packing::Delta, &ticks.time),
            column("bid", Packing::Delta, &ticks.bid),
            column("spread", Packing::Dictionary, &ticks.spread),
            column("bid_volume", Packing::Dictionary, &ticks.bid_volume),
            column("ask_volume", Packing::Dictionary, &ticks.ask_volume),
        ],
    )
}

/// The rows of a file that was checked against its hash.
pub(crate) fn read(path: &Path, bytes: Bytes, scale: TickScale) -> Result<TickBlock, StoreError> {
    let table = Table::open(path, bytes)?;
    check_facts(&table, path, KIND, scale)?;
    Ok(TickBlock {
        scale,
        time: table.integers(0)?,
        bid: table.integers(1)?,
        spread: table.integers(2)?,
        bid_volume: table.integers(3)?,
        ask_volume: table.integers(4)?,
    })
}
