//! Why a row was rejected, in words. Only rows that are shown come here.

use crate::columns::{Columns, PRICE_WORDS};
use crate::lines::Line;
use crate::number::number;
use crate::report::{Rule, snippet};

/// What is wrong with a row, in words.
pub(crate) fn reason(rule: Rule, line: &Line<'_>, columns: &Columns, example: &str) -> String {
    let field = |column: usize| snippet(line.fields.get(column).copied().unwrap_or_default());
    let price = |at: usize| field(columns.prices[at]);
    match rule {
        Rule::BadQuote => "a quote does not end, or has text after it".into(),
        Rule::ExtraField => format!(
            "{} fields where {} are expected",
            line.fields.len(),
            columns.width
        ),
        Rule::MissingField => missing(line, columns),
        Rule::BadTime if example.is_empty() => {
            format!("'{}' is no time that can be read", field(columns.time))
        }
        Rule::BadTime => format!(
            "'{}' is no time written like '{example}'",
            field(columns.time)
        ),
        Rule::NotANumber => not_a_number(line, columns),
        Rule::HighBelowLow => format!("the high {} is below the low {}", price(1), price(2)),
        Rule::OpenCloseOutside => format!(
            "open {} or close {} is not between low {} and high {}",
            price(0),
            price(3),
            price(2),
            price(1)
        ),
        Rule::NegativeVolume => {
            let volume = columns.volume.map(field).unwrap_or_default();
            format!("the volume {volume} is below 0")
        }
        // Rules between rows are worded where rows are compared.
        Rule::OutOfOrder | Rule::ConflictingDuplicate | Rule::Overlap => String::new(),
    }
}

fn missing(line: &Line<'_>, columns: &Columns) -> String {
    let wanted = [columns.time].into_iter().chain(columns.clock);
    let wanted = wanted.map(|column| ("time", column));
    let prices = PRICE_WORDS.into_iter().zip(columns.prices);
    let is_missing =
        |&(_, column): &(&str, usize)| line.fields.get(column).is_none_or(|field| field.is_empty());
    match wanted.chain(prices).find(is_missing) {
        Some((word, _)) if line.fields.len() <= columns.last_needed() => {
            format!("{} fields, so there is no {word}", line.fields.len())
        }
        Some((word, _)) => format!("the {word} is empty"),
        None => "a field is missing".into(),
    }
}

fn not_a_number(line: &Line<'_>, columns: &Columns) -> String {
    let prices = PRICE_WORDS.into_iter().zip(columns.prices);
    let named = prices.chain(columns.volume.map(|column| ("volume", column)));
    let mut bad = named.filter_map(|(word, column)| {
        let field = line.fields.get(column).copied()?;
        number(field, columns.point)
            .is_none()
            .then(|| (word, snippet(field)))
    });
    match bad.next() {
        Some((word, text)) => format!("the {word} '{text}' is not a number"),
        None => "a value is not a number".into(),
    }
}
