//! Reads a JSON Schema into the few shapes that the protocol may use. Anything else stops the build
//! with the path at which it stands, so that a new construct is a decision and not an accident.

use serde_json::{Map, Value};

type Schema = Map<String, Value>;
type Outcome<T> = Result<T, String>;

/// What a value on the wire can look like.
pub(crate) enum Shape {
    Text,
    Bool,
    Number,
    /// An integer, with the format of its width.
    Integer(Width),
    /// Numbers of eight bytes each, little-endian, as one `bin`.
    Column,
    Reference(String),
    Nullable(Box<Shape>),
    List(Box<Shape>),
    Object(Vec<Field>),
    Choice(Vec<Choice>),
    Union {
        tag: String,
        alternatives: Vec<Alternative>,
    },
}

/// How many bits an integer has; 64-bit ones stay within ±(2^53 - 1).
pub(crate) enum Width {
    Unsigned32,
    Signed64,
}

/// A field of an object; all are required.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) comment: Option<String>,
    pub(crate) shape: Shape,
}

/// One word of an enumeration.
pub(crate) struct Choice {
    pub(crate) word: String,
    pub(crate) comment: Option<String>,
}

/// One object of a tagged union; its first field is the tag.
pub(crate) struct Alternative {
    pub(crate) word: String,
    pub(crate) comment: Option<String>,
    pub(crate) fields: Vec<Field>,
}

/// The shape of a named schema.
pub(crate) fn shape_of(value: &Value, at: &str) -> Outcome<Shape> {
    let schema = value
        .as_object()
        .ok_or_else(|| format!("{at}: not a schema: {value}"))?;
    if let Some(target) = schema.get("$ref") {
        only(schema, &["$ref", "description"], at)?;
        return Ok(Shape::Reference(text(target, at)?.replace("#/$defs/", "")));
    }
    if schema.contains_key("anyOf") {
        return nullable_reference(schema, at);
    }
    if let Some(alternatives) = schema.get("oneOf") {
        only(schema, &["oneOf", "description"], at)?;
        return alternatives_of(list(alternatives, at)?, at);
    }
    typed(schema, at)
}

/// The comment of a schema, as one string.
pub(crate) fn comment_of(value: &Value) -> Option<String> {
    value
        .get("description")
        .and_then(Value::as_str)
        .map(str::to_owned)
}

/// `Option<Named>` comes as `anyOf: [{$ref}, {type: null}]`.
fn nullable_reference(schema: &Schema, at: &str) -> Outcome<Shape> {
    only(schema, &["anyOf", "description"], at)?;
    match list(&schema["anyOf"], at)? {
        [inner, null] if null.get("type").is_some_and(|kind| kind == "null") => {
            Ok(Shape::Nullable(Box::new(shape_of(inner, at)?)))
        }
        _ => Err(format!("{at}: anyOf is known only as a type or null")),
    }
}

fn alternatives_of(alternatives: &[Value], at: &str) -> Outcome<Shape> {
    let is_object = |one: &Value| one.get("type").is_some_and(|kind| kind == "object");
    if alternatives.iter().all(is_object) {
        return union_of(alternatives, at);
    }
    let mut choices = Vec::new();
    for alternative in alternatives {
        choices.extend(choices_of(alternative, at)?);
    }
    Ok(Shape::Choice(choices))
}

/// An internally tagged enum: in every alternative the tag is the first property, and a constant.
fn union_of(alternatives: &[Value], at: &str) -> Outcome<Shape> {
    let mut tag = None;
    let mut read = Vec::new();
    for (index, alternative) in alternatives.iter().enumerate() {
        let at = format!("{at}/{index}");
        let (name, alternative) = alternative_of(alternative, &at)?;
        if *tag.get_or_insert_with(|| name.clone()) != name {
            return Err(format!(
                "{at}: tagged by `{name}`, unlike the alternatives before it"
            ));
        }
        read.push(alternative);
    }
    let tag = tag.ok_or_else(|| format!("{at}: a union of nothing"))?;
    Ok(Shape::Union {
        tag,
        alternatives: read,
    })
}

fn alternative_of(value: &Value, at: &str) -> Outcome<(String, Alternative)> {
    let untagged = || format!("{at}: no tag; write #[serde(tag = …)] on the enum");
    let properties = value
        .get("properties")
        .and_then(Value::as_object)
        .ok_or_else(untagged)?;
    let (tag, constant) = properties.iter().next().ok_or_else(untagged)?;
    let word = constant
        .get("const")
        .and_then(Value::as_str)
        .ok_or_else(untagged)?;
    let mut rest = value.clone();
    rest["properties"]
        .as_object_mut()
        .and_then(|fields| fields.shift_remove(tag));
    let schema = rest.as_object().ok_or_else(untagged)?;
    let fields = fields_of(schema, 1, at)?;
    let alternative = Alternative {
        word: word.to_owned(),
        comment: comment_of(value),
        fields,
    };
    Ok((tag.clone(), alternative))
}

/// A documented word is a `const`, undocumented ones share an `enum`.
fn choices_of(value: &Value, at: &str) -> Outcome<Vec<Choice>> {
    let schema = value
        .as_object()
        .ok_or_else(|| format!("{at}: not a schema: {value}"))?;
    only(schema, &["type", "const", "enum", "description"], at)?;
    let words = match (schema.get("const"), schema.get("enum")) {
        (Some(word), None) => vec![text(word, at)?],
        (None, Some(words)) => list(words, at)?
            .iter()
            .map(|word| text(word, at))
            .collect::<Outcome<_>>()?,
        _ => return Err(format!("{at}: expected words, found {value}")),
    };
    let comment = if schema.contains_key("const") {
        comment_of(value)
    } else {
        None
    };
    Ok(words
        .into_iter()
        .map(|word| Choice {
            word,
            comment: comment.clone(),
        })
        .collect())
}

fn typed(schema: &Schema, at: &str) -> Outcome<Shape> {
    match &schema["type"] {
        Value::String(kind) => plain(schema, kind, at),
        Value::Array(kinds) => match kinds.as_slice() {
            [Value::String(kind), Value::String(null)] if null == "null" => {
                Ok(Shape::Nullable(Box::new(plain(schema, kind, at)?)))
            }
            _ => Err(format!(
                "{at}: a list of types is known only as a type or null"
            )),
        },
        other => Err(format!("{at}: no type that is known: {other}")),
    }
}

fn plain(schema: &Schema, kind: &str, at: &str) -> Outcome<Shape> {
    match kind {
        "object" => Ok(Shape::Object(fields_of(schema, 0, at)?)),
        "array" => {
            only(schema, &["type", "items", "description"], at)?;
            Ok(Shape::List(Box::new(shape_of(
                &schema["items"],
                &format!("{at}[]"),
            )?)))
        }
        "string" if schema.contains_key("enum") => Ok(Shape::Choice(choices_of(
            &Value::Object(schema.clone()),
            at,
        )?)),
        _ => scalar(schema, kind, at),
    }
}

fn scalar(schema: &Schema, kind: &str, at: &str) -> Outcome<Shape> {
    only(schema, &["type", "format", "minimum", "description"], at)?;
    let minimum = schema.get("minimum").and_then(Value::as_i64);
    match (kind, schema.get("format").and_then(Value::as_str), minimum) {
        ("string", None, None) => Ok(Shape::Text),
        ("string", Some("f64le" | "i64le"), None) => Ok(Shape::Column),
        ("boolean", None, None) => Ok(Shape::Bool),
        ("number", Some("double"), None) => Ok(Shape::Number),
        ("integer", Some("uint32"), Some(0)) => Ok(Shape::Integer(Width::Unsigned32)),
        ("integer", Some("int64"), None) => Ok(Shape::Integer(Width::Signed64)),
        _ => Err(format!(
            "{at}: the wire has no such scalar: {}",
            Value::Object(schema.clone())
        )),
    }
}

/// The fields of a closed object whose `tags` first required names are already taken.
fn fields_of(schema: &Schema, tags: usize, at: &str) -> Outcome<Vec<Field>> {
    only(
        schema,
        &[
            "type",
            "properties",
            "required",
            "additionalProperties",
            "description",
        ],
        at,
    )?;
    if schema.get("additionalProperties") != Some(&Value::Bool(false)) {
        return Err(format!(
            "{at}: an open object; add #[serde(deny_unknown_fields)]"
        ));
    }
    let empty = Map::new();
    let properties = schema
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or(&empty);
    let required = schema
        .get("required")
        .map_or(Ok(&[][..]), |names| list(names, at))?;
    if required.len() != properties.len() + tags {
        return Err(format!(
            "{at}: an optional field; an absent value is written as null"
        ));
    }
    let field = |(name, value): (&String, &Value)| {
        let shape = shape_of(value, &format!("{at}.{name}"))?;
        Ok(Field {
            name: name.clone(),
            comment: comment_of(value),
            shape,
        })
    };
    properties.iter().map(field).collect()
}

fn only(schema: &Schema, known: &[&str], at: &str) -> Outcome<()> {
    match schema.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!(
            "{at}: the generator does not know the keyword `{key}`"
        )),
        None => Ok(()),
    }
}

fn text(value: &Value, at: &str) -> Outcome<String> {
    value
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| format!("{at}: expected a word, found {value}"))
}

fn list<'a>(value: &'a Value, at: &str) -> Outcome<&'a [Value]> {
    let found = value.as_array().map(Vec::as_slice);
    found.ok_or_else(|| format!("{at}: expected a list, found {value}"))
}

#[cfg(test)]
mod tests {
    use super::shape_of;
    use serde_json::{Value, json};

    fn check_refusal(schema: Value, expected: &str) {
        let problem = shape_of(&schema, "Order.price")
            .err()
            .expect("the shape is refused");
        assert!(
            problem.starts_with("Order.price") && problem.contains(expected),
            "{problem}"
        );
    }

    #[test]
    fn what_the_wire_has_not_is_refused_with_its_path() {
        check_refusal(json!({ "type": "string", "pattern": "a+" }), "`pattern`");
        check_refusal(
            json!({ "type": "integer", "format": "uint64" }),
            "no such scalar",
        );
        check_refusal(
            json!({ "type": "number", "format": "float" }),
            "no such scalar",
        );
        check_refusal(
            json!({ "type": "object", "properties": {} }),
            "deny_unknown_fields",
        );
        check_refusal(json!({ "$ref": "#/$defs/A", "default": 1 }), "`default`");
        check_refusal(json!({ "type": ["string", "integer"] }), "type or null");
        check_refusal(
            json!({ "type": "array", "prefixItems": [] }),
            "`prefixItems`",
        );
        check_refusal(json!(true), "not a schema");
    }

    #[test]
    fn an_optional_field_is_refused() {
        let schema = json!({
            "type": "object",
            "additionalProperties": false,
            "properties": { "limit": { "type": "boolean" } },
        });
        check_refusal(schema, "written as null");
    }

    #[test]
    fn an_untagged_union_is_refused() {
        let open = json!({ "type": "object", "additionalProperties": false, "properties": {} });
        check_refusal(json!({ "oneOf": [open] }), "no tag");
    }

    #[test]
    fn a_problem_deep_inside_has_its_own_path() {
        let schema = json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["legs"],
            "properties": { "legs": { "type": "array", "items": { "type": "null" } } },
        });
        let problem = shape_of(&schema, "Order")
            .err()
            .expect("null alone is no type");
        assert!(problem.starts_with("Order.legs[]: "), "{problem}");
    }
}
