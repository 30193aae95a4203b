//! The project's own chores: `tidy` holds the shape of the repository, `codegen` writes what is made
//! from the protocol, `sample-data` the synthetic data. Only finds the command.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a tool for the checkout: it reads files and talks to a terminal"
)]

mod codegen;
mod sample_data;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo run -p xtask -- tidy|codegen [--check]|sample-data [--check]";

/// The root of the checkout: three folders above this crate. Asked at run time, because two checkouts
/// may share a build folder and then run each other's program.
fn root() -> PathBuf {
    let stated = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let crate_folder = stated.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    crate_folder
        .ancestors()
        .nth(3)
        .map_or_else(|| crate_folder.clone(), Path::to_path_buf)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["tidy"] => tidy::command(&root()),
        ["codegen"] => codegen::command(&root(), codegen::Mode::Write),
        ["codegen", "--check"] => codegen::command(&root(), codegen::Mode::Check),
        ["sample-data"] => sample_data::command(&root(), sample_data::Mode::Write),
        ["sample-data", "--check"] => sample_data::command(&root(), sample_data::Mode::Check),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}
