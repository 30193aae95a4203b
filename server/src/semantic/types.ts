// Types and qualifiers of values, and how they combine. Numbers never become bool, bool is never na.
import type { Unit } from "../syntax/tree.ts";

export type ScalarType =
  | "int"
  | "float"
  | "bool"
  | "string"
  | "color"
  /** strategy.long or strategy.short. */
  | "side"
  | "timeframe"
  /** A named setting of a function, such as barmerge.lookahead_off. */
  | "option"
  /** The literal `na`, until something gives it a type. */
  | "na"
  | "void"
  /** What a broken part is worth: fits everywhere, so that one cause gives one problem. */
  | "unknown";

export interface TupleType {
  readonly elements: readonly Facts[];
}

export type Type = ScalarType | TupleType;

/** When a value is known: in the text, from a parameter, once for the run, on each bar. */
export const Qualifier = { const: 0, input: 1, simple: 2, series: 3 } as const;
export type Qualifier = (typeof Qualifier)[keyof typeof Qualifier];

export type ConstValue = number | string | boolean;

/** What is known about a value before any run. */
export interface Facts {
  readonly type: Type;
  readonly qualifier: Qualifier;
  /** The value itself, where the text fixes it. */
  readonly value: ConstValue | undefined;
}

/** Most values share their facts; only constants and tuples have their own. */
const SHARED = new Map<string, Facts>();

export function factsOf(type: Type, qualifier: Qualifier): Facts {
  if (typeof type !== "string") return { type, qualifier, value: undefined };
  const key = `${type}${qualifier}`;
  const shared = SHARED.get(key);
  if (shared !== undefined) return shared;
  const facts: Facts = { type, qualifier, value: undefined };
  SHARED.set(key, facts);
  return facts;
}

export function constant(type: ScalarType, value: ConstValue): Facts {
  return { type, qualifier: Qualifier.const, value };
}

export const UNKNOWN = factsOf("unknown", Qualifier.const);
export const VOID = factsOf("void", Qualifier.const);
export const NA = factsOf("na", Qualifier.const);

export function isNumeric(type: Type): boolean {
  return type === "int" || type === "float" || type === "na" || type === "unknown";
}

export function isTuple(type: Type): type is TupleType {
  return typeof type !== "string";
}

export function higher(left: Qualifier, right: Qualifier): Qualifier {
  return left > right ? left : right;
}

/** Whether a value may stand where the type is wanted; ints become floats, never the reverse. */
export function fits(value: Type, wanted: Type): boolean {
  if (value === wanted || value === "unknown" || wanted === "unknown") return true;
  if (isTuple(value) || isTuple(wanted)) return false;
  if (value === "na") return wanted !== "bool" && wanted !== "void";
  return value === "int" && wanted === "float";
}

/** The type that two branches share, or null. */
export function unified(left: Type, right: Type): Type | null {
  if (left === right) return left;
  if (left === "unknown" || right === "unknown") return "unknown";
  if (isTuple(left)) return isTuple(right) ? unifiedTuples(left, right) : null;
  return isTuple(right) ? null : unifiedScalars(left, right);
}

function unifiedScalars(left: ScalarType, right: ScalarType): Type | null {
  if (left === "na") return withNa(right);
  if (right === "na") return withNa(left);
  return isNumeric(left) && isNumeric(right) ? "float" : null;
}

function withNa(other: ScalarType): Type | null {
  return other === "bool" || other === "void" ? null : other;
}

function unifiedTuples(left: TupleType, right: TupleType): Type | null {
  if (left.elements.length !== right.elements.length) return null;
  const elements: Facts[] = [];
  for (const [index, one] of left.elements.entries()) {
    const other = right.elements[index] ?? one;
    const type = unified(one.type, other.type);
    if (type === null) return null;
    elements.push(factsOf(type, higher(one.qualifier, other.qualifier)));
  }
  return { elements };
}

const SPOKEN: Readonly<Record<ScalarType, string>> = {
  int: "an int",
  float: "a float",
  bool: "a bool",
  string: "a text",
  color: "a colour",
  side: "a side (strategy.long or strategy.short)",
  timeframe: "a timeframe",
  option: "a named setting",
  na: "na",
  void: "nothing",
  unknown: "a value",
};

/** The type with its article, for messages. */
export function spoken(type: Type): string {
  return isTuple(type) ? `${type.elements.length} values` : SPOKEN[type];
}

const SPOKEN_UNITS: Readonly<Record<Unit, string>> = {
  ticks: "a number of ticks",
  bars: "a number of bars",
  contracts: "a number of contracts",
  money: "an amount of money",
};

export function spokenUnit(unit: Unit): string {
  return SPOKEN_UNITS[unit];
}
