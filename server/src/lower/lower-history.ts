// Lowers `x[n]`: the past of expressions and of names that change within a bar.
import type { TextRange } from "../base/text-range.ts";
import { factsAt, targetAt } from "../semantic/checked.ts";
import { bare } from "../semantic/checker.ts";
import type { VariableSymbol } from "../semantic/symbols.ts";
import type { History } from "../syntax/tree.ts";
import {
  add,
  binary,
  history,
  newCell,
  number,
  operandsOf,
  readCell,
  select,
  unary,
} from "./ir.ts";
import { lowerExpression, lowerNode } from "./lower-expression.ts";
import { frameOf, isHere, openCell, read, refuseChanged } from "./lower-names.ts";
import { type Lowerer, complain, viewOf, wholeGuard } from "./lowerer.ts";
import { notePast } from "./part.ts";
import { BROKEN, type NodeValue, type Value, isConditional, nodeValue } from "./values.ts";

export function lowerHistory(l: Lowerer, node: History): Value {
  const steps = factsAt(l.frame.annotations, node.offset).value;
  const target = targetAt(l.frame.annotations, bare(node.value));
  const symbol = target?.kind === "variable" ? target.symbol : null;
  const isChanging = symbol !== null && (symbol.isMutable || symbol.isKept);
  return isChanging ? pastOfName(l, node, symbol, steps) : pastOfValue(l, node, steps);
}

function pastOfValue(l: Lowerer, node: History, steps: unknown): Value {
  const value = lowerExpression(l, node.value);
  if (value.kind !== "node" || steps === 0) return value;
  if (!isAlwaysThere(l, value, node)) return BROKEN;
  const offset = offsetNode(l, node, steps);
  return offset === null ? BROKEN : nodeValue(history(l, value.node, offset), [value]);
}

const NOT_ALWAYS_THERE =
  "This keeps a history, but it depends on a name of a conditional block, which has no value on the other bars: declare that name before the block.";

/** A history needs a value on every bar, also where the block around it is not carried out. */
export function isAlwaysThere(l: Lowerer, value: Value, range: TextRange): boolean {
  if (!isConditional(value)) return true;
  // What a function got from its caller is to be put right at the call.
  const call = value.kind === "node" && !value.isLocal ? (l.hintRange ?? l.callRange) : null;
  const related = call === null ? [] : [{ range, message: "the history is kept here" }];
  complain(l, "E407", call ?? range, NOT_ALWAYS_THERE, { related });
  return false;
}

function offsetNode(l: Lowerer, node: History, steps: unknown): number | null {
  if (typeof steps === "number") return number(l, steps);
  const offset = lowerNode(l, node.offset);
  return offset === null ? null : safeOffset(l, offset.node);
}

/**
 * An offset that is negative or na stops the run, so that one is only asked for where the text asks
 * for it: on bars of the period, and where the conditions around it hold.
 */
function safeOffset(l: Lowerer, offset: number): number {
  const guard = wholeGuard(l);
  const guarded = guard === null ? offset : select(l, guard, offset, number(l, 0));
  if (l.context !== 0 || !countsBars(l, offset)) return guarded;
  const index = add(l, { op: "series", series: "barIndex" }, false);
  return select(l, unary(l, "isNa", index), number(l, 0), guarded);
}

/** Whether a node depends on `bar_index`, which is na before the period. */
function countsBars(l: Lowerer, node: number): boolean {
  const seen = new Set<number>();
  const open = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const operation = l.ir.nodes[at]?.operation;
    if (operation === undefined || seen.has(at)) continue;
    seen.add(at);
    if (operation.op === "series" && operation.series === "barIndex") return true;
    open.push(...operandsOf(operation));
  }
  return false;
}

/** The value that a changing name had at the end of an earlier bar. */
function pastOfName(l: Lowerer, node: History, symbol: VariableSymbol, steps: unknown): Value {
  const now = read(l, symbol, node.value);
  if (now.kind !== "node" || steps === 0) return now;
  if (!hasPast(l, node, symbol, now)) return BROKEN;
  const last = readCell(l, pastCell(l, symbol, l.ir.isBool[now.node] === true));
  if (typeof steps !== "number") return pastByOffset(l, node, now, last);
  return nodeValue(steps === 1 ? last : history(l, last, number(l, steps - 1)));
}

function hasPast(l: Lowerer, node: History, symbol: VariableSymbol, now: NodeValue): boolean {
  if (!isHere(l, symbol)) {
    refuseChanged(l, symbol, node.value);
    return false;
  }
  const home = viewOf(frameOf(l, symbol), l.context).homes.get(symbol);
  const isLost = home?.isConditional === true && !symbol.isKept;
  return !isLost || isAlwaysThere(l, { ...now, isLocal: true }, node);
}

/** An offset of 0 is the value now, one of n that of n - 1 bars before the last bar's end. */
function pastByOffset(l: Lowerer, node: History, now: NodeValue, last: number): Value {
  const offset = lowerNode(l, node.offset);
  if (offset === null) return BROKEN;
  const back = safeOffset(l, offset.node);
  const isNow = binary(l, "equal", back, number(l, 0));
  const before = select(l, isNow, number(l, 0), binary(l, "subtract", back, number(l, 1)));
  return nodeValue(select(l, isNow, now.node, history(l, last, before)), [now]);
}

/** One memory a name: it is filled when the name's block ends. */
function pastCell(l: Lowerer, symbol: VariableSymbol, isBool: boolean): number {
  const frame = frameOf(l, symbol);
  const view = viewOf(frame, l.context);
  const known = view.pastCells.get(symbol);
  if (frame === l.globals) notePast(l.part, symbol, known);
  if (known !== undefined) return known;
  const cell = newCell(l, isBool);
  openCell(l, view.homes.get(symbol) ?? null, { symbol, cell });
  return cell;
}
