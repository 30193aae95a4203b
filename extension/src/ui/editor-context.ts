// Tells `when` clauses outside the text what the active editor holds: a strategy, paused or not.
import { commands, window } from "vscode";
import type { LiveRuns } from "../core/live-runs.ts";
import { strategyEditor } from "./documents.ts";

export class EditorContext {
  readonly #known = new Map<string, boolean>();

  show(live: LiveRuns): void {
    const file = strategyEditor(window.activeTextEditor)?.document.uri.fsPath;
    this.#say("backtestr.hasStrategy", file !== undefined);
    this.#say("backtestr.isPaused", file !== undefined && live.stateOf(file).kind === "paused");
  }

  /** Live runs follow each other quickly, and the editor weighs every clause anew. */
  #say(key: string, holds: boolean): void {
    if (this.#known.get(key) === holds) return;
    this.#known.set(key, holds);
    void commands.executeCommand("setContext", key, holds);
  }
}
