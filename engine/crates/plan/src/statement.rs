//! What a program does on a bar: orders and plots, in source order.

use crate::plan::{NodeId, TextId};
use base::Direction;

/// A price or quantity of an order. Left out on bars where `given` is false.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Argument {
    /// A number.
    pub value: NodeId,
    /// A bool; `None` means always given.
    pub given: Option<NodeId>,
}

/// An entry or order call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderCall {
    /// Name by which it is replaced and cancelled.
    pub id: TextId,
    /// Which way it trades.
    pub direction: Direction,
    /// Contracts; sizing of the account when left out.
    pub quantity: Option<Argument>,
    /// Limit price.
    pub limit: Option<Argument>,
    /// Stop price.
    pub stop: Option<Argument>,
    /// Text for the trade list.
    pub comment: Option<TextId>,
}

/// How much an exit or close takes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reduction {
    /// Contracts.
    pub quantity: Option<Argument>,
    /// Percent, 100 for all.
    pub percent: Option<Argument>,
}

/// Where an exit rule leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExitPrices {
    /// Price of the target.
    pub limit: Option<Argument>,
    /// Price of the stop.
    pub stop: Option<Argument>,
    /// Target as a distance in price from the entry's fill.
    pub target_distance: Option<Argument>,
    /// Stop as a distance in price from the entry's fill.
    pub stop_distance: Option<Argument>,
    /// Target as a distance in ticks.
    pub profit_ticks: Option<Argument>,
    /// Stop as a distance in ticks.
    pub loss_ticks: Option<Argument>,
}

/// One line of effects. `guard` is a bool node of the chart; `None` means on every bar.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "fields named as in the types above")]
pub enum Statement {
    /// Obeys pyramiding, reverses an opposite position.
    Entry {
        guard: Option<NodeId>,
        call: OrderCall,
    },
    /// Trades on the net position.
    Order {
        guard: Option<NodeId>,
        call: OrderCall,
    },
    /// A bracket for open trades.
    Exit {
        guard: Option<NodeId>,
        id: TextId,
        from_entry: Option<TextId>,
        reduction: Reduction,
        prices: ExitPrices,
        comment: Option<TextId>,
    },
    /// A market order against the trades of one entry id.
    Close {
        guard: Option<NodeId>,
        entry: TextId,
        reduction: Reduction,
        comment: Option<TextId>,
    },
    /// A market order against the position.
    CloseAll {
        guard: Option<NodeId>,
        comment: Option<TextId>,
    },
    /// Withdraws working orders and exit rules of that id.
    Cancel { guard: Option<NodeId>, id: TextId },
    /// Withdraws all.
    CancelAll { guard: Option<NodeId> },
    /// A value for the chart.
    Plot { value: NodeId, title: TextId },
}

impl ExitPrices {
    /// The six arguments, in a fixed order.
    #[must_use]
    pub const fn all(&self) -> [Option<Argument>; 6] {
        [
            self.limit,
            self.stop,
            self.target_distance,
            self.stop_distance,
            self.profit_ticks,
            self.loss_ticks,
        ]
    }
}

impl Statement {
    /// The bool node without which it does nothing; `None` means on every bar.
    #[must_use]
    pub const fn guard(&self) -> Option<NodeId> {
        match self {
            Self::Entry { guard, .. }
            | Self::Order { guard, .. }
            | Self::Exit { guard, .. }
            | Self::Close { guard, .. }
            | Self::CloseAll { guard, .. }
            | Self::Cancel { guard, .. }
            | Self::CancelAll { guard } => *guard,
            Self::Plot { .. } => None,
        }
    }

    /// Whether it can place, change or withdraw an order.
    #[must_use]
    pub const fn is_order(&self) -> bool {
        !matches!(self, Self::Plot { .. })
    }

    /// Every price and quantity that it names.
    #[must_use]
    pub fn arguments(&self) -> Vec<Argument> {
        let given: Vec<Option<Argument>> = match self {
            Self::Entry { call, .. } | Self::Order { call, .. } => {
                vec![call.quantity, call.limit, call.stop]
            }
            Self::Exit {
                reduction, prices, ..
            } => {
                let mut all = vec![reduction.quantity, reduction.percent];
                all.extend(prices.all());
                all
            }
            Self::Close { reduction, .. } => vec![reduction.quantity, reduction.percent],
            Self::CloseAll { .. }
            | Self::Cancel { .. }
            | Self::CancelAll { .. }
            | Self::Plot { .. } => Vec::new(),
        };
        given.into_iter().flatten().collect()
    }

    /// Every text that it names.
    #[must_use]
    pub fn texts(&self) -> Vec<TextId> {
        match self {
            Self::Entry { call, .. } | Self::Order { call, .. } => {
                Some(call.id).into_iter().chain(call.comment).collect()
            }
            Self::Exit {
                id,
                from_entry,
                comment,
                ..
            } => Some(*id)
                .into_iter()
                .chain(*from_entry)
                .chain(*comment)
                .collect(),
            Self::Close { entry, comment, .. } => {
                Some(*entry).into_iter().chain(*comment).collect()
            }
            Self::CloseAll { comment, .. } => comment.iter().copied().collect(),
            Self::Cancel { id, .. } => vec![*id],
            Self::CancelAll { .. } => Vec::new(),
            Self::Plot { title, .. } => vec![*title],
        }
    }
}
