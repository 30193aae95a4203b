// Writes a lowered program as a plan on the wire, without what no plan can hold.
import type { Operation, Plan, Statement } from "@backtestr/client";
import type { ParameterInfo } from "../semantic/parameters.ts";
import { type Ir, type IrOperation, valueTypeOf } from "./ir.ts";
import type { Marks } from "./unconfirmed.ts";

/** The plan, and for each node of the program its index in the plan, -1 for those left out. */
export interface WrittenPlan {
  readonly plan: Plan;
  readonly indexes: Int32Array;
}

export function planOf(
  ir: Ir,
  parameters: readonly ParameterInfo[],
  marks: Marks | null,
): WrittenPlan {
  const indexes = indexesOf(ir, marks);
  const cells = cellIndexes(ir, marks);
  const at = (node: number): number => indexes[node] ?? -1;
  const plan: Plan = {
    contexts: [{ timeframe: null }, ...ir.contexts.map((timeframe) => ({ timeframe }))],
    parameters: parameters.map(({ name, type }) => ({
      name,
      valueType: valueTypeOf(type === "bool"),
    })),
    texts: [...ir.texts.keys()],
    nodes: [],
    cells: [],
    statements: ir.statements.map((statement) => movedStatement(statement, at)),
  };
  for (const [index, { context, operation }] of ir.nodes.entries()) {
    const moved = at(index) < 0 ? null : movedOperation(operation, at, cells);
    if (moved !== null) plan.nodes.push({ context, operation: moved });
  }
  for (const [index, { context, valueType, next }] of ir.cells.entries()) {
    if ((cells[index] ?? -1) >= 0) plan.cells.push({ context, valueType, next: at(next) });
  }
  return { plan, indexes };
}

/** New indexes, ascending; marked nodes have none. Only they read marked nodes and cells. */
function indexesOf(ir: Ir, marks: Marks | null): Int32Array {
  const indexes = new Int32Array(ir.nodes.length);
  let next = 0;
  for (let node = 0; node < indexes.length; node++) {
    const isLeftOut = marks !== null && (marks[node] ?? -1) >= 0;
    indexes[node] = isLeftOut ? -1 : next++;
  }
  return indexes;
}

function cellIndexes(ir: Ir, marks: Marks | null): Int32Array {
  const indexes = new Int32Array(ir.cells.length);
  let next = 0;
  for (const [index, cell] of ir.cells.entries()) {
    const isLeftOut = marks !== null && (marks[cell.next] ?? -1) >= 0;
    indexes[index] = isLeftOut ? -1 : next++;
  }
  return indexes;
}

type Move = (node: number) => number;

function movedOperation(operation: IrOperation, at: Move, cells: Int32Array): Operation | null {
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
      return { ...operation, cell: cells[operation.cell] ?? -1 };
    default:
      return operation;
  }
}

type MaybeArgument = { readonly value: number; readonly given: number | null } | null;

function movedStatement(statement: Statement, at: Move): Statement {
  const argument = (one: MaybeArgument): { value: number; given: number | null } | null =>
    one === null
      ? null
      : { value: at(one.value), given: one.given === null ? null : at(one.given) };
  if (statement.does === "plot") return { ...statement, value: at(statement.value) };
  const guard = statement.guard === null ? null : at(statement.guard);
  switch (statement.does) {
    case "entry":
    case "order":
      return {
        ...{ ...statement, guard, quantity: argument(statement.quantity) },
        ...{ limit: argument(statement.limit), stop: argument(statement.stop) },
      };
    case "exit":
      return {
        ...{ ...statement, guard, quantity: argument(statement.quantity) },
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
      };
    case "close":
      return {
        ...{ ...statement, guard, quantity: argument(statement.quantity) },
        ...{ quantityPercent: argument(statement.quantityPercent) },
      };
    default:
      return { ...statement, guard };
  }
}
