//! Cash, open trades and what closed ones earned (docs/semantics/execution.md, 5 and 6).

use crate::excursion::Excursions;
use base::{Direction, Nanos};
use events::{ExitReason, Trade, TradeExit};
use std::collections::VecDeque;

/// What is left of one fill that opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenTrade {
    pub(crate) number: u32,
    pub(crate) statement: u32,
    pub(crate) id: u32,
    pub(crate) direction: Direction,
    pub(crate) original: f64,
    pub(crate) remaining: f64,
    /// As booked, slippage included.
    pub(crate) price: f64,
    /// Before slippage: where excursions start.
    pub(crate) reference_price: f64,
    pub(crate) fee: f64,
    pub(crate) row: u32,
    pub(crate) time: Nanos,
}

/// Price, time and order of a fill, shared by its parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deal {
    pub(crate) statement: u32,
    pub(crate) id: u32,
    pub(crate) direction: Direction,
    /// Of the whole fill.
    pub(crate) quantity: f64,
    pub(crate) price: f64,
    pub(crate) reference_price: f64,
    /// Of the whole fill.
    pub(crate) fee: f64,
    pub(crate) row: u32,
    pub(crate) time: Nanos,
    /// What ended the trades that it closes.
    pub(crate) reason: ExitReason,
    /// Whether the assumed path decided between the two legs of a pair.
    pub(crate) is_ambiguous: bool,
}

/// Sums over closed trades.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Closed {
    pub(crate) net_profit: f64,
    pub(crate) gross_profit: f64,
    pub(crate) gross_loss: f64,
    pub(crate) wins: u32,
    pub(crate) losses: u32,
    pub(crate) evens: u32,
}

/// Which open trades a closing part may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    All,
    Id(u32),
    Trade(u32),
}

/// How much of them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Extent {
    /// Each by exactly what remains of it.
    Whole,
    /// The oldest first, until so much is closed.
    Quantity(f64),
}

#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) cash: f64,
    pub(crate) fees: f64,
    pub(crate) closed: Closed,
    pub(crate) trades: Vec<Trade>,
    /// Oldest first; all of one direction.
    open: VecDeque<OpenTrade>,
    /// Sums over `open`, oldest first from 0.
    size: f64,
    weighted_price: f64,
    excursions: Excursions,
    opened: u32,
    point_value: f64,
}

impl Scope {
    pub(crate) fn holds(self, trade: &OpenTrade) -> bool {
        match self {
            Self::All => true,
            Self::Id(id) => trade.id == id,
            Self::Trade(number) => trade.number == number,
        }
    }
}

impl Ledger {
    pub(crate) fn new(capital: f64, point_value: f64) -> Self {
        Self {
            cash: capital,
            fees: 0.0,
            closed: Closed::default(),
            trades: Vec::new(),
            open: VecDeque::new(),
            size: 0.0,
            weighted_price: 0.0,
            excursions: Excursions::default(),
            opened: 0,
            point_value,
        }
    }

    pub(crate) fn open_trades(&self) -> &VecDeque<OpenTrade> {
        &self.open
    }

    /// Hands the open trades out while legs are placed and cancelled, which never moves money.
    pub(crate) fn lend_open_trades(&mut self) -> VecDeque<OpenTrade> {
        std::mem::take(&mut self.open)
    }

    pub(crate) fn return_open_trades(&mut self, open: VecDeque<OpenTrade>) {
        self.open = open;
    }

    pub(crate) fn is_flat(&self) -> bool {
        self.open.is_empty()
    }

    /// Direction of the open trades.
    pub(crate) fn direction(&self) -> Option<Direction> {
        self.open.front().map(|trade| trade.direction)
    }

    /// Number of open trades in a direction.
    pub(crate) fn count(&self, direction: Direction) -> usize {
        if self.direction() == Some(direction) {
            self.open.len()
        } else {
            0
        }
    }

    /// What remains of the trades in `scope`, summed oldest first from 0.
    pub(crate) fn remaining(&self, scope: Scope) -> f64 {
        if scope == Scope::All {
            return self.size;
        }
        let held = self.open.iter().filter(|trade| scope.holds(trade));
        held.fold(0.0, |sum, trade| sum + trade.remaining)
    }

    /// Signed quantity, 0 when flat.
    pub(crate) fn position(&self) -> f64 {
        match self.direction() {
            // Negation is exact, so this is the signed sum.
            Some(direction) => direction.sign() * self.size,
            None => 0.0,
        }
    }

    /// Average entry price, NaN when flat.
    pub(crate) fn average_price(&self) -> f64 {
        if self.is_flat() {
            f64::NAN
        } else {
            self.weighted_price / self.size
        }
    }

    pub(crate) fn equity(&self, price: f64) -> f64 {
        if self.is_flat() {
            self.cash
        } else {
            self.cash + self.position() * price * self.point_value
        }
    }

    /// Equity at each of `prices`.
    pub(crate) fn equities(&self, prices: &[f64], out: &mut [f64]) {
        if self.is_flat() {
            out.fill(self.cash);
            return;
        }
        let position = self.position();
        for (out, price) in out.iter_mut().zip(prices) {
            *out = self.cash + position * price * self.point_value;
        }
    }

    pub(crate) fn open_profit(&self, price: f64) -> f64 {
        self.open
            .iter()
            .fold(0.0, |sum, trade| sum + self.profit_of(trade, price))
    }

    fn profit_of(&self, trade: &OpenTrade, price: f64) -> f64 {
        (price - trade.price) * trade.direction.sign() * trade.remaining * self.point_value
    }

    /// The market reached prices from `low` to `high`.
    pub(crate) fn widen(&mut self, low: f64, high: f64) {
        if !self.open.is_empty() {
            self.excursions.widen(low, high);
        }
    }

    /// Moves the money of a whole fill.
    pub(crate) fn pay(&mut self, deal: &Deal) {
        let value = deal.quantity * deal.price * self.point_value;
        self.cash -= deal.direction.sign() * value;
        self.cash -= deal.fee;
        self.fees += deal.fee;
    }

    /// Closes trades in `scope`, oldest first; what could not be closed is returned.
    pub(crate) fn close(&mut self, deal: &Deal, scope: Scope, extent: Extent) -> f64 {
        let mut left = match extent {
            Extent::Whole => f64::INFINITY,
            Extent::Quantity(quantity) => quantity,
        };
        let mut index = 0;
        while left > 0.0 {
            let Some(trade) = self.open.get(index).copied() else {
                break;
            };
            if !scope.holds(&trade) {
                index += 1;
                continue;
            }
            let part = if left < trade.remaining {
                left
            } else {
                trade.remaining
            };
            left -= part;
            index += usize::from(!self.close_part(deal, index, &trade, part));
        }
        self.sum_up();
        left
    }

    /// Closes `part` of the trade at `index`; says whether the trade is gone.
    fn close_part(&mut self, deal: &Deal, index: usize, trade: &OpenTrade, part: f64) -> bool {
        let sign = trade.direction.sign();
        let gross = (deal.price - trade.price) * sign * part * self.point_value;
        let entry_fee = trade.fee * (part / trade.remaining);
        let exit_fee = deal.fee * (part / deal.quantity);
        let profit = (gross - entry_fee) - exit_fee;
        let exit = TradeExit {
            time: deal.time,
            price: deal.price,
            statement: deal.statement,
            row: deal.row,
            reason: Some(deal.reason),
            is_ambiguous: Some(deal.is_ambiguous),
        };
        let mut closed = self.record(trade, part, deal.reference_price);
        closed.exit = Some(exit);
        closed.profit = profit;
        closed.fees = entry_fee + exit_fee;
        self.trades.push(closed);
        self.closed.add(profit);
        let is_gone = part == trade.remaining;
        if is_gone {
            self.open.remove(index);
        } else if let Some(rest) = self.open.get_mut(index) {
            rest.remaining -= part;
            rest.fee -= entry_fee;
        }
        is_gone
    }

    /// What a trade's record says of its entry and its excursions, `last_price` included.
    fn record(&self, trade: &OpenTrade, quantity: f64, last_price: f64) -> Trade {
        let (low, high) = self.excursions.of(trade.number);
        let start = trade.reference_price;
        let low = low.min(last_price).min(start);
        let high = high.max(last_price).max(start);
        let (worst, best) = match trade.direction {
            Direction::Long => (low, high),
            Direction::Short => (high, low),
        };
        let sign = trade.direction.sign();
        let money = |price: f64| (price - start) * sign * quantity * self.point_value;
        Trade {
            direction: trade.direction,
            quantity,
            entry_time: trade.time,
            entry_price: trade.price,
            entry_statement: trade.statement,
            entry_row: trade.row,
            exit: None,
            profit: 0.0,
            fees: 0.0,
            mae: money(worst),
            mfe: money(best),
        }
    }

    /// Opens a trade of `quantity`, the part of the deal that closed nothing.
    pub(crate) fn open(&mut self, deal: &Deal, quantity: f64) {
        let number = self.opened;
        self.opened += 1;
        self.open.push_back(OpenTrade {
            number,
            statement: deal.statement,
            id: deal.id,
            direction: deal.direction,
            original: quantity,
            remaining: quantity,
            price: deal.price,
            reference_price: deal.reference_price,
            fee: deal.fee * (quantity / deal.quantity),
            row: deal.row,
            time: deal.time,
        });
        // Appending to a sum from the oldest on is the same sum: fills into one position stay linear.
        self.size += quantity;
        self.weighted_price += quantity * deal.price;
        self.excursions.open(number);
    }

    fn sum_up(&mut self) {
        if self.open.is_empty() {
            self.excursions.clear();
        }
        self.size = self.open.iter().fold(0.0, |sum, t| sum + t.remaining);
        self.weighted_price = (self.open.iter()).fold(0.0, |sum, t| sum + t.remaining * t.price);
    }

    /// Closed trades by exit, then open ones by entry, marked at `price`.
    pub(crate) fn into_trades(mut self, price: f64) -> Vec<Trade> {
        let mut trades = std::mem::take(&mut self.trades);
        for trade in &self.open {
            let mut open = self.record(trade, trade.remaining, trade.reference_price);
            open.profit = self.profit_of(trade, price) - trade.fee;
            open.fees = trade.fee;
            trades.push(open);
        }
        trades
    }
}

impl Closed {
    fn add(&mut self, profit: f64) {
        self.net_profit += profit;
        if profit > 0.0 {
            self.gross_profit += profit;
            self.wins += 1;
        } else if profit < 0.0 {
            self.gross_loss += -profit;
            self.losses += 1;
        } else {
            self.evens += 1;
        }
    }

    pub(crate) fn count(&self) -> u32 {
        self.wins + self.losses + self.evens
    }
}
