//! Cash, open trades and the sums over closed ones (docs/semantics/execution.md, 5 and 6).

use crate::evaluator::Figures;
use crate::feed::Touch;
use base::{Direction, Nanos};
use events::{Trade, TradeExit};
use plan::{Account, Commission};

/// A trade that is open.
#[derive(Clone, Debug)]
pub(crate) struct OpenTrade {
    pub(crate) number: u32,
    pub(crate) statement: u32,
    pub(crate) id: String,
    pub(crate) direction: Direction,
    pub(crate) original: f64,
    pub(crate) remaining: f64,
    pub(crate) price: f64,
    /// The entry price before slippage, where the excursions start.
    pub(crate) raw_price: f64,
    pub(crate) fee: f64,
    pub(crate) time: Nanos,
    pub(crate) row: usize,
    pub(crate) lowest: f64,
    pub(crate) highest: f64,
}

impl OpenTrade {
    /// A price of the path that is reached while the trade is open.
    pub(crate) fn reach(&mut self, price: f64) {
        self.lowest = self.lowest.min(price);
        self.highest = self.highest.max(price);
    }

    fn excursions(&self, quantity: f64, point_value: f64) -> (f64, f64) {
        let s = self.direction.sign();
        let (worst, best) = match self.direction {
            Direction::Long => (self.lowest, self.highest),
            Direction::Short => (self.highest, self.lowest),
        };
        let money = |price: f64| ((price - self.raw_price) * s) * quantity * point_value;
        (money(worst), money(best))
    }
}

/// A price with what happened to it: as on the path, and as booked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Price {
    pub(crate) raw: f64,
    pub(crate) booked: f64,
}

/// The account's money and open trades.
pub(crate) struct Ledger {
    pub(crate) point_value: f64,
    capital: f64,
    commission: Vec<Commission>,
    pub(crate) cash: f64,
    /// Oldest first; all of one direction.
    pub(crate) open: Vec<OpenTrade>,
    trades_opened: u32,
    net_profit: f64,
    gross_profit: f64,
    gross_loss: f64,
    wins: usize,
    losses: usize,
    evens: usize,
}

impl Ledger {
    pub(crate) fn new(account: &Account, point_value: f64) -> Self {
        Self {
            point_value,
            capital: account.capital,
            commission: account.commission.clone(),
            cash: account.capital,
            open: Vec::new(),
            trades_opened: 0,
            net_profit: 0.0,
            gross_profit: 0.0,
            gross_loss: 0.0,
            wins: 0,
            losses: 0,
            evens: 0,
        }
    }

    /// Fee of a fill of its own.
    pub(crate) fn fee(&self, quantity: f64, price: f64) -> f64 {
        let value = quantity * price * self.point_value;
        let mut fee = 0.0;
        for commission in &self.commission {
            fee += match commission {
                Commission::Value(fraction) => value * fraction,
                Commission::Order(amount) => *amount,
                Commission::Contract(amount) => quantity * amount,
            };
        }
        fee
    }

    /// Sum of the fractions by value.
    pub(crate) fn commission_fraction(&self) -> f64 {
        let mut sum = 0.0;
        for commission in &self.commission {
            if let Commission::Value(fraction) = commission {
                sum += fraction;
            }
        }
        sum
    }

    pub(crate) fn position(&self) -> f64 {
        let mut position = 0.0;
        for trade in &self.open {
            position += trade.direction.sign() * trade.remaining;
        }
        position
    }

    /// Direction of the open trades.
    pub(crate) fn direction(&self) -> Option<Direction> {
        self.open.first().map(|trade| trade.direction)
    }

    pub(crate) fn count(&self, direction: Direction) -> usize {
        let same = self
            .open
            .iter()
            .filter(|trade| trade.direction == direction);
        same.count()
    }

    pub(crate) fn trade_mut(&mut self, number: u32) -> Option<&mut OpenTrade> {
        self.open.iter_mut().find(|trade| trade.number == number)
    }

    /// Cash and the position at a price.
    pub(crate) fn equity(&self, price: f64) -> f64 {
        let position = self.position();
        if position == 0.0 {
            self.cash
        } else {
            self.cash + (position * price) * self.point_value
        }
    }

    /// The price at which the position is marked; which one does not matter without a position.
    pub(crate) fn mark(&self, closing: Touch) -> f64 {
        closing.marks(self.direction().unwrap_or(Direction::Long))
    }

    fn open_profit(&self, price: f64) -> f64 {
        let mut profit = 0.0;
        for trade in &self.open {
            profit += open_profit(trade, price, self.point_value);
        }
        profit
    }

    fn average_price(&self) -> f64 {
        let (mut value, mut quantity) = (0.0, 0.0);
        for trade in &self.open {
            value += trade.remaining * trade.price;
            quantity += trade.remaining;
        }
        if self.open.is_empty() {
            f64::NAN
        } else {
            value / quantity
        }
    }

    /// What the program sees, marked at a price.
    pub(crate) fn figures(&self, price: f64) -> Figures {
        Figures {
            initial_capital: self.capital,
            equity: self.equity(price),
            net_profit: self.net_profit,
            open_profit: self.open_profit(price),
            gross_profit: self.gross_profit,
            gross_loss: self.gross_loss,
            position_size: self.position(),
            position_average_price: self.average_price(),
            open_trades: self.open.len(),
            closed_trades: self.wins + self.losses + self.evens,
            win_trades: self.wins,
            loss_trades: self.losses,
            even_trades: self.evens,
        }
    }

    /// Books the cash of a fill.
    pub(crate) fn pay(&mut self, direction: Direction, quantity: f64, price: f64, fee: f64) {
        let value = quantity * price * self.point_value;
        self.cash -= direction.sign() * value;
        self.cash -= fee;
    }

    /// Closes a part of an open trade and gives the closed trade.
    pub(crate) fn close(
        &mut self,
        number: u32,
        quantity: f64,
        price: Price,
        exit_fee: f64,
        exit: TradeExit,
    ) -> Option<Trade> {
        let v = self.point_value;
        let trade = self.trade_mut(number)?;
        let gross = ((price.booked - trade.price) * trade.direction.sign()) * quantity * v;
        let entry_fee = trade.fee * (quantity / trade.remaining);
        trade.fee -= entry_fee;
        trade.remaining -= quantity;
        let mut ended = trade.clone();
        ended.reach(price.raw);
        let (mae, mfe) = ended.excursions(quantity, v);
        let closed = Trade {
            direction: trade.direction,
            quantity,
            entry_time: trade.time,
            entry_price: trade.price,
            entry_statement: trade.statement,
            entry_row: trade.row as u32,
            exit: Some(exit),
            profit: (gross - entry_fee) - exit_fee,
            fees: entry_fee + exit_fee,
            mae,
            mfe,
        };
        self.open.retain(|trade| trade.remaining > 0.0);
        self.count_closed(closed.profit);
        Some(closed)
    }

    fn count_closed(&mut self, profit: f64) {
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

    /// Opens a trade; `trade.number` is given here.
    pub(crate) fn enter(&mut self, trade: OpenTrade) {
        let number = self.trades_opened;
        self.trades_opened += 1;
        self.open.push(OpenTrade { number, ..trade });
    }

    /// The open trades as they stand at the end.
    pub(crate) fn open_rows(&self, price: f64) -> Vec<Trade> {
        let v = self.point_value;
        let row = |trade: &OpenTrade| {
            let (mae, mfe) = trade.excursions(trade.remaining, v);
            Trade {
                direction: trade.direction,
                quantity: trade.remaining,
                entry_time: trade.time,
                entry_price: trade.price,
                entry_statement: trade.statement,
                entry_row: trade.row as u32,
                exit: None,
                profit: open_profit(trade, price, v) - trade.fee,
                fees: trade.fee,
                mae,
                mfe,
            }
        };
        self.open.iter().map(row).collect()
    }
}

fn open_profit(trade: &OpenTrade, price: f64, point_value: f64) -> f64 {
    ((price - trade.price) * trade.direction.sign()) * trade.remaining * point_value
}
