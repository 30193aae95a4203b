// Gives names their values and finds them again, in the chart's context and in those of requests.
import type { TextRange } from "../base/text-range.ts";
import type { VariableSymbol } from "../semantic/symbols.ts";
import { Qualifier } from "../semantic/types.ts";
import { closeCell, newCell, number, binary, add, readCell, select } from "./ir.ts";
import { lowerValue } from "./lower-expression.ts";
import {
  type Definition,
  type Frame,
  type Home,
  type Lowerer,
  type OpenCell,
  complain,
  label,
  viewOf,
} from "./lowerer.ts";
import { noteRead } from "./part.ts";
import { BROKEN, type Value, nodeValue } from "./values.ts";

/** Binds a name at the place that names it. */
export function bind(l: Lowerer, symbol: VariableSymbol, value: Value, range: TextRange): void {
  put(l, symbol, value);
  if (value.kind !== "node") return;
  label(l, value.node, { range, message: `\`${symbol.name}\` gets its value here` });
  notePlace(l, range, value.node);
}

/** Gives a name of the open frame its value. What a conditional block gives is not there on every bar. */
export function put(l: Lowerer, symbol: VariableSymbol, value: Value): void {
  const view = viewOf(l.frame, l.context);
  if (view.changes?.has(symbol) === false) {
    const before = view.values.get(symbol);
    if (l.frame === l.globals) noteRead(l.part, symbol, before);
    view.changes.set(symbol, before);
  }
  if (l.frame === l.globals) l.part.written.add(symbol);
  const isInBlock = l.frame.blockDepth > 0 && symbol.facts.qualifier === Qualifier.series;
  const bound = value.kind === "node" && isInBlock ? { ...value, isLocal: true } : value;
  view.values.set(symbol, bound);
}

/** Where a node's value is what the text at a range is worth; copies in other contexts do not count. */
export function notePlace(l: Lowerer, range: TextRange, node: number): void {
  if (l.isCopy) return;
  l.part.expressions.push({ range, node, call: l.call });
}

/** A memory of a name's past, which is filled when the name's block ends. */
export function openCell(l: Lowerer, home: Home | null, open: OpenCell): void {
  viewOf(frameOf(l, open.symbol), l.context).pastCells.set(open.symbol, open.cell);
  home?.cells.push(open);
  if (home === l.top) l.part.cells.push(open);
}

export function frameOf(l: Lowerer, symbol: VariableSymbol): Frame {
  return symbol.isGlobal ? l.globals : l.frame;
}

export function read(l: Lowerer, symbol: VariableSymbol, range: TextRange): Value {
  const frame = frameOf(l, symbol);
  const value = viewOf(frame, l.context).values.get(symbol);
  if (frame === l.globals) noteRead(l.part, symbol, value);
  if (value !== undefined) return value;
  const definition = frame.definitions.get(symbol);
  if (l.context === frame.context || definition === undefined) return BROKEN;
  if (symbol.isMutable) {
    refuseChanged(l, symbol, range);
    return BROKEN;
  }
  const copy = copied(l, definition);
  viewOf(frame, l.context).values.set(symbol, copy);
  return copy;
}

/** Whether the name can be changed in the open context: it can where it was declared. */
export function isHere(l: Lowerer, symbol: VariableSymbol): boolean {
  const frame = frameOf(l, symbol);
  return l.context === frame.context || viewOf(frame, l.context).values.has(symbol);
}

export function refuseChanged(l: Lowerer, symbol: VariableSymbol, range: TextRange): void {
  const message = `\`${symbol.name}\` is changed by \`:=\` on the chart's bars, so that it has no value on another timeframe: compute it inside the request.`;
  complainInRequest(l, "E406", range, message);
}

/** At the place itself when the request holds it, else at the request, with the place beside it. */
export function complainInRequest(
  l: Lowerer,
  code: "E405" | "E406",
  range: TextRange,
  message: string,
): void {
  const { request } = l;
  const isInside =
    request !== null && range.start >= request.range.start && range.end <= request.range.end;
  if (request === null || isInside) {
    complain(l, code, range, message);
  } else {
    complain(l, code, request.range, message, { related: [{ range, message: "used here" }] });
  }
}

/** The value that a definition has in the open context. */
function copied(l: Lowerer, definition: Definition): Value {
  const { frame, home, guard, isCopy } = l;
  l.frame = definition.frame;
  l.home = { cells: [], isConditional: false };
  l.guard = null;
  l.isCopy = true;
  const whole = lowerValue(l, definition.node, true);
  const value = partOf(whole, definition.part);
  const kept = definition.isKept ? firstOf(l, value) : value;
  l.frame = frame;
  l.home = home;
  l.guard = guard;
  l.isCopy = isCopy;
  return kept;
}

export function partOf(value: Value, part: number | null): Value {
  if (part === null) return value;
  return value.kind === "tuple" ? (value.elements[part] ?? BROKEN) : BROKEN;
}

/** What a value was on the context's first bar: a `var` that nothing changes. */
function firstOf(l: Lowerer, value: Value): Value {
  if (value.kind !== "node") return value;
  const cell = newCell(l, l.ir.isBool[value.node] === true);
  const node = select(l, isFirstBar(l), value.node, readCell(l, cell));
  closeCell(l, cell, node);
  return nodeValue(node, [value]);
}

export function isFirstBar(l: Lowerer): number {
  const index = add(l, { op: "series", series: "barIndex" }, false);
  return binary(l, "equal", index, number(l, 0));
}
