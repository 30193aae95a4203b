//! Golden frames: values of every message, as MessagePack and as JSON. Both languages read them, so
//! that codec settings, which no schema sees, cannot differ.

use super::outputs::Output;
use super::{golden_data_replies, golden_data_requests, golden_replies, golden_requests};
use protocol::{Reply, Request};
use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Debug;

/// A message and its two written forms.
pub(crate) struct Frame {
    /// `requests` or `replies`.
    folder: &'static str,
    /// What tells it from other frames of its kind; empty for the one that the manual shows.
    case: &'static str,
    pub(crate) kind: String,
    pub(crate) json: String,
    bytes: Vec<u8>,
}

impl Frame {
    /// Whether the manual shows it.
    pub(crate) fn is_example(&self) -> bool {
        self.case.is_empty()
    }

    /// The files that hold it.
    pub(crate) fn files(&self) -> [Output; 2] {
        let separator = if self.case.is_empty() { "" } else { "-" };
        let stem = format!(
            "engine/vectors/{}/{}{separator}{}",
            self.folder, self.kind, self.case
        );
        [
            Output::text(&format!("{stem}.json"), format!("{}\n", self.json)),
            Output::bytes(format!("{stem}.msgpack"), self.bytes.clone()),
        ]
    }
}

/// Every golden frame. Fails if a message does not survive its own encoding.
pub(crate) fn frames() -> Result<Vec<Frame>, String> {
    let mut requests = golden_requests::all();
    requests.extend(golden_data_requests::all());
    let mut replies = golden_replies::all();
    replies.extend(golden_data_replies::all());
    let mut frames = Vec::new();
    for (case, message) in &requests {
        frames.push(frame::<Request>("requests", case, message)?);
    }
    for (case, message) in &replies {
        frames.push(frame::<Reply>("replies", case, message)?);
    }
    Ok(frames)
}

fn frame<T>(folder: &'static str, case: &'static str, message: &T) -> Result<Frame, String>
where
    T: Serialize + DeserializeOwned + Debug,
{
    let failed = |error: &dyn std::fmt::Display| format!("golden frame {folder} {case}: {error}");
    let bytes = rmp_serde::to_vec_named(message).map_err(|error| failed(&error))?;
    let back: T = rmp_serde::from_slice(&bytes).map_err(|error| failed(&error))?;
    // Printed forms are compared, because a NaN in a column is unequal to itself.
    if format!("{back:?}") != format!("{message:?}") {
        return Err(failed(&format!("{message:?} comes back as {back:?}")));
    }
    let value = serde_json::to_value(message).map_err(|error| failed(&error))?;
    let kind = value["kind"]
        .as_str()
        .ok_or_else(|| failed(&"no kind"))?
        .to_owned();
    let json = serde_json::to_string_pretty(&value).map_err(|error| failed(&error))?;
    Ok(Frame {
        folder,
        case,
        kind,
        json,
        bytes,
    })
}

/// Every value of an enumeration of words, taken from its schema: a new word is covered by itself.
pub(crate) fn every<T: JsonSchema + DeserializeOwned>() -> Vec<T> {
    let mut found = Vec::new();
    words(schema_for!(T).as_value(), &mut found);
    let value = |word| serde_json::from_value(Value::String(word));
    found
        .into_iter()
        .map(|word| value(word).expect("the schema lists the words"))
        .collect()
}

/// Collects the words of `const` and `enum`.
fn words(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(object) => {
            let constants = object.get("const").into_iter();
            let listed = object
                .get("enum")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            found.extend(
                constants
                    .chain(listed)
                    .filter_map(Value::as_str)
                    .map(str::to_owned),
            );
            object.values().for_each(|inner| words(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| words(inner, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{frames, words};
    use crate::codegen::schema::Definitions;
    use serde_json::Value;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_of_the_schema_occurs_in_a_golden_frame() {
        let mut wanted = Vec::new();
        Definitions::of_protocol()
            .0
            .values()
            .for_each(|schema| words(schema, &mut wanted));
        let text: String = frames()
            .expect("frames")
            .into_iter()
            .map(|frame| frame.json)
            .collect();
        let missing: Vec<String> = wanted
            .into_iter()
            .filter(|word| !text.contains(&format!("\"{word}\"")))
            .collect();
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn every_kind_has_exactly_one_example() {
        let mut kinds = Vec::new();
        let definitions = Definitions::of_protocol();
        for root in ["Request", "Reply"] {
            for alternative in definitions.0[root]["oneOf"]
                .as_array()
                .into_iter()
                .flatten()
            {
                let kind = alternative["properties"]["kind"]["const"]
                    .as_str()
                    .map(str::to_owned);
                kinds.extend(kind);
            }
        }
        let frames = frames().expect("frames");
        let mut shown: Vec<String> = frames
            .iter()
            .filter(|one| one.is_example())
            .map(|one| one.kind.clone())
            .collect();
        kinds.sort();
        shown.sort();
        assert_eq!(shown, kinds);
    }

    #[test]
    fn file_names_are_unique() {
        let frames = frames().expect("frames");
        let names: BTreeSet<String> = frames
            .iter()
            .flat_map(super::Frame::files)
            .map(|file| file.path)
            .collect();
        assert_eq!(names.len(), frames.len() * 2);
    }

    #[test]
    fn no_value_is_lost_in_the_json() {
        for frame in frames().expect("frames") {
            let value: Value = serde_json::from_str(&frame.json).expect("JSON");
            assert!(value["id"].is_u64(), "{}", frame.kind);
        }
    }
}
