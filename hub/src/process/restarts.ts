// How often and how soon an engine that died is started again.

export interface RestartRules {
  /** First delay; each further one within the window is twice as long. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** Restarts within the window before somebody has to be asked. */
  readonly most: number;
  readonly windowMs: number;
  /** Time of health after which everything before is forgotten. */
  readonly healthyMs: number;
}

export const RESTART_RULES: RestartRules = {
  firstDelayMs: 250,
  longestDelayMs: 30_000,
  most: 5,
  windowMs: 3 * 60_000,
  healthyMs: 10 * 60_000,
};

export class Restarts {
  readonly #rules: RestartRules;
  readonly #random: () => number;
  #times: readonly number[] = [];

  constructor(rules: RestartRules, random: () => number) {
    this.#rules = rules;
    this.#random = random;
  }

  /** Restarts that count at present. */
  get count(): number {
    return this.#times.length;
  }

  /** Milliseconds to wait before the next start, or null when there were too many. */
  next(nowMs: number, wasHealthyMs: number): number | null {
    const { firstDelayMs, longestDelayMs, most, windowMs, healthyMs } = this.#rules;
    const recent = this.#times.filter((time) => nowMs - time < windowMs);
    this.#times = wasHealthyMs >= healthyMs ? [] : recent;
    if (this.#times.length >= most) return null;
    const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** this.#times.length);
    this.#times = [...this.#times, nowMs];
    // Half of the delay is by chance, so that two windows do not start in step.
    return delay * (0.5 + this.#random() / 2);
  }

  forget(): void {
    this.#times = [];
  }
}
