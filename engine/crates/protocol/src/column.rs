//! Columns of numbers carried as one MessagePack `bin`, little-endian, so that neither side walks them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// What a column looks like where people read it, in logs and examples: 16 digits a value.
fn hexadecimal(bytes: &[u8]) -> String {
    let digits = |value: &[u8]| {
        value
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    bytes.chunks(8).map(digits).collect::<Vec<_>>().join(" ")
}

macro_rules! column {
    ($name:ident, $value:ty, $format:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name(pub Vec<$value>);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let bytes: Vec<u8> = self.0.iter().flat_map(|value| value.to_le_bytes()).collect();
                if serializer.is_human_readable() {
                    return serializer.serialize_str(&hexadecimal(&bytes));
                }
                serializer.serialize_bytes(&bytes)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Bytes;
                impl Visitor<'_> for Bytes {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(concat!("bin holding ", $format, " values of 8 bytes"))
                    }
                    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<$name, E> {
                        let (values, rest) = bytes.as_chunks::<8>();
                        if !rest.is_empty() {
                            return Err(E::invalid_length(bytes.len(), &self));
                        }
                        Ok($name(values.iter().map(|b| <$value>::from_le_bytes(*b)).collect()))
                    }
                }
                deserializer.deserialize_bytes(Bytes)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "format": $format })
            }
        }
    };
}

column!(
    F64Column,
    f64,
    "f64le",
    "Numbers; NaN is legal here and means \"no value\"."
);
column!(
    I64Column,
    i64,
    "i64le",
    "Times in nanoseconds UTC, or counts."
);
