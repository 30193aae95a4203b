// Keep: saves the result that is shown, without running it again.
import { window, type Uri } from "vscode";
import type { App } from "../app.ts";
import { keepable } from "../core/keep.ts";
import { runnableFor } from "./run-command.ts";
import { sentenceOf } from "../core/sentence.ts";

const SAID_MS = 6_000;

export async function keepShown(app: App, uri: Uri | undefined): Promise<void> {
  const document = await runnableFor(uri, app.panels.file);
  if (document === null) return;
  const found = keepable(app.results.of(document.uri.fsPath), document.version);
  if (!found.ok) {
    void window.showInformationMessage(found.sentence);
    return;
  }
  const saved = await app.keep(found.result);
  // An engine that was started again, or was short of memory, no longer holds the run.
  if (!saved.ok && saved.error.code === "unknown_run") {
    if ((await app.runs.run(document.uri)) === null) return;
    window.setStatusBarMessage(
      "The engine had dropped the run: it was run again and kept.",
      SAID_MS,
    );
  } else if (saved.ok) {
    window.setStatusBarMessage("Kept. The brackets compare with this result now.", SAID_MS);
  } else {
    void window.showErrorMessage(`The result was not kept. ${sentenceOf(saved.error)}`);
  }
}
