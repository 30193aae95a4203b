//! Checks a plan's tables and finds the type of each node. After this nothing can go out of range.

use crate::operation::{BinaryFunction, Operation, UnaryFunction, ValueType};
use crate::plan::{ContextId, NodeId, PlanParts};
use crate::statement::Statement;
use crate::{NODES_MAX, STATEMENTS_MAX};
use std::fmt;

/// Where a plan is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "index into the table of that name")]
pub enum PlanPlace {
    Whole,
    Context(usize),
    Node(usize),
    Cell(usize),
    Statement(usize),
}

/// A breach of an invariant of plans. It is a fault of who lowered the text, not of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanError {
    /// Where.
    pub place: PlanPlace,
    /// What is wrong, as the end of a sentence about the place.
    pub what: String,
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            PlanPlace::Whole => write!(f, "The plan {}.", self.what),
            PlanPlace::Context(i) => write!(f, "Context {i} of the plan {}.", self.what),
            PlanPlace::Node(i) => write!(f, "Node {i} of the plan {}.", self.what),
            PlanPlace::Cell(i) => write!(f, "Cell {i} of the plan {}.", self.what),
            PlanPlace::Statement(i) => write!(f, "Statement {i} of the plan {}.", self.what),
        }
    }
}

impl std::error::Error for PlanError {}

type Check = Result<(), String>;

/// The type of each node, when the tables hold together.
pub(crate) fn types(parts: &PlanParts) -> Result<Vec<ValueType>, PlanError> {
    whole(parts).map_err(|what| PlanError {
        place: PlanPlace::Whole,
        what,
    })?;
    contexts(parts)?;
    let mut walk = Walk {
        parts,
        types: Vec::new(),
        is_fixed: Vec::new(),
        reads_account: Vec::new(),
    };
    for index in 0..parts.nodes.len() {
        walk.node(index).map_err(|what| PlanError {
            place: PlanPlace::Node(index),
            what,
        })?;
    }
    for index in 0..parts.cells.len() {
        walk.cell(index).map_err(|what| PlanError {
            place: PlanPlace::Cell(index),
            what,
        })?;
    }
    for (index, statement) in parts.statements.iter().enumerate() {
        walk.statement(statement).map_err(|what| PlanError {
            place: PlanPlace::Statement(index),
            what,
        })?;
    }
    Ok(walk.types)
}

fn whole(parts: &PlanParts) -> Check {
    require(parts.nodes.len() <= NODES_MAX, || {
        format!("has {} nodes; the limit is {NODES_MAX}", parts.nodes.len())
    })?;
    require(parts.statements.len() <= STATEMENTS_MAX, || {
        format!(
            "has {} statements; the limit is {STATEMENTS_MAX}",
            parts.statements.len()
        )
    })?;
    require(!parts.contexts.is_empty(), || "has no chart context".into())
}

fn contexts(parts: &PlanParts) -> Result<(), PlanError> {
    for (index, context) in parts.contexts.iter().enumerate() {
        if (index == 0) != context.timeframe.is_none() {
            let what = "must be the chart if and only if it is the first".into();
            return Err(PlanError {
                place: PlanPlace::Context(index),
                what,
            });
        }
    }
    Ok(())
}

fn require(holds: bool, what: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(what()) }
}

struct Walk<'a> {
    parts: &'a PlanParts,
    types: Vec<ValueType>,
    /// Built of constants, parameters and instrument facts only.
    is_fixed: Vec<bool>,
    /// Reads an account figure, directly or through nodes (cells are checked by their `next`).
    reads_account: Vec<bool>,
}

impl Walk<'_> {
    fn node(&mut self, index: usize) -> Check {
        let node = &self.parts.nodes[index];
        require((node.context as usize) < self.parts.contexts.len(), || {
            format!("names context {}, which is not there", node.context)
        })?;
        let operands = node.operation.operands();
        for operand in &operands {
            require((*operand as usize) < index, || {
                format!("refers to node {operand}, which does not stand before it")
            })?;
            self.same_context(node.context, &node.operation, *operand)?;
        }
        let value_type = self.operation(&node.operation)?;
        if let Operation::Cell(cell) = node.operation {
            let owner = self.parts.cells[cell as usize].context;
            require(owner == node.context, || {
                format!("reads cell {cell} of another context")
            })?;
        }
        let is_fixed = match node.operation {
            Operation::Series(_)
            | Operation::Account(_)
            | Operation::Cell(_)
            | Operation::Confirmed(_)
            | Operation::History { .. }
            | Operation::Indicator { .. } => false,
            _ => operands
                .iter()
                .all(|operand| self.is_fixed[*operand as usize]),
        };
        let is_account = matches!(node.operation, Operation::Account(_));
        let reads_account = is_account
            || operands
                .iter()
                .any(|operand| self.reads_account[*operand as usize]);
        require(node.context == 0 || !reads_account, || {
            "depends on the account outside the chart".into()
        })?;
        self.types.push(value_type);
        self.is_fixed.push(is_fixed);
        self.reads_account.push(reads_account);
        Ok(())
    }

    /// Operands stand in the node's own context, values fixed for the run in any; `confirmed` alone crosses.
    fn same_context(&self, context: ContextId, operation: &Operation, operand: NodeId) -> Check {
        let other = self.parts.nodes[operand as usize].context;
        if matches!(operation, Operation::Confirmed(_)) {
            return require(other != context && other != 0, || {
                format!("confirms node {operand}, which is not on another timeframe")
            });
        }
        require(other == context || self.is_fixed[operand as usize], || {
            format!("reads node {operand} of another context without `confirmed`")
        })
    }

    fn operation(&self, operation: &Operation) -> Result<ValueType, String> {
        use ValueType::{Bool, Number};
        match operation {
            Operation::Number(value) => {
                require(value.is_finite(), || {
                    "is a number that is not finite".into()
                })?;
                Ok(Number)
            }
            Operation::Bool(_) => Ok(Bool),
            Operation::Na
            | Operation::Series(_)
            | Operation::Instrument(_)
            | Operation::Account(_) => Ok(Number),
            Operation::Parameter(index) => match self.parts.parameters.get(*index as usize) {
                Some(parameter) => Ok(parameter.value_type),
                None => Err(format!("names parameter {index}, which is not there")),
            },
            Operation::Unary(function, value) => self.unary(*function, *value),
            Operation::Binary(function, left, right) => self.binary(*function, *left, *right),
            Operation::Select { test, yes, no } => {
                self.expect(*test, Bool)?;
                self.expect(*no, self.type_of(*yes))?;
                Ok(self.type_of(*yes))
            }
            Operation::History { value, offset } => {
                self.expect(*offset, Number)?;
                Ok(self.type_of(*value))
            }
            Operation::Indicator {
                function,
                inputs,
                settings,
            } => {
                let signature = function.signature();
                self.arguments("inputs", inputs, signature.inputs)?;
                self.arguments("settings", settings, signature.settings)?;
                for setting in settings {
                    require(self.is_fixed[*setting as usize], || {
                        format!("takes node {setting} as a setting, which changes during the run")
                    })?;
                }
                Ok(signature.result)
            }
            Operation::Cell(cell) => match self.parts.cells.get(*cell as usize) {
                Some(cell) => Ok(cell.value_type),
                None => Err(format!("names cell {cell}, which is not there")),
            },
            Operation::Confirmed(value) => Ok(self.type_of(*value)),
        }
    }

    fn unary(&self, function: UnaryFunction, value: NodeId) -> Result<ValueType, String> {
        use ValueType::{Bool, Number};
        let (operand, result) = match function {
            UnaryFunction::Not => (Bool, Bool),
            UnaryFunction::IsNa => (Number, Bool),
            _ => (Number, Number),
        };
        self.expect(value, operand)?;
        Ok(result)
    }

    fn binary(
        &self,
        function: BinaryFunction,
        left: NodeId,
        right: NodeId,
    ) -> Result<ValueType, String> {
        use BinaryFunction as F;
        use ValueType::{Bool, Number};
        let (operand, result) = match function {
            F::And | F::Or => (Bool, Bool),
            F::Equal | F::NotEqual => (self.type_of(left), Bool),
            F::Less | F::LessOrEqual | F::Greater | F::GreaterOrEqual => (Number, Bool),
            _ => (Number, Number),
        };
        self.expect(left, operand)?;
        self.expect(right, operand)?;
        Ok(result)
    }

    fn arguments(&self, name: &str, given: &[NodeId], wanted: &[ValueType]) -> Check {
        require(given.len() == wanted.len(), || {
            format!(
                "has {} {name} where {} are wanted",
                given.len(),
                wanted.len()
            )
        })?;
        given
            .iter()
            .zip(wanted)
            .try_for_each(|(node, wanted)| self.expect(*node, *wanted))
    }

    fn type_of(&self, node: NodeId) -> ValueType {
        self.types[node as usize]
    }

    fn expect(&self, node: NodeId, wanted: ValueType) -> Check {
        require(self.type_of(node) == wanted, || {
            format!(
                "wants node {node} to be a {wanted:?}, but it is a {:?}",
                self.type_of(node)
            )
        })
    }

    fn cell(&self, index: usize) -> Check {
        let cell = self.parts.cells[index];
        self.chart_or(cell.context, cell.next)?;
        self.expect(cell.next, cell.value_type)
    }

    fn chart_or(&self, context: ContextId, node: NodeId) -> Check {
        let Some(found) = self.parts.nodes.get(node as usize) else {
            return Err(format!("names node {node}, which is not there"));
        };
        require(
            found.context == context || self.is_fixed[node as usize],
            || {
                format!(
                    "names node {node} of context {}, not of {context}",
                    found.context
                )
            },
        )
    }

    fn statement(&self, statement: &Statement) -> Check {
        if let Some(guard) = statement.guard() {
            self.value(guard, ValueType::Bool)?;
        }
        if let Statement::Plot { value, .. } = statement {
            self.chart_or(0, *value)?;
        }
        for argument in statement.arguments() {
            self.value(argument.value, ValueType::Number)?;
            if let Some(given) = argument.given {
                self.value(given, ValueType::Bool)?;
            }
        }
        for text in statement.texts() {
            require((text as usize) < self.parts.texts.len(), || {
                format!("names text {text}, which is not there")
            })?;
        }
        Ok(())
    }

    fn value(&self, node: NodeId, wanted: ValueType) -> Check {
        self.chart_or(0, node)?;
        self.expect(node, wanted)
    }
}
