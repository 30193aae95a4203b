// What the report says and draws, computed from its data. Pure: no page, no clock.
import type { EquityBucket, ReportData, ReportTrade } from "../../messages/report.ts";
import { clockOf } from "../format/clock.ts";
import { figureText } from "../format/figure.ts";
import { fixed } from "../format/number.ts";
import { shortened } from "../parts/long-text.ts";

/** The run in one sentence, from the figures that are there. */
export function summarySentence(data: ReportData): string {
  const net = valueOf(data, "net_profit");
  const parts = [
    `${shortened(data.strategy)} on ${shortened(data.symbol, 40)} ${shortened(data.timeframe, 40)}${spanText(data)}`,
    net === null || data.tradeCount === 0
      ? null
      : `${resultWord(net)} ${figureText(Math.abs(net), "money", data.currency)}`,
    tradesText(data),
    drawdownText(data),
  ];
  const [subject, ...rest] = parts.filter((part) => part !== null);
  return `${subject ?? ""} ${rest.join(", ")}.`;
}

function resultWord(netProfit: number): string {
  return netProfit < 0 ? "lost" : "earned";
}

function spanText(data: ReportData): string {
  if (data.firstTimeUs === null || data.lastTimeUs === null) return "";
  const { day } = clockOf(data.timeZone);
  return `, ${day(data.firstTimeUs)} to ${day(data.lastTimeUs - 1)},`;
}

function tradesText(data: ReportData): string {
  if (data.tradeCount === 0) return "made no trade";
  // Closed trades are what is counted; one may still be open besides them.
  const closed = valueOf(data, "trade_count") ?? data.tradeCount;
  const winRate = valueOf(data, "win_rate_pct");
  const won = winRate === null ? "" : `, of which ${percent(winRate)} won`;
  return `made ${fixed(closed, 0)} ${closed === 1 ? "trade" : "trades"}${won}`;
}

function drawdownText(data: ReportData): string | null {
  const drawdown = valueOf(data, "max_drawdown_pct");
  if (drawdown === null || drawdown === 0) return null;
  return `and fell at worst ${percent(Math.abs(drawdown))} below its highest equity`;
}

/** On one line with its sign. */
function percent(value: number): string {
  return `${fixed(value, 1)}\u00a0%`;
}

function valueOf(data: ReportData, name: string): number | null {
  return data.figures.find((figure) => figure.name === name)?.value ?? null;
}

export interface DrawdownPoint {
  readonly timeUs: number;
  /** 0 at a new high, −25 a quarter below it. */
  readonly pct: number;
}

/** The fall of each slice's lowest equity below the highest equity before the slice. */
export function drawdownOf(
  buckets: readonly EquityBucket[],
  initialEquity: number,
): readonly DrawdownPoint[] {
  let peak = initialEquity;
  return buckets.map(({ timeUs, low, high }) => {
    const pct = peak > 0 ? Math.min(0, (low / peak - 1) * 100) : 0;
    peak = Math.max(peak, high);
    return { timeUs, pct };
  });
}

/** The picture in words, for those who do not see it. */
export function pictureSentence(data: ReportData): string {
  const first = data.equity[0];
  const last = data.equity.at(-1);
  if (first === undefined || last === undefined) return "There is no equity to draw.";
  const highest = data.equity.reduce((best, bucket) => (bucket.high > best.high ? bucket : best));
  const lowest = data.equity.reduce((worst, bucket) => (bucket.low < worst.low ? bucket : worst));
  const money = (value: number): string => figureText(value, "money", data.currency);
  const { day } = clockOf(data.timeZone);
  return (
    `Equity began at ${money(data.initialEquity)} and ended at ${money(last.last)}. ` +
    `It was highest, ${money(highest.high)}, on ${day(highest.timeUs)} and lowest, ${money(lowest.low)}, on ${day(lowest.timeUs)}.`
  );
}

export interface SplitRow {
  readonly name: string;
  readonly count: number;
  readonly wonPct: number | null;
  readonly profit: number;
  readonly averageProfit: number | null;
  readonly fees: number;
}

/** All closed trades, then long and short ones. */
export function splitOf(all: readonly ReportTrade[]): readonly SplitRow[] {
  const trades = all.filter((trade) => trade.exitTimeUs !== null);
  return [
    splitRow("All", trades),
    splitRow(
      "Long",
      trades.filter((trade) => trade.side === "long"),
    ),
    splitRow(
      "Short",
      trades.filter((trade) => trade.side === "short"),
    ),
  ];
}

function splitRow(name: string, trades: readonly ReportTrade[]): SplitRow {
  const count = trades.length;
  const won = trades.filter((trade) => trade.profit > 0).length;
  const profit = trades.reduce((sum, trade) => sum + trade.profit, 0);
  return {
    name,
    count,
    wonPct: count === 0 ? null : (100 * won) / count,
    profit,
    averageProfit: count === 0 ? null : profit / count,
    fees: trades.reduce((sum, trade) => sum + trade.fees, 0),
  };
}
