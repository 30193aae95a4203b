//! The protocol as JSON Schema, and the hash by which host and engine know that theirs is the same.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// Named schemas, in the order in which the protocol's root types reach them.
pub(crate) struct Definitions(pub(crate) Map<String, Value>);

impl Definitions {
    /// The *serialize* contract: every field is written, an absent value as `null`.
    pub(crate) fn of_protocol() -> Self {
        let mut generator = SchemaSettings::draft2020_12()
            .for_serialize()
            .into_generator();
        generator.subschema_for::<protocol::Request>();
        generator.subschema_for::<protocol::Reply>();
        generator.subschema_for::<protocol::Plan>();
        Self(generator.take_definitions(true))
    }

    /// BLAKE3 over shapes and limits, 64 hexadecimal digits. Comments and key order do not count.
    pub(crate) fn hash(&self) -> String {
        let mut shapes = Value::Object(self.0.clone());
        strip_comments(&mut shapes);
        let limits: Map<String, Value> = limits()
            .iter()
            .map(|limit| (limit.name.to_owned(), json!(limit.value)))
            .collect();
        let mut whole = json!({ "shapes": shapes, "limits": limits });
        whole.sort_all_objects();
        blake3::hash(whole.to_string().as_bytes())
            .to_hex()
            .to_string()
    }
}

/// Drops the descriptions of schemas. A *property* of that name is kept: its value is a schema.
fn strip_comments(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.get("description").is_some_and(Value::is_string) {
                object.remove("description");
            }
            object.values_mut().for_each(strip_comments);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_comments),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A limit that both sides hold.
pub(crate) struct Limit {
    pub(crate) name: &'static str,
    pub(crate) value: usize,
    pub(crate) comment: &'static str,
}

/// The limits of the protocol crate, with the comments they have there.
pub(crate) fn limits() -> [Limit; 5] {
    [
        Limit {
            name: "FRAME_BYTES_MAX",
            value: protocol::FRAME_BYTES_MAX,
            comment: "Longest frame either side sends or accepts, the length prefix not counted.",
        },
        Limit {
            name: "CHUNK_BYTES_MAX",
            value: protocol::CHUNK_BYTES_MAX,
            comment: "Bytes of a bulk payload inside one frame; the rest is for the envelope.",
        },
        Limit {
            name: "REQUESTS_IN_FLIGHT_MAX",
            value: protocol::REQUESTS_IN_FLIGHT_MAX,
            comment: "Requests a connection may have in flight; one more is answered `busy`.",
        },
        Limit {
            name: "CHUNK_CREDIT",
            value: protocol::CHUNK_CREDIT as usize,
            comment: "Chunk frames the engine sends before it waits for the host's credit.",
        },
        Limit {
            name: "DEPTH_MAX",
            value: protocol::DEPTH_MAX,
            comment: "Deepest nesting of a message.",
        },
    ]
}
