// Lowers arithmetic, casts and the handling of na.
import type { BinaryFunction, UnaryFunction } from "@backtestr/client";
import type { MATH } from "../semantic/library/math.ts";
import { type CallArguments, ofOne, ofTwo, nodeOf } from "./call-arguments.ts";
import { type Builder, add, binary, number, select, unary } from "./ir.ts";
import { lowerNode } from "./lower-expression.ts";
import type { LowerCall } from "./lower-ta.ts";
import { BROKEN, type NodeValue, type Value, nodeValue } from "./values.ts";

function function1(name: UnaryFunction): LowerCall {
  return (a) => ofOne(a, "number", (one) => unary(a.l, name, one));
}

/** All arguments of a call that takes any number of them; null when one is broken. */
function all(a: CallArguments): readonly NodeValue[] | null {
  const values = a.call.arguments.map((one) => (one === undefined ? null : lowerNode(a.l, one)));
  const nodes = values.filter((one) => one !== null);
  return nodes.length === values.length ? nodes : null;
}

function folded(name: BinaryFunction): LowerCall {
  return (a) => foldAll(a, name, (value) => value);
}

function foldAll(
  a: CallArguments,
  name: BinaryFunction,
  last: (value: number, count: number) => number,
): Value {
  const values = all(a);
  const [first, ...rest] = values ?? [];
  if (values === null || first === undefined) return BROKEN;
  const whole = rest.reduce((left, right) => binary(a.l, name, left, right.node), first.node);
  return nodeValue(last(whole, values.length), values);
}

function mean(a: CallArguments): Value {
  return foldAll(a, "add", (sum, count) => binary(a.l, "divide", sum, number(a.l, count)));
}

function roundToPlaces(b: Builder, value: number, places: number): number {
  const factor = binary(b, "power", number(b, 10), places);
  return binary(b, "divide", unary(b, "round", binary(b, "multiply", value, factor)), factor);
}

function round(a: CallArguments): Value {
  if (!a.call.parameters.includes("precision")) return function1("round")(a);
  return ofTwo(a, ["number", "precision"], (value, places) => roundToPlaces(a.l, value, places));
}

function roundToTick(b: Builder, value: number): number {
  const tick = add(b, { op: "instrument", field: "tickSize" }, false);
  return binary(b, "multiply", unary(b, "round", binary(b, "divide", value, tick)), tick);
}

function nz(a: CallArguments): Value {
  const { l } = a;
  const source = nodeOf(a, "source");
  const isGiven = a.call.arguments[1] !== undefined;
  const replacement = isGiven ? nodeOf(a, "replacement") : nodeValue(number(l, 0));
  if (source === null || replacement === null) return BROKEN;
  const node = select(l, unary(l, "isNa", source.node), replacement.node, source.node);
  return nodeValue(node, [source, replacement]);
}

export const LOWER_MATH: Readonly<Record<keyof typeof MATH, LowerCall>> = {
  "math.abs": function1("abs"),
  "math.sign": function1("sign"),
  "math.floor": function1("floor"),
  "math.ceil": function1("ceil"),
  "math.round": round,
  "math.round_to_mintick": (a) => ofOne(a, "number", (value) => roundToTick(a.l, value)),
  "math.sqrt": function1("sqrt"),
  "math.exp": function1("exp"),
  "math.log": function1("log"),
  "math.log10": function1("log10"),
  "math.pow": (a) =>
    ofTwo(a, ["base", "exponent"], (base, exponent) => binary(a.l, "power", base, exponent)),
  "math.max": folded("maximum"),
  "math.min": folded("minimum"),
  "math.avg": mean,
  int: (a) => ofOne(a, "x", (value) => unary(a.l, "truncate", value)),
  float: (a) => ofOne(a, "x", (value) => value),
  nz,
  na: (a) => ofOne(a, "x", (value) => unary(a.l, "isNa", value)),
};
