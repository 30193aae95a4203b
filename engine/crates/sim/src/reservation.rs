//! Exit calls, and how much of each open trade each exit rule may close: the pairs of legs
//! (docs/semantics/execution.md, 3).

use crate::call::{ExitCall, check};
use crate::exit_rule::{Amount, ExitRule, Legs, Share, Terms};
use crate::ledger::OpenTrade;
use crate::order::{Kind, Order, Style};
use crate::simulation::Simulation;
use base::Stamp;
use events::{EventSink, OrderState, RunError};
use std::collections::VecDeque;

/// Share of a trade's original quantity that is nothing: 2^-40.
const DUST: f64 = 1.0 / 1_099_511_627_776.0;

impl<S: EventSink> Simulation<S> {
    /// Places an exit rule, or changes the one of the same name.
    ///
    /// # Errors
    /// Too many working orders.
    pub fn exit(&mut self, call: &ExitCall) -> Result<(), RunError> {
        if let Err(refusal) = check(&[call.quantity, call.percent], &call.prices.all()) {
            self.note(call.statement, refusal);
            return Ok(());
        }
        if !call.prices.has_target() && !call.prices.has_stop() {
            return Ok(());
        }
        let terms = Terms {
            amount: match call.quantity {
                Some(quantity) => Amount::Quantity(quantity),
                None => Amount::Percent(call.percent.unwrap_or(100.0)),
            },
            prices: call.prices,
        };
        let is_same = |rule: &ExitRule| rule.id == call.id && rule.from_entry == call.from_entry;
        match self.exits.iter().position(is_same) {
            Some(index) if self.exits[index].terms == terms => return Ok(()),
            Some(index) => self.change_rule(index, call.statement, terms),
            None => self.add_rule(call, terms),
        }
        self.settle(self.decision_stamp())
    }

    fn add_rule(&mut self, call: &ExitCall, terms: Terms) {
        self.exits.push(ExitRule {
            serial: self.rule_count,
            id: call.id,
            from_entry: call.from_entry,
            statement: call.statement,
            decision: self.decision,
            terms,
            closed: 0.0,
            left: f64::NAN,
            shares: Vec::new(),
            is_gone: false,
        });
        self.rule_count += 1;
    }

    fn change_rule(&mut self, index: usize, statement: u32, terms: Terms) {
        let stamp = self.decision_stamp();
        let rule = &mut self.exits[index];
        rule.statement = statement;
        rule.decision = self.decision;
        rule.terms = terms;
        let legs: Vec<Legs> = (rule.shares.iter_mut())
            .map(|share| std::mem::take(&mut share.legs))
            .collect();
        for number in legs.into_iter().flat_map(Legs::numbers) {
            self.end(number, stamp, OrderState::Replaced);
        }
    }

    /// Drops rules that apply to nothing and makes allocations anew. Due after each fill, placement
    /// of a rule, cancel and refusal.
    pub(crate) fn settle(&mut self, stamp: Stamp) -> Result<(), RunError> {
        if self.exits.is_empty() {
            return Ok(());
        }
        let mut rules = std::mem::take(&mut self.exits);
        let mut available = std::mem::take(&mut self.available);
        available.clear();
        available.extend(self.open_trades().map(|trade| trade.remaining));
        for rule in &mut rules {
            rule.is_gone = rule.is_gone || !self.applies_to_something(rule);
        }
        let trades = self.ledger.lend_open_trades();
        for rule in &mut rules {
            self.allot(rule, &trades, &mut available, stamp)?;
        }
        self.ledger.return_open_trades(trades);
        rules.retain(|rule| !rule.is_gone);
        self.exits = rules;
        self.available = available;
        Ok(())
    }

    fn applies_to_something(&self, rule: &ExitRule) -> bool {
        self.open_trades().any(|trade| rule.applies_to(trade.id))
            || self.working.iter().any(|order| rule.waits_for(order))
    }

    /// The same after a fill that only opened a trade: the others and their pairs stay as they are.
    pub(crate) fn settle_opened(&mut self, stamp: Stamp) -> Result<(), RunError> {
        let newest = self.ledger.open_trades().back().copied();
        let Some(trade) = newest.filter(|_| !self.exits.is_empty()) else {
            return Ok(());
        };
        let mut rules = std::mem::take(&mut self.exits);
        let mut available = trade.remaining;
        for rule in rules.iter_mut().filter(|rule| rule.applies_to(trade.id)) {
            let share = Share::new(trade.number);
            self.allot_trade(rule, &trade, share, &mut available, stamp)?;
        }
        self.exits = rules;
        Ok(())
    }

    /// Brings one rule's pairs in line with the open trades, in the order of trades.
    fn allot(
        &mut self,
        rule: &mut ExitRule,
        trades: &VecDeque<OpenTrade>,
        available: &mut [f64],
        stamp: Stamp,
    ) -> Result<(), RunError> {
        let mut old = std::mem::take(&mut rule.shares).into_iter().peekable();
        rule.left = match rule.terms.amount {
            Amount::Quantity(quantity) => quantity - rule.closed,
            Amount::Percent(_) => f64::NAN,
        };
        for (trade, available) in trades.iter().zip(available) {
            if rule.is_gone || !rule.applies_to(trade.id) {
                continue;
            }
            while let Some(closed) = old.next_if(|share| share.trade < trade.number) {
                self.cancel_pair(closed.legs, stamp);
            }
            let share = old
                .next_if(|share| share.trade == trade.number)
                .unwrap_or_else(|| Share::new(trade.number));
            self.allot_trade(rule, trade, share, available, stamp)?;
        }
        for closed in old {
            self.cancel_pair(closed.legs, stamp);
        }
        Ok(())
    }

    /// Brings a rule's pair in line with the next open trade.
    fn allot_trade(
        &mut self,
        rule: &mut ExitRule,
        trade: &OpenTrade,
        mut share: Share,
        available: &mut f64,
        stamp: Stamp,
    ) -> Result<(), RunError> {
        let wanted = match rule.terms.amount {
            Amount::Quantity(_) => rule.left,
            Amount::Percent(percent) => percent / 100.0 * trade.original - share.closed,
        };
        let allocation = without_dust(wanted, *available, trade.original);
        rule.left -= allocation;
        *available -= allocation;
        self.pair(rule, trade, &mut share, allocation, stamp)?;
        rule.shares.push(share);
        Ok(())
    }

    /// Brings the legs of a rule and a trade in line with its new allocation.
    fn pair(
        &mut self,
        rule: &ExitRule,
        trade: &OpenTrade,
        share: &mut Share,
        allocation: f64,
        stamp: Stamp,
    ) -> Result<(), RunError> {
        if allocation == 0.0 {
            self.cancel_pair(std::mem::take(&mut share.legs), stamp);
        } else if share.legs.are_alive() {
            self.resize_pair(share.legs, allocation);
        } else {
            self.place_pair(rule, trade, share, allocation, stamp)?;
        }
        Ok(())
    }

    fn resize_pair(&mut self, legs: Legs, quantity: f64) {
        for number in legs.numbers() {
            if let Some(index) = self.find(number) {
                self.working[index].quantity = quantity;
            }
        }
    }

    fn cancel_pair(&mut self, legs: Legs, stamp: Stamp) {
        for number in legs.numbers() {
            self.end(number, stamp, OrderState::Cancelled);
        }
    }

    fn place_pair(
        &mut self,
        rule: &ExitRule,
        trade: &OpenTrade,
        share: &mut Share,
        quantity: f64,
        stamp: Stamp,
    ) -> Result<(), RunError> {
        let tick_size = self.rules.tick_size;
        let target = rule.terms.prices.target(trade, tick_size);
        let stop = rule.terms.prices.stop(trade, tick_size);
        let is_trailing = share.is_trailed_by(stop, trade.direction);
        if share.first_stop.is_nan() {
            share.first_stop = stop;
        }
        let order = |style: Style| Order {
            number: 0,
            statement: rule.statement,
            id: rule.id,
            kind: Kind::Leg {
                rule: rule.serial,
                trade: trade.number,
                is_trailing,
            },
            style,
            direction: trade.direction.opposite(),
            quantity,
            limit: if style == Style::Limit {
                target
            } else {
                f64::NAN
            },
            stop: if style == Style::Stop { stop } else { f64::NAN },
            decision: Some(rule.decision),
        };
        if rule.terms.prices.has_target() {
            share.legs.target = Some(self.place(order(Style::Limit), stamp)?);
        }
        if rule.terms.prices.has_stop() {
            share.legs.stop = Some(self.place(order(Style::Stop), stamp)?);
        }
        Ok(())
    }
}

/// The smaller one: 0 when that is dust, all that is available when it leaves only dust.
fn without_dust(wanted: f64, available: f64, original: f64) -> f64 {
    let dust = original * DUST;
    let least = if wanted < available {
        wanted
    } else {
        available
    };
    if least <= dust {
        0.0
    } else if available - least <= dust {
        available
    } else {
        least
    }
}
