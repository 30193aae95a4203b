// The sizes beyond which a text is refused with a sentence instead of being worked on.

export const LIMITS = {
  /** UTF-8 bytes of one file. */
  fileBytes: 5_000_000,
  fileLines: 100_000,
  /** Expressions, brackets and blocks inside one another: a bound on every recursion over the tree. */
  nesting: 200,
  /** Levels of a check or a lowering, over all functions that are open: a bound on their recursion. */
  depth: 500,
  /** Calls of user functions inside one another while they are expanded. */
  callDepth: 60,
  /** Different sets of argument types with which the functions of one file are checked. */
  instances: 4_000,
  planNodes: 100_000,
  /** What one text can be, depending on conditions; plans hold only fixed texts. */
  textAlternatives: 64,
  historyBars: 100_000,
  diagnostics: 1_000,
} as const;

/** Whether the text takes more bytes than a file may; counts exactly only near the limit. */
export function isTooLarge(text: string): boolean {
  if (text.length > LIMITS.fileBytes) return true;
  if (text.length * 3 <= LIMITS.fileBytes) return false;
  let bytes = 0;
  for (let at = 0; at < text.length; at++) bytes += utf8Bytes(text.charCodeAt(at));
  return bytes > LIMITS.fileBytes;
}

/** Bytes of one UTF-16 unit; each half of a surrogate pair counts two of its four. */
function utf8Bytes(unit: number): number {
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  return unit >= 0xd800 && unit <= 0xdfff ? 2 : 3;
}
