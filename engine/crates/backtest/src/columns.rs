//! The column driver: nodes of the chart that depend on market data only, block by block.

use crate::column::Column;
use crate::graph::{Class, Graph, Id, Node, Op};
use crate::history::{self, absent};
use crate::kernels;
use crate::task::{Task, is_borrowed, keeps, millis, own_column, quote_series, task};
use events::RunError;
use indicators::Operator;
use plan::{NodeId, Series};
use sim::Block;
use std::ops::Range;

/// How many nodes ahead a partner is looked for.
const PARTNER_REACH: usize = 256;

/// One evaluation of a block.
#[derive(Clone, Copy, Debug)]
enum Job {
    One(Id),
    /// Two operators that do not read each other.
    Two(Id, Id),
}

#[derive(Debug)]
struct Cell {
    task: Task,
    /// `None` where the node is dead, or is the bars' own column.
    column: Option<Column>,
    origin: NodeId,
    absent: f64,
}

/// Columns of all live column nodes.
#[derive(Debug)]
pub(crate) struct Columns {
    cells: Vec<Cell>,
    /// Columns that are filled anew in each block, in order.
    live: Vec<Id>,
    /// What is evaluated together, in order.
    jobs: Vec<Job>,
    /// The same, after the bar program has run over the block.
    jobs_after: Vec<Job>,
    /// Rows of the current block.
    rows: Range<usize>,
    first_row: usize,
    period_start: usize,
}

/// An error at a row of the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    pub(crate) row: usize,
    pub(crate) node: NodeId,
}

/// Shape of the run that columns need to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) block: usize,
    /// Row of the first bar on which columns are evaluated.
    pub(crate) first_row: usize,
    /// Row of the first bar of the period.
    pub(crate) period_start: usize,
}

impl Columns {
    /// Columns of the live nodes, and of `given` ones of the program, which others fill.
    pub(crate) fn new(
        graph: &Graph,
        is_live: &[bool],
        given: &[Id],
        span: Span,
    ) -> Result<Self, RunError> {
        let keeps = keeps(graph, is_live);
        let mut columns = Self {
            cells: Vec::with_capacity(graph.nodes.len()),
            live: Vec::new(),
            jobs: Vec::new(),
            jobs_after: Vec::new(),
            rows: 0..0,
            first_row: span.first_row,
            period_start: span.period_start,
        };
        for (index, node) in graph.nodes.iter().enumerate() {
            let is_given = given.contains(&(index as Id));
            let is_column = is_live[index]
                && matches!(node.class, Class::Column | Class::Constant | Class::After);
            let task = match (is_column, is_given) {
                (true, _) => task(graph, node)?,
                (false, true) => Task::Given,
                (false, false) => Task::Constant,
            };
            let is_column = is_column || is_given;
            let absent = absent(node.is_bool);
            let is_borrowed = is_borrowed(&task) && keeps[index] == 0;
            let column =
                (is_column && !is_borrowed).then(|| Column::new(span.block, keeps[index], absent));
            if column.is_some() {
                columns.live.push(index as Id);
            }
            columns.cells.push(Cell {
                task,
                column,
                origin: node.origin,
                absent,
            });
            columns.fill_constant(index, node);
        }
        let is_after = |id: Id| graph.node(id).class == Class::After;
        columns.jobs = columns.plan_jobs(|id| !is_after(id));
        columns.jobs_after = columns.plan_jobs(is_after);
        Ok(columns)
    }

    /// Puts operators together that gain from it: a later one may come as early as its inputs allow.
    fn plan_jobs(&self, is_wanted: impl Fn(Id) -> bool) -> Vec<Job> {
        let mut jobs = Vec::new();
        let mut is_taken: Vec<bool> = (0..self.cells.len() as Id)
            .map(|id| !is_wanted(id))
            .collect();
        for (position, id) in self.live.iter().enumerate() {
            let task = &self.cells[*id as usize].task;
            if is_taken[*id as usize] || matches!(task, Task::Constant | Task::Given) {
                continue;
            }
            let later = self.live[position + 1..].iter().take(PARTNER_REACH);
            let mut partners =
                later.filter(|other| !is_taken[**other as usize] && self.can_pair(*id, **other));
            let partner = partners.next().copied();
            jobs.push(partner.map_or(Job::One(*id), |partner| Job::Two(*id, partner)));
            if let Some(partner) = partner {
                is_taken[partner as usize] = true;
            }
        }
        jobs
    }

    fn can_pair(&self, first: Id, second: Id) -> bool {
        let (first_task, second_task) = (
            &self.cells[first as usize].task,
            &self.cells[second as usize].task,
        );
        match (first_task, second_task) {
            (Task::Operator(one, _), Task::Operator(other, inputs)) => {
                one.pairs_with(other) && inputs.iter().all(|input| *input < first)
            }
            _ => false,
        }
    }

    /// A constant without a past is written once and never again.
    fn fill_constant(&mut self, index: usize, node: &Node) {
        if let (Op::Constant(value), Some(column)) = (&node.op, &mut self.cells[index].column) {
            column.fill(*value);
        }
    }

    /// Makes room for `rows`, counted from the first row of the data.
    pub(crate) fn advance(&mut self, rows: Range<usize>) {
        for id in &self.live {
            if let Some(column) = &mut self.cells[*id as usize].column {
                column.advance(rows.len());
            }
        }
        self.rows = rows;
    }

    /// Evaluates what waited for the bar program, which has now run over the block.
    pub(crate) fn evaluate_after(&mut self, bars: &Block<'_>) {
        for position in 0..self.jobs_after.len() {
            if let Job::One(id) = self.jobs_after[position] {
                // Plain operators raise no errors.
                self.evaluate_one(bars, id);
            }
        }
    }

    /// Evaluates the block; `pause` is called now and then. Gives the earliest fault.
    pub(crate) fn evaluate(
        &mut self,
        bars: &Block<'_>,
        pause: &dyn Fn() -> Result<(), RunError>,
    ) -> Result<Option<Fault>, RunError> {
        let mut fault: Option<Fault> = None;
        for position in 0..self.jobs.len() {
            if position % 64 == 63 {
                pause()?;
            }
            match self.jobs[position] {
                Job::One(id) => {
                    let found = self.evaluate_one(bars, id);
                    fault = fault.into_iter().chain(found).min();
                }
                Job::Two(first, second) => self.evaluate_two(bars, first, second),
            }
        }
        Ok(fault)
    }

    fn evaluate_one(&mut self, bars: &Block<'_>, id: Id) -> Option<Fault> {
        let (mut column, mut task) = self.take(id)?;
        let fault = self.perform(bars, id, &mut task, column.block_mut());
        self.put(id, column, task);
        fault
    }

    fn evaluate_two(&mut self, bars: &Block<'_>, first: Id, second: Id) {
        let Some((mut column, mut task)) = self.take(first) else {
            return;
        };
        if let Some((mut other_column, mut other_task)) = self.take(second) {
            if let (Task::Operator(one, x), Task::Operator(other, y)) = (&mut task, &mut other_task)
            {
                let inputs = x.map(|input| self.block(bars, input));
                let other_inputs = y.map(|input| self.block(bars, input));
                Operator::column_pair(
                    (one, inputs, column.block_mut()),
                    (other, other_inputs, other_column.block_mut()),
                );
            }
            self.put(second, other_column, other_task);
        }
        self.put(first, column, task);
    }

    /// Takes a column out while it is written, so that the others can be read.
    fn take(&mut self, id: Id) -> Option<(Column, Task)> {
        let cell = &mut self.cells[id as usize];
        let column = cell.column.take()?;
        Some((column, std::mem::replace(&mut cell.task, Task::Constant)))
    }

    fn put(&mut self, id: Id, column: Column, task: Task) {
        let cell = &mut self.cells[id as usize];
        cell.column = Some(column);
        cell.task = task;
    }

    fn perform(&self, bars: &Block<'_>, id: Id, task: &mut Task, out: &mut [f64]) -> Option<Fault> {
        match task {
            Task::Constant | Task::Given => {}
            Task::Recalled(values) => out.copy_from_slice(self.recalled(values)),
            Task::Series(series) => self.series(*series, bars, out),
            Task::Plain(op) => self.plain(op, bars, out),
            Task::Shift(value, 0) => out.copy_from_slice(self.block(bars, *value)),
            Task::Shift(value, offset) => out.copy_from_slice(self.shifted(*value, *offset)),
            Task::Look { value, offset } => return self.look(bars, id, (*value, *offset), out),
            Task::Operator(operator, inputs) => {
                operator.column(inputs.map(|input| self.block(bars, input)), out);
            }
        }
        None
    }

    /// The block of a column that begins where columns do.
    fn recalled<'a>(&self, values: &'a [f64]) -> &'a [f64] {
        &values[self.rows.start - self.first_row..self.rows.end - self.first_row]
    }

    fn series(&self, series: Series, bars: &Block<'_>, out: &mut [f64]) {
        let fill_millis = |out: &mut [f64], times: &[i64]| {
            for (out, time) in out.iter_mut().zip(times) {
                *out = millis(*time);
            }
        };
        match series {
            Series::Time => fill_millis(out, bars.open_time),
            Series::TimeClose => fill_millis(out, bars.close_time),
            Series::BarIndex => {
                for (out, row) in out.iter_mut().zip(self.rows.clone()) {
                    let index = row.checked_sub(self.period_start);
                    *out = index.map_or(f64::NAN, |index| index as f64);
                }
            }
            Series::Bid | Series::Ask | Series::BidSize | Series::AskSize => {
                quote_series(series, bars, out);
            }
            _ => out.copy_from_slice(own_column(series, bars)),
        }
    }

    fn plain(&self, op: &Op, bars: &Block<'_>, out: &mut [f64]) {
        match *op {
            Op::Unary(function, x) => kernels::unary(function, self.block(bars, x), out),
            Op::Binary(function, a, b) => {
                kernels::binary(function, self.block(bars, a), self.block(bars, b), out);
            }
            Op::Select(test, yes, no) => {
                let (yes, no) = (self.block(bars, yes), self.block(bars, no));
                kernels::select(self.block(bars, test), yes, no, out);
            }
            _ => {}
        }
    }

    /// History by an offset that changes, or that is an error on the first bar.
    fn look(
        &self,
        bars: &Block<'_>,
        id: Id,
        (value, offset): (Id, Id),
        out: &mut [f64],
    ) -> Option<Fault> {
        let mut fault = None;
        for (index, offset) in self.block(bars, offset).iter().enumerate() {
            out[index] = match history::offset(*offset) {
                Some(offset) => self.back(value, index, offset),
                None => {
                    let row = self.rows.start + index;
                    let node = self.cells[id as usize].origin;
                    fault = fault.or(Some(Fault { row, node }));
                    f64::NAN
                }
            };
        }
        fault
    }

    /// A value some bars before row `index` of the block. For columns whose past is kept.
    pub(crate) fn back(&self, value: Id, index: usize, offset: usize) -> f64 {
        let cell = &self.cells[value as usize];
        let row = self.rows.start + index;
        if offset > row - self.first_row {
            return cell.absent;
        }
        let column = cell.column.as_ref();
        column.map_or(cell.absent, |column| column.at(index, offset))
    }

    fn shifted(&self, value: Id, offset: usize) -> &[f64] {
        let column = self.cells[value as usize].column.as_ref();
        column.map_or(&[], |column| column.shifted(offset))
    }

    /// Values of a node over the block.
    pub(crate) fn block<'a>(&'a self, bars: &'a Block<'a>, id: Id) -> &'a [f64] {
        let cell = &self.cells[id as usize];
        match (&cell.column, &cell.task) {
            (Some(column), _) => column.block(),
            (None, Task::Series(series)) => own_column(*series, bars),
            (None, Task::Recalled(values)) => self.recalled(values),
            (None, _) => &[],
        }
    }

    /// What stands in for a value that is not there.
    pub(crate) fn absent(&self, id: Id) -> f64 {
        self.cells[id as usize].absent
    }

    /// Where the values of a given node are written.
    pub(crate) fn block_mut(&mut self, id: Id) -> Option<&mut [f64]> {
        let column = self.cells[id as usize].column.as_mut();
        column.map(Column::block_mut)
    }
}
