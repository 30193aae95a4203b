// Times and bars of a held window as places on its axis, and back. Pure. Place 3 is the fourth candle; between candles lie fractions.

/** The candles that a chart holds, as far as places need them. */
export interface Held {
  /** Row of the first candle's first bar among all bars of the timeframe. */
  readonly firstBar: number;
  readonly barsPerCandle: number;
  readonly barCount: number;
  readonly openTimeUs: Float64Array;
  readonly closeTimeUs: Float64Array;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Index of the candle that was open at an instant, or the last before it; −1 before all. */
export function candleAt(held: Held, timeUs: number): number {
  let low = 0;
  let high = held.openTimeUs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(held.openTimeUs, middle) <= timeUs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where an instant lies; outside the window candles of mean length are assumed. */
export function placeAt(held: Held, timeUs: number): number {
  const count = held.openTimeUs.length;
  if (count === 0) return 0;
  const begin = at(held.openTimeUs, 0);
  const mean = meanLength(held);
  const index = candleAt(held, timeUs);
  if (index < 0) return (timeUs - begin) / mean;
  const open = at(held.openTimeUs, index);
  if (index === count - 1) return index + (timeUs - open) / mean;
  return index + (timeUs - open) / (at(held.openTimeUs, index + 1) - open);
}

/** The instant at a place: the inverse of `placeAt`. */
export function timeAt(held: Held, place: number): number {
  const count = held.openTimeUs.length;
  if (count === 0) return 0;
  const mean = meanLength(held);
  if (place < 0) return at(held.openTimeUs, 0) + place * mean;
  const index = Math.min(count - 1, Math.floor(place));
  const open = at(held.openTimeUs, index);
  const length = index === count - 1 ? mean : at(held.openTimeUs, index + 1) - open;
  return open + (place - index) * length;
}

/** What a candle takes on the clock on average, gaps of the market included. Above zero. */
export function meanLength(held: Held): number {
  const count = held.openTimeUs.length;
  const whole = at(held.closeTimeUs, count - 1) - at(held.openTimeUs, 0);
  return Math.max(1, whole / Math.max(1, count));
}

/** The same bars in another window of the same timeframe. */
export function spanIn(next: Held, before: Held, span: Span): Span {
  const toNext = (place: number): number =>
    (before.firstBar + place * before.barsPerCandle - next.firstBar) / next.barsPerCandle;
  return { from: toNext(span.from), to: toNext(span.to) };
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
