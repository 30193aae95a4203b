//! What a run leaves behind: order transitions, fills, trades, the equity curve, and their digest.

mod digest;
mod error;
mod hint;
mod record;
mod run;
mod trade;

pub use digest::RunDigest;
pub use error::{RunError, RunErrorKind};
pub use hint::Hint;
pub use record::{EventSink, Fill, NO_STATEMENT, OrderState, OrderTransition};
pub use run::{EquityPoint, Finding, FindingKind, RunRecord};
pub use trade::{ExitReason, Trade, TradeExit};
