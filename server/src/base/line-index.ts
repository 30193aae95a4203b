// Turns offsets into lines and columns and back. Line ends are LF, CRLF and a lone CR, as in LSP.

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
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const endsLine = code === LF || (code === CR && text.charCodeAt(at + 1) !== LF);
    if (endsLine) starts.push(at + 1);
  }
  return { text, starts };
}

/** The position of an offset; offsets outside the text give its nearest end. */
export function positionAt(index: LineIndex, offset: number): LinePosition {
  const within = Math.max(0, Math.min(offset, index.text.length));
  let low = 0;
  let high = index.starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((index.starts[middle] ?? 0) <= within) low = middle;
    else high = middle;
  }
  return { line: low, character: within - (index.starts[low] ?? 0) };
}

/** The offset of a position; a character beyond its line's end gives the start of the next line. */
export function offsetAt(index: LineIndex, position: LinePosition): number {
  const start = index.starts[position.line];
  if (start === undefined) return position.line < 0 ? 0 : index.text.length;
  const next = index.starts[position.line + 1] ?? index.text.length;
  return Math.min(start + Math.max(0, position.character), next);
}
