// Which trades pass the filters, and in what order. Pure, and for a million rows: the host uses it where the rows are.
import type { TradeFilter, TradeKey, TradesQuery } from "../../messages/trades.ts";

/** The keys whose values are texts. All others are numbers; a truth is 1 or 0. */
export const TEXT_KEYS = ["side", "entryId", "exitId", "exitReason"] as const;
export type TextKey = (typeof TEXT_KEYS)[number];
export type NumberKey = Exclude<TradeKey, TextKey>;

/** Rows of trades in whatever form somebody holds them; rows are counted from 0, in the order of `number`. */
export interface TradeSource {
  readonly count: number;
  /** NaN where there is no value. */
  readonly numberAt: (key: NumberKey, row: number) => number;
  /** `null` where there is no value. */
  readonly textAt: (key: TextKey, row: number) => string | null;
}

/** The rows that pass, in order. Equals stay in the order of `number`; what has no value comes last. */
export function matchedRows(source: TradeSource, query: TradesQuery): Uint32Array {
  const tests = query.filters.map((filter) => testOf(source, filter));
  const kept = new Uint32Array(source.count);
  let count = 0;
  for (let row = 0; row < source.count; row += 1) {
    if (tests.every((passes) => passes(row))) {
      kept[count] = row;
      count += 1;
    }
  }
  return ordered(source, query, kept.slice(0, count));
}

function ordered(source: TradeSource, query: TradesQuery, rows: Uint32Array): Uint32Array {
  const { key, isDescending } = query.sort;
  if (key === "number" && !isDescending) return rows;
  const sign = isDescending ? -1 : 1;
  const valueAt = isTextKey(key)
    ? rankAt(source, key, rows)
    : (row: number): number => source.numberAt(key, row);
  const values = Float64Array.from(rows, (row) => sign * valueAt(row));
  const order = Uint32Array.from(rows, (_, at) => at);
  order.sort((a, b) => compared(values[a] ?? 0, values[b] ?? 0) || a - b);
  return order.map((at) => rows[at] ?? 0);
}

/** NaN comes last. */
function compared(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : Number(a > b);
}

/** The place of each row's text among all texts; NaN where there is none. */
function rankAt(source: TradeSource, key: TextKey, rows: Uint32Array): (row: number) => number {
  const texts = new Set<string>();
  for (const row of rows) {
    const text = source.textAt(key, row);
    if (text !== null) texts.add(text);
  }
  const sorted = [...texts].sort((a, b) => (a < b ? -1 : 1));
  const ranks = new Map(sorted.map((text, rank) => [text, rank]));
  return (row) => ranks.get(source.textAt(key, row) ?? "") ?? Number.NaN;
}

function testOf(source: TradeSource, filter: TradeFilter): (row: number) => boolean {
  switch (filter.kind) {
    case "between":
      return betweenTest(source, filter.key, filter.least, filter.most);
    case "contains":
      return containsTest(source, filter.key, filter.text);
    case "is":
      return isTest(source, filter.key, filter.value);
  }
}

function betweenTest(
  source: TradeSource,
  key: TradeKey,
  least: number | null,
  most: number | null,
): (row: number) => boolean {
  if (isTextKey(key)) return () => false;
  const from = least ?? -Infinity;
  const to = most ?? Infinity;
  return (row) => {
    const value = source.numberAt(key, row);
    return value >= from && value <= to;
  };
}

function containsTest(
  source: TradeSource,
  key: TradeKey,
  letters: string,
): (row: number) => boolean {
  if (!isTextKey(key)) return () => false;
  const wanted = letters.toLowerCase();
  // A million rows share few texts, so each text is looked at once.
  const known = new Map<string, boolean>();
  return (row) => {
    const text = source.textAt(key, row);
    if (text === null) return false;
    const before = known.get(text);
    if (before !== undefined) return before;
    const passes = text.toLowerCase().includes(wanted);
    known.set(text, passes);
    return passes;
  };
}

function isTest(source: TradeSource, key: TradeKey, wanted: boolean): (row: number) => boolean {
  if (key === "exitTimeUs") {
    return (row) => Number.isNaN(source.numberAt(key, row)) !== wanted;
  }
  if (key !== "isAmbiguous") return () => false;
  return (row) => source.numberAt(key, row) === Number(wanted);
}

export function isTextKey(key: TradeKey): key is TextKey {
  return TEXT_KEYS.some((one) => one === key);
}
