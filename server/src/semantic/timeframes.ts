// Timeframes as the text and v6 write them, and which of two is longer.
import type { SpanLiteral, SpanUnit } from "../syntax/tree.ts";

const SECONDS: Readonly<Record<SpanUnit, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  // Shortest month: a month is never taken for shorter than something that may fit into it.
  mo: 2_419_200,
};

export function timeframeOf(span: SpanLiteral): string {
  return `${span.count}${span.unit}`;
}

/** Whether the chart's bars are counted in ticks: `ticks(100)`. */
export function isTickChart(chart: string | null): boolean {
  return chart?.startsWith("ticks(") === true;
}

/** Length in seconds; days, weeks and months by the calendar are at least that long. */
export function secondsOf(timeframe: string): number {
  const [, count = "1", unit = "d"] = /^(\d+)(mo|[smhdw])$/.exec(timeframe) ?? [];
  return Number(count) * SECONDS[unitOf(unit)];
}

function unitOf(word: string): SpanUnit {
  switch (word) {
    case "s":
    case "m":
    case "h":
    case "w":
    case "mo":
      return word;
    default:
      return "d";
  }
}

/** Reads v6's `"60"`, `"1D"`, `"W"`, `"3M"`, `"30S"`, or ours; null for anything else. */
export function timeframeFromText(text: string): string | null {
  if (/^[1-9]\d*(mo|[smhdw])$/.test(text)) return text;
  const parts = /^([1-9]\d*)?([SDWM])?$/.exec(text);
  if (parts === null || text === "") return null;
  const [, count = "1", letter] = parts;
  if (letter === undefined) return fromMinutes(Number(count));
  return `${count}${letter === "M" ? "mo" : letter.toLowerCase()}`;
}

/** Whole hours are written as hours, so that both ways to write them share one context. */
function fromMinutes(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

/** Whether bars of a timeframe are made of whole bars of the chart's. */
export function isMultiple(timeframe: string, chart: string): boolean {
  const [seconds, base] = [secondsOf(timeframe), secondsOf(chart)];
  if (unitIn(timeframe) !== "mo" && unitIn(timeframe) !== "w") return seconds % base === 0;
  if (unitIn(timeframe) === unitIn(chart)) return seconds % base === 0;
  const day = SECONDS.d;
  return base <= day && day % base === 0;
}

function unitIn(timeframe: string): string {
  return timeframe.replace(/^\d+/, "");
}
