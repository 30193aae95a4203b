// `backtestr import PATH…`: ticks or bars into the store, with every row accounted for.
import path from "node:path";
import { lookAtImport, startImport, type ImportOptions, type PriceSide } from "@backtestr/hub";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { foundJson, importJson } from "../result/import-json.ts";
import { foundText, importText } from "../result/import-text.ts";
import { importProgressText, progressLine } from "../terminal/progress.ts";
import type { Context } from "./context.ts";
import { printStopped, usageError, type Stopped } from "./outcome.ts";
import {
  homeFlag,
  printEither,
  valueOr,
  withStore,
  type Session,
  type StoreEnd,
} from "./with-store.ts";

export interface ImportWords {
  readonly paths: readonly string[];
  readonly symbol: string | null;
  readonly dataset: string | null;
  readonly zone: string | null;
  readonly point: string | null;
  readonly tick: string | null;
  readonly stamp: string | null;
  readonly side: string | null;
  readonly currency: string | null;
  readonly isReplacing: boolean;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
  readonly dataHome: string | null;
}

const KEPT =
  "Interrupted. The dataset is as it was. Parts that were finished are kept aside: the same command goes on after them.";

export async function importCommand(context: Context, words: ImportWords): Promise<ExitCode> {
  const options = optionsOf(words);
  if ("problems" in options) return printStopped(context.terminal, words.isJson, options);
  return withStore(context, words, (session) =>
    words.isDryRun ? look(session, words, options) : load(session, options),
  );
}

const SIDES: readonly PriceSide[] = ["bid", "ask", "mid", "last"];
const STAMPS = ["open", "close"] as const;

function optionsOf(words: ImportWords): ImportOptions | Stopped {
  const { symbol, dataset, zone, point, tick, currency } = words;
  const stamp = STAMPS.find((one) => one === words.stamp) ?? null;
  const side = SIDES.find((one) => one === words.side) ?? null;
  const wrong =
    notOneOf("stamp", words.stamp, STAMPS) ??
    notOneOf("side", words.side, SIDES) ??
    notPositive("point", point) ??
    notPositive("tick", tick);
  if (wrong !== null) return usageError(wrong, "import");
  const paths = words.paths.map((name) => path.resolve(name));
  return {
    ...{ paths, symbol, dataset, zone, point, tick, stamp, side, currency },
    replace: words.isReplacing,
  };
}

function notOneOf(name: string, word: string | null, known: readonly string[]): string | null {
  if (word === null || known.includes(word)) return null;
  return `--${name} is one of ${known.join(", ")}, not ${word}.`;
}

/** Prices travel as text, so that no digit is lost. */
function notPositive(name: string, word: string | null): string | null {
  if (word === null || (/^\d{0,12}(\.\d{1,12})?$/.test(word) && Number(word) > 0)) return null;
  return `--${name} wants a number above 0, such as 0.00001, not ${word}.`;
}

async function look(
  session: Session,
  words: ImportWords,
  options: ImportOptions,
): Promise<StoreEnd> {
  const { terminal, signal } = session.context;
  const found = valueOr(session, await lookAtImport(session.client, options, signal));
  if ("problems" in found) return found;
  printEither(
    session,
    () => foundJson(found.value),
    () => foundText(found.value, commandLine(words), terminal.outStyle),
  );
  return EXIT.ok;
}

/** The same command without `--dry-run`, to be copied. */
function commandLine(words: ImportWords): string {
  const { symbol, dataset, point, tick, zone, stamp, side, currency } = words;
  const given = Object.entries({ symbol, dataset, point, tick, zone, stamp, side, currency });
  const flags = given.flatMap(([name, value]) => (value === null ? [] : [`--${name}`, value]));
  const more = words.isReplacing ? ["--replace"] : [];
  const home = words.dataHome === null ? [] : ["--data-home", words.dataHome];
  return ["backtestr", "import", ...words.paths, ...flags, ...more, ...home]
    .map(shellWord)
    .join(" ");
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

async function load(session: Session, options: ImportOptions): Promise<StoreEnd> {
  const { terminal, signal, nowMs, whenInterrupted } = session.context;
  const line = progressLine(terminal, nowMs);
  whenInterrupted(KEPT);
  const answer = await startImport(session.client, options, {
    signal,
    onProgress: (progress) => {
      line.show(importProgressText(progress));
    },
  });
  line.clear();
  if (answer.ok && signal.aborted) {
    terminal.err("It was done just then: everything is in the store.\n");
    return EXIT.interrupted;
  }
  const done = valueOr(session, answer);
  if ("problems" in done) return done;
  printEither(
    session,
    () => importJson(done.value),
    () => importText(done.value, homeFlag(session), terminal.outStyle),
  );
  return EXIT.ok;
}
