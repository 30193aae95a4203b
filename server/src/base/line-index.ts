// Turns offsets into lines and columns and back. Line ends are LF, CRLF and a lone CR, as in LSP.
import type { TextRange } from "./text-range.ts";

const LF = 10;
const CR = 13;

export interface LineIndex {
  readonly text: string;
  /** Offset of each line's first character; the first entry is 0. */
  readonly starts: readonly number[];
}

/** Zero-based, in UTF-16 units. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

export function lineIndexOf(text: string): LineIndex {
  const starts = [0];
  addStarts(text, 0, text.length, starts);
  return { text, starts };
}

/** The index of the text after an edit that put so many characters in the place of a range. */
export function lineIndexAfter(
  before: LineIndex,
  { start, end }: TextRange,
  length: number,
  text: string,
): LineIndex {
  // What ends a line is told by two characters: the one before the edit counts among the changed.
  const first = Math.max(0, start - 1);
  const starts = before.starts.slice(0, lineAt(before, first) + 1);
  addStarts(text, first, start + length, starts);
  const shift = start + length - end;
  for (let line = lineAt(before, end) + 1; line < before.starts.length; line++)
    starts.push((before.starts[line] ?? 0) + shift);
  return { text, starts };
}

/** Adds the begins of the lines that end at offsets from one up to and without another. */
function addStarts(text: string, from: number, end: number, starts: number[]): void {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    const endsLine = code === LF || (code === CR && text.charCodeAt(at + 1) !== LF);
    if (endsLine) starts.push(at + 1);
  }
}

/** The position of an offset; offsets outside the text give its nearest end. */
export function positionAt(index: LineIndex, offset: number): LinePosition {
  const within = Math.max(0, Math.min(offset, index.text.length));
  const line = lineAt(index, within);
  return { line, character: within - (index.starts[line] ?? 0) };
}

function lineAt({ starts }: LineIndex, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** The offset of a position; a character beyond its line's end gives the start of the next line. */
export function offsetAt(index: LineIndex, position: LinePosition): number {
  const start = index.starts[position.line];
  if (start === undefined) return position.line < 0 ? 0 : index.text.length;
  const next = index.starts[position.line + 1] ?? index.text.length;
  return Math.min(start + Math.max(0, position.character), next);
}
