//! Nodes evaluated bar by bar, each with the whole history of its values.

use crate::bar::Bar;
use crate::check;
use crate::indicator::Indicator;
use crate::operator::{binary, is_true, unary};
use base::Nanos;
use events::{RunError, RunErrorKind};
use plan::{
    AccountField, HISTORY_MAX, IndicatorFunction, NodeId, Operation, Plan, Series, ValueType,
};

/// The account figures that the program sees on a bar.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    pub(crate) initial_capital: f64,
    pub(crate) equity: f64,
    pub(crate) net_profit: f64,
    pub(crate) open_profit: f64,
    pub(crate) gross_profit: f64,
    pub(crate) gross_loss: f64,
    pub(crate) position_size: f64,
    pub(crate) position_average_price: f64,
    pub(crate) open_trades: usize,
    pub(crate) closed_trades: usize,
    pub(crate) win_trades: usize,
    pub(crate) loss_trades: usize,
    pub(crate) even_trades: usize,
}

/// A chart bar that is evaluated now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChartBar {
    pub(crate) bar: Bar,
    /// Bars of the period before this one, and the account; `None` before the period.
    pub(crate) decision: Option<(usize, Figures)>,
}

/// Values of all nodes so far.
pub(crate) struct Evaluator<'a> {
    plan: &'a Plan,
    fixed: Vec<Option<f64>>,
    is_program: Vec<bool>,
    /// Per node, its values on the bars of its context on which it was evaluated.
    history: Vec<Vec<f64>>,
    indicators: Vec<Option<Indicator>>,
    /// Per cell, the value of `next` at the end of the last bar.
    cells: Vec<Option<f64>>,
    /// Per context, all its bars (none for the chart), and how many of them are completed.
    higher: Vec<Vec<Bar>>,
    completed: Vec<usize>,
    chart_bars: usize,
}

impl<'a> Evaluator<'a> {
    /// `higher` holds the bars of each context, nothing for the chart.
    pub(crate) fn new(
        plan: &'a Plan,
        fixed: Vec<Option<f64>>,
        higher: Vec<Vec<Bar>>,
    ) -> Result<Self, RunError> {
        let nodes = plan.nodes().len();
        let mut indicators = Vec::new();
        for (index, node) in plan.nodes().iter().enumerate() {
            indicators.push(match &node.operation {
                Operation::Indicator {
                    function, settings, ..
                } => Some(indicator(*function, settings, &fixed, index)?),
                _ => None,
            });
        }
        Ok(Self {
            plan,
            fixed,
            is_program: program_nodes(plan),
            history: vec![Vec::new(); nodes],
            indicators,
            cells: vec![None; plan.cells().len()],
            completed: vec![0; higher.len()],
            higher,
            chart_bars: 0,
        })
    }

    /// Evaluates all that becomes knowable up to the close of a chart bar, in order of time.
    pub(crate) fn advance(&mut self, chart: &ChartBar) -> Result<(), RunError> {
        let now = chart.bar.close_time;
        while let Some(end) = self.next_end().filter(|end| *end < now) {
            self.instant(end, None)?;
        }
        self.instant(now, Some(chart))
    }

    /// The value now: of this bar on the chart, of the last completed bar elsewhere.
    pub(crate) fn value(&self, node: NodeId) -> f64 {
        let index = node as usize;
        self.fixed[index]
            .or_else(|| self.history[index].last().copied())
            .unwrap_or_else(|| self.missing(node))
    }

    fn missing(&self, node: NodeId) -> f64 {
        match self.plan.value_type(node) {
            ValueType::Number => f64::NAN,
            ValueType::Bool => 0.0,
        }
    }

    fn next_end(&self) -> Option<Nanos> {
        let bars = self.higher.iter().zip(&self.completed);
        bars.filter_map(|(bars, completed)| bars.get(*completed))
            .map(|bar| bar.close_time)
            .min()
    }

    /// Evaluates the nodes of every context that completes a bar at an instant, in their order.
    fn instant(&mut self, time: Nanos, chart: Option<&ChartBar>) -> Result<(), RunError> {
        let mut bars: Vec<Option<Bar>> = Vec::new();
        for context in 0..self.higher.len() {
            let next = self.higher[context].get(self.completed[context]).copied();
            let bar = next.filter(|bar| bar.close_time == time);
            self.completed[context] += usize::from(bar.is_some());
            bars.push(bar);
        }
        if let Some(chart) = chart {
            bars[0] = Some(chart.bar);
            self.chart_bars += 1;
        }
        let decision = chart.and_then(|chart| chart.decision);
        for index in 0..self.plan.nodes().len() {
            let context = self.plan.nodes()[index].context as usize;
            let runs = !self.is_program[index] || decision.is_some();
            if let Some(bar) = bars[context].filter(|_| runs && self.fixed[index].is_none()) {
                let value = self.evaluate(index as NodeId, &bar, decision)?;
                self.history[index].push(value);
            }
        }
        for (index, cell) in self.plan.cells().iter().enumerate() {
            let runs = cell.context != 0 || decision.is_some();
            if runs && bars[cell.context as usize].is_some() {
                self.cells[index] = Some(self.value(cell.next));
            }
        }
        Ok(())
    }

    fn evaluate(
        &mut self,
        id: NodeId,
        bar: &Bar,
        decision: Option<(usize, Figures)>,
    ) -> Result<f64, RunError> {
        let node = &self.plan.nodes()[id as usize];
        Ok(match &node.operation {
            Operation::Series(series) => self.series(*series, node.context, bar, decision),
            Operation::Account(field) => {
                decision.map_or(f64::NAN, |(_, figures)| figure(*field, &figures))
            }
            Operation::Unary(function, x) => unary(*function, self.value(*x)),
            Operation::Binary(function, a, b) => binary(*function, self.value(*a), self.value(*b)),
            Operation::Select { test, yes, no } => {
                let chosen = if is_true(self.value(*test)) { yes } else { no };
                self.value(*chosen)
            }
            Operation::History { value, offset } => {
                let bars = offset_bars(self.value(*offset)).map_err(|error| error.at_node(id))?;
                self.past(id, *value, bars)
            }
            Operation::Indicator { inputs, .. } => {
                let inputs: Vec<f64> = inputs.iter().map(|input| self.value(*input)).collect();
                match &mut self.indicators[id as usize] {
                    Some(indicator) => indicator.step(&inputs),
                    None => f64::NAN,
                }
            }
            Operation::Cell(cell) => self.cells[*cell as usize].unwrap_or_else(|| self.missing(id)),
            Operation::Confirmed(value) => self.confirmed(*value),
            Operation::Number(_)
            | Operation::Na
            | Operation::Bool(_)
            | Operation::Parameter(_)
            | Operation::Instrument(_) => self.value(id),
        })
    }

    fn confirmed(&self, node: NodeId) -> f64 {
        let context = self.plan.nodes()[node as usize].context as usize;
        if self.completed[context] == 0 {
            self.missing(node)
        } else {
            self.value(node)
        }
    }

    fn series(
        &self,
        series: Series,
        context: u32,
        bar: &Bar,
        decision: Option<(usize, Figures)>,
    ) -> f64 {
        match series {
            Series::Open => bar.open,
            Series::High => bar.high,
            Series::Low => bar.low,
            Series::Close => bar.close,
            Series::Volume => bar.volume,
            Series::Time => milliseconds(bar.open_time),
            Series::TimeClose => milliseconds(bar.close_time),
            Series::BarIndex if context == 0 => decision.map_or(f64::NAN, |(bars, _)| bars as f64),
            Series::BarIndex => (self.completed[context as usize] - 1) as f64,
            Series::Bid => bar.last_quote.bid,
            Series::Ask => bar.last_quote.ask,
            Series::BidSize => bar.last_quote.bid_size,
            Series::AskSize => bar.last_quote.ask_size,
        }
    }

    /// The value of an operand of `reader`, `bars` bars before the bar that is evaluated now.
    fn past(&self, reader: NodeId, operand: NodeId, bars: usize) -> f64 {
        let found = match self.fixed[operand as usize] {
            Some(value) => {
                let context = self.plan.nodes()[reader as usize].context as usize;
                let evaluated = match context {
                    0 => self.chart_bars,
                    _ => self.completed[context],
                };
                (bars < evaluated).then_some(value)
            }
            None => {
                let values = &self.history[operand as usize];
                values.len().checked_sub(1 + bars).map(|row| values[row])
            }
        };
        found.unwrap_or_else(|| self.missing(operand))
    }
}

fn indicator(
    function: IndicatorFunction,
    settings: &[NodeId],
    fixed: &[Option<f64>],
    node: usize,
) -> Result<Indicator, RunError> {
    let values: Vec<f64> = settings
        .iter()
        .map(|setting| fixed[*setting as usize].unwrap_or(f64::NAN))
        .collect();
    let checked = check::indicator_settings(function, &values, node)?;
    Ok(Indicator::new(function, &checked))
}

/// Chart nodes that depend on a cell of the chart or on the account.
fn program_nodes(plan: &Plan) -> Vec<bool> {
    let mut is_program: Vec<bool> = Vec::new();
    for node in plan.nodes() {
        let starts = matches!(node.operation, Operation::Cell(_) | Operation::Account(_));
        let inherits = node
            .operation
            .operands()
            .iter()
            .any(|operand| is_program[*operand as usize]);
        is_program.push(node.context == 0 && (starts || inherits));
    }
    is_program
}

fn offset_bars(offset: f64) -> Result<usize, RunError> {
    let bars = offset.trunc();
    if bars >= 0.0 && bars <= f64::from(HISTORY_MAX) {
        return Ok(bars as usize);
    }
    let message = format!("A history offset of {offset} is not between 0 and {HISTORY_MAX}.");
    Err(RunError::new(RunErrorKind::History, message))
}

fn milliseconds(time: Nanos) -> f64 {
    time.div_euclid(1_000_000) as f64
}

fn figure(field: AccountField, figures: &Figures) -> f64 {
    use AccountField as A;
    match field {
        A::InitialCapital => figures.initial_capital,
        A::Equity => figures.equity,
        A::NetProfit => figures.net_profit,
        A::OpenProfit => figures.open_profit,
        A::GrossProfit => figures.gross_profit,
        A::GrossLoss => figures.gross_loss,
        A::PositionSize => figures.position_size,
        A::PositionAveragePrice => figures.position_average_price,
        A::OpenTrades => figures.open_trades as f64,
        A::ClosedTrades => figures.closed_trades as f64,
        A::WinTrades => figures.win_trades as f64,
        A::LossTrades => figures.loss_trades as f64,
        A::EvenTrades => figures.even_trades as f64,
    }
}
