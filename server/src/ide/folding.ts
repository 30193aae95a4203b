// What can be folded: blocks, calls over several lines, runs of comments.
import { type LineIndex, positionAt } from "../base/line-index.ts";
import { Token } from "../syntax/token.ts";
import type { SyntaxFile } from "../syntax/tree.ts";
import type { Analysis } from "./analysis.ts";
import { isVirtual } from "./tokens.ts";

export interface Fold {
  /** From this line's end to the last line's, both from 0. */
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: "block" | "comment";
}

export function foldsOf({ syntax, lines }: Analysis): readonly Fold[] {
  const folds = [...blockFolds(syntax, lines), ...commentFolds(syntax, lines)];
  return folds.sort((a, b) => a.startLine - b.startLine || a.endLine - b.endLine);
}

interface Opened {
  readonly offset: number;
}

/** One fold a line: of a block and a bracket that begin on one line, the longer. */
function blockFolds({ tokens }: SyntaxFile, lines: LineIndex): readonly Fold[] {
  const ends = new Map<number, number>();
  const open: Opened[] = [];
  let last = 0;
  for (const [index, kind] of tokens.kinds.entries()) {
    const start = tokens.starts[index] ?? 0;
    // A block begins on the line of its head and ends with its last line.
    if (opens(kind)) open.push({ offset: kind === Token.indent ? last : start });
    else if (closes(kind)) {
      const from = open.pop();
      if (from !== undefined) noteFold(ends, lines, from.offset, isVirtual(kind) ? last : start);
    }
    if (!isVirtual(kind)) last = lastCharacter(tokens.ends[index]);
  }
  return [...ends].map(([startLine, endLine]) => ({ startLine, endLine, kind: "block" }));
}

function lastCharacter(end: number | undefined): number {
  return Math.max(0, (end ?? 0) - 1);
}

function opens(kind: number): boolean {
  return kind === Token.indent || kind === Token.leftParen || kind === Token.leftBracket;
}

function closes(kind: number): boolean {
  return kind === Token.dedent || kind === Token.rightParen || kind === Token.rightBracket;
}

function noteFold(ends: Map<number, number>, lines: LineIndex, from: number, end: number): void {
  const startLine = positionAt(lines, from).line;
  const endLine = positionAt(lines, end).line;
  if (endLine > startLine && endLine > (ends.get(startLine) ?? 0)) ends.set(startLine, endLine);
}

function commentFolds({ comments, text }: SyntaxFile, lines: LineIndex): readonly Fold[] {
  const folds: Fold[] = [];
  let first = -1;
  let before = -2;
  const end = (): void => {
    if (first >= 0 && before > first)
      folds.push({ startLine: first, endLine: before, kind: "comment" });
  };
  for (const { start } of comments) {
    const { line } = positionAt(lines, start);
    const isAlone = text.slice(lines.starts[line] ?? 0, start).trim() === "";
    if (!isAlone || line !== before + 1) end();
    if (!isAlone) first = -1;
    else if (line !== before + 1 || first < 0) first = line;
    before = isAlone ? line : -2;
  }
  end();
  return folds;
}
