// The answer to a question in SQL: a table for people, CSV and JSON for programs.
import { counted, type Align, aligned, printable, type QueryAnswer } from "@backtestr/hub";
import type { Style } from "../terminal/terminal.ts";
import { lines } from "./screen.ts";

const NUMBERS = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|UINTEGER|DECIMAL|DOUBLE|FLOAT)\b/i;
/** Longer cells are cut in the table; CSV and JSON have them whole. */
const CELL_MAX = 60;

export function answerText({ columns, rows, isCut }: QueryAnswer, style: Style): string {
  const head = columns.map(({ name }) => shown(name));
  const cells = rows.map((row) => row.map((cell) => (cell === null ? "–" : shown(cell))));
  const alignment = columns.map(({ typeName }): Align =>
    NUMBERS.test(typeName) ? "right" : "left",
  );
  const paint = (cell: string, row: number): string => (row === 0 ? style.strong(cell) : cell);
  const total = isCut ? `the first ${counted(rows.length, "row")}` : counted(rows.length, "row");
  return lines([...aligned([head, ...cells], alignment, paint), style.quiet(`(${total})`)]);
}

function shown(cell: string): string {
  const one = printable(cell).replace(/[\t\n]/g, " ");
  return one.length <= CELL_MAX ? one : `${one.slice(0, CELL_MAX - 1)}…`;
}

/** A missing value is an empty cell. */
export function answerCsv({ columns, rows }: QueryAnswer): string {
  const all = [columns.map(({ name }) => name), ...rows];
  return lines(all.map((row) => row.map((cell) => (cell === null ? "" : quoted(cell))).join(",")));
}

/** An empty text is quoted, so that it differs from a missing value. */
function quoted(text: string): string {
  return text === "" || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function answerJson({ columns, rows, isCut }: QueryAnswer): object {
  return {
    schema: "backtestr.sql/1",
    columns: columns.map(({ name, typeName }) => ({ name, type: typeName })),
    rows,
    is_cut: isCut,
  };
}
