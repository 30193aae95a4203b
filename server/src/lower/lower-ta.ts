// Lowers indicators to the engine's operators. docs/semantics/operators.md says what each computes.
import type { IndicatorFunction } from "@backtestr/client";
import type { TA } from "../semantic/library/ta.ts";
import { type CallArguments, nodeOf, ofOne, ofThree, ofTwo, stateful } from "./call-arguments.ts";
import { type Builder, add, binary, bool, history, indicator, number, unary } from "./ir.ts";
import { BROKEN, type NodeValue, type Value, nodeValue } from "./values.ts";

export type LowerCall = (a: CallArguments) => Value;

/** An operator over a source and a length. */
function overLength(name: IndicatorFunction): LowerCall {
  return (a) =>
    stateful(
      a,
      ofTwo(a, ["source", "length"], (source, length) => indicator(a.l, name, [source], [length])),
    );
}

function extreme(name: "highest" | "lowest"): LowerCall {
  const series = name === "highest" ? "high" : "low";
  return (a) => {
    if (a.call.parameters.includes("source")) return overLength(name)(a);
    const build = (length: number): number =>
      indicator(a.l, name, [add(a.l, { op: "series", series }, false)], [length]);
    return stateful(a, ofOne(a, "length", build));
  };
}

function crossing(name: "crossOver" | "crossUnder"): LowerCall {
  return (a) =>
    stateful(
      a,
      ofTwo(a, ["source1", "source2"], (one, two) => indicator(a.l, name, [one, two])),
    );
}

export function trueRange(b: Builder, handleNa: number): number {
  const [high, low, close] = (["high", "low", "close"] as const).map((series) =>
    add(b, { op: "series", series }, false),
  );
  return indicator(b, "trueRange", [high ?? 0, low ?? 0, close ?? 0], [handleNa]);
}

/** The value some bars ago, for rows whose length is 1 when left out. */
function earlier(a: CallArguments, source: NodeValue): number | null {
  const isGiven = a.call.arguments[a.call.parameters.indexOf("length")] !== undefined;
  const length = isGiven ? (nodeOf(a, "length")?.node ?? null) : number(a.l, 1);
  return length === null ? null : history(a.l, source.node, length);
}

function overEarlier(build: (b: Builder, now: number, before: number) => number): LowerCall {
  return (a) => {
    const source = nodeOf(a, "source");
    const before = source === null ? null : earlier(a, source);
    if (source === null || before === null) return BROKEN;
    return stateful(a, nodeValue(build(a.l, source.node, before), [source]));
  };
}

function difference(b: Builder, now: number, before: number): number {
  return binary(b, b.ir.isBool[now] === true ? "notEqual" : "subtract", now, before);
}

function rateOfChange(b: Builder, now: number, before: number): number {
  const change = binary(b, "multiply", number(b, 100), binary(b, "subtract", now, before));
  return binary(b, "divide", change, before);
}

function macd(a: CallArguments): Value {
  const { l } = a;
  const source = nodeOf(a, "source");
  const [fast, slow, smooth] = [nodeOf(a, "fastlen"), nodeOf(a, "slowlen"), nodeOf(a, "siglen")];
  if (source === null || fast === null || slow === null || smooth === null) return BROKEN;
  const quick = indicator(l, "ema", [source.node], [fast.node]);
  const line = binary(l, "subtract", quick, indicator(l, "ema", [source.node], [slow.node]));
  const signal = indicator(l, "ema", [line], [smooth.node]);
  return tuple(a, source, [line, signal, binary(l, "subtract", line, signal)]);
}

function bollinger(a: CallArguments): Value {
  const { l } = a;
  const [source, length, mult] = [nodeOf(a, "source"), nodeOf(a, "length"), nodeOf(a, "mult")];
  if (source === null || length === null || mult === null) return BROKEN;
  const middle = indicator(l, "sma", [source.node], [length.node]);
  const deviation = indicator(l, "stdev", [source.node], [length.node, bool(l, true)]);
  const width = binary(l, "multiply", mult.node, deviation);
  const bands = [middle, binary(l, "add", middle, width), binary(l, "subtract", middle, width)];
  return tuple(a, { ...source, isLocal: source.isLocal || mult.isLocal }, bands);
}

function tuple(a: CallArguments, from: NodeValue, nodes: readonly number[]): Value {
  return stateful(a, { kind: "tuple", elements: nodes.map((node) => nodeValue(node, [from])) });
}

function deviation(a: CallArguments): Value {
  const { l } = a;
  const biased = a.call.arguments[2] === undefined ? nodeValue(bool(l, true)) : nodeOf(a, "biased");
  if (biased === null) return BROKEN;
  const build = (source: number, length: number): number =>
    indicator(l, "stdev", [source], [length, biased.node]);
  return stateful(a, ofTwo(a, ["source", "length"], build));
}

function range(a: CallArguments): Value {
  const { l } = a;
  const handled =
    a.call.arguments[0] === undefined ? nodeValue(bool(l, false)) : nodeOf(a, "handle_na");
  return handled === null ? BROKEN : stateful(a, nodeValue(trueRange(l, handled.node)));
}

export const LOWER_TA: Readonly<Record<keyof typeof TA, LowerCall>> = {
  "ta.sma": overLength("sma"),
  "ta.ema": overLength("ema"),
  "ta.rma": overLength("rma"),
  "ta.wma": overLength("wma"),
  "ta.rsi": overLength("rsi"),
  "ta.atr": (a) =>
    stateful(
      a,
      ofOne(a, "length", (length) =>
        indicator(a.l, "rma", [trueRange(a.l, bool(a.l, true))], [length]),
      ),
    ),
  "ta.tr": range,
  "ta.macd": macd,
  "ta.bb": bollinger,
  "ta.stdev": deviation,
  "ta.highest": extreme("highest"),
  "ta.lowest": extreme("lowest"),
  "ta.crossover": crossing("crossOver"),
  "ta.crossunder": crossing("crossUnder"),
  "ta.change": overEarlier(difference),
  "ta.mom": overEarlier(difference),
  "ta.roc": overEarlier(rateOfChange),
  "ta.barssince": (a) =>
    stateful(
      a,
      ofOne(a, "condition", (test) => indicator(a.l, "barsSince", [test])),
    ),
  "ta.valuewhen": (a) =>
    stateful(
      a,
      ofThree(a, ["condition", "source", "occurrence"], (test, source, occurrence) =>
        indicator(a.l, "valueWhen", [test, source], [occurrence]),
      ),
    ),
  "ta.cum": (a) =>
    stateful(
      a,
      ofOne(a, "source", (source) => indicator(a.l, "cumulate", [source])),
    ),
  "math.sum": (a) =>
    stateful(
      a,
      ofTwo(a, ["source", "length"], (source, length) =>
        binary(
          a.l,
          "multiply",
          indicator(a.l, "sma", [source], [length]),
          wholeLength(a.l, length),
        ),
      ),
    ),
  fixnan: (a) =>
    stateful(
      a,
      ofOne(a, "source", (source) => indicator(a.l, "fixNa", [source])),
    ),
};

/** Lengths are truncated by the operators, so that the factor is too. */
function wholeLength(b: Builder, length: number): number {
  return unary(b, "truncate", length);
}
