//! Prints shapes as zod 4 expressions, comments included.

use super::shape::{Alternative, Choice, Field, Shape, Width};

const STEP: &str = "  ";

/// The zod expression of `shape`; lines after the first are indented by `indent`.
pub(crate) fn zod(shape: &Shape, indent: &str) -> String {
    match shape {
        Shape::Text => "z.string()".to_owned(),
        Shape::Bool => "z.boolean()".to_owned(),
        Shape::Number => "z.number()".to_owned(),
        Shape::Integer(Width::Unsigned32) => "z.uint32()".to_owned(),
        Shape::Integer(Width::Signed64) => "z.int()".to_owned(),
        Shape::Column => "z.instanceof(Uint8Array)".to_owned(),
        Shape::Reference(name) => name.clone(),
        Shape::Nullable(inner) => format!("{}.nullable()", zod(inner, indent)),
        Shape::List(inner) => format!("z.array({})", zod(inner, indent)),
        Shape::Object(fields) => object(None, fields, indent),
        Shape::Choice(choices) => choice(choices, indent),
        Shape::Union { tag, alternatives } => union(tag, alternatives, indent),
    }
}

/// A documentation comment on lines of its own, or nothing.
pub(crate) fn comment(text: Option<&str>, indent: &str) -> String {
    let Some(text) = text else {
        return String::new();
    };
    let safe = text.replace("*/", "* /");
    let lines: Vec<&str> = safe.lines().map(str::trim_end).collect();
    match lines.as_slice() {
        [line] => format!("{indent}/** {line} */\n"),
        _ => {
            let body: String = lines
                .iter()
                .map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n")
                .collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

fn object(tag: Option<(&str, &str)>, fields: &[Field], indent: &str) -> String {
    if tag.is_none() && fields.is_empty() {
        return "z.strictObject({})".to_owned();
    }
    let inner = format!("{indent}{STEP}");
    let first = tag.map_or_else(String::new, |(name, word)| {
        format!("{inner}{name}: z.literal({word:?}),\n")
    });
    let rest: String = fields
        .iter()
        .map(|field| {
            let note = comment(field.comment.as_deref(), &inner);
            format!(
                "{note}{inner}{}: {},\n",
                field.name,
                zod(&field.shape, &inner)
            )
        })
        .collect();
    format!("z.strictObject({{\n{first}{rest}{indent}}})")
}

fn choice(choices: &[Choice], indent: &str) -> String {
    let inner = format!("{indent}{STEP}");
    let words: String = choices
        .iter()
        .map(|one| {
            format!(
                "{}{inner}{:?},\n",
                comment(one.comment.as_deref(), &inner),
                one.word
            )
        })
        .collect();
    format!("z.enum([\n{words}{indent}])")
}

/// A discriminated union looks its alternative up by the tag instead of trying one after another.
fn union(tag: &str, alternatives: &[Alternative], indent: &str) -> String {
    let inner = format!("{indent}{STEP}");
    let parts: String = alternatives
        .iter()
        .map(|one| {
            let note = comment(one.comment.as_deref(), &inner);
            format!(
                "{note}{inner}{},\n",
                object(Some((tag, &one.word)), &one.fields, &inner)
            )
        })
        .collect();
    format!("z.discriminatedUnion({tag:?}, [\n{parts}{indent}])")
}

#[cfg(test)]
mod tests {
    use super::{comment, zod};
    use crate::codegen::shape::shape_of;
    use serde_json::{Value, json};

    fn check(schema: Value, expected: &str) {
        let shape = shape_of(&schema, "Test").expect("a shape of the protocol");
        assert_eq!(zod(&shape, ""), expected);
    }

    #[test]
    fn scalars() {
        check(json!({ "type": "string" }), "z.string()");
        check(
            json!({ "type": ["number", "null"], "format": "double" }),
            "z.number().nullable()",
        );
        check(
            json!({ "type": "integer", "format": "uint32", "minimum": 0 }),
            "z.uint32()",
        );
        check(json!({ "type": "integer", "format": "int64" }), "z.int()");
        check(
            json!({ "type": "string", "format": "i64le" }),
            "z.instanceof(Uint8Array)",
        );
        check(
            json!({ "anyOf": [{ "$ref": "#/$defs/Period" }, { "type": "null" }] }),
            "Period.nullable()",
        );
        check(
            json!({ "type": "array", "items": { "type": "boolean" } }),
            "z.array(z.boolean())",
        );
    }

    #[test]
    fn words_keep_their_comments() {
        check(
            json!({ "oneOf": [
                { "type": "string", "enum": ["a", "b"] },
                { "type": "string", "const": "c", "description": "The third." },
            ] }),
            "z.enum([\n  \"a\",\n  \"b\",\n  /** The third. */\n  \"c\",\n])",
        );
    }

    #[test]
    fn a_tagged_union_is_discriminated_and_closed() {
        check(
            json!({ "oneOf": [{
                "type": "object",
                "additionalProperties": false,
                "required": ["op", "value"],
                "properties": {
                    "op": { "type": "string", "const": "not" },
                    "value": { "type": "boolean", "description": "What is turned." },
                },
            }] }),
            "z.discriminatedUnion(\"op\", [\n  z.strictObject({\n    op: z.literal(\"not\"),\n    \
             /** What is turned. */\n    value: z.boolean(),\n  }),\n])",
        );
    }

    #[test]
    fn a_comment_cannot_end_itself() {
        assert_eq!(comment(Some("a */ b"), ""), "/** a * / b */\n");
        assert_eq!(
            comment(Some("a\n\nb"), "  "),
            "  /**\n   * a\n   *\n   * b\n   */\n"
        );
    }
}
