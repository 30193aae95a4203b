// Keeps a record of a run in the store. A run that cannot be kept is a warning, not a failure.
import path from "node:path";
import { instrumentOf, runLabel, saveRun, type Failure, type ProvenanceJson } from "@backtestr/hub";
import { problem, problemText } from "../terminal/problem.ts";
import type { Context } from "./context.ts";
import type { Results } from "./run.ts";

/** The name that the store gave the run; null when it was not saved. */
export async function saveResult(
  context: Context,
  results: Results,
  provenance: ProvenanceJson,
): Promise<string | null> {
  const { words, compiled, text, engine, main } = results;
  const label = runLabel({
    name: "",
    strategy: path.resolve(words.file),
    title: compiled.title,
    text,
    settings: main.settings,
    facts: {
      symbol: instrumentOf(main.settings, main.summary).symbol,
      currency: main.settings.account.currency,
      chart: main.summary.chart,
      version: provenance.version,
      environment_hash: provenance.environment_hash,
      ...(provenance.git_sha === null ? {} : { git_sha: provenance.git_sha }),
    },
  });
  const saved = await saveRun(engine.client, main.summary.run, label);
  if (saved.ok) {
    context.whenInterrupted(`Interrupted. The run is kept: backtestr runs show ${saved.value}`);
    return saved.value;
  }
  if (!words.isJson && !context.signal.aborted)
    sayNotSaved(context, engine.misconfigured ?? saved.error);
  return null;
}

function sayNotSaved({ terminal }: Context, { code, message, help, causes }: Failure): void {
  const shown = problem({
    severity: "warning",
    code,
    message: `The run was not saved: ${message}`,
    help: help ?? "Give another folder with --data-home, or switch this off with --no-save.",
    causes,
  });
  terminal.err(problemText(shown, terminal.errStyle));
}
