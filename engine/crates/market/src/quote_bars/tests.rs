//! Bars of quotes against a naive regrouping, against the step driver, and against bars of bars.

use super::*;
use crate::higher::{MtfState, higher_bars};
use crate::ticks::{TickBlock, TickScale, TimeUnit};
use crate::timeframe::Timeframe;
use base::civil::DAY_NANOS;
use proptest::prelude::*;

const ZONES: [&str; 5] = [
    "UTC",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "America/St_Johns",
];
const TIMEFRAMES: [&str; 9] = ["1s", "90s", "7m", "15m", "1h", "4h", "1d", "1w", "1mo"];

/// Quotes from (milliseconds since the one before, step of the bid, spread, sizes).
fn block(start: i64, steps: &[(i64, i64, i64, i64)]) -> TickBlock {
    let mut block = TickBlock::new(TickScale {
        unit: TimeUnit::Milli,
        price: 3,
        volume: 2,
    });
    let (mut time, mut bid) = (start, 100_000);
    for &(gap, step, spread, size) in steps {
        time += gap;
        bid += step;
        block.time.push(time);
        block.bid.push(bid);
        block.spread.push(spread);
        block.bid_volume.push(size);
        block.ask_volume.push(3 * size + 1);
    }
    block.check().unwrap();
    block
}

fn timeframe(text: &str) -> Timeframe {
    Timeframe::parse(text).unwrap()
}

/// Price and volume of a row, word by word.
fn row(block: &TickBlock, side: PriceSide, row: usize) -> (f64, f64) {
    let bid = block.bid[row] as f64 / 1_000.0;
    let ask = (block.bid[row] + block.spread[row]) as f64 / 1_000.0;
    let sizes = (
        block.bid_volume[row] as f64 / 100.0,
        block.ask_volume[row] as f64 / 100.0,
    );
    match side {
        PriceSide::Bid => (bid, sizes.0),
        PriceSide::Ask => (ask, sizes.1),
        PriceSide::Mid => ((bid + ask) / 2.0, sizes.0 + sizes.1),
    }
}

/// The rule of the page, word by word: which rows, from when to when.
fn naive_groups(block: &TickBlock, chart: Chart, zone: &Zone) -> Vec<(Vec<usize>, Nanos, Nanos)> {
    let mut groups: Vec<(Vec<usize>, Nanos, Nanos)> = Vec::new();
    for row in 0..block.len() {
        let time = block.nanos(row);
        match (chart, groups.last_mut()) {
            (Chart::Ticks(count), Some(group)) if group.0.len() < count as usize => {
                group.0.push(row);
                group.2 = time;
            }
            (Chart::Ticks(_), _) => groups.push((vec![row], time, time)),
            (Chart::Every(timeframe), last) => {
                let (start, end) = timeframe.bounds(zone, time);
                match last {
                    Some(group) if group.1 == start => group.0.push(row),
                    _ => groups.push((vec![row], start, end)),
                }
            }
        }
    }
    if let Chart::Ticks(count) = chart {
        groups.retain(|group| group.0.len() == count as usize);
    }
    groups
}

fn naive(block: &TickBlock, side: PriceSide, chart: Chart, zone: &Zone) -> QuoteBars {
    let mut made = QuoteBars::default();
    for (rows, start, end) in naive_groups(block, chart, zone) {
        let prices: Vec<f64> = rows.iter().map(|&r| row(block, side, r).0).collect();
        made.bars.push(&CompletedBar {
            open_time: start,
            close_time: end,
            open: prices[0],
            high: prices.iter().copied().fold(f64::MIN, f64::max),
            low: prices.iter().copied().fold(f64::MAX, f64::min),
            close: prices[prices.len() - 1],
            volume: rows.iter().fold(0.0, |sum, &r| sum + row(block, side, r).1),
        });
        made.ends.push(rows[rows.len() - 1] + 1);
    }
    made
}

fn stepped(block: &TickBlock, side: PriceSide, zone: &Zone) -> Vec<Bars> {
    let timeframes = TIMEFRAMES.map(|text| (timeframe(text), 2));
    let mut state = MtfState::of_ticks(&timeframes, zone);
    let mut done = vec![Bars::default(); TIMEFRAMES.len()];
    for index in 0..block.len() {
        let (time, (price, volume)) = (block.nanos(index), row(block, side, index));
        state.push_tick(time, price, volume, |track, bar| {
            assert!(bar.close_time() <= time, "known before its end");
            done[track].push(bar);
        });
        for (track, done) in done.iter().enumerate() {
            let forming = state.forming(track).unwrap();
            assert!(forming.ends_at() > time && forming.latest() == price);
            let last = done.len().checked_sub(1).map(|last| done.bar(last));
            assert_eq!(state.completed(track, 0).copied(), last);
        }
    }
    state.advance_to(Nanos::MAX, |track, bar| done[track].push(bar));
    done
}

fn side(index: usize) -> PriceSide {
    [PriceSide::Bid, PriceSide::Ask, PriceSide::Mid][index]
}

fn steps() -> impl Strategy<Value = Vec<(i64, i64, i64, i64)>> {
    let gap = prop_oneof![
        2 => Just(0_i64),
        8 => 1_i64..3_000,
        2 => 1_i64..10_000_000,
        1 => 1_i64..400_000_000,
    ];
    proptest::collection::vec((gap, -3_i64..4, -2_i64..5, 0_i64..1_000), 0..2_500)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn one_pass_and_step_by_step_give_the_bars_of_the_page(
        zone in 0..ZONES.len(),
        first_day in 15_000_i64..20_000,
        side in (0_usize..3).prop_map(side),
        count in 1_u32..40,
        steps in steps(),
    ) {
        let zone = Zone::new(ZONES[zone]).unwrap();
        let block = block(first_day * DAY_NANOS / 1_000_000, &steps);
        let mut charts = TIMEFRAMES.map(|text| Chart::Every(timeframe(text))).to_vec();
        charts.push(Chart::Ticks(count));
        let made = quote_bars(TickPrices::new(&block), block.len(), side, &charts, &zone);
        for (chart, made) in charts.iter().zip(&made) {
            prop_assert_eq!(made, &naive(&block, side, *chart, &zone), "{}", chart);
        }
        for (made, stepped) in made.iter().zip(stepped(&block, side, &zone)) {
            prop_assert_eq!(&made.bars, &stepped);
        }
    }

    #[test]
    fn bars_of_bars_are_bars_of_quotes_where_the_grids_divide(
        zone in 0..ZONES.len(),
        first_day in 15_000_i64..20_000,
        steps in steps(),
    ) {
        let zone = Zone::new(ZONES[zone]).unwrap();
        let mut block = block(first_day * DAY_NANOS / 1_000_000, &steps);
        // Whole sizes: sums of others depend on their grouping in the last bit.
        block.scale.volume = 0;
        let prices = TickPrices::new(&block);
        let of = |text: &str| {
            let charts = [Chart::Every(timeframe(text))];
            quote_bars(prices, block.len(), PriceSide::Bid, &charts, &zone).remove(0).bars
        };
        for (lower, higher) in [("1s", "15m"), ("15m", "4h"), ("1h", "1d"), ("1d", "1mo"), ("1h", "1w")] {
            let (low, high) = (of(lower), of(higher));
            let again = higher_bars(&low, &timeframe(lower), &timeframe(higher), &zone).unwrap();
            prop_assert_eq!(again, high, "{} {}", lower, higher);
        }
    }
}

#[test]
fn left_over_quotes_make_no_bar_of_ticks_and_the_last_interval_keeps_its_end() {
    let block = block(
        0,
        &[
            (0, 1, 1, 1),
            (0, 1, 1, 1),
            (59_999, -5, 1, 1),
            (1, 1, 1, 1),
            (0, 1, 1, 1),
        ],
    );
    let charts = [Chart::Ticks(2), Chart::Every(timeframe("1m"))];
    let made = quote_bars(
        TickPrices::new(&block),
        5,
        PriceSide::Bid,
        &charts,
        &Zone::utc(),
    );
    assert_eq!(made[0].ends, [2, 4]);
    assert_eq!(made[0].bars.open_time, [0, 59_999_000_000]);
    assert_eq!(made[0].bars.close_time, [0, 60_000_000_000]);
    assert_eq!(made[1].ends, [3, 5]);
    assert_eq!(made[1].bars.close_time, [60_000_000_000, 120_000_000_000]);
    assert_eq!(made[1].bars.low, [99.997, 99.998]);
}
