// The open documents with their analysis: one version each, changed as the editor says.
import { type Analysis, analysisAfter, analysisOf } from "../ide/analysis.ts";
import type { TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import { offsetOf } from "./positions.ts";

export interface OpenDocument {
  readonly uri: string;
  readonly version: number;
  readonly analysis: Analysis;
}

export class Documents {
  readonly #open = new Map<string, OpenDocument>();

  get(uri: string): OpenDocument | null {
    return this.#open.get(uri) ?? null;
  }

  all(): readonly OpenDocument[] {
    return [...this.#open.values()];
  }

  open(uri: string, version: number, text: string): OpenDocument {
    const document = { uri, version, analysis: analysisOf(text) };
    this.#open.set(uri, document);
    return document;
  }

  /** null for a document that is not open. */
  change(
    uri: string,
    version: number,
    changes: readonly TextDocumentContentChangeEvent[],
  ): OpenDocument | null {
    const before = this.#open.get(uri);
    if (before === undefined) return null;
    let { analysis } = before;
    for (const change of changes) analysis = changed(analysis, change);
    const document = { uri, version, analysis };
    this.#open.set(uri, document);
    return document;
  }

  close(uri: string): void {
    this.#open.delete(uri);
  }
}

function changed(analysis: Analysis, change: TextDocumentContentChangeEvent): Analysis {
  if (!("range" in change)) return analysisOf(change.text);
  const { lines } = analysis;
  const start = offsetOf(lines, change.range.start);
  const end = Math.max(start, offsetOf(lines, change.range.end));
  return analysisAfter(analysis, { range: { start, end }, newText: change.text });
}
