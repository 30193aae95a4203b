// The parser's cursor over the laid-out tokens, its node numbers and its way to report.
// Invariant: after one problem in a statement it stays silent until the next statement.
import { type Extras, type Reporter, report } from "../base/diagnostic.ts";
import { LIMITS } from "../base/limits.ts";
import { type TextRange, textRange } from "../base/text-range.ts";
import type { Code } from "../base/codes.ts";
import type { TokenColumns } from "./lexer.ts";
import { Token, type TokenKind, tokenName } from "./token.ts";
import type { BrokenName, Expression, Missing, Name } from "./tree.ts";

export interface Parser {
  readonly text: string;
  readonly tokens: TokenColumns;
  readonly reporter: Reporter;
  /** Names that statements with a problem may have meant to declare. */
  readonly broken: BrokenName[];
  /** First numbers of statements of the top level; null while inside one. */
  firstIds: number[] | null;
  at: number;
  nextId: number;
  /** Constructs that are open here. */
  depth: number;
  /** Levels of nodes in what was parsed last. */
  height: number;
  /** Whether a problem of the current statement was reported. */
  isBroken: boolean;
}

export function kindAt(p: Parser, ahead = 0): TokenKind {
  return p.tokens.kinds[p.at + ahead] ?? Token.end;
}

export function startAt(p: Parser, ahead = 0): number {
  return p.tokens.starts[p.at + ahead] ?? p.text.length;
}

export function endAt(p: Parser, ahead = 0): number {
  return p.tokens.ends[p.at + ahead] ?? p.text.length;
}

export function textAt(p: Parser, ahead = 0): string {
  return p.text.slice(startAt(p, ahead), endAt(p, ahead));
}

export function rangeAt(p: Parser): TextRange {
  return textRange(startAt(p), endAt(p));
}

/** Where the token before this one ended. */
export function lastEnd(p: Parser): number {
  return p.at === 0 ? 0 : endAt(p, -1);
}

export function isFirstOnLine(p: Parser): boolean {
  return (p.tokens.lineStarts[p.at] ?? -1) >= 0;
}

export function advance(p: Parser): void {
  if (kindAt(p) !== Token.end) p.at++;
}

/** Moves on when the token is of that kind. */
export function accept(p: Parser, kind: TokenKind): boolean {
  if (kindAt(p) !== kind) return false;
  advance(p);
  return true;
}

export function isWord(p: Parser, word: string, ahead = 0): boolean {
  return kindAt(p, ahead) === Token.name && textAt(p, ahead) === word;
}

export function newId(p: Parser): number {
  return p.nextId++;
}

export function complain(
  p: Parser,
  code: Code,
  range: TextRange,
  message: string,
  extras?: Extras,
): void {
  // What the lexer did not understand it has reported already.
  const isSaid = p.isBroken || kindAt(p) === Token.bad;
  if (!isSaid) report(p.reporter, code, range, message, extras);
  p.isBroken = true;
}

/** What stands here, for a message. */
export function hereIs(p: Parser): string {
  return tokenName(kindAt(p), textAt(p));
}

/** The place at which something is missing: the next token, or the end of the line before it. */
export function missingPlace(p: Parser): TextRange {
  const isVirtual = endAt(p) === startAt(p) || kindAt(p) === Token.end;
  return isVirtual ? textRange(lastEnd(p), lastEnd(p)) : rangeAt(p);
}

export function missing(p: Parser): Missing {
  p.height = 0;
  const at = Math.min(lastEnd(p), startAt(p));
  return { kind: "missing", id: newId(p), start: at, end: at };
}

export function nameNode(p: Parser): Name {
  const node: Name = {
    kind: "name",
    text: textAt(p),
    id: newId(p),
    start: startAt(p),
    end: endAt(p),
  };
  advance(p);
  return node;
}

export function isLineOver(p: Parser): boolean {
  const kind = kindAt(p);
  return (
    kind === Token.newline || kind === Token.end || kind === Token.dedent || kind === Token.indent
  );
}

/** Skips what is left of a broken statement's line. */
export function skipLine(p: Parser): void {
  while (!isLineOver(p)) advance(p);
}

/** Skips a block that is not looked into. */
export function skipBlock(p: Parser): void {
  let open = 0;
  do {
    const kind = kindAt(p);
    if (kind === Token.indent) open++;
    else if (kind === Token.dedent) open--;
    advance(p);
  } while (open > 0 && kindAt(p) !== Token.end);
}

/** Goes one level deeper; false, with the line skipped, when the text nests too deeply. */
export function enter(p: Parser): boolean {
  if (p.depth >= LIMITS.nesting) {
    tooDeep(p);
    skipLine(p);
    return false;
  }
  p.depth++;
  return true;
}

export function leave(p: Parser): void {
  p.depth--;
}

/** Accounts for a node above others; one that makes the tree too high is dropped. */
export function raised(p: Parser, height: number, node: Expression): Expression {
  p.height = height + 1;
  if (p.height <= LIMITS.nesting) return node;
  tooDeep(p);
  p.height = 0;
  return { kind: "missing", id: newId(p), start: node.start, end: node.end };
}

function tooDeep(p: Parser): void {
  const message = `This is nested more than ${LIMITS.nesting} levels deep: name a part of it and use the name.`;
  complain(p, "E003", rangeAt(p), message);
}
