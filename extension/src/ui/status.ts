// The one item in the status bar: what the engine is doing, and what can be done about it.
import { MarkdownString, StatusBarAlignment, ThemeColor, window, type Disposable } from "vscode";
import { watchHealth, type EngineState, type Health, type Requests } from "@backtestr/hub";
import { engineLines, engineSentence, isAiling } from "../core/engine-words.ts";

/** How often the engine tells how it is. */
const HEALTH_EVERY_MS = 5_000;

export class EngineStatus implements Disposable {
  readonly #item = window.createStatusBarItem("backtestr.engine", StatusBarAlignment.Left);
  readonly #client: Requests;
  #state: EngineState = { state: "stopped" };
  #health: Health | null = null;
  #watch: AbortController | null = null;
  /** What the tooltip says: set again, it would close under the pointer. */
  #told = "";

  constructor(client: Requests) {
    this.#client = client;
    this.#item.name = "BackTestr Engine";
    this.#item.command = "backtestr.showEngine";
    this.#draw();
    this.#item.show();
  }

  show(state: EngineState): void {
    this.#state = state;
    this.#health = null;
    this.#watch?.abort();
    this.#watch = state.state === "ready" ? this.#watching() : null;
    this.#draw();
  }

  dispose(): void {
    this.#watch?.abort();
    this.#item.dispose();
  }

  #watching(): AbortController {
    const watch = new AbortController();
    const onHealth = (health: Health): void => {
      if (this.#watch !== watch) return;
      this.#health = health;
      this.#draw();
    };
    // An engine that no longer answers changes its state, which is shown then.
    void watchHealth(this.#client, HEALTH_EVERY_MS, onHealth, watch.signal);
    return watch;
  }

  #draw(): void {
    const state = this.#state;
    const isWarning = isAiling(state, this.#health);
    this.#item.text = `$(${iconOf(state, isWarning)}) BackTestr`;
    this.#item.accessibilityInformation = {
      label: `BackTestr engine: ${engineSentence(state)}${isWarning ? ", not all of it" : ""}`,
    };
    this.#item.backgroundColor = backgroundOf(state, isWarning);
    const lines = engineLines(state, this.#health);
    const told = lines.join("\n");
    if (told === this.#told) return;
    this.#told = told;
    this.#item.tooltip = tooltipOf(told);
  }
}

function iconOf({ state }: EngineState, isWarning: boolean): string {
  if (isWarning) return "warning";
  const icons = {
    stopped: "circle-outline",
    starting: "sync~spin",
    ready: "pulse",
    failed: "error",
  };
  return icons[state];
}

function backgroundOf({ state }: EngineState, isWarning: boolean): ThemeColor | undefined {
  if (state === "failed") return new ThemeColor("statusBarItem.errorBackground");
  return isWarning ? new ThemeColor("statusBarItem.warningBackground") : undefined;
}

function tooltipOf(told: string): MarkdownString {
  const text = new MarkdownString(undefined, true);
  text.appendText(`${told}\n`);
  text.appendMarkdown(
    "\n[Restart](command:backtestr.restartEngine) · [Logs](command:backtestr.openLogs)",
  );
  text.isTrusted = { enabledCommands: ["backtestr.restartEngine", "backtestr.openLogs"] };
  return text;
}
