//! A run's orders and account, moved bar by bar (docs/semantics/execution.md, 2).

use crate::block::{Block, closing_range};
use crate::exit_rule::ExitRule;
use crate::findings::Findings;
use crate::ledger::{Ledger, OpenTrade};
use crate::matching::Reach;
use crate::order::{Decision, Kind, Order, Style};
use crate::pricing::{Pricing, Touch};
use crate::rules::{AtEnd, FillTiming, Rules};
use base::{Direction, Nanos, Phase, Stamp};
use events::{EquityPoint, EventSink, Fill, Finding, NO_STATEMENT, RunError, Trade};
use std::ops::Range;

/// Bars whose equity is computed at a time.
const PIECE: usize = 256;

/// One bar of the chart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "columns of market::Bars at one row")]
pub struct Bar {
    /// Row, counted from the first row of the data.
    pub row: u32,
    pub open_time: Nanos,
    pub close_time: Nanos,
    pub open: f64,
    pub high: f64,
    pub low: f64,
    pub close: f64,
}

/// Everything that a simulation leaves besides its events.
#[derive(Debug)]
#[expect(missing_docs, reason = "fields of events::RunRecord")]
pub struct Outcome<S> {
    pub sink: S,
    pub equity: Vec<EquityPoint>,
    pub fills: Vec<Fill>,
    pub trades: Vec<Trade>,
    pub findings: Vec<Finding>,
    pub order_count: u32,
    pub ambiguous_bars: u32,
    pub path_fills: u32,
    pub final_equity: f64,
    pub fees: f64,
}

/// Working orders, exit rules, open trades and money of one run.
///
/// Call order for each bar: [`begin_bar`](Self::begin_bar) or [`begin`](Self::begin), then, when the
/// program runs,
/// [`decide`](Self::decide) and the calls, then [`end_bar`](Self::end_bar).
#[derive(Debug)]
pub struct Simulation<S> {
    pub(crate) rules: Rules,
    pub(crate) pricing: Pricing,
    pub(crate) sink: S,
    pub(crate) ledger: Ledger,
    /// By number, which is the order of creation.
    pub(crate) working: Vec<Order>,
    /// How many of them are market orders.
    pub(crate) market_orders: usize,
    pub(crate) exits: Vec<ExitRule>,
    /// What the rules before have left of each open trade; kept for its memory only.
    pub(crate) available: Vec<f64>,
    pub(crate) reach: Option<Reach>,
    pub(crate) order_count: u32,
    pub(crate) rule_count: u32,
    pub(crate) bar: Bar,
    /// What stands when the bar ends.
    pub(crate) touch: Touch,
    /// Row of the bar's last quote; 0 in a run on bars.
    pub(crate) last_quote: usize,
    pub(crate) decision: Decision,
    /// Equity at the close of the bar.
    pub(crate) equity: f64,
    pub(crate) findings: Findings,
    pub(crate) fills: Vec<Fill>,
    /// Fills of earlier bars.
    pub(crate) fills_before_bar: usize,
    pub(crate) is_ambiguous: bool,
    pub(crate) ambiguous_bars: u32,
    pub(crate) path_fills: u32,
    curve: Vec<EquityPoint>,
}

impl<S: EventSink> Simulation<S> {
    /// An untouched account. `bars` is how many equity points to make room for.
    #[must_use]
    pub fn new(rules: Rules, pricing: Pricing, sink: S, bars: usize) -> Self {
        Self {
            pricing,
            ledger: Ledger::new(rules.capital, rules.point_value),
            equity: rules.capital,
            rules,
            sink,
            working: Vec::new(),
            market_orders: 0,
            exits: Vec::new(),
            available: Vec::new(),
            reach: None,
            order_count: 0,
            rule_count: 0,
            bar: Bar::default(),
            touch: Touch::default(),
            last_quote: 0,
            decision: Decision {
                time: Nanos::MIN,
                newest_input: Nanos::MIN,
                last_quote: 0,
            },
            findings: Findings::default(),
            fills: Vec::new(),
            fills_before_bar: 0,
            is_ambiguous: false,
            ambiguous_bars: 0,
            path_fills: 0,
            curve: Vec::with_capacity(bars),
        }
    }

    /// Fills working orders along the bar's path and marks equity at its close.
    ///
    /// # Errors
    /// A breach of causality, or too many working orders.
    pub fn begin_bar(&mut self, bar: &Bar) -> Result<(), RunError> {
        self.open_bar(bar);
        self.touch = Touch::at(bar.close);
        self.walk_path()?;
        self.ambiguous_bars += u32::from(self.is_ambiguous);
        self.mark();
        Ok(())
    }

    /// The same for a bar of a block, at its quotes where the run asks for it.
    ///
    /// # Errors
    /// A breach of causality, or too many working orders.
    pub fn begin(&mut self, block: &Block<'_>, index: usize) -> Result<(), RunError> {
        let Some(quotes) = self.quotes(block) else {
            return self.begin_bar(&block.bar(index));
        };
        self.open_bar(&block.bar(index));
        self.walk_quotes(&quotes, index)?;
        self.mark();
        Ok(())
    }

    fn open_bar(&mut self, bar: &Bar) {
        self.bar = *bar;
        self.is_ambiguous = false;
        self.fills_before_bar = self.fills.len();
    }

    /// The program decides now. `newest_input` is the latest end of a bar that it reads.
    pub fn decide(&mut self, newest_input: Nanos) {
        self.decision = Decision {
            time: self.bar.close_time,
            newest_input,
            last_quote: self.last_quote,
        };
    }

    /// Fills what fills at the close and records the bar's equity.
    ///
    /// # Errors
    /// A breach of causality, or too many working orders.
    pub fn end_bar(&mut self, is_last: bool) -> Result<(), RunError> {
        if self.rules.timing == FillTiming::ThisClose && self.market_orders > 0 {
            self.fill_at_close()?;
            self.mark();
        }
        if is_last && self.rules.at_end != AtEnd::Keep && !self.ledger.is_flat() {
            self.fills_before_bar = self.fills.len();
            self.close_at_end()?;
            self.mark();
        }
        self.record(self.bar.close_time, self.equity);
        Ok(())
    }

    /// Moves over rows of a block that touch no working order and on which no program runs.
    pub fn coast(&mut self, block: &Block<'_>, rows: Range<usize>) {
        if rows.is_empty() {
            return;
        }
        let quotes = self.quotes(block);
        if let Some(direction) = self.ledger.direction() {
            let (low, high) = match &quotes {
                Some(quotes) => closing_range(quotes, direction, rows.clone()),
                None => block.range(rows.clone()),
            };
            self.ledger.widen(low, high);
        }
        let marks = match (quotes, self.ledger.direction()) {
            (None, _) => block.close,
            (Some(quotes), Some(Direction::Short)) => quotes.ask,
            (Some(quotes), Some(Direction::Long) | None) => quotes.bid,
        };
        let closes = marks[rows.clone()].chunks(PIECE);
        let mut equities = [0.0; PIECE];
        for (times, closes) in block.close_time[rows].chunks(PIECE).zip(closes) {
            let equities = &mut equities[..closes.len()];
            self.ledger.equities(closes, equities);
            self.record_all(times, equities);
        }
    }

    fn record_all(&mut self, times: &[Nanos], equities: &[f64]) {
        self.sink.equities(times, equities);
        let position = self.ledger.position();
        let point = |(time, equity): (&Nanos, &f64)| EquityPoint {
            time: *time,
            equity: *equity,
            position,
        };
        self.curve.extend(times.iter().zip(equities).map(point));
        self.equity = equities.last().copied().unwrap_or(self.equity);
    }

    fn record(&mut self, time: Nanos, equity: f64) {
        self.sink.equity(time, equity);
        self.curve.push(EquityPoint {
            time,
            equity,
            position: self.ledger.position(),
        });
    }

    fn mark(&mut self) {
        self.equity = self.ledger.equity(self.mark_price());
    }

    /// Where the position could be closed when the bar ends.
    fn mark_price(&self) -> f64 {
        self.touch.closes(self.ledger.direction())
    }

    fn close_at_end(&mut self) -> Result<(), RunError> {
        let Some(direction) = self.ledger.direction() else {
            return Ok(());
        };
        let (price, stamp) = match self.rules.at_end {
            AtEnd::CloseAtOpen => (self.bar.open, self.market_stamp()),
            AtEnd::CloseAtClose | AtEnd::Keep => (self.mark_price(), self.decision_stamp()),
        };
        let order = Order {
            number: 0,
            statement: NO_STATEMENT,
            id: u32::MAX,
            kind: Kind::Close { entry: None },
            style: Style::Market,
            direction: direction.opposite(),
            quantity: self.ledger.remaining(crate::ledger::Scope::All),
            limit: f64::NAN,
            stop: f64::NAN,
            decision: None,
        };
        let number = self.place(order, stamp)?;
        self.fill(
            number,
            price,
            crate::fill::Place {
                stamp,
                price: stamp,
                is_segment: false,
                quote: self.last_quote,
            },
        )
    }

    /// Stamp of what happens at the open and inside the bar.
    pub(crate) const fn market_stamp(&self) -> Stamp {
        Stamp::new(self.bar.open_time, Phase::Market)
    }

    /// Stamp of decisions and of fills at the close.
    pub(crate) const fn decision_stamp(&self) -> Stamp {
        Stamp::new(self.bar.close_time, self.pricing.decides())
    }

    /// Whether nothing is open.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.ledger.is_flat()
    }

    /// Whether an entry in `direction` without arguments would be refused without a trace.
    #[must_use]
    pub fn refuses_entry(&self, direction: Direction) -> bool {
        self.ledger.count(direction) >= self.rules.pyramiding as usize
    }

    /// Ends the run.
    #[must_use]
    pub fn finish(self) -> Outcome<S> {
        let mark = self.mark_price();
        Outcome {
            sink: self.sink,
            equity: self.curve,
            fills: self.fills,
            findings: self.findings.list(),
            order_count: self.order_count,
            ambiguous_bars: self.ambiguous_bars,
            path_fills: self.path_fills,
            final_equity: self.equity,
            fees: self.ledger.fees,
            trades: self.ledger.into_trades(mark),
        }
    }

    pub(crate) fn open_trades(&self) -> impl Iterator<Item = &OpenTrade> {
        self.ledger.open_trades().iter()
    }
}

/// Figures of the account at the bar's close, for programs.
#[expect(missing_docs, reason = "docs/semantics/execution.md, 6")]
impl<S: EventSink> Simulation<S> {
    #[must_use]
    pub fn initial_capital(&self) -> f64 {
        self.rules.capital
    }

    #[must_use]
    pub fn equity(&self) -> f64 {
        self.equity
    }

    #[must_use]
    pub fn open_profit(&self) -> f64 {
        self.ledger.open_profit(self.mark_price())
    }

    #[must_use]
    pub fn net_profit(&self) -> f64 {
        self.ledger.closed.net_profit
    }

    #[must_use]
    pub fn gross_profit(&self) -> f64 {
        self.ledger.closed.gross_profit
    }

    #[must_use]
    pub fn gross_loss(&self) -> f64 {
        self.ledger.closed.gross_loss
    }

    #[must_use]
    pub fn position_size(&self) -> f64 {
        self.ledger.position()
    }

    #[must_use]
    pub fn position_average_price(&self) -> f64 {
        self.ledger.average_price()
    }

    #[must_use]
    pub fn open_trade_count(&self) -> f64 {
        self.ledger.open_trades().len() as f64
    }

    #[must_use]
    pub fn closed_trade_count(&self) -> f64 {
        f64::from(self.ledger.closed.count())
    }

    #[must_use]
    pub fn win_count(&self) -> f64 {
        f64::from(self.ledger.closed.wins)
    }

    #[must_use]
    pub fn loss_count(&self) -> f64 {
        f64::from(self.ledger.closed.losses)
    }

    #[must_use]
    pub fn even_count(&self) -> f64 {
        f64::from(self.ledger.closed.evens)
    }
}
