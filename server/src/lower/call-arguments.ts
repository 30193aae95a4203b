// The arguments of a library call, lowered by the names of their parameters.
import type { LibraryCall } from "../semantic/checked.ts";
import type { Call, Expression } from "../syntax/tree.ts";
import { lowerExpression, lowerNode } from "./lower-expression.ts";
import { isAlwaysThere } from "./lower-history.ts";
import { type Lowerer, complain } from "./lowerer.ts";
import { BROKEN, type NodeValue, type Value, nodeValue } from "./values.ts";

export interface CallArguments {
  readonly l: Lowerer;
  readonly node: Call;
  readonly call: LibraryCall;
}

export function expressionOf(a: CallArguments, name: string): Expression | null {
  return a.call.arguments[a.call.parameters.indexOf(name)] ?? null;
}

export function valueOf(a: CallArguments, name: string): Value | null {
  const expression = expressionOf(a, name);
  return expression === null ? null : lowerExpression(a.l, expression);
}

/** The argument's node; null when it is left out or broken. */
export function nodeOf(a: CallArguments, name: string): NodeValue | null {
  const expression = expressionOf(a, name);
  return expression === null ? null : lowerNode(a.l, expression);
}

export function ofOne(a: CallArguments, name: string, build: (one: number) => number): Value {
  const one = nodeOf(a, name);
  return one === null ? BROKEN : nodeValue(build(one.node), [one]);
}

export function ofTwo(
  a: CallArguments,
  names: readonly [string, string],
  build: (one: number, two: number) => number,
): Value {
  const one = nodeOf(a, names[0]);
  const two = nodeOf(a, names[1]);
  return one === null || two === null ? BROKEN : nodeValue(build(one.node, two.node), [one, two]);
}

export function ofThree(
  a: CallArguments,
  names: readonly [string, string, string],
  build: (one: number, two: number, three: number) => number,
): Value {
  const one = nodeOf(a, names[0]);
  const two = nodeOf(a, names[1]);
  const three = nodeOf(a, names[2]);
  if (one === null || two === null || three === null) return BROKEN;
  return nodeValue(build(one.node, two.node, three.node), [one, two, three]);
}

const ON_EVERY_BAR =
  "This keeps a history and runs on every bar, also where the condition around it is false; v6 would skip those bars.";

/** The value of a call that keeps history: it runs on every bar, wherever it stands. */
export function stateful(a: CallArguments, value: Value): Value {
  const { l, node } = a;
  const parts = value.kind === "tuple" ? value.elements : [value];
  if (!parts.every((part) => isAlwaysThere(l, part, node))) return BROKEN;
  if (l.lazyDepth > 0 && !l.isCopy) complain(l, "W301", l.hintRange ?? node, ON_EVERY_BAR);
  return value;
}
