//! Laws of runs on quotes: the past does not know the future, weeks are alike, money is linear, and
//! quotes read as bars are bars.

use conformance::{
    Case, Data, Engine, FULL_SIZE, Fast, Random, Twin, cut, disagreement, random_quote_case,
    readable,
};
use events::RunRecord;
use market::MemoryBars;
use protocol::{Commission, Intrabar, Operation, Series, Sizing, Statement};

/// Two weeks: whole days, weeks and pairs of days.
const SHIFT_SECONDS: i64 = 14 * 86_400;

fn run(engine: &dyn Engine, case: &Case) -> Option<RunRecord> {
    let prepared = case.prepare().expect("the case is valid");
    engine.run(&prepared).ok()
}

fn engine_of(seed: u64) -> &'static dyn Engine {
    const FAST: Fast = Fast::new(64, false);
    if seed.is_multiple_of(2) { &Twin } else { &FAST }
}

/// What happened on the chart's bars before one of them.
fn past(run: &RunRecord, row: u32) -> String {
    let fills: Vec<_> = run.fills.iter().filter(|fill| fill.row < row).collect();
    let is_past = |exit: &events::TradeExit| exit.row < row;
    let trades: Vec<_> = run
        .trades
        .iter()
        .filter(|trade| trade.exit.as_ref().is_some_and(is_past))
        .collect();
    let points = row.saturating_sub(run.first_row) as usize;
    let equity = &run.equity[..points.min(run.equity.len())];
    format!("{fills:?}\n{trades:?}\n{equity:?}")
}

#[test]
fn cutting_the_quotes_leaves_the_past_unchanged() {
    let mut random = Random::new(7);
    let mut compared = 0;
    for seed in 0..100 {
        let case = random_quote_case(seed, FULL_SIZE);
        let Some(whole) = run(engine_of(seed), &case) else {
            continue;
        };
        for _ in 0..60 {
            let rows = random.between(2, case.rows());
            let mut shorter = case.clone();
            cut(&mut shorter, rows);
            let Some(part) = run(engine_of(seed), &shorter) else {
                continue;
            };
            // The last bar may be cut apart, and `close_at_end` may act on it.
            let last = part.first_row + part.equity.len() as u32 - 1;
            let what = format!("{} cut to {rows} quotes", case.name);
            assert_eq!(past(&whole, last), past(&part, last), "{what}");
            compared += 1;
        }
    }
    assert!(compared > 4_000, "only {compared} cuts could be compared");
}

fn uses(case: &Case, wanted: impl Fn(&Operation) -> bool) -> bool {
    case.plan.nodes.iter().any(|node| wanted(&node.operation))
}

/// Moves a case by whole weeks.
fn shifted(case: &Case) -> Case {
    let mut later = case.clone();
    let block = &mut later.quotes.as_mut().expect("it is on quotes").block;
    let units = SHIFT_SECONDS * 1_000_000_000 / block.scale.unit.nanos();
    block.time.iter_mut().for_each(|time| *time += units);
    if let Some(period) = &mut later.settings.period {
        for edge in [&mut period.from_us, &mut period.to_us] {
            *edge = edge.map(|time| time + SHIFT_SECONDS * 1_000_000);
        }
    }
    later
}

/// Everything but times of a run, and its times moved by so many seconds.
fn told(run: &RunRecord, seconds: i64) -> String {
    let mut run = run.clone();
    let nanos = seconds * 1_000_000_000;
    run.digest = [0; 32];
    run.fills
        .iter_mut()
        .for_each(|fill| fill.stamp.time += nanos);
    run.equity.iter_mut().for_each(|point| point.time += nanos);
    run.findings
        .iter_mut()
        .for_each(|finding| finding.first_time += nanos);
    for trade in &mut run.trades {
        trade.entry_time += nanos;
        trade.exit.iter_mut().for_each(|exit| exit.time += nanos);
    }
    format!("{run:?}")
}

#[test]
fn whole_weeks_later_the_trades_are_the_same() {
    let knows_time = |operation: &Operation| {
        matches!(
            operation,
            Operation::Series {
                series: Series::Time | Series::TimeClose
            }
        )
    };
    let mut compared = 0;
    for seed in 0..300 {
        let mut case = random_quote_case(seed, FULL_SIZE);
        case.market.instrument.zone = base::Zone::utc();
        let contexts = &mut case.plan.contexts.iter();
        let has_months = contexts.any(|context| context.timeframe.as_deref() == Some("1mo"));
        if has_months || uses(&case, knows_time) {
            continue;
        }
        let (now, later) = (
            run(engine_of(seed), &case),
            run(engine_of(seed), &shifted(&case)),
        );
        let now = now.map(|run| told(&run, SHIFT_SECONDS));
        assert_eq!(now, later.map(|run| told(&run, 0)), "{}", case.name);
        compared += 1;
    }
    assert!(compared > 150, "only {compared} cases could be compared");
}

/// The case with twice the money: capital, sizes and fees by amount.
fn doubled(case: &Case) -> Case {
    let mut rich = case.clone();
    let account = &mut rich.settings.account;
    account.capital *= 2.0;
    match &mut account.size {
        Sizing::Contracts { quantity } => *quantity *= 2.0,
        Sizing::Cash { amount } => *amount *= 2.0,
        Sizing::Equity { .. } => {}
    }
    for fee in &mut account.commission {
        if let Commission::Order { amount } = fee {
            *amount *= 2.0;
        }
    }
    rich
}

fn without_quantities(case: &mut Case) {
    for statement in &mut case.plan.statements {
        match statement {
            Statement::Entry { quantity, .. }
            | Statement::Order { quantity, .. }
            | Statement::Exit { quantity, .. }
            | Statement::Close { quantity, .. } => *quantity = None,
            _ => {}
        }
    }
}

#[test]
fn twice_the_money_and_the_size_is_twice_the_profit() {
    let mut trades = 0;
    for seed in 0..400 {
        let mut case = random_quote_case(seed, FULL_SIZE);
        case.market.instrument.lot = None;
        case.settings.account.profile = protocol::Profile::Native;
        without_quantities(&mut case);
        if uses(&case, |operation| {
            matches!(operation, Operation::Account { .. })
        }) {
            continue;
        }
        let (one, two) = (
            run(engine_of(seed), &case),
            run(engine_of(seed), &doubled(&case)),
        );
        let (Some(one), Some(two)) = (one, two) else {
            continue;
        };
        assert_eq!(one.trades.len(), two.trades.len(), "{}", case.name);
        for (one, two) in one.trades.iter().zip(&two.trades) {
            let twice = |value: f64| value * 2.0;
            let of_one = [one.quantity, one.profit, one.fees, one.mae, one.mfe].map(twice);
            let of_two = [two.quantity, two.profit, two.fees, two.mae, two.mfe];
            assert_eq!(of_one, of_two, "{}", case.name);
        }
        assert_eq!(one.final_equity * 2.0, two.final_equity, "{}", case.name);
        trades += one.trades.len();
    }
    assert!(trades > 1_000, "only {trades} trades could be compared");
}

/// With `ohlc_path`, the bars of a chart are as good as bars that were read.
#[test]
fn quotes_read_as_bars_are_bars() {
    let mut compared = 0;
    for seed in 0..400 {
        let mut case = random_quote_case(seed, FULL_SIZE);
        case.settings.account.intrabar = Some(Intrabar::OhlcPath);
        for node in &mut case.plan.nodes {
            if let Operation::Series { series } = &mut node.operation {
                *series = without_touch(*series);
            }
        }
        let prepared = case.prepare().expect("the case is valid");
        let Data::Quotes(quotes) = &prepared.data else {
            continue;
        };
        let has_others = case.plan.contexts.len() > 1;
        let Ok(on_quotes) = Twin.run(&prepared).map(|run| told(&run, 0)) else {
            continue;
        };
        if has_others {
            continue;
        }
        let chart = backtest::tick_chart(&prepared.plan, &quotes.quotes()).expect("a chart");
        let source = MemoryBars::new(case.market.instrument.clone(), chart.bars().clone())
            .expect("the bars keep their invariants");
        let on_bars = reference::run(&prepared.plan, &prepared.settings, &source);
        let on_bars = on_bars.expect("the bars run as the quotes do");
        assert_eq!(on_quotes, told(&on_bars, 0), "{}", readable(&case));
        assert_eq!(disagreement(&prepared), None, "{}", readable(&case));
        compared += 1;
    }
    assert!(compared > 80, "only {compared} cases could be compared");
}

/// Bars that were read have no touch.
fn without_touch(series: Series) -> Series {
    match series {
        Series::Bid | Series::Ask => Series::Close,
        Series::BidSize | Series::AskSize => Series::Volume,
        other => other,
    }
}
