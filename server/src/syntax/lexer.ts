// Cuts a text into tokens and comments. Knows nothing of indentation: layout.ts adds that.
import { type Reporter, replaceFix, report } from "../base/diagnostic.ts";
import { textRange } from "../base/text-range.ts";
import { Char, isBlank, isDigit, isHexDigit, isLineEnd, isNamePart, isNameStart } from "./chars.ts";
import { scanNumber } from "./scan-number.ts";
import { KEYWORDS, PUNCTUATION, Token, type TokenKind } from "./token.ts";

/** Tokens as parallel columns: a file of 5 MB has too many for one object each. */
export interface TokenColumns {
  readonly kinds: TokenKind[];
  readonly starts: number[];
  readonly ends: number[];
  /** For the first token of a line the offset at which the line begins, else -1. */
  readonly lineStarts: number[];
}

export function kindOf(tokens: TokenColumns, index: number): TokenKind {
  return tokens.kinds[index] ?? Token.end;
}

export function startOf(tokens: TokenColumns, index: number): number {
  return tokens.starts[index] ?? 0;
}

/** The offset at which the line begins whose first token this is, else -1. */
export function lineStartOf(tokens: TokenColumns, index: number): number {
  return tokens.lineStarts[index] ?? -1;
}

/** The index of the first token that begins at an offset or behind it. */
export function tokenFrom({ starts }: TokenColumns, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function wordOf(text: string, tokens: TokenColumns, index: number): string {
  return text.slice(tokens.starts[index], tokens.ends[index]);
}

export interface Comment {
  readonly start: number;
  readonly end: number;
  /** A `///` comment: it documents the declaration that follows. */
  readonly isDoc: boolean;
}

export interface Lexed extends TokenColumns {
  readonly comments: Comment[];
}

interface Scanner extends Lexed {
  readonly text: string;
  readonly reporter: Reporter;
  at: number;
  /** Offset of the current line's start while no token of it was seen, else -1. */
  lineStart: number;
}

const BY_FIRST_CHAR = punctuationByFirstChar();

export function scan(text: string, reporter: Reporter): Lexed {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const columns = { kinds: [], starts: [], ends: [], lineStarts: [], comments: [] };
  const scanner: Scanner = { ...columns, text, reporter, at: start, lineStart: start };
  while (scanner.at < text.length) scanOne(scanner, text.charCodeAt(scanner.at));
  push(scanner, Token.end, text.length);
  return scanner;
}

function scanOne(s: Scanner, code: number): void {
  if (isBlank(code)) s.at++;
  else if (isLineEnd(code)) nextLine(s);
  else if (isNameStart(code)) scanName(s);
  else if (isDigit(code)) scanNumeric(s);
  else scanOther(s, code);
}

function scanOther(s: Scanner, code: number): void {
  const next = s.text.charCodeAt(s.at + 1);
  if (code === Char.slash && next === Char.slash) scanComment(s);
  else if (code === Char.doubleQuote || code === Char.singleQuote) scanText(s, code);
  else if (code === Char.hash && isHexDigit(next)) scanColor(s);
  else if (code === Char.dot && isDigit(next)) scanNumeric(s);
  else scanPunctuation(s, code);
}

function push(s: Scanner, kind: TokenKind, end: number): void {
  s.kinds.push(kind);
  s.starts.push(s.at);
  s.ends.push(end);
  s.lineStarts.push(s.lineStart);
  s.lineStart = -1;
  s.at = end;
}

function nextLine(s: Scanner): void {
  s.at++;
  s.lineStart = s.at;
}

function scanName(s: Scanner): void {
  let end = s.at + 1;
  while (isNamePart(s.text.charCodeAt(end))) end++;
  // The longest keyword has eight letters; longer names need no look-up.
  const keyword = end - s.at <= 8 ? KEYWORDS.get(s.text.slice(s.at, end)) : undefined;
  push(s, keyword ?? Token.name, end);
}

function scanNumeric(s: Scanner): void {
  const { kind, end } = scanNumber(s.text, s.at);
  if (kind === Token.bad) {
    const written = s.text.slice(s.at, Math.min(end, s.at + 40));
    const message = `\`${written}\` is not a number: write digits, or a time span such as \`15m\`, \`4h\`, \`1d\`, \`1w\`, \`1mo\`.`;
    report(s.reporter, "E103", textRange(s.at, end), message);
  }
  push(s, kind, end);
}

function scanComment(s: Scanner): void {
  const start = s.at;
  while (s.at < s.text.length && !isLineEnd(s.text.charCodeAt(s.at))) s.at++;
  const isDoc = s.text.charCodeAt(start + 2) === Char.slash;
  s.comments.push({ start, end: s.at, isDoc });
}

function scanText(s: Scanner, quote: number): void {
  let at = s.at + 1;
  for (;;) {
    const code = s.text.charCodeAt(at);
    if (code === quote) break;
    if (at >= s.text.length || isLineEnd(code)) {
      const end = Math.min(at, s.text.length);
      reportOpenText(s, end);
      push(s, Token.text, end);
      // Marks the statement as broken for the parser, so that nothing more is said about it.
      push(s, Token.bad, end);
      return;
    }
    at += code === Char.backslash && !isLineEnd(s.text.charCodeAt(at + 1)) ? 2 : 1;
  }
  push(s, Token.text, at + 1);
}

function reportOpenText(s: Scanner, end: number): void {
  const quote = s.text.charAt(s.at);
  const fix = replaceFix("Close the text", textRange(end, end), quote);
  const message = `This text is not closed on its line: add ${quote} at its end.`;
  report(s.reporter, "E102", textRange(s.at, end), message, { fixes: [fix] });
}

function scanColor(s: Scanner): void {
  let end = s.at + 1;
  while (isNamePart(s.text.charCodeAt(end))) end++;
  const digits = s.text.slice(s.at + 1, Math.min(end, s.at + 20));
  if (!/^([0-9a-f]{6}|[0-9a-f]{8})$/i.test(digits)) {
    const message = `\`#${digits}\` is not a colour: write six or eight hexadecimal digits, such as \`#2962ff\`.`;
    report(s.reporter, "E105", textRange(s.at, end), message);
  }
  push(s, Token.color, end);
}

function scanPunctuation(s: Scanner, code: number): void {
  for (const [written, kind] of BY_FIRST_CHAR[code] ?? []) {
    if (s.text.startsWith(written, s.at)) {
      push(s, kind, s.at + written.length);
      return;
    }
  }
  scanUnknown(s);
}

/** One token for a run of characters that mean nothing, so that one cause gives one problem. */
function scanUnknown(s: Scanner): void {
  let end = s.at + 1;
  while (end < s.text.length && isUnknown(s.text.charCodeAt(end))) end++;
  const first = s.text.codePointAt(s.at) ?? 0;
  const range = textRange(s.at, end);
  if (first === 0xa0) {
    const fixes = [replaceFix("Replace by a space", range, " ".repeat(end - s.at))];
    const message = "A no-break space stands here, which only looks like a space: replace it.";
    report(s.reporter, "E101", range, message, { fixes });
  } else {
    const point = first.toString(16).toUpperCase().padStart(4, "0");
    const shown =
      first < 32 || first === 127
        ? `The control character U+${point}`
        : `\`${String.fromCodePoint(first)}\` (U+${point})`;
    report(
      s.reporter,
      "E101",
      range,
      `${shown} has no meaning here: remove it, or put it in a text.`,
    );
  }
  push(s, Token.bad, end);
}

function isUnknown(code: number): boolean {
  if (code >= 128) return true;
  const isKnown =
    isBlank(code) || isLineEnd(code) || isNamePart(code) || BY_FIRST_CHAR[code] !== undefined;
  return !isKnown && code !== Char.doubleQuote && code !== Char.singleQuote && code !== Char.hash;
}

function punctuationByFirstChar(): readonly (
  readonly (readonly [string, TokenKind])[] | undefined
)[] {
  const table: (readonly [string, TokenKind])[][] = [];
  for (const entry of PUNCTUATION) (table[entry[0].charCodeAt(0)] ??= []).push(entry);
  return table;
}
