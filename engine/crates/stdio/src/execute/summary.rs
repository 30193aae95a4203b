//! What a run answers: figures, equity in few points, findings, and the hashes that name it.

use super::{Input, hex, rows};
use events::RunRecord;
use market::Bars;
use plan::Plan;
use protocol::RunSummary;
use stats::Figure;

const EQUITY_BUCKETS_MAX: usize = 2_000;
const NANOS_PER_MICRO: i64 = 1_000;

/// What a summary is made of.
pub(crate) struct Parts<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) rules: &'a plan::RunSettings,
    pub(crate) input: &'a Input,
    pub(crate) bars: &'a Bars,
    pub(crate) record: &'a RunRecord,
    pub(crate) figures: &'a [Figure],
    pub(crate) seconds: f64,
    pub(crate) load_seconds: f64,
}

/// The summary, not yet numbered.
pub(crate) fn summary(parts: &Parts<'_>) -> RunSummary {
    let Parts {
        plan,
        rules,
        input,
        bars,
        record,
        ..
    } = parts;
    let instrument = input.instrument();
    let rows = rows(record);
    let micros = |time: i64| time.div_euclid(NANOS_PER_MICRO);
    let settings_hash = rules.hash(instrument.tick_size, instrument.point_value, instrument.lot);
    RunSummary {
        run: 0,
        digest: hex(&record.digest),
        plan_hash: hex(plan.hash()),
        settings_hash: hex(&settings_hash),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        chart: input.chart_name(),
        bars: count(rows.len()),
        warmup_bars: record.first_row,
        first_time_us: bars.open_time.get(rows.start).copied().map(micros),
        last_time_us: bars.close_time.get(rows.end - 1).copied().map(micros),
        seconds: parts.seconds,
        load_seconds: parts.load_seconds,
        figures: wire::figures(parts.figures),
        equity: wire::equity_buckets(&record.equity, EQUITY_BUCKETS_MAX),
        trade_count: count(record.trades.len()),
        findings: wire::findings(record),
        intrabar: match rules.account.intrabar {
            plan::Intrabar::OhlcPath => protocol::Intrabar::OhlcPath,
            plan::Intrabar::Ticks => protocol::Intrabar::Ticks,
        },
        data: input.report.clone(),
    }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
