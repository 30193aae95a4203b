// The contextual words of the top level: they count only at column 0 and in one shape each.
import type { TokenColumns } from "./lexer.ts";
import { Token, type TokenKind } from "./token.ts";

/** A word before a title. */
const TITLED: ReadonlySet<string> = new Set(["strategy", "library", "test", "study", "import"]);
/** A word alone on its line, with a block below. */
const BLOCKS: ReadonlySet<string> = new Set(["data", "account", "portfolio"]);

export type DeclarationWord =
  | "strategy"
  | "library"
  | "test"
  | "study"
  | "import"
  | "data"
  | "account"
  | "portfolio"
  | "param"
  | "require";

export const DECLARATION_WORDS: readonly DeclarationWord[] = [
  "strategy",
  "library",
  "test",
  "study",
  "import",
  "data",
  "account",
  "portfolio",
  "param",
  "require",
];

/**
 * The declaration that begins at a token, or null. Before layout the lines' indentation is not
 * known, so that a block word needs a deeper line after it, which is looked up in the text.
 */
export function declarationHead(
  text: string,
  tokens: TokenColumns,
  index: number,
): DeclarationWord | null {
  const start = tokens.starts[index] ?? 0;
  const isAtMargin = tokens.kinds[index] === Token.name && tokens.lineStarts[index] === start;
  if (!isAtMargin) return null;
  const end = tokens.ends[index] ?? 0;
  // The longest word has nine letters.
  const word =
    end - start > 9 ? undefined : DECLARATION_WORDS.find((w) => w === text.slice(start, end));
  return word !== undefined && hasShape(word, tokens, index) ? word : null;
}

function hasShape(word: DeclarationWord, tokens: TokenColumns, index: number): boolean {
  const isAlone =
    (tokens.lineStarts[index + 1] ?? -1) >= 0 || tokens.kinds[index + 1] === Token.end;
  if (BLOCKS.has(word)) return isAlone && isIndented(tokens, index + 1);
  if (isAlone) return false;
  const next = tokens.kinds[index + 1];
  if (TITLED.has(word)) return next === Token.text;
  if (word === "param") return next === Token.name && tokens.kinds[index + 2] === Token.assign;
  return beginsRequirement(tokens, index, next);
}

function isIndented(tokens: TokenColumns, index: number): boolean {
  const lineStart = tokens.lineStarts[index] ?? -1;
  return (
    lineStart >= 0 && tokens.kinds[index] !== Token.end && (tokens.starts[index] ?? 0) > lineStart
  );
}

const OPERAND_STARTS: ReadonlySet<TokenKind> = new Set([
  Token.name,
  Token.number,
  Token.not,
  Token.true,
  Token.false,
]);

/** `require (a) < b` is a declaration, `require(a)` a call of something named require. */
function beginsRequirement(
  tokens: TokenColumns,
  index: number,
  next: TokenKind | undefined,
): boolean {
  if (next === undefined) return false;
  if (next === Token.leftParen) return (tokens.starts[index + 1] ?? 0) > (tokens.ends[index] ?? 0);
  return OPERAND_STARTS.has(next);
}
