//! Deterministic bars: SplitMix64, prices on a grid of 0.25, so that every sum of them is exact.

use base::Zone;
use market::{Bars, Instrument, MemoryBars};

const MINUTE: i64 = 60_000_000_000;
const START: i64 = 1_704_067_200_000_000_000;
const TICK: f64 = 0.25;

pub(crate) struct SplitMix(u64);

impl SplitMix {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

pub(crate) fn instrument() -> Instrument {
    Instrument {
        symbol: "TEST".into(),
        tick_size: Some(TICK),
        point_value: 1.0,
        lot: None,
        zone: Zone::utc(),
    }
}

/// One-minute bars of a random walk.
pub(crate) fn bars(rows: usize) -> Bars {
    let (mut first, mut second) = (SplitMix::new(1), SplitMix::new(2));
    let mut bars = Bars::default();
    let mut close: i64 = 20_000;
    let count = |bits: u64| i64::from(bits.count_ones());
    for row in 0..rows {
        let (a, b) = (first.next(), second.next());
        let gap = if row == 0 { 0 } else { count(b & 15) - 2 };
        let body = count(a) - 32;
        close += gap + body;
        let open = close - body;
        let time = START + row as i64 * MINUTE;
        bars.open_time.push(time);
        bars.close_time.push(time + MINUTE);
        bars.open.push(open as f64 * TICK);
        bars.high
            .push((open.max(close) + count((b >> 8) & 255)) as f64 * TICK);
        bars.low
            .push((open.min(close) - count((b >> 16) & 255)) as f64 * TICK);
        bars.close.push(close as f64 * TICK);
        bars.volume.push((1 + (b >> 32) % 1_000) as f64);
    }
    bars
}

pub(crate) fn source(rows: usize) -> MemoryBars {
    MemoryBars::new(instrument(), bars(rows)).unwrap()
}
