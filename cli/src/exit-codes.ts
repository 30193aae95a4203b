// The exit codes of the command, and which failure of the engine gives which.
import type { Failure } from "@backtestr/hub";

export const EXIT = { ok: 0, strategyOrData: 1, usage: 2, engine: 3, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(failure: Failure): ExitCode {
  switch (failure.code) {
    case "cancelled":
      return EXIT.interrupted;
    case "bad_settings":
    case "file_not_found":
    case "file_unreadable":
    case "bad_data":
    case "unknown_item":
    case "store_damaged":
    case "refused":
    case "bad_query":
    case "busy":
    case "causality":
    case "limit_exceeded":
      return EXIT.strategyOrData;
    case "bad_plan":
      // A rule that depends on values, such as a length, is the text's matter when it names a place.
      return failure.node === null && failure.statement === null
        ? EXIT.engine
        : EXIT.strategyOrData;
    default:
      return EXIT.engine;
  }
}
