// Why a request has no answer: a code to branch on, sentences to read. Expected failures are data.
import type { ErrorCode, Reply } from "./generated/protocol.ts";

/** The engine's codes, and `connection_lost`: the engine ended while the request was under way. */
export type FailureCode = ErrorCode | "connection_lost";

export interface Failure {
  readonly code: FailureCode;
  /** What happened, on what. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string | null;
  /** Index of the plan's statement or node that it is about. */
  readonly statement: number | null;
  readonly node: number | null;
  /** Causes, outermost first. */
  readonly causes: readonly string[];
}

export type Outcome<T> =
  { readonly ok: true; readonly reply: T } | { readonly ok: false; readonly error: Failure };

/** A failure without place and causes. */
export function failure(code: FailureCode, message: string, help: string | null = null): Failure {
  return { code, message, help, statement: null, node: null, causes: [] };
}

/** An error reply without what belongs to the wire. */
export function failureIn(reply: Extract<Reply, { kind: "error" }>): Failure {
  const { code, message, help, statement, node, causes } = reply;
  return { code, message, help, statement, node, causes };
}
