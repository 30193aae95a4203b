//! Compares the naive twin with the fast path on random plans, for tests only.

mod anchors;
mod bars;
mod builder;
mod case;
mod compare;
mod coverage;
mod orders;
mod quote_anchors;
mod quote_coverage;
mod quotes;
mod random;
mod readable;
mod renumber;
mod shrink;
mod small;
mod values;

pub use anchors::{hand_made, plain_account, sma_cross, sma_reversal};
pub use bars::{Market, benchmark_bars, random_market};
pub use builder::{Builder, given};
pub use case::{Case, Data, FULL_SIZE, Prepared, QuoteSource, random_case, random_quote_case};
pub use compare::{Engine, Fast, Outcome, Twin, disagreement};
pub use coverage::Coverage;
pub use quote_anchors::{Seed, benchmark_quotes, ema_ticks, on_quotes, quotes_of};
pub use quotes::QuoteData;
pub use random::Random;
pub use readable::readable;
pub use shrink::{cut, shrink};
pub use small::{Given, bars_of, case_of, first_bar, flat_bars, on_bar};
