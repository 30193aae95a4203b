// The commands that run a strategy and keep what came out, with progress and a way to stop.
import { commands, window, workspace, type TextDocument, type Uri } from "vscode";
import type { Answer } from "@backtestr/hub";
import { isDataAbsent } from "../core/data-absent.ts";
import type { RunResult } from "../core/results.ts";
import type { RunEnd, Runner } from "../core/runner.ts";
import { NOTHING_GIVEN, type CompiledStrategy, type GivenValues } from "../core/strategy.ts";
import { documentAt, isSavedStrategy, isStrategy } from "./documents.ts";
import type { Language } from "./language.ts";
import { withPatientProgress } from "./patient-progress.ts";
import { sentenceOf } from "../core/sentence.ts";
import { isTrustedOrSaid } from "./trust.ts";

/** True in `when` clauses while a run takes so long that it is worth stopping. */
const IS_RUNNING = "backtestr.isRunning";

export interface RunServices {
  readonly language: Language;
  readonly runner: Runner;
  /** The file that the panels show. */
  readonly followed: () => string | null;
  readonly keep: (result: RunResult) => Promise<Answer<string>>;
  readonly onTrouble: (document: TextDocument, ran: CompiledStrategy, statement: number) => void;
}

/**
 * The strategy that a command is about: the one it was given, else the active one. While a panel has the
 * focus no text is active: then the one that the panels show is meant, `followed`.
 */
export async function strategyFor(
  uri: Uri | undefined,
  followed: string | null,
): Promise<TextDocument | null> {
  const document =
    uri === undefined
      ? (window.activeTextEditor?.document ?? (await documentAt(followed)))
      : await workspace.openTextDocument(uri);
  if (document === null || !isStrategy(document)) {
    void window.showInformationMessage("Open a strategy (.strat) first.");
    return null;
  }
  if (isSavedStrategy(document)) return document;
  void window.showInformationMessage("Save the strategy first: its data is looked for beside it.");
  return null;
}

/** The strategy of a command that runs it; null with the reason shown. */
export async function runnableFor(
  uri: Uri | undefined,
  followed: string | null,
): Promise<TextDocument | null> {
  const document = await strategyFor(uri, followed);
  return document !== null && isTrustedOrSaid() ? document : null;
}

export class RunCommand {
  readonly #services: RunServices;
  #current: AbortController | null = null;

  constructor(services: RunServices) {
    this.#services = services;
  }

  stop(): void {
    if (this.#current === null) {
      window.setStatusBarMessage("Nothing runs that could be stopped.", 4_000);
    }
    this.#current?.abort();
  }

  /** Runs and keeps; returns the result, or null with the reason shown. */
  async run(uri: Uri | undefined): Promise<RunResult | null> {
    const document = await runnableFor(uri, this.#services.followed());
    if (document === null) return null;
    const compiled = await this.#services.language.planOf(document);
    if (compiled === "errors") {
      void window.showWarningMessage("The strategy has errors: the Problems view lists them.");
      return null;
    }
    if (compiled === null) {
      void window.showWarningMessage("The language server is not ready. Try again in a moment.");
      return null;
    }
    return this.runCompiled(document, compiled, NOTHING_GIVEN);
  }

  /** Runs and keeps, with values of parameters in place of those of the text. */
  async runCompiled(
    document: TextDocument,
    compiled: CompiledStrategy,
    given: GivenValues,
  ): Promise<RunResult | null> {
    this.#current?.abort();
    const abort = new AbortController();
    this.#current = abort;
    const { runner } = this.#services;
    const end = await withPatientProgress(
      { title: "Backtest", abort, contextKey: IS_RUNNING },
      (onProgress) =>
        runner.run(document.uri.fsPath, compiled, { given, signal: abort.signal, onProgress }),
    );
    if (this.#current === abort) this.#current = null;
    return this.#ended(document, compiled, end);
  }

  async #ended(
    document: TextDocument,
    compiled: CompiledStrategy,
    end: RunEnd,
  ): Promise<RunResult | null> {
    switch (end.kind) {
      case "done": {
        const saved = await this.#services.keep(end.result);
        if (!saved.ok) {
          const why = sentenceOf(saved.error);
          void window.showWarningMessage(`The run is shown but was not saved: ${why}`);
        }
        return end.result;
      }
      case "cancelled":
        window.setStatusBarMessage("The run was stopped; nothing of it is kept.", 5_000);
        return null;
      case "failed": {
        if (end.statement !== null) this.#services.onTrouble(document, compiled, end.statement);
        void sayFailed(end);
        return null;
      }
    }
  }
}

const IMPORT = "Import Data…";

/** Says why a run failed; where its data are not in the store, with the way to import them. */
async function sayFailed(end: Extract<RunEnd, { kind: "failed" }>): Promise<void> {
  const ways = isDataAbsent(end.code) ? [IMPORT] : [];
  const chosen = await window.showErrorMessage(sentenceOf(end), ...ways);
  if (chosen === IMPORT) await commands.executeCommand("backtestr.import");
}
