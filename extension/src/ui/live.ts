// Follows the texts of strategies: asks the server for each new plan and hands it to the runner.
import {
  Disposable,
  window,
  workspace,
  type TextDocument,
  type TextDocumentContentChangeEvent,
  type TextEditor,
} from "vscode";
import type { Results } from "../core/results.ts";
import type { Runner } from "../core/runner.ts";
import { isSavedStrategy } from "./documents.ts";
import type { Language } from "./language.ts";
import { settings } from "./settings.ts";

export interface LiveServices {
  readonly language: Language;
  readonly runner: Runner;
  readonly results: Results;
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
        this.#follow(editor);
      }),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (!isSavedStrategy(document) || contentChanges.length === 0) return;
        services.onEdited(document, contentChanges);
        const isActive = window.activeTextEditor?.document === document;
        if (isActive && runsLive() && services.language.isRunning) void this.#run(document);
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

  /** Runs the active strategy if anything about it may be new. */
  again(): void {
    this.#follow(window.activeTextEditor);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #follow(editor: TextEditor | undefined): void {
    if (editor !== undefined && isSavedStrategy(editor.document)) void this.#run(editor.document);
  }

  async #run(document: TextDocument): Promise<void> {
    if (!runsLive()) return;
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

function runsLive(): boolean {
  return workspace.isTrusted && settings().isLive;
}
