// Formatting: the lines of a text with their depth, their tokens spaced, their comments.
import { lineIndexOf, positionAt } from "../base/line-index.ts";
import { Token, type TokenKind } from "../syntax/token.ts";
import type { SyntaxFile } from "../syntax/tree.ts";
import { type SpacedToken, joinedTokens } from "./format-spacing.ts";
import { isVirtual } from "./tokens.ts";

export interface CodeLine {
  readonly kind: "code";
  /** In steps of indentation. */
  readonly depth: number;
  /** The line cut where it may be aligned; written one after the other. */
  readonly cells: readonly string[];
  /** What the cells are, for alignment; null for a line that is aligned with none. */
  readonly shape: "key" | "parameter" | "assignment" | null;
  /** Whether the author has put more than one blank before `=`. */
  readonly isSpread: boolean;
  /** The comment behind the code, and the column in which the author put it. */
  readonly comment: string | null;
  readonly commentColumn: number;
}

export type FormatLine =
  | { readonly kind: "blank" }
  | { readonly kind: "comment"; readonly depth: number; readonly text: string }
  | CodeLine;

interface Lines {
  readonly syntax: SyntaxFile;
  readonly made: (FormatLine | null)[];
  readonly starts: readonly number[];
  /** Blocks that are open, with the column that the author gave each. */
  readonly columns: number[];
  /** Brackets that are open. */
  nesting: number;
  /** Whether the statement is the head of a block. */
  isHead: boolean;
  /** Whether the block belongs to a header. */
  isHeader: boolean;
  word: string;
  isStatementStart: boolean;
}

/** By line of the text; a token that spans no lines is on one of them. */
export function linesOf(syntax: SyntaxFile): readonly FormatLine[] {
  const { starts } = lineIndexOf(syntax.text);
  const made: (FormatLine | null)[] = starts.map(() => null);
  const lines: Lines = {
    ...{ syntax, made, starts, columns: [0], nesting: 0, isHead: false, isHeader: false },
    ...{ word: "", isStatementStart: true },
  };
  const levels = new Map<number, readonly number[]>();
  let index = 0;
  while (index < syntax.tokens.kinds.length) index = placeLine(lines, index, levels);
  placeComments(lines, levels);
  return made.map((line) => line ?? { kind: "blank" });
}

/** Takes the tokens of one line, or one virtual token; gives the index behind them. */
function placeLine(lines: Lines, index: number, levels: Map<number, readonly number[]>): number {
  const { syntax } = lines;
  const kind = syntax.tokens.kinds[index] ?? Token.end;
  if (isVirtual(kind)) {
    changeDepth(lines, kind);
    return index + 1;
  }
  const line = lineOf(lines, syntax.tokens.starts[index] ?? 0);
  const end = endOfLine(lines, index);
  const depth = depthOf(lines, kind);
  const column = columnOf(lines, line, index);
  if (lines.isStatementStart) lines.columns[lines.columns.length - 1] = column;
  if (lines.isStatementStart && lines.columns.length === 1) lines.word = "";
  levels.set(line, [...lines.columns]);
  lines.made[line] = codeLine(lines, index, end, depth);
  for (let at = index; at < end; at++) countBracket(lines, syntax.tokens.kinds[at]);
  lines.isStatementStart = false;
  return end;
}

function lineOf({ syntax, starts }: Lines, offset: number): number {
  return positionAt({ text: syntax.text, starts }, offset).line;
}

function columnOf({ starts, syntax }: Lines, line: number, index: number): number {
  let column = 0;
  for (let at = starts[line] ?? 0; at < (syntax.tokens.starts[index] ?? 0); at++)
    column += syntax.text[at] === "\t" ? 4 : 1;
  return column;
}

function changeDepth(lines: Lines, kind: TokenKind): void {
  lines.isStatementStart = true;
  lines.nesting = 0;
  if (kind === Token.indent) {
    lines.columns.push(0);
    lines.isHeader = lines.columns.length === 2 && isHeaderWord(lines.word);
  } else if (kind === Token.dedent && lines.columns.length > 1) {
    lines.columns.pop();
    lines.isHeader = false;
  }
}

function isHeaderWord(word: string): boolean {
  return word === "strategy" || word === "data" || word === "account";
}

function endOfLine({ syntax }: Lines, from: number): number {
  let end = from + 1;
  const { kinds, lineStarts } = syntax.tokens;
  while (end < kinds.length && !isVirtual(kinds[end] ?? Token.end) && (lineStarts[end] ?? -1) < 0)
    end++;
  return end;
}

/** A line that goes on with a statement stands a step deeper for each open bracket, at least one. */
function depthOf(lines: Lines, kind: TokenKind): number {
  const block = lines.columns.length - 1;
  if (lines.isStatementStart) {
    lines.isHead = HEADS.has(kind);
    return block;
  }
  const isCloser = kind === Token.rightParen || kind === Token.rightBracket;
  if (isCloser) return block + Math.max(0, lines.nesting - 1);
  // The lines of a head stand deeper than its block.
  return block + Math.max(lines.isHead ? 2 : 1, lines.nesting);
}

const HEADS: ReadonlySet<TokenKind> = new Set([
  ...[Token.if, Token.else, Token.switch, Token.for, Token.while],
]);

function countBracket(lines: Lines, kind: TokenKind | undefined): void {
  if (kind === Token.leftParen || kind === Token.leftBracket) lines.nesting++;
  else if (kind === Token.rightParen || kind === Token.rightBracket) lines.nesting--;
}

function codeLine(lines: Lines, from: number, end: number, depth: number): CodeLine {
  const tokens = tokensBetween(lines, from, end);
  const shape = lines.isStatementStart ? shapeOf(lines, tokens) : null;
  const cuts = shape === null ? [] : cutsOf(shape, tokens);
  const cells = joinedTokens(tokens, cuts);
  const isSpread = cuts[0] !== undefined && (tokens[cuts[0]]?.gap ?? 0) > 1;
  return { kind: "code", depth, cells, shape, isSpread, comment: null, commentColumn: 0 };
}

function tokensBetween({ syntax }: Lines, from: number, end: number): readonly SpacedToken[] {
  const { kinds, starts, ends } = syntax.tokens;
  const tokens: SpacedToken[] = [];
  for (let index = from; index < end; index++) {
    const [start, stop] = [starts[index] ?? 0, ends[index] ?? 0];
    // The lexer marks a text without closing quote by an empty token behind it.
    if (start === stop) continue;
    const gap = index === from ? 0 : start - (ends[index - 1] ?? 0);
    tokens.push({ kind: kinds[index] ?? Token.end, text: syntax.text.slice(start, stop), gap });
  }
  return tokens;
}

function shapeOf(lines: Lines, tokens: readonly SpacedToken[]): CodeLine["shape"] {
  const [first, second, third] = tokens;
  if (first === undefined) return null;
  if (first.kind === Token.declaration) {
    lines.word = first.text;
    return lines.word === "param" && third?.kind === Token.assign ? "parameter" : null;
  }
  const isPlain = first.kind === Token.name && second?.kind === Token.assign;
  return isPlain ? plainShape(lines) : null;
}

function plainShape({ isHeader }: Lines): CodeLine["shape"] {
  return isHeader ? "key" : "assignment";
}

/** Indexes of the tokens that begin a cell: `=`, and on `param` lines `in` and the title. */
function cutsOf(shape: NonNullable<CodeLine["shape"]>, tokens: readonly SpacedToken[]): number[] {
  if (shape !== "parameter") return [1];
  const cuts = [2];
  const range = tokens.findIndex(({ kind }) => kind === Token.in);
  if (range > 0) cuts.push(range);
  const last = tokens.length - 1;
  if (tokens[last]?.kind === Token.text && last > 3) cuts.push(last);
  return cuts;
}

/** Comments of their own stand as deep as the block that their column shows, or as the next line. */
function placeComments(lines: Lines, levels: ReadonlyMap<number, readonly number[]>): void {
  const { syntax, made, starts } = lines;
  const [above, below] = [linesBefore(made), linesBehind(made)];
  for (const comment of syntax.comments) {
    const line = lineOf(lines, comment.start);
    const text = syntax.text.slice(comment.start, comment.end).trimEnd();
    const column = widthOf(syntax.text.slice(starts[line] ?? 0, comment.start));
    const code = made[line];
    if (code?.kind === "code") made[line] = { ...code, comment: text, commentColumn: column };
    else {
      const columns = levels.get(above[line] ?? -1) ?? [];
      const depth = commentDepth(columns, codeDepth(made[below[line] ?? -1]), column);
      made[line] = { kind: "comment", depth, text };
    }
  }
}

function codeDepth(line: FormatLine | null | undefined): number {
  return line?.kind === "code" ? line.depth : 0;
}

/** By line, the nearest line with code above it, -1 for none. */
function linesBefore(made: readonly (FormatLine | null)[]): readonly number[] {
  let last = -1;
  return made.map((line, index) => (line?.kind === "code" ? (last = index) : last));
}

function linesBehind(made: readonly (FormatLine | null)[]): readonly number[] {
  const end = made.length - 1;
  return linesBefore([...made].reverse())
    .map((line) => (line < 0 ? -1 : end - line))
    .reverse();
}

function widthOf(blanks: string): number {
  return blanks.length + 3 * (blanks.split("\t").length - 1);
}

/** Behind the last statement of a block a comment may still belong to the block. */
function commentDepth(columns: readonly number[], depth: number, column: number): number {
  for (let level = columns.length - 1; level > depth; level--) {
    const begin = columns[level] ?? 0;
    if (begin > 0 && column >= begin) return level;
  }
  return depth;
}
