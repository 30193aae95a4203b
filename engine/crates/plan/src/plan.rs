//! The plan: tables of contexts, parameters, nodes, cells and statements, checked as a whole.

use crate::check::{self, PlanError};
use crate::encode;
use crate::operation::{Operation, ValueType};
use crate::statement::Statement;

/// Index of a node.
pub type NodeId = u32;
/// Index of a cell.
pub type CellId = u32;
/// Index of a context; 0 is the chart.
pub type ContextId = u32;
/// Index of a text.
pub type TextId = u32;

/// On whose bars nodes are evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// `None` for the chart, else the timeframe as written, parsed by `market`.
    pub timeframe: Option<String>,
}

/// A declared input; its value comes with the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name in the text.
    pub name: String,
    /// What it holds.
    pub value_type: ValueType,
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// On whose bars it is evaluated.
    pub context: ContextId,
    /// How.
    pub operation: Operation,
}

/// A memory from bar to bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// On whose bars it lives.
    pub context: ContextId,
    /// What it holds.
    pub value_type: ValueType,
    /// The node whose value it keeps at the end of a bar.
    pub next: NodeId,
}

/// The tables of a plan before they are checked.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "fields named as in the types above")]
pub struct PlanParts {
    pub contexts: Vec<Context>,
    pub parameters: Vec<Parameter>,
    pub texts: Vec<String>,
    pub nodes: Vec<Node>,
    pub cells: Vec<Cell>,
    pub statements: Vec<Statement>,
}

/// A strategy's logic.
///
/// Invariants: every reference is in range; a node refers only to nodes before it; operands have
/// the types and contexts that their operator wants; settings are fixed for the run; nodes outside
/// the chart depend on no account figure; statements name chart nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    parts: PlanParts,
    types: Vec<ValueType>,
    hash: [u8; 32],
}

impl Plan {
    /// Checks the tables and names the plan by its hash.
    ///
    /// # Errors
    /// The first breach of an invariant, with the node, cell or statement where it stands.
    pub fn new(parts: PlanParts) -> Result<Self, PlanError> {
        let types = check::types(&parts)?;
        let hash = encode::hash(&parts);
        Ok(Self { parts, types, hash })
    }

    /// BLAKE3 of the canonical encoding.
    #[must_use]
    pub const fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// Contexts; the first is the chart.
    #[must_use]
    pub fn contexts(&self) -> &[Context] {
        &self.parts.contexts
    }

    /// Parameters in source order.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parts.parameters
    }

    /// Order ids, comments, titles.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        &self.parts.texts
    }

    /// Nodes in topological order.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.parts.nodes
    }

    /// Cells.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.parts.cells
    }

    /// Statements in source order.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.parts.statements
    }

    /// What a node holds.
    #[must_use]
    pub fn value_type(&self, node: NodeId) -> ValueType {
        self.types[node as usize]
    }
}

impl Operation {
    /// The nodes that it reads on the same bar, settings included.
    #[must_use]
    pub fn operands(&self) -> Vec<NodeId> {
        match self {
            Self::Number(_)
            | Self::Na
            | Self::Bool(_)
            | Self::Parameter(_)
            | Self::Series(_)
            | Self::Instrument(_)
            | Self::Account(_)
            | Self::Cell(_) => Vec::new(),
            Self::Unary(_, value) | Self::Confirmed(value) => vec![*value],
            Self::Binary(_, left, right) => vec![*left, *right],
            Self::Select { test, yes, no } => vec![*test, *yes, *no],
            Self::History { value, offset } => vec![*value, *offset],
            Self::Indicator {
                inputs, settings, ..
            } => inputs.iter().chain(settings).copied().collect(),
        }
    }
}
