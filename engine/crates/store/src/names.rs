//! Names of symbols and datasets as names of files and folders. Any text becomes one path component
//! that no file system takes for another, whatever its case rules.

const PLAIN_BYTES_MAX: usize = 64;
const READABLE_CHARS: usize = 32;
const HASH_DIGITS: usize = 24;

/// Names that Windows keeps for devices, with or without an ending.
const DEVICES: &[&str] = &["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

/// The path component for a name. Capitals, digits, `-`, `_` and inner dots stand for themselves;
/// any other name becomes what is readable of it, `~`, and the start of its BLAKE3.
#[must_use]
pub(crate) fn component(name: &str) -> String {
    if is_plain(name) {
        return name.to_owned();
    }
    let readable: String = name
        .chars()
        .take(READABLE_CHARS)
        .map(|letter| letter.to_ascii_uppercase())
        .map(|letter| if is_plain_char(letter) { letter } else { '_' })
        .collect();
    let hash = blake3::hash(name.as_bytes()).to_hex();
    format!(
        "{}~{}",
        readable.trim_start_matches('.'),
        &hash.as_str()[..HASH_DIGITS]
    )
}

fn is_plain(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    (1..=PLAIN_BYTES_MAX).contains(&name.len())
        && name.chars().all(is_plain_char)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !is_device(stem)
}

const fn is_plain_char(letter: char) -> bool {
    matches!(letter, 'A'..='Z' | '0'..='9' | '-' | '_' | '.')
}

fn is_device(stem: &str) -> bool {
    let letters = stem.trim_end_matches(|letter: char| letter.is_ascii_digit());
    DEVICES.contains(&letters) && stem.len() <= letters.len() + 1
}

/// Lower-case hexadecimal text of a hash.
#[must_use]
pub(crate) fn hex(hash: &[u8; 32]) -> String {
    blake3::Hash::from_bytes(*hash).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn usual_symbols_stand_for_themselves() {
        for name in ["EURUSD", "BTC-USD", "6E.H4", "US_500", "COMEX", "1"] {
            assert_eq!(component(name), name);
        }
    }

    #[test]
    fn dangerous_names_are_escaped() {
        let long = "X".repeat(300);
        let names = [
            "", ".", "..", "../..", "a/b", "A\0B", "CON", "NUL", "COM1", "LPT9.X", ".HIDDEN",
            "DOT.", &long, "EUR/USD", "C:\\X", "ÄÖ", "A B",
        ];
        for name in names {
            let escaped = component(name);
            assert!(escaped.contains('~'), "{name:?} became {escaped:?}");
            assert!(escaped.len() <= 80, "{escaped}");
            assert!(!escaped.contains(['/', '\\', '\0', ':']), "{escaped}");
            assert!(!escaped.starts_with('.'), "{escaped}");
        }
    }

    #[test]
    fn names_that_differ_in_case_stay_apart_without_case() {
        assert_ne!(
            component("eurusd").to_ascii_uppercase(),
            component("EURUSD").to_ascii_uppercase()
        );
        assert_ne!(
            component("Eurusd").to_ascii_uppercase(),
            component("eurusd").to_ascii_uppercase()
        );
    }

    proptest! {
        #[test]
        fn different_names_never_meet(a in ".{0,40}", b in ".{0,40}") {
            let same = component(&a).eq_ignore_ascii_case(&component(&b));
            prop_assert_eq!(same, a == b);
        }

        #[test]
        fn a_component_is_one_component(name in ".{0,400}") {
            let escaped = component(&name);
            let parts: Vec<_> = std::path::Path::new(&escaped).components().collect();
            prop_assert_eq!(parts.len(), 1);
            prop_assert!(matches!(parts[0], std::path::Component::Normal(_)));
        }
    }
}
