// What kind of thing can stand at the caret: a key, a value of a key, a member, an argument, a statement.
import type { TextRange } from "../base/text-range.ts";
import { Token, type TokenKind } from "../syntax/token.ts";
import type { Header, Statement } from "../syntax/tree.ts";
import type { Analysis } from "./analysis.ts";
import { type CallPlace, callPlaceAt, nameBefore } from "./call-place.ts";
import { isVirtual, kindAt, surroundingsAt, tokenBefore, tokenText, wordAt } from "./tokens.ts";
import { lineStart } from "./visible-names.ts";

export type CaretContext =
  | { readonly kind: "nothing" }
  | { readonly kind: "key"; readonly header: Header; readonly range: TextRange }
  | {
      readonly kind: "keyValue";
      readonly header: Header;
      readonly key: string;
      readonly range: TextRange;
      /** What stands between `=` and the word at the caret. */
      readonly before: string;
    }
  /** Behind the dot of a dotted name. */
  | {
      readonly kind: "member";
      readonly path: string;
      readonly pathStart: number;
      readonly range: TextRange;
      readonly call: CallPlace | null;
      readonly isStatement: boolean;
    }
  /** Between quotes. */
  | { readonly kind: "text"; readonly range: TextRange; readonly call: CallPlace | null }
  | { readonly kind: "type"; readonly range: TextRange }
  /** Behind the value of a `param` line. */
  | { readonly kind: "parameterTail"; readonly range: TextRange; readonly hasRange: boolean }
  | {
      readonly kind: "expression";
      readonly range: TextRange;
      readonly call: CallPlace | null;
      readonly isStatement: boolean;
      /** Whether the word stands at the beginning of a line without indentation. */
      readonly isAtMargin: boolean;
      /** What stands directly before: only an operator or a unit can follow a value. */
      readonly after: "value" | "number" | "percent" | "of" | "other";
    };

export function caretContext(analysis: Analysis, offset: number): CaretContext {
  const { syntax, text } = analysis;
  const around = surroundingsAt(syntax, offset);
  if (around.kind === "comment") return { kind: "nothing" };
  if (around.kind === "text") return textContext(analysis, around.token);
  const word = wordAt(text, offset);
  if (/^\d/.test(text.slice(word.start, word.end))) return { kind: "nothing" };
  const range = { start: word.start, end: word.end };
  const inHeader = headerContext(analysis, range);
  if (inHeader !== null) return inHeader;
  return codeContext(analysis, range);
}

/** The inside of the quotes, without them. */
function textContext({ syntax, text }: Analysis, token: number): CaretContext {
  const start = (syntax.tokens.starts[token] ?? 0) + 1;
  const end = syntax.tokens.ends[token] ?? start;
  const isClosed = end > start && text[end - 1] === text[start - 1];
  const range = { start, end: isClosed ? end - 1 : end };
  return { kind: "text", range, call: callPlaceAt(syntax, start - 1) };
}

function headerContext({ syntax, text }: Analysis, range: TextRange): CaretContext | null {
  const begin = lineStart(text, range.start);
  const line = text.slice(begin, range.start);
  if (!/^[ \t]/.test(line)) return null;
  const header = headerAbove(syntax.statements, range.start);
  if (header === null || !isGapOpen(text, header, range.start)) return null;
  if (line.trim() === "") return { kind: "key", header, range };
  const parts = /^[ \t]+(\w+)[ \t]*=[ \t]*(.*)$/.exec(line);
  const [, key = "", before = ""] = parts ?? [];
  return parts === null ? { kind: "nothing" } : { kind: "keyValue", header, key, range, before };
}

function headerAbove(statements: readonly Statement[], offset: number): Header | null {
  const index = lastStatementBefore(statements, offset);
  // A word that belongs to no key yet may be a statement of its own behind the header.
  const before = statements[index]?.start === offset ? statements[index - 1] : statements[index];
  if (before === undefined) return null;
  return before.kind === "header" ? before : emptyHeader(before);
}

/** The index of the last statement that begins at or before an offset. */
function lastStatementBefore(statements: readonly Statement[], offset: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((statements[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A block word whose first key is still to come reads as a plain name. */
function emptyHeader(statement: Statement): Header | null {
  if (statement.kind !== "expression" || statement.value.kind !== "name") return null;
  const { text, start, end, id } = statement.value;
  if (text !== "data" && text !== "account") return null;
  return { kind: "header", word: text, wordEnd: end, title: null, entries: [], id, start, end };
}

/** Whether nothing but blanks, comments and keys stands between the header and the place. */
function isGapOpen(text: string, header: Header, offset: number): boolean {
  if (offset <= header.end) return offset > header.wordEnd;
  const gap = text.slice(header.end, offset);
  return gap.length < 2_000 && /^(?:\s|\/\/[^\n\r]*)*$/.test(gap);
}

function codeContext(analysis: Analysis, range: TextRange): CaretContext {
  const { syntax } = analysis;
  const last = tokenBefore(syntax, range.start);
  const isFirst = isFirstInStatement(analysis, range.start, last);
  const call = callPlaceAt(syntax, range.start);
  if (isFirst) return expressionContext(analysis, range, call, last, true);
  const kind = kindAt(syntax, last);
  if (kind === Token.dot) return memberContext(analysis, last, range, call);
  if (kind === Token.var || kind === Token.varip) return { kind: "type", range };
  const inDeclaration = declarationContext(syntax, last, range);
  return inDeclaration ?? expressionContext(analysis, range, call, last, false);
}

function expressionContext(
  { syntax }: Analysis,
  range: TextRange,
  call: CallPlace | null,
  last: number,
  isFirst: boolean,
): CaretContext {
  const kind = kindAt(syntax, last);
  return {
    ...{ kind: "expression", range, call, isStatement: isFirst || kind === Token.arrow },
    isAtMargin: isFirst && lineStart(syntax.text, range.start) === range.start,
    after: isFirst ? "other" : whatStandsBefore(syntax, last),
  };
}

function whatStandsBefore(
  syntax: Analysis["syntax"],
  last: number,
): "value" | "number" | "percent" | "of" | "other" {
  const kind = kindAt(syntax, last);
  if (kind === Token.number) return "number";
  if (kind === Token.percent) return "percent";
  const isOf = kind === Token.name && kindAt(syntax, last - 1) === Token.percent;
  if (isOf) return "of";
  return VALUE_ENDS.has(kind) ? "value" : "other";
}

const VALUE_ENDS: ReadonlySet<number> = new Set([
  ...[Token.name, Token.text, Token.color, Token.true, Token.false, Token.span],
  ...[Token.rightParen, Token.rightBracket, Token.date],
]);

/** Whether a statement begins at the word: nothing stands before it on its line. */
function isFirstInStatement({ syntax, text }: Analysis, start: number, last: number): boolean {
  if (last < 0) return true;
  if (text.slice(lineStart(text, start), start).trim() !== "") return false;
  if (isOpenEnd(kindAt(syntax, last))) return false;
  // A line inside brackets goes on with the statement above.
  return isVirtual(kindAt(syntax, last + 1)) || callPlaceAt(syntax, start) === null;
}

/** Whether something must follow a token: it is an operator or an opening bracket. */
function isOpenEnd(kind: TokenKind): boolean {
  const isWord = kind === Token.and || kind === Token.or || kind === Token.not;
  const isOpening = kind === Token.leftParen || kind === Token.leftBracket;
  const isOperator = kind >= Token.comma && kind <= Token.greaterOrEqual && kind !== Token.arrow;
  return isWord || isOpening || isOperator;
}

function memberContext(
  analysis: Analysis,
  dot: number,
  range: TextRange,
  call: CallPlace | null,
): CaretContext {
  const path = nameBefore(analysis.syntax, dot);
  if (path === null) return { kind: "nothing" };
  const before = analysis.text.slice(lineStart(analysis.text, path.start), path.start);
  return {
    ...{ kind: "member", path: path.text, pathStart: path.start, range, call },
    isStatement: before.trim() === "",
  };
}

/** What only declarations on one line have at the place, or null where a value is wanted. */
function declarationContext(
  syntax: Analysis["syntax"],
  last: number,
  range: TextRange,
): CaretContext | null {
  const first = declarationBefore(syntax, last);
  if (first === null || isLineBetween(syntax, first, range.start)) return null;
  const word = tokenText(syntax, first);
  if (word !== "param") return last === first && word !== "require" ? { kind: "nothing" } : null;
  return parameterContext(syntax, first, last, range);
}

/** The declaration word that begins the statement of a token. */
function declarationBefore(syntax: Analysis["syntax"], last: number): number | null {
  for (let index = last; index >= 0 && !isVirtual(kindAt(syntax, index)); index--)
    if (kindAt(syntax, index) === Token.declaration) return index;
  return null;
}

function parameterContext(
  syntax: Analysis["syntax"],
  first: number,
  last: number,
  range: TextRange,
): CaretContext | null {
  const kind = kindAt(syntax, last);
  if (kind === Token.assign) return null;
  if (kind !== Token.number && kind !== Token.percent) return { kind: "nothing" };
  const hasRange = syntax.tokens.kinds.slice(first, last).includes(Token.range);
  return { kind: "parameterTail", range, hasRange };
}

function isLineBetween(syntax: Analysis["syntax"], first: number, offset: number): boolean {
  const start = syntax.tokens.starts[first] ?? 0;
  return /[\r\n]/.test(syntax.text.slice(start, offset));
}
