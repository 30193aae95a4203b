// `backtestr sql "…"`: a question to the store, answered as a table, CSV or JSON.
import { askInSql, count } from "@backtestr/hub";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { answerCsv, answerJson, answerText } from "../result/query-text.ts";
import type { Context } from "./context.ts";
import { printStopped, usageError, type Stopped } from "./outcome.ts";
import { valueOr, withStore, type StoreWords } from "./with-store.ts";

export interface SqlWords extends StoreWords {
  readonly text: string;
  readonly rows: string | null;
  readonly seconds: string | null;
  readonly isCsv: boolean;
}

const ROWS = 1_000;
const ROWS_MAX = 10_000_000;
const SECONDS = 60;
const SECONDS_MAX = 3_600;

export async function sqlCommand(context: Context, words: SqlWords): Promise<ExitCode> {
  const { terminal, signal } = context;
  const rowsMax = wholeUpTo(words.rows, ROWS, ROWS_MAX);
  const secondsMax = wholeUpTo(words.seconds, SECONDS, SECONDS_MAX);
  const wrong = wrongWords(words, rowsMax, secondsMax);
  if (wrong !== null || rowsMax === null || secondsMax === null) {
    return printStopped(terminal, words.isJson, usageError(wrong ?? "", "sql"));
  }
  return withStore(context, words, async (session) => {
    const limits = { rowsMax, secondsMax, signal };
    const done = valueOr(session, await askInSql(session.client, words.text, limits));
    if ("problems" in done) return tooSlow(done);
    const { value } = done;
    if (words.isJson) terminal.out(`${JSON.stringify(answerJson(value))}\n`);
    else terminal.out(words.isCsv ? answerCsv(value) : answerText(value, terminal.outStyle));
    if (value.isCut && !words.isJson) {
      terminal.err(`These are the first ${count(rowsMax)} rows: --rows N shows more.\n`);
    }
    return EXIT.ok;
  });
}

/** A question that takes too long is the asker's matter, not a failure of the engine. */
function tooSlow(end: Stopped): Stopped {
  const isLate = end.problems.some(({ code }) => code === "deadline_exceeded");
  return isLate ? { ...end, exitCode: EXIT.strategyOrData } : end;
}

function wrongWords(
  words: SqlWords,
  rowsMax: number | null,
  secondsMax: number | null,
): string | null {
  if (words.isCsv && words.isJson) return "--csv and --json are two ways to print: choose one.";
  if (words.text.trim() === "") return "The question is empty.";
  if (rowsMax === null) {
    return `--rows wants a whole number from 1 to ${count(ROWS_MAX)}, not ${words.rows ?? ""}.`;
  }
  if (secondsMax !== null) return null;
  return `--seconds wants a whole number from 1 to ${count(SECONDS_MAX)}, not ${words.seconds ?? ""}.`;
}

/** null for a word that is no such number. */
export function wholeUpTo(word: string | null, preset: number, most: number): number | null {
  if (word === null) return preset;
  const value = /^\d{1,9}$/.test(word) ? Number(word) : 0;
  return value >= 1 && value <= most ? value : null;
}
