//! The causality guard: no fill at a price from before what its decision knew.

use crate::fill::Place;
use crate::order::Order;
use crate::pricing::Pricing;
use crate::rules::FillTiming;
use base::{Phase, Stamp};
use events::{RunError, RunErrorKind};

/// Refuses a fill whose price its order could not have known to come.
pub(crate) fn check(
    order: &Order,
    place: &Place,
    timing: FillTiming,
    pricing: Pricing,
) -> Result<(), RunError> {
    let Some(decision) = order.decision else {
        return Ok(());
    };
    let newest_input = Stamp::new(decision.newest_input, Phase::BarsComplete);
    let is_stale = place.price < newest_input;
    let is_before = if pricing == Pricing::QuotesByCount {
        // Stamps may be equal: rows tell what came first.
        place.quote <= decision.last_quote
    } else {
        place.stamp <= Stamp::new(decision.time, Phase::Decision)
    };
    let is_early = timing == FillTiming::NextOpen && is_before;
    if !is_stale && !is_early {
        return Ok(());
    }
    let message = format!(
        "An order decided at {} ns would have filled at a price of {} ns.",
        decision.time, place.price.time
    );
    Err(RunError::new(RunErrorKind::Causality, message)
        .with_help("Check that the bars do not overlap and that their times are right.")
        .at_statement(order.statement))
}
