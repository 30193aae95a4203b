// Questions that layout asks about single tokens: what opens, ends or continues a statement.
import { isStatementWord } from "./brackets.ts";
import { declarationHead } from "./declaration-words.ts";
import type { Lexed } from "./lexer.ts";
import { Token, type TokenKind } from "./token.ts";

type MaybeKind = TokenKind | undefined;

const ASSIGNMENTS = new Set<MaybeKind>([
  Token.assign,
  Token.reassign,
  Token.plusAssign,
  Token.minusAssign,
  Token.timesAssign,
  Token.divideAssign,
  Token.remainderAssign,
]);

const INFIX = new Set<MaybeKind>([
  Token.and,
  Token.or,
  Token.comma,
  Token.dot,
  Token.range,
  Token.question,
  Token.colon,
  Token.times,
  Token.divide,
  Token.remainder,
  Token.equal,
  Token.notEqual,
  Token.less,
  Token.lessOrEqual,
  Token.greater,
  Token.greaterOrEqual,
]);

/** Operators that may also stand before a value. */
const PREFIX = new Set<MaybeKind>([Token.plus, Token.minus, Token.not]);

const OPERAND_STARTS = new Set<MaybeKind>([
  ...[Token.name, Token.number, Token.span, Token.date, Token.text, Token.color],
  ...[Token.true, Token.false, Token.not, Token.plus, Token.minus],
  ...[Token.leftParen, Token.leftBracket, Token.bad],
]);

const BLOCK_WORDS = new Set<MaybeKind>([Token.if, Token.for, Token.while, Token.switch]);

export function isAssignment(kind: MaybeKind): boolean {
  return ASSIGNMENTS.has(kind);
}

export function isTrailingOperator(kind: MaybeKind): boolean {
  return INFIX.has(kind) || PREFIX.has(kind) || ASSIGNMENTS.has(kind);
}

/** A deeper line that begins so goes on with the line above, whatever that was. */
export function cannotBeginStatement(kind: MaybeKind): boolean {
  const isCloser = kind === Token.rightParen || kind === Token.rightBracket;
  return INFIX.has(kind) || ASSIGNMENTS.has(kind) || isCloser;
}

export function isBlockWord(kind: MaybeKind): boolean {
  return BLOCK_WORDS.has(kind);
}

/** Whether a line that begins here is a statement of its own beyond doubt. */
export function looksLikeStatement(
  text: string,
  lexed: Lexed,
  closers: Int32Array,
  index: number,
): boolean {
  const kind = lexed.kinds[index];
  if (isStatementWord(kind)) return true;
  if (kind === Token.leftBracket) return isTupleHead(lexed, closers, index);
  if (kind !== Token.name) return false;
  const isNextHere = (lexed.lineStarts[index + 1] ?? -1) < 0;
  const next = lexed.kinds[index + 1];
  if (isNextHere && (isAssignment(next) || next === Token.name)) return true;
  return declarationHead(text, lexed, index) !== null;
}

/** `[a, b] =`; a bracket that is never closed begins nothing beyond doubt. */
function isTupleHead({ kinds }: Lexed, closers: Int32Array, index: number): boolean {
  const closer = closers[index] ?? -1;
  return closer >= 0 && kinds[closer + 1] === Token.assign;
}

const UNIT_FOLLOWERS: ReadonlySet<string> = new Set(["of", "long", "short", "per"]);

/**
 * Whether `%` after a number is a unit: when the next token cannot begin an operand, or is one of
 * the words that go with a percent; in a `param` line also before `step` and the title.
 */
export function isPercentUnit(
  text: string,
  lexed: Lexed,
  next: number,
  isLineOver: boolean,
  isParameter: boolean,
): boolean {
  const kind = lexed.kinds[next];
  if (isLineOver || !OPERAND_STARTS.has(kind)) return true;
  if (kind === Token.text) return isParameter;
  if (kind !== Token.name) return false;
  const word = text.slice(lexed.starts[next], lexed.ends[next]);
  return UNIT_FOLLOWERS.has(word) || (isParameter && word === "step");
}
