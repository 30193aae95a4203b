// What an export made, for people and for programs.
import { aligned, byteText, count, type Exported, printable } from "@backtestr/hub";
import type { Style } from "../terminal/terminal.ts";
import { lines } from "./screen.ts";

export function exportedText(file: string, { tables, bytes }: Exported, style: Style): string {
  const rows = tables.map((table) => [`  ${table.name}`, count(table.rows)]);
  return lines([
    `Made ${style.strong(printable(file))}, ${byteText(bytes)}, with the rows of`,
    ...aligned(rows, ["left", "right"]),
    style.quiet("Any DuckDB opens it; it is a copy and does not follow the store."),
  ]);
}

export function exportedJson(file: string, { tables, bytes }: Exported): object {
  return { schema: "backtestr.export/1", file, bytes, tables };
}
