// Which live run is next: one in flight and one waiting a file, the newest wins, and a file whose runs
// take too long pauses until it is asked to go on. Knows no engine: a job runs itself. A single run that
// missed its budget may be the machine's fault and is made once more; a clear miss is the strategy's.

import { isAt, movedPath } from "./moved-path.ts";

/** How a run ended. */
export type LiveEnd =
  | { readonly kind: "done"; readonly seconds: number }
  /** Stopped because a newer one took its place. */
  | { readonly kind: "superseded" }
  /** The engine stopped it at its deadline. */
  | { readonly kind: "late" }
  | { readonly kind: "failed" };

export interface LiveJob {
  /** Equal keys give equal results: a job whose key is that of the last one done is not run. */
  readonly key: string;
  /** Called in place of a run when the last result is this job's as well. */
  readonly onSame: () => void;
  readonly start: (signal: AbortSignal, deadlineMs: number) => Promise<LiveEnd>;
}

export type LiveState =
  | { readonly kind: "idle" }
  /** `isLong` once no result has come for so long that the one before has to be called old. */
  | { readonly kind: "running"; readonly isLong: boolean }
  /** `seconds` is how long the last run took, null when it did not get to its end. */
  | { readonly kind: "paused"; readonly seconds: number | null };

export interface LiveOptions {
  /** Time a run of a file may take, in milliseconds; asked anew for each run. */
  readonly budgetMs: (file: string) => number;
  readonly onState: (file: string, state: LiveState) => void;
  /** Acts after so many milliseconds, unless what is returned is called before. */
  readonly after: (ms: number, act: () => void) => () => void;
}

/** The first run of a file also loads its data, which no budget foresees. */
const FIRST_DEADLINE_MS = 20_000;
/** Beyond this many budgets a run pauses its file at once; between, the second in a row does. */
const CLEAR_MISS = 2;
const MISSES_MAX = 2;
/** A result that comes sooner is not announced: the words would flicker at every keystroke. */
const LONG_MS = 150;

interface Lane {
  state: LiveState;
  inFlight: { readonly job: LiveJob; readonly abort: AbortController } | null;
  waiting: LiveJob | null;
  doneKey: string | null;
  hasRun: boolean;
  /** Runs in a row that missed their budget. */
  misses: number;
  /** Since no result came; runs that replace each other are one wait. */
  wait: { isLong: boolean; readonly end: () => void } | null;
}

const NOTHING_RUNS = { inFlight: null, waiting: null, wait: null } as const;

export class LiveRuns {
  readonly #lanes = new Map<string, Lane>();
  readonly #options: LiveOptions;
  /** Counts how often results were forgotten: a run that began before is no result afterwards. */
  #epoch = 0;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  stateOf(file: string): LiveState {
    return this.#lanes.get(file)?.state ?? { kind: "idle" };
  }

  /** Runs the job now or after the one in flight, which is stopped. A waiting one is forgotten. */
  submit(file: string, job: LiveJob): void {
    const lane = this.#lane(file);
    if (lane.state.kind === "paused") return;
    if (lane.inFlight === null) {
      if (lane.doneKey === job.key) job.onSame();
      else void this.#run(file, lane, job);
      return;
    }
    lane.waiting = job;
    if (lane.inFlight.job.key !== job.key) lane.inFlight.abort.abort();
  }

  /** The result of this key is there by another way. */
  done(file: string, key: string): void {
    this.#lane(file).doneKey = key;
  }

  /** Lets a paused file run again. */
  resume(file: string): void {
    const lane = this.#lanes.get(file);
    if (lane?.state.kind !== "paused") return;
    lane.hasRun = false;
    lane.misses = 0;
    this.#become(file, lane, { kind: "idle" });
  }

  /** The budget is another one: whether it suffices shows when they run. */
  resumeAll(): void {
    for (const file of this.#lanes.keys()) this.resume(file);
  }

  /** Stops what runs and forgets what waits: the file was closed, or its text has errors. */
  stop(file: string): void {
    const lane = this.#lanes.get(file);
    if (lane === undefined) return;
    lane.waiting = null;
    lane.inFlight?.abort.abort();
  }

  /** A file or a folder has another name: what runs for the old one is stopped, and a pause goes along. */
  renamed(from: string, to: string): void {
    for (const [file, lane] of [...this.#lanes]) {
      const path = movedPath(file, from, to);
      if (path === null) continue;
      this.stop(file);
      this.#lanes.delete(file);
      const state = lane.state.kind === "running" ? ({ kind: "idle" } as const) : lane.state;
      this.#lanes.set(path, { ...lane, ...NOTHING_RUNS, state });
    }
  }

  /** A file or a folder is gone: what runs is stopped, and nothing is known of it any more. */
  forget(place: string): void {
    for (const file of [...this.#lanes.keys()].filter((one) => isAt(one, place))) {
      this.stop(file);
      this.#lanes.delete(file);
    }
  }

  /** What was computed is lost, as after the death of an engine, or is that of older data. */
  forgetResults(): void {
    this.#epoch += 1;
    for (const lane of this.#lanes.values()) {
      lane.doneKey = null;
      lane.hasRun = false;
    }
  }

  #lane(file: string): Lane {
    const there = this.#lanes.get(file);
    if (there !== undefined) return there;
    const made: Lane = {
      state: { kind: "idle" },
      ...NOTHING_RUNS,
      doneKey: null,
      hasRun: false,
      misses: 0,
    };
    this.#lanes.set(file, made);
    return made;
  }

  async #run(file: string, lane: Lane, job: LiveJob): Promise<void> {
    const abort = new AbortController();
    const epoch = this.#epoch;
    lane.inFlight = { job, abort };
    const { isLong } = (lane.wait ??= this.#waitOf(file, lane));
    this.#become(file, lane, { kind: "running", isLong });
    const budget = this.#options.budgetMs(file);
    const deadline = lane.hasRun ? budget : Math.max(budget, FIRST_DEADLINE_MS);
    const end = await job.start(abort.signal, deadline);
    lane.inFlight = null;
    const next = lane.waiting ?? (end.kind === "late" ? job : null);
    lane.waiting = null;
    if (next === null || end.kind === "done") endWait(lane);
    this.#note(lane, job, end, budget);
    if (epoch !== this.#epoch) lane.doneKey = null;
    this.#become(file, lane, stateAfter(lane, end));
    if (next !== null) this.submit(file, next);
  }

  #waitOf(file: string, lane: Lane): NonNullable<Lane["wait"]> {
    const end = this.#options.after(LONG_MS, () => {
      wait.isLong = true;
      this.#become(file, lane, { kind: "running", isLong: true });
    });
    const wait = { isLong: false, end };
    return wait;
  }

  #note(lane: Lane, job: LiveJob, end: LiveEnd, budgetMs: number): void {
    if (end.kind === "late") lane.misses += 1;
    if (end.kind === "done") {
      lane.doneKey = job.key;
      lane.hasRun = true;
      const budgets = (end.seconds * 1_000) / budgetMs;
      if (budgets <= 1) lane.misses = 0;
      else lane.misses = budgets > CLEAR_MISS ? MISSES_MAX : lane.misses + 1;
    } else if (end.kind === "failed") {
      lane.doneKey = null;
    }
  }

  #become(file: string, lane: Lane, state: LiveState): void {
    lane.state = state;
    if (this.#lanes.get(file) === lane) this.#options.onState(file, state);
  }
}

function endWait(lane: Lane): void {
  lane.wait?.end();
  lane.wait = null;
}

function stateAfter({ misses }: Lane, end: LiveEnd): LiveState {
  if (misses < MISSES_MAX) return { kind: "idle" };
  return { kind: "paused", seconds: end.kind === "done" ? end.seconds : null };
}
