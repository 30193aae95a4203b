// What the engine is doing, and what helps somebody to help.
import { commands, env, window, workspace } from "vscode";
import type { EngineState } from "@backtestr/hub";
import type { App } from "../app.ts";
import { sentenceOf } from "../core/sentence.ts";

export async function showEngine(app: App): Promise<void> {
  const { state } = app.house.supervisor;
  const says = state.state === "failed" ? sentenceOf(state.error) : `The engine is ${state.state}.`;
  const chosen = await window.showQuickPick(
    [
      { label: "$(debug-restart) Restart engine", run: "backtestr.restartEngine" },
      { label: "$(output) Open logs", run: "backtestr.openLogs" },
      { label: "$(copy) Copy diagnostics", run: "backtestr.copyDiagnostics" },
    ],
    { title: says },
  );
  if (chosen !== undefined) await commands.executeCommand(chosen.run);
}

/** What helps somebody to help: versions, states, services, times. No text of strategies, no paths. */
export async function copyDiagnostics(app: App): Promise<void> {
  const { state } = app.house.supervisor;
  const health =
    state.state === "ready" ? await app.house.supervisor.request("health.all", {}) : null;
  const facts = {
    editor: `${env.appName} (${env.appHost})`,
    engine: withoutSentences(state),
    health: health?.ok === false ? { failed: health.error.code } : (health?.reply.health ?? null),
    liveRuns: app.liveTimes.summary(),
    languageServer: app.language.isRunning ? "running" : "not running",
    trusted: workspace.isTrusted,
  };
  await env.clipboard.writeText(JSON.stringify(facts, null, 2));
  window.setStatusBarMessage("Diagnostics copied.", 4_000);
}

/** A failure's sentences may name files; its code says enough. */
function withoutSentences(state: EngineState) {
  if (state.state === "failed") return { state: state.state, code: state.error.code };
  if (state.state !== "ready") return state;
  return { ...state, misconfigured: state.misconfigured?.code ?? null };
}
