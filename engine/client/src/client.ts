// The engine as functions: one a request, typed by the protocol.
import { type Parts, Connection, type Pipes } from "./connection.ts";
import { type Failure, type Outcome, failure } from "./failure.ts";
import { type Plan, Request, SCHEMA_HASH } from "./generated/protocol.ts";
import type { AnsweredKind, Done, Fields } from "./kinds.ts";
import type { z } from "zod";
import { partsOf } from "./plan-parts.ts";
import type { RequestOptions } from "./pending.ts";

/** Time for the engine's first reply. */
export const HELLO_MS = 5_000;

/** What can be asked of an engine, by whatever reaches one. */
export type Requester = Pick<Client, "request" | "putPlan">;

export class Client {
  readonly #connection: Connection;

  constructor(pipes: Pipes) {
    this.#connection = new Connection(pipes);
  }

  /** Resolves when the connection has ended, with the reason. */
  get ended(): Promise<Failure> {
    return this.#connection.ended;
  }

  /** Frames read so far: a sign of life. */
  get framesRead(): number {
    return this.#connection.framesRead;
  }

  /** Requests without an outcome. */
  get inFlight(): number {
    return this.#connection.inFlight;
  }

  /** Closes the pipe to the engine, which then ends. */
  close(): void {
    this.#connection.close();
  }

  /**
   * Says hello, as the first request must. The engine refuses another protocol; so does this side,
   * because an engine of another build may not.
   */
  async greet(hostVersion: string, deadlineMs = HELLO_MS): Promise<Outcome<Done<"engine.hello">>> {
    const fields = { schemaHash: SCHEMA_HASH, hostVersion };
    const greeted = await this.request("engine.hello", fields, { deadlineMs });
    if (!greeted.ok || greeted.reply.schemaHash === SCHEMA_HASH) return greeted;
    return { ok: false, error: mismatch(hostVersion, greeted.reply) };
  }

  /** Sends a request. What goes wrong comes back as data; only an `onChunk` that throws rejects. */
  async request<K extends AnsweredKind>(
    kind: K,
    fields: Fields<K>,
    options?: RequestOptions<K>,
  ): Promise<Outcome<Done<K>>> {
    const checked = Request.safeParse({ ...fields, kind, id: 1 });
    if (!checked.success) return { ok: false, error: unsendable(kind, checked.error.issues[0]) };
    return this.#connection.send(kind, (id) => [{ ...checked.data, id }], options);
  }

  /** Gives the engine a plan of any size. */
  putPlan(plan: Plan, options?: RequestOptions<"plan.put">): Promise<Outcome<Done<"plan.put">>> {
    const parts = partsOf(plan);
    const frames: Parts = (id) =>
      parts.map((part, index) => ({
        kind: "plan.put",
        id,
        part,
        isLast: index === parts.length - 1,
      }));
    return this.#connection.send("plan.put", frames, options);
  }
}

/** A value that the wire does not carry, such as a number that is not finite. */
function unsendable(kind: AnsweredKind, issue: z.core.$ZodIssue | undefined): Failure {
  const place = issue?.path.join(".") ?? "";
  return failure("bad_request", `${kind} cannot be sent: ${place}: ${issue?.message ?? ""}.`);
}

function mismatch(hostVersion: string, engine: Done<"engine.hello">): Failure {
  const [ours, theirs] = [SCHEMA_HASH, engine.schemaHash].map((hash) => hash.slice(0, 8));
  return failure(
    "schema_mismatch",
    `BackTestr ${hostVersion} (protocol ${ours}) does not fit engine ${engine.engineVersion} (protocol ${theirs}).`,
    "Use the engine that came with BackTestr.",
  );
}
