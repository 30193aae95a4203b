// Formatting: which tokens stand apart.
import { Token, type TokenKind } from "../syntax/token.ts";

export interface SpacedToken {
  readonly kind: TokenKind;
  readonly text: string;
  /** Characters that stood before it. */
  readonly gap: number;
}

/** The tokens as text, cut before those with the given indexes. */
export function joinedTokens(
  tokens: readonly SpacedToken[],
  cuts: readonly number[],
): readonly string[] {
  const cells: string[] = [];
  let cell = "";
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (cuts.includes(index)) {
      cells.push(cell);
      cell = token.text;
      continue;
    }
    const isApart = before !== undefined && standsApart(tokens, index, before, token);
    cell += (isApart ? " " : "") + token.text;
  }
  return [...cells, cell];
}

const OPERAND_ENDS: ReadonlySet<TokenKind> = new Set([
  ...[Token.name, Token.number, Token.span, Token.date, Token.text, Token.color, Token.percent],
  ...[Token.true, Token.false, Token.rightParen, Token.rightBracket],
]);

const OPENERS: ReadonlySet<TokenKind> = new Set([Token.leftParen, Token.leftBracket]);
const TIGHT_BEFORE: ReadonlySet<TokenKind> = new Set([
  ...[Token.comma, Token.rightParen, Token.rightBracket],
]);

function standsApart(
  tokens: readonly SpacedToken[],
  index: number,
  before: SpacedToken,
  token: SpacedToken,
): boolean {
  if (isBesideDot(before, token)) return before.kind === Token.number;
  if (TIGHT_BEFORE.has(token.kind) || OPENERS.has(before.kind)) return false;
  if (OPENERS.has(token.kind)) return !isTightOpener(before, token);
  if (isSign(tokens[index - 2], before)) return false;
  // What nobody understands is left as it stands.
  const isKept = before.kind === Token.bad || token.kind === Token.bad;
  return isKept || isInTemplate(tokens, index) ? token.gap > 0 : true;
}

function isBesideDot(before: SpacedToken, token: SpacedToken): boolean {
  return before.kind === Token.dot || token.kind === Token.dot;
}

/** A bracket directly behind an operand calls it, or reads its past. */
function isTightOpener(before: SpacedToken, token: SpacedToken): boolean {
  const isCall = before.kind === Token.name || before.kind === Token.rightParen;
  if (token.kind === Token.leftParen) return isCall || before.kind === Token.rightBracket;
  return isCall || before.kind === Token.rightBracket;
}

/** A `+` or `-` that begins an operand. */
function isSign(beforeSign: SpacedToken | undefined, sign: SpacedToken): boolean {
  if (sign.kind !== Token.minus && sign.kind !== Token.plus) return false;
  return beforeSign === undefined || !OPERAND_ENDS.has(beforeSign.kind);
}

const COLLECTIONS: ReadonlySet<string> = new Set(["array", "matrix", "map", "new"]);

/** `array<float>` keeps its spacing, because `<` compares everywhere else. */
function isInTemplate(tokens: readonly SpacedToken[], index: number): boolean {
  for (let at = index; at >= Math.max(1, index - 6); at--) {
    if (tokens[at]?.kind === Token.less) return COLLECTIONS.has(tokens[at - 1]?.text ?? "");
  }
  return false;
}
