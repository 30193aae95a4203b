// What order lines have done over a run: trades that a line opened or closed, and their profit. How many
// orders a line placed is not told: the engine counts orders over the whole run only.
import type { TradeRow } from "@backtestr/hub";
import { wholeMoney } from "./numbers.ts";
import { lineAt, lineStarts } from "./line-values.ts";
import type { CompiledStrategy } from "./strategy.ts";

export interface OrderLine {
  /** From 0. */
  readonly line: number;
  readonly entries: number;
  readonly exits: number;
  readonly profit: number;
}

type Does = CompiledStrategy["plan"]["statements"][number]["does"];

const PLACES_ORDERS: ReadonlySet<Does> = new Set(["entry", "order", "exit", "close", "closeAll"]);

export function orderLines(
  compiled: CompiledStrategy,
  trades: readonly TradeRow[],
): readonly OrderLine[] {
  const starts = lineStarts(compiled.text);
  const lines = new Map<number, { entries: number; exits: number; profit: number }>();
  const at = (statement: number) => {
    const line = lineAt(starts, compiled.places.statements[statement]?.start ?? 0);
    const there = lines.get(line) ?? { entries: 0, exits: 0, profit: 0 };
    lines.set(line, there);
    return there;
  };
  // A line whose orders never filled says so.
  for (const [statement, { does }] of compiled.plan.statements.entries()) {
    if (PLACES_ORDERS.has(does)) at(statement);
  }
  for (const trade of trades) {
    const entry = at(trade.entryStatement);
    entry.entries += 1;
    entry.profit += trade.profit;
    if (trade.exitStatement === null) continue;
    const exit = at(trade.exitStatement);
    exit.exits += 1;
    if (exit !== entry) exit.profit += trade.profit;
  }
  return [...lines].map(([line, counts]) => ({ line, ...counts })).sort((a, b) => a.line - b.line);
}

export function isFilled({ entries, exits }: OrderLine): boolean {
  return entries + exits > 0;
}

export function orderText(line: OrderLine): string {
  if (!isFilled(line)) return "no fill";
  const { entries, exits, profit } = line;
  const parts = [
    ...(entries > 0 ? [`${entries.toLocaleString("en-US")} entered`] : []),
    ...(exits > 0 ? [`${exits.toLocaleString("en-US")} exited`] : []),
  ];
  return `${parts.join(", ")}, profit ${wholeMoney(profit)}`;
}
