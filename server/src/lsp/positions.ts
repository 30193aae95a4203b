// Between offsets and LSP positions: lines and UTF-16 units, both from 0.
import { type LineIndex, positionAt } from "../base/line-index.ts";
import type { TextRange } from "../base/text-range.ts";
import type { Position, Range } from "vscode-languageserver/node";

export function rangeOf(lines: LineIndex, { start, end }: TextRange): Range {
  return { start: positionAt(lines, start), end: positionAt(lines, end) };
}

/** A character beyond its line's end means that end, a line beyond the text the text's end. */
export function offsetOf({ text, starts }: LineIndex, { line, character }: Position): number {
  if (line < 0) return 0;
  const start = starts[line];
  if (start === undefined) return text.length;
  const next = starts[line + 1];
  const end = next === undefined ? text.length : beforeLineEnd(text, next);
  return Math.min(start + Math.max(0, character), Math.max(start, end));
}

/** Where the characters of a line end whose next line begins at an offset. */
function beforeLineEnd(text: string, next: number): number {
  const isPair = text[next - 1] === "\n" && text[next - 2] === "\r";
  return next - (isPair ? 2 : 1);
}

export function textRangeOf(lines: LineIndex, { start, end }: Range): TextRange {
  const from = offsetOf(lines, start);
  return { start: from, end: Math.max(from, offsetOf(lines, end)) };
}
