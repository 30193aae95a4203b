// Lowers a text statement by statement. One that stood in the text before too, that was checked to the
// same end, and whose names are worth what they were, is taken over with all that it did.
import { type Reporter, report } from "../base/diagnostic.ts";
import { LIMITS } from "../base/limits.ts";
import { textRange } from "../base/text-range.ts";
import type { CheckedFile } from "../semantic/checked.ts";
import { type Unit, sameParts } from "../semantic/memory.ts";
import type { Statement } from "../syntax/tree.ts";
import { type Counts, type Ir, newIr } from "./ir.ts";
import { fillCells, lowerStatement } from "./lower-statement.ts";
import { type Lowerer, newFrame, viewOf } from "./lowerer.ts";
import { type Part, newPart, within } from "./part.ts";
import { isSamePart } from "./same-part.ts";

/** A lowered text: what it leaves to the next one, which uses it up. */
export interface Program {
  readonly statements: readonly Statement[];
  readonly parts: readonly Part[];
  readonly ir: Ir;
}

export function lowerParts(
  checked: CheckedFile,
  reporter: Reporter,
  before: Program | null,
): Program {
  const { statements } = checked.syntax;
  const { units } = checked.memory;
  const known = before !== null && isKeepable(before) ? before : null;
  const l = newLowerer(checked, reporter, known === null ? newIr() : begunAnew(known.ir));
  const kept = known === null ? [] : keptParts(statements, known);
  const parts = statements.map((statement, index) =>
    partOf(l, statement, units[index] ?? null, kept[index] ?? null),
  );
  fillCells(l, l.top);
  return { statements, parts, ir: l.ir };
}

/** Nodes of parts that are gone stay among the others until there are as many as this. */
const MOST_GONE = 20_000;

function isKeepable({ ir, parts }: Program): boolean {
  const isWorn = ir.nodes.length - ir.counts.nodes > MOST_GONE;
  const isWhole = !ir.isFull && ir.manyTexts === null;
  return isWhole && !isWorn && !parts.some(({ isEntangled }) => isEntangled);
}

/** The same nodes for another text. Contexts are not among what parts keep. */
function begunAnew(ir: Ir): Ir {
  ir.contexts.length = 0;
  return { ...ir, counts: { nodes: 0, calls: 0, statements: 0 } };
}

/** Of what the compiler adds by itself. */
const NOWHERE = textRange(0, 0);

function newLowerer(checked: CheckedFile, reporter: Reporter, ir: Ir): Lowerer {
  const globals = newFrame(checked.main, 0, null);
  const top = { cells: [], isConditional: false };
  return {
    ...{ reporter, ir, globals, top, part: newPart(null, 0, 0), frame: globals, home: top },
    ...{ context: 0, origin: NOWHERE, guard: null, request: null, hintRange: null },
    ...{ lazyDepth: 0, callRange: null, call: null, callDepth: 0, depth: 0, isCopy: false },
  };
}

/** By statement, what the text before made of it. */
function keptParts(statements: readonly Statement[], before: Program): readonly (Part | null)[] {
  const { begin, end } = sameParts(statements, before.statements);
  const fresh = new Array<null>(statements.length - begin - end).fill(null);
  const { parts } = before;
  return [...parts.slice(0, begin), ...fresh, ...parts.slice(parts.length - end)];
}

function partOf(l: Lowerer, node: Statement, unit: Unit | null, before: Part | null): Part {
  if (before?.unit === unit && isStill(l, before)) {
    repeat(l, before);
    return before;
  }
  const mark = { counts: { ...l.ir.counts }, cells: l.top.cells.length };
  const part = lowerAnew(l, node, unit);
  if (before === null || !isSamePart(l.ir, before, part)) return part;
  const { readNames, readValues, pastNames, pastCells, said } = part;
  const same = { ...before, unit, readNames, readValues, pastNames, pastCells, said };
  withdraw(l, part, mark);
  repeat(l, same);
  return same;
}

function lowerAnew(l: Lowerer, node: Statement, unit: Unit | null): Part {
  const { nodes, cells } = l.ir;
  const part = newPart(unit, nodes.length, cells.length);
  l.part = part;
  lowerStatement(l, node, false);
  part.nodes.end = nodes.length;
  part.memories.end = cells.length;
  for (const at of within([part.nodes]))
    if (nodes[at]?.operation.op === "unconfirmed") part.sources.push(at);
  const { values } = viewOf(l.globals, 0);
  for (const symbol of part.written) {
    const value = values.get(symbol);
    if (value !== undefined) part.given.push([symbol, value]);
  }
  return part;
}

/** How far the lowering had come before a part. */
interface Mark {
  readonly counts: Counts;
  readonly cells: number;
}

/** Takes a part's own nodes and memories away again. */
function withdraw({ ir, top }: Lowerer, part: Part, mark: Mark): void {
  for (const node of within([part.nodes])) ir.labels.delete(node);
  for (const list of [ir.nodes, ir.isBool, ir.origins]) list.length = part.nodes.from;
  ir.cells.length = part.memories.from;
  top.cells.length = mark.cells;
  Object.assign(ir.counts, mark.counts);
}

/** Whether a part would be lowered to the same end here. */
function isStill(l: Lowerer, part: Part): boolean {
  if (!part.isRepeatable || !fits(l.ir, part)) return false;
  const { values, pastCells } = viewOf(l.globals, 0);
  const { readNames, readValues, pastNames } = part;
  for (let index = 0; index < readNames.length; index++) {
    const symbol = readNames[index];
    if (symbol !== undefined && values.get(symbol) !== readValues[index]) return false;
  }
  return pastNames.every((symbol, index) => pastCells.get(symbol) === part.pastCells[index]);
}

function fits({ counts }: Ir, { nodes, calls, statements }: Part): boolean {
  return (
    counts.nodes + nodes.end - nodes.from < LIMITS.planNodes &&
    counts.calls + calls.length < LIMITS.planNodes &&
    counts.statements + statements.length < LIMITS.planNodes
  );
}

/** Does what the lowering of a part did, without lowering it. Only if `isStill`. */
function repeat(l: Lowerer, part: Part): void {
  const { ir, globals, top } = l;
  const { values, homes, pastCells } = viewOf(globals, 0);
  for (const [symbol, value] of part.given) values.set(symbol, value);
  for (const { symbol, definition } of part.definitions) {
    homes.set(symbol, top);
    globals.definitions.set(symbol, { ...definition, frame: globals });
  }
  for (const open of part.cells) {
    pastCells.set(open.symbol, open.cell);
    top.cells.push(open);
    // Its name may have come to nothing meanwhile.
    const cell = ir.cells[open.cell];
    if (cell !== undefined) cell.next = 0;
  }
  for (const { code, range, message, extras } of part.said)
    report(l.reporter, code, range, message, extras);
  ir.counts.nodes += part.nodes.end - part.nodes.from;
  ir.counts.calls += part.calls.length;
  ir.counts.statements += part.statements.length;
}
