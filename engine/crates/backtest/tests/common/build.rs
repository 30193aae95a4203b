//! A small builder of plans: each method adds a node and gives its number.

use base::Direction;
use plan::{
    Account, AccountField, Argument, BinaryFunction, Cell, CloseRule, Context, ExitPrices,
    FillTiming, IndicatorFunction, Intrabar, Node, NodeId, Operation, OrderCall, Period, Plan,
    PlanParts, Profile, Reduction, RunSettings, Series, Sizing, Statement, TextId, UnaryFunction,
    ValueType,
};

pub(crate) struct Builder {
    pub(crate) parts: PlanParts,
    pub(crate) context: u32,
}

impl Default for Builder {
    fn default() -> Self {
        let parts = PlanParts {
            contexts: vec![Context { timeframe: None }],
            ..PlanParts::default()
        };
        Self { parts, context: 0 }
    }
}

impl Builder {
    pub(crate) fn node(&mut self, operation: Operation) -> NodeId {
        let context = self.context;
        self.parts.nodes.push(Node { context, operation });
        self.parts.nodes.len() as NodeId - 1
    }

    pub(crate) fn number(&mut self, value: f64) -> NodeId {
        self.node(Operation::Number(value))
    }

    pub(crate) fn truth(&mut self, value: bool) -> NodeId {
        self.node(Operation::Bool(value))
    }

    pub(crate) fn series(&mut self, series: Series) -> NodeId {
        self.node(Operation::Series(series))
    }

    pub(crate) fn close(&mut self) -> NodeId {
        self.series(Series::Close)
    }

    pub(crate) fn unary(&mut self, function: UnaryFunction, value: NodeId) -> NodeId {
        self.node(Operation::Unary(function, value))
    }

    pub(crate) fn binary(&mut self, function: BinaryFunction, a: NodeId, b: NodeId) -> NodeId {
        self.node(Operation::Binary(function, a, b))
    }

    pub(crate) fn history(&mut self, value: NodeId, offset: NodeId) -> NodeId {
        self.node(Operation::History { value, offset })
    }

    pub(crate) fn indicator(
        &mut self,
        function: IndicatorFunction,
        inputs: &[NodeId],
        settings: &[NodeId],
    ) -> NodeId {
        self.node(Operation::Indicator {
            function,
            inputs: inputs.to_vec(),
            settings: settings.to_vec(),
        })
    }

    /// An operator of the close with one length.
    pub(crate) fn average(&mut self, function: IndicatorFunction, length: f64) -> NodeId {
        let close = self.close();
        let length = self.number(length);
        self.indicator(function, &[close], &[length])
    }

    pub(crate) fn text(&mut self, text: &str) -> TextId {
        self.parts.texts.push(text.into());
        self.parts.texts.len() as TextId - 1
    }

    pub(crate) fn entry(&mut self, guard: NodeId, id: &str, direction: Direction) -> u32 {
        let call = self.call(id, direction);
        self.statement(Statement::Entry {
            guard: Some(guard),
            call,
        })
    }

    pub(crate) fn call(&mut self, id: &str, direction: Direction) -> OrderCall {
        OrderCall {
            id: self.text(id),
            direction,
            quantity: None,
            limit: None,
            stop: None,
            comment: None,
        }
    }

    pub(crate) fn exit(&mut self, guard: Option<NodeId>, id: &str, prices: ExitPrices) -> u32 {
        let id = self.text(id);
        self.statement(Statement::Exit {
            guard,
            id,
            from_entry: None,
            reduction: Reduction::default(),
            prices,
            comment: None,
        })
    }

    pub(crate) fn statement(&mut self, statement: Statement) -> u32 {
        self.parts.statements.push(statement);
        self.parts.statements.len() as u32 - 1
    }

    pub(crate) fn build(self) -> Plan {
        Plan::new(self.parts).unwrap()
    }
}

pub(crate) const fn given(value: NodeId) -> Option<Argument> {
    Some(Argument { value, given: None })
}

pub(crate) fn account() -> Account {
    Account {
        capital: 100_000.0,
        size: Sizing::Contracts(1.0),
        commission: Vec::new(),
        slippage_ticks: 0.0,
        pyramiding: 1,
        close_rule: CloseRule::Fifo,
        fills: FillTiming::NextOpen,
        intrabar: Intrabar::OhlcPath,
        close_at_end: false,
        risk_free: 0.0,
        profile: Profile::Native,
    }
}

pub(crate) fn settings(account: Account) -> RunSettings {
    RunSettings {
        parameters: Vec::new(),
        account,
        period: Period::default(),
        warmup_bars: None,
    }
}

/// SMA 20 above or below SMA 50: the workload SMA-REV.
pub(crate) fn sma_reversal() -> Plan {
    let mut plan = Builder::default();
    let fast = plan.average(IndicatorFunction::Sma, 20.0);
    let slow = plan.average(IndicatorFunction::Sma, 50.0);
    let one = plan.number(1.0);
    // Decisions begin when both averages existed on the bar before as well.
    let before = plan.history(slow, one);
    let is_na = plan.unary(UnaryFunction::IsNa, before);
    let is_ready = plan.unary(UnaryFunction::Not, is_na);
    let over = plan.binary(BinaryFunction::Greater, fast, slow);
    let under = plan.binary(BinaryFunction::Less, fast, slow);
    let buys = plan.binary(BinaryFunction::And, over, is_ready);
    let sells = plan.binary(BinaryFunction::And, under, is_ready);
    plan.entry(buys, "L", Direction::Long);
    plan.entry(sells, "S", Direction::Short);
    plan.build()
}

/// SMA 10 crosses SMA 30: the strategy of backtesting.py's own tests.
pub(crate) fn sma_cross() -> Plan {
    let mut plan = Builder::default();
    let fast = plan.average(IndicatorFunction::Sma, 10.0);
    let slow = plan.average(IndicatorFunction::Sma, 30.0);
    let over = plan.indicator(IndicatorFunction::CrossOver, &[fast, slow], &[]);
    let under = plan.indicator(IndicatorFunction::CrossUnder, &[fast, slow], &[]);
    plan.entry(over, "L", Direction::Long);
    plan.entry(under, "S", Direction::Short);
    plan.build()
}

/// A bracket, a higher timeframe, a cell that counts bars in a position, and history of equity.
pub(crate) fn mixed() -> Plan {
    let mut plan = Builder::default();
    plan.parts.contexts.push(Context {
        timeframe: Some("15m".into()),
    });
    plan.context = 1;
    let trend = plan.average(IndicatorFunction::Ema, 8.0);
    plan.context = 0;
    let trend = plan.node(Operation::Confirmed(trend));
    let close = plan.close();
    let fast = plan.average(IndicatorFunction::Sma, 5.0);
    let over = plan.indicator(IndicatorFunction::CrossOver, &[close, fast], &[]);
    let above = plan.binary(BinaryFunction::Greater, close, trend);
    let buys = plan.binary(BinaryFunction::And, over, above);
    let position = plan.node(Operation::Account(AccountField::PositionSize));
    let zero = plan.number(0.0);
    let one = plan.number(1.0);
    let held = plan.binary(BinaryFunction::NotEqual, position, zero);
    let count = plan.node(Operation::Cell(0));
    let unknown = plan.unary(UnaryFunction::IsNa, count);
    let before = plan.node(Operation::Select {
        test: unknown,
        yes: zero,
        no: count,
    });
    let more = plan.binary(BinaryFunction::Add, before, one);
    let next = plan.node(Operation::Select {
        test: held,
        yes: more,
        no: zero,
    });
    plan.parts.cells.push(Cell {
        context: 0,
        value_type: ValueType::Number,
        next,
    });
    let ten = plan.number(10.0);
    let tired = plan.binary(BinaryFunction::Greater, next, ten);
    let equity = plan.node(Operation::Account(AccountField::Equity));
    let past = plan.history(equity, ten);
    let losing = plan.binary(BinaryFunction::Less, equity, past);
    let leave = plan.binary(BinaryFunction::And, tired, losing);
    let five = plan.number(5.0);
    plan.entry(buys, "L", Direction::Long);
    let prices = ExitPrices {
        target_distance: given(ten),
        stop_distance: given(five),
        ..ExitPrices::default()
    };
    plan.exit(None, "X", prices);
    plan.statement(Statement::CloseAll {
        guard: Some(leave),
        comment: None,
    });
    plan.build()
}
