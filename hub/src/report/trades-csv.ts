// The trades as CSV, one row a trade, for other programs.
import type { TradeRow } from "@backtestr/client";

type Column = readonly [name: string, write: (trade: TradeRow, symbol: string) => string];

const COLUMNS: readonly Column[] = [
  ["number", (trade) => String(trade.number)],
  ["symbol", (_, symbol) => quoted(symbol)],
  ["side", (trade) => trade.side],
  ["quantity", (trade) => String(trade.quantity)],
  ["entry_time", (trade) => isoTime(trade.entryTimeUs)],
  ["entry_price", (trade) => String(trade.entryPrice)],
  ["entry_id", (trade) => quoted(trade.entryId)],
  ["exit_time", (trade) => (trade.exitTimeUs === null ? "" : isoTime(trade.exitTimeUs))],
  ["exit_price", (trade) => String(trade.exitPrice)],
  ["exit_id", (trade) => quoted(trade.exitId ?? "")],
  ["profit", (trade) => String(trade.profit)],
  ["profit_pct", (trade) => String(trade.profitPct)],
  ["fees", (trade) => String(trade.fees)],
  ["bars_held", (trade) => String(trade.barsHeld)],
  ["mae", (trade) => String(trade.mae)],
  ["mfe", (trade) => String(trade.mfe)],
];

/** A trade that is still open has no exit time and no exit id; its exit price is the last close. */
export function tradesCsv(trades: readonly TradeRow[], symbol: string): string {
  const head = COLUMNS.map(([name]) => name).join(",");
  const rows = trades.map((trade) => COLUMNS.map(([, write]) => write(trade, symbol)).join(","));
  return `${[head, ...rows].join("\n")}\n`;
}

/** ISO 8601 in UTC, whole seconds where that is exact. */
export function isoTime(timeUs: number): string {
  const text = new Date(Math.floor(timeUs / 1_000)).toISOString();
  const micros = ((timeUs % 1_000_000) + 1_000_000) % 1_000_000;
  return micros === 0
    ? text.replace(/\.\d+Z$/, "Z")
    : text.replace(/\.\d+Z$/, `.${String(micros).padStart(6, "0")}Z`);
}

/** Text is quoted where it must be; a leading sign that a spreadsheet would run as a formula is kept apart. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
