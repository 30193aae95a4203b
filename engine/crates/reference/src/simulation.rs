//! One run from the first bar of the data to the last of the period (docs/semantics/execution.md, 2).

use crate::bar::{self, Rows};
use crate::broker::Broker;
use crate::calls::Decision;
use crate::check;
use crate::evaluator::{ChartBar, Evaluator};
use crate::feed::{Feed, Touch};
use crate::journal::{Journal, Moment};
use base::{Phase, Stamp};
use events::{EquityPoint, EventSink, OrderState, OrderTransition, RunDigest, RunError, RunRecord};
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
    feed: &Feed,
    watched: &[NodeId],
) -> Result<Run, RunError> {
    let (bars, instrument) = (&feed.bars, &feed.instrument);
    let fixed = check::fixed_values(plan, settings, instrument)?;
    check::tick_size(plan, settings, instrument)?;
    let mut higher = vec![Vec::new()];
    for context in &plan.contexts()[1..] {
        let written = context.timeframe.as_deref().unwrap_or_default();
        higher.push(feed.context(written)?);
    }
    let mut evaluator = Evaluator::new(plan, fixed, higher)?;
    let rows = bar::rows(bars, settings)?;
    let digest = RunDigest::new(
        plan.hash(),
        &settings.hash(instrument.tick_size, instrument.point_value, instrument.lot),
        &feed.data_hash,
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
        one_bar(plan, feed, &mut evaluator, &mut broker, (row, &rows))?;
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
        ..record(broker, feed.closing(&bars[rows.last]), &rows)
    };
    Ok(Run {
        record,
        orders,
        columns,
    })
}

fn one_bar(
    plan: &Plan,
    feed: &Feed,
    evaluator: &mut Evaluator<'_>,
    broker: &mut Broker,
    (row, rows): (usize, &Rows),
) -> Result<(), RunError> {
    let bar = &feed.bars[row];
    let at = |time, phase| Moment {
        stamp: Stamp::new(time, phase),
        row,
        close_time: bar.close_time,
    };
    let inside = at(bar.open_time, Phase::Market);
    let decided = at(bar.close_time, feed.decides);
    let closing = feed.closing(bar);
    broker.fills_on_bar = 0;
    match feed.quotes_of(bar) {
        None => broker.trade_bar(bar, &inside),
        Some(quotes) => {
            for quote in quotes {
                broker.trade_point(Touch::of(quote), &at(quote.time, Phase::Market));
            }
        }
    }
    broker.check_limit()?;

    let figures = broker.ledger.figures(broker.ledger.mark(closing));
    let decision = Some((row - rows.first, figures));
    evaluator.advance(&ChartBar {
        bar: *bar,
        decision,
    })?;
    broker.apply(&Decision {
        plan,
        values: evaluator,
        moment: decided,
        close: bar.close,
        equity: figures.equity,
    });
    if broker.account.fills == FillTiming::ThisClose {
        broker.fill_market_orders(closing, &decided);
    }
    if row == rows.last && broker.account.close_at_end {
        broker.fills_on_bar = 0;
        match broker.account.profile {
            Profile::Native => broker.close_at_end(closing, &decided),
            Profile::BacktestingPy => broker.close_at_end(Touch::at(bar.open), &inside),
        }
    }
    broker.check_limit()?;
    let point = EquityPoint {
        time: bar.close_time,
        equity: broker.ledger.equity(broker.ledger.mark(closing)),
        position: broker.ledger.position(),
    };
    broker.journal.digest.equity(point.time, point.equity);
    broker.journal.equity.push(point);
    Ok(())
}

fn record(broker: Broker, closing: Touch, rows: &Rows) -> RunRecord {
    let mark = broker.ledger.mark(closing);
    let journal = broker.journal;
    let mut trades = journal.trades;
    trades.extend(broker.ledger.open_rows(mark));
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
        final_equity: broker.ledger.equity(mark),
        fees: journal.fees,
    }
}
