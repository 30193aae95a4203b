//! `tidy`: rules about the repository that no compiler and no linter holds. A rule takes the whole
//! tree and returns complaints; each names a place and what to do instead.

mod architecture;
mod complaint;
mod crates;
mod dependencies;
mod error_pages;
mod exceptions;
mod folders;
mod packages;
mod projects;
mod purpose;
mod reach_rust;
mod reach_script;
mod scripts;
mod sizes;
mod tree;
mod waivers;
mod words;

use complaint::Complaint;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, ExitCode};
use tree::Tree;

type Rule = fn(&Tree) -> Vec<Complaint>;

/// Rules that need nothing but the files.
const RULES: &[Rule] = &[
    folders::check,
    packages::check,
    projects::check,
    purpose::check,
    reach_rust::check,
    reach_script::check,
    sizes::check,
    waivers::check,
    words::check,
    error_pages::check,
];

/// Rules that also need what cargo knows about the crates.
const CARGO_RULES: &[fn(&Tree, &Value) -> Vec<Complaint>] = &[crates::check, dependencies::check];

/// Checks the checkout and prints what is wrong, sorted by place.
pub(crate) fn command(root: &Path) -> ExitCode {
    match complaints(root) {
        Ok(found) if found.is_empty() => ExitCode::SUCCESS,
        Ok(found) => {
            for complaint in &found {
                eprintln!("{complaint}");
            }
            eprintln!("tidy: {} to put right", found.len());
            ExitCode::FAILURE
        }
        Err(problem) => {
            eprintln!("tidy could not run: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn complaints(root: &Path) -> Result<Vec<Complaint>, String> {
    let tree = Tree::read(root).map_err(|error| error.to_string())?;
    let metadata = cargo_metadata(root)?;
    let of_files = RULES.iter().flat_map(|rule| rule(&tree));
    let of_cargo = CARGO_RULES.iter().flat_map(|rule| rule(&tree, &metadata));
    let mut found: Vec<Complaint> = of_files.chain(of_cargo).collect();
    found.sort();
    Ok(found)
}

fn cargo_metadata(root: &Path) -> Result<Value, String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version=1",
            "--manifest-path",
        ])
        .arg(root.join("engine/Cargo.toml"))
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "cargo metadata: {}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))
}
