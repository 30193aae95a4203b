// Starts an engine and greets it; whatever goes wrong becomes one sentence with what to do.
import { Client, type Configuration, type Failure, HELLO_MS, failure } from "@backtestr/client";
import { type Ending, type EngineProcess, startProcess } from "./engine-process.ts";
import { explainFailedStart } from "./explain.ts";
import { watchHeartbeat } from "./heartbeat.ts";

export interface LaunchOptions {
  readonly program: string;
  readonly hostVersion: string;
  /** Time for the engine's first reply. */
  readonly helloMs?: number;
  readonly onLogLine?: (line: string) => void;
  /** What the engine may use; without it there is no store. */
  readonly configuration?: Configuration;
}

/** An engine that has said hello. It is watched until it ends: one that hangs is killed. */
export interface Launched {
  readonly client: Client;
  readonly process: EngineProcess;
  readonly version: string;
  readonly wasHung: () => boolean;
  /** Why the engine did not take its configuration; runs on files work all the same. */
  readonly misconfigured: Failure | null;
}

export type Launch =
  | { readonly ok: true; readonly engine: Launched }
  | { readonly ok: false; readonly error: Failure };

/** Time for a process to end after its connection has. */
const EXIT_MS = 500;

export async function launch(options: LaunchOptions): Promise<Launch> {
  const started = startProcess(options.program, options.onLogLine ?? (() => undefined));
  const client = new Client(started.pipes);
  const greeted = await client.greet(options.hostVersion, options.helloMs ?? HELLO_MS);
  if (greeted.ok) {
    const misconfigured = await configured(client, options.configuration);
    return { ok: true, engine: watched(client, started, greeted.reply, misconfigured) };
  }
  const ending = await within(started.ended, EXIT_MS);
  started.kill("SIGKILL");
  client.close();
  return { ok: false, error: await notStarted(options.program, greeted.error, ending, started) };
}

function watched(
  client: Client,
  process: EngineProcess,
  { engineVersion }: { readonly engineVersion: string },
  misconfigured: Failure | null,
): Launched {
  let isHung = false;
  const heartbeat = watchHeartbeat(client, () => {
    isHung = true;
    process.kill("SIGKILL");
  });
  void client.ended.then(heartbeat.stop);
  return { client, process, version: engineVersion, wasHung: () => isHung, misconfigured };
}

async function configured(
  client: Client,
  configuration: Configuration | undefined,
): Promise<Failure | null> {
  if (configuration === undefined) return null;
  const done = await client.request("engine.configure", { configuration });
  return done.ok ? null : done.error;
}

async function notStarted(
  program: string,
  reason: Failure,
  ending: Ending | null,
  { log }: EngineProcess,
): Promise<Failure> {
  const explanation = await explainFailedStart(program);
  const causes = [...reason.causes, explanation, ...log.last(3)];
  if (reason.code === "schema_mismatch") return { ...reason, causes };
  const message = `The engine ${program} did not start: ${whatHappened(reason, ending)}`;
  const help = "Install BackTestr again, or run `npm run build` in a checkout.";
  return { ...failure(reason.code, message, help), causes };
}

function whatHappened(reason: Failure, ending: Ending | null): string {
  if (reason.code === "bad_frame") return reason.message;
  if (ending !== null) return `it ended ${ending.how} before it said hello.`;
  return reason.code === "deadline_exceeded" ? "it did not say hello in time." : reason.message;
}

/** The promise's value, or null if it does not come in time. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  const first = await Promise.race([promise, late]);
  clearTimeout(timer);
  return first;
}
