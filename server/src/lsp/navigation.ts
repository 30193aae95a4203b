// LSP: definition, references, highlights, rename, symbols, folds, selection.
import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentSymbol as LspSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type Location,
  type SelectionRange,
  SymbolKind as LspSymbolKind,
  type WorkspaceEdit,
  type WorkspaceSymbol,
} from "vscode-languageserver/node";
import { fitOf } from "../ide/completion-item.ts";
import { foldsOf } from "../ide/folding.ts";
import { definitionAt, occurrencesAt } from "../ide/references.ts";
import { type RenameStart, renameStart, renamed } from "../ide/rename.ts";
import { selectionRanges } from "../ide/selection.ts";
import { type DocumentSymbol, type SymbolKind, documentSymbols } from "../ide/symbols.ts";
import type { OpenDocument } from "./documents.ts";
import { rangeOf } from "./positions.ts";

export function lspDefinition({ uri, analysis }: OpenDocument, offset: number): Location | null {
  const definition = definitionAt(analysis, offset);
  return definition === null ? null : { uri, range: rangeOf(analysis.lines, definition) };
}

export function lspReferences(
  { uri, analysis }: OpenDocument,
  offset: number,
  withDeclaration: boolean,
): Location[] {
  return occurrencesAt(analysis, offset)
    .filter(({ is }) => withDeclaration || is !== "declaration")
    .map(({ range }) => ({ uri, range: rangeOf(analysis.lines, range) }));
}

export function lspHighlights({ analysis }: OpenDocument, offset: number): DocumentHighlight[] {
  return occurrencesAt(analysis, offset).map(({ range, is }) => ({
    range: rangeOf(analysis.lines, range),
    kind: is === "read" ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
  }));
}

/** The range and the old name, or the sentence why nothing can be renamed here. */
export function renameBegin({ analysis }: OpenDocument, offset: number): RenameStart {
  return renameStart(analysis, offset);
}

export type RenameAnswer =
  | { readonly ok: true; readonly edit: WorkspaceEdit }
  | { readonly ok: false; readonly message: string };

export function lspRename(
  { uri, version, analysis }: OpenDocument,
  offset: number,
  newName: string,
): RenameAnswer {
  const result = renamed(analysis, offset, newName);
  if (!result.ok) return result;
  const edits = result.edits.map(({ range, newText }) => ({
    range: rangeOf(analysis.lines, range),
    newText,
  }));
  return { ok: true, edit: { documentChanges: [{ textDocument: { uri, version }, edits }] } };
}

const SYMBOL_KINDS: Readonly<Record<SymbolKind, LspSymbolKind>> = {
  strategy: LspSymbolKind.Class,
  block: LspSymbolKind.Namespace,
  key: LspSymbolKind.Property,
  parameter: LspSymbolKind.Constant,
  function: LspSymbolKind.Function,
  variable: LspSymbolKind.Variable,
};

export function lspSymbols({ analysis }: OpenDocument): LspSymbol[] {
  const convert = (symbol: DocumentSymbol): LspSymbol => ({
    name: symbol.name,
    detail: symbol.detail,
    kind: SYMBOL_KINDS[symbol.kind],
    range: rangeOf(analysis.lines, symbol.range),
    selectionRange: rangeOf(analysis.lines, symbol.nameRange),
    children: symbol.children.map(convert),
  });
  return documentSymbols(analysis.syntax).map(convert);
}

/** Names of all open texts that fit a query. */
export function workspaceSymbols(
  documents: readonly OpenDocument[],
  query: string,
): WorkspaceSymbol[] {
  return documents.flatMap(({ uri, analysis }) =>
    documentSymbols(analysis.syntax)
      .filter(({ name, kind }) => kind !== "block" && fitOf(query, name) !== null)
      .map(({ name, kind, nameRange }) => ({
        name,
        kind: SYMBOL_KINDS[kind],
        location: { uri, range: rangeOf(analysis.lines, nameRange) },
      })),
  );
}

export function lspFolds({ analysis }: OpenDocument): FoldingRange[] {
  return foldsOf(analysis).map(({ startLine, endLine, kind }) => ({
    startLine,
    endLine,
    ...(kind === "comment" ? { kind: FoldingRangeKind.Comment } : {}),
  }));
}

export function lspSelection({ analysis }: OpenDocument, offset: number): SelectionRange {
  const here = { start: offset, end: offset };
  const ranges = [...selectionRanges(analysis, offset)].reverse();
  let selection: SelectionRange | undefined;
  for (const range of ranges) {
    const outer = selection === undefined ? {} : { parent: selection };
    selection = { range: rangeOf(analysis.lines, range), ...outer };
  }
  return selection ?? { range: rangeOf(analysis.lines, here) };
}
