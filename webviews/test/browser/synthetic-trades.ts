// SYNTHETIC trades for tests and the bench, made along synthetic bars. They agree with those bars and with nothing else.
import type { TradeRecord } from "../../messages/trades.ts";
import type { NumberKey, TextKey, TradeSource } from "../../src/trades/model.ts";
import { randomFrom, type Bars } from "./synthetic-market.ts";

const CAPITAL = 100_000;
const QUANTITY = 100;
const FEES = 0.8;

/** Trades spread evenly over the bars; the last one is still open. */
export function tradesAlong(bars: Bars, count: number, seed: number): readonly TradeRecord[] {
  const random = randomFrom(seed);
  const room = Math.max(2, Math.floor(bars.count / Math.max(1, count)));
  const made: TradeRecord[] = [];
  let sum = 0;
  for (let at = 0; at < count; at += 1) {
    const begin = Math.floor((at * (bars.count - 2)) / count);
    const entry = begin + Math.floor(random() * room * 0.3);
    const held = Math.max(1, Math.floor(random() * room * 0.6));
    const trade = tradeOf(bars, at, entry, Math.min(bars.count - 1, entry + held), random());
    const isOpen = at === count - 1;
    sum += trade.profit;
    made.push({
      ...trade,
      ...(isOpen ? { exitTimeUs: null, exitId: null, exitStatement: null, exitReason: null } : {}),
      cumulativeProfit: sum,
      cumulativeProfitPct: (100 * sum) / CAPITAL,
    });
  }
  return made;
}

function tradeOf(bars: Bars, at: number, entry: number, exit: number, chance: number): TradeRecord {
  const isLong = chance < 0.6;
  const isStop = chance < 0.3;
  const entryPrice = valueAt(bars.open, entry);
  const exitPrice = valueAt(bars.open, exit);
  const value = entryPrice * QUANTITY;
  const profit = (isLong ? 1 : -1) * (exitPrice - entryPrice) * QUANTITY - FEES;
  const { mfe, mae } = reachOf(bars, entry, exit, isLong);
  return {
    number: at + 1,
    side: isLong ? "long" : "short",
    entryTimeUs: valueAt(bars.openTimeUs, entry),
    entryPrice,
    entryId: isLong ? "cross up" : "cross down",
    entryStatement: 4,
    exitTimeUs: valueAt(bars.openTimeUs, exit),
    exitPrice,
    exitId: isStop ? "stop" : "take profit",
    exitStatement: 8,
    exitReason: isStop ? "stop" : "limit",
    quantity: QUANTITY,
    value,
    profit,
    profitPct: (100 * profit) / value,
    cumulativeProfit: null,
    cumulativeProfitPct: null,
    fees: FEES,
    mfe,
    mfePct: (100 * mfe) / value,
    mae,
    maePct: (100 * mae) / value,
    barsHeld: exit - entry,
    isAmbiguous: chance > 0.97,
  };
}

function valueAt(column: Float64Array<ArrayBuffer>, at: number): number {
  return column[at] ?? Number.NaN;
}

/** Largest gain and loss in money, from the extremes of the bars that were held. */
function reachOf(bars: Bars, from: number, to: number, isLong: boolean) {
  const lowest = bars.low.subarray(from, to).reduce((a, b) => Math.min(a, b), Infinity);
  const highest = bars.high.subarray(from, to).reduce((a, b) => Math.max(a, b), -Infinity);
  const begin = valueAt(bars.open, from);
  const up = (highest - begin) * QUANTITY;
  const down = (lowest - begin) * QUANTITY;
  return {
    mfe: Math.max(0, isLong ? up : -down),
    mae: Math.min(0, isLong ? down : -up),
  };
}

/** Records as the model reads them. */
export function sourceOf(trades: readonly TradeRecord[]): TradeSource {
  const valueOf = (key: NumberKey, row: number): number => {
    const value = trades[row]?.[key];
    if (value === null || value === undefined) return Number.NaN;
    return Number(value);
  };
  const textOf = (key: TextKey, row: number): string | null => trades[row]?.[key] ?? null;
  return { count: trades.length, numberAt: valueOf, textAt: textOf };
}

/** The value of any column as the naive twin in tests compares it. */
export function plainValue(trade: TradeRecord, key: keyof TradeRecord): string | number | null {
  const value = trade[key];
  if (typeof value === "boolean") return Number(value);
  return value;
}
