// What commands on the store share: an engine that has the data home, ended afterwards.
import {
  type Answer,
  type Configuration,
  type Launched,
  loadConfiguration,
  printable,
} from "@backtestr/hub";
import { endEngine, startEngine } from "../engine.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Context } from "./context.ts";
import { configFailure, engineFailure, printStopped, stopped, type Stopped } from "./outcome.ts";
import { version } from "./version.ts";

export interface StoreWords {
  readonly dataHome: string | null;
  readonly isJson: boolean;
}

export interface Session {
  readonly context: Context;
  readonly client: Launched["client"];
  readonly configuration: Configuration;
  /** The data home as the command line gives it. */
  readonly dataHome: string | null;
  readonly isJson: boolean;
}

/** What a command on the store ends in: an exit code when it has printed all it has to say. */
export type StoreEnd = ExitCode | Stopped;

export async function withStore(
  context: Context,
  words: StoreWords,
  use: (session: Session) => Promise<StoreEnd>,
): Promise<ExitCode> {
  const { terminal, environment } = context;
  const flags = words.dataHome === null ? {} : { "store.data_home": words.dataHome };
  const loaded = await loadConfiguration(process.cwd(), environment, flags);
  if (!loaded.ok) return printStopped(terminal, words.isJson, configFailure(loaded.problems));
  const { configuration } = loaded;
  const started = await startEngine(context, configuration, await version(context));
  if (!started.ok) return printStopped(terminal, words.isJson, engineFailure(started.error, null));
  const { client, misconfigured } = started.engine;
  try {
    const end =
      misconfigured === null
        ? await use({ context, client, configuration, ...words })
        : engineFailure(misconfigured, null);
    return typeof end === "number" ? end : printStopped(terminal, words.isJson, end);
  } finally {
    await endEngine(started.engine);
  }
}

/** The value of an answer, or the end that its failure means. After Ctrl-C nothing more is said. */
export function valueOr<Value>(
  { context }: Session,
  answer: Answer<Value>,
): { readonly value: Value } | Stopped {
  if (answer.ok) return answer;
  return context.signal.aborted ? stopped(EXIT.interrupted) : engineFailure(answer.error, null);
}

/** Prints an object, or what people read. */
export function printEither(
  { context, isJson }: Session,
  json: () => object,
  text: () => string,
): void {
  context.terminal.out(isJson ? `${JSON.stringify(json(), null, 2)}\n` : text());
}

/** What has to be added to a command so that it finds the same store. */
export function homeFlag({ dataHome }: Pick<Session, "dataHome">): string {
  return dataHome === null ? "" : ` --data-home ${printable(dataHome)}`;
}
