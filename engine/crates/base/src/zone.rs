//! Time zones: from instants to wall clocks and back, as a table of offsets made once per zone.
//!
//! The rules come from the IANA database inside the program, never from the machine, so that a
//! run gives the same result everywhere.

use crate::Nanos;
use crate::civil::{DAY_NANOS, SECOND_NANOS};
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::fmt;
use std::sync::Arc;

/// No zone is further from UTC; also how far a wall clock can be from its instant.
const OFFSET_NANOS_MAX: i64 = 26 * 3_600 * SECOND_NANOS;

/// The instants from `from` on and before `until`, in which the offset does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffsetSpan {
    /// First instant; `Nanos::MIN` in the first span.
    pub from: Nanos,
    /// First instant after it; `Nanos::MAX` in the last span.
    pub until: Nanos,
    /// Wall clock minus UTC, nanoseconds.
    pub offset: i64,
}

impl OffsetSpan {
    /// Whether an instant lies in it.
    #[must_use]
    pub const fn contains(&self, time: Nanos) -> bool {
        self.from <= time && (time < self.until || self.until == Nanos::MAX)
    }

    /// The wall clock at an instant of the span.
    #[must_use]
    pub const fn local(&self, time: Nanos) -> Nanos {
        time.saturating_add(self.offset)
    }

    /// The instant at which the wall clock would show `local` if the offset always held.
    #[must_use]
    pub const fn instant(&self, local: Nanos) -> Nanos {
        local.saturating_sub(self.offset)
    }
}

/// What a reading of the wall clock means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// One instant.
    Once(Nanos),
    /// The clock was set back: it showed this twice.
    Twice(Nanos, Nanos),
    /// The clock was set forward over it.
    Never,
}

/// There is no zone of that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneError {
    /// The name that was asked for.
    pub name: String,
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "There is no time zone '{}'. Use an IANA name such as 'America/New_York' or 'UTC'.",
            self.name
        )
    }
}

impl std::error::Error for ZoneError {}

/// A time zone. Cheap to clone; two zones are equal when their names are.
///
/// Invariant: spans cover every instant without gap or overlap, oldest first, and neighbours
/// differ in their offset.
#[derive(Clone)]
pub struct Zone {
    name: Arc<str>,
    spans: Arc<[OffsetSpan]>,
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name)
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::utc()
    }
}

impl Zone {
    /// The zone of an IANA name, in any case: `America/New_York`, `UTC`.
    ///
    /// # Errors
    /// When the database has no such name.
    pub fn new(iana_name: &str) -> Result<Self, ZoneError> {
        let zone = TimeZoneDatabase::bundled()
            .get(iana_name)
            .map_err(|_| ZoneError {
                name: iana_name.to_owned(),
            })?;
        let name = zone.iana_name().unwrap_or(iana_name);
        Ok(Self {
            name: name.into(),
            spans: spans_of(&zone).into(),
        })
    }

    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        let always = OffsetSpan {
            from: Nanos::MIN,
            until: Nanos::MAX,
            offset: 0,
        };
        Self {
            name: "UTC".into(),
            spans: Arc::new([always]),
        }
    }

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The span of equal offset around an instant. Keep it while it [contains](OffsetSpan::contains)
    /// the next instant: that is how a walk over bars pays for the search only at clock changes.
    #[must_use]
    pub fn span(&self, time: Nanos) -> OffsetSpan {
        self.spans[self.span_index(time)]
    }

    /// What the wall clock shows: nanoseconds from 1970-01-01T00:00 on that clock.
    #[must_use]
    pub fn local(&self, time: Nanos) -> Nanos {
        self.span(time).local(time)
    }

    /// The instants at which the wall clock shows `local`.
    #[must_use]
    pub fn resolve(&self, local: Nanos) -> Resolved {
        let shown = |span: &OffsetSpan| {
            let time = span.instant(local);
            span.contains(time).then_some(time)
        };
        let mut times = self.spans_around(local).iter().filter_map(shown);
        match (times.next(), times.next()) {
            (None, _) => Resolved::Never,
            (Some(time), None) => Resolved::Once(time),
            (Some(first), Some(second)) => Resolved::Twice(first, second),
        }
    }

    /// The first instant at which the wall clock shows `local` or later.
    #[must_use]
    pub fn first_at_or_after(&self, local: Nanos) -> Nanos {
        let around = self.spans_around(local);
        let reached = around
            .iter()
            .find(|span| span.until == Nanos::MAX || span.local(span.until) > local);
        // The last span around `local` reaches beyond it: spans_around goes further than any offset.
        reached.map_or(Nanos::MAX, |span| span.instant(local).max(span.from))
    }

    /// The instant at which a day starts: local midnight, or the first instant after it where the
    /// clock is set forward over midnight. `day_number` counts days from 1970-01-01.
    #[must_use]
    pub fn day_start(&self, day_number: i64) -> Nanos {
        self.first_at_or_after(day_number.saturating_mul(DAY_NANOS))
    }

    /// The last day that has started at an instant. Never falls while time rises, also where a
    /// clock is set back over midnight.
    #[must_use]
    pub fn day_at(&self, time: Nanos) -> i64 {
        let mut day = self.local(time).div_euclid(DAY_NANOS);
        // The representable instants end before the day of the last one does.
        while time < Nanos::MAX && self.day_start(day + 1) <= time {
            day += 1;
        }
        day
    }

    fn span_index(&self, time: Nanos) -> usize {
        self.spans
            .partition_point(|span| span.from <= time)
            .saturating_sub(1)
    }

    /// The spans in which the wall clock may show `local`, oldest first.
    fn spans_around(&self, local: Nanos) -> &[OffsetSpan] {
        let first = self.span_index(local.saturating_sub(OFFSET_NANOS_MAX));
        let last = self.span_index(local.saturating_add(OFFSET_NANOS_MAX));
        &self.spans[first..=last]
    }
}

fn spans_of(zone: &TimeZone) -> Vec<OffsetSpan> {
    let offset_nanos = |offset: jiff::tz::Offset| i64::from(offset.seconds()) * SECOND_NANOS;
    let start = Timestamp::from_nanosecond(i128::from(Nanos::MIN)).unwrap_or(Timestamp::MIN);
    let mut spans = vec![OffsetSpan {
        from: Nanos::MIN,
        until: Nanos::MAX,
        offset: offset_nanos(zone.to_offset(start)),
    }];
    for change in zone.following(start) {
        let Ok(from) = Nanos::try_from(change.timestamp().as_nanosecond()) else {
            break;
        };
        let offset = offset_nanos(change.offset());
        // A change of the zone's letters alone is none for us.
        let same = spans.last().is_some_and(|span| span.offset == offset);
        if !same {
            if let Some(span) = spans.last_mut() {
                span.until = from;
            }
            spans.push(OffsetSpan {
                from,
                until: Nanos::MAX,
                offset,
            });
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ZONES: [&str; 10] = [
        "UTC",
        "America/New_York",
        "Europe/Berlin",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "America/Sao_Paulo",
        "America/Havana",
        "America/St_Johns",
        "Pacific/Apia",
        "Asia/Kathmandu",
    ];

    fn nanos(text: &str) -> Nanos {
        let time: Timestamp = text.parse().unwrap();
        time.as_nanosecond() as Nanos
    }

    fn wall(text: &str) -> Nanos {
        nanos(&format!("{text}Z"))
    }

    #[test]
    fn a_name_nobody_knows_is_an_error_that_names_it() {
        let error = Zone::new("Mars/Olympus").unwrap_err();
        assert!(error.to_string().contains("Mars/Olympus"));
    }

    #[test]
    fn names_are_canonical() {
        assert_eq!(
            Zone::new("america/new_york").unwrap().name(),
            "America/New_York"
        );
        assert_eq!(Zone::new("utc").unwrap(), Zone::utc());
    }

    #[test]
    fn clock_changes_of_new_york() {
        let zone = Zone::new("America/New_York").unwrap();
        assert_eq!(zone.resolve(wall("2024-03-10T02:30:00")), Resolved::Never);
        assert_eq!(
            zone.resolve(wall("2024-11-03T01:30:00")),
            Resolved::Twice(nanos("2024-11-03T05:30:00Z"), nanos("2024-11-03T06:30:00Z"))
        );
        assert_eq!(
            zone.resolve(wall("2024-07-01T09:30:00")),
            Resolved::Once(nanos("2024-07-01T13:30:00Z"))
        );
    }

    #[test]
    fn a_day_without_midnight_starts_when_its_clock_does() {
        let zone = Zone::new("America/Sao_Paulo").unwrap();
        let day = wall("2018-11-04T00:00:00") / DAY_NANOS;
        assert_eq!(zone.day_start(day), nanos("2018-11-04T03:00:00Z"));
        assert_eq!(zone.day_start(day + 1), nanos("2018-11-05T02:00:00Z"));
    }

    #[test]
    fn a_clock_set_back_over_midnight_does_not_bring_the_day_back() {
        let zone = Zone::new("America/St_Johns").unwrap();
        let changed = nanos("2010-11-07T02:31:00Z");
        let minute = 60 * SECOND_NANOS;
        assert!(zone.local(changed) < zone.local(changed - minute));
        assert_eq!(zone.day_at(changed), zone.day_at(changed - minute));
    }

    #[test]
    fn a_day_left_out_of_the_calendar_is_empty() {
        let zone = Zone::new("Pacific/Apia").unwrap();
        let left_out = wall("2011-12-30T00:00:00") / DAY_NANOS;
        assert_eq!(zone.day_start(left_out), zone.day_start(left_out + 1));
        assert_eq!(zone.day_at(zone.day_start(left_out)), left_out + 1);
    }

    proptest! {
        #[test]
        fn offsets_are_those_of_the_database(zone in 0..ZONES.len(), second in -3_000_000_000_i64..7_000_000_000) {
            let ours = Zone::new(ZONES[zone]).unwrap();
            let theirs = TimeZoneDatabase::bundled().get(ZONES[zone]).unwrap();
            let time = Timestamp::from_second(second).unwrap();
            let expected = i64::from(theirs.to_offset(time).seconds()) * SECOND_NANOS;
            prop_assert_eq!(ours.span(second * SECOND_NANOS).offset, expected);
        }

        #[test]
        fn instants_come_back_from_the_wall_clock(zone in 0..ZONES.len(), time in any::<i32>()) {
            let zone = Zone::new(ZONES[zone]).unwrap();
            let time = i64::from(time) * SECOND_NANOS;
            let back = match zone.resolve(zone.local(time)) {
                Resolved::Once(back) => vec![back],
                Resolved::Twice(first, second) => vec![first, second],
                Resolved::Never => vec![],
            };
            prop_assert!(back.contains(&time));
        }

        #[test]
        fn days_start_in_order_and_hold_their_instants(zone in 0..ZONES.len(), time in any::<i32>()) {
            let zone = Zone::new(ZONES[zone]).unwrap();
            let time = i64::from(time) * SECOND_NANOS;
            let day = zone.day_at(time);
            prop_assert!(zone.day_start(day) <= time);
            prop_assert!(time < zone.day_start(day + 1));
        }

        #[test]
        fn no_instant_panics(zone in 0..ZONES.len(), time: i64) {
            let zone = Zone::new(ZONES[zone]).unwrap();
            let _ = (zone.local(time), zone.resolve(time), zone.day_at(time));
            let _ = (zone.first_at_or_after(time), zone.day_start(time));
        }
    }
}
