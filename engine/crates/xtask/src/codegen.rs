//! `codegen [--check]`: writes, or compares, every file that is made from the protocol crate: the
//! TypeScript module, the schema hash, the golden frames and the examples of docs/protocol.md.

mod examples;
mod golden;
mod golden_data_replies;
mod golden_data_requests;
mod golden_plan;
mod golden_replies;
mod golden_requests;
mod module;
mod outputs;
mod print;
mod schema;
mod shape;

use outputs::Output;
use std::path::Path;
use std::process::ExitCode;

const REMEDY: &str = "run `npm run codegen` and commit what it writes";

/// What to do about files that differ from what would be generated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Check,
}

/// Writes or compares the generated files below `root`.
pub(crate) fn command(root: &Path, mode: Mode) -> ExitCode {
    match stale_files(root, mode) {
        Ok(stale) => report(&stale, mode),
        Err(problem) => {
            eprintln!("codegen: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn report(stale: &[String], mode: Mode) -> ExitCode {
    let verb = if mode == Mode::Write {
        "wrote"
    } else {
        "is not current:"
    };
    for path in stale {
        eprintln!("codegen: {verb} {path}");
    }
    if stale.is_empty() || mode == Mode::Write {
        return ExitCode::SUCCESS;
    }
    eprintln!("codegen: {REMEDY}");
    ExitCode::FAILURE
}

/// Paths of the files that differ; in write mode they are current afterwards.
fn stale_files(root: &Path, mode: Mode) -> Result<Vec<String>, String> {
    let mut outputs = generated(root)?;
    outputs.extend(outputs::leftovers(root, &outputs)?);
    let stale: Vec<Output> = outputs
        .into_iter()
        .filter(|output| output.is_stale(root))
        .collect();
    if mode == Mode::Write {
        for output in &stale {
            output.write(root)?;
        }
    }
    Ok(stale.into_iter().map(|output| output.path).collect())
}

/// Everything that is generated, with its bytes.
fn generated(root: &Path) -> Result<Vec<Output>, String> {
    let schema = schema::Definitions::of_protocol();
    let hash = schema.hash();
    let frames = golden::frames()?;
    let mut outputs = vec![
        Output::text(
            "engine/client/src/generated/protocol.ts",
            module::typescript(&schema, &hash)?,
        ),
        Output::text(
            "engine/crates/protocol/src/schema_hash.rs",
            module::rust_hash(&hash),
        ),
        Output::text(examples::PAGE, examples::page(root, &schema, &frames)?),
    ];
    outputs.extend(frames.iter().flat_map(golden::Frame::files));
    Ok(outputs)
}
