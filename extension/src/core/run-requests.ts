// Questions about a run go only to the engine that holds it: every engine numbers its runs from the
// beginning, so the same number names another run in the next one.
import { failure, type Failure, type Requests } from "@backtestr/hub";

/** Which of the engine's lives holds a run. */
export interface HeldIn {
  readonly engine: number;
}

/** What asks about one run; it is refused as `unknown_run` once that run's engine has ended. */
export type RunRequests = (run: HeldIn) => Requests;

/** `isGone` is asked anew for each question: an engine may end between two. */
export function runRequests(client: Requests, isGone: (run: HeldIn) => boolean): RunRequests {
  return (run) => ({
    request: (kind, fields, options) =>
      isGone(run) ? refused() : client.request(kind, fields, options),
    putPlan: (plan, options) => (isGone(run) ? refused() : client.putPlan(plan, options)),
  });
}

function refused(): Promise<{ readonly ok: false; readonly error: Failure }> {
  const message = "The engine that held this run has ended, and the run with it.";
  return Promise.resolve({
    ok: false,
    error: failure("unknown_run", message, "Run the strategy again."),
  });
}
