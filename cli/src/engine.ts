// Starts the engine for one command and ends it afterwards.
import path from "node:path";
import {
  engineConfiguration,
  findEngine,
  launch,
  type Configuration,
  type Failure,
  type Launched,
} from "@backtestr/hub";
import type { Context } from "./commands/context.ts";

export type EngineResult =
  | { readonly ok: true; readonly engine: Launched; readonly program: string }
  | { readonly ok: false; readonly error: Failure };

export async function startEngine(
  context: Context,
  configuration: Configuration,
  hostVersion: string,
): Promise<EngineResult> {
  const found = await findEngine({
    // The configuration has read the environment already.
    environment: null,
    configured: configuration.external.engine,
    shipped: path.join(context.programFolder, "engine"),
  });
  if (!found.ok) return found;
  const { level } = configuration.logging;
  const launched = await launch({
    program: found.path,
    hostVersion,
    helloMs: configuration.ipc.start_timeout_ms,
    configuration: engineConfiguration(configuration),
    onLogLine: (line) => {
      if (isShown(line, level)) context.terminal.err(`engine: ${line}\n`);
    },
  });
  return launched.ok ? { ok: true, engine: launched.engine, program: found.path } : launched;
}

/** Time that an engine gets to end by itself after its pipe was closed. */
const FAREWELL_MS = 150;

export async function endEngine({ client, process: child }: Launched): Promise<void> {
  client.close();
  const timer = setTimeout(() => {
    child.kill("SIGKILL");
  }, FAREWELL_MS);
  await child.ended;
  clearTimeout(timer);
}

const LEVELS = ["error", "warn", "info", "debug"];

/** What the engine logs and also answers: it would be said twice. */
const ANSWERED = /"event"\s*:\s*"store\.failed"/;

/** A line without a level that we know is shown: it may be the last words of something broken. */
export function isShown(line: string, least: string): boolean {
  const level = /"level"\s*:\s*"(\w+)"/.exec(line)?.[1]?.toLowerCase() ?? "";
  const at = LEVELS.indexOf(level);
  if (ANSWERED.test(line) && least !== "debug") return false;
  return at === -1 || at <= LEVELS.indexOf(least);
}
