//! Writes the synthetic bars and quotes of samples/data: same seed, same bytes, on every machine.
//! Integers only, so that any language can repeat it (samples/data/README.md says how).

mod calendar;
mod market;
mod random;
mod sessions;
mod ticks;

use market::{EQUITY, FX, Market};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

const BARS: &[(&str, &Market)] = &[
    ("synthetic-fx-1h.csv", &FX),
    ("synthetic-equity-1d.csv", &EQUITY),
];
const TICKS_TEXT: &str = "synthetic-eurusd-ticks.csv";
/// Holds nothing but what is written here.
const TICKS_FOLDER: &str = "synthetic-bi5";
const TICKS_SYMBOL: &str = "EURUSD";

#[derive(Clone, Copy)]
pub(crate) enum Mode {
    Write,
    /// Only says whether the files are what would be written.
    Check,
}

pub(crate) fn command(root: &Path, mode: Mode) -> ExitCode {
    let data = root.join("samples").join("data");
    let done = contents().map_err(|error| error.to_string());
    let done = done.and_then(|files| match mode {
        Mode::Write => write(&data, &files).map_err(|error| error.to_string()),
        Mode::Check => {
            let wrong = differences(&data, &files);
            if wrong.is_empty() {
                Ok(())
            } else {
                Err(wrong.join("\n"))
            }
        }
    });
    if let Err(message) = done {
        eprintln!("{message}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// What is to stand below samples/data, by path.
fn contents() -> io::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let bars = BARS.iter();
    let mut files: BTreeMap<PathBuf, Vec<u8>> = bars
        .map(|(name, market)| (PathBuf::from(name), market::csv(market).into_bytes()))
        .collect();
    let ticks = ticks::week();
    files.insert(TICKS_TEXT.into(), ticks::text::csv(&ticks).into_bytes());
    for file in ticks::bi5::files(&ticks)? {
        let below = Path::new(TICKS_FOLDER).join(TICKS_SYMBOL).join(file.path);
        files.insert(below, file.bytes);
    }
    Ok(files)
}

fn write(data: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> io::Result<()> {
    for stray in strays(data, files) {
        fs::remove_file(data.join(stray))?;
    }
    for (below, bytes) in files {
        let path = data.join(below);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}

fn differences(data: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    let remedy = "run `cargo run -p xtask -- sample-data`";
    let differing = files.iter().filter_map(|(below, bytes)| {
        let path = data.join(below);
        let what = match fs::read(&path) {
            Ok(present) if present == *bytes => return None,
            Ok(_) => "is not what the generator writes".to_owned(),
            Err(error) => format!("cannot be read: {error}"),
        };
        Some(format!("{} {what}: {remedy}", path.display()))
    });
    let strays = strays(data, files).into_iter().map(|below| {
        let path = data.join(below);
        format!(
            "{} is not what the generator writes: {remedy}",
            path.display()
        )
    });
    differing.chain(strays).collect()
}

/// Files in the generator's own folder that it does not write.
fn strays(data: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![PathBuf::from(TICKS_FOLDER)];
    while let Some(folder) = waiting.pop() {
        // A folder that is not there holds no stray files.
        let entries = fs::read_dir(data.join(&folder)).into_iter().flatten();
        for entry in entries.flatten() {
            let below = folder.join(entry.file_name());
            if data.join(&below).is_dir() {
                waiting.push(below);
            } else if !files.contains_key(&below) {
                found.push(below);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_files_are_what_the_generator_writes() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../samples/data");
        let wrong = differences(&data, &contents().unwrap());
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn the_files_together_stay_small() {
        let files = contents().unwrap();
        let is_tick =
            |below: &Path| below.starts_with(TICKS_FOLDER) || below == Path::new(TICKS_TEXT);
        let size = |are_ticks: bool| -> usize {
            let wanted = files
                .iter()
                .filter(|(below, _)| is_tick(below) == are_ticks);
            wanted.map(|(_, bytes)| bytes.len()).sum()
        };
        assert!(size(true) <= 3_000_000, "{} bytes of ticks", size(true));
        assert!(size(false) < 1_000_000, "{} bytes of bars", size(false));
    }

    #[test]
    fn a_changed_a_missing_and_a_stray_file_are_told() {
        let folder = format!("xtask-sample-data-{}", std::process::id());
        let data = std::env::temp_dir().join(folder);
        let own = |name: &str| Path::new(TICKS_FOLDER).join(name);
        let of = |names: &[&str]| names.iter().map(|name| (own(name), vec![1])).collect();
        let files: BTreeMap<PathBuf, Vec<u8>> = of(&["changed", "missing", "same"]);
        write(&data, &files).unwrap();
        assert!(differences(&data, &files).is_empty());
        fs::write(data.join(own("changed")), "x").unwrap();
        fs::remove_file(data.join(own("missing"))).unwrap();
        fs::write(data.join(own("stray")), "x").unwrap();
        let wrong = differences(&data, &files);
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        for (line, name) in wrong.iter().zip(["changed", "missing", "stray"]) {
            assert!(line.contains(name), "{line}");
        }
        write(&data, &files).unwrap();
        assert!(differences(&data, &files).is_empty());
        fs::remove_dir_all(data).unwrap();
    }
}
