// Answers the chart panel's questions about a run: candles, plots, trades, equity of a window.
import type { Answer, Failure, Requests } from "@backtestr/hub";
import {
  PLOTS_MAX,
  WINDOW_TRADES_MAX,
  type ChartPlot,
  type ChartToPanel,
  type ChartTrade,
  type WindowRequest,
} from "@backtestr/webviews/messages/chart";
import type { PanelStatus } from "@backtestr/webviews/messages/panel";
import { numbersOf, timesUsOf } from "./columns.ts";
import { equityWindow } from "./equity-window.ts";
import type { RunResult } from "./results.ts";
import type { ColumnCache } from "./run-columns.ts";
import { sentenceOf } from "./sentence.ts";
import { RUN } from "./situation.ts";

const EQUITY_BUCKETS_MAX = 2_000;
/** A plot whose values lie within this many times the window's price range of it belongs on the candles. */
const NEAR_PRICES = 1;

type Window = Extract<ChartToPanel, { readonly type: "window" }>;
type WindowFailed = Extract<ChartToPanel, { readonly type: "windowFailed" }>;

export async function chartWindow(
  client: Requests,
  columns: ColumnCache,
  result: RunResult,
  request: WindowRequest,
): Promise<Window | WindowFailed> {
  const { id, timeframe, fromUs, toUs, candlesMax } = request;
  const isChart = timeframe === result.summary.chart;
  const asked = { run: result.run, fromUs, toUs, candlesMax };
  const [bars, plots, pulled] = await Promise.all([
    client.request("run.window", { ...asked, timeframe: isChart ? null : timeframe }),
    isChart ? plotsOf(client, asked) : { ok: true as const, value: NO_PLOTS },
    columns.of(result),
  ]);
  if (!bars.ok) return failed(id, bars.error);
  if (!plots.ok) return failed(id, plots.error);
  if (!pulled.ok) return failed(id, pulled.error);
  const { reply } = bars;
  const [low, high] = [numbersOf(reply.low), numbersOf(reply.high)];
  const near = priceBand(low, high);
  const trades = tradesWithin(pulled.value.trades, fromUs, toUs);
  return {
    type: "window",
    id,
    timeframe,
    openTimeUs: timesUsOf(reply.openTime),
    closeTimeUs: timesUsOf(reply.closeTime),
    open: numbersOf(reply.open),
    high,
    low,
    close: numbersOf(reply.close),
    volume: numbersOf(reply.volume),
    barsPerCandle: reply.barsPerCandle,
    firstBar: reply.firstBar,
    barCount: reply.totalBars,
    isLastForming: reply.isLastForming,
    plots: plots.value.drawn.map((plot) => ({ ...plot, isOnPrice: liesWithin(plot.values, near) })),
    plotCount: plots.value.count,
    trades: trades.length > WINDOW_TRADES_MAX ? [] : trades,
    tradeCount: trades.length,
    equity: equityWindow(pulled.value, fromUs, toUs, EQUITY_BUCKETS_MAX),
  };
}

function failed(id: number, error: Failure): WindowFailed {
  const remedies = error.code === "unknown_run" ? [RUN] : [];
  return { type: "windowFailed", id, sentence: sentenceOf(error), remedies };
}

/** The panel's words when not even the timeframes of a run are to be had. */
export function chartFailed(error: Failure): PanelStatus {
  return { kind: "failed", sentence: sentenceOf(error), remedies: [RUN] };
}

interface Plots {
  /** As many as the page takes. */
  readonly drawn: readonly ChartPlot[];
  /** How many there are. */
  readonly count: number;
}

const NO_PLOTS: Plots = { drawn: [], count: 0 };

async function plotsOf(
  client: Requests,
  asked: {
    readonly run: number;
    readonly fromUs: number | null;
    readonly toUs: number | null;
    readonly candlesMax: number;
  },
): Promise<Answer<Plots>> {
  const drawn: ChartPlot[] = [];
  let count = 0;
  const pulled = await client.request("run.plots", asked, {
    onChunk: ({ plot }) => {
      count += 1;
      if (drawn.length === PLOTS_MAX) return;
      const { statement, title } = plot;
      drawn.push({
        title,
        color: null,
        isOnPrice: false,
        statement,
        values: numbersOf(plot.values),
      });
    },
  });
  return pulled.ok ? { ok: true, value: { drawn, count } } : pulled;
}

/** Prices of a window, widened by its range to both sides. */
function priceBand(low: Float64Array, high: Float64Array): readonly [number, number] {
  const least = low.reduce((a, b) => Math.min(a, b), Infinity);
  const most = high.reduce((a, b) => Math.max(a, b), -Infinity);
  const margin = NEAR_PRICES * (most - least);
  return [least - margin, most + margin];
}

function liesWithin(values: Float64Array, [least, most]: readonly [number, number]): boolean {
  return values.every((value) => Number.isNaN(value) || (value >= least && value <= most));
}

/** Trades that are open at any time inside the window. */
function tradesWithin(
  trades: readonly ChartTrade[],
  fromUs: number | null,
  toUs: number | null,
): ChartTrade[] {
  return trades
    .filter(
      ({ entryTimeUs, exitTimeUs }) =>
        (toUs === null || entryTimeUs < toUs) &&
        (fromUs === null || exitTimeUs === null || exitTimeUs >= fromUs),
    )
    .map(chartTrade);
}

/** What the chart draws of a trade. */
export function chartTrade(trade: ChartTrade): ChartTrade {
  return {
    number: trade.number,
    side: trade.side,
    quantity: trade.quantity,
    entryTimeUs: trade.entryTimeUs,
    entryPrice: trade.entryPrice,
    entryStatement: trade.entryStatement,
    exitTimeUs: trade.exitTimeUs,
    exitPrice: trade.exitPrice,
    exitStatement: trade.exitStatement,
    profit: trade.profit,
  };
}
