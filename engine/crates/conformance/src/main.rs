//! The command `conformance`: digests of one plan file from twin and fast path, or random cases.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for the checkout: it reads files and talks to a terminal"
)]

use conformance::{
    Case, Coverage, Engine, FULL_SIZE, Fast, Market, Twin, disagreement, random_case,
    random_quote_case, readable, shrink,
};
use protocol::{DataSource, RunSettings};
use serde_json::Value;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: conformance digest FILE.plan --data FILE.csv
       conformance random [--quotes] [--seed S] [--cases N] [--size N] [--show]
A plan file is {\"plan\": …, \"settings\": …}, both as they travel to the engine.";

type Outcome = Result<ExitCode, Box<dyn Error>>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match words.first().map(String::as_str) {
        Some("digest") => digest(&words[1..]),
        Some("random") => random(&words[1..]),
        _ => Err(USAGE.into()),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::FAILURE
    })
}

/// The word after a flag.
fn after<'a>(words: &'a [String], flag: &str) -> Option<&'a str> {
    let place = words.iter().position(|word| word == flag)?;
    words.get(place + 1).map(String::as_str)
}

fn digest(words: &[String]) -> Outcome {
    let (Some(file), Some(data)) = (words.first(), after(words, "--data")) else {
        return Err(USAGE.into());
    };
    let case = case_of_files(Path::new(file), Path::new(data))?;
    let prepared = case.prepare()?;
    for engine in [&Twin as &dyn Engine, &Fast::new(1_024, false)] {
        match engine.run(&prepared) {
            Ok(run) => println!("{}  {}", hexadecimal(&run.digest), engine.name()),
            Err(error) => println!("{}: {error}", engine.name()),
        }
    }
    match disagreement(&prepared) {
        None => Ok(ExitCode::SUCCESS),
        Some(difference) => Err(difference.into()),
    }
}

fn case_of_files(file: &Path, data: &Path) -> Result<Case, Box<dyn Error>> {
    let mut whole: Value = serde_json::from_slice(&std::fs::read(file)?)?;
    let plan = serde_json::from_value(whole["plan"].take())?;
    let settings: RunSettings = serde_json::from_value(whole["settings"].take())?;
    let DataSource::File { file: facts } = &settings.data else {
        return Err("The settings name a dataset; this command reads a file of bars.".into());
    };
    let numbers = wire::instrument_facts(&facts.instrument)?;
    let zone = base::Zone::new(&facts.zone)?;
    let options = import::BarsFileOptions {
        zone: zone.clone(),
        stamp: match facts.stamp {
            protocol::Stamp::Open => import::BarStamp::Open,
            protocol::Stamp::Close => import::BarStamp::Close,
        },
        timeframe: match &settings.chart {
            Some(chart) => Some(market::Timeframe::parse(chart)?),
            None => None,
        },
        instrument: market::Instrument {
            symbol: facts.instrument.symbol.clone(),
            tick_size: numbers.tick_size,
            point_value: numbers.point_value,
            lot: numbers.lot,
            zone,
        },
    };
    let read = import::read_bars_file(data, &options)?;
    Ok(Case {
        name: file.display().to_string(),
        plan,
        settings,
        market: Market {
            instrument: options.instrument,
            bars: read.bars.bars().clone(),
            minutes: 0,
        },
        quotes: None,
    })
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn random(words: &[String]) -> Outcome {
    let number = |flag: &str, otherwise: u64| match after(words, flag) {
        Some(word) => word.parse::<u64>(),
        None => Ok(otherwise),
    };
    let first = number("--seed", 0)?;
    let cases = number("--cases", 1)?;
    let size = number("--size", FULL_SIZE as u64)? as usize;
    let on_quotes = words.iter().any(|word| word == "--quotes");
    let (mut coverage, case_of): (_, fn(u64, usize) -> Case) = if on_quotes {
        (Coverage::on_quotes(), random_quote_case)
    } else {
        (Coverage::on_bars(), random_case)
    };
    for seed in first..first + cases {
        let case = case_of(seed, size);
        if words.iter().any(|word| word == "--show") {
            println!("{}", readable(&case));
        }
        let prepared = case.prepare()?;
        coverage.count_case(&prepared);
        if let Some(difference) = disagreement(&prepared) {
            let is_wrong = |case: &Case| {
                let prepared = case.prepare();
                prepared.is_ok_and(|prepared| disagreement(&prepared).is_some())
            };
            let small = readable(&shrink(&case, &is_wrong));
            return Err(format!("{}: {difference}\n{small}", case.name).into());
        }
    }
    print!("{coverage}");
    Ok(ExitCode::SUCCESS)
}
