// Goes from a run to its text: to the statement that a failure or a trade is about.
import {
  Range,
  Selection,
  TabInputText,
  TabInputWebview,
  TextEditorRevealType,
  ViewColumn,
  window,
  type TextDocument,
} from "vscode";
import type { CompiledStrategy } from "../core/strategy.ts";
import { rangeNow } from "../core/text-now.ts";
import { documentAt } from "./documents.ts";

const SAID_MS = 6_000;

/** `compiled` is the text that was run; a line that was edited since is not gone to. */
export async function revealStatement(
  file: string,
  { text, places }: CompiledStrategy,
  statement: number,
): Promise<void> {
  const place = places.statements[statement];
  if (place === undefined) return;
  const document = await documentAt(file);
  if (document === null) {
    window.setStatusBarMessage(`${file} cannot be opened: it was moved or deleted.`, SAID_MS);
    return;
  }
  const now = rangeNow({ start: place.start, end: place.headEnd }, text, document.getText());
  if (now === null) {
    const sentence = "The line was edited since this run. Run the strategy again to go to it.";
    window.setStatusBarMessage(sentence, SAID_MS);
    return;
  }
  const viewColumn = columnOf(document);
  const editor = await window.showTextDocument(document, { viewColumn, preserveFocus: false });
  const at = document.positionAt(now.start);
  editor.selection = new Selection(at, at);
  editor.revealRange(new Range(at, at), TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where the text is in view, else where it has a tab, else where it covers no panel. */
function columnOf(document: TextDocument): ViewColumn {
  const visible = window.visibleTextEditors.find((editor) => editor.document === document);
  if (visible?.viewColumn !== undefined) return visible.viewColumn;
  const groups = window.tabGroups.all;
  const address = document.uri.toString();
  const own = groups.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === address),
  );
  const free = groups.find(({ activeTab }) => !(activeTab?.input instanceof TabInputWebview));
  return (own ?? free)?.viewColumn ?? ViewColumn.Beside;
}
