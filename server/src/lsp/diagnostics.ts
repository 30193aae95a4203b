// LSP: what is wrong with a document, published once no more keystrokes wait.
import {
  type Connection,
  type Diagnostic as LspDiagnostic,
  DiagnosticSeverity,
} from "vscode-languageserver/node";
import type { Diagnostic, Severity } from "../base/diagnostic.ts";
import { diagnosticsOf } from "../ide/diagnostics.ts";
import type { Documents, OpenDocument } from "./documents.ts";
import { rangeOf } from "./positions.ts";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Information,
};

export function lspDiagnostics({ uri, analysis }: OpenDocument): LspDiagnostic[] {
  return diagnosticsOf(analysis).map((one) => lspDiagnostic(one, uri, analysis.lines));
}

export function lspDiagnostic(
  { code, severity, range, message, related }: Diagnostic,
  uri: string,
  lines: OpenDocument["analysis"]["lines"],
): LspDiagnostic {
  const places = related.map((one) => ({
    location: { uri, range: rangeOf(lines, one.range) },
    message: one.message,
  }));
  return {
    range: rangeOf(lines, range),
    severity: SEVERITIES[severity],
    code,
    source: "backtestr",
    message,
    ...(places.length === 0 ? {} : { relatedInformation: places }),
  };
}

/** Turns of the event loop before diagnostics are computed. */
const TURNS = 4;

/**
 * Computes diagnostics when the messages that wait have been taken, so that only the newest text
 * counts and no request behind an edit waits for them.
 */
export class Publisher {
  readonly #connection: Connection;
  readonly #documents: Documents;
  /** By document, the number of its latest wish. */
  readonly #wishes = new Map<string, number>();
  #next = 0;
  delayMs = 0;

  constructor(connection: Connection, documents: Documents) {
    this.#connection = connection;
    this.#documents = documents;
  }

  schedule(uri: string): void {
    const wish = this.#next++;
    this.#wishes.set(uri, wish);
    const turns = this.delayMs > 0 ? 0 : TURNS;
    const begin = (): void => {
      this.#turn(uri, wish, turns);
    };
    if (this.delayMs > 0) setTimeout(begin, this.delayMs);
    else setImmediate(begin);
  }

  /** Waits while the loop takes messages; a later edit makes the wish void. */
  #turn(uri: string, wish: number, turns: number): void {
    if (this.#wishes.get(uri) !== wish) return;
    if (turns === 0) this.#publish(uri);
    else
      setImmediate(() => {
        this.#turn(uri, wish, turns - 1);
      });
  }

  clear(uri: string): void {
    this.#wishes.delete(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  #publish(uri: string): void {
    this.#wishes.delete(uri);
    const document = this.#documents.get(uri);
    if (document === null) return;
    try {
      const { version } = document;
      const diagnostics = lspDiagnostics(document);
      void this.#connection.sendDiagnostics({ uri, version, diagnostics });
    } catch (error) {
      const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#connection.console.error(`diagnostics: ${shown}`);
    }
  }
}
