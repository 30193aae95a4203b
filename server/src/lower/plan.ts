// Writes a lowered program as a plan on the wire, without what no plan can hold.
import type { Operation, Plan, Statement } from "@backtestr/client";
import type { ParameterInfo } from "../semantic/parameters.ts";
import { type Ir, type IrOperation, valueTypeOf } from "./ir.ts";
import type { Program } from "./lower-parts.ts";
import { type Span, within } from "./part.ts";
import type { Marks } from "./unconfirmed.ts";

/** The plan, and for each node of the program its index in the plan, -1 for those left out. */
export interface WrittenPlan {
  readonly plan: Plan;
  readonly indexes: Int32Array;
}

export function planOf(
  { ir, parts }: Program,
  parameters: readonly ParameterInfo[],
  marks: Marks | null,
): WrittenPlan {
  const isMarked = (node: number | undefined): boolean => (marks?.[node ?? -1] ?? -1) >= 0;
  const isOfMarked = (cell: number): boolean => isMarked(ir.cells[cell]?.next);
  const nodeSpans = parts.map(({ nodes }) => nodes);
  const cellSpans = parts.map(({ memories }) => memories);
  const indexes = indexesOf(nodeSpans, ir.nodes.length, isMarked);
  const cells = indexesOf(cellSpans, ir.cells.length, isOfMarked);
  const at = (node: number): number => indexes[node] ?? -1;
  const cellAt = (cell: number): number => cells[cell] ?? -1;
  const texts = textsOf(ir);
  const plan: Plan = {
    contexts: [{ timeframe: null }, ...ir.contexts.map((timeframe) => ({ timeframe }))],
    parameters: parameters.map(({ name, type }) => ({
      name,
      valueType: valueTypeOf(type === "bool"),
    })),
    texts: texts.used,
    nodes: [],
    cells: [],
    statements: parts.flatMap(({ statements }) =>
      statements.map(({ statement }) => movedStatement(statement, at, texts.at)),
    ),
  };
  for (const index of within(nodeSpans)) {
    const node = ir.nodes[index];
    const moved = node === undefined ? null : movedOperation(node.operation, at, cellAt);
    if (node !== undefined && moved !== null && at(index) >= 0)
      plan.nodes.push({ context: node.context, operation: moved });
  }
  for (const index of within(cellSpans)) {
    const cell = ir.cells[index];
    if (cell === undefined || cellAt(index) < 0) continue;
    plan.cells.push({ context: cell.context, valueType: cell.valueType, next: at(cell.next) });
  }
  return { plan, indexes };
}

/** New indexes, ascending; those left out have none. Only marked nodes read marked nodes and cells. */
function indexesOf(
  spans: readonly Span[],
  length: number,
  isLeftOut: (index: number) => boolean,
): Int32Array {
  const indexes = new Int32Array(length).fill(-1);
  let next = 0;
  for (const index of within(spans)) if (!isLeftOut(index)) indexes[index] = next++;
  return indexes;
}

interface Texts {
  /** In the order in which statements ask for them. */
  readonly used: string[];
  readonly at: Move;
}

function textsOf({ texts }: Ir): Texts {
  const all = [...texts.keys()];
  const used: string[] = [];
  const indexes = new Map<number, number>();
  const at = (text: number): number => {
    const known = indexes.get(text);
    if (known !== undefined) return known;
    indexes.set(text, used.length);
    return used.push(all[text] ?? "") - 1;
  };
  return { used, at };
}

export type Move = (node: number) => number;

export function movedOperation(operation: IrOperation, at: Move, cellAt: Move): Operation | null {
  switch (operation.op) {
    case "unconfirmed":
      return null;
    case "unary":
    case "confirmed":
      return { ...operation, value: at(operation.value) };
    case "binary":
      return { ...operation, left: at(operation.left), right: at(operation.right) };
    case "select":
      return {
        ...operation,
        test: at(operation.test),
        yes: at(operation.yes),
        no: at(operation.no),
      };
    case "history":
      return { ...operation, value: at(operation.value), offset: at(operation.offset) };
    case "indicator":
      return {
        ...operation,
        inputs: operation.inputs.map(at),
        settings: operation.settings.map(at),
      };
    case "cell":
      return { ...operation, cell: cellAt(operation.cell) };
    default:
      return operation;
  }
}

type MaybeArgument = { readonly value: number; readonly given: number | null } | null;

export function movedStatement(statement: Statement, at: Move, text: Move): Statement {
  const maybe = (move: Move, one: number | null): number | null =>
    one === null ? null : move(one);
  const argument = (one: MaybeArgument): { value: number; given: number | null } | null =>
    one === null ? null : { value: at(one.value), given: maybe(at, one.given) };
  if (statement.does === "plot")
    return { ...statement, value: at(statement.value), title: text(statement.title) };
  const guard = maybe(at, statement.guard);
  switch (statement.does) {
    case "entry":
    case "order":
      return {
        ...{ ...statement, guard, id: text(statement.id), quantity: argument(statement.quantity) },
        ...{ limit: argument(statement.limit), stop: argument(statement.stop) },
        comment: maybe(text, statement.comment),
      };
    case "exit":
      return {
        ...{ ...statement, guard, id: text(statement.id) },
        ...{ fromEntry: maybe(text, statement.fromEntry), quantity: argument(statement.quantity) },
        ...{ quantityPercent: argument(statement.quantityPercent) },
        ...{ limit: argument(statement.limit), stop: argument(statement.stop) },
        ...{
          targetDistance: argument(statement.targetDistance),
          stopDistance: argument(statement.stopDistance),
        },
        ...{
          profitTicks: argument(statement.profitTicks),
          lossTicks: argument(statement.lossTicks),
        },
        comment: maybe(text, statement.comment),
      };
    case "close":
      return {
        ...{ ...statement, guard, entry: text(statement.entry) },
        ...{ quantity: argument(statement.quantity) },
        ...{ quantityPercent: argument(statement.quantityPercent) },
        comment: maybe(text, statement.comment),
      };
    case "closeAll":
      return { ...statement, guard, comment: maybe(text, statement.comment) };
    case "cancel":
      return { ...statement, guard, id: text(statement.id) };
    default:
      return { ...statement, guard };
  }
}
