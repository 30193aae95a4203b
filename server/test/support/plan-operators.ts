// The operators of plans as plain functions, for the oracle that evaluates plans in tests.
import type { Operation } from "@backtestr/client";

export type Scalar = number | boolean;

type OfNumber = (x: number) => Scalar;

const UNARY: ReadonlyMap<string, OfNumber> = new Map<string, OfNumber>([
  ["isNa", (x) => Number.isNaN(x)],
  ["negate", (x) => -x],
  ["abs", (x) => Math.abs(x)],
  ["sign", (x) => Math.sign(x)],
  ["floor", (x) => Math.floor(x)],
  ["ceil", (x) => Math.ceil(x)],
  ["round", (x) => Math.floor(x) + (x - Math.floor(x) >= 0.5 ? 1 : 0)],
  ["truncate", (x) => Math.trunc(x)],
  ["sqrt", (x) => Math.sqrt(x)],
  ["exp", (x) => Math.exp(x)],
  ["log", (x) => Math.log(x)],
  ["log10", (x) => Math.log10(x)],
]);

export function unaryValue(name: string, value: Scalar): Scalar {
  if (name === "not") return value !== true;
  return UNARY.get(name)?.(Number(value)) ?? NaN;
}

type OfTwo = (a: number, b: number) => Scalar;

const BINARY: ReadonlyMap<string, OfTwo> = new Map<string, OfTwo>([
  ["add", (a, b) => a + b],
  ["subtract", (a, b) => a - b],
  ["multiply", (a, b) => a * b],
  ["divide", (a, b) => (b === 0 ? NaN : a / b)],
  ["remainder", (a, b) => (b === 0 ? NaN : a % b)],
  ["power", (a, b) => a ** b],
  ["minimum", (a, b) => Math.min(a, b)],
  ["maximum", (a, b) => Math.max(a, b)],
  ["less", (a, b) => a < b],
  ["lessOrEqual", (a, b) => a <= b],
  ["greater", (a, b) => a > b],
  ["greaterOrEqual", (a, b) => a >= b],
  ["equal", (a, b) => a === b],
  ["notEqual", (a, b) => a < b || a > b],
]);

const LOGICAL: ReadonlyMap<string, (a: boolean, b: boolean) => boolean> = new Map([
  ["and", (a: boolean, b: boolean) => a && b],
  ["or", (a: boolean, b: boolean) => a || b],
  ["equal", (a: boolean, b: boolean) => a === b],
  ["notEqual", (a: boolean, b: boolean) => a !== b],
]);

export function binaryValue(name: string, left: Scalar, right: Scalar): Scalar {
  if (typeof left === "boolean") return LOGICAL.get(name)?.(left, right === true) ?? NaN;
  return BINARY.get(name)?.(left, Number(right)) ?? NaN;
}

interface Series {
  /** Values of the first and second input so far, this bar last. */
  readonly first: readonly Scalar[];
  readonly second: readonly Scalar[];
  /** Numbers among the first. */
  readonly numbers: readonly number[];
  readonly length: number;
}

function overWindow(fold: (window: readonly number[]) => number): (s: Series) => Scalar {
  return ({ numbers, length }) => (numbers.length < length ? NaN : fold(numbers.slice(-length)));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0);
}

/** Recomputed from all bars so far; only what the tests of the lowering need. */
const INDICATORS: ReadonlyMap<string, (s: Series) => Scalar> = new Map([
  ["sma", overWindow((window) => total(window) / window.length)],
  ["highest", overWindow((window) => Math.max(...window))],
  ["lowest", overWindow((window) => Math.min(...window))],
  ["cumulate", ({ numbers }: Series) => total(numbers)],
  ["fixNa", ({ numbers }: Series) => numbers.at(-1) ?? NaN],
  ["barsSince", barsSince],
  ["valueWhen", valueWhen],
  ["crossOver", crossOver],
]);

function barsSince({ first }: Series): number {
  const last = first.lastIndexOf(true);
  return last < 0 ? NaN : first.length - 1 - last;
}

function valueWhen({ first, second, length }: Series): Scalar {
  const hits = first.flatMap((value, index) => (value === true ? [index] : []));
  return second[hits.at(-1 - length) ?? -1] ?? NaN;
}

function crossOver({ first, second }: Series): boolean {
  const isAbove = Number(first.at(-1)) > Number(second.at(-1));
  return isAbove && Number(first.at(-2)) <= Number(second.at(-2));
}

export function indicatorValue(
  operation: Extract<Operation, { op: "indicator" }>,
  rows: readonly (readonly Scalar[])[],
): Scalar {
  const indicator = INDICATORS.get(operation.function);
  if (indicator === undefined) throw new Error(`the oracle has no ${operation.function}`);
  const [first = 0, second = 0] = operation.inputs;
  const values = rows.map((row) => row[first] ?? NaN);
  return indicator({
    first: values,
    second: rows.map((row) => row[second] ?? NaN),
    numbers: values.map(Number).filter((value) => !Number.isNaN(value)),
    length: Number(rows.at(-1)?.[operation.settings[0] ?? -1]),
  });
}
