// Questions about the laid-out tokens around a place.
import type { SyntaxFile } from "../syntax/tree.ts";
import { Token, type TokenKind } from "../syntax/token.ts";
import { isNamePart } from "../syntax/chars.ts";

/** Line ends and changes of depth, which stand for no characters. */
export function isVirtual(kind: TokenKind): boolean {
  return (
    kind === Token.newline || kind === Token.indent || kind === Token.dedent || kind === Token.end
  );
}

/** The index of the last token that is not virtual and ends at or before an offset; -1 for none. */
export function tokenBefore({ tokens }: SyntaxFile, offset: number): number {
  let low = 0;
  let high = tokens.ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tokens.ends[middle] ?? 0) <= offset && (tokens.starts[middle] ?? 0) <= offset)
      low = middle + 1;
    else high = middle;
  }
  let index = low - 1;
  while (index >= 0 && isVirtual(tokens.kinds[index] ?? Token.end)) index--;
  return index;
}

export function kindAt({ tokens }: SyntaxFile, index: number): TokenKind {
  return tokens.kinds[index] ?? Token.end;
}

export function tokenText({ tokens, text }: SyntaxFile, index: number): string {
  return text.slice(tokens.starts[index], tokens.ends[index]);
}

export interface Word {
  readonly start: number;
  readonly end: number;
  /** The part before the caret. */
  readonly prefix: string;
}

/** The word that the caret stands in or behind; an empty one elsewhere. */
export function wordAt(text: string, offset: number): Word {
  let start = offset;
  while (start > 0 && isNamePart(text.charCodeAt(start - 1))) start--;
  let end = offset;
  while (end < text.length && isNamePart(text.charCodeAt(end))) end++;
  return { start, end, prefix: text.slice(start, offset) };
}

export type Surroundings =
  | { readonly kind: "code" }
  | { readonly kind: "comment" }
  /** Inside the quotes, whose token it gives. */
  | { readonly kind: "text"; readonly token: number };

export function surroundingsAt(syntax: SyntaxFile, offset: number): Surroundings {
  if (isInComment(syntax, offset)) return { kind: "comment" };
  const token = tokenBefore(syntax, offset - 1) + 1;
  for (let index = token; index <= token + 4; index++)
    if (isInText(syntax, index, offset)) return { kind: "text", token: index };
  return { kind: "code" };
}

/** Between the quotes; behind the last one only while it is missing. */
function isInText(syntax: SyntaxFile, index: number, offset: number): boolean {
  if (kindAt(syntax, index) !== Token.text) return false;
  const written = tokenText(syntax, index);
  const start = syntax.tokens.starts[index] ?? 0;
  const isClosed = written.length > 1 && written.endsWith(written.charAt(0));
  const last = start + written.length - (isClosed ? 1 : 0);
  return start < offset && offset <= last;
}

function isInComment({ comments }: SyntaxFile, offset: number): boolean {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((comments[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  const comment = comments[low - 1];
  return comment !== undefined && comment.start + 1 < offset && offset <= comment.end;
}
