//! Quotes as the vendor's CSV, with rows among them that some export has spoilt.

use super::Tick;
use std::fmt::Write;

pub(crate) const HEADER: &str = "timestamp,bid,ask,bid_volume,ask_volume";

/// How a row is spoilt. Apart from `Late`, it is a row too many; the good ones are all there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spoilt {
    /// A letter stands in the ask.
    Malformed,
    /// Both prices are 0.
    Zero,
    /// It comes from six hours ago.
    OutOfOrder,
    /// The last columns are missing.
    CutOff,
    /// The good row stands after the one that follows it.
    Late,
}

/// Before which quotes, counted from 0, there is a spoilt row.
const SPOILT: &[(usize, Spoilt)] = &[
    (2_500, Spoilt::Malformed),
    (4_444, Spoilt::Late),
    (9_000, Spoilt::Zero),
    (15_015, Spoilt::OutOfOrder),
    (17_000, Spoilt::Late),
    (21_500, Spoilt::Malformed),
    (23_999, Spoilt::CutOff),
    (28_000, Spoilt::OutOfOrder),
    (33_333, Spoilt::Zero),
    (36_000, Spoilt::Late),
    (41_750, Spoilt::Malformed),
    (45_600, Spoilt::OutOfOrder),
];

pub(crate) fn csv(ticks: &[Tick]) -> String {
    let mut text = format!("{HEADER}\n");
    let mut rows = ticks.iter().enumerate().peekable();
    while let Some((row, tick)) = rows.next() {
        let spoilt = SPOILT.iter().find(|(before, _)| *before == row);
        match spoilt.map(|(_, how)| *how) {
            None => {}
            Some(Spoilt::Late) => {
                if let Some((_, next)) = rows.next() {
                    add(&mut text, next);
                }
            }
            Some(how) => add_spoilt(&mut text, tick, how),
        }
        add(&mut text, tick);
    }
    text
}

fn add(text: &mut String, tick: &Tick) {
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{},{},{},{},{}",
        tick.time,
        price(tick.bid),
        price(tick.ask),
        volume(tick.bid_volume),
        volume(tick.ask_volume)
    );
}

fn add_spoilt(text: &mut String, tick: &Tick, how: Spoilt) {
    let (bid, ask) = (price(tick.bid), price(tick.ask));
    let _ = match how {
        Spoilt::Malformed => writeln!(
            text,
            "{},{bid},{}x{},0.75,0.75",
            tick.time,
            &ask[..4],
            &ask[5..]
        ),
        Spoilt::Zero => writeln!(text, "{},0.00000,0.00000,0.75,0.75", tick.time),
        Spoilt::OutOfOrder => writeln!(text, "{},{bid},{ask},0.75,0.75", tick.time - 21_600_000),
        Spoilt::CutOff => writeln!(text, "{},{bid}", tick.time),
        Spoilt::Late => Ok(()),
    };
}

fn price(points: i64) -> String {
    format!("{}.{:05}", points / 100_000, points % 100_000)
}

fn volume(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::super::{super::random::Random, week};
    use super::*;

    fn count(how: Spoilt) -> usize {
        SPOILT.iter().filter(|(_, one)| *one == how).count()
    }

    /// A row as another program would read it: by its text only.
    fn read(line: &str) -> Option<Tick> {
        let cells: Vec<&str> = line.split(',').collect();
        let [time, bid, ask, bid_volume, ask_volume] = cells.as_slice() else {
            return None;
        };
        let points = |cell: &str| Some((cell.parse::<f64>().ok()? * 1e5).round() as i64);
        let hundredths = |cell: &str| Some((cell.parse::<f64>().ok()? * 100.0).round() as i64);
        Some(Tick {
            time: time.parse().ok()?,
            bid: points(bid)?,
            ask: points(ask)?,
            bid_volume: hundredths(bid_volume)?,
            ask_volume: hundredths(ask_volume)?,
        })
    }

    #[test]
    fn good_rows_are_the_quotes_of_the_feed() {
        let ticks = week();
        let text = csv(&ticks);
        let lines: Vec<&str> = text.lines().skip(1).collect();
        let readable: Vec<Tick> = lines.iter().filter_map(|line| read(line)).collect();
        let unreadable = lines.len() - readable.len();
        assert_eq!(unreadable, count(Spoilt::Malformed) + count(Spoilt::CutOff));
        let priced: Vec<&Tick> = readable.iter().filter(|tick| tick.bid > 0).collect();
        assert_eq!(readable.len() - priced.len(), count(Spoilt::Zero));
        let mut latest = 0;
        let mut good: Vec<Tick> = Vec::new();
        for tick in priced {
            latest = latest.max(tick.time);
            if latest - tick.time < 3_600_000 {
                good.push(*tick);
            }
        }
        let is_late = |two: &&[Tick]| two[1].time < two[0].time;
        assert_eq!(good.windows(2).filter(is_late).count(), count(Spoilt::Late));
        good.sort_by_key(|tick| tick.time);
        assert_eq!(good, ticks);
        assert_eq!(
            lines.len(),
            ticks.len() + SPOILT.len() - count(Spoilt::Late)
        );
    }

    #[test]
    fn prices_have_five_decimals_and_volumes_two() {
        assert_eq!(price(108_007), "1.08007");
        assert_eq!(volume(75), "0.75");
        let mut random = Random::new(1);
        for _ in 0..1_000 {
            let points = random.below(200_000);
            assert_eq!(
                (price(points).parse::<f64>().unwrap() * 1e5).round() as i64,
                points
            );
        }
    }
}
