// What the chart panel and its host say to each other. Times are microseconds UTC; columns are views of buffers of their own.
import * as z from "zod/mini";
import { panelState, remedies, remedy, requestId, runHead, status, text, timeUs } from "./panel.ts";

/** Most candles of one window, and so the most that a chart of a timeframe holds. */
export const CANDLES_MAX = 10_000;
/** Most trades that come with a window; with more the host sends their number only. */
export const WINDOW_TRADES_MAX = 1_000;
const TIMEFRAMES_MAX = 6;
/** Most plots of one window; the host sends the first of more, and the number of all. */
export const PLOTS_MAX = 32;

/** NaN stands for a value that is not there. */
const column = z.instanceof(Float64Array);
const count = z.int().check(z.minimum(0));

const timeframe = z.strictObject({
  /** As the strategy writes it: `15m`, `1d`, `ticks(100)`. */
  name: text,
  /** Length of a bar; `null` where it varies. */
  lengthUs: z.nullable(z.int().check(z.minimum(1))),
  barCount: count,
  /** Open time of the first bar, close time of the last; `null` without bars. */
  firstUs: z.nullable(timeUs),
  lastUs: z.nullable(timeUs),
});

const plot = z.strictObject({
  title: text,
  /** `#rrggbb`; `null` lets the panel choose. */
  color: z.nullable(z.string().check(z.regex(/^#[0-9a-f]{6}$/i))),
  /** Whether its values are near prices, so that it belongs on the candles and not below them. */
  isOnPrice: z.boolean(),
  /** Index of the plan's statement. */
  statement: count,
  /** One a candle: that of its last bar. */
  values: column,
});

const trade = z.strictObject({
  number: count,
  side: z.enum(["long", "short"]),
  quantity: z.number(),
  entryTimeUs: timeUs,
  entryPrice: z.number(),
  entryStatement: count,
  /** `null` while the trade is open; its price is then the last close. */
  exitTimeUs: z.nullable(timeUs),
  exitPrice: z.number(),
  exitStatement: z.nullable(count),
  profit: z.number(),
});

/** All of one length: a bucket an index, in the order of time. */
const equity = z.strictObject({
  /** Close time of the bucket's last bar. */
  timeUs: column,
  low: column,
  high: column,
  last: column,
  /** Deepest fall below the highest equity of the whole run so far, as a percentage of 0 or less. */
  drawdownPct: column,
});

/** Answer to `window`. All columns of candles are of one length, at most CANDLES_MAX. */
const window = z.strictObject({
  type: z.literal("window"),
  id: requestId,
  timeframe: text,
  openTimeUs: column,
  closeTimeUs: column,
  open: column,
  high: column,
  low: column,
  close: column,
  volume: column,
  /**
   * The level: the smallest power of two with which the window holds at most `candlesMax` candles.
   * Candles begin at multiples of it, counted from the timeframe's first bar, so that they stay the
   * same while the window moves; the first and the last of all may have fewer bars.
   */
  barsPerCandle: z.int().check(z.minimum(1)),
  /** Row of the window's first bar among all `barCount` of the timeframe. */
  firstBar: count,
  barCount: count,
  /** Whether the last candle ends with a bar that is not over where the chart's bars end. */
  isLastForming: z.boolean(),
  plots: z.array(plot).check(z.maxLength(PLOTS_MAX)),
  /** How many the strategy has. */
  plotCount: count,
  /** Those open at any time inside the window; empty when there are more than WINDOW_TRADES_MAX. */
  trades: z.array(trade).check(z.maxLength(WINDOW_TRADES_MAX)),
  /** How many there are. */
  tradeCount: count,
  equity,
});

export const chartToPanel = z.discriminatedUnion("type", [
  /** First answer to `ready`, and again whenever another run is shown. The panel then asks for windows. */
  z.strictObject({
    type: z.literal("show"),
    state: panelState,
    head: runHead,
    /** Shortest first; one chart each. */
    timeframes: z.array(timeframe).check(z.maxLength(TIMEFRAMES_MAX)),
  }),
  z.strictObject({ type: z.literal("status"), status }),
  window,
  z.strictObject({
    type: z.literal("windowFailed"),
    id: requestId,
    sentence: text,
    /** Stand in place of asking again, where that cannot help. */
    remedies,
  }),
  /** The bar that holds this instant was selected elsewhere. */
  z.strictObject({ type: z.literal("select"), timeUs }),
  /** Shows a trade that was chosen elsewhere: its bars come into view. */
  z.strictObject({ type: z.literal("showTrade"), trade }),
  /** The palette's next and previous bar. */
  z.strictObject({ type: z.literal("step"), by: z.int() }),
]);

export const chartToHost = z.discriminatedUnion("type", [
  /** The panel listens now; with what it showed before a reload. */
  z.strictObject({ type: z.literal("ready"), state: z.nullable(panelState) }),
  /** The panel's state changed; the host keeps the latest. */
  z.strictObject({ type: z.literal("state"), state: panelState }),
  /** Bars that open from `fromUs` to before `toUs`; `null` is the beginning or the end. */
  z.strictObject({
    type: z.literal("window"),
    id: requestId,
    timeframe: text,
    fromUs: z.nullable(timeUs),
    toUs: z.nullable(timeUs),
    candlesMax: z.int().check(z.minimum(1), z.maximum(CANDLES_MAX)),
  }),
  /** A bar was selected: when it opens. At most one message a frame. */
  z.strictObject({ type: z.literal("select"), timeUs }),
  z.strictObject({ type: z.literal("openTrade"), number: count }),
  z.strictObject({ type: z.literal("revealSource"), statement: count }),
  z.strictObject({ type: z.literal("copy"), text }),
  z.strictObject({ type: z.literal("remedy"), remedy }),
]);

export type ChartToPanel = z.infer<typeof chartToPanel>;
export type ChartToHost = z.infer<typeof chartToHost>;
export type ChartTimeframe = z.infer<typeof timeframe>;
export type ChartWindow = z.infer<typeof window>;
export type ChartPlot = z.infer<typeof plot>;
export type ChartTrade = z.infer<typeof trade>;
export type ChartEquity = z.infer<typeof equity>;
export type WindowRequest = Extract<ChartToHost, { readonly type: "window" }>;
