// `backtestr runs …`: the runs that were saved, one by one and two side by side.
import path from "node:path";
import {
  firstTradeDifference,
  loadRun,
  printable,
  removeItem,
  type SavedRunInfo,
  savedRuns,
  type TradeRow,
  tradesCsv,
  tradesOf,
} from "@backtestr/hub";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { runsComparedJson, runsComparedText } from "../result/run-compare.ts";
import { savedRunJson, savedRunsText, savedRunText, symbolOf } from "../result/saved-run-text.ts";
import { problem } from "../terminal/problem.ts";
import type { Context } from "./context.ts";
import { printStopped, stopped, usageError, type Stopped } from "./outcome.ts";
import { wholeUpTo } from "./sql.ts";
import {
  homeFlag,
  printEither,
  valueOr,
  withStore,
  type Session,
  type StoreEnd,
  type StoreWords,
} from "./with-store.ts";
import { writeResult } from "./write-file.ts";

const SHOWN = 20;
const SHOWN_MAX = 1_000_000;

export async function runsListCommand(
  context: Context,
  words: StoreWords,
  strategy: string | null,
  rows: string | null,
): Promise<ExitCode> {
  const most = wholeUpTo(rows, SHOWN, SHOWN_MAX);
  if (most === null) {
    const message = `--rows wants a whole number of at least 1, not ${rows ?? ""}.`;
    return printStopped(context.terminal, words.isJson, usageError(message, "runs list"));
  }
  return withStore(context, words, async (session) => {
    const file = strategy === null ? null : path.resolve(strategy);
    const found = valueOr(session, await savedRuns(session.client, file));
    if ("problems" in found) return found;
    const shown = found.value.slice(0, most);
    printEither(
      session,
      () => ({
        schema: "backtestr.runs/1",
        total: found.value.length,
        runs: shown.map(savedRunJson),
      }),
      () => savedRunsText(shown, found.value.length, strategy, context.terminal.outStyle),
    );
    return EXIT.ok;
  });
}

export function runsShowCommand(
  context: Context,
  words: StoreWords,
  name: string,
  trades: string | null,
): Promise<ExitCode> {
  return withStore(context, words, async (session) => {
    const info = await runNamed(session, name);
    if ("problems" in info) return info;
    if (trades !== null) {
      const failed = await writeTrades(session, info, trades);
      if (failed !== null) return failed;
    }
    printEither(
      session,
      () => ({ schema: "backtestr.saved-run/1", ...savedRunJson(info) }),
      () =>
        savedRunText(info, context.terminal.outStyle) +
        (trades === null ? "" : `\nWritten: ${printable(trades)}\n`),
    );
    return EXIT.ok;
  });
}

async function writeTrades(
  session: Session,
  info: SavedRunInfo,
  file: string,
): Promise<Stopped | null> {
  const pulled = await savedTrades(session, info);
  if ("problems" in pulled) return pulled;
  const failed = await writeResult(file, tradesCsv(pulled.value, symbolOf(info)));
  return failed === null ? null : stopped(EXIT.strategyOrData, failed);
}

async function savedTrades(
  session: Session,
  info: SavedRunInfo,
): Promise<{ readonly value: readonly TradeRow[] } | Stopped> {
  const loaded = valueOr(session, await loadRun(session.client, info.saved));
  if ("problems" in loaded) return loaded;
  return valueOr(session, await tradesOf(session.client, loaded.value.run, info.tradeCount));
}

export function runsCompareCommand(
  context: Context,
  words: StoreWords,
  names: readonly string[],
): Promise<ExitCode> {
  return withStore(context, words, async (session) => {
    const [left, right] = await Promise.all(
      [names[0] ?? "", names[1] ?? ""].map((name) => runNamed(session, name)),
    );
    if (left === undefined || "problems" in left) return left ?? EXIT.ok;
    if (right === undefined || "problems" in right) return right ?? EXIT.ok;
    return compare(session, left, right);
  });
}

async function compare(
  session: Session,
  left: SavedRunInfo,
  right: SavedRunInfo,
): Promise<StoreEnd> {
  const first = await savedTrades(session, left);
  if ("problems" in first) return first;
  const second = await savedTrades(session, right);
  if ("problems" in second) return second;
  const difference = firstTradeDifference(first.value, second.value);
  const { outStyle } = session.context.terminal;
  printEither(
    session,
    () => runsComparedJson(left, right, difference),
    () => runsComparedText(left, right, difference, outStyle),
  );
  return EXIT.ok;
}

export function runsRemoveCommand(
  context: Context,
  words: StoreWords,
  name: string,
): Promise<ExitCode> {
  return withStore(context, words, async (session) => {
    const info = await runNamed(session, name);
    if ("problems" in info) return info;
    const item = { what: "run" as const, saved: info.saved };
    const change = valueOr(session, await removeItem(session.client, item));
    if ("problems" in change) return change;
    printEither(
      session,
      () => ({ schema: "backtestr.change/1", removed: info.saved, change: change.value }),
      () =>
        `Removed run ${info.saved}.\nTo take it back: backtestr data undo ${change.value}${homeFlag(session)}\n`,
    );
    return EXIT.ok;
  });
}

/** The run of that id, the latest for `last`, or the only one whose id begins so. */
async function runNamed(session: Session, name: string): Promise<SavedRunInfo | Stopped> {
  const all = valueOr(session, await savedRuns(session.client, null));
  if ("problems" in all) return all;
  const [latest] = all.value;
  if (name === "last" && latest !== undefined) return latest;
  const exact = all.value.find(({ saved }) => saved === name);
  if (exact !== undefined) return exact;
  const matches = all.value.filter(({ saved }) => saved.startsWith(name));
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return only;
  const message =
    matches.length > 1
      ? `${matches.length} saved runs begin with ${name}.`
      : `The store in ${session.configuration.store.data_home} has no saved run ${name}.`;
  const help =
    latest === undefined
      ? "It has none yet: `backtestr run FILE` saves one."
      : "`backtestr runs list` shows the ids; `last` is the latest.";
  return stopped(EXIT.strategyOrData, problem({ code: "unknown_item", message, help }));
}
