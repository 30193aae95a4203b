// What only the whole period of a run tells of its text: asked for apart, when nothing else is under way.
import type { Hint } from "@backtestr/client";
import { ask, withSignal, type Answer, type Requests } from "./answer.ts";

export function hintsOf(
  client: Requests,
  run: number,
  signal?: AbortSignal,
): Promise<Answer<readonly Hint[]>> {
  return ask(client, "run.hints", { run }, ({ hints }) => hints, withSignal(signal));
}
