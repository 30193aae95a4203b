// Which call, and which of its arguments, a place stands in. Works on tokens, so that it works while
// the call is being written.
import type { SyntaxFile } from "../syntax/tree.ts";
import { Token, type TokenKind } from "../syntax/token.ts";
import { isVirtual, kindAt, tokenBefore, tokenText } from "./tokens.ts";

export interface CallPlace {
  /** The dotted name of what is called. */
  readonly name: string;
  /** Where the name begins, and where the arguments begin. */
  readonly start: number;
  readonly open: number;
  /** Arguments before this one. */
  readonly index: number;
  /** The name of this argument, when it has one. */
  readonly label: string | null;
  /** Whether nothing of this argument stands before the place. */
  readonly isAtStart: boolean;
  /** Names of all arguments that have one, this one left out. */
  readonly labels: readonly string[];
  /** How many arguments before this one have no name. */
  readonly positions: number;
}

/** How far back the opening bracket is looked for. */
const REACH = 4_000;

interface Opener {
  readonly index: number;
  /** Indexes of the commas between it and the place. */
  readonly commas: readonly number[];
}

/** The innermost call around an offset, or null. */
export function callPlaceAt(syntax: SyntaxFile, offset: number): CallPlace | null {
  const last = tokenBefore(syntax, offset);
  let from = last;
  for (;;) {
    const opener = openerBefore(syntax, from);
    if (opener === null) return null;
    const name = nameBefore(syntax, opener.index);
    if (name !== null && kindAt(syntax, opener.index) === Token.leftParen)
      return placeOf(syntax, opener, name, last);
    from = opener.index - 1;
  }
}

/** What a token does to the nesting of brackets, read forwards. */
function nesting(kind: TokenKind): number {
  if (kind === Token.leftParen || kind === Token.leftBracket) return 1;
  return kind === Token.rightParen || kind === Token.rightBracket ? -1 : 0;
}

function openerBefore(syntax: SyntaxFile, from: number): Opener | null {
  const commas: number[] = [];
  let depth = 0;
  for (let index = from; index >= 0 && index > from - REACH; index--) {
    const kind = kindAt(syntax, index);
    if (isVirtual(kind) || kind === Token.declaration) return null;
    if (kind === Token.comma && depth === 0) commas.push(index);
    depth -= nesting(kind);
    if (depth < 0) return { index, commas: commas.reverse() };
  }
  return null;
}

interface DottedName {
  readonly text: string;
  readonly start: number;
}

/** The dotted name directly before a token. */
export function nameBefore(syntax: SyntaxFile, before: number): DottedName | null {
  if (kindAt(syntax, before - 1) !== Token.name) return null;
  let index = before - 1;
  let text = tokenText(syntax, index);
  while (kindAt(syntax, index - 1) === Token.dot && kindAt(syntax, index - 2) === Token.name) {
    index -= 2;
    text = `${tokenText(syntax, index)}.${text}`;
  }
  return { text, start: syntax.tokens.starts[index] ?? 0 };
}

function placeOf(syntax: SyntaxFile, opener: Opener, name: DottedName, last: number): CallPlace {
  const begins = [opener.index, ...opener.commas].map((index) => index + 1);
  const before = begins.slice(0, -1).map((begin) => labelAt(syntax, begin));
  const begin = begins.at(-1) ?? opener.index + 1;
  const label = begin + 1 <= last ? labelAt(syntax, begin) : null;
  const after = labelsAfter(syntax, last + 1);
  return {
    name: name.text,
    start: name.start,
    open: syntax.tokens.ends[opener.index] ?? 0,
    index: opener.commas.length,
    label,
    isAtStart: last < begin,
    labels: [...before.filter((one) => one !== null), ...after],
    positions: before.filter((one) => one === null).length,
  };
}

/** The name of the argument that begins at a token. */
function labelAt(syntax: SyntaxFile, index: number): string | null {
  const isLabel =
    kindAt(syntax, index) === Token.name && kindAt(syntax, index + 1) === Token.assign;
  return isLabel ? tokenText(syntax, index) : null;
}

/** Names of the arguments behind the place, up to the bracket that closes the call. */
function labelsAfter(syntax: SyntaxFile, from: number): readonly string[] {
  const labels: string[] = [];
  let depth = 0;
  for (let index = from; index < from + REACH && depth >= 0; index++) {
    const kind = kindAt(syntax, index);
    if (isVirtual(kind)) break;
    depth += nesting(kind);
    const label = depth === 0 && kind === Token.comma ? labelAt(syntax, index + 1) : null;
    if (label !== null) labels.push(label);
  }
  return labels;
}
