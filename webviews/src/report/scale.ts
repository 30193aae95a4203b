// Turns values into positions of a picture and back. Pure.

export interface Scale {
  /** Position of a value. */
  readonly at: (value: number) => number;
  readonly from: number;
  readonly to: number;
}

/** A linear scale; a range without width is widened so that its value stands in the middle. */
export function scaleOf(from: number, to: number, start: number, end: number): Scale {
  const pad = from === to ? Math.max(Math.abs(from) * 0.01, 1) : 0;
  const low = from - pad;
  const high = to + pad;
  const perUnit = (end - start) / (high - low);
  return { at: (value) => start + (value - low) * perUnit, from: low, to: high };
}

/** About `count` round values within a range, ascending. */
export function roundValues(from: number, to: number, count: number): readonly number[] {
  const step = roundStep((to - from) / Math.max(1, count));
  if (!(step > 0)) return [from];
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => (first + at) * step);
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function roundStep(least: number): number {
  if (!(least > 0) || !Number.isFinite(least)) return 0;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
}

const YEAR_US = 365.25 * 86_400_000_000;

/** Starts of years, months or days within a time range, few enough to label. */
export function roundTimes(fromUs: number, toUs: number, count: number): readonly number[] {
  const years = (toUs - fromUs) / YEAR_US;
  const perLabel = years / Math.max(1, count);
  if (perLabel > 1 / 24) return monthStarts(fromUs, toUs, monthStep(perLabel * 12));
  const days = Math.max(1, Math.ceil(perLabel * 365.25 - 1e-6));
  return roundValues(fromUs / 86_400_000_000 / days, toUs / 86_400_000_000 / days, count * 2)
    .filter(Number.isInteger)
    .map((value) => value * days * 86_400_000_000);
}

function monthStep(least: number): number {
  return [1, 2, 3, 6, 12, 24, 60, 120, 240].find((step) => step >= least) ?? 600;
}

function monthStarts(fromUs: number, toUs: number, step: number): readonly number[] {
  const begin = new Date(fromUs / 1_000);
  const firstMonth = Math.floor((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / step) * step;
  const starts: number[] = [];
  for (let month = firstMonth; ; month += step) {
    // Counted from 1970, because Date.UTC reads the years 0 to 99 as 1900 to 1999.
    const timeUs = Date.UTC(1970, month - 1970 * 12) * 1_000;
    if (!(timeUs <= toUs)) return starts;
    if (timeUs >= fromUs) starts.push(timeUs);
  }
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line through points as the `d` of an SVG path, rounded to tenths of a pixel. */
export function linePath(points: readonly Point[]): string {
  return points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${tenth(x)} ${tenth(y)}`).join("");
}

/** The area between two lines over the same places. */
export function areaPath(upper: readonly Point[], lower: readonly Point[]): string {
  if (upper.length === 0) return "";
  return `${linePath([...upper, ...[...lower].reverse()])}Z`;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Index of the place nearest to x among ascending places, or −1 when there are none. */
export function nearestIndex(places: readonly number[], x: number): number {
  let low = 0;
  let high = places.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((places[middle] ?? 0) <= x) low = middle;
    else high = middle;
  }
  const toLow = Math.abs((places[low] ?? 0) - x);
  const toHigh = Math.abs((places[high] ?? 0) - x);
  return toHigh < toLow ? high : Math.min(low, high);
}
