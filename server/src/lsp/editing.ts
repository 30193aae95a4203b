// LSP: formatting, inlay hints, code actions.
import {
  type CodeAction,
  CodeActionKind,
  type InlayHint as LspHint,
  InlayHintKind,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import type { TextRange } from "../base/text-range.ts";
import { type Action, actionsIn } from "../ide/diagnostics.ts";
import { formatted } from "../ide/format.ts";
import { inlayHintsIn } from "../ide/inlay-hints.ts";
import type { OpenDocument } from "./documents.ts";
import { lspDiagnostic } from "./diagnostics.ts";
import { rangeOf } from "./positions.ts";
import { positionAt } from "../base/line-index.ts";

/** One edit from the first to the last character that changes; none when the text stays. */
export function lspFormatting({ analysis }: OpenDocument): TextEdit[] {
  const { text, lines } = analysis;
  const after = formatted(text);
  if (after === null || after === text) return [];
  const shorter = Math.min(text.length, after.length);
  let start = 0;
  while (start < shorter && text[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && text.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const range = rangeOf(lines, { start, end: text.length - tail });
  return [{ range, newText: after.slice(start, after.length - tail) }];
}

export function lspHints({ analysis }: OpenDocument, range: TextRange): LspHint[] {
  return inlayHintsIn(analysis, range).map(({ offset, label, kind, tooltip }) => ({
    position: positionAt(analysis.lines, offset),
    label,
    kind: kind === "type" ? InlayHintKind.Type : InlayHintKind.Parameter,
    tooltip,
    ...(kind === "parameter" ? { paddingRight: true } : {}),
  }));
}

/** What an action carries to be found again. */
interface ActionData extends TextRange {
  readonly uri: string;
  readonly version: number;
  readonly index: number;
}

/** Without their edits, which are made for the one that is chosen. */
export function lspActions(document: OpenDocument, range: TextRange): CodeAction[] {
  const { uri, version, analysis } = document;
  return actionsIn(analysis, range).map(({ fix, diagnostic }, index): CodeAction => {
    const data: ActionData = { uri, version, start: range.start, end: range.end, index };
    if (diagnostic === null) return { title: fix.title, kind: CodeActionKind.QuickFix, data };
    return {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [lspDiagnostic(diagnostic, uri, analysis.lines)],
      isPreferred: diagnostic.fixes[0] === fix,
      data,
    };
  });
}

function isActionData(data: unknown): data is ActionData {
  return typeof data === "object" && data !== null && "index" in data && "version" in data;
}

/** An action on a text that has changed since stays without edits. */
export function resolvedAction(
  action: CodeAction,
  find: (uri: string) => OpenDocument | null,
): CodeAction {
  const data: unknown = action.data;
  if (!isActionData(data)) return action;
  const document = find(data.uri);
  if (document?.version !== data.version) return action;
  const chosen = actionsIn(document.analysis, data)[data.index];
  return chosen === undefined ? action : { ...action, edit: editOf(document, chosen) };
}

function editOf({ uri, version, analysis }: OpenDocument, { fix }: Action): WorkspaceEdit {
  const edits = fix.edits.map(({ range, newText }) => ({
    range: rangeOf(analysis.lines, range),
    newText,
  }));
  return { documentChanges: [{ textDocument: { uri, version }, edits }] };
}
