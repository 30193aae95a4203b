// The sample on quotes once more, row by row in the plainest form, straight from the words of its text
// and docs/semantics/ticks.md. Shares no code with the product.
import { readFileSync } from "node:fs";

interface Quote {
  readonly ms: number;
  readonly bid: number;
  readonly ask: number;
}

interface Bar {
  /** End of its interval, milliseconds. */
  readonly endMs: number;
  readonly close: number;
  readonly spread: number;
  /** The number of quotes up to and with its last. */
  readonly rows: number;
}

export interface NaiveResult {
  readonly quotes: number;
  readonly bars: number;
  readonly entries: number;
  readonly trades: number;
  readonly finalEquity: number;
}

const HOUR_MS = 3_600_000;
const [CAPITAL, CONTRACTS, TICK] = [10_000, 20_000, 0.00001];
const [LENGTH, LOSS, PROFIT, HOURS, SPREAD_MAX] = [12, 80, 160, 6, 0.00012];

/** Rows that can be quotes, in the order of time; rows far older than the newest before them are strays. */
function quotesIn(file: string): readonly Quote[] {
  const quotes: Quote[] = [];
  let newestMs = -Infinity;
  for (const line of readFileSync(file, "utf8").trimEnd().split("\n").slice(1)) {
    const cells = line.split(",");
    const [ms = NaN, bid = NaN, ask = NaN] = cells.map(Number);
    const isQuote = cells.length === 5 && bid > 0 && ask > 0 && ms > newestMs - HOUR_MS;
    if (!isQuote) continue;
    newestMs = Math.max(newestMs, ms);
    quotes.push({ ms, bid, ask });
  }
  return quotes.sort((a, b) => a.ms - b.ms);
}

/** One bar for each interval that holds a quote, of bids. */
function barsOf(quotes: readonly Quote[], lengthMs: number): readonly Bar[] {
  const bars: Bar[] = [];
  for (const [at, { ms, bid, ask }] of quotes.entries()) {
    const endMs = (Math.floor(ms / lengthMs) + 1) * lengthMs;
    if (bars.at(-1)?.endMs === endMs) bars.pop();
    bars.push({ endMs, close: bid, spread: ask - bid, rows: at + 1 });
  }
  return bars;
}

/** The mean of the closes of `length` bars up to and with that one; NaN where there are fewer. */
function mean(bars: readonly Bar[], at: number, length: number): number {
  if (at + 1 < length) return NaN;
  const closes = bars.slice(at + 1 - length, at + 1).map(({ close }) => close);
  return closes.reduce((sum, close) => sum + close, 0) / length;
}

function wantsLong(bars: readonly Bar[], at: number, hours: readonly Bar[]): boolean {
  const bar = bars[at];
  const before = bars[at - 1];
  if (bar === undefined || before === undefined) return false;
  const hour = hours.findLastIndex(({ endMs }) => endMs <= bar.endMs);
  const hourIsUp = (hours[hour]?.close ?? NaN) > mean(hours, hour, HOURS);
  const isCrossing =
    bar.close > mean(bars, at, LENGTH) && before.close <= mean(bars, at - 1, LENGTH);
  return hourIsUp && bar.spread < SPREAD_MAX && isCrossing;
}

interface Ledger {
  cash: number;
  entries: number;
  trades: number;
  /** Price of the open trade. */
  entry: number | null;
  isOrdered: boolean;
}

/** What happens at a quote: an order of the bar before fills, then the bracket may, from that quote on. */
function meet(ledger: Ledger, { bid, ask }: Quote): void {
  if (ledger.isOrdered) {
    ledger.entry = ask;
    ledger.entries += 1;
    ledger.isOrdered = false;
  }
  const { entry } = ledger;
  if (entry === null || (bid > entry - LOSS * TICK && bid < entry + PROFIT * TICK)) return;
  ledger.cash += (bid - entry) * CONTRACTS;
  ledger.trades += 1;
  ledger.entry = null;
}

export function naiveSample(file: string): NaiveResult {
  const quotes = quotesIn(file);
  const bars = barsOf(quotes, HOUR_MS / 4);
  const hours = barsOf(quotes, HOUR_MS);
  const ledger: Ledger = { cash: CAPITAL, entries: 0, trades: 0, entry: null, isOrdered: false };
  let row = 0;
  for (const [at, bar] of bars.entries()) {
    for (const quote of quotes.slice(row, bar.rows)) meet(ledger, quote);
    row = bar.rows;
    ledger.isOrdered = ledger.entry === null && wantsLong(bars, at, hours);
  }
  const { cash, entries, trades, entry } = ledger;
  const last = quotes.at(-1)?.bid ?? NaN;
  const finalEquity = entry === null ? cash : cash + (last - entry) * CONTRACTS;
  return { quotes: quotes.length, bars: bars.length, entries, trades, finalEquity };
}
