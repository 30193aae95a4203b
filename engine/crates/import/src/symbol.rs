//! What is traded, by the name of a file: a pair that is known, or a name in capitals.

use crate::error::{ImportError, ImportErrorKind};
use crate::request::Choices;
use market::known_instrument;
use std::path::Path;

const SYMBOL_CHARS_MAX: usize = 20;
const PAIR_CHARS: usize = 6;

/// The symbol that was asked for, or else the one that the file's name begins with.
pub(crate) fn symbol_of(path: &Path, choices: &Choices) -> Result<String, ImportError> {
    if let Some(symbol) = &choices.symbol {
        return Ok(symbol.clone());
    }
    if let Some(known) = known_symbol_of(path) {
        return Ok(known);
    }
    let first = first_word(path);
    let is_name = (1..=SYMBOL_CHARS_MAX).contains(&first.len())
        && first.starts_with(|letter: char| letter.is_ascii_uppercase())
        && first
            .chars()
            .all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit());
    if is_name {
        return Ok(first.to_owned());
    }
    Err(ImportError::new(
        ImportErrorKind::ChoiceNeeded,
        format!(
            "The name of {} does not say what is traded.",
            path.display()
        ),
        "Say it: --symbol EURUSD.",
    )
    .in_file(path))
}

/// The symbol that a file's name says beyond doubt: one that is known.
pub(crate) fn known_symbol_of(path: &Path) -> Option<String> {
    known_symbol(first_word(path))
}

fn first_word(path: &Path) -> &str {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    stem.unwrap_or_default()
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default()
}

/// A known symbol, alone or as a pair before digits or a timeframe as in `EURUSDM15`. Other letters
/// make another symbol of it: BTCUSDT is not BTCUSD.
fn known_symbol(word: &str) -> Option<String> {
    let is_known = |text: &str| known_instrument(text).is_some();
    if is_known(word) {
        return Some(word.to_ascii_uppercase());
    }
    let (pair, rest) = word.split_at_checked(PAIR_CHARS)?;
    let after_letters = rest.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let letters = &rest[..rest.len() - after_letters.len()];
    let is_timeframe = ["M", "H", "D", "W", "MN"]
        .iter()
        .any(|name| letters.eq_ignore_ascii_case(name));
    let is_apart = letters.is_empty() || (is_timeframe && !after_letters.is_empty());
    (is_apart && is_known(pair)).then(|| pair.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_the_symbol_with_which_they_begin() {
        for (name, symbol) in [
            ("EURUSD.csv", Some("EURUSD")),
            ("eurusd_2019-02.csv", Some("EURUSD")),
            ("EURUSD2019.csv", Some("EURUSD")),
            ("EURUSDM15.csv", Some("EURUSD")),
            ("gbpjpyh1.csv", Some("GBPJPY")),
            ("USA500IDXUSD.csv", Some("USA500IDXUSD")),
            ("BTCUSDT-1m-2024-01.csv", Some("BTCUSDT")),
            ("EURUSDT.csv", Some("EURUSDT")),
            ("ETHUSDT2.csv", Some("ETHUSDT2")),
            ("GOOG.csv", Some("GOOG")),
            ("btcusdt.csv", None),
            ("ticks.csv", None),
            ("2019.csv", None),
        ] {
            let said = symbol_of(Path::new(name), &Choices::default()).ok();
            assert_eq!(said.as_deref(), symbol, "{name}");
        }
    }
}
