// `backtestr lsp`: the language server over stdio, until the editor goes.
import { EXIT, type ExitCode } from "../exit-codes.ts";

export async function lspCommand(): Promise<ExitCode> {
  // Loaded here, so that other commands do not wait for it.
  const { serveStreams } = await import("@backtestr/server/lsp");
  await serveStreams(process.stdin, process.stdout);
  return EXIT.ok;
}
