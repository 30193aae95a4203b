// Two runs side by side: parameters, figures, and the first trade that differs. Words for every face.
import path from "node:path";
import type { SavedRunInfo, TradeRow } from "@backtestr/client";
import { factOf, parametersIn } from "../runs/saved-runs.ts";
import { reportFigures } from "./assemble.ts";
import { figureParts } from "./numbers.ts";
import { printable } from "./printable.ts";
import { aligned } from "./table.ts";
import { isoTime } from "./trades-csv.ts";

/** What is compared of a run, saved or not. */
export interface ComparedRun {
  /** Heads its column. */
  readonly name: string;
  readonly strategy: string;
  /** By name, as text. */
  readonly parameters: readonly (readonly [string, string])[];
  readonly figures: readonly { readonly name: string; readonly value: number | null }[];
  readonly currency: string;
  readonly digest: string;
}

/** Trades from the same place in both lists; one is null where a list has ended. */
export interface TradeDifference {
  readonly left: TradeRow | null;
  readonly right: TradeRow | null;
}

export function comparedSavedRun(info: SavedRunInfo, name: string): ComparedRun {
  return {
    name,
    strategy: savedRunTitle(info),
    parameters: parametersIn(info),
    figures: info.figures,
    currency: factOf(info, "currency") ?? "",
    digest: info.digest,
  };
}

/** The file of the strategy, with the name that somebody gave the run. */
export function savedRunTitle({ label }: SavedRunInfo): string {
  const file = path.basename(label.strategy);
  return label.name === "" ? file : `${file} (${label.name})`;
}

/**
 * null when all trades are the same. Statements may have moved in the text, and runs that were saved by
 * earlier versions do not know how their trades ended: neither is compared.
 */
export function firstTradeDifference(
  left: readonly TradeRow[],
  right: readonly TradeRow[],
): TradeDifference | null {
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [one, other] = [left[at] ?? null, right[at] ?? null];
    if (one === null || other === null || tradeKey(one) !== tradeKey(other)) {
      return { left: one, right: other };
    }
  }
  return null;
}

function tradeKey(trade: TradeRow): string {
  const told = { ...trade, entryStatement: 0, exitStatement: 0 };
  return JSON.stringify({ ...told, exitReason: null, isAmbiguous: null });
}

/** Parameters and figures as aligned lines; `strong` marks the heads where a face can. */
export function comparedFigures(
  left: ComparedRun,
  right: ComparedRun,
  strong: (text: string) => string = (text) => text,
): readonly string[] {
  const rows = [
    ["run", left.name, right.name, "difference"],
    ["strategy", left.strategy, right.strategy, ""],
    ...parameterRows(left, right),
    ...figureRows(left, right),
  ].map((row) => row.map(printable));
  const paint = (cell: string, row: number): string => (row === 0 ? strong(cell) : cell);
  return aligned(rows, ["left", "right", "right", "right"], paint);
}

function parameterRows(left: ComparedRun, right: ComparedRun): readonly (readonly string[])[] {
  const [mine, theirs] = [new Map(left.parameters), new Map(right.parameters)];
  const names = new Set([...mine.keys(), ...theirs.keys()]);
  return [...names].map((name) => {
    const [one, other] = [mine.get(name) ?? "–", theirs.get(name) ?? "–"];
    return [name, one, other, one === other ? "same" : ""];
  });
}

function figureRows(left: ComparedRun, right: ComparedRun): readonly (readonly string[])[] {
  const [mine, theirs] = [left, right].map(
    ({ figures }) => new Map(figures.map(({ name, value }) => [name, value])),
  );
  // A figure that one run has no value of may be missing from it altogether.
  const names = new Set([...left.figures, ...right.figures].map(({ name }) => name));
  const known = [...names].map((name) => {
    return { name, value: mine?.get(name) ?? null, note: null, low: null, high: null };
  });
  return reportFigures(known).map(({ name, label, unit, value }) => {
    const other = theirs?.get(name) ?? null;
    const written = (one: number | null): string =>
      one === null ? "–" : figureParts(one, unit, left.currency).join(" ").trim();
    const change = value === null || other === null ? null : other - value;
    const sign = change !== null && change > 0 ? "+" : "";
    const changed = change === 0 ? "same" : `${sign}${written(change)}`;
    return [label, written(value), written(other), changed];
  });
}

/** The first trade that differs, or that none does. */
export function comparedTrades(
  { digest }: ComparedRun,
  right: ComparedRun,
  difference: TradeDifference | null,
): readonly string[] {
  if (difference === null) {
    return [
      digest === right.digest
        ? "The runs are the same to the last bit."
        : "All trades are the same.",
    ];
  }
  const { left: mine, right: theirs } = difference;
  const texts = aligned(differingCells(mine, theirs), TRADE_CELLS);
  const [one, other] = texts.map((text) => (text === "" ? "none: its trades have ended" : text));
  return [
    `The first trade that differs is number ${String(mine?.number ?? theirs?.number ?? 0)}:`,
    `  first   ${one ?? ""}`,
    `  second  ${other ?? ""}`,
  ];
}

const TRADE_CELLS = ["left", "right", "left", "right", "left", "right", "right"] as const;
const QUANTITY_DIGITS = 8;

/** As short as the two trades can still be told apart. */
function differingCells(
  one: TradeRow | null,
  other: TradeRow | null,
): readonly (readonly string[])[] {
  const short = [one, other].map((trade) => (trade === null ? [] : tradeCells(trade, shortWords)));
  const [mine, theirs] = short.map((cells) => cells.join(" "));
  if (mine !== theirs) return short;
  return [one, other].map((trade) => (trade === null ? [] : tradeCells(trade, exactWords)));
}

/** How the numbers of a trade are written. */
interface TradeWords {
  readonly quantity: (value: number) => string;
  readonly profit: (value: number) => string;
}

const shortWords: TradeWords = {
  quantity: (value) => String(Number(value.toPrecision(QUANTITY_DIGITS))),
  profit: (value) => value.toFixed(2),
};
const exactWords: TradeWords = { quantity: String, profit: String };

function tradeCells(trade: TradeRow, words: TradeWords): readonly string[] {
  const { side, quantity, entryTimeUs, entryPrice, exitTimeUs, exitPrice, profit } = trade;
  return [
    side,
    words.quantity(quantity),
    isoTime(entryTimeUs),
    String(entryPrice),
    exitTimeUs === null ? "open" : isoTime(exitTimeUs),
    String(exitPrice),
    `profit ${words.profit(profit)}`,
  ];
}
