//! Imports files into a data home, for benches and for tests that end the process.
//!
//! `import_file HOME THREADS PATH… [symbol=X] [block=BYTES] [look]` prints one line of JSON a dataset.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program of its own: arguments, threads and the terminal are its business"
)]

use base::{Pool, Sequential};
use import::{
    Choices, ImportError, ImportRequest, Imported, Tuning, Unwatched, import_tuned, look,
};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{DiskFiles, GroupLimits, Store};

/// Threads that are made for each piece of work.
struct Threads(usize);

impl Pool for Threads {
    fn for_each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..self.0.min(count) {
                scope.spawn(|| {
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        if index >= count {
                            break;
                        }
                        work(index);
                    }
                });
            }
        });
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error} {:?} {:?}", error.help, error.causes);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), ImportError> {
    let [home, threads, rest @ ..] = arguments else {
        eprintln!("usage: import_file HOME THREADS PATH… [symbol=X] [block=BYTES] [look]");
        return Ok(());
    };
    let mut request = ImportRequest {
        paths: Vec::new(),
        choices: Choices::default(),
    };
    let mut tuning = Tuning::default();
    let mut is_look = false;
    for argument in rest {
        match argument.split_once('=') {
            Some(("symbol", symbol)) => request.choices.symbol = Some(symbol.to_owned()),
            Some(("block", bytes)) => tuning.block_bytes = bytes.parse().unwrap_or(1 << 20),
            _ if argument == "look" => is_look = true,
            _ => request.paths.push(PathBuf::from(argument)),
        }
    }
    if is_look {
        for found in look(&request)? {
            println!("{found:#?}");
        }
        return Ok(());
    }
    let store = Store::open(Path::new(home), Arc::new(DiskFiles), GroupLimits::default())?;
    let threads = threads.parse().unwrap_or(1);
    let pool: Box<dyn Pool> = if threads > 1 {
        Box::new(Threads(threads))
    } else {
        Box::new(Sequential)
    };
    for imported in import_tuned(&store, &*pool, &request, &Unwatched, tuning)? {
        println!("{}", line(&imported));
    }
    Ok(())
}

fn line(imported: &Imported) -> String {
    let accounting = &imported.accounting;
    let counts = |counts: &[store::RuleCount]| {
        let counts = counts
            .iter()
            .map(|count| format!("\"{}\":{}", count.rule, count.rows));
        counts.collect::<Vec<_>>().join(",")
    };
    format!(
        "{{\"dataset\":\"{}\",\"version\":{},\"new\":{},\"rows_in\":{},\"kept\":{},\"duplicates\":{},\"rejected\":{{{}}},\"flagged\":{{{}}},\"bytes_in\":{},\"bytes_stored\":{},\"csv_bytes\":{}}}",
        imported.dataset,
        imported.version,
        imported.is_new,
        accounting.rows_in,
        accounting.kept,
        accounting.duplicates,
        counts(&accounting.rejected),
        counts(&accounting.flagged),
        imported.bytes_in,
        imported.bytes_stored,
        imported.csv_bytes_equivalent
    )
}
