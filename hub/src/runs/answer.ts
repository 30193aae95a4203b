// An answer of the engine to a typed request: the value that was wanted, or why there is none.
import type {
  AnsweredKind,
  Client,
  Done,
  Failure,
  Fields,
  RequestOptions,
} from "@backtestr/client";

/** What a request needs of an engine: a connection, supervised or not. */
export type Requests = Pick<Client, "request" | "putPlan">;

export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure };

/** Asks, and picks the value out of the reply that ends the request. */
export async function ask<K extends AnsweredKind, Value>(
  client: Requests,
  kind: K,
  fields: Fields<K>,
  pick: (done: Done<K>) => Value,
  options: RequestOptions<K> = {},
): Promise<Answer<Value>> {
  const outcome = await client.request(kind, fields, options);
  return outcome.ok ? { ok: true, value: pick(outcome.reply) } : outcome;
}

/** A signal for a request, where there is one. */
export function withSignal(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
