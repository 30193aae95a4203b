// The end of an engine process: asked for, or found out.
import { type Failure, failure } from "@backtestr/client";
import { type Launched, within } from "./launch.ts";

/** Time for an engine to acknowledge the request to end. */
const SHUTDOWN_MS = 1_000;
/** Time for a process to end by itself, and again after SIGTERM. */
const STOP_MS = 3_000;
/** Time for the exit code after the pipes have closed. */
const EXIT_MS = 500;

/** Ends an engine: by request, then by closing its pipe, then by signals. */
export async function endEngine({ client, process }: Launched): Promise<void> {
  await client.request("engine.shutdown", {}, { deadlineMs: SHUTDOWN_MS });
  client.close();
  if ((await within(process.ended, STOP_MS)) !== null) return;
  process.kill("SIGTERM");
  if ((await within(process.ended, STOP_MS)) !== null) return;
  process.kill("SIGKILL");
  await process.ended;
}

/** An error together with how the process ended and what it said last. */
export async function withEnding(error: Failure, engine: Launched): Promise<Failure> {
  const { ended, log } = engine.process;
  const ending = await within(ended, EXIT_MS);
  const hung = engine.wasHung() ? ["It did not answer any more and was ended."] : [];
  const how = ending === null ? [] : [`The process ended ${ending.how}.`];
  return { ...error, causes: [...error.causes, ...hung, ...how, ...log.last(3)] };
}

/** The state after too many deaths. */
export function givenUp(last: Failure): Failure {
  const message = `The engine has ended too often and is not started again. Last: ${last.message}`;
  return { ...last, message, help: "Restart the engine; please report it with the engine's log." };
}

export function notRunning(): Failure {
  return failure("connection_lost", "The engine is not running.", "Start it first.");
}
