//! The account's broker: its book, its ledger and its journal, and the steps that touch all three.

use crate::book::{Order, Role, Rule, Waits};
use crate::feed::Touch;
use crate::journal::{Journal, Moment};
use crate::ledger::{Ledger, Price};
use base::{Direction, Stamp};
use events::{OrderState, RunError, RunErrorKind};
use market::Instrument;
use plan::Account;

/// Most orders that may work at once.
const WORKING_ORDERS_MAX: usize = 10_000;

/// Most fills on one bar.
pub(crate) const FILLS_ON_BAR_MAX: usize = 10_000;

/// What a new order says.
pub(crate) struct NewOrder {
    pub(crate) statement: u32,
    pub(crate) id: String,
    pub(crate) role: Role,
    pub(crate) direction: Direction,
    pub(crate) quantity: Option<f64>,
    pub(crate) limit: Option<f64>,
    pub(crate) stop: Option<f64>,
}

/// Everything that changes when orders are placed and filled.
pub(crate) struct Broker {
    pub(crate) account: Account,
    pub(crate) instrument: Instrument,
    pub(crate) ledger: Ledger,
    pub(crate) journal: Journal,
    /// Working orders by creation.
    pub(crate) orders: Vec<Order>,
    /// Exit rules by creation.
    pub(crate) rules: Vec<Rule>,
    orders_created: u32,
    pub(crate) rules_created: u32,
    /// Statement of the first order beyond a limit.
    pub(crate) beyond_limit: Option<u32>,
    pub(crate) fills_on_bar: usize,
}

impl Broker {
    pub(crate) fn new(account: &Account, instrument: &Instrument, journal: Journal) -> Self {
        Self {
            account: account.clone(),
            instrument: instrument.clone(),
            ledger: Ledger::new(account, instrument.point_value),
            journal,
            orders: Vec::new(),
            rules: Vec::new(),
            orders_created: 0,
            rules_created: 0,
            beyond_limit: None,
            fills_on_bar: 0,
        }
    }

    /// Puts an order at the end of the working list.
    pub(crate) fn place(&mut self, stamp: Stamp, new: NewOrder) -> u32 {
        let number = self.orders_created;
        self.orders_created += 1;
        let order = Order {
            number,
            statement: new.statement,
            id: new.id,
            role: new.role,
            direction: new.direction,
            quantity: new.quantity,
            limit: new.limit,
            stop: new.stop,
            is_triggered: false,
        };
        let facts = order.facts();
        self.journal
            .order(stamp, &facts, OrderState::Placed, order.quantity);
        self.orders.push(order);
        if self.orders.len() > WORKING_ORDERS_MAX {
            self.beyond_limit = self.beyond_limit.or(Some(new.statement));
        }
        number
    }

    /// Whether there never were too many working orders or fills.
    pub(crate) fn check_limit(&self) -> Result<(), RunError> {
        let Some(statement) = self.beyond_limit else {
            return Ok(());
        };
        let message = format!("More than {WORKING_ORDERS_MAX} orders work, or fill on one bar.");
        Err(RunError::new(RunErrorKind::Limit, message).at_statement(statement))
    }

    pub(crate) fn order(&self, number: u32) -> Option<&Order> {
        self.orders.iter().find(|order| order.number == number)
    }

    /// Takes an order off the working list.
    pub(crate) fn take(&mut self, number: u32) -> Option<Order> {
        let place = self
            .orders
            .iter()
            .position(|order| order.number == number)?;
        Some(self.orders.remove(place))
    }

    /// Takes orders off the working list, in its order, with a transition each.
    pub(crate) fn withdraw(
        &mut self,
        stamp: Stamp,
        state: OrderState,
        goes: impl Fn(&Order) -> bool,
    ) {
        if !self.orders.iter().any(&goes) {
            return;
        }
        let (gone, kept) = self.orders.drain(..).partition(goes);
        self.orders = kept;
        let gone: Vec<Order> = gone;
        for order in gone {
            self.journal
                .order(stamp, &order.facts(), state, order.quantity);
        }
    }

    /// Quantity in lots.
    pub(crate) fn in_lots(&self, quantity: f64) -> f64 {
        match self.instrument.lot {
            Some(lot) => (quantity / lot).floor() * lot,
            None => quantity,
        }
    }

    /// Price of a market or stop fill.
    pub(crate) fn slipped(&self, price: f64, direction: Direction) -> Price {
        let ticks = self.account.slippage_ticks;
        let booked = match self.instrument.tick_size {
            Some(tick_size) if ticks != 0.0 => price + direction.sign() * (ticks * tick_size),
            _ => price,
        };
        Price { raw: price, booked }
    }

    /// Prices are reached by all that is open.
    pub(crate) fn reach(&mut self, touch: Touch) {
        for trade in &mut self.ledger.open {
            trade.reach(touch.marks(trade.direction));
        }
    }

    /// The fills of market orders at one moment, in the order of their creation.
    pub(crate) fn fill_market_orders(&mut self, touch: Touch, moment: &Moment) {
        let orders: Vec<(u32, Direction)> = self
            .orders
            .iter()
            .filter(|order| order.waits() == Waits::Market)
            .map(|order| (order.number, order.direction))
            .collect();
        for (number, direction) in orders {
            self.fill(number, touch.trades(direction), moment);
        }
    }
}
