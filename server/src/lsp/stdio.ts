// The language server over a pair of streams, for `backtestr lsp`.
import type { Readable, Writable } from "node:stream";
import { createConnection } from "vscode-languageserver/node";
import { serve } from "./server.ts";

/** Ends when the input does, or the client says so; the process is the caller's to end. */
export function serveStreams(input: Readable, output: Writable): Promise<void> {
  return new Promise((resolve) => {
    const connection = createConnection(input, output);
    connection.onExit(resolve);
    input.once("end", resolve);
    input.once("close", resolve);
    serve(connection);
  });
}
