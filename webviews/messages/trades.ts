// What the trades panel and its host say to each other. Times are microseconds UTC. Rows stay with the host; the panel pulls the few it shows.
import * as z from "zod/mini";
import { panelState, remedy, requestId, runHead, status, text, timeUs } from "./panel.ts";

/** Most rows of one answer. */
export const ROWS_MAX = 500;
const FILTERS_MAX = 30;

const count = z.int().check(z.minimum(0));
const optionalNumber = z.nullable(z.number());

/** A row of the table. Money is in the account's currency; percentages are in percent. */
const row = z.strictObject({
  number: count,
  side: z.enum(["long", "short"]),
  entryTimeUs: timeUs,
  entryPrice: z.number(),
  entryId: text,
  /** Index of the plan's statement. */
  entryStatement: count,
  /** `null` while the trade is open; its price is then the last close. */
  exitTimeUs: z.nullable(timeUs),
  exitPrice: z.number(),
  exitId: z.nullable(text),
  exitStatement: z.nullable(count),
  /** Why it ended, in a word or two: `target`, `trailing stop`, `reversal`; `null` while open or unknown. */
  exitReason: z.nullable(text),
  quantity: z.number(),
  /** Entry price × quantity × value of a point: what percentages refer to. */
  value: z.number(),
  /** After fees. */
  profit: z.number(),
  profitPct: z.number(),
  /** Profit of this and all trades before it, and that sum in percent of the initial equity. */
  cumulativeProfit: optionalNumber,
  cumulativeProfitPct: optionalNumber,
  fees: z.number(),
  /** Largest gain and largest loss while open, before fees. */
  mfe: z.number(),
  mfePct: optionalNumber,
  mae: z.number(),
  maePct: optionalNumber,
  /** Bars from entry to exit, the entry bar not counted. */
  barsHeld: count,
  /** Whether the order of prices inside a bar was assumed and decided this trade; `null`: not known. */
  isAmbiguous: z.nullable(z.boolean()),
});

/** Columns, which are also the keys of sort and filters. */
export const tradeKey = z.enum([
  "number",
  "side",
  "entryTimeUs",
  "entryPrice",
  "entryId",
  "exitTimeUs",
  "exitPrice",
  "exitId",
  "exitReason",
  "quantity",
  "value",
  "profit",
  "profitPct",
  "cumulativeProfit",
  "cumulativeProfitPct",
  "fees",
  "mfe",
  "mfePct",
  "mae",
  "maePct",
  "barsHeld",
  "isAmbiguous",
]);

export const tradeSort = z.strictObject({ key: tradeKey, isDescending: z.boolean() });

/** All filters must hold. A bound that is `null` does not bind; what has no value passes no filter. */
export const tradeFilter = z.discriminatedUnion("kind", [
  /** From `least` to `most`, both included; numbers and times. */
  z.strictObject({
    kind: z.literal("between"),
    key: tradeKey,
    least: optionalNumber,
    most: optionalNumber,
  }),
  /** Texts that hold these letters, whatever their case. `side` is `long` or `short`. */
  z.strictObject({ kind: z.literal("contains"), key: tradeKey, text }),
  /** Where `exitTimeUs` is there, or `isAmbiguous` is true. */
  z.strictObject({ kind: z.literal("is"), key: tradeKey, value: z.boolean() }),
]);

const query = {
  sort: tradeSort,
  filters: z.array(tradeFilter).check(z.maxLength(FILTERS_MAX)),
};

export const tradesToPanel = z.discriminatedUnion("type", [
  /** First answer to `ready`, and again whenever another run is shown. The panel then asks for rows. */
  z.strictObject({ type: z.literal("show"), state: panelState, head: runHead }),
  z.strictObject({ type: z.literal("status"), status }),
  /** Answer to `rows`. */
  z.strictObject({
    type: z.literal("rows"),
    id: requestId,
    first: count,
    rows: z.array(row).check(z.maxLength(ROWS_MAX)),
    /** Trades that pass the filters. */
    matchCount: count,
    /** The sum of their profits. */
    profit: z.number(),
  }),
  z.strictObject({ type: z.literal("rowsFailed"), id: requestId, sentence: text }),
  /** A trade was chosen elsewhere; `place` is its row under the panel's last question, if it passes. */
  z.strictObject({ type: z.literal("select"), number: count, place: z.nullable(count) }),
  /** What became of an export or a copy that was asked for. */
  z.strictObject({ type: z.literal("told"), sentence: text }),
]);

export const tradesToHost = z.discriminatedUnion("type", [
  /** The panel listens now; with what it showed before a reload. */
  z.strictObject({ type: z.literal("ready"), state: z.nullable(panelState) }),
  /** The panel's state changed; the host keeps the latest. */
  z.strictObject({ type: z.literal("state"), state: panelState }),
  z.strictObject({
    type: z.literal("rows"),
    id: requestId,
    ...query,
    first: count,
    count: z.int().check(z.minimum(1), z.maximum(ROWS_MAX)),
  }),
  /** Chart and text go to the trade: to its entry. */
  z.strictObject({ type: z.literal("openTrade"), number: count }),
  z.strictObject({ type: z.literal("revealSource"), statement: count }),
  /** Puts what the panel shows into the clipboard, tab between cells, a line a row. */
  z.strictObject({ type: z.literal("copy"), text }),
  /** Writes all rows that match, in this order; the host asks for the file. */
  z.strictObject({ type: z.literal("exportCsv"), ...query }),
  z.strictObject({ type: z.literal("remedy"), remedy }),
]);

/** What the page keeps over a reload: more than the host needs to know. */
export const tradesMemory = z.strictObject({ state: panelState, ...query });

export type TradesMemory = z.infer<typeof tradesMemory>;
export type TradesToPanel = z.infer<typeof tradesToPanel>;
export type TradesToHost = z.infer<typeof tradesToHost>;
export type TradeRecord = z.infer<typeof row>;
export type TradeKey = z.infer<typeof tradeKey>;
export type TradeSort = z.infer<typeof tradeSort>;
export type TradeFilter = z.infer<typeof tradeFilter>;
export type TradesQuery = Pick<
  Extract<TradesToHost, { readonly type: "rows" }>,
  "sort" | "filters"
>;
