// Lowers statements and blocks.
import { targetAt } from "../semantic/checked.ts";
import type { VariableSymbol } from "../semantic/symbols.ts";
import type { Assign, Block, Declare, DeclareTuple, Name, Statement } from "../syntax/tree.ts";
import { binary, closeCell, newCell, readCell, select } from "./ir.ts";
import { combined, lowerValue } from "./lower-expression.ts";
import { isAlwaysThere } from "./lower-history.ts";
import { bind, isFirstBar, isHere, openCell, partOf, read, refuseChanged } from "./lower-names.ts";
import {
  type Definition,
  type Home,
  type Lowerer,
  complain,
  frameGuard,
  viewOf,
} from "./lowerer.ts";
import { BROKEN, NOTHING, type NodeValue, type Value, nodeValue } from "./values.ts";

/** The value of a block is that of its last statement. */
export function lowerBlock(l: Lowerer, block: Block, isUsed: boolean): Value {
  const { home } = l;
  l.home = { cells: [], isConditional: l.guard !== l.frame.base };
  const value = lowerStatements(l, block.statements, isUsed);
  fillCells(l, l.home);
  l.home = home;
  return value;
}

export function lowerStatements(
  l: Lowerer,
  statements: readonly Statement[],
  isUsed: boolean,
): Value {
  let value: Value = NOTHING;
  for (const [index, statement] of statements.entries()) {
    value = lowerStatement(l, statement, isUsed && index === statements.length - 1);
  }
  return value;
}

export function lowerStatement(l: Lowerer, node: Statement, isUsed: boolean): Value {
  switch (node.kind) {
    case "expression":
      return lowerValue(l, node.value, isUsed);
    case "declare":
      return lowerDeclare(l, node);
    case "declareTuple":
      return lowerDeclareTuple(l, node);
    case "assign":
      return lowerAssign(l, node);
    default:
      return NOTHING;
  }
}

/** Puts the values of the names of a block into their memories. */
export function fillCells(l: Lowerer, home: Home): void {
  for (const { symbol, cell } of home.cells) {
    const value = viewOf(l.frame, l.context).values.get(symbol);
    if (value?.kind !== "node") continue;
    if (value.isCallersLocal && !isAlwaysThere(l, value, l.callRange ?? l.origin)) continue;
    const guard = frameGuard(l);
    closeCell(
      l,
      cell,
      guard === null ? value.node : select(l, guard, value.node, readCell(l, cell)),
    );
  }
}

function symbolOf(l: Lowerer, name: Name): VariableSymbol | null {
  const target = targetAt(l.frame.annotations, name);
  return target?.kind === "variable" ? target.symbol : null;
}

/** Says where a name of the open block comes from. */
function define(l: Lowerer, symbol: VariableSymbol, definition: Definition): void {
  viewOf(l.frame, l.context).homes.set(symbol, l.home);
  l.frame.definitions.set(symbol, definition);
  if (l.home === l.top) l.part.definitions.push({ symbol, definition });
}

function lowerDeclare(l: Lowerer, node: Declare): Value {
  const symbol = symbolOf(l, node.name);
  if (symbol === null) return BROKEN;
  const isKept = node.mode !== "plain";
  define(l, symbol, { node: node.value, frame: l.frame, part: null, isKept });
  const value = lowerValue(l, node.value, true);
  const bound = isKept ? kept(l, node, symbol, value) : value;
  bind(l, symbol, bound, node.name);
  return bound;
}

/** A `var` begins with its value and goes on with what it was at the end of the last bar. */
function kept(l: Lowerer, node: Declare, symbol: VariableSymbol, initial: Value): Value {
  if (initial.kind === "fixed" && !symbol.isMutable) return initial;
  if (initial.kind !== "node") {
    if (initial.kind !== "broken")
      complain(l, "E907", node.name, "Only numbers and bools can be kept from bar to bar yet.");
    return BROKEN;
  }
  const cell = newCell(l, l.ir.isBool[initial.node] === true);
  openCell(l, l.home, { symbol, cell });
  const guard = frameGuard(l);
  const last = readCell(l, cell);
  if (guard === null) return withoutBlock(initial, select(l, isFirstBar(l), initial.node, last));
  const started = newCell(l, true);
  const hasStarted = readCell(l, started);
  closeCell(l, started, binary(l, "or", hasStarted, guard));
  return withoutBlock(initial, select(l, hasStarted, last, initial.node));
}

function withoutBlock(initial: NodeValue, node: number): Value {
  return { ...nodeValue(node), isCallersLocal: initial.isCallersLocal };
}

function lowerDeclareTuple(l: Lowerer, node: DeclareTuple): Value {
  const value = lowerValue(l, node.value, true);
  for (const [part, name] of node.names.entries()) {
    const symbol = symbolOf(l, name);
    if (symbol === null) continue;
    define(l, symbol, { node: node.value, frame: l.frame, part, isKept: false });
    bind(l, symbol, partOf(value, part), name);
  }
  return value;
}

function lowerAssign(l: Lowerer, node: Assign): Value {
  const symbol = node.target.kind === "name" ? symbolOf(l, node.target) : null;
  const given = lowerValue(l, node.value, true);
  if (symbol === null) return BROKEN;
  if (!isHere(l, symbol)) {
    refuseChanged(l, symbol, node.target);
    return BROKEN;
  }
  const { operator } = node;
  const value =
    operator === null ? given : combined(l, operator, read(l, symbol, node.target), given, node);
  const isLost = value.kind === "choice" || value.kind === "fixed";
  if (isLost && symbol.isKept) {
    complain(l, "E907", node, "Only numbers and bools can be kept from bar to bar yet.");
  }
  bind(l, symbol, value, node.target);
  return value;
}
