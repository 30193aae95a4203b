// A plan for people: one line a node, cell and statement, each with the place it comes from.
import { printPlan } from "@backtestr/server/compiler";
import { aligned, printable } from "@backtestr/hub";
import type { Compiled } from "../strategy/compiled.ts";
import type { Place } from "../terminal/problem.ts";
import type { Style } from "../terminal/terminal.ts";

export function planText(compiled: Compiled, style: Style): string {
  const printed = printPlan(compiled.plan).trimEnd().split("\n");
  const rows = printed.map((line, at) => [placeText(placeOfLine(compiled, at)), printable(line)]);
  const paint = (cell: string, _: number, column: number): string =>
    column === 0 ? style.quiet(cell) : cell;
  return `${aligned(rows, ["right", "left"], paint).join("\n")}\n`;
}

/** The printed plan has a line for each parameter, further context, node, cell and statement, in this order. */
function placeOfLine(compiled: Compiled, line: number): Place | null {
  const { parameters, contexts, nodes, cells } = compiled.plan;
  const firstNode = parameters.length + Math.max(0, contexts.length - 1);
  const firstCell = firstNode + nodes.length;
  const firstStatement = firstCell + cells.length;
  if (line < firstNode) return null;
  if (line < firstCell) return compiled.placeOfNode(line - firstNode);
  return line < firstStatement ? null : compiled.placeOfStatement(line - firstStatement);
}

function placeText(place: Place | null): string {
  const at = place?.at ?? null;
  return at === null ? "" : `${at.line}:${at.column}`;
}
