// A window's columns as the picture wants them: points with times in seconds, gaps where there is no value. Pure.
import type { UTCTimestamp } from "lightweight-charts";
import type { ChartEquity, ChartWindow } from "../../messages/chart.ts";

/** Seconds since 1970, ascending and never twice, with the library's own brand. */
export type AxisTime = UTCTimestamp;

export interface Candle {
  readonly time: AxisTime;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly color?: string;
  readonly borderColor?: string;
  readonly wickColor?: string;
}

/** A point without a value is a gap in the line. */
export type LinePoint =
  { readonly time: AxisTime; readonly value: number } | { readonly time: AxisTime };

/** Bars of ticks may open at one instant; the axis needs them a microsecond apart. */
export function axisTimes(openTimeUs: Float64Array): readonly AxisTime[] {
  let before = -Infinity;
  return Array.from(openTimeUs, (timeUs) => {
    before = Math.max(timeUs, before + 1);
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a brand of the library that only a cast can give
    return (before / 1_000_000) as AxisTime;
  });
}

export function candlesOf(window: ChartWindow, times: readonly AxisTime[]): Candle[] {
  return times.map((time, at) => ({
    time,
    open: window.open[at] ?? 0,
    high: window.high[at] ?? 0,
    low: window.low[at] ?? 0,
    close: window.close[at] ?? 0,
  }));
}

export function lineOf(values: ArrayLike<number>, times: readonly AxisTime[]): LinePoint[] {
  return times.map((time, at) => {
    const value = values[at] ?? Number.NaN;
    return Number.isFinite(value) ? { time, value } : { time };
  });
}

export interface EquityOnCandles {
  /** NaN before the first bucket. */
  readonly last: Float64Array;
  /** Deepest of the buckets that end inside a candle; where none does, as at the candle before. */
  readonly drawdownPct: Float64Array;
}

/** What each candle's close knew of equity: buckets may be coarser than candles, or finer. */
export function equityOnCandles(equity: ChartEquity, closeTimeUs: Float64Array): EquityOnCandles {
  const last = new Float64Array(closeTimeUs.length).fill(Number.NaN);
  const drawdownPct = new Float64Array(closeTimeUs.length).fill(Number.NaN);
  let end = 0;
  let standing = Number.NaN;
  for (const [at, closeUs] of closeTimeUs.entries()) {
    const begin = end;
    end = bucketsUntil(equity, begin, closeUs);
    if (end > begin) standing = Math.min(...equity.drawdownPct.subarray(begin, end));
    last[at] = equity.last[end - 1] ?? Number.NaN;
    drawdownPct[at] = standing;
  }
  return { last, drawdownPct };
}

/** How many buckets end at or before an instant. */
function bucketsUntil(equity: ChartEquity, from: number, closeUs: number): number {
  let end = from;
  while (end < equity.timeUs.length && (equity.timeUs[end] ?? 0) <= closeUs) end += 1;
  return end;
}

/** Whether the columns of a window are of one length, as every reader of them assumes. */
export function isWhole(window: ChartWindow): boolean {
  const count = window.openTimeUs.length;
  const candles = [
    window.closeTimeUs,
    window.open,
    window.high,
    window.low,
    window.close,
    window.volume,
    ...window.plots.map((plot) => plot.values),
  ];
  const { equity } = window;
  const buckets = [equity.low, equity.high, equity.last, equity.drawdownPct];
  return (
    candles.every((column) => column.length === count) &&
    buckets.every((column) => column.length === equity.timeUs.length)
  );
}
