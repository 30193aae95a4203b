// Places in a text: half-open ranges of UTF-16 offsets, as editors count them.

export interface TextRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

export function textRange(start: number, end: number): TextRange {
  return { start, end };
}

export function joined(first: TextRange, last: TextRange): TextRange {
  return { start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}
