// Tells whether a statement that was lowered again came to the same as before, so that others may go
// on with what it was: without this each statement with a problem would lower all its readers again.
import type { Ir } from "./ir.ts";
import { type Part, type PartStatement, type Span, within } from "./part.ts";
import { type Move, movedOperation, movedStatement } from "./plan.ts";
import type { Value } from "./values.ts";

/** Compares all that a part adds and gives, with the numbers of the later one taken back. */
export function isSamePart(ir: Ir, before: Part, now: Part): boolean {
  if (!now.isRepeatable || !haveSameSizes(before, now)) return false;
  const at = moveBack(before.nodes, now.nodes);
  const cellAt = moveBack(before.memories, now.memories);
  return (
    areNodesSame(ir, before, now, at, cellAt) &&
    areMemoriesSame(ir, now, at, cellAt) &&
    arePlacesSame(before, now, at) &&
    isGivenSame(before, now, at, cellAt)
  );
}

function haveSameSizes(before: Part, now: Part): boolean {
  const sizes = ({ nodes, memories, ...part }: Part): readonly number[] => [
    ...[nodes.end - nodes.from, memories.end - memories.from, part.calls.length],
    ...[part.expressions.length, part.statements.length, part.lost.length],
    ...[part.given.length, part.definitions.length, part.cells.length, part.sources.length],
  ];
  return isSame(sizes(before), sizes(now));
}

/** What is not the part's own stays. */
function moveBack(before: Span, now: Span): Move {
  return (index) => (index < now.from ? index : index - now.from + before.from);
}

function areNodesSame(ir: Ir, before: Part, now: Part, at: Move, cellAt: Move): boolean {
  for (const index of within([now.nodes]))
    if (!isNodeSame(ir, at(index), index, at, cellAt)) return false;
  return before.nodes.end === at(now.nodes.end);
}

function isNodeSame(ir: Ir, old: number, index: number, at: Move, cellAt: Move): boolean {
  const node = ir.nodes[index];
  const before = ir.nodes[old];
  if (node === undefined || before?.context !== node.context) return false;
  const moved = movedOperation(node.operation, at, cellAt);
  return (
    moved !== null &&
    isSame(before.operation, moved) &&
    ir.isBool[old] === ir.isBool[index] &&
    ir.origins[old] === ir.origins[index] &&
    isLabelSame(ir, old, index)
  );
}

function isLabelSame({ labels }: Ir, one: number, other: number): boolean {
  const [before, now] = [labels.get(one), labels.get(other)];
  return before?.range === now?.range && before?.message === now?.message;
}

/** Memories that are filled at the end of the text are empty until then. */
function areMemoriesSame(ir: Ir, now: Part, at: Move, cellAt: Move): boolean {
  const open = new Set(now.cells.map(({ cell }) => cell));
  for (const index of within([now.memories])) {
    const cell = ir.cells[index];
    const old = ir.cells[cellAt(index)];
    if (cell === undefined || old?.valueType !== cell.valueType) return false;
    if (old.context !== cell.context) return false;
    if (!open.has(index) && old.next !== at(cell.next)) return false;
  }
  return true;
}

function arePlacesSame(before: Part, now: Part, at: Move): boolean {
  return (
    now.calls.every((call, index) => areFieldsSame(call, before.calls[index])) &&
    now.lost.every((range, index) => range === before.lost[index]) &&
    now.expressions.every((one, index) =>
      areFieldsSame({ ...one, node: at(one.node) }, before.expressions[index]),
    ) &&
    now.statements.every((one, index) => isStatementSame(one, before.statements[index], at))
  );
}

function isStatementSame(now: PartStatement, old: PartStatement | undefined, at: Move): boolean {
  if (old?.range !== now.range || old.head !== now.head || old.call !== now.call) return false;
  return isSame(movedStatement(now.statement, at, sameText), old.statement);
}

/** Texts keep their numbers from one text to the next. */
function sameText(text: number): number {
  return text;
}

/** Ranges are nodes of the tree, and the same ones or none. */
function areFieldsSame<T extends object>(one: T, other: T | undefined): boolean {
  if (other === undefined) return false;
  const [left, right] = [Object.values(one), Object.values(other)] as const;
  return left.every((value, index) => value === right[index]);
}

function isGivenSame(before: Part, now: Part, at: Move, cellAt: Move): boolean {
  return (
    now.given.every(([symbol, value], index) => {
      const [name, old] = before.given[index] ?? [];
      return name === symbol && isSame(movedValue(value, at), old);
    }) &&
    now.definitions.every(({ symbol, definition: { node, part, isKept } }, index) => {
      const old = before.definitions[index];
      if (old?.symbol !== symbol || old.definition.node !== node) return false;
      return old.definition.part === part && old.definition.isKept === isKept;
    }) &&
    now.cells.every(({ symbol, cell }, index) => {
      const old = before.cells[index];
      return old?.symbol === symbol && old.cell === cellAt(cell);
    })
  );
}

function movedValue(value: Value, at: Move): Value {
  switch (value.kind) {
    case "node":
      return { ...value, node: at(value.node) };
    case "choice":
      return {
        ...{ ...value, test: at(value.test) },
        ...{ yes: movedValue(value.yes, at), no: movedValue(value.no, at) },
      };
    case "tuple":
      return { kind: "tuple", elements: value.elements.map((one) => movedValue(one, at)) };
    default:
      return value;
  }
}

/** Plain data, by what it holds. */
function isSame(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return Object.is(one, other);
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length && keys.every((key) => isSame(one[key], other[key]))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
