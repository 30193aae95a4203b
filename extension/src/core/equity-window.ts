// Equity and drawdown of a window in at most so many buckets, each with its lowest, highest and last.
import type { ChartEquity } from "@backtestr/webviews/messages/chart";
import type { RunColumns } from "./run-columns.ts";

/** Buckets over bars whose close lies in (fromUs, toUs]; null leaves a side open. */
export function equityWindow(
  { equity, drawdownPct }: RunColumns,
  fromUs: number | null,
  toUs: number | null,
  bucketsMax: number,
): ChartEquity {
  const { timesUs } = equity;
  const first = fromUs === null ? 0 : firstAfter(timesUs, fromUs);
  const end = toUs === null ? timesUs.length : firstAfter(timesUs, toUs);
  const count = Math.max(0, end - first);
  const size = Math.max(1, Math.ceil(count / bucketsMax));
  const buckets = Math.ceil(count / size);
  const made = {
    timeUs: new Float64Array(buckets),
    low: new Float64Array(buckets).fill(Infinity),
    high: new Float64Array(buckets).fill(-Infinity),
    last: new Float64Array(buckets),
    drawdownPct: new Float64Array(buckets),
  };
  for (let row = first; row < end; row += 1) {
    const bucket = Math.floor((row - first) / size);
    made.timeUs[bucket] = timesUs[row] ?? 0;
    widen(made, bucket, equity.equity[row] ?? NaN, drawdownPct[row] ?? 0);
  }
  return made;
}

function widen(made: ChartEquity, bucket: number, value: number, drawdown: number): void {
  made.low[bucket] = Math.min(made.low[bucket] ?? value, value);
  made.high[bucket] = Math.max(made.high[bucket] ?? value, value);
  made.last[bucket] = value;
  made.drawdownPct[bucket] = Math.min(made.drawdownPct[bucket] ?? 0, drawdown);
}

/** Index of the first time after `time`. */
function firstAfter(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
