// LSP: completion, its documentation on demand, signature help and hover.
import {
  type ClientCapabilities,
  type CompletionItem as LspItem,
  CompletionItemKind,
  type CompletionList,
  type Hover as LspHover,
  InsertTextFormat,
  MarkupKind,
  type Range,
  type SignatureHelp as LspSignatureHelp,
} from "vscode-languageserver/node";
import { SIGNATURE_COMMAND, SUGGEST_COMMAND } from "../../api/index.ts";
import type { TextRange } from "../base/text-range.ts";
import { completionAt } from "../ide/completion.ts";
import { completionDocumentation } from "../ide/completion-documentation.ts";
import type { CompletionItem, CompletionKind, DocumentationOf } from "../ide/completion-item.ts";
import { hoverAt } from "../ide/hover.ts";
import { signatureHelpAt } from "../ide/signature-help.ts";
import type { OpenDocument } from "./documents.ts";
import { rangeOf } from "./positions.ts";

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  variable: CompletionItemKind.Variable,
  parameter: CompletionItemKind.Constant,
  function: CompletionItemKind.Function,
  method: CompletionItemKind.Function,
  value: CompletionItemKind.Value,
  namespace: CompletionItemKind.Module,
  key: CompletionItemKind.Property,
  keyword: CompletionItemKind.Keyword,
  argument: CompletionItemKind.Field,
  text: CompletionItemKind.Text,
  unit: CompletionItemKind.Unit,
  type: CompletionItemKind.TypeParameter,
  snippet: CompletionItemKind.Snippet,
};

/** What a proposal carries to be resolved later. */
interface ItemData {
  readonly documentation: DocumentationOf;
  /** Of the document, where its text has the documentation. */
  readonly uri?: string;
}

/** Lists up to this length hold everything that fits. */
const COMPLETE = 150;

/** What a client can do with a list. */
export interface ListClient {
  /** Takes a range for all items in place of one for each: a third of what is sent. */
  readonly sharesRange: boolean;
}

export function listClientOf(capabilities: ClientCapabilities): ListClient {
  const defaults = capabilities.textDocument?.completion?.completionList?.itemDefaults ?? [];
  return { sharesRange: defaults.includes("editRange") };
}

export function completionList(
  { uri, analysis }: OpenDocument,
  offset: number,
  { sharesRange }: ListClient,
): CompletionList {
  const items = completionAt(analysis, offset);
  const first = items[0]?.range;
  const shared = sharesRange && first !== undefined ? rangeOf(analysis.lines, first) : null;
  // Nearly all items replace the same word.
  let last: { readonly of: TextRange; readonly range: Range } | null = null;
  const found = items.map((item, index) => {
    const made = lspItem(item, index, uri);
    if (shared !== null && item.range === first) {
      if (item.insert !== item.label) made.textEditText = item.insert;
      return made;
    }
    if (last?.of !== item.range)
      last = { of: item.range, range: rangeOf(analysis.lines, item.range) };
    made.textEdit = { range: last.range, newText: item.insert };
    return made;
  });
  // Far names may be left out; they come once a letter of them is written.
  const isIncomplete = items.length > COMPLETE;
  if (shared === null) return { isIncomplete, items: found };
  return { isIncomplete, items: found, itemDefaults: { editRange: shared } };
}

/** Field by field, and only those that say something: a list has hundreds of items. */
function lspItem(item: CompletionItem, index: number, uri: string): LspItem {
  const { label, kind, detail, filter } = item;
  const sortText = String(index).padStart(4, "0");
  const found: LspItem = { label, kind: KINDS[kind], sortText };
  if (index === 0) found.preselect = true;
  if (detail !== "") found.detail = detail;
  if (item.isSnippet) found.insertTextFormat = InsertTextFormat.Snippet;
  if (filter !== null) found.filterText = filter;
  const data = dataOf(item, uri);
  if (data !== null) found.data = data;
  const command = commandBehind(item);
  if (command !== null) found.command = { title: "", command };
  return found;
}

function dataOf({ documentation }: CompletionItem, uri: string): ItemData | null {
  if (documentation === null) return null;
  return documentation.of === "name" ? { documentation, uri } : { documentation };
}

function commandBehind({ kind, insert }: CompletionItem): string | null {
  const isCall = (kind === "function" || kind === "method") && insert.endsWith("($0)");
  if (isCall) return SIGNATURE_COMMAND;
  return kind === "key" || kind === "argument" ? SUGGEST_COMMAND : null;
}

function isItemData(data: unknown): data is ItemData {
  return typeof data === "object" && data !== null && "documentation" in data;
}

/** Documents that were closed in the meantime leave the proposal as it is. */
export function resolvedItem(item: LspItem, find: (uri: string) => OpenDocument | null): LspItem {
  const data: unknown = item.data;
  if (!isItemData(data)) return item;
  const document = data.uri === undefined ? null : find(data.uri);
  const value = completionDocumentation(document?.analysis ?? null, data.documentation);
  if (value === null) return item;
  return { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}

export function lspHover({ analysis }: OpenDocument, offset: number): LspHover | null {
  const hover = hoverAt(analysis, offset);
  if (hover === null) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: hover.markdown },
    range: rangeOf(analysis.lines, hover.range),
  };
}

export function lspSignatureHelp(
  { analysis }: OpenDocument,
  offset: number,
): LspSignatureHelp | null {
  const help = signatureHelpAt(analysis, offset);
  if (help === null) return null;
  const signatures = help.signatures.map(({ label, doc, parameters, parameterDocs, active }) => ({
    label,
    documentation: { kind: MarkupKind.Markdown, value: doc },
    parameters: parameters.map(({ start, end }, index) => ({
      label: [start, end] satisfies [number, number],
      documentation: { kind: MarkupKind.Markdown, value: parameterDocs[index] ?? "" },
    })),
    // Beyond the last parameter nothing is marked.
    activeParameter: active ?? parameters.length,
  }));
  const active = signatures[help.active]?.activeParameter ?? 0;
  return { signatures, activeSignature: help.active, activeParameter: active };
}
