// Pairs brackets before layout, so that one that is never closed does not swallow the rest of a file.
import { declarationHead } from "./declaration-words.ts";
import type { Lexed } from "./lexer.ts";
import { Token, type TokenKind } from "./token.ts";

/** Marks a closing bracket that has its opening one. */
export const CLOSES = -2;

/** For each opening bracket the index of its closing one, `CLOSES` for that, -1 for all others. */
export function closersOf(text: string, lexed: Lexed): Int32Array {
  const closers = new Int32Array(lexed.kinds.length).fill(-1);
  const open: number[] = [];
  lexed.kinds.forEach((kind, index) => {
    if (open.length > 0 && isBoundary(text, lexed, index)) open.length = 0;
    if (kind === Token.leftParen || kind === Token.leftBracket) open.push(index);
    else if (kind === Token.rightParen || kind === Token.rightBracket)
      close(lexed, open, index, closers);
  });
  return closers;
}

/** A closing bracket of the wrong kind closes nothing when its own kind is not open at all. */
function close(lexed: Lexed, open: number[], index: number, closers: Int32Array): void {
  const wanted = lexed.kinds[index] === Token.rightParen ? Token.leftParen : Token.leftBracket;
  // Only the nearest few are looked at: real mistakes are near, and the cost stays linear.
  for (let back = 1; back <= Math.min(open.length, 8); back++) {
    const opener = open[open.length - back] ?? -1;
    if (lexed.kinds[opener] !== wanted) continue;
    closers[opener] = index;
    closers[index] = CLOSES;
    open.length -= back;
    return;
  }
}

const STATEMENT_WORDS: ReadonlySet<TokenKind> = new Set([
  Token.if,
  Token.else,
  Token.for,
  Token.while,
  Token.switch,
  Token.var,
  Token.varip,
  Token.break,
  Token.continue,
]);

export function isStatementWord(kind: TokenKind | undefined): boolean {
  return kind !== undefined && STATEMENT_WORDS.has(kind);
}

/** Whether a line begins here that cannot stand inside brackets. */
function isBoundary(text: string, lexed: Lexed, index: number): boolean {
  if ((lexed.lineStarts[index] ?? -1) < 0) return false;
  return isStatementWord(lexed.kinds[index]) || declarationHead(text, lexed, index) !== null;
}
