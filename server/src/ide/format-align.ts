// Formatting: puts `=`, ranges, titles and trailing comments of neighbouring lines under each other.
import type { CodeLine, FormatLine } from "./format-lines.ts";

/** Wider names are left alone: one long name must not push all others away. */
const WIDEST = 40;
const COMMENT_GAP = 3;

export function alignedLines(lines: readonly FormatLine[]): readonly FormatLine[] {
  return alignedComments(runsOf(lines, sameShape).flatMap(alignedCells));
}

/** Neighbouring lines that belong together, and single ones. */
function runsOf(
  lines: readonly FormatLine[],
  belongs: (one: FormatLine, next: FormatLine) => boolean,
): readonly (readonly FormatLine[])[] {
  const runs: FormatLine[][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    if (last !== undefined && before !== undefined && belongs(before, line)) last.push(line);
    else runs.push([line]);
  }
  return runs;
}

function sameShape(one: FormatLine, next: FormatLine): boolean {
  if (one.kind !== "code" || next.kind !== "code") return false;
  return one.shape !== null && one.shape === next.shape && one.depth === next.depth;
}

function alignedCells(run: readonly FormatLine[]): readonly FormatLine[] {
  const lines = run.filter((line) => line.kind === "code");
  if (lines.length !== run.length || lines.length === 0) return run;
  const isWanted = lines.some(({ shape, isSpread }) => shape !== "assignment" || isSpread);
  const widths = isWanted ? columnWidths(lines) : [];
  return lines.map((line) => ({ ...line, cells: paddedCells(line.cells, widths) }));
}

/** The widest of each column but the last of a line, which nothing follows. */
function columnWidths(lines: readonly CodeLine[]): readonly number[] {
  const widths: number[] = [];
  for (const { cells } of lines) {
    for (const [column, cell] of cells.slice(0, -1).entries())
      if (cell.length <= WIDEST) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return widths;
}

/** Cells are parted by one blank at least. */
function paddedCells(cells: readonly string[], widths: readonly number[]): readonly string[] {
  return cells.map((cell, column) =>
    column === cells.length - 1 ? cell : `${cell.padEnd(widths[column] ?? 0)} `,
  );
}

function hasComment(line: FormatLine): boolean {
  return line.kind === "code" && line.comment !== null;
}

function alignedComments(lines: readonly FormatLine[]): readonly FormatLine[] {
  return runsOf(lines, (one, next) => hasComment(one) && hasComment(next)).flatMap(placedComments);
}

/** Comments that stand under each other stay where they are; others come into one column. */
function placedComments(run: readonly FormatLine[]): readonly FormatLine[] {
  const width = Math.max(0, ...run.map(codeWidth));
  const columns = new Set(run.map((line) => (line.kind === "code" ? line.commentColumn : 0)));
  const [kept = 0] = columns;
  const column = columns.size === 1 && kept > width ? kept : width + COMMENT_GAP;
  return run.map((line) => {
    if (line.kind !== "code" || line.comment === null) return line;
    return { ...line, comment: " ".repeat(column - codeWidth(line)) + line.comment };
  });
}

function codeWidth(line: FormatLine): number {
  return line.kind === "code" ? line.depth * 4 + line.cells.join("").length : 0;
}
