//! Values as SQL text. The text is ours, the values are anything that people name things.

use std::path::Path;

/// A text, whatever stands in it. SQL text cannot hold the character NUL, which becomes a call.
pub(crate) fn text(value: &str) -> String {
    let parts: Vec<String> = value
        .split('\0')
        .map(|part| format!("'{}'", part.replace('\'', "''")))
        .collect();
    if parts.len() == 1 {
        parts.concat()
    } else {
        format!("({})", parts.join(" || chr(0) || "))
    }
}

/// A path. One that is no text names no file that the store could have made.
pub(crate) fn path(value: &Path) -> String {
    text(&value.to_string_lossy())
}

/// An instant in nanoseconds UTC.
pub(crate) fn instant(nanos: i64) -> String {
    format!("make_timestamp_ns({nanos})")
}

pub(crate) fn number(value: f64) -> String {
    format!("'{value:?}'::DOUBLE")
}

pub(crate) fn hash(bytes: &[u8; 32]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("'{digits}'")
}

pub(crate) fn list(values: impl IntoIterator<Item = String>) -> String {
    let values: Vec<String> = values.into_iter().collect();
    format!("[{}]", values.join(", "))
}

/// A map of a stated type, because an empty one has none. Of equal keys the last counts.
pub(crate) fn map(value_type: &str, entries: impl IntoIterator<Item = (String, String)>) -> String {
    let entries: std::collections::BTreeMap<String, String> = entries.into_iter().collect();
    let keys = list(entries.keys().map(|key| text(key)));
    let values = list(entries.into_values());
    format!("MAP({keys}, {values})::MAP(VARCHAR, {value_type})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_end_no_text() {
        assert_eq!(text("it's"), "'it''s'");
        assert_eq!(text("'; DROP TABLE x; --"), "'''; DROP TABLE x; --'");
        assert_eq!(text(""), "''");
        assert_eq!(text("a\0'b"), "('a' || chr(0) || '''b')");
    }

    #[test]
    fn numbers_that_are_none_are_numbers_in_sql() {
        assert_eq!(number(f64::NAN), "'NaN'::DOUBLE");
        assert_eq!(number(f64::NEG_INFINITY), "'-inf'::DOUBLE");
        assert_eq!(number(1.5), "'1.5'::DOUBLE");
    }
}
