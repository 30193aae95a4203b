//! Instants and the order of what happens at one instant.

/// Nanoseconds since 1970-01-01T00:00 UTC.
pub type Nanos = i64;

/// What comes before what at one instant (docs/semantics/execution.md, 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Phase {
    /// Bars that end now are complete, for all symbols and timeframes.
    BarsComplete = 0,
    /// Programs decide on those bars.
    Decision = 1,
    /// Opens and ticks stamped now; they belong to the bar that starts now.
    Market = 2,
    /// Programs that run on ticks decide.
    TickDecision = 3,
}

/// A point in the order of events. Events of equal stamps keep the order in which they are recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Nanoseconds UTC.
    pub time: Nanos,
    /// Place within the instant.
    pub phase: Phase,
}

impl Stamp {
    /// A stamp at `time` in `phase`.
    #[must_use]
    pub const fn new(time: Nanos, phase: Phase) -> Self {
        Self { time, phase }
    }
}
