// What each name is, for colours that a grammar cannot know.
import { isFunctionName, isValueName, valueSpec } from "../semantic/library/library.ts";
import { isNamespace } from "../semantic/library/later.ts";
import { Token } from "../syntax/token.ts";
import type { SyntaxFile } from "../syntax/tree.ts";
import type { Analysis } from "./analysis.ts";
import { nameBefore } from "./call-place.ts";
import { type Mentioned, nameAt } from "./name-table.ts";
import type { Binding } from "./name-unit.ts";
import { kindAt, tokenText } from "./tokens.ts";

export const TOKEN_TYPES = [
  "variable",
  "parameter",
  "function",
  "namespace",
  "property",
  "enumMember",
  "keyword",
] as const;

export type TokenType = (typeof TOKEN_TYPES)[number];

export const TOKEN_MODIFIERS = [
  "declaration",
  "readonly",
  "modification",
  "defaultLibrary",
] as const;

export interface SemanticToken {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  /** Bits by index in TOKEN_MODIFIERS. */
  readonly modifiers: number;
}

const [DECLARATION, READONLY, MODIFICATION, LIBRARY] = [1, 2, 4, 8];

interface Painter {
  readonly analysis: Analysis;
  readonly syntax: SyntaxFile;
  readonly found: SemanticToken[];
  /** From which distances are counted. */
  readonly place: number;
  /** Brackets that are open. */
  depth: number;
  /** Whether the lines here are keys of a header. */
  isHeader: boolean;
}

/** In the order of the text. */
export function semanticTokensOf({ syntax, tokenParts }: Analysis): readonly SemanticToken[] {
  const found: SemanticToken[] = [...tokenParts.head];
  for (const [index, part] of tokenParts.parts.entries()) {
    const by = syntax.statements[index]?.start ?? 0;
    for (const token of part)
      found.push({ ...token, start: token.start + by, end: token.end + by });
  }
  return found;
}

/** The colours of some tokens that begin with a statement, at distances from a place. */
export function paintedBetween(
  analysis: Analysis,
  from: number,
  end: number,
  place: number,
): readonly SemanticToken[] {
  const { syntax } = analysis;
  const painter: Painter = {
    ...{ analysis, syntax, place, found: [] },
    ...{ depth: 0, isHeader: false },
  };
  for (let index = from; index < end; index++) paint(painter, index, kindAt(syntax, index));
  return painter.found;
}

function paint(p: Painter, index: number, kind: number): void {
  switch (kind) {
    case Token.declaration:
      p.isHeader = HEADERS.has(tokenText(p.syntax, index));
      add(p, index, "keyword", 0);
      break;
    case Token.dedent:
      p.isHeader = false;
      break;
    case Token.newline:
      p.depth = 0;
      break;
    case Token.leftParen:
    case Token.leftBracket:
      p.depth++;
      break;
    case Token.rightParen:
    case Token.rightBracket:
      p.depth--;
      break;
    case Token.name:
      paintName(p, index);
      break;
    default:
      break;
  }
}

const HEADERS: ReadonlySet<string> = new Set(["strategy", "data", "account"]);

function add(p: Painter, index: number, type: TokenType, modifiers: number): void {
  const start = p.syntax.tokens.starts[index] ?? 0;
  const end = p.syntax.tokens.ends[index] ?? start;
  p.found.push({ start: start - p.place, end: end - p.place, type, modifiers });
}

function paintName(p: Painter, index: number): void {
  const { syntax } = p;
  const isNamed = kindAt(syntax, index + 1) === Token.assign;
  const name = nameAt(p.analysis.names, syntax.tokens.starts[index] ?? -1);
  if (kindAt(syntax, index - 1) === Token.dot) paintMember(p, index);
  else if (isNamed && p.depth > 0) add(p, index, "parameter", 0);
  else if (isNamed && p.isHeader && isKeyPlace(p, index)) add(p, index, "property", 0);
  else if (name !== null) paintBinding(p, index, name);
  else paintLibrary(p, index, tokenText(syntax, index));
}

function isKeyPlace({ syntax }: Painter, index: number): boolean {
  return (syntax.tokens.lineStarts[index] ?? -1) >= 0;
}

const TYPES = {
  variable: "variable",
  parameter: "variable",
  function: "function",
  argument: "parameter",
} as const satisfies Readonly<Record<Binding["kind"], TokenType>>;

function paintBinding(p: Painter, index: number, { mention, binding }: Mentioned): void {
  const start = p.syntax.tokens.starts[index] ?? 0;
  const isDeclaration = binding.node.start === start;
  const modifiers =
    (isDeclaration ? DECLARATION : 0) |
    (binding.kind === "parameter" ? READONLY : 0) |
    (mention.isWrite ? MODIFICATION : 0);
  add(p, index, TYPES[binding.kind], modifiers);
}

function paintMember(p: Painter, index: number): void {
  const path = nameBefore(p.syntax, index + 1);
  if (path !== null && nameAt(p.analysis.names, path.start) === null)
    paintLibrary(p, index, path.text);
}

const CONTEXT_WORDS: ReadonlySet<string> = new Set(["of", "per", "step", "long", "short"]);

function paintLibrary(p: Painter, index: number, name: string): void {
  const next = kindAt(p.syntax, index + 1);
  const isCalled = next === Token.leftParen;
  if (next === Token.dot && isNamespace(name)) add(p, index, "namespace", LIBRARY);
  else if (isFunctionName(name) && (isCalled || !isValueName(name)))
    add(p, index, "function", LIBRARY);
  else if (isValueName(name)) paintValue(p, index, name);
  else if (CONTEXT_WORDS.has(name)) add(p, index, "keyword", 0);
}

function paintValue(p: Painter, index: number, name: string): void {
  const isSetting = isValueName(name) && valueSpec(name).value !== undefined;
  if (isSetting) add(p, index, "enumMember", LIBRARY | READONLY);
  else add(p, index, "variable", LIBRARY);
}
