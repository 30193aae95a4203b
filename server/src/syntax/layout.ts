// Adds line ends, indents and dedents to the tokens, by the rules of the language's layout:
// what continues a statement, what opens a block, and where `%` is a unit.
import { type Reporter, replaceFix, report } from "../base/diagnostic.ts";
import { textRange } from "../base/text-range.ts";
import { CLOSES, closersOf } from "./brackets.ts";
import { type DeclarationWord, declarationHead } from "./declaration-words.ts";
import { type Indentation, indentationOf, isAmbiguous } from "./indentation.ts";
import {
  cannotBeginStatement,
  isAssignment,
  isBlockWord,
  isPercentUnit,
  isTrailingOperator,
  looksLikeStatement,
} from "./layout-rules.ts";
import { type Lexed, type TokenColumns, kindOf, lineStartOf, startOf, wordOf } from "./lexer.ts";
import { Token, type TokenKind } from "./token.ts";

/** An open block. A line at the alias column counts as one of the block, after it was reported. */
interface Level {
  readonly column: number;
  alias: number;
}

interface Layout extends TokenColumns {
  readonly text: string;
  readonly lexed: Lexed;
  readonly closers: Int32Array;
  readonly reporter: Reporter;
  readonly levels: Level[];
  /** Brackets that are open here and will be closed. */
  depth: number;
  /** The indentation of the current statement's first line; null before the first. */
  statement: Indentation | null;
  /** Whether the current statement's line opens a block when a deeper line follows. */
  opensBlock: boolean;
  /** The declaration that the current statement is, and the token of its word. */
  head: DeclarationWord | null;
  headIndex: number;
}

export function layOut(text: string, lexed: Lexed, reporter: Reporter): TokenColumns {
  const layout: Layout = {
    ...{ kinds: [], starts: [], ends: [], lineStarts: [] },
    ...{ text, lexed, closers: closersOf(text, lexed), reporter },
    ...{
      levels: [{ column: 0, alias: 0 }],
      depth: 0,
      statement: null,
      opensBlock: false,
      head: null,
      headIndex: -1,
    },
  };
  const last = lexed.kinds.length - 1;
  for (let index = 0; index < last; index++) placeToken(layout, index);
  endOfText(layout, text.length);
  const { kinds, starts, ends, lineStarts } = layout;
  return { kinds, starts, ends, lineStarts };
}

function placeToken(layout: Layout, index: number): void {
  const { lexed } = layout;
  const lineStart = lineStartOf(lexed, index);
  if (lineStart >= 0 && layout.depth === 0) beginLine(layout, index, lineStart);
  const kind = kindOf(lexed, index);
  if (layout.depth === 0 && isBlockWord(kind) && isAfterAssignment(layout))
    layout.opensBlock = true;
  countBrackets(layout, index);
  const isHead = layout.headIndex === index;
  const placed = isHead ? Token.declaration : percentOr(layout, index, kind);
  push(layout, placed, startOf(lexed, index), lexed.ends[index] ?? 0, lineStart);
}

function isAfterAssignment(layout: Layout): boolean {
  const last = layout.kinds.at(-1);
  return isAssignment(last) || last === Token.arrow;
}

function countBrackets(layout: Layout, index: number): void {
  const closer = layout.closers[index] ?? -1;
  if (closer >= 0) layout.depth++;
  else if (closer === CLOSES) layout.depth--;
}

function percentOr(layout: Layout, index: number, kind: TokenKind): TokenKind {
  if (kind !== Token.remainder || layout.kinds.at(-1) !== Token.number) return kind;
  const isLineOver = layout.depth === 0 && (layout.lexed.lineStarts[index + 1] ?? -1) >= 0;
  const isParameter = layout.head === "param";
  return isPercentUnit(layout.text, layout.lexed, index + 1, isLineOver, isParameter)
    ? Token.percent
    : kind;
}

function push(
  layout: TokenColumns,
  kind: TokenKind,
  start: number,
  end: number,
  lineStart: number,
): void {
  layout.kinds.push(kind);
  layout.starts.push(start);
  layout.ends.push(end);
  layout.lineStarts.push(lineStart);
}

function beginLine(layout: Layout, index: number, lineStart: number): void {
  const start = startOf(layout.lexed, index);
  const line = indentationOf(layout.text, lineStart, start);
  if (layout.statement === null) {
    if (line.column > 0) reportFirstLine(layout, line);
    beginStatement(layout, index, line);
    return;
  }
  const { statement } = layout;
  if (isForced(layout, index, line, statement)) return;
  // A shallower line is compared with the blocks around it instead, which may be a mismatch.
  const isShallower = line.column < statement.column;
  if (isShallower || !isAmbiguous(layout.text, line, statement)) {
    if (isWrapped(layout, line, statement)) return;
    endStatement(layout, line, statement, start);
    beginStatement(layout, index, line);
    return;
  }
  reportMixture(layout, line);
  // Where nothing can be deeper, the line is taken to stand beside the one above.
  const isBeside = isWrapped(layout, line, statement);
  const meant = isBeside ? { ...line, column: statement.column } : line;
  endStatement(layout, meant, statement, start);
  beginStatement(layout, index, meant);
}

function beginStatement(layout: Layout, index: number, line: Indentation): void {
  layout.statement = line;
  layout.head = declarationHead(layout.text, layout.lexed, index);
  layout.headIndex = layout.head === null ? -1 : index;
  layout.opensBlock = opensBlock(layout, index);
}

/** Whether the tokens on both sides of the line end keep the statement together. */
function isForced(
  layout: Layout,
  index: number,
  line: Indentation,
  statement: Indentation,
): boolean {
  const last = layout.kinds.at(-1);
  const isDeeper = line.column > statement.column;
  if (isDeeper)
    return isTrailingOperator(last) || cannotBeginStatement(kindOf(layout.lexed, index));
  // A broken line that ends in an operator must not take the next statement with it.
  const isOpen = isTrailingOperator(last) && !isAssignment(last) && last !== Token.dot;
  return isOpen && !looksLikeStatement(layout.text, layout.lexed, layout.closers, index);
}

/** A deeper line after one that opens no block goes on with it. */
function isWrapped(layout: Layout, line: Indentation, statement: Indentation): boolean {
  const opens = layout.opensBlock || layout.kinds.at(-1) === Token.arrow;
  return line.column > statement.column && !opens;
}

function endStatement(
  layout: Layout,
  line: Indentation,
  statement: Indentation,
  start: number,
): void {
  const lastEnd = layout.ends.at(-1) ?? 0;
  push(layout, Token.newline, lastEnd, lastEnd, -1);
  if (line.column > statement.column) {
    layout.levels.push({ column: line.column, alias: line.column });
    push(layout, Token.indent, start, start, -1);
  } else {
    closeLevels(layout, line, start);
  }
}

function closeLevels(layout: Layout, line: Indentation, start: number): void {
  let level = topLevel(layout);
  while (line.column < level.column && line.column !== level.alias && layout.levels.length > 1) {
    layout.levels.pop();
    push(layout, Token.dedent, start, start, -1);
    level = topLevel(layout);
  }
  if (line.column === level.column || line.column === level.alias) return;
  level.alias = line.column;
  reportMismatch(layout, line, level);
}

function topLevel(layout: Layout): Level {
  return layout.levels.at(-1) ?? { column: 0, alias: 0 };
}

/** Whether the statement that begins here opens a block by its first words. */
function opensBlock(layout: Layout, index: number): boolean {
  const { lexed, text, head } = layout;
  if (head !== null) return head !== "param" && head !== "require" && head !== "import";
  const kind = kindOf(lexed, index);
  if (isBlockWord(kind) || kind === Token.else) return true;
  const isExported = kind === Token.name && wordOf(text, lexed, index) === "export";
  return isTypeHead(layout, isExported ? index + 1 : index);
}

/** `type NAME` or `enum NAME`. */
function isTypeHead(layout: Layout, index: number): boolean {
  const { lexed, text } = layout;
  const isPair = kindOf(lexed, index) === Token.name && kindOf(lexed, index + 1) === Token.name;
  if (!isPair || lineStartOf(lexed, index + 1) >= 0) return false;
  const word = wordOf(text, lexed, index);
  return word === "type" || word === "enum";
}

function endOfText(layout: Layout, end: number): void {
  const lastEnd = layout.ends.at(-1) ?? 0;
  if (layout.kinds.length > 0) push(layout, Token.newline, lastEnd, lastEnd, -1);
  for (let open = layout.levels.length; open > 1; open--) push(layout, Token.dedent, end, end, -1);
  push(layout, Token.end, end, end, -1);
}

function reportFirstLine(layout: Layout, line: Indentation): void {
  layout.levels[0] = { column: 0, alias: line.column };
  const range = textRange(line.start, line.end);
  const fixes = [replaceFix("Remove the indentation", range, "")];
  report(
    layout.reporter,
    "E108",
    range,
    "The first line is indented, but no block is open: remove the indentation.",
    { fixes },
  );
}

function reportMismatch(layout: Layout, line: Indentation, level: Level): void {
  const range = textRange(line.start, line.end);
  const fixes = [replaceFix(`Indent by ${level.column}`, range, " ".repeat(level.column))];
  const message = `This line is indented by ${line.column} columns, which matches no block around it: the nearest one has ${level.column}.`;
  report(layout.reporter, "E107", range, message, { fixes });
}

function reportMixture(layout: Layout, line: Indentation): void {
  const range = textRange(line.start, line.end);
  const fixes = [replaceFix("Indent with spaces", range, " ".repeat(line.column))];
  const message = `Tabs and spaces are mixed here so that the depth depends on the width of a tab: indent this block like the lines around it.`;
  report(layout.reporter, "E106", range, message, { fixes });
}
