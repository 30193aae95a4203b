//! The instrument's record: what the caller says, else what it says already, else what is known.

use crate::error::ImportError;
use crate::job::Job;
use crate::request::Choices;
use market::known_instrument;
use store::{Decimal, InstrumentRecord, Store};

/// Keeps what is known of a job's symbol.
pub(crate) fn keep_instrument(
    store: &Store,
    job: &Job,
    choices: &Choices,
) -> Result<(), ImportError> {
    let known = known_instrument(&job.symbol);
    let there = store.instrument(&job.symbol).pop();
    let mut record = there.unwrap_or_else(|| InstrumentRecord {
        symbol: job.symbol.clone(),
        tick_size: known.map(|known| Decimal {
            mantissa: 1,
            scale: known.decimals,
        }),
        point_value: Decimal {
            mantissa: 1,
            scale: 0,
        },
        lot: None,
        currency: known.map_or_else(String::new, |known| known.currency.to_owned()),
        calendar: String::new(),
        zone: job.zone.clone(),
    });
    if let Some(tick) = choices.tick.or_else(|| record.tick_size.or(choices.point)) {
        record.tick_size = Some(tick);
    }
    if let Some(currency) = &choices.currency {
        record.currency.clone_from(currency);
    }
    Ok(store.put_instrument(record)?)
}
