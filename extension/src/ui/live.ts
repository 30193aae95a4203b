// Follows the texts of strategies: asks the server for each new plan and hands it to the runner.
import {
  Disposable,
  window,
  workspace,
  type TextDocument,
  type TextDocumentContentChangeEvent,
} from "vscode";
import type { Results } from "../core/results.ts";
import type { Runner } from "../core/runner.ts";
import { documentAt, isSavedStrategy } from "./documents.ts";
import type { Language } from "./language.ts";
import { settings } from "./settings.ts";

export interface LiveServices {
  readonly language: Language;
  readonly runner: Runner;
  readonly results: Results;
  /** The file that the panels show. */
  readonly followed: () => string | null;
  readonly onEdited: (
    document: TextDocument,
    changes: readonly TextDocumentContentChangeEvent[],
  ) => void;
}

/** Only the active, trusted, saved strategy runs live, from its buffer. */
export class LiveText implements Disposable {
  readonly #services: LiveServices;
  readonly #subscriptions: Disposable;

  constructor(services: LiveServices) {
    this.#services = services;
    this.#subscriptions = Disposable.from(
      window.onDidChangeActiveTextEditor((editor) => {
        this.#follow(editor?.document);
      }),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (!isSavedStrategy(document) || contentChanges.length === 0) return;
        services.onEdited(document, contentChanges);
        const isActive = window.activeTextEditor?.document === document;
        if (isActive && runsLive(document) && services.language.isRunning) void this.#run(document);
        else services.runner.edited(document.uri.fsPath);
      }),
      workspace.onDidCloseTextDocument((document) => {
        if (isSavedStrategy(document)) services.runner.live.stop(document.uri.fsPath);
      }),
      workspace.onDidGrantWorkspaceTrust(() => {
        this.again();
      }),
      services.language.onRunning(() => {
        this.again();
      }),
    );
  }

  /**
   * Runs the active strategy if anything about it may be new, and the one that the panels show: no text
   * is active while a panel has the focus, and pinned panels show another one.
   */
  again(): void {
    const active = window.activeTextEditor?.document;
    this.#follow(active);
    void this.#again(active);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #again(active: TextDocument | undefined): Promise<void> {
    const followed = await documentAt(this.#services.followed());
    if (followed !== null && followed !== active) this.#follow(followed);
  }

  #follow(document: TextDocument | undefined): void {
    if (document !== undefined && isSavedStrategy(document)) void this.#run(document);
  }

  async #run(document: TextDocument): Promise<void> {
    if (!runsLive(document)) return;
    const { language, runner, results } = this.#services;
    const beganMs = performance.now();
    const compiled = await language.planOf(document);
    if (compiled === null) return;
    const file = document.uri.fsPath;
    if (compiled === "errors") {
      runner.live.stop(file);
      results.mark(file, { kind: "errors" });
      return;
    }
    runner.textChanged(file, compiled, beganMs);
  }
}

function runsLive({ uri }: TextDocument): boolean {
  return workspace.isTrusted && settings(uri).isLive;
}
