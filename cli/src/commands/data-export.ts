// `backtestr data export`: the store as a database file that other tools open.
import path from "node:path";
import { exportDuckdb } from "@backtestr/hub";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { exportedJson, exportedText } from "../result/export-text.ts";
import { exportProgressText, progressLine } from "../terminal/progress.ts";
import type { Context } from "./context.ts";
import { printStopped, usageError } from "./outcome.ts";
import { printEither, valueOr, withStore, type StoreWords } from "./with-store.ts";

export async function dataExportCommand(
  context: Context,
  words: StoreWords,
  file: string | null,
): Promise<ExitCode> {
  const { terminal, signal, nowMs } = context;
  if (file === null || file === "") {
    const end = usageError("Name the file to make: --duckdb FILE.", "data export");
    return printStopped(terminal, words.isJson, end);
  }
  return withStore(context, words, async (session) => {
    const line = progressLine(terminal, nowMs);
    const answer = await exportDuckdb(session.client, path.resolve(file), {
      signal,
      onProgress: (progress) => {
        line.show(exportProgressText(progress));
      },
    });
    line.clear();
    const done = valueOr(session, answer);
    if ("problems" in done) return done;
    printEither(
      session,
      () => exportedJson(file, done.value),
      () => exportedText(file, done.value, terminal.outStyle),
    );
    return EXIT.ok;
  });
}
