// Above the header: Run, and the last result. Lenses come resolved, so lines never jump.
import {
  CodeLens,
  EventEmitter,
  Range,
  type CodeLensProvider,
  type Disposable,
  type TextDocument,
} from "vscode";
import { resultText, resultTooltip } from "../core/lens.ts";
import type { LiveState } from "../core/live-runs.ts";
import type { FileResults } from "../core/results.ts";
import { headerLine } from "./documents.ts";
import { settings } from "./settings.ts";

export interface LensSource {
  readonly resultsOf: (file: string) => FileResults;
  readonly liveOf: (file: string) => LiveState;
}

/**
 * The editor draws lenses a quarter of a second after it was told, and forgets that it was told when
 * the text loses the focus meanwhile, as it does to every dialog. So it is told again until it asks.
 */
const TOLD_AGAIN_MS = 600;
const TOLD_MAX = 5;

export class ResultLens implements CodeLensProvider, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #source: LensSource;
  /** By file, what was given when the editor asked last. */
  readonly #given = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;
  #told = 0;

  constructor(source: LensSource) {
    this.#source = source;
  }

  /** Something about every file may be new. */
  refresh(): void {
    this.#told = 0;
    this.#tell();
  }

  /** Something about a file may be new: a live run begins and ends without another word to show. */
  changed(file: string): void {
    if (this.#given.get(file) !== JSON.stringify(this.#words(file))) this.refresh();
  }

  dispose(): void {
    this.#beQuiet();
    this.#changed.dispose();
  }

  #tell(): void {
    this.#beQuiet();
    this.#changed.fire();
    this.#told += 1;
    if (this.#told < TOLD_MAX) {
      this.#timer = setTimeout(() => {
        this.#tell();
      }, TOLD_AGAIN_MS);
    }
  }

  #beQuiet(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    this.#beQuiet();
    if (!settings().hasLens) return [];
    const file = document.uri.fsPath;
    const line = headerLine(document);
    const at = new Range(line, 0, line, 0);
    const words = this.#words(file);
    this.#given.set(file, JSON.stringify(words));
    const run = new CodeLens(at, {
      title: "$(play) Run",
      command: "backtestr.run",
      arguments: [document.uri],
      tooltip: "Runs the strategy and keeps the result",
    });
    const { title, tooltip, command } = words;
    if (title === null) return [run];
    return [run, new CodeLens(at, { title, command, arguments: [document.uri], tooltip })];
  }

  #words(file: string) {
    const results = this.#source.resultsOf(file);
    const live = this.#source.liveOf(file);
    return {
      title: resultText(results, live),
      command: live.kind === "paused" ? "backtestr.resumeLive" : "backtestr.openReport",
      tooltip: resultTooltip(results, live),
    };
  }
}
