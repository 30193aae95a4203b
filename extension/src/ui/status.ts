// The one item in the status bar: what the engine is doing, and what can be done about it.
import { MarkdownString, StatusBarAlignment, ThemeColor, window, type Disposable } from "vscode";
import type { EngineState } from "@backtestr/hub";

export class EngineStatus implements Disposable {
  readonly #item = window.createStatusBarItem("backtestr.engine", StatusBarAlignment.Left);

  constructor() {
    this.#item.name = "BackTestr Engine";
    this.#item.command = "backtestr.showEngine";
    this.show({ state: "stopped" });
    this.#item.show();
  }

  show(state: EngineState): void {
    this.#item.text = textOf(state);
    this.#item.tooltip = tooltipOf(state);
    this.#item.accessibilityInformation = { label: `BackTestr engine: ${wordOf(state)}` };
    this.#item.backgroundColor =
      state.state === "failed" ? new ThemeColor("statusBarItem.errorBackground") : undefined;
  }

  dispose(): void {
    this.#item.dispose();
  }
}

function textOf(state: EngineState): string {
  const icons = {
    stopped: "circle-outline",
    starting: "sync~spin",
    ready: "pulse",
    failed: "error",
  };
  return `$(${icons[state.state]}) BackTestr`;
}

function wordOf(state: EngineState): string {
  switch (state.state) {
    case "stopped":
      return "not started; it starts with the first run";
    case "starting":
      return state.restart === 0 ? "starting" : `starting again (${state.restart})`;
    case "ready":
      return `ready, version ${state.version}`;
    case "failed":
      return state.error.message;
  }
}

function tooltipOf(state: EngineState): MarkdownString {
  const text = new MarkdownString(undefined, true);
  text.appendText(`Engine: ${wordOf(state)}\n`);
  if (state.state === "failed" && state.error.help !== null)
    text.appendText(`${state.error.help}\n`);
  text.appendMarkdown(
    "\n[Restart](command:backtestr.restartEngine) · [Logs](command:backtestr.openLogs)",
  );
  text.isTrusted = { enabledCommands: ["backtestr.restartEngine", "backtestr.openLogs"] };
  return text;
}
