//! Writes the synthetic bars of samples/data: same seed, same bytes, on every machine.
//! Integers only, so that any language can repeat it (samples/data/README.md says how).

mod calendar;
mod market;
mod random;

use market::{EQUITY, FX, Market};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const FILES: &[(&str, &Market)] = &[
    ("synthetic-fx-1h.csv", &FX),
    ("synthetic-equity-1d.csv", &EQUITY),
];

#[derive(Clone, Copy)]
pub(crate) enum Mode {
    Write,
    /// Only says whether the files are what would be written.
    Check,
}

pub(crate) fn command(root: &Path, mode: Mode) -> ExitCode {
    let outcomes = FILES.iter().map(|(name, market)| {
        let path = path_of(root, name);
        let text = market::csv(market);
        match mode {
            Mode::Write => write(&path, &text),
            Mode::Check => is_current(&path, &text),
        }
    });
    // Every file is looked at, also after a failure.
    let failed = outcomes
        .filter(|outcome| match outcome {
            Ok(()) => false,
            Err(message) => {
                eprintln!("{message}");
                true
            }
        })
        .count();
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn path_of(root: &Path, name: &str) -> PathBuf {
    root.join("samples").join("data").join(name)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn is_current(path: &Path, text: &str) -> Result<(), String> {
    let present =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    if present == text {
        return Ok(());
    }
    Err(format!(
        "{} is not what the generator writes: run `cargo run -p xtask -- sample-data`",
        path.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_files_are_what_the_generator_writes() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
        for (name, market) in FILES {
            assert_eq!(
                is_current(&path_of(&root, name), &market::csv(market)),
                Ok(())
            );
        }
    }

    #[test]
    fn the_files_together_stay_small() {
        let bytes: usize = FILES
            .iter()
            .map(|(_, market)| market::csv(market).len())
            .sum();
        assert!(bytes < 1_000_000, "{bytes} bytes");
    }
}
