// Where the time of live runs goes: the latest of them, as medians and 95th percentiles.

/** One live run, in milliseconds from the keystroke. */
export interface LiveTimes {
  /** Until the plan of the text was there. */
  readonly planMs: number;
  /** In the engine alone. */
  readonly engineMs: number;
  /** Until the figures were there. */
  readonly wholeMs: number;
}

export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

const KEPT_MAX = 500;

export class LiveTimesLog {
  readonly #times: LiveTimes[] = [];
  #count = 0;

  add(times: LiveTimes): void {
    this.#count += 1;
    this.#times.push(times);
    if (this.#times.length > KEPT_MAX) this.#times.shift();
  }

  /** Of the latest runs; null spreads before the first. */
  summary(): { readonly runs: number } & Readonly<Record<keyof LiveTimes, Spread | null>> {
    const of = (part: keyof LiveTimes): Spread | null =>
      spread(this.#times.map((one) => one[part]));
    return {
      runs: this.#count,
      planMs: of("planMs"),
      engineMs: of("engineMs"),
      wholeMs: of("wholeMs"),
    };
  }
}

/** Nearest-rank percentiles, to a tenth. */
function spread(values: readonly number[]): Spread | null {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share: number): number => {
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    return Math.round(value * 10) / 10;
  };
  return sorted.length === 0 ? null : { p50: rank(0.5), p95: rank(0.95) };
}
