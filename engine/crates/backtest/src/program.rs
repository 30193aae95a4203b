//! The bar program: a flat list of steps over registers, driven bar by bar.

use crate::graph::{Class, Graph, Id, Node, Op, operands};
use crate::history::{self, OFFSET_MAX, Past, absent};
use crate::scalar;
use events::RunError;
use indicators::Operator;
use plan::{AccountField, BinaryFunction, NodeId, Plan, Series, UnaryFunction};

/// Index of a register. There is one for each merged node.
type Register = usize;

#[derive(Debug)]
enum Action {
    Series(Series),
    Account(AccountField),
    Unary(UnaryFunction, Register),
    Binary(BinaryFunction, Register, Register),
    Select(Register, Register, Register),
    /// History of what this program evaluates.
    Back {
        past: Past,
        value: Register,
        offset: Register,
    },
    /// History of what is evaluated elsewhere, or of a constant.
    Outside {
        value: Register,
        offset: Register,
    },
    Operator(Box<Operator>, [Register; 3]),
    Cell(usize),
    /// The value that another context last left in its register.
    Confirmed {
        value: Register,
        context: usize,
    },
}

#[derive(Debug)]
struct Step {
    action: Action,
    out: Register,
    context: usize,
    origin: NodeId,
    absent: f64,
}

/// A cell and where its next value comes from.
#[derive(Clone, Copy, Debug)]
struct Memory {
    context: usize,
    next: Register,
    value: f64,
}

/// Where the past of a value from elsewhere is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Back {
    /// It is this.
    Value(f64),
    /// It never changes: what the register holds.
    Register,
}

/// What a program reads besides its registers.
pub(crate) trait World {
    /// A column of the context's bar.
    fn series(&self, context: usize, series: Series) -> f64;
    /// A figure of the account.
    fn account(&self, field: AccountField) -> f64;
    /// Whether a context has a bar that ends now.
    fn is_due(&self, context: usize) -> bool;
    /// How many bars a context has completed, the one that ends now included.
    fn bars(&self, context: usize) -> usize;
    /// A value from elsewhere, some bars ago.
    fn back(&self, context: usize, value: Register, offset: usize, absent: f64) -> Back;
}

#[derive(Debug)]
pub(crate) struct Program {
    steps: Vec<Step>,
    registers: Vec<f64>,
    cells: Vec<Option<Memory>>,
    /// Whether it must see every bar.
    pub(crate) is_stateful: bool,
}

impl Program {
    /// The live nodes of `class`, in order.
    pub(crate) fn new(
        plan: &Plan,
        graph: &Graph,
        is_live: &[bool],
        class: Class,
    ) -> Result<Self, RunError> {
        let mut program = Self {
            steps: Vec::new(),
            registers: graph.nodes.iter().map(start_value).collect(),
            cells: vec![None; plan.cells().len()],
            is_stateful: false,
        };
        for (index, node) in graph.nodes.iter().enumerate() {
            if is_live[index] && node.class == class {
                program.add(plan, graph, index, node)?;
            }
        }
        Ok(program)
    }

    fn add(
        &mut self,
        plan: &Plan,
        graph: &Graph,
        index: usize,
        node: &Node,
    ) -> Result<(), RunError> {
        let action = action(graph, node)?;
        self.is_stateful |= matches!(
            action,
            Action::Back { .. } | Action::Operator(..) | Action::Cell(_)
        );
        if let Op::Cell(cell) = node.op {
            let next = plan.cells()[cell as usize].next;
            self.cells[cell as usize] = Some(Memory {
                context: node.context as usize,
                next: graph.of[next as usize] as usize,
                value: absent(node.is_bool),
            });
        }
        self.steps.push(Step {
            action,
            out: index,
            context: node.context as usize,
            origin: node.origin,
            absent: absent(node.is_bool),
        });
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.steps.len()
    }

    pub(crate) fn get(&self, id: Id) -> f64 {
        self.registers[id as usize]
    }

    pub(crate) fn set(&mut self, id: Id, value: f64) {
        self.registers[id as usize] = value;
    }

    /// Nodes from elsewhere that the program or its cells read on the same bar.
    pub(crate) fn reads(&self, graph: &Graph, is_live: &[bool], class: Class) -> Vec<Id> {
        let steps = self.steps.iter();
        let read = steps.flat_map(|step| operands(&graph.node(step.out as Id).op));
        let kept = self.cells.iter().flatten().map(|cell| cell.next as Id);
        let is_outside = |id: &Id| {
            let found = graph.node(*id).class;
            is_live[*id as usize] && found != class && found != Class::Constant
        };
        let mut reads: Vec<Id> = read.chain(kept).filter(is_outside).collect();
        reads.sort_unstable();
        reads.dedup();
        reads
    }

    /// Runs the steps of the contexts that are due, then moves their cells on. Gives the lowest
    /// node that failed.
    pub(crate) fn run(&mut self, world: &impl World) -> Option<NodeId> {
        let mut failed: Option<NodeId> = None;
        for step in &mut self.steps {
            if !world.is_due(step.context) {
                continue;
            }
            let value = perform(step, &self.registers, &self.cells, world);
            if value.is_none() {
                failed = failed.into_iter().chain([step.origin]).min();
            }
            self.registers[step.out] = value.unwrap_or(f64::NAN);
        }
        for cell in self.cells.iter_mut().flatten() {
            if world.is_due(cell.context) {
                cell.value = self.registers[cell.next];
            }
        }
        failed
    }
}

fn start_value(node: &Node) -> f64 {
    match node.op {
        Op::Constant(value) => value,
        _ => absent(node.is_bool),
    }
}

fn action(graph: &Graph, node: &Node) -> Result<Action, RunError> {
    let register = |id: Id| id as usize;
    Ok(match node.op {
        // Neither is ever a step.
        Op::Constant(_) | Op::Recalled(_) => Action::Series(Series::BarIndex),
        Op::Series(series) => Action::Series(series),
        Op::Account(field) => Action::Account(field),
        Op::Unary(function, x) => Action::Unary(function, register(x)),
        Op::Binary(function, a, b) => Action::Binary(function, register(a), register(b)),
        Op::Select(test, yes, no) => Action::Select(register(test), register(yes), register(no)),
        Op::History { value, offset } => history_action(graph, node, value, offset),
        Op::Indicator(kind, inputs, settings) => {
            let operator = Operator::new(kind, &settings).map_err(crate::bind::setting_error)?;
            Action::Operator(Box::new(operator), inputs.map(register))
        }
        Op::Cell(cell) => Action::Cell(cell as usize),
        Op::Confirmed { value, context } => Action::Confirmed {
            value: register(value),
            context: context as usize,
        },
    })
}

fn history_action(graph: &Graph, node: &Node, value: Id, offset: Id) -> Action {
    if graph.node(value).class != node.class {
        let (value, offset) = (value as usize, offset as usize);
        return Action::Outside { value, offset };
    }
    let known = graph.constant(offset).and_then(history::offset);
    Action::Back {
        past: Past::new(known.unwrap_or(OFFSET_MAX), absent(node.is_bool)),
        value: value as usize,
        offset: offset as usize,
    }
}

/// The step's value; `None` when an offset is an error.
fn perform(
    step: &mut Step,
    registers: &[f64],
    cells: &[Option<Memory>],
    world: &impl World,
) -> Option<f64> {
    Some(match &mut step.action {
        Action::Series(series) => world.series(step.context, *series),
        Action::Account(field) => world.account(*field),
        Action::Unary(function, x) => scalar::unary(*function, registers[*x]),
        Action::Binary(function, a, b) => scalar::binary(*function, registers[*a], registers[*b]),
        Action::Select(test, yes, no) => {
            let chosen = if registers[*test] != 0.0 { *yes } else { *no };
            registers[chosen]
        }
        Action::Back {
            past,
            value,
            offset,
        } => {
            past.push(registers[*value]);
            past.back(history::offset(registers[*offset])?)
        }
        Action::Outside { value, offset } => {
            let offset = history::offset(registers[*offset])?;
            match world.back(step.context, *value, offset, step.absent) {
                Back::Value(past) => past,
                Back::Register => registers[*value],
            }
        }
        Action::Operator(operator, inputs) => operator.step(inputs.map(|input| registers[input])),
        Action::Cell(cell) => cells[*cell].map_or(step.absent, |cell| cell.value),
        Action::Confirmed { value, context } => {
            if world.bars(*context) == 0 {
                step.absent
            } else {
                registers[*value]
            }
        }
    })
}
