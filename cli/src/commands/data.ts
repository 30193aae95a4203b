// `backtestr data …`: what the store holds, whether it is sound, and how it is taken away and back.
import {
  counted,
  byteText,
  type DatasetInfo,
  datasetsOf,
  nearestWord,
  printable,
  purgeStore,
  removeItem,
  undoChange,
  verifyData,
} from "@backtestr/hub";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { datasetJson, datasetText, datasetsText } from "../result/dataset-text.ts";
import { problem } from "../terminal/problem.ts";
import type { Context } from "./context.ts";
import { printStopped, stopped, usageError, type Stopped } from "./outcome.ts";
import { toldCheck } from "./told-check.ts";
import {
  homeFlag,
  printEither,
  valueOr,
  withStore,
  type Session,
  type StoreEnd,
  type StoreWords,
} from "./with-store.ts";

export function dataListCommand(context: Context, words: StoreWords): Promise<ExitCode> {
  return withStore(context, words, async (session) => {
    const found = valueOr(session, await datasetsOf(session.client));
    if ("problems" in found) return found;
    printEither(
      session,
      () => ({ schema: "backtestr.data/1", datasets: found.value.map(datasetJson) }),
      () => datasetsText(found.value, session.configuration.store.data_home, styleOf(session)),
    );
    return EXIT.ok;
  });
}

export function dataShowCommand(
  context: Context,
  words: StoreWords,
  name: string,
): Promise<ExitCode> {
  return withStore(context, words, async (session) => {
    const found = await datasetNamed(session, name);
    if ("problems" in found) return found;
    printEither(
      session,
      () => ({ schema: "backtestr.dataset/1", ...datasetJson(found) }),
      () => datasetText(found, styleOf(session)),
    );
    return EXIT.ok;
  });
}

export function dataVerifyCommand(
  context: Context,
  words: StoreWords,
  name: string | null,
): Promise<ExitCode> {
  return withStore(context, words, async (session) => {
    const dataset = name === null ? null : await datasetNamed(session, name);
    if (dataset !== null && "problems" in dataset) return dataset;
    return toldCheck(
      session,
      (watch) => verifyData(session.client, dataset?.name ?? null, watch),
      "nothing",
    );
  });
}

export async function dataRemoveCommand(
  context: Context,
  words: StoreWords,
  name: string | null,
  isPurging: boolean,
): Promise<ExitCode> {
  if (name === null && !isPurging) {
    const end = usageError("`backtestr data remove` wants a NAME, or --purge.", "data remove");
    return printStopped(context.terminal, words.isJson, end);
  }
  return withStore(context, words, async (session) => {
    const removed = name === null ? null : await removeDataset(session, name);
    if (removed !== null && "problems" in removed) return removed;
    return isPurging ? purge(session, removed) : sayRemoved(session, removed);
  });
}

interface Removed {
  readonly name: string;
  readonly change: number;
}

async function removeDataset(session: Session, name: string): Promise<Removed | Stopped> {
  const dataset = await datasetNamed(session, name);
  if ("problems" in dataset) return dataset;
  const item = { what: "dataset" as const, name: dataset.name };
  const change = valueOr(session, await removeItem(session.client, item));
  return "problems" in change ? change : { name: dataset.name, change: change.value };
}

function sayRemoved(session: Session, removed: Removed | null): StoreEnd {
  if (removed === null) return EXIT.ok;
  const { name, change } = removed;
  printEither(
    session,
    () => ({ schema: "backtestr.change/1", removed: name, change }),
    () =>
      `Removed ${printable(name)}. Its files stay until they are purged.\n` +
      `To take it back: backtestr data undo ${change}${homeFlag(session)}\n`,
  );
  return EXIT.ok;
}

async function purge(session: Session, removed: Removed | null): Promise<StoreEnd> {
  const done = valueOr(session, await purgeStore(session.client));
  if ("problems" in done) return done;
  const { files, bytes } = done.value;
  const name = removed?.name ?? null;
  printEither(
    session,
    () => ({ schema: "backtestr.purge/1", removed: name, files, bytes }),
    () => {
      const first = name === null ? "" : `Removed ${printable(name)}. `;
      return `${first}Deleted ${counted(files, "file")}, ${byteText(bytes)}, for good.\n`;
    },
  );
  return EXIT.ok;
}

export async function dataUndoCommand(
  context: Context,
  words: StoreWords,
  change: string,
): Promise<ExitCode> {
  if (!/^\d{1,15}$/.test(change)) {
    const message = `A change is a number, as \`backtestr data remove\` prints it, not ${change}.`;
    return printStopped(context.terminal, words.isJson, usageError(message, "data undo"));
  }
  return withStore(context, words, async (session) => {
    const done = valueOr(session, await undoChange(session.client, Number(change)));
    if ("problems" in done) return done;
    printEither(
      session,
      () => ({ schema: "backtestr.change/1", undone: Number(change) }),
      () => `Change ${change} is taken back.\n`,
    );
    return EXIT.ok;
  });
}

function styleOf({ context }: Session): Context["terminal"]["outStyle"] {
  return context.terminal.outStyle;
}

/** The dataset of that name; a name nobody knows gets the nearest one, or what there is. */
async function datasetNamed(session: Session, name: string): Promise<DatasetInfo | Stopped> {
  const all = valueOr(session, await datasetsOf(session.client));
  if ("problems" in all) return all;
  const found = all.value.find((dataset) => dataset.name === name);
  if (found !== undefined) return found;
  const names = all.value.map((dataset) => dataset.name);
  return stopped(
    EXIT.strategyOrData,
    problem({
      code: "unknown_item",
      message: `The store in ${session.configuration.store.data_home} has no dataset ${name}.`,
      help: adviceOn(name, names),
    }),
  );
}

function adviceOn(name: string, names: readonly string[]): string {
  if (names.length === 0) return "It has none yet: begin with `backtestr import PATH`.";
  const nearest = nearestWord(name, names);
  return nearest === null
    ? "`backtestr data list` shows what there is."
    : `Did you mean ${nearest}?`;
}
