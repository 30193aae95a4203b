//! Where files stand below the data home. Every name in a path goes through `names`.

use crate::names::{component, hex};
use crate::records::{SavedRun, Segment, SeriesKind};
use base::Nanos;
use base::civil::{DAY_NANOS, Date};
use std::path::PathBuf;

/// Folder of market data.
pub(crate) const TICKS: &str = "ticks";
/// Folder of saved runs.
pub(crate) const RUNS: &str = "runs";
/// Ending of all data files.
pub(crate) const ENDING: &str = "parquet";

/// The period in whose folder a row stands: day number of the UTC date, or UTC year.
#[must_use]
pub(crate) fn period(kind: SeriesKind, time: Nanos) -> i64 {
    let day = time.div_euclid(DAY_NANOS);
    match kind {
        SeriesKind::Quotes => day,
        SeriesKind::Bars => i64::from(Date::from_day_number(day).year),
    }
}

fn period_name(kind: SeriesKind, period: i64) -> String {
    match kind {
        SeriesKind::Quotes => {
            let Date { year, month, day } = Date::from_day_number(period);
            format!("{year:04}-{month:02}-{day:02}")
        }
        SeriesKind::Bars => format!("{period:04}"),
    }
}

/// Path of a segment below the home.
#[must_use]
pub(crate) fn segment(symbol: &str, kind: SeriesKind, segment: &Segment) -> PathBuf {
    let mut path = PathBuf::from(TICKS);
    path.push(component(symbol));
    path.push(period_name(kind, segment.period));
    path.push(format!("{}.{ENDING}", hex(&segment.hash)));
    path
}

/// The tables of a saved run: names of their files and what the journal says of them.
#[must_use]
pub(crate) fn run_files(run: &SavedRun) -> [(PathBuf, &crate::records::RunFile); 3] {
    [
        (run_file(&run.id, "trades"), &run.trades),
        (run_file(&run.id, "fills"), &run.fills),
        (run_file(&run.id, "equity"), &run.equity),
    ]
}

/// Path of a table of a saved run below the home.
#[must_use]
pub(crate) fn run_file(id: &str, table: &str) -> PathBuf {
    let mut path = PathBuf::from(RUNS);
    path.push(component(id));
    path.push(format!("{table}.{ENDING}"));
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stand_by_date_and_bars_by_year() {
        let time = 1_549_238_400_994_000_000;
        let day = period(SeriesKind::Quotes, time);
        assert_eq!(period_name(SeriesKind::Quotes, day), "2019-02-04");
        let year = period(SeriesKind::Bars, time);
        assert_eq!(period_name(SeriesKind::Bars, year), "2019");
        assert_eq!(period(SeriesKind::Quotes, -1), -1);
        assert_eq!(
            period_name(SeriesKind::Quotes, period(SeriesKind::Quotes, i64::MIN)),
            "1677-09-21"
        );
    }

    #[test]
    fn a_hostile_symbol_stays_below_the_home() {
        let segment_of = |symbol| {
            let path = segment(
                symbol,
                SeriesKind::Bars,
                &Segment {
                    hash: [0; 32],
                    bytes: 0,
                    rows: 0,
                    first: 0,
                    last: 0,
                    period: 2014,
                    blocks: Vec::new(),
                },
            );
            path.components().count()
        };
        assert_eq!(segment_of("EURUSD"), 4);
        assert_eq!(segment_of("../../etc/passwd"), 4);
        assert_eq!(segment_of("a\0b"), 4);
    }
}
