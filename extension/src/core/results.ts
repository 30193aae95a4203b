// What is known of each strategy file: its last good result, the kept one, and why a newer is missing.
import type { Failure, RunSettings, RunSummary } from "@backtestr/hub";
import { isAt, movedPath } from "./moved-path.ts";
import type { CompiledStrategy } from "./strategy.ts";

/** A run that the engine still holds. */
export interface RunResult {
  readonly file: string;
  /** Names the run in the engine. */
  readonly run: number;
  /** Counts the engine's starts: a run dies with the engine that holds it. */
  readonly engine: number;
  readonly isLive: boolean;
  readonly compiled: CompiledStrategy;
  readonly settings: RunSettings;
  readonly summary: RunSummary;
  /** Its name in the store; null while it is saved nowhere. */
  readonly saved: string | null;
}

/** Why the last result is not that of the text. */
export type Staleness =
  | { readonly kind: "fresh" }
  /** The text has errors; the last good result stays. */
  | { readonly kind: "errors" }
  | { readonly kind: "edited" }
  /** It is that of the text, but its run went with the engine: nothing more can be asked of it. */
  | { readonly kind: "gone" }
  /** The store's data changed since: that the text gives it still is not known. */
  | { readonly kind: "olderData" }
  | {
      readonly kind: "failed";
      readonly message: string;
      readonly help: string | null;
      /** The engine's, where it was asked. */
      readonly code?: Failure["code"];
    };

/** Figures of a run by name. */
export type Figures = readonly { readonly name: string; readonly value: number | null }[];

export interface FileResults {
  readonly shown: RunResult | null;
  readonly kept: RunResult | null;
  /** Of the last run that was kept elsewhere or in an earlier window; `kept` is later. */
  readonly earlier: Figures | null;
  readonly staleness: Staleness;
}

const FRESH = { kind: "fresh" } as const;
const NOTHING: FileResults = { shown: null, kept: null, earlier: null, staleness: FRESH };

export class Results {
  readonly #files = new Map<string, FileResults>();
  readonly #listeners = new Set<(file: string) => void>();

  of(file: string): FileResults {
    return this.#files.get(file) ?? NOTHING;
  }

  onChange(listener: (file: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A run came back. Returns the runs that nobody shows any more, for the engine to forget. */
  show(result: RunResult): readonly RunResult[] {
    const before = this.of(result.file);
    const kept = result.isLive ? before.kept : result;
    this.#set(result.file, { ...before, shown: result, kept, staleness: FRESH });
    return unshown(before, this.of(result.file));
  }

  /** A run that was asked for came back after its text was edited: a result of a newer text stays shown. */
  showOlder(result: RunResult): readonly RunResult[] {
    const before = this.of(result.file);
    const { shown, staleness } = before;
    const isOutrun = shown !== null && shown.compiled.version > result.compiled.version;
    const older = staleness.kind === "errors" ? staleness : ({ kind: "edited" } as const);
    const now = isOutrun ? before : { ...before, shown: result, staleness: older };
    this.#set(result.file, { ...now, kept: result });
    return unshown(before, this.of(result.file));
  }

  /** A run was saved: others are compared with it now. Returns what `show` returns. */
  keep(result: RunResult, saved: string): readonly RunResult[] {
    const before = this.of(result.file);
    const asKept = (one: RunResult): RunResult => ({ ...one, isLive: false, saved });
    const isShown = before.shown !== null && hasRunOf(before.shown, result);
    // The text may have been read again while the run was being saved.
    const kept = asKept(isShown ? before.shown : result);
    this.#set(result.file, { ...before, shown: isShown ? kept : before.shown, kept });
    return unshown(before, this.of(result.file));
  }

  /** The text was changed, but into one that says the same: the result is that of the new text. */
  reread(file: string, compiled: CompiledStrategy): void {
    const before = this.of(file);
    if (before.shown === null) return;
    const shown = { ...before.shown, compiled };
    const kept = before.kept === before.shown ? shown : before.kept;
    this.#set(file, { ...before, shown, kept, staleness: FRESH });
  }

  mark(file: string, staleness: Staleness): void {
    const before = this.of(file);
    if (JSON.stringify(before.staleness) === JSON.stringify(staleness)) return;
    this.#set(file, { ...before, staleness });
  }

  /** The store knows a run of the file that this window did not keep: results are compared with it. */
  compareWith(file: string, earlier: Figures | null): void {
    const before = this.of(file);
    if (JSON.stringify(before.earlier) !== JSON.stringify(earlier)) {
      this.#set(file, { ...before, earlier });
    }
  }

  /** Another engine runs now. Results of an earlier one whose like is under way say nothing of it. */
  engineChanged(engine: number, isUnderWay: (file: string) => boolean): void {
    for (const [file, { shown, staleness }] of [...this.#files]) {
      const isGone = shown !== null && shown.engine !== engine && staleness.kind === "fresh";
      if (isGone && !isUnderWay(file)) this.mark(file, { kind: "gone" });
    }
  }

  /** Data was imported or removed, or that was taken back. */
  dataChanged(): void {
    for (const [file, { shown, staleness }] of [...this.#files]) {
      const isOfStore = shown?.settings.data.from === "store";
      const isCurrent = staleness.kind === "fresh" || staleness.kind === "gone";
      if (isOfStore && isCurrent) this.mark(file, { kind: "olderData" });
    }
  }

  /** A file or a folder has another name: what is known goes along. */
  renamed(from: string, to: string): void {
    const moved = [...this.#files].flatMap(([file, results]) => {
      const path = movedPath(file, from, to);
      return path === null ? [] : [{ file, path, results }];
    });
    for (const { file } of moved) this.#files.delete(file);
    for (const { path, results } of moved) this.#set(path, movedTo(path, results));
  }

  /** A file or a folder is gone. Returns the runs that nobody shows any more. */
  forget(place: string): readonly RunResult[] {
    const gone = [...this.#files].filter(([file]) => isAt(file, place));
    for (const [file] of gone) this.#files.delete(file);
    for (const [file] of gone) this.#tell(file);
    return gone.flatMap(([, results]) => unshown(results, NOTHING));
  }

  #set(file: string, results: FileResults): void {
    this.#files.set(file, results);
    this.#tell(file);
  }

  #tell(file: string): void {
    for (const listener of this.#listeners) listener(file);
  }
}

function movedTo(file: string, results: FileResults): FileResults {
  const { shown, kept } = results;
  const moved = shown === null ? null : { ...shown, file };
  if (kept === shown) return { ...results, shown: moved, kept: moved };
  return { ...results, shown: moved, kept: kept === null ? null : { ...kept, file } };
}

/** Runs that were shown or kept before and are neither now. */
function unshown(before: FileResults, now: FileResults): readonly RunResult[] {
  const isHeld = (old: RunResult): boolean => hasRunOf(old, now.shown) || hasRunOf(old, now.kept);
  const held = [before.shown, before.kept].filter((old): old is RunResult => old !== null);
  return held.filter(
    (old, at) => !isHeld(old) && held.findIndex((one) => hasRunOf(one, old)) === at,
  );
}

function hasRunOf(one: RunResult, other: RunResult | null): boolean {
  return one.run === other?.run && one.engine === other.engine;
}

/**
 * Whether two results say the same to a reader: those of one run, read with different texts perhaps.
 * A live run that was kept since is another one, for it is called otherwise.
 */
export function isSameRun(one: RunResult, other: RunResult | null): boolean {
  return hasRunOf(one, other) && one.isLive === other?.isLive;
}
