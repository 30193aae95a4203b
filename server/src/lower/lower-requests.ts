// Lowers values of other timeframes: what they use is lowered again on that timeframe's bars.
import { type QuickFix, type TextEdit, replaceFix } from "../base/diagnostic.ts";
import { type TextRange, textRange } from "../base/text-range.ts";
import { CHART_TIMEFRAME, requestedTimeframe } from "../semantic/check-requests.ts";
import { factsAt } from "../semantic/checked.ts";
import { bare } from "../semantic/checker.ts";
import { type Facts, isTuple } from "../semantic/types.ts";
import type { Expression, History } from "../syntax/tree.ts";
import { type CallArguments, expressionOf } from "./call-arguments.ts";
import { add, binary, history, number, select } from "./ir.ts";
import { lowerExpression } from "./lower-expression.ts";
import { notePlace } from "./lower-names.ts";
import type { LowerCall } from "./lower-ta.ts";
import { type Lowerer, complain } from "./lowerer.ts";
import { BROKEN, type Value, nodeValue } from "./values.ts";

type RequestName = "confirmed" | "request.security";

export const LOWER_REQUESTS: Readonly<Record<RequestName, LowerCall>> = {
  confirmed: lowerRequest,
  "request.security": lowerRequest,
};

function lowerRequest(a: CallArguments): Value {
  const { l } = a;
  const expression = expressionOf(a, "expression");
  const timeframe = timeframeOf(a);
  if (expression === null || timeframe === null) return BROKEN;
  if (timeframe === CHART_TIMEFRAME) return lowerExpression(l, expression);
  // Values in other contexts are shared with the requests below, which nobody keeps book of.
  l.part.isRepeatable = false;
  if (l.context !== 0) {
    complain(
      l,
      "E905",
      a.node,
      "A request inside a request is not supported yet: make it outside and use its value.",
    );
    return BROKEN;
  }
  return isLookingAhead(a)
    ? aheadOf(a, timeframe, expression)
    : confirmedOf(l, timeframe, expression);
}

function valueOf(a: CallArguments, name: string): Facts["value"] {
  const node = expressionOf(a, name);
  return node === null ? undefined : factsAt(a.l.frame.annotations, bare(node)).value;
}

function timeframeOf(a: CallArguments): string | null {
  const value = valueOf(a, "timeframe");
  return typeof value === "string" ? requestedTimeframe(value) : null;
}

function isLookingAhead(a: CallArguments): boolean {
  return valueOf(a, "lookahead") === "barmerge.lookahead_on";
}

function contextOf(l: Lowerer, timeframe: string): number {
  const known = l.ir.contexts.indexOf(timeframe);
  if (known >= 0) return known + 1;
  l.ir.contexts.push(timeframe);
  return l.ir.contexts.length;
}

/** Lowers something on another timeframe's bars, where no condition of the chart holds. */
function inContext<T>(l: Lowerer, timeframe: string, range: TextRange, lower: () => T): T {
  const { context, guard, lazyDepth, request, hintRange } = l;
  l.context = contextOf(l, timeframe);
  l.guard = null;
  l.lazyDepth = 0;
  l.hintRange = null;
  l.request = { range };
  const result = lower();
  l.context = context;
  l.guard = guard;
  l.lazyDepth = lazyDepth;
  l.hintRange = hintRange;
  l.request = request;
  return result;
}

function confirm(l: Lowerer, node: number): number {
  return add(l, { op: "confirmed", value: node }, l.ir.isBool[node] === true);
}

function confirmedOf(l: Lowerer, timeframe: string, expression: Expression): Value {
  const value = inContext(l, timeframe, expression, () => lowerExpression(l, expression));
  return mapped(value, (node) => confirm(l, node));
}

function mapped(value: Value, change: (node: number) => number): Value {
  if (value.kind === "node") return nodeValue(change(value.node));
  if (value.kind !== "tuple") return BROKEN;
  return { kind: "tuple", elements: value.elements.map((element) => mapped(element, change)) };
}

/** Lookahead on: with an offset in brackets outermost the periods before, else the future. */
function aheadOf(a: CallArguments, timeframe: string, expression: Expression): Value {
  const { l } = a;
  const inner = bare(expression);
  const parts = inner.kind === "tuple" ? inner.elements : [inner];
  const shifts = parts.map((part) => shiftOf(l, part));
  const sound = shifts.filter((shift) => shift !== null);
  if (sound.length < shifts.length) return future(a, expression);
  const values = sound.map((shift) => earlierPeriod(l, timeframe, shift));
  const [first = BROKEN] = values;
  return inner.kind === "tuple" ? { kind: "tuple", elements: values } : first;
}

interface Shift {
  readonly node: History;
  readonly periods: number;
}

function shiftOf(l: Lowerer, part: Expression): Shift | null {
  const node = bare(part);
  if (node.kind !== "history") return null;
  const { value } = factsAt(l.frame.annotations, node.offset);
  return typeof value === "number" && value >= 1 ? { node, periods: value } : null;
}

/**
 * The value that many periods before the one in which the bar lies. On a period's last bar that
 * period is complete already, so that one more has to be gone back there.
 */
function earlierPeriod(l: Lowerer, timeframe: string, { node, periods }: Shift): Value {
  const past = inContext(l, timeframe, node, () => pastOf(l, node, periods));
  if (past === null) return BROKEN;
  const lastEnd = confirm(l, past.end);
  const begin = add(l, { op: "series", series: "time" }, false);
  const isOver = binary(l, "greater", lastEnd, begin);
  const value = select(l, isOver, confirm(l, past.farther), confirm(l, past.nearer));
  notePlace(l, node, value);
  return nodeValue(value);
}

interface Past {
  readonly nearer: number;
  readonly farther: number;
  /** End of the period's bar. */
  readonly end: number;
}

function pastOf(l: Lowerer, node: History, periods: number): Past | null {
  const value = lowerExpression(l, node.value);
  if (value.kind !== "node") return null;
  const nearer = periods === 1 ? value.node : history(l, value.node, number(l, periods - 1));
  const farther = history(l, value.node, number(l, periods));
  return { nearer, farther, end: add(l, { op: "series", series: "timeClose" }, false) };
}

function futureFixes(l: Lowerer, setting: TextRange, expression: Expression): readonly QuickFix[] {
  const inner = bare(expression);
  const parts = inner.kind === "tuple" ? inner.elements : [expression];
  const edits = parts
    .filter((part) => shiftOf(l, part) === null)
    .flatMap((part) => offsetEdits(part));
  return [
    replaceFix("Leave lookahead off", setting, "barmerge.lookahead_off"),
    { title: "Use the period before", edits },
  ];
}

/** Puts `[1]` behind an expression, in brackets where it would bind too tightly. */
function offsetEdits(part: Expression): readonly TextEdit[] {
  const isTight = ["name", "member", "call", "group", "history"].includes(part.kind);
  const [begin, end] = [textRange(part.start, part.start), textRange(part.end, part.end)];
  if (isTight) return [{ range: end, newText: "[1]" }];
  return [
    { range: begin, newText: "(" },
    { range: end, newText: ")[1]" },
  ];
}

/** Values that no bar can know: whether they reach an order is found out later. */
function future(a: CallArguments, expression: Expression): Value {
  const { l, node } = a;
  const place = expressionOf(a, "lookahead") ?? node;
  const range = { start: place.start, end: place.end };
  const fixes = futureFixes(l, range, expression);
  const source = { range, name: "request.security", kind: "lookahead" as const, fixes };
  const { type } = factsAt(l.frame.annotations, expression);
  const one = (isBool: boolean): Value => nodeValue(add(l, { op: "unconfirmed", source }, isBool));
  if (!isTuple(type)) return one(type === "bool");
  return { kind: "tuple", elements: type.elements.map((element) => one(element.type === "bool")) };
}
