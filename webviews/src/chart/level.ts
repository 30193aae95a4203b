// Which window a chart needs next, and at which level. Pure.
import { CANDLES_MAX, type ChartTimeframe, type WindowRequest } from "../../messages/chart.ts";
import { candleAt, timeAt, type Held, type Span } from "./place.ts";

/** Candles thinner than this, in pixels, are joined; when joined ones are so wide, they are taken apart. */
const THINNEST = 3;
const WIDEST = 12;
/** What a new level aims at: far enough from both that the next gesture does not change it back. */
const AIM = 4.5;
/** With less than this share of a screen left, the next window is fetched. */
const MARGIN = 0.4;
const FEWEST_CANDLES = 64;
/** Some times are busier than the mean, but not by much over a whole screen. */
const BUSIER = 1.25;
const REACH_MAX = 4_096;

export type WindowWish = Pick<WindowRequest, "fromUs" | "toUs" | "candlesMax">;

/** Bars of one candle so that so many bars fill the width well; the present level is kept while it is fair. */
export function levelOf(bars: number, width: number, present: number | null): number {
  const spacing = (level: number): number => (width * level) / Math.max(1, bars);
  if (present !== null) {
    const isFair = spacing(present) >= THINNEST && (spacing(present) < WIDEST || present === 1);
    if (isFair) return present;
  }
  let level = 1;
  while (spacing(level) < AIM && level < 2 ** 30) level *= 2;
  return level;
}

/** What earlier answers have taught, since the user moved anything. */
export interface Search {
  /** Screens that a window reaches beyond an end where bars are missing: 1, or more to cross a gap. */
  readonly reach: number;
  /** The level last asked for; a host that gave another knows of fewer bars, and is not asked again. */
  readonly level: number | null;
}

export const FRESH: Search = { reach: 1, level: null };

/** The level at which the screen would look best. */
export function levelWanted(held: Held, seen: Span, width: number): number {
  const bars = Math.max(1, seen.to - seen.from) * held.barsPerCandle;
  return levelOf(bars, width, held.barsPerCandle);
}

/** The window that the screen needs beyond what is held, or null when nothing is missing. */
export function nextWindow(
  held: Held,
  timeframe: ChartTimeframe,
  seen: Span,
  width: number,
  search = FRESH,
): WindowWish | null {
  const level = levelWanted(held, seen, width);
  const short = shortEnds(held, seen);
  const isOther = level !== held.barsPerCandle && level !== search.level;
  if (!short.before && !short.after && !isOther) return null;
  const screen = { from: timeAt(held, seen.from), to: timeAt(held, seen.to) };
  return windowAround(timeframe, screen, level, held, {
    before: short.before ? search.reach : 1,
    after: short.after ? search.reach : 1,
  });
}

/** At which ends there are more bars than are held, and the screen is near. */
function shortEnds(held: Held, seen: Span): { readonly before: boolean; readonly after: boolean } {
  const count = held.openTimeUs.length;
  const margin = MARGIN * Math.max(1, seen.to - seen.from);
  const hasLater = held.firstBar + count * held.barsPerCandle < held.barCount;
  return {
    before: held.firstBar > 0 && seen.from < margin,
    after: hasLater && seen.to > count - 1 - margin,
  };
}

/** Whether a window has every bar of a screen that there is. */
export function holds(held: Held, screen: Span, { firstUs, lastUs }: ChartTimeframe): boolean {
  const begin = held.openTimeUs[0] ?? Infinity;
  const end = held.closeTimeUs[held.closeTimeUs.length - 1] ?? -Infinity;
  const from = Math.max(screen.from, firstUs ?? screen.from);
  const to = Math.min(screen.to, lastUs ?? screen.to);
  return begin <= from && to <= end;
}

/** After an answer that did not suffice: further each time, because the market may have been closed. */
export function furtherSearch({ reach }: Search, level: number): Search {
  return { reach: Math.min(REACH_MAX, reach * 2), level };
}

/** Screens that a window reaches beyond each end of the screen. */
interface Reach {
  readonly before: number;
  readonly after: number;
}

/** The window for a screen from one instant to another. */
export function windowAround(
  timeframe: ChartTimeframe,
  screen: Span,
  level: number,
  held: Held | null,
  reach: Reach = { before: 1, after: 1 },
): WindowWish {
  const width = screen.to - screen.from;
  const fromUs = Math.floor(screen.from - reach.before * width);
  const toUs = Math.ceil(screen.to + reach.after * width);
  // Across gaps the nominal length would promise far more bars than there are.
  const isFar = reach.before > 1 || reach.after > 1;
  const length = isFar ? meanBarLength(timeframe) / BUSIER : barLength(timeframe);
  const bars = barsBetween(length, fromUs, toUs, held);
  // The host takes the least level that fits, so room for a candle cut at each end and no more.
  const candlesMax = Math.ceil(bars / level) + 2;
  return { fromUs, toUs, candlesMax: Math.max(FEWEST_CANDLES, Math.min(CANDLES_MAX, candlesMax)) };
}

/** Bars there may be: those that are held are counted, the others taken as if there were no gaps. */
function barsBetween(length: number, fromUs: number, toUs: number, held: Held | null): number {
  if (held === null || held.openTimeUs.length === 0) return (toUs - fromUs) / length;
  const first = held.openTimeUs[0] ?? 0;
  const end = held.closeTimeUs[held.closeTimeUs.length - 1] ?? 0;
  const before = Math.max(0, Math.min(first, toUs) - fromUs) / length;
  const after = Math.max(0, toUs - Math.max(end, fromUs)) / length;
  const within = Math.max(0, candleAt(held, toUs) - Math.max(0, candleAt(held, fromUs)) + 1);
  return before + after + within * held.barsPerCandle;
}

/** Nominal; where bars have none, a little less than the mean, because some times are busier. */
function barLength(timeframe: ChartTimeframe): number {
  return timeframe.lengthUs ?? meanBarLength(timeframe) / BUSIER;
}

/** What a bar takes on the clock on average. */
export function meanBarLength({ firstUs, lastUs, barCount }: ChartTimeframe): number {
  if (firstUs === null || lastUs === null) return 1;
  return Math.max(1, (lastUs - firstUs) / Math.max(1, barCount));
}

/** The screen to begin with: so many of the last bars. */
export function lastScreen(timeframe: ChartTimeframe, bars: number): Span {
  const to = timeframe.lastUs ?? 0;
  return { from: to - bars * meanBarLength(timeframe), to };
}
