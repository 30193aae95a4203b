//! An order trades (docs/semantics/execution.md, 3 to 5).

use crate::FILLS_ON_BAR_MAX;
use crate::call::Refusal;
use crate::causality;
use crate::ledger::{Deal, Extent, Scope};
use crate::order::{Kind, Order};
use crate::simulation::Simulation;
use base::{Direction, Stamp};
use events::{EventSink, Fill, OrderState, RunError, RunErrorKind};

/// Where on a bar something trades.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) stamp: Stamp,
    /// When the price became known.
    pub(crate) price: Stamp,
    pub(crate) is_segment: bool,
    /// Row of the quote; 0 in a run on bars.
    pub(crate) quote: usize,
}

/// What an order does to the position.
#[derive(Clone, Copy, Debug)]
enum Trading {
    /// Closes, and opens nothing with what is left over.
    Reduce(Scope, Extent, f64),
    /// Closes the whole opposite position, then opens.
    Reverse { closing: f64, opening: f64 },
    /// Closes opposite trades, then opens with what is left over.
    Net(f64),
    /// Opens.
    Add(f64),
}

impl Trading {
    fn quantity(self) -> f64 {
        match self {
            Self::Reduce(_, _, quantity) | Self::Net(quantity) | Self::Add(quantity) => quantity,
            Self::Reverse { closing, opening } => closing + opening,
        }
    }
}

impl<S: EventSink> Simulation<S> {
    /// Fills working order `number` at `price`, slippage to come, unless a rule forbids it.
    pub(crate) fn fill(&mut self, number: u32, price: f64, place: Place) -> Result<(), RunError> {
        let Some(mut order) = self.take(number) else {
            return Ok(());
        };
        causality::check(&order, &place, self.rules.timing, self.pricing)?;
        let booked = self.slipped(&order, price);
        let trading = match self.trading(&order, booked) {
            Ok(trading) => trading,
            Err(state) => {
                self.sink.order(&order.transition(place.stamp, state));
                return self.settle(place.stamp);
            }
        };
        if self.fills.len() - self.fills_before_bar >= FILLS_ON_BAR_MAX {
            let message = format!("More than {FILLS_ON_BAR_MAX} fills would happen on one bar.");
            return Err(RunError::new(RunErrorKind::Limit, message).at_statement(order.statement));
        }
        order.quantity = trading.quantity();
        self.sink
            .order(&order.transition(place.stamp, OrderState::Filled));
        let deal = self.deal(&order, price, booked, place);
        self.is_ambiguous |= deal.is_ambiguous;
        self.record_fill(&deal, order.number, place);
        self.book(&deal, trading);
        if matches!(trading, Trading::Add(_)) {
            return self.settle_opened(place.stamp);
        }
        self.after_leg(&order, place);
        self.settle(place.stamp)
    }

    fn slipped(&self, order: &Order, price: f64) -> f64 {
        if self.rules.slippage == 0.0 || !order.slips() {
            return price;
        }
        match order.direction {
            Direction::Long => price + self.rules.slippage,
            Direction::Short => price - self.rules.slippage,
        }
    }

    /// What the order trades now, or the state in which it ends instead.
    fn trading(&mut self, order: &Order, price: f64) -> Result<Trading, OrderState> {
        let is_opposite = self.ledger.direction() == Some(order.direction.opposite());
        match order.kind {
            Kind::Entry => self.entry_trading(order, price, is_opposite),
            Kind::Order => {
                let quantity = self.own_quantity(order, price, 0.0)?;
                Ok(if is_opposite {
                    Trading::Net(quantity)
                } else {
                    Trading::Add(quantity)
                })
            }
            Kind::Leg { trade, .. } => {
                let extent = Extent::Quantity(order.quantity);
                Ok(Trading::Reduce(
                    self.leg_scope(trade),
                    extent,
                    order.quantity,
                ))
            }
            Kind::Close { entry } => {
                let scope = self.close_scope(entry);
                let open = self.ledger.remaining(scope);
                if !is_opposite || open == 0.0 {
                    return Err(OrderState::Cancelled);
                }
                Ok(if order.quantity < open {
                    let extent = Extent::Quantity(order.quantity);
                    Trading::Reduce(scope, extent, order.quantity)
                } else {
                    Trading::Reduce(scope, Extent::Whole, open)
                })
            }
        }
    }

    fn entry_trading(
        &mut self,
        order: &Order,
        price: f64,
        is_opposite: bool,
    ) -> Result<Trading, OrderState> {
        if order.is_market() && self.refuses_entry(order.direction) {
            return Err(OrderState::Refused);
        }
        if !is_opposite {
            return Ok(Trading::Add(self.own_quantity(order, price, 0.0)?));
        }
        let closing = self.ledger.remaining(Scope::All);
        let opening = self.own_quantity(order, price, closing)?;
        Ok(Trading::Reverse { closing, opening })
    }

    fn own_quantity(&mut self, order: &Order, price: f64, closing: f64) -> Result<f64, OrderState> {
        if !order.quantity.is_nan() {
            return Ok(order.quantity);
        }
        self.quantity_at_fill(order, price, closing).ok_or_else(|| {
            self.note(order.statement, Refusal::NoQuantity);
            OrderState::Refused
        })
    }

    fn deal(&self, order: &Order, reference_price: f64, price: f64, place: Place) -> Deal {
        let value = self.rules.value(order.quantity, price);
        Deal {
            statement: order.statement,
            id: order.id,
            direction: order.direction,
            quantity: order.quantity,
            price,
            reference_price,
            fee: self.rules.fee(order.quantity, value),
            row: self.bar.row,
            time: place.stamp.time,
            reason: order.exit_reason(),
            is_ambiguous: place.is_segment && self.could_be_other_leg(order),
        }
    }

    /// Whether the other leg of a leg's pair has its price inside the bar too.
    fn could_be_other_leg(&self, leg: &Order) -> bool {
        let Kind::Leg { rule, trade, .. } = leg.kind else {
            return false;
        };
        let rule = self.exits.binary_search_by_key(&rule, |rule| rule.serial);
        let share = rule.ok().and_then(|index| self.exits[index].share(trade));
        let partner = share.and_then(|share| share.legs.partner(leg.number));
        let wait = partner
            .and_then(|partner| self.find(partner))
            .and_then(|index| self.working[index].wait());
        wait.is_some_and(|wait| self.bar.low <= wait.price && wait.price <= self.bar.high)
    }

    fn record_fill(&mut self, deal: &Deal, order: u32, place: Place) {
        self.path_fills += u32::from(place.is_segment);
        let fill = Fill {
            stamp: place.stamp,
            order,
            statement: deal.statement,
            direction: deal.direction,
            quantity: deal.quantity,
            price: deal.price,
            fee: deal.fee,
            row: deal.row,
        };
        self.sink.fill(&fill);
        self.fills.push(fill);
    }

    fn book(&mut self, deal: &Deal, trading: Trading) {
        self.ledger.pay(deal);
        match trading {
            Trading::Reduce(scope, extent, _) => {
                self.ledger.close(deal, scope, extent);
            }
            Trading::Reverse { opening, .. } => {
                self.ledger.close(deal, Scope::All, Extent::Whole);
                self.ledger.open(deal, opening);
            }
            Trading::Net(quantity) => {
                let left = self
                    .ledger
                    .close(deal, Scope::All, Extent::Quantity(quantity));
                if left > 0.0 {
                    self.ledger.open(deal, left);
                }
            }
            Trading::Add(quantity) => self.ledger.open(deal, quantity),
        }
    }

    /// A leg's fill counts for its rule and ends its pair.
    fn after_leg(&mut self, leg: &Order, place: Place) {
        let Kind::Leg { rule, trade, .. } = leg.kind else {
            return;
        };
        let Ok(index) = self.exits.binary_search_by_key(&rule, |rule| rule.serial) else {
            return;
        };
        let rule = &mut self.exits[index];
        rule.closed += leg.quantity;
        let Some(share) = rule.share_mut(trade) else {
            return;
        };
        share.closed += leg.quantity;
        let partner = share.legs.partner(leg.number);
        share.legs = crate::exit_rule::Legs::default();
        if let Some(partner) = partner {
            self.end(partner, place.stamp, OrderState::Cancelled);
        }
    }
}
