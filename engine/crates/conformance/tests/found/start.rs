//! What the small cases start from: plain bars, a plain account.

use conformance::{Builder, Case, disagreement, hand_made, plain_account, readable};
use market::Bars;
use protocol::{BinaryFunction, Series};

const MINUTE: i64 = 60_000_000_000;

/// Bars of a minute that all say 100.
pub(crate) fn flat_bars(rows: usize) -> Bars {
    bars(&vec![[100.0; 4]; rows])
}

/// Bars of a minute from open, high, low and close.
pub(crate) fn bars(rows: &[[f64; 4]]) -> Bars {
    let mut bars = Bars::default();
    for (row, prices) in (0..).zip(rows) {
        bars.open_time.push(row * MINUTE);
        bars.close_time.push((row + 1) * MINUTE);
        bars.open.push(prices[0]);
        bars.high.push(prices[1]);
        bars.low.push(prices[2]);
        bars.close.push(prices[3]);
        bars.volume.push(1.0);
    }
    bars
}

/// The plan of a builder on an account of 10,000 without costs that trades one contract.
pub(crate) fn case_of(builder: Builder, bars: Bars) -> Case {
    hand_made("small", builder, plain_account(), bars, 1)
}

/// Twin and fast path agree on a case.
pub(crate) fn agree(case: &Case) {
    let prepared = case.prepare().expect("the case is valid");
    assert_eq!(disagreement(&prepared), None, "{}", readable(case));
}

/// True on the first bar of the period only.
pub(crate) fn first_bar(builder: &mut Builder) -> u32 {
    on_bar(builder, 0)
}

/// True on one bar of the period only.
pub(crate) fn on_bar(builder: &mut Builder, bar: u32) -> u32 {
    let index = builder.series(0, Series::BarIndex);
    let wanted = builder.constant(0, f64::from(bar));
    builder.binary(0, BinaryFunction::Equal, index, wanted)
}
