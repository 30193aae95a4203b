// Runs strategies for the editor: live ones as the text changes, kept ones when they are asked for.
import {
  settingsOf,
  settledOnStore,
  type Answer,
  type Failure,
  type RunSettings,
  type RunSummary,
} from "@backtestr/hub";
import type { EngineHouse, RunCall } from "./engine-house.ts";
import { LiveRuns, type LiveEnd, type LiveState } from "./live-runs.ts";
import type { LiveTimesLog } from "./live-times.ts";
import { movedPath } from "./moved-path.ts";
import { givenValues } from "./given-values.ts";
import type { Results, RunResult } from "./results.ts";
import { NOTHING_GIVEN, strategyOf, type CompiledStrategy, type GivenValues } from "./strategy.ts";

export interface OpenText {
  /** As the editor counts. */
  readonly version: number;
  readonly text: string;
}

export interface RunnerOptions {
  readonly house: EngineHouse;
  readonly results: Results;
  readonly budgetMs: (file: string) => number;
  readonly onLive: (file: string, state: LiveState) => void;
  /** What the editor holds of a file now; null when it is not open. */
  readonly openText: (file: string) => OpenText | null;
  /** A run that was asked for came back after its text was touched: the one there is now may be run. */
  readonly onOlder: (file: string) => void;
  /** The workspace folder of a file, which `file()` does not leave; null outside of any. */
  readonly folderOf: (file: string) => string | null;
  readonly liveTimes: LiveTimesLog;
  readonly nowMs: () => number;
  /** Acts after so many milliseconds, unless what is returned is called before. */
  readonly after: (ms: number, act: () => void) => () => void;
}

export interface KeptRunOptions {
  /** In place of the values of the text. */
  readonly given: GivenValues;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string, fraction: number | null) => void;
}

/** What a run that was asked for came to. */
export type RunEnd =
  | { readonly kind: "done"; readonly result: RunResult }
  | { readonly kind: "cancelled" }
  | {
      readonly kind: "failed";
      readonly message: string;
      readonly help: string | null;
      /** The engine's, where it was asked. */
      readonly code?: Failure["code"];
      /** Index of the plan's statement that the failure is about. */
      readonly statement: number | null;
    };

interface Ready {
  readonly settings: RunSettings;
  readonly compiled: CompiledStrategy;
  readonly file: string;
}

/** What ran, and what came of it. */
interface Finished extends Ready {
  readonly summary: RunSummary;
}

export class Runner {
  readonly live: LiveRuns;
  readonly #options: RunnerOptions;
  /** Runs that were asked for and are under way: their files may be renamed meanwhile. */
  readonly #underWay = new Set<{ file: string }>();

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.live = new LiveRuns({
      budgetMs: options.budgetMs,
      onState: options.onLive,
      after: options.after,
    });
  }

  /** The text changed into this one at `changedMs`: it is run when nothing newer comes. */
  textChanged(file: string, compiled: CompiledStrategy, changedMs: number): void {
    if (this.#isHeld(file, compiled)) return;
    const ready = this.#prepare(file, compiled, NOTHING_GIVEN);
    if ("kind" in ready) {
      this.#options.results.mark(file, { kind: "failed", ...wordsOf(ready) });
      return;
    }
    const planMs = this.#options.nowMs() - changedMs;
    this.live.submit(file, {
      key: keyOf(ready),
      onSame: () => {
        this.#options.results.reread(file, compiled);
      },
      start: (signal, deadlineMs) =>
        this.#liveRun(ready, { changedMs, planMs }, signal, deadlineMs),
    });
    if (this.live.stateOf(file).kind === "paused") {
      this.#options.results.mark(file, { kind: "edited" });
    }
  }

  /** The text changed, and nothing runs it: what is shown is no longer its result. */
  edited(file: string): void {
    const { results } = this.#options;
    if (results.of(file).shown !== null) results.mark(file, { kind: "edited" });
  }

  /** A run that its caller keeps. Live runs of the file go on afterwards. */
  async run(
    file: string,
    compiled: CompiledStrategy,
    { given, signal, onProgress }: KeptRunOptions,
  ): Promise<RunEnd> {
    const ready = this.#prepare(file, compiled, given);
    if ("kind" in ready) return ready;
    const call = { isLive: false, deadlineMs: null, signal, onProgress };
    const now = { file };
    this.#underWay.add(now);
    const answer = await this.#answer(ready, call);
    this.#underWay.delete(now);
    if (!answer.ok) return this.#failure({ ...ready, file: now.file }, answer, signal);
    return { kind: "done", result: this.#showKept({ ...answer.value, file: now.file }, ready) };
  }

  /** The text may have been edited since the run began. */
  #showKept(finished: Finished, ready: Ready): RunResult {
    const { results, house, openText, onOlder } = this.#options;
    const { file } = finished;
    const isOlder = this.#isOlder(finished);
    const result = this.#resultOf(finished, false);
    void house.forget(isOlder ? results.showOlder(result) : results.show(result));
    this.live.resume(file);
    // What an equal text would be spared is what is shown, not what was run.
    if (results.of(file).shown === result) this.live.done(file, keyOf(ready));
    const { version } = finished.compiled;
    if ((openText(file)?.version ?? version) !== version) onOlder(file);
    return result;
  }

  /** A strategy or a folder has another name: what is known goes along, and so does what runs. */
  renamed(from: string, to: string): void {
    this.live.renamed(from, to);
    this.#options.results.renamed(from, to);
    for (const run of this.#underWay) run.file = movedPath(run.file, from, to) ?? run.file;
  }

  /** A strategy or a folder is gone: the engine lets go of its runs. */
  deleted(place: string): void {
    this.live.forget(place);
    void this.#options.house.forget(this.#options.results.forget(place));
  }

  /** A result with values of its own stays until the text is edited; looking away is no edit. */
  #isHeld(file: string, { version }: CompiledStrategy): boolean {
    const { shown, staleness } = this.#options.results.of(file);
    if (shown === null || staleness.kind !== "fresh") return false;
    const isOfText =
      shown.compiled.version === version && shown.engine === this.#options.house.life;
    return isOfText && givenValues(shown).length > 0;
  }

  /** Whether the text is another one now; what was undone, or moved to another file, is the same. */
  #isOlder({ file, compiled }: Ready): boolean {
    return (this.#options.openText(file)?.text ?? compiled.text) !== compiled.text;
  }

  #failure(
    ready: Ready,
    { error }: Extract<Answer<Finished>, { ok: false }>,
    signal: AbortSignal,
  ): RunEnd {
    if (error.code === "cancelled" || signal.aborted) return { kind: "cancelled" };
    const { message, help, code, statement } = error;
    // Whoever asked is told; what is shown of a newer text did not fail.
    if (!this.#isOlder(ready)) {
      this.#options.results.mark(ready.file, { kind: "failed", message, help, code });
    }
    return { kind: "failed", message, help, code, statement };
  }

  #prepare(
    file: string,
    compiled: CompiledStrategy,
    given: GivenValues,
  ): Ready | Extract<RunEnd, { kind: "failed" }> {
    const folder = this.#options.folderOf(file);
    const choices = { profile: null, data: null, folder };
    const made = settingsOf(strategyOf(file, compiled, given), choices);
    if (made.ok) return { settings: made.settings, compiled, file };
    const { message, help } = made.problem;
    return { kind: "failed", message, help, statement: null };
  }

  async #liveRun(
    ready: Ready,
    { changedMs, planMs }: { readonly changedMs: number; readonly planMs: number },
    signal: AbortSignal,
    deadlineMs: number,
  ): Promise<LiveEnd> {
    const { house, results, nowMs, liveTimes } = this.#options;
    const { file } = ready;
    const answer = await this.#answer(ready, { isLive: true, deadlineMs, signal });
    if (signal.aborted) {
      // It came to its end before it could be stopped; nobody will ask for it.
      if (answer.ok) void house.forget([{ run: answer.value.summary.run, engine: house.life }]);
      return { kind: "superseded" };
    }
    if (answer.ok) {
      const { summary } = answer.value;
      void house.forget(results.show(this.#resultOf(answer.value, true)));
      liveTimes.add({ planMs, engineMs: summary.seconds * 1_000, wholeMs: nowMs() - changedMs });
      return { kind: "done", seconds: summary.seconds };
    }
    if (answer.error.code === "deadline_exceeded") {
      results.mark(file, { kind: "edited" });
      return { kind: "late" };
    }
    if (answer.error.code === "cancelled") return { kind: "superseded" };
    const { message, help, code } = answer.error;
    results.mark(file, { kind: "failed", message, help, code });
    return { kind: "failed" };
  }

  /** Fills in what only the store knows, and runs. */
  async #answer(
    { file, compiled, settings: written }: Ready,
    how: Omit<RunCall, "plan" | "settings">,
  ): Promise<Answer<Finished>> {
    const { house } = this.#options;
    const { state } = house.supervisor;
    // Nobody asked for a live run: an engine that was given up is not tried again at each keystroke.
    const isGivenUp = how.isLive && state.state === "failed";
    const failed = isGivenUp ? state.error : await house.start();
    if (failed !== null) return { ok: false, error: failed };
    const settled = await settledOnStore(house.supervisor, strategyOf(file, compiled), written);
    if (!settled.ok) return settled;
    const settings = settled.value;
    const answer = await house.run(file, { ...how, plan: compiled.plan, settings });
    if (!answer.ok) return answer;
    return { ok: true, value: { file, compiled, settings, summary: answer.value } };
  }

  #resultOf({ file, compiled, settings, summary }: Finished, isLive: boolean): RunResult {
    const { run } = summary;
    const engine = this.#options.house.life;
    return { file, run, engine, isLive, compiled, settings, summary, saved: null };
  }
}

/** Equal for equal runs. */
function keyOf({ compiled, settings }: Ready): string {
  return JSON.stringify([compiled.plan, settings]);
}

function wordsOf({ message, help }: Extract<RunEnd, { kind: "failed" }>) {
  return { message, help };
}
