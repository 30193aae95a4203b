//! The command `conformance digest` on a plan file and a file of bars.
#![expect(
    clippy::disallowed_methods,
    reason = "a test of a command starts it and writes its files"
)]

use conformance::sma_reversal;
use serde_json::json;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

#[test]
fn digest_prints_one_digest_for_both_engines() {
    let case = sma_reversal(300);
    let bars = &case.market.bars;
    let mut csv = "time,open,high,low,close,volume\n".to_owned();
    for row in 0..bars.len() {
        let seconds = bars.open_time[row] / 1_000_000_000;
        let (open, high, low) = (bars.open[row], bars.high[row], bars.low[row]);
        let (close, volume) = (bars.close[row], bars.volume[row]);
        writeln!(csv, "{seconds},{open},{high},{low},{close},{volume}").expect("text grows");
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (plan, data) = (folder.join("reversal.plan"), folder.join("reversal.csv"));
    let whole = json!({ "plan": case.plan, "settings": case.settings });
    std::fs::write(&plan, whole.to_string()).expect("the folder can be written");
    std::fs::write(&data, csv).expect("the folder can be written");

    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .arg("digest")
        .arg(&plan)
        .arg("--data")
        .arg(&data)
        .output()
        .expect("the command starts");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let digests: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split("  ").next())
        .collect();
    assert_eq!(digests.len(), 2);
    assert_eq!(digests[0], digests[1]);
    assert_eq!(digests[0].len(), 64);
}
