//! One run from the first bar of the data to the last of the period (docs/semantics/execution.md, 2).

use crate::bar::{self, Bar, Rows};
use crate::broker::Broker;
use crate::calls::Decision;
use crate::check;
use crate::evaluator::{ChartBar, Evaluator};
use crate::higher;
use crate::journal::{Journal, Moment};
use base::{Phase, Stamp};
use events::{EquityPoint, EventSink, OrderState, OrderTransition, RunDigest, RunError, RunRecord};
use market::BlockSource;
use plan::{FillTiming, NodeId, Plan, Profile, RunSettings};

/// A finished run with all that it can tell.
pub(crate) struct Run {
    pub(crate) record: RunRecord,
    pub(crate) orders: Vec<OrderTransition>,
    /// Values of the watched nodes on the bars of the period.
    pub(crate) columns: Vec<Vec<f64>>,
}

/// Runs a plan and watches nodes.
pub(crate) fn simulate(
    plan: &Plan,
    settings: &RunSettings,
    source: &dyn BlockSource,
    watched: &[NodeId],
) -> Result<Run, RunError> {
    let bars = bar::read_all(source)?;
    let instrument = source.instrument();
    let fixed = check::fixed_values(plan, settings, instrument)?;
    check::tick_size(plan, settings, instrument)?;
    let mut higher = vec![Vec::new()];
    for context in &plan.contexts()[1..] {
        let written = context.timeframe.as_deref().unwrap_or_default();
        higher.push(higher::build(written, &instrument.zone, &bars)?);
    }
    let mut evaluator = Evaluator::new(plan, fixed, higher)?;
    let rows = bar::rows(&bars, settings)?;
    let digest = RunDigest::new(
        plan.hash(),
        &settings.hash(instrument.tick_size, instrument.point_value, instrument.lot),
        &source.content_hash(),
    );
    let mut broker = Broker::new(&settings.account, instrument, Journal::new(digest));
    let mut columns = vec![Vec::new(); watched.len()];
    for (row, bar) in bars.iter().enumerate().take(rows.last + 1).skip(rows.start) {
        if row < rows.first {
            evaluator.advance(&ChartBar {
                bar: *bar,
                decision: None,
            })?;
            continue;
        }
        one_bar(plan, &mut evaluator, &mut broker, (bar, row), &rows)?;
        for (column, node) in columns.iter_mut().zip(watched) {
            column.push(evaluator.value(*node));
        }
    }
    let orders = std::mem::take(&mut broker.journal.orders);
    let placed = orders
        .iter()
        .filter(|order| order.state == OrderState::Placed);
    let order_count = placed.count() as u32;
    let record = RunRecord {
        order_count,
        ..record(broker, &bars[rows.last], &rows)
    };
    Ok(Run {
        record,
        orders,
        columns,
    })
}

fn one_bar(
    plan: &Plan,
    evaluator: &mut Evaluator<'_>,
    broker: &mut Broker,
    (bar, row): (&Bar, usize),
    rows: &Rows,
) -> Result<(), RunError> {
    let at = |time, phase| Moment {
        stamp: Stamp::new(time, phase),
        row,
        close_time: bar.close_time,
    };
    let inside = at(bar.open_time, Phase::Market);
    let closing = at(bar.close_time, Phase::Decision);
    broker.fills_on_bar = 0;
    broker.trade_bar(bar, &inside);
    broker.check_limit()?;

    let figures = broker.ledger.figures(bar.close);
    let decision = Some((row - rows.first, figures));
    evaluator.advance(&ChartBar {
        bar: *bar,
        decision,
    })?;
    broker.apply(&Decision {
        plan,
        values: evaluator,
        moment: closing,
        close: bar.close,
        equity: figures.equity,
    });
    if broker.account.fills == FillTiming::ThisClose {
        broker.fill_market_orders(bar.close, &closing);
    }
    if row == rows.last && broker.account.close_at_end {
        broker.fills_on_bar = 0;
        match broker.account.profile {
            Profile::Native => broker.close_at_end(bar.close, &closing),
            Profile::BacktestingPy => broker.close_at_end(bar.open, &inside),
        }
    }
    broker.check_limit()?;
    let point = EquityPoint {
        time: bar.close_time,
        equity: broker.ledger.equity(bar.close),
        position: broker.ledger.position(),
    };
    broker.journal.digest.equity(point.time, point.equity);
    broker.journal.equity.push(point);
    Ok(())
}

fn record(broker: Broker, last: &Bar, rows: &Rows) -> RunRecord {
    let journal = broker.journal;
    let mut trades = journal.trades;
    trades.extend(broker.ledger.open_rows(last.close));
    let mut findings = journal.findings;
    findings.sort_by_key(|finding| (finding.statement, finding.kind));
    RunRecord {
        digest: journal.digest.finish(),
        first_row: rows.first as u32,
        equity: journal.equity,
        fills: journal.fills,
        trades,
        findings,
        order_count: 0,
        ambiguous_bars: journal.ambiguous_rows.len() as u32,
        path_fills: journal.path_fills,
        final_equity: broker.ledger.equity(last.close),
        fees: journal.fees,
    }
}
