//! A fill from its order to the ledger (docs/semantics/execution.md, 3 and 5).

use crate::book::{Order, Role};
use crate::broker::{Broker, FILLS_ON_BAR_MAX};
use crate::journal::Moment;
use crate::ledger::{OpenTrade, Price};
use base::Direction;
use events::{ExitReason, Fill, FindingKind, NO_STATEMENT, OrderState, TradeExit};
use plan::{CloseRule, Sizing};

/// How a fill is split.
#[derive(Debug, Default)]
struct Split {
    /// Trades by number, and how much of each is closed.
    closes: Vec<(u32, f64)>,
    /// What opens a new trade.
    opens: f64,
    quantity: f64,
}

/// Why an order does not fill after all.
enum NoFill {
    Refused,
    NoQuantity,
    Cancelled,
}

impl Broker {
    /// Fills a working order at a price of the path, with all that follows from it.
    pub(crate) fn fill(&mut self, number: u32, price: f64, moment: &Moment) {
        let Some(order) = self.take(number) else {
            return;
        };
        if self.beyond_limit.is_some() {
            return;
        }
        let price = if order.limit.is_some() {
            Price {
                raw: price,
                booked: price,
            }
        } else {
            self.slipped(price, order.direction)
        };
        match self.split(&order, price) {
            Ok(split) => self.book(&order, &split, price, moment),
            Err(reason) => self.turn_down(&order, &reason, moment),
        }
        self.settle(moment.stamp);
    }

    fn turn_down(&mut self, order: &Order, reason: &NoFill, moment: &Moment) {
        let state = match reason {
            NoFill::Refused | NoFill::NoQuantity => OrderState::Refused,
            NoFill::Cancelled => OrderState::Cancelled,
        };
        self.journal
            .order(moment.stamp, &order.facts(), state, order.quantity);
        if matches!(reason, NoFill::NoQuantity) {
            let kind = FindingKind::NoQuantity;
            self.journal
                .finding(kind, order.statement, moment.close_time);
        }
    }

    fn split(&self, order: &Order, price: Price) -> Result<Split, NoFill> {
        match &order.role {
            Role::Entry => {
                let is_market = order.limit.is_none() && order.stop.is_none();
                let limit = self.account.pyramiding as usize;
                if is_market && self.ledger.count(order.direction) >= limit {
                    return Err(NoFill::Refused);
                }
                let own = self.own_quantity(order, price)?;
                let mut split = whole(self.opposite(order.direction));
                split.opens = own;
                split.quantity += own;
                Ok(split)
            }
            Role::Order => {
                let own = self.own_quantity(order, price)?;
                let mut split = part(self.opposite(order.direction), own);
                let closed: Vec<f64> = split.closes.iter().map(|close| close.1).collect();
                split.opens = closed.iter().fold(own, |left, closed| left - closed);
                Ok(split)
            }
            Role::Close { entry } => {
                let pool = self.pool(order.direction, entry.as_deref());
                let everything = whole(pool.iter().copied());
                let quantity = order.quantity.unwrap_or(f64::NAN);
                if pool.is_empty() {
                    Err(NoFill::Cancelled)
                } else if quantity >= everything.quantity {
                    Ok(everything)
                } else {
                    Ok(part(pool.into_iter(), quantity))
                }
            }
            Role::Leg { trade, .. } => {
                let quantity = order.quantity.unwrap_or(f64::NAN);
                let is_its_own = |open: &&OpenTrade| {
                    self.account.close_rule == CloseRule::Fifo || open.number == *trade
                };
                Ok(part(self.ledger.open.iter().filter(is_its_own), quantity))
            }
        }
    }

    /// Open trades that a fill in a direction closes, oldest first.
    fn opposite(&self, direction: Direction) -> impl Iterator<Item = &OpenTrade> {
        let trades = self.ledger.open.iter();
        trades.filter(move |trade| trade.direction == direction.opposite())
    }

    /// What a close may touch.
    fn pool(&self, direction: Direction, entry: Option<&str>) -> Vec<&OpenTrade> {
        let is_named = |trade: &&OpenTrade| match (self.account.close_rule, entry) {
            (CloseRule::Any, Some(entry)) => trade.id == entry,
            _ => true,
        };
        self.opposite(direction).filter(is_named).collect()
    }

    /// The quantity of an entry or order, computed now when sizing was left to the fill.
    fn own_quantity(&self, order: &Order, price: Price) -> Result<f64, NoFill> {
        if let Some(quantity) = order.quantity {
            return Ok(quantity);
        }
        let ledger = &self.ledger;
        let p = price.booked;
        let sized = match self.account.size {
            Sizing::Contracts(quantity) => quantity,
            Sizing::Cash(amount) => amount / (p * ledger.point_value),
            Sizing::Equity(fraction) => {
                let margin = 1.0 - 1.0 / 4_503_599_627_370_496.0;
                let equity = self.equity_at_fill(order, p);
                let cost = p * (1.0 + ledger.commission_fraction());
                (((fraction * margin) * equity) / cost).floor()
            }
        };
        let quantity = self.in_lots(sized);
        if quantity.is_finite() && quantity > 0.0 {
            Ok(quantity)
        } else {
            Err(NoFill::NoQuantity)
        }
    }

    /// Equity marked at the fill, after the closing part of an entry.
    fn equity_at_fill(&self, order: &Order, p: f64) -> f64 {
        let ledger = &self.ledger;
        let closing = whole(self.opposite(order.direction));
        if order.role == Role::Entry && !closing.closes.is_empty() {
            let quantity = closing.quantity;
            let value = quantity * p * ledger.point_value;
            let after = ledger.cash - order.direction.sign() * value;
            return after - ledger.fee(quantity, p);
        }
        ledger.equity(p)
    }

    fn book(&mut self, order: &Order, split: &Split, price: Price, moment: &Moment) {
        self.fills_on_bar += 1;
        if self.fills_on_bar > FILLS_ON_BAR_MAX {
            self.beyond_limit = self.beyond_limit.or(Some(order.statement));
        }
        let quantity = split.quantity;
        let p = price.booked;
        let fee = self.ledger.fee(quantity, p);
        let facts = order.facts();
        self.journal
            .order(moment.stamp, &facts, OrderState::Filled, Some(quantity));
        self.journal.fill(Fill {
            stamp: moment.stamp,
            order: order.number,
            statement: order.statement,
            direction: order.direction,
            quantity,
            price: p,
            fee,
            row: moment.row as u32,
        });
        self.ledger.pay(order.direction, quantity, p, fee);
        let exit = TradeExit {
            time: moment.stamp.time,
            price: p,
            statement: order.statement,
            row: moment.row as u32,
            reason: Some(self.exit_reason(order)),
            is_ambiguous: Some(self.journal.ambiguous_legs.contains(&order.number)),
        };
        for (trade, closed) in &split.closes {
            let part_fee = fee * (closed / quantity);
            let row = self.ledger.close(*trade, *closed, price, part_fee, exit);
            self.journal.trades.extend(row);
        }
        if split.opens > 0.0 {
            let part_fee = fee * (split.opens / quantity);
            self.ledger
                .enter(new_trade(order, split.opens, price, part_fee, moment));
        }
        if let Role::Leg { rule, trade } = order.role {
            self.leg_filled(rule, trade, quantity, moment);
        }
    }

    /// Why a trade ends that the order closes (docs/semantics/execution.md, 6).
    fn exit_reason(&self, order: &Order) -> ExitReason {
        match (&order.role, order.stop) {
            (Role::Entry, _) => ExitReason::Reversal,
            (Role::Order, _) => ExitReason::Order,
            (Role::Close { .. }, _) if order.statement == NO_STATEMENT => ExitReason::EndOfData,
            (Role::Close { .. }, _) => ExitReason::Signal,
            (Role::Leg { .. }, None) => ExitReason::Target,
            (Role::Leg { rule, trade }, Some(stop)) => {
                let rule = self.rules.iter().find(|other| other.number == *rule);
                let first = rule.and_then(|rule| rule.first_stop(*trade));
                let way = order.direction.opposite().sign();
                match first {
                    Some(first) if stop * way > first * way => ExitReason::TrailingStop,
                    _ => ExitReason::Stop,
                }
            }
        }
    }

    fn leg_filled(&mut self, rule: u32, trade: u32, quantity: f64, moment: &Moment) {
        if let Some(rule) = self.rules.iter_mut().find(|other| other.number == rule) {
            rule.count_closed(trade, quantity);
            rule.pairs.retain(|(number, _)| *number != trade);
        }
        self.withdraw(moment.stamp, OrderState::Cancelled, |order| {
            order.is_leg_of(rule, trade)
        });
    }
}

fn new_trade(order: &Order, quantity: f64, price: Price, fee: f64, moment: &Moment) -> OpenTrade {
    OpenTrade {
        number: 0,
        statement: order.statement,
        id: order.id.clone(),
        direction: order.direction,
        original: quantity,
        remaining: quantity,
        price: price.booked,
        raw_price: price.raw,
        fee,
        time: moment.stamp.time,
        row: moment.row,
        lowest: price.raw,
        highest: price.raw,
    }
}

/// Closes trades by exactly what remains of them.
fn whole<'a>(trades: impl Iterator<Item = &'a OpenTrade>) -> Split {
    let mut split = Split::default();
    for trade in trades {
        split.closes.push((trade.number, trade.remaining));
        split.quantity += trade.remaining;
    }
    split
}

/// Closes so much of trades, oldest first.
fn part<'a>(trades: impl Iterator<Item = &'a OpenTrade>, quantity: f64) -> Split {
    let mut split = Split {
        quantity,
        ..Split::default()
    };
    let mut left = quantity;
    for trade in trades {
        let closed = left.min(trade.remaining);
        if closed > 0.0 {
            split.closes.push((trade.number, closed));
            left -= closed;
        }
    }
    split
}
