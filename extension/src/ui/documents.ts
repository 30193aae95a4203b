// Which documents are strategies, and where their headers stand.
import { workspace, type DocumentFilter, type TextDocument, type TextEditor } from "vscode";
import type { OpenText } from "../core/runner.ts";

export const LANGUAGE = "strat";

/** Of the texts that saved runs were made from: they are read, never run. */
export const SAVED_TEXT_SCHEME = "backtestr-run";

/** Strategies that can be run, now or once they are saved. */
export const RUNNABLE: readonly DocumentFilter[] = ["file", "untitled"].map((scheme) => ({
  language: LANGUAGE,
  scheme,
}));

export function isStrategy(document: TextDocument): boolean {
  return document.languageId === LANGUAGE;
}

/** A strategy that lies in a file, which running it needs. */
export function isSavedStrategy(document: TextDocument): boolean {
  return isStrategy(document) && document.uri.scheme === "file";
}

/** The text of a file while it is open. */
export function openDocument(file: string): TextDocument | undefined {
  return workspace.textDocuments.find(({ uri }) => uri.scheme === "file" && uri.fsPath === file);
}

export function openText(file: string): OpenText | null {
  const document = openDocument(file);
  if (document === undefined) return null;
  return { version: document.version, text: document.getText() };
}

/** The line of `strategy "…"`, else the first. */
export function headerLine(document: TextDocument): number {
  for (let line = 0; line < document.lineCount; line += 1) {
    if (/^strategy\s+["']/.test(document.lineAt(line).text)) return line;
  }
  return 0;
}

/** The editor of a strategy, when it is one. */
export function strategyEditor(editor: TextEditor | undefined): TextEditor | undefined {
  return editor !== undefined && isStrategy(editor.document) ? editor : undefined;
}
