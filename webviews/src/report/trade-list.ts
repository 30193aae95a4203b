// Which trades are shown, and in what order. Pure.
import type { ReportTrade } from "../../messages/report.ts";

export const PAGE_ROWS = 100;

export type TradeFilter = "all" | "long" | "short" | "winners" | "losers" | "open";

/** Columns that can be sorted by; texts sort by letters, `null` comes last. */
export type TradeKey = Exclude<keyof ReportTrade, "entryLine" | "exitLine">;

export interface TradeOrder {
  readonly key: TradeKey;
  readonly isDescending: boolean;
}

export function tradesShown(
  trades: readonly ReportTrade[],
  filter: TradeFilter,
  order: TradeOrder,
): readonly ReportTrade[] {
  const kept = trades.filter((trade) => passes(trade, filter));
  const turn = order.isDescending ? -1 : 1;
  return kept.sort((a, b) => compared(a[order.key], b[order.key], turn) || a.number - b.number);
}

function passes(trade: ReportTrade, filter: TradeFilter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "long":
    case "short":
      return trade.side === filter;
    case "winners":
      return trade.profit > 0;
    case "losers":
      return trade.profit < 0;
    case "open":
      return trade.exitTimeUs === null;
  }
}

function compared(a: string | number | null, b: string | number | null, turn: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (a === b) return 0;
  return a < b ? -turn : turn;
}

export interface Page {
  readonly rows: readonly ReportTrade[];
  /** From 0. */
  readonly number: number;
  readonly count: number;
}

/** A page of the list; a number beyond the ends gives the nearest page. */
export function pageOf(trades: readonly ReportTrade[], number: number): Page {
  const count = Math.max(1, Math.ceil(trades.length / PAGE_ROWS));
  const within = Math.max(0, Math.min(number, count - 1));
  const rows = trades.slice(within * PAGE_ROWS, (within + 1) * PAGE_ROWS);
  return { rows, number: within, count };
}
