// A fault of ours ends the request, never the process: it is logged, and the answer is nothing.
import type { Connection } from "vscode-languageserver/node";

export type Guard = <P, R>(what: string, nothing: R, handle: (params: P) => R) => (params: P) => R;

export function guardOf(connection: Pick<Connection, "console">): Guard {
  return (what, nothing, handle) => (params) => {
    try {
      return handle(params);
    } catch (error) {
      const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
      connection.console.error(`${what}: ${shown}`);
      return nothing;
    }
  };
}
