// What the report page shows, as one message: the host parses it before it is sent, the page again on receipt.
import * as z from "zod/mini";
import { panelState, remedy, status } from "./panel.ts";

// Compiled schemas need `eval`, which the policy of a page refuses; asking for it is a violation already.
z.config({ jitless: true });

/** Most trades that one report carries; the page says how many there were. */
export const REPORT_TRADES_MAX = 20_000;
/** Most that it carries of what the run noticed. */
export const REPORT_FINDINGS_MAX = 1_000;
const TEXT_MAX = 20_000;

const text = z.string().check(z.maxLength(TEXT_MAX));
const optionalText = z.nullable(text);
const timeUs = z.int();

/** How a figure's value is written. Percentages are in percent: 46.9, not 0.469. */
const unit = z.enum(["money", "percent", "ratio", "count", "bars", "days"]);

const figure = z.strictObject({
  name: text,
  label: text,
  unit,
  group: z.enum(["result", "risk", "trades", "costs"]),
  isHeadline: z.boolean(),
  formula: optionalText,
  value: z.nullable(z.number()),
  /** Why there is no value. */
  note: optionalText,
  low: z.nullable(z.number()),
  high: z.nullable(z.number()),
});

const equityBucket = z.strictObject({
  timeUs,
  low: z.number(),
  high: z.number(),
  last: z.number(),
});

const month = z.strictObject({
  year: z.int(),
  /** 1 to 12. */
  month: z.int().check(z.minimum(1), z.maximum(12)),
  lastEquity: z.number(),
  returnPct: z.number(),
  /** Deepest fall below the highest equity so far, as a negative percentage. */
  maxDrawdownPct: z.number(),
});

const trade = z.strictObject({
  number: z.int(),
  side: z.enum(["long", "short"]),
  quantity: z.number(),
  entryTimeUs: timeUs,
  entryPrice: z.number(),
  entryId: text,
  /** Lines of the strategy's text, from 1. */
  entryLine: z.nullable(z.int()),
  exitTimeUs: z.nullable(timeUs),
  exitPrice: z.number(),
  exitId: optionalText,
  exitLine: z.nullable(z.int()),
  profit: z.number(),
  profitPct: z.number(),
  fees: z.number(),
  barsHeld: z.int(),
  mae: z.number(),
  mfe: z.number(),
});

const finding = z.strictObject({
  sentence: text,
  line: z.nullable(z.int()),
  sourceLine: optionalText,
});

const rejectedRow = z.strictObject({ line: z.int(), reason: text });

const data = z.strictObject({
  name: text,
  understood: text,
  contentHash: text,
  rowsIn: z.int(),
  rowsKept: z.int(),
  rowsRejected: z.int(),
  rowsDuplicate: z.int(),
  /** The first of them. */
  rejected: z.array(rejectedRow).check(z.maxLength(100)),
});

/** A line of a list: what it is about, and what holds. */
const statement = z.strictObject({ about: text, says: text });

export const reportData = z.strictObject({
  schema: z.literal("backtestr.report/1"),
  strategy: text,
  file: text,
  symbol: text,
  timeframe: text,
  currency: text,
  profile: text,
  bars: z.int(),
  seconds: z.number(),
  firstTimeUs: z.nullable(timeUs),
  lastTimeUs: z.nullable(timeUs),
  /** IANA name in which times are written. */
  timeZone: text,
  initialEquity: z.number(),
  figures: z.array(figure).check(z.maxLength(200)),
  equity: z.array(equityBucket).check(z.maxLength(2_000)),
  months: z.array(month).check(z.maxLength(5_000)),
  tradeCount: z.int(),
  trades: z.array(trade).check(z.maxLength(REPORT_TRADES_MAX)),
  parameters: z.array(statement).check(z.maxLength(1_000)),
  assumptions: z.array(statement).check(z.maxLength(100)),
  provenance: z.array(statement).check(z.maxLength(100)),
  findings: z.array(finding).check(z.maxLength(REPORT_FINDINGS_MAX)),
  data,
});

export const reportToPanel = z.discriminatedUnion("type", [
  /** A run is shown, the first one or another in its place. */
  z.strictObject({ type: z.literal("show"), state: panelState, report: reportData }),
  z.strictObject({ type: z.literal("status"), status }),
]);

export const reportToHost = z.discriminatedUnion("type", [
  /** The panel listens now; with what it showed before a reload. */
  z.strictObject({ type: z.literal("ready"), state: z.nullable(panelState) }),
  z.strictObject({ type: z.literal("remedy"), remedy }),
]);

export type ReportToPanel = z.infer<typeof reportToPanel>;
export type ReportToHost = z.infer<typeof reportToHost>;
export type ReportData = z.infer<typeof reportData>;
export type ReportFigure = z.infer<typeof figure>;
export type ReportTrade = z.infer<typeof trade>;
export type ReportMonth = z.infer<typeof month>;
export type EquityBucket = z.infer<typeof equityBucket>;
export type ReportStatement = z.infer<typeof statement>;
export type FigureUnit = z.infer<typeof unit>;
