//! The causality guard: no fill at a price from before what its decision knew.

use crate::order::Order;
use crate::rules::FillTiming;
use base::{Phase, Stamp};
use events::{RunError, RunErrorKind};

/// Refuses a fill at `fill`, whose price is of `price`, when its order could not have known it yet.
pub(crate) fn check(
    order: &Order,
    fill: Stamp,
    price: Stamp,
    timing: FillTiming,
) -> Result<(), RunError> {
    let Some(decision) = order.decision else {
        return Ok(());
    };
    let newest_input = Stamp::new(decision.newest_input, Phase::BarsComplete);
    let decided = Stamp::new(decision.time, Phase::Decision);
    let is_stale = price < newest_input;
    let is_early = timing == FillTiming::NextOpen && fill <= decided;
    if !is_stale && !is_early {
        return Ok(());
    }
    let message = format!(
        "An order decided at {} ns would have filled at a price of {} ns.",
        decision.time, price.time
    );
    Err(RunError::new(RunErrorKind::Causality, message)
        .with_help("Check that the bars do not overlap and that their times are right.")
        .at_statement(order.statement))
}
