// Which documents are strategies, and where their headers stand.
import {
  Uri,
  window,
  workspace,
  type DocumentFilter,
  type TextDocument,
  type TextEditor,
} from "vscode";
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

/** The document of a file; null without one, and for a file that is gone. */
export async function documentAt(file: string | null): Promise<TextDocument | null> {
  if (file === null) return null;
  try {
    return await workspace.openTextDocument(Uri.file(file));
  } catch {
    // Whatever stands in the way of the file, there is no text to go by.
    return null;
  }
}

/** The strategy of a file while it is open. */
export function openDocument(file: string): TextDocument | undefined {
  return workspace.textDocuments.find((document) => isOfFile(document, file));
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

/**
 * The editor of a strategy's own file, when it is one: other texts of the same path, such as the other
 * side of a difference, have no results.
 */
export function strategyEditor(editor: TextEditor | undefined): TextEditor | undefined {
  return editor !== undefined && isSavedStrategy(editor.document) ? editor : undefined;
}

/** Whether a document is a strategy's own file. */
export function isOfFile(document: TextDocument, file: string | null): boolean {
  return isSavedStrategy(document) && document.uri.fsPath === file;
}

/** The editors in view that show a strategy's own file. */
export function editorsOf(file: string | null): readonly TextEditor[] {
  return window.visibleTextEditors.filter(({ document }) => isOfFile(document, file));
}
