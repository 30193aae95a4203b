// Where trades stand in a held window, and which of them a click means. Pure.
import type { ChartTrade } from "../../messages/chart.ts";
import { candleAt, type Held } from "./place.ts";

/** Entry and exit by candle; an open trade has no exit mark and its line ends at the last candle. */
export interface TradeMark {
  readonly trade: ChartTrade;
  /** Index of the candle; may lie outside the window, where nothing is drawn. */
  readonly entry: number;
  readonly exit: number;
}

export function marksOf(held: Held, trades: readonly ChartTrade[]): readonly TradeMark[] {
  const last = held.openTimeUs.length - 1;
  return trades.map((trade) => ({
    trade,
    entry: candleAt(held, trade.entryTimeUs),
    exit: trade.exitTimeUs === null ? last : candleAt(held, trade.exitTimeUs),
  }));
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A mark as it is drawn; `null` where an end is outside the picture. */
export interface DrawnMark {
  readonly number: number;
  readonly entry: Spot | null;
  readonly exit: Spot | null;
}

const REACH = 9;
/** An end is meant before a line that passes as near. */
const LINE_HANDICAP = 4;

/** The number of the trade that was pointed at, or null. */
export function tradeNear(marks: readonly DrawnMark[], point: Spot): number | null {
  let nearest: number | null = null;
  let least = REACH;
  for (const mark of marks) {
    const distance = distanceTo(mark, point);
    if (distance <= least) {
      least = distance;
      nearest = mark.number;
    }
  }
  return nearest;
}

function distanceTo({ entry, exit }: DrawnMark, point: Spot): number {
  const toEntry = entry === null ? Infinity : Math.hypot(point.x - entry.x, point.y - entry.y);
  const toExit = exit === null ? Infinity : Math.hypot(point.x - exit.x, point.y - exit.y);
  const toLine =
    entry === null || exit === null ? Infinity : distanceToLine(entry, exit, point) + LINE_HANDICAP;
  return Math.min(toEntry, toExit, toLine);
}

function distanceToLine(a: Spot, b: Spot, point: Spot): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length;
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(point.x - (a.x + share * dx), point.y - (a.y + share * dy));
}

/** The trade that was open at a candle, the latest first; for the keyboard. */
export function tradeAt(marks: readonly TradeMark[], candle: number): ChartTrade | null {
  let found: TradeMark | null = null;
  for (const mark of marks) {
    const isOpen = mark.entry <= candle && candle <= mark.exit;
    if (isOpen && mark.entry >= (found?.entry ?? -Infinity)) found = mark;
  }
  return found?.trade ?? null;
}
