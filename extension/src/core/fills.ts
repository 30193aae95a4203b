// Fills of a run by their bars: which comes next, seen from a bar, and what happened there in words.
import type { TradeRow } from "@backtestr/hub";
import { shortNumber } from "./numbers.ts";

export type Direction = 1 | -1;

/** A fill that opened or closed a trade. */
export interface Fill {
  readonly kind: "entry" | "exit";
  readonly trade: TradeRow;
}

/** Bars with many fills are named by their first. */
const NAMED_MAX = 2;

/** The nearest bar after or before one that has a fill; null at the end of them. */
export function fillBar(
  trades: readonly TradeRow[],
  bar: number,
  direction: Direction,
): number | null {
  let nearest: number | null = null;
  for (const { entryBar, exitBar } of trades) {
    for (const at of [entryBar, exitBar]) {
      if (at === null || (at - bar) * direction <= 0) continue;
      if (nearest === null || (nearest - at) * direction > 0) nearest = at;
    }
  }
  return nearest;
}

/** Exits first, as the engine fills a reversal. */
export function fillsOn(trades: readonly TradeRow[], bar: number): readonly Fill[] {
  const exits = trades.filter(({ exitBar }) => exitBar === bar);
  const entries = trades.filter(({ entryBar }) => entryBar === bar);
  return [
    ...exits.map((trade): Fill => ({ kind: "exit", trade })),
    ...entries.map((trade): Fill => ({ kind: "entry", trade })),
  ];
}

/** `trade 12 long entered at 1.1023`, at most two of them. */
export function fillsText(fills: readonly Fill[]): string {
  const named = fills.slice(0, NAMED_MAX).map(({ kind, trade }) => {
    const { number, side, entryPrice, exitPrice } = trade;
    const [did, price] = kind === "entry" ? ["entered", entryPrice] : ["exited", exitPrice];
    return `trade ${number} ${side} ${did} at ${shortNumber(price)}`;
  });
  const rest = fills.length - named.length;
  return [...named, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

/** What is said when there is no fill in that direction. */
export function noFillText(trades: readonly TradeRow[], direction: Direction): string {
  if (trades.length === 0) return "The run has no fills: no order was filled.";
  const where = direction === 1 ? "after" : "before";
  return `There is no fill ${where} the selected bar.`;
}
