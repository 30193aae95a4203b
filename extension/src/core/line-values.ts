// Which value stands at the end of which line: that of the outermost expression that ends there.
import { shortNumber } from "./numbers.ts";
import type { CompiledStrategy, ExpressionPlace } from "./strategy.ts";

/** Most nodes of one question to the engine. */
export const NODES_MAX = 100;

export interface LineNode {
  /** From 0. */
  readonly line: number;
  readonly node: number;
  readonly isBool: boolean;
  /** How many calls the function has in which the expression stands; 0 outside functions. */
  readonly calls: number;
}

/** Offsets at which lines begin. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The line of an offset, from 0. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Lines that follow each other, both ends included. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

/** What is in view, folds left out, and as many lines beyond its ends. */
export function linesAround(inView: readonly LineSpan[], beyond: number): readonly LineSpan[] {
  return inView.map(({ first, last }, at) => ({
    first: at === 0 ? Math.max(0, first - beyond) : first,
    last: at === inView.length - 1 ? last + beyond : last,
  }));
}

/** One node a line, of the lines of all spans. */
export function lineNodes(
  compiled: CompiledStrategy,
  spans: readonly LineSpan[],
): readonly LineNode[] {
  const starts = lineStarts(compiled.text);
  const outermost = new Map<number, ExpressionPlace>();
  const calls = new Map<string, Set<number>>();
  for (const place of compiled.places.expressions) {
    const line = lineAt(starts, Math.max(place.start, place.end - 1));
    if (!spans.some(({ first, last }) => line >= first && line <= last)) continue;
    if (place.call !== null) callsOf(calls, place).add(place.call);
    const there = outermost.get(line);
    if (there === undefined || isOuter(place, there)) outermost.set(line, place);
  }
  return [...outermost]
    .sort(([a], [b]) => a - b)
    .slice(0, NODES_MAX)
    .map(([line, place]) => ({
      line,
      node: place.node,
      isBool: isBoolNode(compiled, place.node),
      calls: place.call === null ? 0 : callsOf(calls, place).size,
    }));
}

function callsOf(calls: Map<string, Set<number>>, { start, end }: ExpressionPlace): Set<number> {
  const key = `${start}-${end}`;
  const there = calls.get(key) ?? new Set<number>();
  calls.set(key, there);
  return there;
}

/** Wider wins; of equal ranges the first call's. */
function isOuter(one: ExpressionPlace, other: ExpressionPlace): boolean {
  if (one.start !== other.start || one.end !== other.end) {
    return one.start <= other.start && one.end >= other.end;
  }
  return (one.call ?? -1) < (other.call ?? -1);
}

const BOOL_FUNCTIONS: ReadonlySet<string> = new Set([
  "isNa",
  "not",
  "and",
  "or",
  "less",
  "lessOrEqual",
  "greater",
  "greaterOrEqual",
  "equal",
  "notEqual",
  "crossOver",
  "crossUnder",
]);

/** Whether a node holds true or false, as far as its operation tells. */
export function isBoolNode(compiled: CompiledStrategy, node: number): boolean {
  const operation = compiled.plan.nodes[node]?.operation;
  if (operation === undefined) return false;
  switch (operation.op) {
    case "bool":
      return true;
    case "unary":
    case "binary":
    case "indicator":
      return BOOL_FUNCTIONS.has(operation.function);
    case "select":
      return isBoolNode(compiled, operation.yes);
    case "history":
    case "confirmed":
      return isBoolNode(compiled, operation.value);
    case "parameter":
      return compiled.plan.parameters[operation.parameter]?.valueType === "bool";
    case "cell":
      return compiled.plan.cells[operation.cell]?.valueType === "bool";
    default:
      return false;
  }
}

/** The text at the end of a line. */
export function valueText({ isBool, calls }: LineNode, value: number): string {
  const text = isBool ? (value === 0 ? "false" : "true") : shortNumber(value);
  return calls > 1 ? `${text}  (first of ${calls} calls)` : text;
}
