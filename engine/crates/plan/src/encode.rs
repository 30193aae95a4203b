//! The canonical encoding under the plan hash: a tag byte, then fields in a fixed order, little-endian.

use crate::operation::Operation;
use crate::plan::PlanParts;
use crate::statement::{Argument, OrderCall, Reduction, Statement};
use base::Nanos;

/// Absent references.
const NONE: u32 = u32::MAX;

/// Writes fields into a hash.
pub(crate) struct Encoder(blake3::Hasher);

impl Encoder {
    pub(crate) fn new(domain: &str) -> Self {
        let mut encoder = Self(blake3::Hasher::new());
        encoder.text(domain);
        encoder
    }

    pub(crate) fn finish(self) -> [u8; 32] {
        *self.0.finalize().as_bytes()
    }

    pub(crate) fn byte(&mut self, value: u8) {
        self.0.update(&[value]);
    }

    pub(crate) fn integer(&mut self, value: u32) {
        self.0.update(&value.to_le_bytes());
    }

    pub(crate) fn length(&mut self, value: usize) {
        self.0.update(&(value as u64).to_le_bytes());
    }

    pub(crate) fn number(&mut self, value: f64) {
        let bits = if value.is_nan() {
            f64::NAN.to_bits()
        } else {
            (value + 0.0).to_bits()
        };
        self.0.update(&bits.to_le_bytes());
    }

    pub(crate) fn tagged(&mut self, tag: u8, value: f64) {
        self.byte(tag);
        self.number(value);
    }

    pub(crate) fn text(&mut self, value: &str) {
        self.length(value.len());
        self.0.update(value.as_bytes());
    }

    pub(crate) fn optional(&mut self, value: Option<u32>) {
        self.byte(u8::from(value.is_some()));
        self.integer(value.unwrap_or(NONE));
    }

    pub(crate) fn optional_time(&mut self, value: Option<Nanos>) {
        self.byte(u8::from(value.is_some()));
        self.0.update(&value.unwrap_or(0).to_le_bytes());
    }

    fn list(&mut self, values: &[u32]) {
        self.length(values.len());
        values.iter().for_each(|value| self.integer(*value));
    }

    fn argument(&mut self, argument: Option<Argument>) {
        self.optional(argument.map(|argument| argument.value));
        self.optional(argument.and_then(|argument| argument.given));
    }
}

/// BLAKE3 of a plan's tables.
pub(crate) fn hash(parts: &PlanParts) -> [u8; 32] {
    let mut encoder = Encoder::new("backtestr plan 1");
    encoder.length(parts.contexts.len());
    for context in &parts.contexts {
        encoder.text(context.timeframe.as_deref().unwrap_or(""));
    }
    encoder.length(parts.parameters.len());
    for parameter in &parts.parameters {
        encoder.text(&parameter.name);
        encoder.byte(parameter.value_type as u8);
    }
    encoder.length(parts.texts.len());
    parts.texts.iter().for_each(|text| encoder.text(text));
    encoder.length(parts.nodes.len());
    for node in &parts.nodes {
        encoder.integer(node.context);
        operation(&mut encoder, &node.operation);
    }
    encoder.length(parts.cells.len());
    for cell in &parts.cells {
        encoder.integer(cell.context);
        encoder.byte(cell.value_type as u8);
        encoder.integer(cell.next);
    }
    encoder.length(parts.statements.len());
    parts
        .statements
        .iter()
        .for_each(|line| statement(&mut encoder, line));
    encoder.finish()
}

fn operation(encoder: &mut Encoder, operation: &Operation) {
    match operation {
        Operation::Number(value) => encoder.tagged(0, *value),
        Operation::Na => encoder.byte(1),
        Operation::Bool(value) => {
            encoder.byte(2);
            encoder.byte(u8::from(*value));
        }
        Operation::Parameter(index) => reference(encoder, 3, &[*index]),
        Operation::Series(series) => reference(encoder, 4, &[*series as u32]),
        Operation::Instrument(field) => reference(encoder, 5, &[*field as u32]),
        Operation::Account(field) => reference(encoder, 6, &[*field as u32]),
        Operation::Unary(function, value) => reference(encoder, 7, &[*function as u32, *value]),
        Operation::Binary(function, left, right) => {
            reference(encoder, 8, &[*function as u32, *left, *right]);
        }
        Operation::Select { test, yes, no } => reference(encoder, 9, &[*test, *yes, *no]),
        Operation::History { value, offset } => reference(encoder, 10, &[*value, *offset]),
        Operation::Indicator {
            function,
            inputs,
            settings,
        } => {
            reference(encoder, 11, &[*function as u32]);
            encoder.list(inputs);
            encoder.list(settings);
        }
        Operation::Cell(cell) => reference(encoder, 12, &[*cell]),
        Operation::Confirmed(value) => reference(encoder, 13, &[*value]),
    }
}

fn reference(encoder: &mut Encoder, tag: u8, fields: &[u32]) {
    encoder.byte(tag);
    fields.iter().for_each(|field| encoder.integer(*field));
}

fn statement(encoder: &mut Encoder, statement: &Statement) {
    match statement {
        Statement::Entry { guard, call } => order(encoder, 0, *guard, call),
        Statement::Order { guard, call } => order(encoder, 1, *guard, call),
        Statement::Exit {
            guard,
            id,
            from_entry,
            reduction,
            prices,
            comment,
        } => {
            encoder.byte(2);
            encoder.optional(*guard);
            encoder.integer(*id);
            encoder.optional(*from_entry);
            reduce(encoder, reduction);
            prices
                .all()
                .into_iter()
                .for_each(|price| encoder.argument(price));
            encoder.optional(*comment);
        }
        Statement::Close {
            guard,
            entry,
            reduction,
            comment,
        } => {
            encoder.byte(3);
            encoder.optional(*guard);
            encoder.integer(*entry);
            reduce(encoder, reduction);
            encoder.optional(*comment);
        }
        Statement::CloseAll { guard, comment } => {
            encoder.byte(4);
            encoder.optional(*guard);
            encoder.optional(*comment);
        }
        Statement::Cancel { guard, id } => {
            encoder.byte(5);
            encoder.optional(*guard);
            encoder.integer(*id);
        }
        Statement::CancelAll { guard } => {
            encoder.byte(6);
            encoder.optional(*guard);
        }
        Statement::Plot { value, title } => reference(encoder, 7, &[*value, *title]),
    }
}

fn order(encoder: &mut Encoder, tag: u8, guard: Option<u32>, call: &OrderCall) {
    encoder.byte(tag);
    encoder.optional(guard);
    encoder.integer(call.id);
    encoder.byte(call.direction as u8);
    [call.quantity, call.limit, call.stop]
        .into_iter()
        .for_each(|price| encoder.argument(price));
    encoder.optional(call.comment);
}

fn reduce(encoder: &mut Encoder, reduction: &Reduction) {
    encoder.argument(reduction.quantity);
    encoder.argument(reduction.percent);
}
