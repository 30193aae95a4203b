// Imports files into the store: chosen in a dialog, shown before anything is written, with progress.
import { ProgressLocation, window, type Progress } from "vscode";
import {
  startImport,
  type Answer,
  type ImportOptions,
  type ImportOutcome,
  type ImportProgress,
  type Requests,
} from "@backtestr/hub";
import { chosenOptions } from "./import-questions.ts";
import { sentenceOf } from "../core/sentence.ts";
import { isTrustedOrSaid } from "./trust.ts";

const FORMATS = { "Market data": ["csv", "txt", "bi5"], "All files": ["*"] };

/** Whether something was imported. */
export async function importCommand(client: Requests): Promise<boolean> {
  if (!isTrustedOrSaid()) return false;
  const chosen = await window.showOpenDialog({
    title: "Import ticks or bars",
    openLabel: "Import",
    canSelectFiles: true,
    canSelectFolders: true,
    canSelectMany: true,
    filters: FORMATS,
  });
  if (chosen === undefined || chosen.length === 0) return false;
  const options = await chosenOptions(client, chosen);
  return options === undefined ? false : tell(await importShown(client, options));
}

function importShown(client: Requests, options: ImportOptions): Promise<Answer<ImportOutcome>> {
  const abort = new AbortController();
  const place = { location: ProgressLocation.Notification, title: "Importing", cancellable: true };
  return Promise.resolve(
    window.withProgress(place, (progress, token) => {
      token.onCancellationRequested(() => {
        abort.abort();
      });
      return startImport(client, options, {
        signal: abort.signal,
        onProgress: reporter(progress),
      });
    }),
  );
}

/** Turns the engine's progress into that of a notification, which counts increments. */
function reporter(
  progress: Progress<{ message?: string; increment?: number }>,
): (now: ImportProgress) => void {
  let shown = 0;
  return ({ dataset, bytesDone, bytesTotal, rows, rowsPerSecond, secondsLeft }) => {
    const share = bytesTotal === 0 ? 0 : (bytesDone / bytesTotal) * 100;
    const rate = rowsPerSecond === null ? "" : `, ${(rowsPerSecond / 1e6).toFixed(1)} M rows/s`;
    const left = secondsLeft === null ? "" : `, ${Math.ceil(secondsLeft)} s left`;
    const message = `${dataset ?? ""} ${rows.toLocaleString("en-US")} rows${rate}${left}`;
    progress.report({ message, increment: Math.max(0, share - shown) });
    shown = Math.max(shown, share);
  };
}

function tell(outcome: Answer<ImportOutcome>): boolean {
  if (outcome.ok) {
    const words = outcome.value.imported.map(
      ({ dataset, rowsKept, isNew }) =>
        `${dataset}: ${isNew ? `${rowsKept.toLocaleString("en-US")} rows` : "nothing new"}`,
    );
    void window.showInformationMessage(`Imported. ${words.join(", ")}.`);
    return true;
  }
  if (outcome.error.code === "cancelled") {
    const kept = "The import was stopped. Import the same files again to go on where it was.";
    void window.showInformationMessage(kept);
  } else {
    void window.showErrorMessage(sentenceOf(outcome.error));
  }
  return false;
}
