//! A plan under construction: tables that grow, and pools of the nodes that can be read so far.

use crate::random::Random;
use protocol::{
    Argument, BinaryFunction, Cell, Context, IndicatorFunction, Node, Operation, Parameter, Plan,
    Series, Statement, UnaryFunction, ValueType,
};

/// Nodes of one context by type.
#[derive(Clone, Debug, Default)]
struct Pool {
    numbers: Vec<u32>,
    bools: Vec<u32>,
    cells: Vec<u32>,
}

/// Builds a plan node by node.
pub struct Builder {
    /// The plan so far.
    pub plan: Plan,
    pools: Vec<Pool>,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// A plan with the chart only.
    #[must_use]
    pub fn new() -> Self {
        let chart = Context { timeframe: None };
        Self {
            plan: Plan {
                contexts: vec![chart],
                ..Plan::default()
            },
            pools: vec![Pool::default()],
        }
    }

    /// Adds a timeframe.
    pub fn context(&mut self, timeframe: &str) -> u32 {
        self.plan.contexts.push(Context {
            timeframe: Some(timeframe.to_owned()),
        });
        self.pools.push(Pool::default());
        (self.plan.contexts.len() - 1) as u32
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) -> u32 {
        self.plan.texts.push(text.to_owned());
        (self.plan.texts.len() - 1) as u32
    }

    /// Adds a parameter and a node that reads it.
    pub fn parameter(&mut self, name: &str, value_type: ValueType) -> u32 {
        let parameter = self.plan.parameters.len() as u32;
        self.plan.parameters.push(Parameter {
            name: name.to_owned(),
            value_type,
        });
        self.node(0, Operation::Parameter { parameter }, value_type)
    }

    /// Adds a node that stays out of the pools.
    pub fn hidden(&mut self, context: u32, operation: Operation) -> u32 {
        self.plan.nodes.push(Node { context, operation });
        (self.plan.nodes.len() - 1) as u32
    }

    /// Adds a node of a type.
    pub fn node(&mut self, context: u32, operation: Operation, value_type: ValueType) -> u32 {
        let id = self.hidden(context, operation);
        let pool = &mut self.pools[context as usize];
        match value_type {
            ValueType::Number => pool.numbers.push(id),
            ValueType::Bool => pool.bools.push(id),
        }
        id
    }

    /// A constant; constants are not read by chance.
    pub fn constant(&mut self, context: u32, value: f64) -> u32 {
        self.hidden(context, Operation::Number { value })
    }

    /// A column of bars.
    pub fn series(&mut self, context: u32, series: Series) -> u32 {
        self.node(context, Operation::Series { series }, ValueType::Number)
    }

    /// An operator of one value.
    pub fn unary(&mut self, context: u32, function: UnaryFunction, value: u32) -> u32 {
        let is_bool = matches!(function, UnaryFunction::Not | UnaryFunction::IsNa);
        let value_type = if is_bool {
            ValueType::Bool
        } else {
            ValueType::Number
        };
        self.node(context, Operation::Unary { function, value }, value_type)
    }

    /// An operator of two values.
    pub fn binary(&mut self, context: u32, function: BinaryFunction, left: u32, right: u32) -> u32 {
        use BinaryFunction as F;
        let value_type = match function {
            F::Add | F::Subtract | F::Multiply | F::Divide => ValueType::Number,
            F::Remainder | F::Power | F::Minimum | F::Maximum => ValueType::Number,
            _ => ValueType::Bool,
        };
        let operation = Operation::Binary {
            function,
            left,
            right,
        };
        self.node(context, operation, value_type)
    }

    /// One of two values.
    pub fn select(&mut self, context: u32, test: u32, (yes, no): (u32, u32), of: ValueType) -> u32 {
        self.node(context, Operation::Select { test, yes, no }, of)
    }

    /// A value some bars ago.
    pub fn history(&mut self, context: u32, value: u32, offset: u32, of: ValueType) -> u32 {
        self.node(context, Operation::History { value, offset }, of)
    }

    /// An indicator.
    pub fn indicator(
        &mut self,
        context: u32,
        function: IndicatorFunction,
        inputs: Vec<u32>,
        settings: Vec<u32>,
    ) -> u32 {
        let is_bool = matches!(
            function,
            IndicatorFunction::CrossOver | IndicatorFunction::CrossUnder
        );
        let value_type = if is_bool {
            ValueType::Bool
        } else {
            ValueType::Number
        };
        let operation = Operation::Indicator {
            function,
            inputs,
            settings,
        };
        self.node(context, operation, value_type)
    }

    /// A cell and the node that reads it; [`Builder::set_next`] completes it.
    pub fn cell(&mut self, context: u32, value_type: ValueType) -> (u32, u32) {
        let cell = self.plan.cells.len() as u32;
        self.plan.cells.push(Cell {
            context,
            value_type,
            next: 0,
        });
        self.pools[context as usize].cells.push(cell);
        let reader = self.node(context, Operation::Cell { cell }, value_type);
        self.plan.cells[cell as usize].next = reader;
        (cell, reader)
    }

    /// What a cell keeps.
    pub fn set_next(&mut self, cell: u32, next: u32) {
        self.plan.cells[cell as usize].next = next;
    }

    /// Another reader of a cell that is there.
    pub fn read_cell(&mut self, cell: u32) -> u32 {
        let Cell {
            context,
            value_type,
            ..
        } = self.plan.cells[cell as usize];
        self.node(context, Operation::Cell { cell }, value_type)
    }

    /// A number of a context, newer ones more often.
    pub fn any_number(&self, random: &mut Random, context: u32) -> u32 {
        any(random, &self.pools[context as usize].numbers)
    }

    /// A bool of a context, newer ones more often; `None` while there is none.
    pub fn any_bool(&self, random: &mut Random, context: u32) -> Option<u32> {
        let bools = &self.pools[context as usize].bools;
        (!bools.is_empty()).then(|| any(random, bools))
    }

    /// A cell of a context.
    pub fn any_cell(&self, random: &mut Random, context: u32) -> Option<u32> {
        let cells = &self.pools[context as usize].cells;
        (!cells.is_empty()).then(|| any(random, cells))
    }

    /// Adds a statement.
    pub fn statement(&mut self, statement: Statement) {
        self.plan.statements.push(statement);
    }
}

fn any(random: &mut Random, pool: &[u32]) -> u32 {
    let (a, b) = (random.below(pool.len()), random.below(pool.len()));
    pool[a.max(b)]
}

/// An argument that is always there.
#[must_use]
pub const fn given(value: u32) -> Option<Argument> {
    Some(Argument { value, given: None })
}
