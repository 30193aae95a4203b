//! The reference part of docs/protocol.md: every message with its fields and a golden frame.

use super::golden::Frame;
use super::schema::Definitions;
use super::shape::{Alternative, Field, Shape, Width, shape_of};
use std::fs;
use std::path::Path;

/// The manual page, relative to the root.
pub(crate) const PAGE: &str = "docs/protocol.md";

const BEGIN: &str = "<!-- generated: `npm run codegen` writes what follows -->\n";
const END: &str = "<!-- generated: end -->\n";

/// The page with its generated part made anew; the rest stays as it is written.
pub(crate) fn page(root: &Path, schema: &Definitions, frames: &[Frame]) -> Result<String, String> {
    let text = fs::read_to_string(root.join(PAGE)).map_err(|error| format!("{PAGE}: {error}"))?;
    let unmarked = || format!("{PAGE}: the lines that mark the generated part are missing");
    let (before, rest) = text.split_once(BEGIN).ok_or_else(unmarked)?;
    let (_, after) = rest.split_once(END).ok_or_else(unmarked)?;
    let requests = section("Request", schema, frames)?;
    let replies = section("Reply", schema, frames)?;
    Ok(format!(
        "{before}{BEGIN}\n### Requests\n\n{requests}### Replies\n\n{replies}{END}{after}"
    ))
}

fn section(root: &str, schema: &Definitions, frames: &[Frame]) -> Result<String, String> {
    let Shape::Union { alternatives, .. } = shape_of(&schema.0[root], root)? else {
        return Err(format!("{root}: the messages are not a union"));
    };
    alternatives
        .iter()
        .map(|message| entry(message, frames))
        .collect()
}

fn entry(message: &Alternative, frames: &[Frame]) -> Result<String, String> {
    let kind = &message.word;
    let comment = message
        .comment
        .as_ref()
        .map_or(String::new(), |text| format!("{text}\n\n"));
    let fields: String = message
        .fields
        .iter()
        .filter(|field| field.name != "id")
        .map(row)
        .collect();
    let table = if fields.is_empty() {
        String::new()
    } else {
        format!("| field | type | meaning |\n|---|---|---|\n{fields}\n")
    };
    let example = frames
        .iter()
        .find(|frame| frame.kind == *kind && frame.is_example());
    let example = example.ok_or_else(|| format!("{kind}: no golden frame without a case"))?;
    Ok(format!(
        "#### `{kind}`\n\n{comment}{table}```json\n{}\n```\n\n",
        example.json
    ))
}

fn row(field: &Field) -> String {
    let comment = field
        .comment
        .as_deref()
        .unwrap_or("")
        .replace('\n', " ")
        .replace('|', "\\|");
    format!(
        "| `{}` | {} | {comment} |\n",
        field.name,
        words(&field.shape)
    )
    .replace("|  |", "| |")
}

fn words(shape: &Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Bool => "bool".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::Integer(Width::Unsigned32) => "u32".to_owned(),
        Shape::Integer(Width::Signed64) => "integer".to_owned(),
        Shape::Column => "bin, 8 bytes a value".to_owned(),
        Shape::Reference(name) => format!("`{name}`"),
        Shape::Nullable(inner) => format!("{} or null", words(inner)),
        Shape::List(inner) => format!("list of {}", words(inner)),
        Shape::Object(_) | Shape::Choice(_) | Shape::Union { .. } => "see the schema".to_owned(),
    }
}
