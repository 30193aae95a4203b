// SYNTHETIC prices for tests and the bench: a seeded random walk with quiet and wild times and weekends without bars.

const MINUTE_US = 60_000_000;
const WEEK_MINUTES = 7 * 24 * 60;
const OPEN_MINUTES = 5 * 24 * 60;
/** Monday 2022-01-03 00:00 UTC. */
const BEGIN_US = Date.UTC(2022, 0, 3) * 1_000;

/** A generator of numbers from 0 to below 1 (mulberry32): the same for the same seed everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Bars {
  readonly lengthUs: number;
  readonly count: number;
  readonly openTimeUs: Float64Array<ArrayBuffer>;
  readonly closeTimeUs: Float64Array<ArrayBuffer>;
  readonly open: Float64Array<ArrayBuffer>;
  readonly high: Float64Array<ArrayBuffer>;
  readonly low: Float64Array<ArrayBuffer>;
  readonly close: Float64Array<ArrayBuffer>;
  readonly volume: Float64Array<ArrayBuffer>;
}

function emptyBars(count: number, lengthUs: number): Bars {
  const column = (): Float64Array<ArrayBuffer> => new Float64Array(count);
  return {
    lengthUs,
    count,
    openTimeUs: column(),
    closeTimeUs: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
}

const TICK = 0.001;
const toTick = (value: number): number => Math.round(value / TICK) * TICK;

/** Bars of so many minutes, Monday to Friday. */
export function marketBars(count: number, minutes: number, seed: number): Bars {
  const random = randomFrom(seed);
  const bars = emptyBars(count, minutes * MINUTE_US);
  const openBars = OPEN_MINUTES / minutes;
  const step = 0.00012 * Math.sqrt(minutes);
  let price = 190;
  let size = step;
  for (let at = 0; at < count; at += 1) {
    const week = Math.floor(at / openBars);
    const minute = week * WEEK_MINUTES + (at - week * openBars) * minutes;
    // Wild times follow wild times.
    size = size * 0.98 + step * 0.02 * (0.2 + 3 * random() ** 4 * 2);
    const move = price * size * (random() + random() + random() - 1.5) * 2;
    const close = Math.max(1, price + move);
    const reach = price * size * random();
    bars.openTimeUs[at] = BEGIN_US + minute * MINUTE_US;
    bars.closeTimeUs[at] = BEGIN_US + (minute + minutes) * MINUTE_US;
    bars.open[at] = toTick(price);
    bars.close[at] = toTick(close);
    bars.high[at] = toTick(Math.max(price, close) + reach);
    bars.low[at] = toTick(Math.min(price, close) - price * size * random());
    bars.volume[at] = Math.round(40 + (800 * random() * size) / step);
    price = close;
  }
  return bars;
}

/** Every `factor` bars as one: a coarser timeframe, or a level of the chart. */
export function joined(bars: Bars, factor: number, from = 0, to = bars.count): Bars {
  const made = emptyBars(Math.ceil((to - from) / factor), bars.lengthUs * factor);
  for (let at = 0; at < made.count; at += 1) {
    const first = from + at * factor;
    const end = Math.min(to, first + factor);
    const part = (column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> =>
      column.subarray(first, end);
    made.openTimeUs[at] = bars.openTimeUs[first] ?? 0;
    made.closeTimeUs[at] = bars.closeTimeUs[end - 1] ?? 0;
    made.open[at] = bars.open[first] ?? 0;
    made.close[at] = bars.close[end - 1] ?? 0;
    made.high[at] = part(bars.high).reduce((most, value) => Math.max(most, value));
    made.low[at] = part(bars.low).reduce((least, value) => Math.min(least, value));
    made.volume[at] = part(bars.volume).reduce((sum, value) => sum + value);
  }
  return made;
}

/** The mean of the last `length` closes; NaN before there are so many. */
export function meanOf(
  close: Float64Array<ArrayBuffer>,
  length: number,
): Float64Array<ArrayBuffer> {
  const made = new Float64Array(close.length).fill(Number.NaN);
  let sum = 0;
  for (let at = 0; at < close.length; at += 1) {
    sum += (close[at] ?? 0) - (close[at - length] ?? 0);
    if (at >= length - 1) made[at] = sum / length;
  }
  return made;
}
